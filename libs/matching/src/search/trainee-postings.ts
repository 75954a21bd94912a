import { COMPLETED_FACTOR } from '../prepared.js';
import { startsOfCounts, uint16Column, uint32Column, type Lists } from './columns.js';
import { HAS_PENDING } from './gate-word.js';
import { RECORD_COUNT, RECORD_WIDTH, ROW_HEAD, detailAt, gateWordAt, recordsFrom, recordsTo } from './packed-row.js';
import { recency } from './recency.js';
import { COMPLETED, NO_DAY, RUNNING, finishedDay } from './trainee-rows.js';
import type { CatalogueSize, TraineePostings, TraineeSegment } from './segment.js';

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

export function buildPostings(columns: Columns, size: CatalogueSize, occupationCount: number): TraineePostings {
  return {
    skills: skillPostings(columns, size.skillCount),
    occupations: occupationPostings(columns, occupationCount),
    courses: coursePostings(columns, size.courseCount),
    pending: pendingPostings(columns, size.courseCount),
  };
}

/** Calls for every standing, ascending, with where the trainee's row begins. */
function forEachStanding({ count, rows: { starts }, willing: { persons } }: Columns, visit: (at: number, standing: number) => void): void {
  for (let person = 0; person < count; person++) visit(starts[person]!, person);
  for (let w = 0; w < persons.length; w++) visit(starts[persons[w]!]!, count + w);
}

/** Lists made by going over the standings twice: `eachKey` names the lists that a row belongs to, first to count, then to fill. */
function listsOf(columns: Columns, lists: number, eachKey: (at: number, visit: (key: number, e: number) => void) => void, entryOf: (standing: number, place: number, e: number) => number = (standing) => standing): Lists<Uint32Array> {
  const counts = uint32Column(lists + 1);
  forEachStanding(columns, (at) => eachKey(at, (key) => { counts[key + 1]!++; }));
  const next = startsOfCounts(counts).slice();
  const standings = uint32Column(counts[lists]!);
  forEachStanding(columns, (at, standing) => eachKey(at, (key, e) => {
    const place = next[key]!++;
    standings[place] = entryOf(standing, place, e);
  }));
  return { starts: counts, values: standings };
}

function skillPostings(columns: Columns, lists: number): Lists<Uint32Array> {
  const { values } = columns.rows;
  return listsOf(columns, lists, (at, visit) => {
    for (let e = at + ROW_HEAD, end = recordsFrom(values, at); e < end; e++) visit(values[e]! >>> 3, e);
  }, (standing, _, e) => standing * 8 + (values[e]! & 7));
}

function occupationPostings(columns: Columns, lists: number): Lists<Uint32Array> {
  const { values } = columns.rows;
  return listsOf(columns, lists, (at, visit) => {
    const from = recordsTo(values, at, recordsFrom(values, at));
    for (let e = from + 1; e <= from + values[from]!; e++) visit(values[e]!, e);
  });
}

function eachRecord({ rows: { values } }: Columns): (at: number, visit: (key: number, e: number) => void) => void {
  return (at, visit) => {
    const from = recordsFrom(values, at);
    for (let e = from, end = recordsTo(values, at, from); e < end; e += RECORD_WIDTH) visit(values[e]!, e);
  };
}

function coursePostings(columns: Columns, lists: number): TraineePostings['courses'] {
  const { values } = columns.rows;
  let entries = 0;
  forEachStanding(columns, (at) => { entries += values[at + RECORD_COUNT]!; });
  const codes = uint16Column(entries);
  return { ...listsOf(columns, lists, eachRecord(columns), (standing, place, e) => {
    codes[place] = recordCode(columns, detailAt(values, e));
    return standing;
  }), codes };
}

function pendingPostings(columns: Columns, lists: number): Lists<Uint32Array> {
  const { rows: { values }, running } = columns;
  const all = eachRecord(columns);
  return listsOf(columns, lists, (at, visit) => {
    if ((gateWordAt(values, at) & HAS_PENDING) === 0) return;
    all(at, (key, e) => {
      const detail = detailAt(values, e);
      if ((detail & 3) === RUNNING && running.ends[detail >>> 2]! !== NO_DAY) visit(key, e);
    });
  });
}
