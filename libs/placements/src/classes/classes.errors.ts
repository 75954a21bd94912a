import { DomainError, type FieldFault } from '@app/kernel';
import { CLASS_STATE_LABEL, type ClassState, type MoveFault } from './life/class-moves.js';

const MOVE_REFUSAL = {
  'no-such-move': ['CLASS.MOVE_REFUSED', '班次的当前状态不允许此操作，请重新读取。'],
  'no-provider': ['CLASS.WITHOUT_PROVIDER', '班次没有培训机构，不能开班招生：请先确定培训机构。'],
  'too-few-people': ['CLASS.BELOW_MINIMUM', '报名人数少于最少开班人数，不能开课：确需小班开课的，请选择原因。'],
  'reason-missing': ['CLASS.REASON_NEEDED', '请从所列原因中选择一项。'],
  'reason-not-asked': ['CLASS.REASON_NOT_ASKED', '这一步不需要原因，请去掉原因再提交。'],
} as const satisfies Record<MoveFault, readonly [string, string]>;

/** The life of a class does not allow the move: 409. */
export class ClassMoveRefused extends DomainError {
  readonly code: string;
  readonly kind = 'conflict';
  constructor(fault: MoveFault) {
    super(`${MOVE_REFUSAL[fault][1]}未作任何更改。`);
    this.code = MOVE_REFUSAL[fault][0];
  }
}

/** Nobody joins the roll or the waiting list of a class in this state: 409. */
export class ClassTakesNobody extends DomainError {
  readonly code = 'CLASS.TAKES_NOBODY';
  readonly kind = 'conflict';
  constructor(state: ClassState | null = null) {
    super(`班次${state === null ? '当前' : CLASS_STATE_LABEL[state]}，不接受报名和候补，本次无人报名成功。`);
  }
}

/** Others wait for a seat: whoever comes joins the waiting list behind them: 409. */
export class OthersWait extends DomainError {
  readonly code = 'CLASS.OTHERS_WAIT';
  readonly kind = 'conflict';
  constructor() {
    super('有人先在候补：空出的名额按候补顺序安排，越过前面的人须选择原因。未作任何更改。');
  }
}

/** Not on the waiting list, or not in the caller's scope: 404. */
export class NotWaiting extends DomainError {
  readonly code = 'CLASS.NOT_WAITING';
  readonly kind = 'not-found';
  constructor() {
    super('这名学员不在该班的候补名单上，或不在您的管辖范围内。');
  }
}

/** Fewer seats than people who sit in them, or a class that is over: 409. */
export class SeatsHeld extends DomainError {
  readonly code = 'CLASS.SEATS_HELD';
  readonly kind = 'conflict';
  constructor() {
    super('名额不能少于在班人数和最少开班人数；已结业或中止的班次不能改名额。未作任何更改。');
  }
}

/** The provider of a class that has opened stays: 409. */
export class ProviderHeld extends DomainError {
  readonly code = 'CLASS.PROVIDER_HELD';
  readonly kind = 'conflict';
  constructor() {
    super('只有筹备中的班次可以确定或更换培训机构。未作任何更改。');
  }
}

/** Its timetable uses rooms or bases with fewer seats: 409. */
export class RoomsTooSmall extends DomainError {
  readonly code = 'CLASS.ROOMS_TOO_SMALL';
  readonly kind = 'conflict';
  constructor() {
    super('课表中还要用的教室或基地坐不下这么多人，请先调课，再增加名额。未作任何更改。');
  }
}

/** Not passed, or too few hours attended: 409, every entry named. */
export class CertificateNotEarned extends DomainError {
  readonly code = 'CERTIFICATE.NOT_EARNED';
  readonly kind = 'conflict';
  constructor(faults: readonly FieldFault[] = []) {
    super('有人考核未通过或到课率不足，不能发证。未作任何更改。', faults);
  }
}

/** Another certificate of the same issuer has the number in this county: 409. */
export class CertificateNumberTaken extends DomainError {
  readonly code = 'CERTIFICATE.NUMBER_TAKEN';
  readonly kind = 'conflict';
  constructor(faults: readonly FieldFault[] = []) {
    super('证书编号在本县同一发证单位内已被使用，或本次重复。未作任何更改。', faults);
  }
}

export class AssessmentUnknown extends DomainError {
  readonly code = 'ASSESSMENT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条考核成绩，或不在您的管辖范围内。');
  }
}

/** Withdrawn already, or a second attempt or a certificate rests on it: 409. */
export class AssessmentStands extends DomainError {
  readonly code = 'ASSESSMENT.STANDS';
  readonly kind = 'conflict';
  constructor() {
    super('这条成绩已撤回，或已有补考、证书以它为据，不能撤回。未作任何更改。');
  }
}

/** The database refused an assessment that was right when it was asked: 409. */
export class AssessmentRefused extends DomainError {
  readonly code = 'ASSESSMENT.REFUSED';
  readonly kind = 'conflict';
  constructor() {
    super('考核成绩与已有记录冲突，请重新读取。未作任何更改。');
  }
}

/** A refusal of the database's rules of classes as a domain error; null: it is none. */
export function classRefusal(constraint: string | undefined): DomainError | null {
  switch (constraint) {
    case 'class_takes_people':
    case 'waiting_is_for_an_open_class':
      return new ClassTakesNobody();
    case 'waiting_order_is_kept':
      return new OthersWait();
    case 'class_minimum_fits_its_seats':
    case 'class_seats_hold_its_people':
      return new SeatsHeld();
    case 'class_seats_fit_its_rooms':
      return new RoomsTooSmall();
    case 'opened_class_keeps_its_provider':
      return new ProviderHeld();
    case 'legal_class_move':
    case 'one_class_move_per_step':
      return new ClassMoveRefused('no-such-move');
    case 'opened_class_has_a_provider':
      return new ClassMoveRefused('no-provider');
    case 'class_begins_with_its_minimum':
      return new ClassMoveRefused('too-few-people');
    case 'built_on_assessment_stands':
      return new AssessmentStands();
    case 'assessed_person_is_enrolled':
    case 'second_attempt_follows_a_failed_first':
    case 'one_assessment_per_attempt':
      return new AssessmentRefused();
    case 'certificate_is_earned':
      return new CertificateNotEarned();
    case 'one_certificate_per_number_and_issuer':
      return new CertificateNumberTaken();
    case 'class_move_has_its_reason':
      return new ClassMoveRefused('reason-missing');
    default:
      return null;
  }
}
