import { describe, expect, it } from '@jest/globals';
import { sessionsOf } from './half-days.js';

const HELD = { classId: 'c', theoryDays: ['2026-12-07', '2026-12-08'], practiceDays: ['2026-12-09'], room: 'r', theoryInstructor: 'i', base: 'b', practiceInstructor: 'k' };
const shown = (sessions: ReturnType<typeof sessionsOf>): string[] => sessions.map(({ taughtOn, period, part, hours, roomId, baseId, instructorId }) => [taughtOn.slice(8), period, part, hours, roomId ?? baseId, instructorId].join(' '));

describe('the sessions of a class that the calendar holds', () => {
  it('are two halves a day, theory in the room and then practice at the base, and the last day has what is left', () => {
    expect(shown(sessionsOf(HELD, { theory: 10, practice: 2 }, 7))).toEqual(['07 morning theory 3.5 r i', '07 afternoon theory 3.5 r i', '08 morning theory 3 r i', '09 morning practice 2 b k']);
  });

  it('come to the hours of the plan, whatever a day holds', () => {
    for (const [theory, perDay] of [[16, 8], [13.5, 7], [9, 6], [6, 5], [0.5, 8]] as const) {
      const days = Array.from({ length: Math.ceil(theory / perDay) }, (_, i) => `2026-12-${String(i + 10)}`);
      const sessions = sessionsOf({ ...HELD, theoryDays: days, practiceDays: [] }, { theory, practice: 0 }, perDay);
      expect(sessions.reduce((sum, { hours }) => sum + hours, 0)).toBe(theory);
      expect(sessions.every(({ hours }) => hours >= 0.5 && hours <= 5 && Number.isInteger(hours * 2))).toBe(true);
    }
  });
});
