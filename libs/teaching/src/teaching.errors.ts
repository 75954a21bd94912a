import { DomainError, type FieldFault } from '@app/kernel';
import { ATTENDANCE_REFUSALS } from './attendance/attendance.errors.js';

/** The input breaks a rule: 422, every rule named. */
export class TeachingInputInvalid extends DomainError {
  readonly code = 'TEACHING.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('内容不符合规则，未作任何更改，请按逐项说明修改。', faults);
  }
}

export class ResourceUnknown extends DomainError {
  readonly code = 'TEACHING_RESOURCE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这名教师、这间教室或这个基地，或不在您的管辖范围内。');
  }
}

/** Another one of this name, or of this person, is registered: 409. */
export class ResourceExists extends DomainError {
  readonly code = 'TEACHING_RESOURCE.EXISTS';
  readonly kind = 'conflict';
  constructor() {
    super('同一地点已有同名的教室或基地，或该学员已登记为教师。');
  }
}

/** It is withdrawn, or sessions to come stand in the way: 409. */
export class ResourceChangeRefused extends DomainError {
  readonly code = 'TEACHING_RESOURCE.CHANGE_REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

export class SessionUnknown extends DomainError {
  readonly code = 'CLASS_SESSION.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这次课，或不在您的管辖范围内。');
  }
}

/** A session breaks a rule: 422, every rule named. */
export class SessionInvalid extends DomainError {
  readonly code = 'CLASS_SESSION.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('课表不符合规则，未作任何更改，请按逐项说明修改。', faults);
  }
}

/** Somebody or something would be in two places: 409. */
export class DoubleBooked extends DomainError {
  readonly code = 'CLASS_SESSION.DOUBLE_BOOKED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(`${message}，未作任何更改。`);
  }
}

/** The session is cancelled or was moved: 409. */
export class SessionMoveRefused extends DomainError {
  readonly code = 'CLASS_SESSION.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message = '这次课已取消或已调课，不能再改。') {
    super(message);
  }
}

/** The class is another provider's: 403. */
export class ClassOfAnother extends DomainError {
  readonly code = 'CLASS_SESSION.OTHERS_CLASS';
  readonly kind = 'forbidden';
  constructor() {
    super('这是其他培训机构的班次，只能排本机构的课表。');
  }
}

export class CalendarUnknown extends DomainError {
  readonly code = 'CLASS_CALENDAR.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这份排期方案，或它不属于本县。');
  }
}

/** The calendar is not made, could not be made, or the class is not in it: 409. */
export class CalendarNotReady extends DomainError {
  readonly code = 'CLASS_CALENDAR.NOT_READY';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

const IN_TWO_PLACES = {
  one_session_of_a_class_at_a_time: '班次同一时段只能有一次课：该班这个时段已有课',
  one_place_at_a_time_for_an_instructor: '教师同一时段只能在一处：该教师这个时段已有课',
  one_class_at_a_time_in_a_room: '教室同一时段只能用于一个班：该教室这个时段已有课',
  one_class_at_a_time_at_a_base: '基地同一时段只能用于一个班：该基地这个时段已有课',
} as const;

const invalid = (path: string, message: string) => (): DomainError => new SessionInvalid([{ path, message }]);
const REFUSALS: Readonly<Record<string, () => DomainError>> = {
  ...Object.fromEntries(Object.entries(IN_TWO_PLACES).map(([constraint, message]) => [constraint, () => new DoubleBooked(message)])),
  session_hours_within_the_plan: invalid('hours', '计划课时：理论或实操的课时合计超过了本班的计划'),
  session_lies_in_its_class: invalid('taughtOn', '班次日期：上课日不在班次的开班日与结业日之间'),
  session_needs_a_provider: invalid('classId', '培训机构：班次没有培训机构，不能排课'),
  ended_class_has_no_new_session: invalid('classId', '班次状态：班次已结业或已中止，不能排课'),
  session_is_of_a_class: invalid('classId', '班次：没有这个班次，或不是本县的'),
  session_uses_its_providers_own: invalid('instructorId', '教师、教室、基地：属于其他机构'),
  session_uses_what_is_there: invalid('instructorId', '教师、教室、基地：已撤销登记，或不是本县的'),
  session_uses_what_is_open: invalid('taughtOn', '可用日期：教师、教室或基地当天不可用'),
  session_seats_its_class: invalid('roomId', '座位数：教室或基地坐不下本班的名额'),
  session_with_marks_stands: () => new SessionMoveRefused('这次课已登记考勤，不能再调课、减课时或取消。'),
  ...ATTENDANCE_REFUSALS,
  cancelled_session_stays: () => new SessionMoveRefused(),
  one_successor_per_session: () => new SessionMoveRefused(),
  one_room_per_name: () => new ResourceExists(),
  one_base_per_name: () => new ResourceExists(),
  one_instructor_per_registration: () => new ResourceExists(),
  withdrawn_resource_stays: () => new ResourceChangeRefused('登记已撤销，不能更改。'),
  resource_in_use_stays_open: () => new ResourceChangeRefused('这些日子已排有课，请先调课或取消，再登记不可用日期或撤销。'),
};

/** Runs a statement; a refusal of the database's own rules becomes a domain error. */
export async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { constraint } = ((error as { driverError?: { constraint?: string } }).driverError ?? error) as { constraint?: string };
    const refusal = constraint === undefined ? undefined : REFUSALS[constraint];
    throw refusal === undefined ? error : refusal();
  }
}
