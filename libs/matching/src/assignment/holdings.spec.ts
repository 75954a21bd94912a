import { describe, expect, it } from '@jest/globals';
import { listed } from '../testing/assignment-problems.js';
import { prepareAssignment } from './assignment.js';
import { CLOSED, FREE, HELD, Holdings } from './holdings.js';

const holdingsOf = (traineeCount: number, capacities: number[], pairs: readonly (readonly [number, number])[], perTrainee = 1): Holdings =>
  new Holdings(prepareAssignment(listed({ traineeCount, capacities, edges: pairs.map(([t, v]) => [t, v, 1]), perTrainee })));

describe('who holds what', () => {
  it('knows how many prices there can be: vacancies that can be full, and no more than there are turns', () => {
    const wanted = [[0, 0], [0, 1], [0, 2], [0, 3], [1, 0], [1, 2], [2, 0]] as const;
    expect(holdingsOf(3, [1, 0, 2, 3], wanted).mostPrices()).toBe(2); // without the one that has no place and the one that too few want
    expect(holdingsOf(3, [3, 1, 2, 1], wanted).mostPrices()).toBe(3); // of four
    expect(holdingsOf(3, [3, 1, 2, 1], wanted, 2).mostPrices()).toBe(4);
  });

  it('gives a turn to nobody for a vacancy without a place', () => {
    const held = holdingsOf(3, [1, 0, 5], [[0, 0], [0, 1], [0, 2], [1, 1], [2, 1], [2, 2]], 2);
    expect([...held.turns]).toEqual([2, 0, 1]);
    expect([...held.states]).toEqual([FREE, CLOSED, FREE, CLOSED, CLOSED, FREE]);
    expect(held.places).toHaveLength(1 + 0 + 2); // no more than want one
  });

  it('has room until the last place is held, and again when anybody lets go', () => {
    const held = holdingsOf(3, [3], [[0, 0], [1, 0], [2, 0]]);
    for (const edge of [0, 1, 2]) {
      expect([held.hasRoom(0), held.waiting(edge)]).toEqual([true, 1]);
      held.hold(edge);
    }
    expect([held.hasRoom(0), held.waiting(0)]).toEqual([false, 0]);
    held.release(0);
    expect([held.hasRoom(0), held.waiting(0), held.states[0], held.states[1]]).toEqual([true, 1, FREE, HELD]);
    expect([...held.places.subarray(0, held.counts[0])].sort()).toEqual([1, 2]);
    held.idle[0] = 1;
    expect(held.waiting(0)).toBe(0);
  });
});
