import { COMPLETED_FACTOR } from '../prepared.js';
import { uint32Column } from './columns.js';
import { GATE_BITS } from './gate-word.js';
import type { ColumnRoom } from './kernel-memory.js';
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

/** Bits of a signature's third word below the worth of all other records. */
export const OTHERS_SHIFT = 16;
/** The course of the record that is worth most. */
export const COURSE_BITS = (1 << OTHERS_SHIFT) - 1;

/** Words of a signature: the skills; the gates and the most that a record is worth; its course and the most that any other is worth. */
export const SIGNATURE_WORDS = 3;

/** What each row's records are worth on a day, in 255ths, rounded up. */
export interface Worths {
  readonly most: Uint8Array;
  /** The third word of a signature. */
  readonly courses: Uint32Array;
}

/** @param rowOf of the number of a trainee @param bits see {@link bitsOf} @param room where the words are made */
export function signaturesOf({ count, rows: { starts, values } }: Pick<TraineeSegment, 'count' | 'rows'>, bits: Uint32Array, { most, courses }: Worths, rowOf: Uint32Array, room: ColumnRoom): Signatures {
  const words = room.uint32(SIGNATURE_WORDS * count);
  for (let person = 0; person < count; person++) {
    const at = starts[person]!;
    let held = 0;
    for (let e = at + ROW_HEAD, end = recordsFrom(values, at); e < end; e++) held |= bits[values[e]! >>> 3]!;
    const row = rowOf[person]!;
    words[SIGNATURE_WORDS * person] = held;
    words[SIGNATURE_WORDS * person + 1] = (most[row]! << WORTH_SHIFT) | (gateWordAt(values, at) & GATE_BITS);
    words[SIGNATURE_WORDS * person + 2] = courses[row]!;
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

/** What each row's records are worth on the newest day. Of one course the better record counts. */
export function worthsOf({ count, recordStarts, recordCourses, recordDetails, runningFactors }: TraineeRows, newestDay: number): Worths {
  const [worths, courses] = [new Uint8Array(count), new Uint32Array(count)];
  for (let row = 0; row < count; row++) {
    let [most, others, course] = [0, 0, 0];
    for (let e = recordStarts.values[row]!; e < recordStarts.values[row + 1]!; e++) {
      const detail = recordDetails.values[e]!;
      const state = detail & 3;
      const worth = state === RUNNING ? runningFactors.values[detail >>> 2]! : (state === COMPLETED ? COMPLETED_FACTOR : 1) * recency(newestDay - finishedDay(detail));
      if (worth <= most) {
        if (worth > others && recordCourses.values[e] !== course) others = worth;
        continue;
      }
      if (recordCourses.values[e] !== course) others = most;
      [most, course] = [worth, recordCourses.values[e]!];
    }
    worths[row] = Math.ceil(WORTH_UNITS * most);
    courses[row] = (Math.ceil(WORTH_UNITS * others) << OTHERS_SHIFT) | course;
  }
  return { most: worths, courses };
}
