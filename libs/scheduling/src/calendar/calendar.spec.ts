import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAYS, base, calendarProblem, learner, plannedClass, room, teacher, tinyProblem } from '../testing/calendar-cases.js';
import { bestSeats, bruteForceCalendar } from '../testing/calendar-reference.js';
import type { ClassCalendar } from './calendar.js';
import { checkCalendar } from './check-calendar.js';
import { planCalendar } from './plan-calendar.js';
import { calendarFaults, type CalendarProblem } from './problem.js';
import { seatCalendar } from './seat-calendar.js';

/** Whole numbers from a seed. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

const RUNS = 600;
const held = (problem: CalendarProblem): string[] => planCalendar(problem).held.map(({ classId, theoryDays, practiceDays }) => `${classId} ${[...theoryDays, ...practiceDays].map((day) => DAYS.indexOf(day)).join()}`);

describe('a calendar', () => {
  it('keeps every rule; is never above what trying everything finds, nor its bound below; and nearly always is the best', () => {
    const counts = { worthSomething: 0, best: 0, proven: 0, crowded: 0 };
    for (let seed = 1; seed <= RUNS; seed++) {
      const problem = tinyProblem(numbersFrom(seed * 7_919));
      const calendar = planCalendar(problem);
      expect([seed, checkCalendar(problem, calendar)]).toEqual([seed, []]);
      const best = bruteForceCalendar(problem);
      expect([seed, calendar.objective <= best, calendar.bound >= best]).toEqual([seed, true, true]);
      if (best > 0) counts.worthSomething++;
      if (calendar.objective === best) counts.best++;
      if (calendar.gap === 0) counts.proven++;
      if (calendar.notHeld.some(({ reason }) => reason === 'CROWDED_OUT')) counts.crowded++;
    }
    expect(counts.worthSomething).toBeGreaterThan(0.6 * RUNS);
    expect(counts.best).toBeGreaterThanOrEqual(0.99 * RUNS);
    expect(counts.proven).toBeGreaterThanOrEqual(0.9 * RUNS);
    expect(counts.crowded).toBeGreaterThan(0.02 * RUNS);
  });

  it('is seated as well as it can be, whatever stands', () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const problem = tinyProblem(numbersFrom(seed * 104_729));
      const calendar = planCalendar(problem);
      const standing = calendar.held.map(({ classId, theoryDays, practiceDays }) => ({ given: problem.classes.find(({ id }) => id === classId)!, theory: theoryDays, practice: practiceDays }));
      expect(calendar.objective).toBe(bestSeats(problem, standing));
      expect(seatCalendar(problem, calendar.held)).toEqual({ seats: expect.arrayContaining([]), objective: calendar.objective, short: [] });
    }
  });

  it('is the same for the same problem, in whatever order it is given', () => {
    const problem = tinyProblem(numbersFrom(4_242));
    const turned = { ...problem, classes: [...problem.classes].reverse() };
    expect(planCalendar(turned)).toEqual(planCalendar(problem));
  });

  it('uses nothing that is another provider’s own, and what is nobody’s for everybody', () => {
    const of = (owner: string | null, own: object): string[] => held(calendarProblem({ classes: [plannedClass({ owner: 'p' })], rooms: [room({ owner, ...own })], bases: [base({ owner })], instructors: [teacher({ owner })] }));
    expect([of('p', {}), of(null, {}), of('q', {}), of('p', { owner: 'q' })].map(({ length }) => length)).toEqual([1, 1, 0, 0]);
  });

  it('holds theory before practice, on teachable days one after the other', () => {
    const [first] = planCalendar(calendarProblem({ classes: [plannedClass({ theoryHours: 12, practiceHours: 9, from: DAYS[3]! })] })).held;
    expect(first).toEqual({ classId: 'c1', theoryDays: [expect.any(String), expect.any(String)], practiceDays: [expect.any(String), expect.any(String)], room: 'r1', theoryInstructor: 'i1', base: 'b1', practiceInstructor: 'i1' });
    expect(first!.theoryDays[0]! >= DAYS[3]!).toBe(true);
  });

  it('needs neither room nor base for what is not taught', () => {
    expect(planCalendar(calendarProblem({ classes: [plannedClass({ theoryHours: 0 })], rooms: [] })).held).toMatchObject([{ theoryDays: [], room: null, theoryInstructor: null, base: 'b1' }]);
    expect(planCalendar(calendarProblem({ classes: [plannedClass({ practiceHours: 0 })], bases: [] })).held).toMatchObject([{ practiceDays: [], room: 'r1', base: null, practiceInstructor: null }]);
  });

  it('waits until people are back, and leaves out who is not', () => {
    const people = [learner({ busy: [{ from: DAYS[0]!, to: DAYS[7]! }] }), learner({ id: 'p2', busy: [{ from: DAYS[0]!, to: DAYS[7]! }] }), learner({ id: 'p3', busy: [{ from: DAYS[10]!, to: DAYS[11]! }] })];
    const problem = calendarProblem({ classes: [plannedClass({ minSize: 2, maxSize: 3, theoryHours: 16, practiceHours: 16 })], learners: people });
    expect(held(problem)).toEqual(['c1 8,9,10,11']);
    expect(planCalendar(problem).seats.map(({ learnerId }) => learnerId)).toEqual(['p1', 'p2']);
  });

  it('puts one class after the other where there is one teacher', () => {
    const problem = calendarProblem({ classes: [plannedClass({ theoryHours: 48, practiceHours: 0 }), plannedClass({ id: 'c2', theoryHours: 48, practiceHours: 0 })], rooms: [room(), room({ id: 'r2' })], learners: [learner(), learner({ id: 'p2', wishes: [{ classId: 'c2', score: 5 }] })] });
    expect(held(problem).map((line) => line.split(' ')[1]).sort()).toEqual(['0,1,2,3,4,5', '6,7,8,9,10,11']);
    expect(planCalendar(problem).gap).toBe(0);
  });
});

describe('a class that cannot be held says why', () => {
  it.each<[string, string, Partial<CalendarProblem>]>([
    ['NO_DAYS', 'its window is too short', { classes: [plannedClass({ to: DAYS[0]! })] }], ['NO_DAYS', 'nothing is teachable', { days: [] }],
    ['NO_PLACE_OR_INSTRUCTOR', 'the room is too small', { rooms: [room({ seats: 1 })] }], ['NO_PLACE_OR_INSTRUCTOR', 'the room is elsewhere', { rooms: [room({ township: 'B' })] }], ['NO_PLACE_OR_INSTRUCTOR', 'the base is of another trade', { bases: [base({ occupations: ['cook'] })] }],
    ['NO_PLACE_OR_INSTRUCTOR', 'the base is too far', { bases: [base({ township: 'B' })], baseTravelMinutes: 49 }], ['NO_PLACE_OR_INSTRUCTOR', 'the instructor lives too far', { instructors: [teacher({ home: 'B', maxTravelMinutes: 49 })] }], ['NO_PLACE_OR_INSTRUCTOR', 'the instructor is away', { instructors: [teacher({ busy: [{ from: DAYS[0]!, to: DAYS[11]! }] })] }],
    ['TOO_FEW_PEOPLE', 'fewer want it than its least size', { classes: [plannedClass({ minSize: 2 })] }], ['TOO_FEW_PEOPLE', 'who wants it cannot get there', { learners: [learner({ home: 'B', maxTravelMinutes: 49 })] }],
    ['CROWDED_OUT', 'another class has the only teacher', { classes: [plannedClass({ to: DAYS[1]! }), plannedClass({ id: 'c2', to: DAYS[1]! })], learners: [learner(), learner({ id: 'p2', wishes: [{ classId: 'c2', score: 200 }] })], rooms: [room(), room({ id: 'r2' })] }],
    ['CROWDED_OUT', 'its people are worth more elsewhere, and it would be too small', { classes: [plannedClass(), plannedClass({ id: 'c2' })], learners: [learner({ wishes: [{ classId: 'c1', score: 1 }, { classId: 'c2', score: 2 }] })] }],
  ])('%s: %s', (reason, _, given) => {
    const problem = calendarProblem(given);
    const calendar = planCalendar(problem);
    expect(calendar.notHeld).toEqual([{ classId: 'c1', reason }]);
    expect(checkCalendar(problem, calendar)).toEqual([]);
  });

  it('unless there is lodging, or the way is just short enough', () => {
    expect(held(calendarProblem({ classes: [plannedClass({ lodging: true })], learners: [learner({ home: 'B', maxTravelMinutes: 0 })] }))).toHaveLength(1);
    expect(held(calendarProblem({ learners: [learner({ home: 'B', maxTravelMinutes: 50 })], bases: [base({ township: 'B' })], baseTravelMinutes: 50, instructors: [teacher({ home: 'B', maxTravelMinutes: 50 })] }))).toHaveLength(1);
  });
});

describe('checkCalendar sees', () => {
  const problem = calendarProblem({ classes: [plannedClass(), plannedClass({ id: 'c2' })], rooms: [room(), room({ id: 'r2' }), room({ id: 'r9', township: 'B' })], bases: [base(), base({ id: 'b2' }), base({ id: 'b9', occupations: ['cook'] })], instructors: [teacher(), teacher({ id: 'i2' }), teacher({ id: 'i9', occupations: ['cook'] })], learners: [learner({ busy: [{ from: DAYS[11]!, to: DAYS[11]! }] }), learner({ id: 'p2', wishes: [{ classId: 'c2', score: 7 }] })] });
  const one = { classId: 'c1', theoryDays: [DAYS[0]!], practiceDays: [DAYS[1]!], room: 'r1', theoryInstructor: 'i1', base: 'b1', practiceInstructor: 'i1' };
  const two = { ...one, classId: 'c2', room: 'r2', theoryInstructor: 'i2', base: 'b2', practiceInstructor: 'i2' };
  const sound: ClassCalendar = { held: [one, two], notHeld: [], seats: [{ learnerId: 'p1', classId: 'c1' }, { learnerId: 'p2', classId: 'c2' }], objective: 107, bound: 107, gap: 0 };
  const seat = (learnerId: string, classId: string): object => ({ learnerId, classId });

  it('nothing wrong with a sound one', () => expect(checkCalendar(problem, sound)).toEqual([]));

  it.each<[string, object]>([
    ['a room in two classes', { held: [one, { ...two, room: 'r1' }] }], ['a base in two classes', { held: [one, { ...two, base: 'b1' }] }], ['an instructor in two classes', { held: [one, { ...two, theoryInstructor: 'i1' }] }], ['an instructor teaching theory here and practice there', { held: [one, { ...two, theoryDays: [DAYS[1]!], practiceDays: [DAYS[2]!], theoryInstructor: 'i1' }] }],
    ['a room of another township', { held: [one, { ...two, room: 'r9' }] }], ['a base of another trade', { held: [one, { ...two, base: 'b9' }] }], ['an instructor of another trade', { held: [one, { ...two, practiceInstructor: 'i9' }] }], ['no room', { held: [one, { ...two, room: null }] }],
    ['a day too few', { held: [one, { ...two, practiceDays: [] }] }], ['a gap between days', { held: [one, { ...two, practiceDays: [DAYS[2]!] }] }], ['a day that is not taught on', { held: [one, { ...two, theoryDays: ['2026-12-13'], practiceDays: [DAYS[6]!] }] }],
    ['a class that is nowhere', { held: [one], seats: [seat('p1', 'c1')], objective: 100 }], ['a class twice', { held: [one, two, two] }], ['somebody in a class not wished for', { seats: [seat('p1', 'c1'), seat('p1', 'c2'), seat('p2', 'c2')] }], ['a class too small', { seats: [seat('p2', 'c2')], objective: 7 }],
    ['somebody twice', { seats: [seat('p1', 'c1'), seat('p1', 'c1'), seat('p2', 'c2')], objective: 207, bound: 207 }], ['somebody who is away', { held: [{ ...one, theoryDays: [DAYS[10]!], practiceDays: [DAYS[11]!] }, two] }], ['a wrong sum', { objective: 106, gap: 1 / 107 }], ['a bound below', { bound: 100 }],
  ])('%s', (_, given) => expect(checkCalendar(problem, { ...sound, ...given })).not.toEqual([]));
});

describe('seats in a calendar that stands', () => {
  const problem = calendarProblem({ classes: [plannedClass({ minSize: 2 }), plannedClass({ id: 'c2' })], learners: [learner({ wishes: [{ classId: 'c1', score: 1 }, { classId: 'c2', score: 900 }] }), learner({ id: 'p2', wishes: [{ classId: 'c1', score: 1 }, { classId: 'c2', score: 900 }] }), learner({ id: 'p3', wishes: [{ classId: 'c2', score: 3 }] })] });
  const on = (classId: string, first: number): ClassCalendar['held'][number] => ({ classId, theoryDays: [DAYS[first]!], practiceDays: [DAYS[first + 1]!], room: 'r1', theoryInstructor: 'i1', base: 'b1', practiceInstructor: 'i1' });

  it('keep the least sizes before the total', () => {
    expect(seatCalendar(problem, [on('c1', 0), on('c2', 4)])).toEqual({ seats: [{ learnerId: 'p1', classId: 'c1' }, { learnerId: 'p2', classId: 'c1' }, { learnerId: 'p3', classId: 'c2' }], objective: 5, short: [] });
    expect(seatCalendar(problem, [on('c2', 4)])).toMatchObject({ objective: 1_800, short: [] });
  });

  it('say which class cannot be filled', () => {
    expect(seatCalendar({ ...problem, learners: problem.learners.slice(0, 2) }, [on('c1', 0), on('c2', 4)]).short).toHaveLength(1);
  });

  it.each<[string, ClassCalendar['held']]>([['a class twice', [on('c2', 0), on('c2', 4)]], ['days with a gap', [{ ...on('c2', 0), practiceDays: [DAYS[3]!] }]], ['an unknown class', [on('c9', 0)]], ['no days', [{ ...on('c2', 0), theoryDays: [], practiceDays: [] }]]])('refuse %s', (_, standing) => {
    expect(() => seatCalendar(problem, standing)).toThrow(expect.objectContaining({ code: 'SCHEDULING.INPUT_INVALID' }));
  });
});

describe('a calendar refuses', () => {
  it.each<[string, Partial<CalendarProblem>]>([
    ['$.days[1]', { days: ['2026-12-08', '2026-12-07'] }], ['$.hoursPerDay', { hoursPerDay: 0 }], ['$.classes[0].theoryHours', { classes: [plannedClass({ theoryHours: 0, practiceHours: 0 })] }], ['$.classes[0].minSize', { classes: [plannedClass({ minSize: 0 })] }], ['$.classes[0].maxSize', { classes: [plannedClass({ minSize: 3 })] }],
    ['$.classes[0][0]', { classes: [plannedClass({ to: '2026-12-01' })] }], ['$.rooms[0].seats', { rooms: [room({ seats: -1 })] }], ['$.rooms[0].closed[0]', { rooms: [room({ closed: [{ from: DAYS[1]!, to: DAYS[0]! }] })] }], ['$.bases[0].seats', { bases: [base({ seats: 0.5 })] }], ['$.instructors[0].busy[0]', { instructors: [teacher({ busy: [{ from: 'x', to: 'y' }] })] }],
    ['$.instructors[0].maxTravelMinutes', { instructors: [teacher({ maxTravelMinutes: -1 })] }], ['$.learners[0].wishes[0].classId', { learners: [learner({ wishes: [{ classId: 'c9', score: 1 }] })] }], ['$.learners[0].wishes[1].classId', { learners: [learner({ wishes: [{ classId: 'c1', score: 1 }, { classId: 'c1', score: 1 }] })] }], ['$.learners[0].wishes[0].score', { learners: [learner({ wishes: [{ classId: 'c1', score: 0 }] })] }],
    ['$.travel[0].minutes', { travel: [{ a: 'A', b: 'B', minutes: NaN }] }], ['$.baseTravelMinutes', { baseTravelMinutes: -1 }], ['$.classes[1].id', { classes: [plannedClass(), plannedClass()] }], ['$.learners[1].id', { learners: [learner(), learner()] }],
  ])('%s', (path, given) => {
    expect(calendarFaults(calendarProblem(given)).map((fault) => fault.path)).toEqual([path]);
    expect(() => planCalendar(calendarProblem(given))).toThrow(expect.objectContaining({ code: 'SCHEDULING.INPUT_INVALID' }));
  });
});

it('any problem can be taken to pieces and is sound', () => {
  fc.assert(fc.property(fc.nat(), (seed) => expect(calendarFaults(tinyProblem(numbersFrom(seed)))).toEqual([])), { numRuns: 200 });
});
