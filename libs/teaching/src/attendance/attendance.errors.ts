import { DomainError, type FieldFault } from '@app/kernel';

/** Cancelled: nobody came to it: 409. */
export class SessionNotHeld extends DomainError {
  readonly code = 'ATTENDANCE.SESSION_CANCELLED';
  readonly kind = 'conflict';
  constructor() {
    super('这次课已取消，不能登记考勤。未作任何更改。');
  }
}

/** Nobody has come to it yet: 409. */
export class SessionToCome extends DomainError {
  readonly code = 'ATTENDANCE.SESSION_TO_COME';
  readonly kind = 'conflict';
  constructor() {
    super('这次课还没有上，不能登记考勤。未作任何更改。');
  }
}

/** Somebody not enrolled, hours beyond the session or the plan: 422, every entry named. */
export class AttendanceInvalid extends DomainError {
  readonly code = 'ATTENDANCE.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[] = []) {
    super('考勤不符合规则，未作任何更改，请按逐项说明修改。', faults);
  }
}

/** What an officer has marked is not changed by a telephone: 409. */
export class MarkStands extends DomainError {
  readonly code = 'ATTENDANCE.MARK_STANDS';
  readonly kind = 'conflict';
  constructor() {
    super('老师已为您登记本次考勤，如有不符请找老师更正。');
  }
}

/** Codes are shown on the day of the session: 409. */
export class CheckInNotNow extends DomainError {
  readonly code = 'CHECK_IN.NOT_NOW';
  readonly kind = 'conflict';
  constructor() {
    super('签到码只能在上课当天生成，已取消的课不能签到。');
  }
}

/** The database's own rules of attendance, as domain errors. */
export const ATTENDANCE_REFUSALS: Readonly<Record<string, () => DomainError>> = {
  marked_session_is_held: () => new SessionNotHeld(), marked_session_has_come: () => new SessionToCome(), marked_person_is_enrolled: () => new AttendanceInvalid(),
  marked_hours_within_the_session: () => new AttendanceInvalid(), marked_hours_within_the_plan: () => new AttendanceInvalid(), mark_of_an_officer_stands: () => new MarkStands(), check_in_is_on_the_day: () => new CheckInNotNow(),
};
