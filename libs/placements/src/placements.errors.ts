import { DomainError, type FieldFault } from '@app/kernel';
import type { ScanShelf } from './scans/scan-shelf.js';
import type { ScanFault } from './scans/scan-type.js';

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

/** The course is taught no more in the county from the class's opening day on: 409. */
export class CourseIsRetired extends DomainError {
  readonly code = 'SPECIALITY.RETIRED';
  readonly kind = 'conflict';
  constructor() {
    super('停办课程不再开班：该课程在开班日已停办。');
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

/** One's own work is not confirmed by oneself: 403. */
export class SecondOfficerNeeded extends DomainError {
  readonly code = 'PLACEMENT.SECOND_OFFICER_NEEDED';
  readonly kind = 'forbidden';
}

export class AuditUnknown extends DomainError {
  readonly code = 'EVIDENCE_AUDIT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这次抽查或这个抽查对象，或不在您的管辖范围内。');
  }
}

/** A county has one audit at a time: 409. */
export class AuditStillOpen extends DomainError {
  readonly code = 'EVIDENCE_AUDIT.STILL_OPEN';
  readonly kind = 'conflict';
  constructor() {
    super('上一次抽查尚未结束，不能另抽样本。');
  }
}

export class AuditItemDecided extends DomainError {
  readonly code = 'EVIDENCE_AUDIT.ITEM_DECIDED';
  readonly kind = 'conflict';
  constructor() {
    super('这个对象已有核查结论，一次抽查只核查一次。');
  }
}

export class AuditOver extends DomainError {
  readonly code = 'EVIDENCE_AUDIT.OVER';
  readonly kind = 'conflict';
  constructor() {
    super('这次抽查已经结束。');
  }
}

export class AuditNotFinishable extends DomainError {
  readonly code = 'EVIDENCE_AUDIT.ITEMS_UNDECIDED';
  readonly kind = 'conflict';
  constructor(left: number) {
    super(`还有 ${left} 个抽查对象没有结论，不能结束。`);
  }
}

/** The evidence, or the employment that it proves, was retracted since the draw: 409. */
export class EvidenceLapsed extends DomainError {
  readonly code = 'EVIDENCE_AUDIT.EVIDENCE_LAPSED';
  readonly kind = 'conflict';
  constructor() {
    super('这条佐证或它所证明的就业已被撤回，不再核查。');
  }
}

export class CorrectionUnknown extends DomainError {
  readonly code = 'CORRECTION.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条更正申请，或不在您的管辖范围内。');
  }
}

/** Another correction of the fact waits for a second officer: 409. */
export class CorrectionPending extends DomainError {
  readonly code = 'CORRECTION.PENDING';
  readonly kind = 'conflict';
  constructor() {
    super('这条记录已有更正申请在等待确认。');
  }
}

/** Decided by somebody, or the fact was corrected otherwise: 409. */
export class CorrectionDecided extends DomainError {
  readonly code = 'CORRECTION.DECIDED';
  readonly kind = 'conflict';
  constructor() {
    super('这条更正申请已有结论，或记录已被另行更正。');
  }
}

const SCAN_REFUSAL = {
  empty: ['EMPTY', '文件是空的。'],
  'unknown-type': ['TYPE_UNKNOWN', '只收 PDF、JPEG、PNG 扫描件；按文件内容判断，改后缀名没有用。'],
  broken: ['BROKEN', '文件不完整，请重新扫描或另存后再上传。'],
  foreign: ['FOREIGN_CONTENT', '文件里夹带了别的内容，请重新扫描或另存后再上传。'],
  mismatch: ['MISMATCH', '文件的后缀名或类型与内容不符，请改正后再上传。'],
} as const satisfies Record<ScanFault, readonly [string, string]>;

/** The file is not what a scan may be: 422. Its code begins with the noun of what it was a scan for. */
export class ScanRefused extends DomainError {
  readonly code: string;
  readonly kind = 'unprocessable';
  constructor(noun: ScanShelf['noun'], fault: ScanFault) {
    super(SCAN_REFUSAL[fault][1], [{ path: 'file', message: SCAN_REFUSAL[fault][1] }]);
    this.code = `${noun}.${SCAN_REFUSAL[fault][0]}`;
  }
}

export class EvidenceFilesTooMany extends DomainError {
  readonly code = 'EVIDENCE_FILE.TOO_MANY';
  readonly kind = 'conflict';
  constructor(most: number) {
    super(`一条佐证最多 ${most} 个文件。`);
  }
}

export class EvidenceFileUnknown extends DomainError {
  readonly code = 'EVIDENCE_FILE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个佐证文件，或不在您的管辖范围内。');
  }
}

/** The place of the files cannot be reached, or does not give the file back as it was: 503. */
export class ScansAway extends DomainError {
  readonly code: string;
  readonly kind = 'unavailable';
  constructor(noun: ScanShelf['noun']) {
    super('存放扫描件的地方暂时读写不了，请稍后再试；仍不行请告知系统管理员。');
    this.code = `${noun}.STORE_AWAY`;
  }
}

export class RateReportUnknown extends DomainError {
  readonly code = 'RATE_REPORT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这份报表，或不在您的管辖范围内。');
  }
}

/** The report is being worked out, or could not be: 409. */
export class RateReportNotDone extends DomainError {
  readonly code = 'RATE_REPORT.NOT_DONE';
  readonly kind = 'conflict';
  constructor(hasFailed: boolean) {
    super(hasFailed ? '这份报表没有算成，请看原因并重新申请。' : '这份报表还在计算，请稍后再看。');
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

/** The class serves a training order, and somebody was not told of the post or did not accept: 409. */
export class RollTakesWhoAccepted extends DomainError {
  readonly code = 'CLASS.NOT_ACCEPTED';
  readonly kind = 'conflict';
  constructor() {
    super('先告知后入班规则：订单班次只收已被告知岗位待遇并接受的学员；例外须先登记原因。未作任何更改。');
  }
}
