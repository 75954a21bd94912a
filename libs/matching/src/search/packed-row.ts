import { startsOfCounts, type Lists } from './columns.js';
import { REMOVED } from './gate-word.js';
import type { ColumnRoom } from './kernel-memory.js';
import type { TraineeRows } from './trainee-rows.js';

/*
 * What every score reads of a trainee, side by side in 16-bit numbers: one or two cache lines instead of a look into seven
 * columns, which is what a search of a million people spends its time on.
 *
 *   gate word (2) · how many skills · how many records · skills (1 each) · records (course, detail 2) · how many recorded
 *   occupations · occupations (1 each)
 */
const SKILL_COUNT = 2;
export const RECORD_COUNT = 3;
export const ROW_HEAD = 4;
export const RECORD_WIDTH = 3;
/** The rank of a row that is left out. */
export const NOBODY = 0xffff_ffff;

type Rows = Lists<Uint16Array>;

export const gateWordAt = (values: Uint16Array, at: number): number => values[at]! | (values[at + 1]! << 16);
/** Where the skills of the row at `at` end and its records begin. */
export const recordsFrom = (values: Uint16Array, at: number): number => at + ROW_HEAD + values[at + SKILL_COUNT]!;
/** Where the records end. @param from see {@link recordsFrom} */
export const recordsTo = (values: Uint16Array, at: number, from: number): number => from + RECORD_WIDTH * values[at + RECORD_COUNT]!;
/** The detail of the record at `e` (see `trainee-rows.ts`). */
export const detailAt = (values: Uint16Array, e: number): number => (values[e + 1]! | (values[e + 2]! << 16)) >>> 0;

/** Marks a trainee as removed; whoever searches in another thread sees it at their next look. */
export function markRemoved({ starts, values }: Rows, person: number): void {
  values[starts[person]!]! |= REMOVED;
}

/**
 * Rows in the order of their ranks. The rows are read in a row and written where they belong, since a processor waits for
 * what it reads from afar and not for what it writes there.
 * @param rankOf of each row; {@link NOBODY} = left out
 * @param count how many have a rank
 * @param room where the rows are made
 */
export function packRows(from: TraineeRows, rankOf: Uint32Array, count: number, room: ColumnRoom): Rows {
  const { skillStarts, recordStarts, occupationStarts } = from;
  const lengthOf = (starts: Uint32Array, row: number): number => starts[row + 1]! - starts[row]!;
  const starts = room.uint32(count + 1);
  for (let row = 0; row < from.count; row++) {
    if (rankOf[row] !== NOBODY) starts[rankOf[row]! + 1] = ROW_HEAD + lengthOf(skillStarts.values, row) + RECORD_WIDTH * lengthOf(recordStarts.values, row) + 1 + lengthOf(occupationStarts.values, row);
  }
  const values = room.uint16(startsOfCounts(starts)[count]!);
  for (let row = 0; row < from.count; row++) if (rankOf[row] !== NOBODY) packRow(from, row, values, starts[rankOf[row]!]!);
  return { starts, values };
}

function packRow({ gates, skillStarts, skills, recordStarts, recordCourses, recordDetails, occupationStarts, occupations }: TraineeRows, row: number, values: Uint16Array, start: number): void {
  values[start] = gates.values[row]! & 0xffff;
  values[start + 1] = gates.values[row]! >>> 16;
  values[start + SKILL_COUNT] = skillStarts.values[row + 1]! - skillStarts.values[row]!;
  values[start + RECORD_COUNT] = recordStarts.values[row + 1]! - recordStarts.values[row]!;
  let at = start + ROW_HEAD;
  for (let e = skillStarts.values[row]!; e < skillStarts.values[row + 1]!; e++) values[at++] = skills.values[e]!;
  for (let e = recordStarts.values[row]!; e < recordStarts.values[row + 1]!; e++) {
    values[at++] = recordCourses.values[e]!;
    values[at++] = recordDetails.values[e]! & 0xffff;
    values[at++] = recordDetails.values[e]! >>> 16;
  }
  values[at++] = occupationStarts.values[row + 1]! - occupationStarts.values[row]!;
  for (let e = occupationStarts.values[row]!; e < occupationStarts.values[row + 1]!; e++) values[at++] = occupations.values[e]!;
}
