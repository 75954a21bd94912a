import type { CivilDate, FieldFault } from '@app/kernel';
import { ATTENDANCE_MARKS, type AttendanceMark } from '@app/placements';

/** Where a mark comes from: an officer or trainer, a roster, or the person's own telephone. */
export const MARK_SOURCES = ['officer', 'workbook', 'qr'] as const;
export type MarkSource = (typeof MARK_SOURCES)[number];

/** What may be said about a person and a session; `withdrawn`: what was said was about another session or person, nothing stands. */
export const SESSION_MARKS = [...ATTENDANCE_MARKS, 'withdrawn'] as const;
export type SessionMarkKind = AttendanceMark | 'withdrawn';

/** One person in one session. Hours left out: the whole session. */
export interface MarkEntry {
  readonly traineeId: string;
  readonly mark: SessionMarkKind;
  readonly hours?: number | null | undefined;
}

/** What marks are judged against. */
export interface MarkedSession {
  readonly taughtOn: CivilDate;
  readonly hours: number;
  /** Planned hours of this part of the class; null: not known. */
  readonly plannedHours: number | null;
  /** From which day to which one each person is on the roll; the day of leaving still counts. */
  readonly roll: ReadonlyMap<string, { readonly enrolledOn: CivilDate; readonly droppedOn: CivilDate | null }>;
  /** Hours of this part that each person has from the other sessions. */
  readonly hoursOfOthers: ReadonlyMap<string, number>;
}

/** Hours of a mark: those given, else the session's; null when nobody was there. */
export function hoursOf({ mark, hours }: MarkEntry, sessionHours: number): number | null {
  return mark === 'present' ? (hours ?? sessionHours) : null;
}

/** Everything that is wrong with marks of one session, by the path of the entry; the database refuses the same. */
export function markFaults(entries: readonly MarkEntry[], session: MarkedSession): FieldFault[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, i) => {
    const fault = (field: string, message: string): FieldFault[] => [{ path: `entries[${i}].${field}`, message }];
    if (seen.size === seen.add(entry.traineeId).size) return fault('traineeId', '同一人重复');
    const place = session.roll.get(entry.traineeId);
    if (place === undefined || place.enrolledOn > session.taughtOn || (place.droppedOn !== null && place.droppedOn < session.taughtOn)) return fault('traineeId', '上课当天不在该班名册上，不能登记考勤');
    if (entry.mark !== 'present' && entry.hours != null) return fault('hours', '没有到课不记学时');
    const hours = hoursOf(entry, session.hours);
    if (hours === null) return [];
    if (hours > session.hours) return fault('hours', `学时超过本次课的 ${session.hours} 学时`);
    const total = (session.hoursOfOthers.get(entry.traineeId) ?? 0) + hours;
    return session.plannedHours !== null && total > session.plannedHours ? fault('hours', `累计学时超过计划的 ${session.plannedHours} 学时`) : [];
  });
}

/** Whole per cent of the hours held that somebody was present, rounded down; null while nothing was held. */
export function attendancePercent(presentHours: number, heldHours: number): number | null {
  return heldHours <= 0 ? null : Math.floor((presentHours * 100) / heldHours);
}
