import type { CalendarProblem, Instructor, Learner, Period, PlannedClass, PracticeBase, TeachingRoom } from '../calendar/problem.js';

/** Monday 2026-12-07 to Saturday 2026-12-19, without the Sunday. */
export const DAYS = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11', '2026-12-12', '2026-12-14', '2026-12-15', '2026-12-16', '2026-12-17', '2026-12-18', '2026-12-19'];

export const plannedClass = (given: Partial<PlannedClass> = {}): PlannedClass => ({ id: 'c1', occupation: 'weld', theoryHours: 8, practiceHours: 8, minSize: 1, maxSize: 2, from: DAYS[0]!, to: DAYS.at(-1)!, township: 'A', lodging: false, ...given });
export const room = (given: Partial<TeachingRoom> = {}): TeachingRoom => ({ id: 'r1', township: 'A', seats: 40, closed: [], ...given });
export const base = (given: Partial<PracticeBase> = {}): PracticeBase => ({ id: 'b1', township: 'A', occupations: ['weld'], seats: 40, closed: [], ...given });
export const teacher = (given: Partial<Instructor> = {}): Instructor => ({ id: 'i1', occupations: ['weld'], home: 'A', maxTravelMinutes: null, busy: [], ...given });
export const learner = (given: Partial<Learner> = {}): Learner => ({ id: 'p1', home: 'A', maxTravelMinutes: null, busy: [], wishes: [{ classId: 'c1', score: 100 }], ...given });
export const calendarProblem = (given: Partial<CalendarProblem> = {}): CalendarProblem => ({ days: DAYS, hoursPerDay: 8, classes: [plannedClass()], rooms: [room()], bases: [base()], instructors: [teacher()], learners: [learner()], travel: [{ a: 'A', b: 'B', minutes: 50 }], baseTravelMinutes: 60, ...given });

/** A small problem in which everything collides, from whole numbers below 2³² that `next` gives. */
export function tinyProblem(next: () => number): CalendarProblem {
  const int = (from: number, to: number): number => from + (next() % (to - from + 1));
  const pick = <T>(list: readonly T[]): T => list[int(0, list.length - 1)]!;
  const days = DAYS.slice(0, int(3, 6));
  const period = (): Period => {
    const from = int(0, days.length - 1);
    return { from: days[from]!, to: days[int(from, days.length - 1)]! };
  };
  const periods = (): Period[] => (int(0, 2) === 0 ? [period()] : []);
  const some = <T>(most: number, make: (i: number) => T): T[] => Array.from({ length: int(1, most) }, (_, i) => make(i));
  const trades = (): string[] => (int(0, 1) === 0 ? ['weld', 'cook'] : [pick(['weld', 'cook'])]);
  const classes = some(3, (i) => {
    const [theory, minSize] = [int(0, 2), int(1, 2)];
    return plannedClass({ id: `c${i}`, occupation: pick(['weld', 'cook']), theoryHours: 8 * theory, practiceHours: theory === 0 ? 7 : 8 * int(0, 1), minSize, maxSize: minSize + int(0, 2), from: pick(days.slice(0, 2)), to: pick(days.slice(-1)), township: pick(['A', 'A', 'B']), lodging: int(0, 3) === 0 });
  }).map((each) => (each.from <= each.to ? each : { ...each, to: each.from }));
  // Some classes are one provider's, some things another's own.
  const owned = <T extends object>(list: readonly T[]): (T & { owner?: string })[] => list.map((each, i) => (i % 2 === 1 ? { ...each, owner: 'p' } : each));
  return calendarProblem({
    days, classes: owned(classes).map((each, i) => (i === 0 ? { ...each, owner: 'p' } : each)),
    rooms: owned(['A', 'A', 'B'].slice(int(0, 1)).map((township, i) => room({ id: `r${i}`, township, seats: int(3, 5), closed: periods() }))),
    bases: owned(['A', 'B'].map((township, i) => base({ id: `b${i}`, township, occupations: trades(), seats: int(3, 5), closed: periods() }))),
    instructors: owned([0, 1].map((i) => teacher({ id: `i${i}`, occupations: trades(), home: pick(['A', 'B']), maxTravelMinutes: pick([null, 30, 60]), busy: periods() }))),
    learners: Array.from({ length: int(3, 6) }, (_, i) => learner({ id: `p${i}`, home: pick(['A', 'B']), maxTravelMinutes: pick([null, 30, 60]), busy: periods(), wishes: classes.filter(() => int(0, 3) > 0).map(({ id }) => ({ classId: id, score: int(1, 9) })) })),
    baseTravelMinutes: pick([0, 60]),
  });
}
