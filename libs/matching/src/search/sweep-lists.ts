import { lowerBound, type Lists } from './columns.js';
import type { PeopleRange } from './segment.js';

/**
 * The entries of a list for people of a range. In every list homes come first: what follows are the same people again, in
 * regions where they are willing to go.
 * @param shift bits below the person's number in the entries
 */
export function homesOf({ starts, values }: Lists<Uint32Array>, key: number, shift: number, people: PeopleRange): { values: Uint32Array; from: number; to: number } {
  const from = lowerBound(values, people.from * 2 ** shift, starts[key], starts[key + 1]);
  return { values, from, to: lowerBound(values, people.to * 2 ** shift, from, starts[key + 1]) };
}
