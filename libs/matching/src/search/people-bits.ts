import type { PairMemory } from './pair-memory.js';

/** A set of people as a bit each, by number: person p is bit p & 31 of word p >>> 5. */
export type PeopleBits = Uint32Array;

/** In whole words of 64 people, by which the kernel puts sets together. */
export const noBits = (memory: PairMemory, count: number): PeopleBits => memory.uint32(2 * wordsOf(count));

/** So many words of 64 people hold the first so many of them. */
export const wordsOf = (count: number): number => (count + 63) >>> 6;

export function addBit(people: PeopleBits, person: number): void {
  people[person >>> 5]! |= 1 << (person & 31);
}
