export { TEACHING_ENTITIES, TeachingModule } from './teaching.module.js';
export { SESSION_PARTS, SESSION_PERIODS, type SessionPart, type SessionPeriod } from './sessions/session.js';
export { MARK_SOURCES, type MarkEntry, type MarkSource } from './attendance/attendance.js';
export { SessionAttendance, type ExpectedPerson, type MarkOutcome, type PersonAttendance } from './attendance/session-attendance.service.js';
export type { AttendedSession, HeldHours, SessionMark } from './attendance/session-marks.repository.js';
export { CheckInCodes, type CheckInCode } from './check-in/check-in-codes.service.js';
export { CheckInNumbers, type CheckInNumber } from './check-in/check-in-numbers.service.js';
export { CHECK_IN_DIGITS, readDigits, readSeatNumber } from './check-in/check-in-word.js';
export { CheckIns, type CheckInOutcome, type CheckInSession } from './check-in/check-ins.service.js';
