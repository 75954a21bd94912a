import { COMPLETED_FACTOR } from '../prepared.js';
import { uint32Column } from './columns.js';
import { GATE_BITS } from './gate-word.js';
import { ROW_HEAD, gateWordAt, recordsFrom } from './packed-row.js';
import type { Signatures, TraineeSegment } from './segment.js';
import { COMPLETED, RUNNING, finishedDay, type TraineeRows } from './trainee-rows.js';
import { recency } from './recency.js';

const OWN_BITS = 24;
/** These bits say for certain that a skill is held; the others that one of several may be. */
export const CERTAIN_BITS = (1 << OWN_BITS) - 1;
const SHARED_BITS = 32 - OWN_BITS;
export const WORTH_UNITS = 255;
/** Bits of a signature's second word below its worth. */
export const WORTH_SHIFT = 24;

/** Words of a signature: the skills; the gates and the worth. */
export const SIGNATURE_WORDS = 2;

/** @param worthOf in 255ths, of the number of a trainee @param bits see {@link bitsOf} */
export function signaturesOf({ count, rows: { starts, values } }: Pick<TraineeSegment, 'count' | 'rows'>, bits: Uint32Array, worthOf: (person: number) => number): Signatures {
  const words = uint32Column(SIGNATURE_WORDS * count);
  for (let person = 0; person < count; person++) {
    const at = starts[person]!;
    let held = 0;
    for (let e = at + ROW_HEAD, end = recordsFrom(values, at); e < end; e++) held |= bits[values[e]! >>> 3]!;
    words[SIGNATURE_WORDS * person] = held;
    words[SIGNATURE_WORDS * person + 1] = (worthOf(person) << WORTH_SHIFT) | (gateWordAt(values, at) & GATE_BITS);
  }
  return { words, bits };
}

/** The bit of each skill: those that most of the rows hold get one of their own. */
export function bitsOf({ skills }: TraineeRows, skillCount: number): Uint32Array {
  const held = new Uint32Array(skillCount);
  for (let e = 0; e < skills.length; e++) held[skills.values[e]! >>> 3]!++;
  const byNumber = Array.from({ length: skillCount }, (_, skill) => skill).sort((a, b) => held[b]! - held[a]!);
  const bits = uint32Column(skillCount);
  byNumber.forEach((skill, place) => (bits[skill] = 1 << (place < OWN_BITS ? place : OWN_BITS + (place % SHARED_BITS))));
  return bits;
}

/** Of each row the most that any of its records is worth on the newest day, in 255ths, rounded up. */
export function worthsOf({ count, recordStarts, recordDetails, runningFactors }: TraineeRows, newestDay: number): Uint8Array {
  const worths = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    let most = 0;
    for (let e = recordStarts.values[row]!; e < recordStarts.values[row + 1]!; e++) {
      const detail = recordDetails.values[e]!;
      const state = detail & 3;
      const worth = state === RUNNING ? runningFactors.values[detail >>> 2]! : (state === COMPLETED ? COMPLETED_FACTOR : 1) * recency(newestDay - finishedDay(detail));
      if (worth > most) most = worth;
    }
    worths[row] = Math.ceil(WORTH_UNITS * most);
  }
  return worths;
}
