import type { CivilDate } from '@app/kernel';
import { compareIds } from '@app/matching';
import type { NotHeldReason } from './calendar.js';
import { serves, type CalendarProblem, type Period, type PlannedClass } from './problem.js';

/** Where a class could be held: its days are teachable days `start` … `start + theory + practice − 1`. */
export interface StartOption {
  readonly start: number;
  /** Of the class's wishers, by their place in its list: 1 = free on all of these days. */
  readonly free: Uint8Array;
}

/** Something that one class at a time can use: numbered over rooms, bases and instructors together. */
export interface Need {
  /** Days from the start of the class. */
  readonly from: number;
  readonly length: number;
  /** Which resources could do it, the least versatile first. */
  readonly resources: readonly number[];
  /** Which {@link Pool} these are. */
  readonly pool: number;
}

/** Resources of which a class needs any one; together they bound how many classes there can be on a day. */
export interface Pool {
  readonly resources: readonly number[];
  /** Teachable day → how many of them are there. */
  readonly open: Uint16Array;
}

export interface PreparedClass {
  readonly given: PlannedClass;
  readonly theory: number;
  readonly practice: number;
  /** Room, theory instructor, base, practice instructor: null where it needs none. */
  readonly needs: readonly (Need | null)[];
  /** Starts at which everything that it needs is there, and people enough are free. */
  readonly options: readonly StartOption[];
  /** Why there is no option; null where there is one. */
  readonly impossible: NotHeldReason | null;
  /** Learners who wish for it and can get there, and what each is worth. */
  readonly people: Int32Array;
  readonly scores: Float64Array;
}

/** A problem in numbers. */
export interface PreparedCalendar {
  readonly problem: CalendarProblem;
  readonly days: readonly CivilDate[];
  /** By id. */
  readonly classes: readonly PreparedClass[];
  readonly resourceIds: readonly string[];
  /** Resource × teachable day: 1 = not there. */
  readonly away: readonly Uint8Array[];
  readonly pools: readonly Pool[];
}

/** Minutes between places; Infinity where nobody can go. */
function travelTable(problem: Pick<CalendarProblem, 'travel'>): (a: string, b: string) => number {
  const minutes = new Map<string, number>();
  for (const { a, b, minutes: each } of problem.travel) for (const key of [`${a}\n${b}`, `${b}\n${a}`]) minutes.set(key, Math.min(each, minutes.get(key) ?? Infinity));
  return (a, b) => (a === b ? 0 : (minutes.get(`${a}\n${b}`) ?? Infinity));
}

/** Puts a sound problem into numbers: who and what could be there, class by class and start by start. */
export function prepareCalendar(problem: CalendarProblem): PreparedCalendar {
  const { days, rooms, bases, instructors, learners } = problem;
  const minutes = travelTable(problem);
  const awayOn = (periods: readonly Period[]): Uint8Array => Uint8Array.from(days, (day) => (periods.some(({ from, to }) => from <= day && day <= to) ? 1 : 0));
  const resourceIds = [...rooms, ...bases, ...instructors].map(({ id }) => id);
  const away = [...rooms.map(({ closed }) => awayOn(closed)), ...bases.map(({ closed }) => awayOn(closed)), ...instructors.map(({ busy }) => awayOn(busy))];
  const versatility = [...rooms.map(({ seats }) => seats), ...bases.map(({ occupations, seats }) => occupations.length * 1_000 + seats), ...instructors.map(({ occupations }) => occupations.length)];
  const pools = new Pools(away, days.length);
  const busyBefore = learners.map(({ busy }) => (busy.length === 0 ? null : runningSum(awayOn(busy))));
  const wishers = wishersOf(problem);

  const classes = [...problem.classes].sort((a, b) => compareIds(a.id, b.id)).map((given): PreparedClass => {
    const [theory, practice] = [Math.ceil(given.theoryHours / problem.hoursPerDay), Math.ceil(given.practiceHours / problem.hoursPerDay)];
    const reaches = (home: string, most: number | null): boolean => most === null || minutes(home, given.township) <= most;
    const roomList = rooms.flatMap((each, i) => (serves(each, given) && each.township === given.township && each.seats >= given.maxSize ? [i] : []));
    const baseList = bases.flatMap((each, i) => (serves(each, given) && each.seats >= given.maxSize && each.occupations.includes(given.occupation) && minutes(each.township, given.township) <= problem.baseTravelMinutes ? [rooms.length + i] : []));
    const teachers = instructors.flatMap((each, i) => (serves(each, given) && each.occupations.includes(given.occupation) && reaches(each.home, each.maxTravelMinutes) ? [rooms.length + bases.length + i] : []));
    const need = (from: number, length: number, resources: readonly number[]): Need | null => (length === 0 ? null : pools.need(from, length, [...resources].sort((a, b) => versatility[a]! - versatility[b]! || a - b)));
    const needs = [need(0, theory, roomList), need(0, theory, teachers), need(theory, practice, baseList), need(theory, practice, teachers)];
    const people = (wishers.get(given.id) ?? []).filter(({ learner }) => given.lodging || reaches(learners[learner]!.home, learners[learner]!.maxTravelMinutes));
    const freeAt = (start: number): Uint8Array => Uint8Array.from(people, ({ learner }) => (busyBefore[learner] === null || busyBefore[learner]![start + theory + practice]! === busyBefore[learner]![start]! ? 1 : 0));
    const inWindow = days.flatMap((day, start) => (day >= given.from && start + theory + practice <= days.length && days[start + theory + practice - 1]! <= given.to ? [start] : []));
    const equipped = inWindow.filter((start) => needs.every((each) => each === null || each.resources.some((resource) => isFree(away[resource]!, start + each.from, each.length))));
    const options = equipped.map((start) => ({ start, free: freeAt(start) })).filter(({ free }) => free.reduce((sum, each) => sum + each, 0) >= given.minSize);
    const impossible = options.length > 0 ? null : inWindow.length === 0 ? 'NO_DAYS' : equipped.length === 0 ? 'NO_PLACE_OR_INSTRUCTOR' : 'TOO_FEW_PEOPLE';
    return { given, theory, practice, needs, options, impossible, people: Int32Array.from(people, ({ learner }) => learner), scores: Float64Array.from(people, ({ score }) => score) };
  });
  return { problem, days, classes, resourceIds, away, pools: pools.list };
}

/** Whether a row is 0 for so many days. */
export function isFree(taken: Uint8Array, from: number, length: number): boolean {
  for (let day = from; day < from + length; day++) if (taken[day] !== 0) return false;
  return true;
}

function runningSum(row: Uint8Array): Uint16Array {
  const sums = new Uint16Array(row.length + 1);
  row.forEach((each, i) => (sums[i + 1] = sums[i]! + each));
  return sums;
}

function wishersOf({ learners }: CalendarProblem): Map<string, { readonly learner: number; readonly score: number }[]> {
  const wishers = new Map<string, { learner: number; score: number }[]>();
  learners.forEach(({ wishes }, learner) => wishes.forEach(({ classId, score }) => {
    const list = wishers.get(classId);
    if (list === undefined) wishers.set(classId, [{ learner, score }]);
    else list.push({ learner, score });
  }));
  return wishers;
}

/** Sets of resources, each once. */
class Pools {
  readonly list: Pool[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #away: readonly Uint8Array[];
  readonly #dayCount: number;

  constructor(away: readonly Uint8Array[], dayCount: number) {
    this.#away = away;
    this.#dayCount = dayCount;
  }

  need(from: number, length: number, resources: readonly number[]): Need {
    const key = resources.join();
    let pool = this.#numbers.get(key);
    if (pool === undefined) {
      this.#numbers.set(key, (pool = this.list.length));
      this.list.push({ resources, open: Uint16Array.from({ length: this.#dayCount }, (_, day) => resources.reduce((sum, resource) => sum + 1 - this.#away[resource]![day]!, 0)) });
    }
    return { from, length, resources, pool };
  }
}
