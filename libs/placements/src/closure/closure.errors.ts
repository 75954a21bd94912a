import { DomainError } from '@app/kernel';

export class HouseholdUnknown extends DomainError {
  readonly code = 'HOUSEHOLD.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个户，或不在您的管辖范围内。');
  }
}

export class BookRecordUnknown extends DomainError {
  readonly code = 'HOUSEHOLD_RECORD.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条记录，或已被撤回，或不在您的管辖范围内。');
  }
}

/** The officer cannot answer for this person: 422. */
export class ResponsibleOfficerUnfit extends DomainError {
  readonly code = 'RESPONSIBLE_OFFICER.UNFIT';
  readonly kind = 'unprocessable';
  constructor() {
    super('责任人须是在岗的县、乡镇或村级经办人，并且管辖此人的登记地。', [{ path: 'officerId', message: '没有这名经办人，或不能负责此人' }]);
  }
}

/** The cursor goes on with figures that are not those of the query, or that cannot be had again: 409. */
export class ClosureOfAnotherComputation extends DomainError {
  readonly code = 'CLOSURE.OF_ANOTHER_COMPUTATION';
  readonly kind = 'conflict';
  constructor() {
    super('不能接着翻页：日期与前一页不同，或其间有人员被认定为同一人。请从第一页重新查询。');
  }
}
