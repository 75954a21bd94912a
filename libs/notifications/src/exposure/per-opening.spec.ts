import { describe, expect, it } from '@jest/globals';
import { perOpening } from './per-opening.js';

describe('people told for each place', () => {
  it.each([[9, 3, 3], [10, 3, 3.3], [3, null, 3], [4, 0, null], [0, 2, 0]] as const)('%i for %s: %s', (people, openings, share) => expect(perOpening(people, openings)).toBe(share));
});
