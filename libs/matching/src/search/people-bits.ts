import type { PeopleRange } from './segment.js';

/** A set of people as a bit each, by number: person p is bit p & 31 of word p >>> 5. */
export type PeopleBits = Uint32Array;

export const noBits = (count: number): PeopleBits => new Uint32Array((count + 31) >>> 5);

export function addBit(bits: PeopleBits, person: number): void {
  bits[person >>> 5]! |= 1 << (person & 31);
}

/** Adds everybody of a range who is in another set (and perhaps some of their neighbours who are). */
export function addAll(bits: PeopleBits, others: PeopleBits, people: PeopleRange): void {
  for (let w = people.from >>> 5, end = endOf(people); w < end; w++) bits[w]! |= others[w]!;
}

/**
 * Writes down who is in a set and in another one, too, ascending, from a place on; says where it ends.
 * @param flip −1 for who is not in the other one, else 0
 */
export function listBits(bits: PeopleBits, others: PeopleBits, flip: number, people: PeopleRange, into: Uint32Array, at: number): number {
  for (let w = people.from >>> 5, end = endOf(people); w < end; w++) {
    for (let rest = bits[w]! & (others[w]! ^ flip); rest !== 0; rest &= rest - 1) into[at++] = 32 * w + 31 - Math.clz32(rest & -rest);
  }
  return at;
}

/** Adds everybody of a range who is in at least `needed` (≥ 1) of several sets (and perhaps some of their neighbours who are). */
export function addAtLeast(bits: PeopleBits, sets: readonly PeopleBits[], needed: number, people: PeopleRange): void {
  const reached = Array.from({ length: needed - 1 }, () => new Uint32Array(bits.length)); // who is in at least one, two, … sets so far
  for (const set of sets) {
    for (let n = needed - 1; n > 0; n--) addBoth(n === needed - 1 ? bits : reached[n]!, reached[n - 1]!, set, people);
    addAll(reached[0] ?? bits, set, people);
  }
}

function addBoth(bits: PeopleBits, some: PeopleBits, others: PeopleBits, people: PeopleRange): void {
  for (let w = people.from >>> 5, end = endOf(people); w < end; w++) bits[w]! |= some[w]! & others[w]!;
}

const endOf = ({ to }: PeopleRange): number => (to + 31) >>> 5;
