import { startsOfCounts, uint16Column, uint32Column, type Lists } from './columns.js';
import { HAS_PENDING } from './gate-word.js';
import { NO_DAY, RUNNING, finishedDay } from './trainee-rows.js';
import type { CatalogueSize, TraineeSegment } from './trainee-segment.js';

/**
 * Who has what: for every skill, recorded occupation and course the *standings* that have it, ascending. A trainee stands
 * once at home (standing = their number) and once in every region that they are willing to go to (standings from `count`
 * on, in the order of `willing.persons`); so whoever is wanted in a place stands in a few ranges.
 */
export interface TraineePostings {
  readonly skills: Lists<Uint32Array>;
  readonly occupations: Lists<Uint32Array>;
  readonly courses: Lists<Uint32Array> & { /** See {@link recordCode}. */ readonly codes: Uint16Array };
  /** Running courses with a planned end, by course. */
  readonly pending: Lists<Uint32Array>;
}

type Columns = Omit<TraineeSegment, 'postings'>;

/* What a record is worth, rounded up, in 16 bits: running courses by their factor, finished ones by their age when built. */
export const RUNNING_CODES = 64;
const OLDEST = 16_000;
export const RECORD_CODES = RUNNING_CODES + 2 * OLDEST + 2;
const MOST_RUNNING_FACTOR = 0.4;

function recordCode({ running, newestDay }: Columns, detail: number): number {
  if ((detail & 3) === RUNNING) return Math.min(RUNNING_CODES - 1, Math.ceil((running.factors[detail >>> 2]! / MOST_RUNNING_FACTOR) * (RUNNING_CODES - 1)));
  return RUNNING_CODES + 2 * Math.min(OLDEST, newestDay - finishedDay(detail)) + (detail & 3);
}

/** The most that a record of a code can be worth. @param recency what a finished course is worth so many days before the segment's newest */
export function mostOfCode(code: number, recency: (daysBeforeNewest: number) => number, completedFactor: number): number {
  if (code < RUNNING_CODES) return (code / (RUNNING_CODES - 1)) * MOST_RUNNING_FACTOR + 1e-12;
  const [days, state] = [(code - RUNNING_CODES) >>> 1, (code - RUNNING_CODES) & 1];
  return (state === 0 ? 1 : completedFactor) * recency(days);
}

export function buildPostings(columns: Columns, size: CatalogueSize, occupationCount: number): TraineePostings {
  return {
    skills: skillPostings(columns, size.skillCount),
    occupations: occupationPostings(columns, occupationCount),
    courses: coursePostings(columns, size.courseCount),
    pending: pendingPostings(columns, size.courseCount),
  };
}

/*
 * The four below have one shape: count what each list will hold, then fill the lists by ascending standing. They are
 * written out because each reads other columns, and a million trainees pass through.
 */

function skillPostings({ count, skills: { starts, values }, willing: { persons } }: Columns, lists: number): Lists<Uint32Array> {
  const counts = uint32Column(lists + 1);
  for (let e = 0; e < values.length; e++) counts[(values[e]! >>> 3) + 1]!++;
  for (const person of persons) for (let e = starts[person]!; e < starts[person + 1]!; e++) counts[(values[e]! >>> 3) + 1]!++;
  const next = startsOfCounts(counts).slice();
  const standings = uint32Column(counts[lists]!);
  for (let person = 0; person < count; person++) for (let e = starts[person]!; e < starts[person + 1]!; e++) standings[next[values[e]! >>> 3]!++] = person;
  for (let w = 0; w < persons.length; w++) for (let e = starts[persons[w]!]!; e < starts[persons[w]! + 1]!; e++) standings[next[values[e]! >>> 3]!++] = count + w;
  return { starts: counts, values: standings };
}

function occupationPostings({ count, occupations: { starts, values }, willing: { persons } }: Columns, lists: number): Lists<Uint32Array> {
  const counts = uint32Column(lists + 1);
  for (let e = 0; e < values.length; e++) counts[values[e]! + 1]!++;
  for (const person of persons) for (let e = starts[person]!; e < starts[person + 1]!; e++) counts[values[e]! + 1]!++;
  const next = startsOfCounts(counts).slice();
  const standings = uint32Column(counts[lists]!);
  for (let person = 0; person < count; person++) for (let e = starts[person]!; e < starts[person + 1]!; e++) standings[next[values[e]!]!++] = person;
  for (let w = 0; w < persons.length; w++) for (let e = starts[persons[w]!]!; e < starts[persons[w]! + 1]!; e++) standings[next[values[e]!]!++] = count + w;
  return { starts: counts, values: standings };
}

function coursePostings(columns: Columns, lists: number): TraineePostings['courses'] {
  const { count, records: { starts, courses, details }, willing: { persons } } = columns;
  const counts = uint32Column(lists + 1);
  for (let e = 0; e < courses.length; e++) counts[courses[e]! + 1]!++;
  for (const person of persons) for (let e = starts[person]!; e < starts[person + 1]!; e++) counts[courses[e]! + 1]!++;
  const next = startsOfCounts(counts).slice();
  const [standings, codes] = [uint32Column(counts[lists]!), uint16Column(counts[lists]!)];
  const put = (person: number, standing: number): void => {
    for (let e = starts[person]!; e < starts[person + 1]!; e++) {
      const at = next[courses[e]!]!++;
      standings[at] = standing;
      codes[at] = recordCode(columns, details[e]!);
    }
  };
  for (let person = 0; person < count; person++) put(person, person);
  for (let w = 0; w < persons.length; w++) put(persons[w]!, count + w);
  return { starts: counts, values: standings, codes };
}

function pendingPostings({ count, gates, records: { starts, courses, details }, running, willing: { persons } }: Columns, lists: number): Lists<Uint32Array> {
  const isPending = (e: number): boolean => (details[e]! & 3) === RUNNING && running.ends[details[e]! >>> 2]! !== NO_DAY;
  const counts = uint32Column(lists + 1);
  const tally = (person: number): void => {
    if ((gates[person]! & HAS_PENDING) === 0) return;
    for (let e = starts[person]!; e < starts[person + 1]!; e++) if (isPending(e)) counts[courses[e]! + 1]!++;
  };
  for (let person = 0; person < count; person++) tally(person);
  persons.forEach(tally);
  const next = startsOfCounts(counts).slice();
  const standings = uint32Column(counts[lists]!);
  const put = (person: number, standing: number): void => {
    if ((gates[person]! & HAS_PENDING) === 0) return;
    for (let e = starts[person]!; e < starts[person + 1]!; e++) if (isPending(e)) standings[next[courses[e]!]!++] = standing;
  };
  for (let person = 0; person < count; person++) put(person, person);
  persons.forEach((person, w) => put(person, count + w));
  return { starts: counts, values: standings };
}
