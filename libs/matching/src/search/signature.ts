import { COMPLETED_FACTOR } from '../prepared.js';
import { uint32Column, uint8Column, type Lists } from './columns.js';
import { RECORD_WIDTH, ROW_HEAD, detailAt, recordsFrom, recordsTo } from './packed-row.js';
import type { Signatures, TraineeSegment } from './segment.js';
import { COMPLETED, RUNNING, finishedDay } from './trainee-rows.js';
import { recency } from './recency.js';

const OWN_BITS = 24;
/** These bits say for certain that a skill is held; the others that one of several may be. */
export const CERTAIN_BITS = (1 << OWN_BITS) - 1;
const SHARED_BITS = 32 - OWN_BITS;
export const WORTH_UNITS = 255;

type Columns = Pick<TraineeSegment, 'count' | 'rows' | 'running' | 'newestDay'>;

export function signaturesOf(columns: Columns, postings: Lists<Uint32Array>): Signatures {
  const bits = bitsOf(postings.starts);
  const [skills, worths] = [uint32Column(columns.count), uint8Column(columns.count)];
  const { starts, values } = columns.rows;
  for (let person = 0; person < columns.count; person++) {
    const at = starts[person]!;
    const records = recordsFrom(values, at);
    let held = 0;
    for (let e = at + ROW_HEAD; e < records; e++) held |= bits[values[e]! >>> 3]!;
    skills[person] = held;
    worths[person] = Math.ceil(WORTH_UNITS * mostWorth(columns, records, recordsTo(values, at, records)));
  }
  return { skills, worths, bits };
}

/** The longest lists get a bit of their own. */
function bitsOf(starts: Uint32Array): Uint32Array {
  const skills = starts.length - 1;
  const byLength = Array.from({ length: skills }, (_, skill) => skill).sort((a, b) => starts[b + 1]! - starts[b]! - (starts[a + 1]! - starts[a]!));
  const bits = uint32Column(skills);
  byLength.forEach((skill, place) => (bits[skill] = 1 << (place < OWN_BITS ? place : OWN_BITS + (place % SHARED_BITS))));
  return bits;
}

function mostWorth({ rows: { values }, running, newestDay }: Columns, from: number, to: number): number {
  let most = 0;
  for (let e = from; e < to; e += RECORD_WIDTH) {
    const detail = detailAt(values, e);
    const state = detail & 3;
    most = Math.max(most, state === RUNNING ? running.factors[detail >>> 2]! : (state === COMPLETED ? COMPLETED_FACTOR : 1) * recency(newestDay - finishedDay(detail)));
  }
  return most;
}
