import { describe, expect, it } from '@jest/globals';
import { listed, madeUp } from '../testing/assignment-problems.js';
import { casesOf } from '../../../../test/support/cases.js';
import { Dice } from '../testing/random-world.js';
import { prepareAssignment } from './assignment.js';
import { CLOSED, FREE, HELD, Holdings } from './holdings.js';
import { TraineeBids } from './trainee-bids.js';
import { VacancyOffers } from './vacancy-offers.js';

/** Every place and turn is counted right, nobody has a turn waiting, and what is empty costs nothing. */
function expectSettled({ problem: { rows, columns, capacities, traineeCount }, prices, states, turns, used, idle, counts, firstPlaces, places }: Holdings): void {
  const held = [...states.keys()].filter((e) => states[e] === HELD);
  for (let t = 0; t < traineeCount; t++) expect([held.filter((e) => rows[e] === t).length, used[t]! + idle[t]!]).toEqual([used[t], turns[t]]);
  capacities.forEach((capacity, v) => {
    const there = held.filter((e) => columns[e] === v);
    expect([...places.subarray(firstPlaces[v], firstPlaces[v]! + counts[v]!)].sort()).toEqual(there.sort());
    if (there.length < capacity) expect([v, prices[v]]).toEqual([v, 0]);
  });
}

/** No exchange brings anybody more than a step. */
function expectWithin(step: number, { problem: { rows, columns, scores }, prices, gains, states, idle }: Holdings): void {
  for (let e = 0; e < scores.length; e++) {
    const [left, gain] = [scores[e]! - prices[columns[e]!]!, gains[rows[e]!]!];
    if (states[e] === FREE) expect(left).toBeLessThanOrEqual(gain + step);
    if (states[e] === HELD) expect(left).toBeGreaterThanOrEqual(gain);
    if (states[e] !== CLOSED && idle[rows[e]!]! > 0) expect(gain).toBeLessThanOrEqual(0);
  }
}

describe('a round of an auction', () => {
  it('leaves no exchange that brings more than a step, whatever the prices before, and no price on an empty place', () => {
    const dice = new Dice(31);
    let lowered = 0;
    for (let seed = 1; seed <= casesOf(400, 60); seed++) {
      const step = dice.one([1 / 4, 4, 64]);
      const held = new Holdings(prepareAssignment(listed(madeUp(seed, [20, 8]))));
      const [bids, offers] = [new TraineeBids(held), new VacancyOffers(held)];
      for (let round = 0; round < 2; round++) {
        held.prices.forEach((price, v) => { held.prices[v] = round === 0 || dice.chance(0.3) ? dice.int(0, 9_000 / step) * step : price; });
        bids.run(step);
        const before = held.prices.slice();
        offers.run(step);
        expectSettled(held);
        expectWithin(step, held);
        lowered += Number(held.prices.some((price, v) => price > 0 && price < before[v]!));
      }
    }
    expect(lowered).toBeGreaterThan(20);
  });
});
