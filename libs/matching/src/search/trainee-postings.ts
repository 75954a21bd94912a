import type { CatalogueCourse, MatchingCatalogue } from '../catalogue.js';
import { COMPLETED_FACTOR } from '../prepared.js';
import { startsOfCounts, uint16Column, uint32Column, type Lists } from './columns.js';
import { HAS_PENDING } from './gate-word.js';
import { RECORD_WIDTH, ROW_HEAD, detailAt, gateWordAt, recordsFrom, recordsTo } from './packed-row.js';
import { recency } from './recency.js';
import { COMPLETED, NO_DAY, RUNNING, finishedDay } from './trainee-rows.js';
import type { TraineePostings, TraineeSegment } from './segment.js';

type Columns = Omit<TraineeSegment, 'postings' | 'signatures'>;

/* What a record is worth, rounded up, in 16 bits: running courses by their factor, finished ones by their age when built. */
export const RUNNING_CODES = 64;
const OLDEST = 16_000;
const RECORD_CODES = RUNNING_CODES + 2 * OLDEST + 2;
const MOST_RUNNING_FACTOR = 0.4;

function recordCode({ running, newestDay }: Columns, detail: number): number {
  if ((detail & 3) === RUNNING) return Math.min(RUNNING_CODES - 1, Math.ceil((running.factors[detail >>> 2]! / MOST_RUNNING_FACTOR) * (RUNNING_CODES - 1)));
  return RUNNING_CODES + 2 * Math.min(OLDEST, newestDay - finishedDay(detail)) + (detail & 3);
}

/** The most that a record of each code can be worth on a day, which is not before the segment's newest. */
export function worthOfCodes(newestDay: number, asOfDay: number): Float64Array {
  return Float64Array.from({ length: RECORD_CODES }, (_, code) => {
    if (code < RUNNING_CODES) return (code / (RUNNING_CODES - 1)) * MOST_RUNNING_FACTOR + 1e-12;
    const [days, state] = [(code - RUNNING_CODES) >>> 1, (code - RUNNING_CODES) & 1];
    return (state === COMPLETED ? COMPLETED_FACTOR : 1) * recency(asOfDay - newestDay + days);
  });
}

export function buildPostings(columns: Columns, catalogue: MatchingCatalogue, occupationCount: number): TraineePostings {
  const { skillCount, courseCount } = catalogue;
  const lists = { skills: new PostingLists(skillCount), occupations: new PostingLists(occupationCount), courses: new PostingLists(courseCount), pending: new PostingLists(skillCount) };
  const known = [...catalogue.listCourses()];
  forEachStanding(columns, (at) => countRow(columns, lists, at, known));
  const [skills, occupations, courses, pending] = [lists.skills.allot(), lists.occupations.allot(), lists.courses.allot(), lists.pending.allot()];
  const codes = uint16Column(courses.values.length);
  const into = { skills: skills.values, occupations: occupations.values, courses: courses.values, codes, pending: pending.values };
  forEachStanding(columns, (at, standing) => fillRow(columns, lists, into, at, standing, known));
  return { skills, occupations, courses: { ...courses, codes }, pending };
}

/** Lists that are counted first and filled then. */
class PostingLists {
  readonly #starts: Uint32Array;
  #next = new Uint32Array(0);

  constructor(count: number) {
    this.#starts = uint32Column(count + 1);
  }

  count(list: number): void {
    this.#starts[list + 1]!++;
  }

  /** Ends the counting. */
  allot(): Lists<Uint32Array> {
    const starts = startsOfCounts(this.#starts);
    this.#next = Uint32Array.from(starts);
    return { starts, values: uint32Column(starts[starts.length - 1]!) };
  }

  /** Where the next entry of a list belongs. */
  next(list: number): number {
    return this.#next[list]!++;
  }
}

/** The entries of all lists; codes beside those of courses. */
interface Into extends Readonly<Record<keyof AllLists, Uint32Array>> {
  readonly codes: Uint16Array;
}

type AllLists = Readonly<Record<'skills' | 'occupations' | 'courses' | 'pending', PostingLists>>;

/** Calls for every standing, ascending, with where the trainee's row begins. */
function forEachStanding({ count, rows: { starts }, willing: { persons } }: Columns, visit: (at: number, standing: number) => void): void {
  for (let person = 0; person < count; person++) visit(starts[person]!, person);
  for (let w = 0; w < persons.length; w++) visit(starts[persons[w]!]!, count + w);
}

function countRow({ rows: { values }, running }: Columns, lists: AllLists, at: number, known: readonly CatalogueCourse[]): void {
  const records = recordsFrom(values, at);
  const occupations = recordsTo(values, at, records);
  for (let e = at + ROW_HEAD; e < records; e++) lists.skills.count(values[e]! >>> 3);
  for (let e = occupations + 1, end = e + values[occupations]!; e < end; e++) lists.occupations.count(values[e]!);
  for (let e = records; e < occupations; e += RECORD_WIDTH) lists.courses.count(values[e]!);
  if ((gateWordAt(values, at) & HAS_PENDING) !== 0) for (const skill of pendingSkills(values, at, running, known)) lists.pending.count(skill);
}

function fillRow(columns: Columns, lists: AllLists, into: Into, at: number, standing: number, known: readonly CatalogueCourse[]): void {
  const { rows: { values }, running } = columns;
  const records = recordsFrom(values, at);
  const occupations = recordsTo(values, at, records);
  for (let e = at + ROW_HEAD; e < records; e++) into.skills[lists.skills.next(values[e]! >>> 3)] = standing * 8 + (values[e]! & 7);
  for (let e = occupations + 1, end = e + values[occupations]!; e < end; e++) into.occupations[lists.occupations.next(values[e]!)] = standing;
  for (let e = records; e < occupations; e += RECORD_WIDTH) {
    const place = lists.courses.next(values[e]!);
    into.courses[place] = standing;
    into.codes[place] = recordCode(columns, detailAt(values, e));
  }
  if ((gateWordAt(values, at) & HAS_PENDING) !== 0) for (const skill of pendingSkills(values, at, running, known)) into.pending[lists.pending.next(skill)] = standing;
}

/** What running courses with a planned end teach and is not held, each once. */
function pendingSkills(values: Uint16Array, at: number, running: Columns['running'], known: readonly CatalogueCourse[]): Set<number> {
  const records = recordsFrom(values, at);
  const pending = new Set<number>();
  for (let e = records, end = recordsTo(values, at, records); e < end; e += RECORD_WIDTH) {
    if (isPending(running, detailAt(values, e))) for (const { index } of known[values[e]!]!.skills) pending.add(index);
  }
  for (let e = at + ROW_HEAD; e < records; e++) pending.delete(values[e]! >>> 3);
  return pending;
}

/** A running course with a planned end. */
function isPending({ ends }: Columns['running'], detail: number): boolean {
  return (detail & 3) === RUNNING && ends[detail >>> 2]! !== NO_DAY;
}
