import { DomainError } from '@app/kernel';

/** The reason stays in the audit trail for good, where no personal value may stand: 422. */
export class CopyReasonNamesPerson extends DomainError {
  readonly code = 'COPY.REASON_NAMES_PERSON';
  readonly kind = 'unprocessable';
  constructor() {
    super('理由会留在操作日志中，不得写入本人的姓名、身份证号或电话。', [{ path: 'reason', message: '不得含有姓名、身份证号或电话' }]);
  }
}
