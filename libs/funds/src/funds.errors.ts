import { DomainError, type FieldFault } from '@app/kernel';

/** The input breaks a rule: every field named. */
export class FundInputInvalid extends DomainError {
  readonly code = 'FUND.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('内容不符合规则，请按逐项说明修改。', faults);
  }
}

export class SubsidyRulesInvalid extends DomainError {
  readonly code = 'SUBSIDY_RULE.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('补贴规则有误，未保存，请按逐项说明修改。', faults);
  }
}

export class FundUnknown extends DomainError {
  readonly code = 'FUND.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这笔资金，或不在您的管辖范围内。');
  }
}

/** The name is taken in that year by a fund of another source or department: 409. */
export class FundExists extends DomainError {
  readonly code = 'FUND.EXISTS';
  readonly kind = 'conflict';
  constructor() {
    super('本县同一年度已有同名资金，来源或部门不同。');
  }
}

/** A department keeps its own funds: 403. */
export class FundOfAnotherDepartment extends DomainError {
  readonly code = 'FUND.OF_ANOTHER_DEPARTMENT';
  readonly kind = 'forbidden';
  constructor() {
    super('部门经办人只能登记本部门的资金。');
  }
}

/** The document is on record with another amount or another day: 409. */
export class DocumentOnRecord extends DomainError {
  readonly code = 'FUND.DOCUMENT_ON_RECORD';
  readonly kind = 'conflict';
  constructor() {
    super('这个文号已登记过，金额或日期不同。');
  }
}

/** More would be committed and paid than was appropriated: 409. */
export class FundExhausted extends DomainError {
  readonly code = 'FUND.EXHAUSTED';
  readonly kind = 'conflict';
  constructor() {
    super('资金不足：承诺与已付合计将超过下达金额，未作任何更改。');
  }
}

/** A rule names a fund that the county does not have in that year: 409. */
export class FundMissing extends DomainError {
  readonly code = 'FUND.MISSING';
  readonly kind = 'conflict';
  constructor(names: readonly string[], year: number) {
    super(`${year} 年度没有登记这些资金：${names.join('、')}。请先登记，或另选年度。`);
  }
}

/** On-the-job classes and outreach have no settlement rate: 409. */
export class ClassNotSettled extends DomainError {
  readonly code = 'SUBSIDY.CLASS_NOT_SETTLED';
  readonly kind = 'conflict';
  constructor() {
    super('在职培训班和科普班不按安置率结算补贴。');
  }
}

/** No rule in force pays for the class's programme: 409. */
export class NoRuleForClass extends DomainError {
  readonly code = 'SUBSIDY.NO_RULE';
  readonly kind = 'conflict';
  constructor() {
    super('班次结束日适用的补贴规则中，没有一条管这个培训项目。');
  }
}

/** Somebody of the class may still prove employed in time: 409. */
export class ClassNotMature extends DomainError {
  readonly code = 'SUBSIDY.CLASS_NOT_MATURE';
  readonly kind = 'conflict';
  constructor(immature: number) {
    super(immature > 0 ? `班次尚未到期：还有 ${immature} 人未满期限，只能预估，不能结算。` : '班次尚未到期，只能预估，不能结算。');
  }
}

export class StatementUnknown extends DomainError {
  readonly code = 'SUBSIDY_STATEMENT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这张结算单，或不在您的管辖范围内。');
  }
}

export class TraineeNotSeen extends DomainError {
  readonly code = 'TRAINEE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这名学员，或不在您的管辖范围内。');
  }
}

/** The statement's state does not allow the move: 409. */
export class StatementMoveRefused extends DomainError {
  readonly code = 'SUBSIDY_STATEMENT.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message = '结算单的当前状态不允许此操作，请重新读取。') {
    super(message);
  }
}

/** The ledger says other figures now than when the statement was made: 409. */
export class StatementOutdated extends DomainError {
  readonly code = 'SUBSIDY_STATEMENT.OUTDATED';
  readonly kind = 'conflict';
  constructor() {
    super('结算单开出以后台账有变化，人数或金额已不同，请退回后重新开具。');
  }
}

/** Whoever made a statement does not decide on it: 403. */
export class SecondOfficerForStatement extends DomainError {
  readonly code = 'SUBSIDY_STATEMENT.SECOND_OFFICER_NEEDED';
  readonly kind = 'forbidden';
  constructor() {
    super('结算单是您本人开具的，须由另一名经办人确认或退回。');
  }
}

/** Another fund or statement has the person-course: 409. */
export class PersonCourseClaimed extends DomainError {
  readonly code = 'SUBSIDY.PERSON_COURSE_CLAIMED';
  readonly kind = 'conflict';
  constructor() {
    super('有的人次已由另一张结算单或另一笔资金占用，一个人次只付一次。未作任何更改。');
  }
}

/** The class is worth what the statement and its supplements say: 409. */
export class NothingToSupplement extends DomainError {
  readonly code = 'SUBSIDY_STATEMENT.NOTHING_CHANGED';
  readonly kind = 'conflict';
  constructor() {
    super('按现在的台账重算，每个人的应付与已结算的相同，没有差额，不开补充结算单。');
  }
}

/** Nothing (more) is to come back of what was asked: 409. */
export class NothingToReturn extends DomainError {
  readonly code = 'SUBSIDY.NOTHING_TO_RETURN';
  readonly kind = 'conflict';
  constructor(faults: readonly FieldFault[] = []) {
    super('没有应退的人，或已经退过。未作任何更改。', faults);
  }
}

/** What was asked to be undone has not come back: 409. */
export class NothingReturned extends DomainError {
  readonly code = 'SUBSIDY.NOTHING_RETURNED';
  readonly kind = 'conflict';
  constructor(faults: readonly FieldFault[] = []) {
    super('没有已退的记录，无可冲销。未作任何更改。', faults);
  }
}

/** Nothing (more) is due of what was asked to be paid: 409. */
export class NothingDue extends DomainError {
  readonly code = 'SUBSIDY.NOTHING_DUE';
  readonly kind = 'conflict';
  constructor(faults: readonly FieldFault[] = []) {
    super('这一期没有应付的人，或已经付过。未作任何更改。', faults);
  }
}

/** What was asked to be taken back has not been paid: 409. */
export class NothingPaid extends DomainError {
  readonly code = 'SUBSIDY.NOTHING_PAID';
  readonly kind = 'conflict';
  constructor(faults: readonly FieldFault[] = []) {
    super('这一期没有已付的记录，无可冲销。未作任何更改。', faults);
  }
}

/** The money of a line does not allow the move: 409. */
export class FundMoveRefused extends DomainError {
  readonly code = 'FUND.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor() {
    super('资金的当前状态不允许此操作（各期须按次序支付，付过的才能退回，付过的须先冲销才能撤销），请重新读取。');
  }
}

/** A domain error for a refusal of the database's own rules; anything else stays as it is. */
export function asFundRefusal(error: unknown): unknown {
  const constraint = typeof error === 'object' && error !== null && 'driverError' in error ? (error.driverError as { constraint?: string }).constraint : undefined;
  switch (constraint) {
    case 'never_more_than_appropriated':
    case 'fund_sums_are_not_negative':
      return new FundExhausted();
    case 'one_claim_per_person_course':
    case 'one_claim_per_registration_and_class':
    case 'one_live_statement_per_class_and_rule':
    case 'one_open_supplement_per_statement':
    case 'never_above_the_cap':
      return new PersonCourseClaimed();
    case 'legal_statement_move':
    case 'supplement_fits_its_statement':
      return new StatementMoveRefused();
    case 'legal_fund_move':
    case 'one_entry_per_step':
      return new FundMoveRefused();
    default:
      return error;
  }
}

/** Runs a statement of SQL; a refusal of the database's own rules becomes a domain error. */
export async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asFundRefusal(error);
  }
}
