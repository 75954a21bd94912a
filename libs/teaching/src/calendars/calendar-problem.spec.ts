import { describe, expect, it } from '@jest/globals';
import { calendarFaults, planCalendar } from '@app/scheduling';
import type { Resource } from '../registry/resource.js';
import { awayOutside, calendarProblem, type WaitingClass, type WishingPerson } from './calendar-problem.js';

const HEAD = { county: '420626', providerId: null, withdrawnAt: null, createdAt: new Date(0), version: 1, closedDays: [] };
const DAYS = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'];
const SITE = '420626106000';
const waiting = (more: Partial<WaitingClass> = {}): WaitingClass => ({ id: 'c', occupation: '6-18-02-04', toTeach: { theory: 7.5, practice: 8 }, minSize: 1, maxSize: 30, from: DAYS[0]!, to: DAYS.at(-1)!, region: SITE, lodging: false, providerId: 'p', ...more });
const teacher = (more: Partial<Resource<'instructor'>> = {}): Resource<'instructor'> => ({ ...HEAD, id: 'i', name: '一号', registrationId: null, kind: 'teacher', occupations: ['6-18'], homeRegion: '420626100000', reach: 'county', qualification: null, origin: null, ...more });
const person = (more: Partial<WishingPerson> = {}): WishingPerson => ({ id: 'p', region: '420626106203', reach: 'township', busy: [], wishes: [{ classId: 'c', score: 5 }], ...more });
const MEANS = {
  rooms: [{ ...HEAD, id: 'r', name: '教室', kind: 'school' as const, region: SITE, seats: 30 }],
  bases: [{ ...HEAD, id: 'b', name: '基地', region: '420626100000', seats: 30, occupations: ['6-18-02-04'], companyId: null, cooperativeId: null, households: 0 }],
  instructors: [teacher()], booked: new Map<string, string[]>(),
};
const DAY = { days: DAYS, hoursPerDay: 8 };
const planned = (given: { readonly waiting?: WaitingClass; readonly means?: Partial<typeof MEANS>; readonly people?: WishingPerson[] } = {}) => {
  const problem = calendarProblem([given.waiting ?? waiting()], { ...MEANS, ...given.means }, given.people ?? [person()], DAY);
  expect(calendarFaults(problem)).toEqual([]);
  return planCalendar(problem);
};

describe("the county's teaching as a calendar's problem", () => {
  it('holds a class in its township, with practice at a base of the county and an instructor who gets there', () => {
    expect(planned().held).toEqual([{ classId: 'c', theoryDays: ['2026-12-07'], practiceDays: ['2026-12-08'], room: 'r', theoryInstructor: 'i', base: 'b', practiceInstructor: 'i' }]);
  });

  it('does not use what has a session on that day', () => {
    expect(planned({ means: { booked: new Map([['r', ['2026-12-07']], ['i', ['2026-12-10']]]) } }).held).toMatchObject([{ theoryDays: ['2026-12-08'], practiceDays: ['2026-12-09'] }]);
  });

  it.each<[string, Parameters<typeof planned>[0], string]>([
    ['an instructor who stays in another township', { means: { instructors: [teacher({ reach: 'township' })] } }, 'NO_PLACE_OR_INSTRUCTOR'],
    ['an instructor of another provider', { means: { instructors: [teacher({ providerId: 'q' })] } }, 'NO_PLACE_OR_INSTRUCTOR'],
    ['an instructor of another occupation', { means: { instructors: [teacher({ occupations: ['4-03'] })] } }, 'NO_PLACE_OR_INSTRUCTOR'],
    ['nobody who gets there', { people: [person({ region: '420626100201' })] }, 'TOO_FEW_PEOPLE'],
  ])('holds no class with %s', (_, given, reason) => {
    expect(planned(given).notHeld).toEqual([{ classId: 'c', reason }]);
  });

  it('lets people of any reach come where they can sleep, and those whose reach or home nobody knows', () => {
    expect(planned({ waiting: waiting({ lodging: true }), people: [person({ region: '420626100201' })] }).seats).toHaveLength(1);
    expect(planned({ people: [person({ region: '420625100201', reach: null }), person({ id: 'q', region: null })] }).seats).toHaveLength(2);
  });

  it('lets an instructor of any occupation teach a course that has none', () => {
    expect(planned({ waiting: waiting({ occupation: null, toTeach: { theory: 8, practice: 0 } }), means: { instructors: [teacher({ occupations: ['4-03'] })] } }).held).toHaveLength(1);
  });

  it('keeps people away before and after the days on which they are free', () => {
    const window = { from: '2026-12-01', to: '2026-12-31' };
    expect([awayOutside(window, null, null), awayOutside(window, '2026-12-10', '2026-12-20'), awayOutside(window, '2027-02-01', null), awayOutside(window, null, '2026-11-01')]).toEqual([
      [], [{ from: '2026-12-01', to: '2026-12-09' }, { from: '2026-12-21', to: '2026-12-31' }], [window], [window],
    ]);
  });
});
