import type { CivilDate } from '@app/kernel';
import type { HeldClass } from '@app/scheduling';
import type { NewSession, SessionPart } from '../sessions/session.js';

const HALF = 0.5;

/** Hours that a class still needs. */
export interface HoursToTeach {
  readonly theory: number;
  readonly practice: number;
}

/**
 * The sessions of a held class: each day's hours in two halves, the morning never shorter; the last day of a part has what is left.
 * @param hoursPerDay above 0, at most 10: a period holds at most 5
 */
export function sessionsOf({ theoryDays, practiceDays, room, theoryInstructor, base, practiceInstructor }: HeldClass, { theory, practice }: HoursToTeach, hoursPerDay: number): NewSession[] {
  return [
    ...partSessions('theory', theoryDays, theory, hoursPerDay, { roomId: room, baseId: null, instructorId: theoryInstructor ?? '' }),
    ...partSessions('practice', practiceDays, practice, hoursPerDay, { roomId: null, baseId: base, instructorId: practiceInstructor ?? '' }),
  ];
}

function partSessions(part: SessionPart, days: readonly CivilDate[], hours: number, hoursPerDay: number, where: Pick<NewSession, 'roomId' | 'baseId' | 'instructorId'>): NewSession[] {
  return days.flatMap((taughtOn, i) => {
    const ofDay = Math.min(hoursPerDay, hours - i * hoursPerDay);
    const morning = Math.min(Math.ceil(hoursPerDay / 2 / HALF) * HALF, ofDay);
    const session = (period: 'morning' | 'afternoon', length: number): NewSession[] => (length < HALF ? [] : [{ taughtOn, period, part, hours: length, ...where, overrideReason: null }]);
    return [...session('morning', morning), ...session('afternoon', ofDay - morning)];
  });
}
