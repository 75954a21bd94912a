import { isCivilDate, type CivilDate, type FieldFault } from '@app/kernel';

/** Days from … to, both included. */
export interface Period {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** A class that is to be held once, on consecutive teachable days: theory in a room, then practice at a base. */
export interface PlannedClass {
  readonly id: string;
  readonly occupation: string;
  /** Whole hours, ≥ 0; together > 0. */
  readonly theoryHours: number;
  readonly practiceHours: number;
  /** Fewer people, and it is not held; whole, ≥ 1. */
  readonly minSize: number;
  readonly maxSize: number;
  /** First and last day on which it may be taught. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Code of the township where it is held. */
  readonly township: string;
  /** With lodging, travel counts for nobody. */
  readonly lodging: boolean;
  /** Who teaches it. */
  readonly owner?: string | null;
}

/** What serves the classes of its owner only; without one it serves everybody's. */
interface Owned {
  readonly owner?: string | null;
}

/** Whether something serves a class, by whose it is. */
export const serves = ({ owner }: Owned, given: PlannedClass): boolean => owner === undefined || owner === null || owner === given.owner;

/** A provider's room; holds a class whose maximum it seats, in its own township. */
export interface TeachingRoom extends Owned {
  readonly id: string;
  readonly township: string;
  readonly seats: number;
  readonly closed: readonly Period[];
}

/** Where practice is done; takes a class of its occupations whose maximum it holds, not farther from the site than the problem allows. */
export interface PracticeBase extends Owned {
  readonly id: string;
  readonly township: string;
  readonly occupations: readonly string[];
  readonly seats: number;
  readonly closed: readonly Period[];
}

/** Teaches classes of these occupations, not farther from home than this. */
export interface Instructor extends Owned {
  readonly id: string;
  readonly occupations: readonly string[];
  readonly home: string;
  /** null = anywhere. */
  readonly maxTravelMinutes: number | null;
  readonly busy: readonly Period[];
}

/** Somebody who may attend some of the classes and wishes to. */
export interface Learner {
  readonly id: string;
  readonly home: string;
  /** null = anywhere. */
  readonly maxTravelMinutes: number | null;
  /** Away, at work, or in another class already. */
  readonly busy: readonly Period[];
  /** A class and what it is worth that this person attends it: whole, 1 to 10000. */
  readonly wishes: readonly { readonly classId: string; readonly score: number }[];
}

/** All that a calendar is made from. */
export interface CalendarProblem {
  /** Days on which classes can be taught, ascending; see `teachableDays`. */
  readonly days: readonly CivilDate[];
  /** Hours that are taught a day; > 0. */
  readonly hoursPerDay: number;
  readonly classes: readonly PlannedClass[];
  readonly rooms: readonly TeachingRoom[];
  readonly bases: readonly PracticeBase[];
  readonly instructors: readonly Instructor[];
  readonly learners: readonly Learner[];
  /** Minutes between two townships, either way; what is not listed cannot be travelled, within a township it is 0. */
  readonly travel: readonly { readonly a: string; readonly b: string; readonly minutes: number }[];
  /** How far a base may be from the site of a class, in minutes. */
  readonly baseTravelMinutes: number;
}

const isCount = (value: number, least = 0): boolean => Number.isSafeInteger(value) && value >= least;
const isMinutes = (value: number | null): boolean => value === null || (value >= 0 && value < Infinity);

/** What is wrong with a problem, by path (`$.classes[3].to`); empty when it is sound. */
export function calendarFaults(problem: CalendarProblem): FieldFault[] {
  const { days, hoursPerDay, classes, rooms, bases, instructors, learners, travel, baseTravelMinutes } = problem;
  const faults: FieldFault[] = [];
  const check = (isRight: boolean, path: string, message: string): void => void (isRight || faults.push({ path: `$.${path}`, message }));
  const periods = (list: readonly Period[], path: string): void => list.forEach(({ from, to }, i) => check(isCivilDate(from) && isCivilDate(to) && from <= to, `${path}[${i}]`, '不是先后两个日期'));
  days.forEach((day, i) => check(isCivilDate(day) && (i === 0 || day > days[i - 1]!), `days[${i}]`, '须为递增的日期'));
  check(hoursPerDay > 0 && hoursPerDay <= 24, 'hoursPerDay', '须为 0 到 24 之间的数');
  classes.forEach((each, i) => {
    const at = `classes[${i}]`;
    check(isCount(each.theoryHours) && isCount(each.practiceHours) && each.theoryHours + each.practiceHours > 0, `${at}.theoryHours`, '课时须为非负整数，合计大于 0');
    check(isCount(each.minSize, 1), `${at}.minSize`, '须为正整数');
    check(isCount(each.maxSize, 1) && each.maxSize >= each.minSize, `${at}.maxSize`, '须为不小于最少人数的整数');
    periods([each], at);
  });
  rooms.forEach(({ seats, closed }, i) => (check(isCount(seats), `rooms[${i}].seats`, '须为非负整数'), periods(closed, `rooms[${i}].closed`)));
  bases.forEach(({ seats, closed }, i) => (check(isCount(seats), `bases[${i}].seats`, '须为非负整数'), periods(closed, `bases[${i}].closed`)));
  instructors.forEach(({ busy, maxTravelMinutes }, i) => (check(isMinutes(maxTravelMinutes), `instructors[${i}].maxTravelMinutes`, '须为非负数或 null'), periods(busy, `instructors[${i}].busy`)));
  const known = new Set(classes.map(({ id }) => id));
  learners.forEach(({ busy, maxTravelMinutes, wishes }, i) => {
    check(isMinutes(maxTravelMinutes), `learners[${i}].maxTravelMinutes`, '须为非负数或 null');
    periods(busy, `learners[${i}].busy`);
    wishes.forEach(({ classId, score }, w) => {
      check(known.has(classId) && wishes.findIndex((wish) => wish.classId === classId) === w, `learners[${i}].wishes[${w}].classId`, '没有这个班次，或重复');
      check(isCount(score, 1) && score <= 10_000, `learners[${i}].wishes[${w}].score`, '须为 1 到 10000 的整数');
    });
  });
  travel.forEach(({ minutes }, i) => check(isMinutes(minutes), `travel[${i}].minutes`, '须为非负数'));
  check(isMinutes(baseTravelMinutes), 'baseTravelMinutes', '须为非负数');
  for (const [name, list] of Object.entries({ classes, rooms, bases, instructors, learners })) {
    const met = new Set<string>();
    list.forEach(({ id }, i) => (check(id !== '' && !met.has(id), `${name}[${i}].id`, '为空或重复'), met.add(id)));
  }
  return faults;
}
