import type { PeopleRange } from './segment.js';

/** A set of people as a bit each, by number: person p is bit p & 31 of word p >>> 5. */
export type PeopleBits = Uint32Array;

export const noBits = (count: number): PeopleBits => new Uint32Array((count + 31) >>> 5);

export function addBit(bits: PeopleBits, person: number): void {
  bits[person >>> 5]! |= 1 << (person & 31);
}

export function addAll(bits: PeopleBits, others: PeopleBits): void {
  for (let w = 0; w < bits.length; w++) bits[w]! |= others[w]!;
}

/**
 * Writes down who is in a set and in another one, too, ascending, from a place on; says where it ends.
 * @param flip −1 for who is not in the other one, else 0
 */
export function listBits(bits: PeopleBits, others: PeopleBits, flip: number, people: PeopleRange, into: Uint32Array, at: number): number {
  for (let w = people.from >>> 5, end = (people.to + 31) >>> 5; w < end; w++) {
    for (let rest = bits[w]! & (others[w]! ^ flip); rest !== 0; rest &= rest - 1) into[at++] = 32 * w + 31 - Math.clz32(rest & -rest);
  }
  return at;
}

/** Adds everybody who is in at least `needed` (≥ 1) of several sets. */
export function addAtLeast(bits: PeopleBits, sets: readonly PeopleBits[], needed: number): void {
  if (needed === 1) {
    for (const set of sets) addAll(bits, set);
    return;
  }
  const reached = new Int32Array(needed + 1); // of a word: who is in at least so many sets so far
  for (let w = 0; w < bits.length; w++) {
    reached.fill(0);
    reached[0] = -1;
    for (let s = 0; s < sets.length; s++) for (let n = Math.min(needed, s + 1); n > 0; n--) reached[n]! |= reached[n - 1]! & sets[s]![w]!;
    bits[w]! |= reached[needed]!;
  }
}
