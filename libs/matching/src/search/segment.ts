import type { Lists } from './columns.js';
import type { KernelMemory } from './kernel-memory.js';

/**
 * Trainees as columns, ordered by home so that every region is one range of numbers, with postings beside them. Plain
 * data in memory that threads share; after it is built only the bit `REMOVED` of the gate words ever changes.
 */
export interface TraineeSegment {
  readonly count: number;
  /** Where rows, signatures and factors of running courses stand, if the segment is large: where the kernel reads them. Segments that were built together share it. */
  readonly memory: KernelMemory | null;
  /** 16 bytes each; `texts` instead, where an id is no UUID. */
  readonly ids: Uint8Array;
  readonly texts: readonly string[] | null;
  readonly ties: Uint32Array;
  /** Least pay, where the gate word says that there is one. */
  readonly pays: Uint32Array;
  /** What every score reads; see `packed-row.ts`. */
  readonly rows: Lists<Uint16Array>;
  /** What can be said of everybody without reading their row. */
  readonly signatures: Signatures;
  readonly running: { readonly factors: Float64Array; readonly ends: Int32Array };
  readonly particulars: { readonly persons: Uint32Array; readonly lists: Lists<Int32Array> };
  /** Distinct homes, ascending (0 = unknown), and where the people of each begin. */
  readonly homes: { readonly regions: Float64Array; readonly starts: Uint32Array };
  /** Distinct regions that people are willing to go to, ascending, and who: ascending in each. */
  readonly willing: { readonly regions: Float64Array; readonly starts: Uint32Array; readonly persons: Uint32Array };
  /** The newest end of a course. */
  readonly newestDay: number;
  /** The most that any course record of theirs was worth on that day, rounded up, 0..1. */
  readonly mostWorth: number;
  /** False: no vacancy can have any of them, and they are in no list and have no signature. */
  readonly isAnybodyAvailable: boolean;
  readonly postings: TraineePostings;
}

/** People of a segment by number: `from` … `to − 1`. */
export interface PeopleRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Who has what: for every skill, recorded occupation and course the *standings* that have it, ascending. A trainee stands
 * once at home (standing = their number) and once in every region that they are willing to go to (standings from `count`
 * on, in the order of `willing.persons`; at most 2^29 in all); so whoever is wanted in a place stands in a few ranges.
 */
export interface TraineePostings {
  /** Standing × 8 + level. */
  readonly skills: Lists<Uint32Array>;
  readonly occupations: Lists<Uint32Array>;
  readonly courses: Lists<Uint32Array> & { /** See `recordCode`. */ readonly codes: Uint16Array };
  /** Whoever will have learnt a skill that they do not hold by a running course with a planned end, by skill. */
  readonly pending: Lists<Uint32Array>;
}

/**
 * Twelve bytes a trainee that bound their score from above and answer most gates: a word with a bit for each skill held (a
 * bit of its own for the most frequent ones, a shared one for the others); a word with the gate word as it was when the
 * segment was built, and above it the most that any of their course records was worth then, in 255ths, rounded up; a word
 * with the course of that record, and above it the most that a record of any other course was worth. Worth only falls with time.
 */
export interface Signatures {
  /** `SIGNATURE_WORDS` a trainee. */
  readonly words: Uint32Array;
  /** Per skill of the catalogue: its bit. Segments that were built together have the same. */
  readonly bits: Uint32Array;
}
