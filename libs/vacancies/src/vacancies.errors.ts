import { DomainError, type FieldFault } from '@app/kernel';

/** The vacancy does not exist, or is not the caller's to see or to change. */
export class VacancyUnknown extends DomainError {
  readonly code = 'VACANCY.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个岗位，或不在您的管辖范围内。');
  }
}

/** What a vacancy states breaks a rule or names a code that the catalogue does not have: every field named. */
export class VacancyInvalid extends DomainError {
  readonly code = 'VACANCY.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('岗位内容有误，请按逐项说明修改。', faults);
  }
}

/** The state of the vacancy does not allow it. */
export class VacancyMoveRefused extends DomainError {
  readonly code = 'VACANCY.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

/** Every seat is taken: 409. */
export class SeatsTaken extends DomainError {
  readonly code = 'VACANCY.SEATS_TAKEN';
  readonly kind = 'conflict';
  constructor() {
    super('该岗位的招聘人数已满。');
  }
}

/** There is no recorded hire to undo: 409. */
export class NoHireToUndo extends DomainError {
  readonly code = 'VACANCY.NO_HIRE_TO_UNDO';
  readonly kind = 'conflict';
  constructor() {
    super('该岗位没有可撤销的录用记录。');
  }
}

/** The vacancy has no telephone or contact to reveal: 404. */
export class NoContact extends DomainError {
  readonly code = 'VACANCY.NO_CONTACT';
  readonly kind = 'not-found';
  constructor() {
    super('该岗位没有登记联系方式。');
  }
}

/** A region code that the catalogue does not have: 400. */
export class UnknownRegion extends DomainError {
  readonly code = 'REGION.UNKNOWN';
  readonly kind = 'invalid';
  constructor(path: string) {
    super('没有这个行政区划代码。', [{ path, message: '没有这个行政区划代码' }]);
  }
}

/** An occupation code that the catalogue does not have: 400. */
export class UnknownOccupation extends DomainError {
  readonly code = 'OCCUPATION.UNKNOWN';
  readonly kind = 'invalid';
  constructor(path: string) {
    super('目录中没有这个职业代码。', [{ path, message: '目录中没有这个职业代码' }]);
  }
}

/** The employer does not exist, or is not the caller's to see. */
export class EmployerUnknown extends DomainError {
  readonly code = 'EMPLOYER.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个用人单位，或不在您的管辖范围内。');
  }
}

/** The unified social credit code is wrong by its own check character (GB 32100): 422. */
export class CreditCodeInvalid extends DomainError {
  readonly code = 'EMPLOYER.CREDIT_CODE_INVALID';
  readonly kind = 'unprocessable';
  constructor() {
    super('统一社会信用代码有误：校验码不符。', [{ path: 'creditCode', message: '校验码不符（GB 32100）' }]);
  }
}

/** Another employer has this credit code: 409. */
export class EmployerExists extends DomainError {
  readonly code = 'EMPLOYER.EXISTS';
  readonly kind = 'conflict';
  constructor(readonly employerId: string) {
    super(`此统一社会信用代码已登记（编号 ${employerId}）。`, [{ path: 'creditCode', message: '此统一社会信用代码已登记' }, { path: 'employerId', message: employerId }]);
  }
}

/** Only an employer with a credit code can be verified: 409. */
export class EmployerNotCoded extends DomainError {
  readonly code = 'EMPLOYER.NOT_CODED';
  readonly kind = 'conflict';
  constructor() {
    super('没有统一社会信用代码的用人单位不能核验，请先登记代码。');
  }
}

/** No such source for the county: 404. */
export class SourceUnknown extends DomainError {
  readonly code = 'SOURCE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个岗位来源。');
  }
}

/** The source is off: an administrator turns it on first. 409. */
export class SourceDisabled extends DomainError {
  readonly code = 'SOURCE.DISABLED';
  readonly kind = 'conflict';
  constructor() {
    super('该岗位来源尚未启用，请由系统管理员启用后再导入。');
  }
}

/** The import run does not exist, or is another county's. */
export class ImportRunUnknown extends DomainError {
  readonly code = 'IMPORT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个导入批次，或不在您的管辖范围内。');
  }
}

/** It is another employer under another spelling: that one takes its place. */
export class EmployerIsMerged extends DomainError {
  readonly code = 'EMPLOYER.MERGED';
  readonly kind = 'conflict';
  constructor(into: string) {
    super(`该单位已并入另一用人单位（${into}），请为那一单位办理。`);
  }
}

/** The row is not of this run, or its raw page was dropped after 90 days. */
export class ImportRowUnknown extends DomainError {
  readonly code = 'IMPORT.ROW_UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('该批次没有这一行，或其原始页已过 90 天保存期。');
  }
}

/** A run of the same source is waiting or at work: 409. */
export class ImportRunning extends DomainError {
  readonly code = 'IMPORT.RUNNING';
  readonly kind = 'conflict';
  constructor(readonly runId: string) {
    super(`该来源正在导入（批次 ${runId}），请等它结束。`, [{ path: 'runId', message: runId }]);
  }
}

/** The run's state does not allow it: 409. */
export class ImportMoveRefused extends DomainError {
  readonly code = 'IMPORT.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}
