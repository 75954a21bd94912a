import { describe, expect, it } from '@jest/globals';
import type { CalendarProblem, HeldClass } from '@app/scheduling';
import { busiestMeans, calendarState } from './class-calendar.js';

const DAYS = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'];
const HELD: HeldClass = { classId: 'c', theoryDays: [DAYS[0]!, DAYS[1]!], practiceDays: [DAYS[2]!], room: 'r', theoryInstructor: 'i', base: 'b', practiceInstructor: 'i' };
const PROBLEM: CalendarProblem = {
  days: DAYS, hoursPerDay: 8, classes: [], learners: [], travel: [], baseTravelMinutes: 0,
  rooms: [{ id: 'r', township: 'A', seats: 9, closed: [] }, { id: 'idle', township: 'A', seats: 9, closed: [] }],
  bases: [{ id: 'b', township: 'A', occupations: [], seats: 9, closed: [{ from: DAYS[0]!, to: DAYS[1]! }] }],
  instructors: [{ id: 'i', occupations: [], home: 'A', maxTravelMinutes: null, busy: [{ from: DAYS[3]!, to: DAYS[3]! }] }],
};

describe('where a calendar is tight', () => {
  it('is shown by the share of its days that a room, a base or an instructor is used, with what stands already', () => {
    expect(busiestMeans(PROBLEM, { held: [HELD] }, new Map([['i', [DAYS[3]!, '2026-11-30']]]))).toEqual([
      { kind: 'instructor', id: 'i', daysOpen: 4, daysUsed: 4 }, { kind: 'room', id: 'r', daysOpen: 4, daysUsed: 2 }, { kind: 'base', id: 'b', daysOpen: 2, daysUsed: 1 },
    ]);
  });

  it('is nowhere where nothing is used', () => expect(busiestMeans(PROBLEM, { held: [] }, new Map())).toEqual([]));
});

describe('a calendar', () => {
  it('waits until it is made or has failed', () => {
    const at = new Date(0);
    expect([calendarState({ madeAt: null, failedAt: null }), calendarState({ madeAt: at, failedAt: null }), calendarState({ madeAt: null, failedAt: at })]).toEqual(['waiting', 'made', 'failed']);
  });
});
