import { DomainError, type FieldFault } from '@app/kernel';

/** A wording is not (or no longer) in the county's queue: 409. */
export class TitleNotWaiting extends DomainError {
  readonly code = 'TITLE.NOT_WAITING';
  readonly kind = 'conflict';
  constructor(path: string) {
    super('没有等待认定的岗位使用这个说法：可能已被认定，或已标为“不能认定”（可先撤销）。请刷新后再试。', [{ path, message: '没有等待认定的岗位使用这个说法' }]);
  }
}

/** A group of occupations (大类, 中类, 小类) is no occupation: 422. */
export class NotAnOccupation extends DomainError {
  readonly code = 'OCCUPATION.NOT_A_LEAF';
  readonly kind = 'unprocessable';
  constructor(path: string) {
    super('只能认定为细类职业（如 6-18-02-04），不能是大类、中类或小类。', [{ path, message: '须为细类职业' }]);
  }
}

/** Officers have given the wording another meaning, or the catalogue has: 409. */
export class TitleTaught extends DomainError {
  readonly code = 'TITLE.TAUGHT_OTHERWISE';
  readonly kind = 'conflict';
  constructor(path: string, meaning: string) {
    super(`这个说法已认定为“${meaning}”。如认定有误，请先撤销原认定，再重新认定。`, [{ path, message: `已认定为“${meaning}”` }]);
  }
}

/** A decision says nothing, says two things at once, or the same wording is given twice: 422. */
export class TitleDecisionUnclear extends DomainError {
  readonly code = 'TITLE.DECISION_UNCLEAR';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('每个说法须且只须给出一种认定：职业（occupation）、无需技能（noTrade）或不能认定（undecidable）。', faults);
  }
}

/** No such decision in the county, or it is withdrawn: 404. */
export class TitleDecisionUnknown extends DomainError {
  readonly code = 'TITLE.DECISION_UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条认定，或已经撤销。');
  }
}

/** No vacancy of the county carries the wording: 404. */
export class WordingUnknown extends DomainError {
  readonly code = 'WORDING.UNKNOWN';
  readonly kind = 'not-found';
  constructor(path: string) {
    super('没有岗位使用这段文字：可能已被修改，或不在您的管辖范围内。', [{ path, message: '没有岗位使用这段文字' }]);
  }
}

/** Employers that cannot be verified, each with its reason: 422. */
export class EmployersRefused extends DomainError {
  readonly code = 'EMPLOYER.VERIFICATION_REFUSED';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('部分用人单位不能核验，请按逐项说明修改。全部未核验。', faults);
  }
}
