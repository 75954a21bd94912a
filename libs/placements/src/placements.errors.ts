import { DomainError, type FieldFault } from '@app/kernel';

/** The input breaks a rule: every field named. */
export class PlacementInvalid extends DomainError {
  readonly code = 'PLACEMENT.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('内容不符合规则，请按逐项说明修改。', faults);
  }
}

/** A filter or a query that names something that does not exist or cannot be read: 400, not an empty answer. */
export class PlacementQueryInvalid extends DomainError {
  readonly code = 'PLACEMENT.QUERY_INVALID';
  readonly kind = 'invalid';
  constructor(path: string, message: string) {
    super('查询条件有误。', [{ path, message }]);
  }
}

export class ClassUnknown extends DomainError {
  readonly code = 'CLASS.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个班次，或不在您的管辖范围内。');
  }
}

/** 409: nobody of the request was enrolled. */
export class SeatsExhausted extends DomainError {
  readonly code = 'CLASS.SEATS_EXHAUSTED';
  readonly kind = 'conflict';
  constructor(left: number) {
    super(`班次名额不足：还剩 ${left} 个名额，本次无人报名成功。`);
  }
}

export class PersonUnknown extends DomainError {
  readonly code = 'TRAINEE.UNKNOWN';
  readonly kind = 'not-found';
  constructor(faults: readonly FieldFault[] = []) {
    super('没有这名学员，或不在您的管辖范围内。', faults);
  }
}

export class ReferralUnknown extends DomainError {
  readonly code = 'REFERRAL.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条推荐，或不在您的管辖范围内。');
  }
}

/** The referral's state does not allow the move: 409. */
export class ReferralMoveRefused extends DomainError {
  readonly code = 'REFERRAL.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message = '推荐的当前状态不允许此操作，请重新读取。') {
    super(message);
  }
}

/** The vacancy takes nobody at the moment: 409. */
export class VacancyNotOpen extends DomainError {
  readonly code = 'REFERRAL.VACANCY_NOT_OPEN';
  readonly kind = 'conflict';
  constructor() {
    super('岗位未在招聘，不能推荐或录用。');
  }
}

export class EmploymentUnknown extends DomainError {
  readonly code = 'EMPLOYMENT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条就业记录，或不在您的管辖范围内。');
  }
}

export class FactUnknown extends DomainError {
  readonly code = 'FACT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条台账记录，或不在您的管辖范围内。');
  }
}

/** The ledger as it stands does not allow the fact (an end without a start, a second completion): 409. */
export class LedgerMoveRefused extends DomainError {
  readonly code = 'LEDGER.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message = '与台账中已有的记录冲突，未作任何更改。') {
    super(message);
  }
}

export class RateReportUnknown extends DomainError {
  readonly code = 'RATE_REPORT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这份报表，或不在您的管辖范围内。');
  }
}

/** Today's rates of the county are being made ready: 409, ask again in a while or have a report made. */
export class RatesNotReady extends DomainError {
  readonly code = 'RATE.NOT_READY';
  readonly kind = 'conflict';
  constructor() {
    super('本县的实时就业率正在后台准备，请稍后再试，或申请一份报表。');
  }
}
