import { describe, expect, it } from '@jest/globals';
import { listed, madeUp } from '../testing/assignment-problems.js';
import { bestTotal, type SmallProblem } from '../testing/assignment-reference.js';
import { casesOf } from '../../../../test/support/cases.js';
import { Dice } from '../testing/random-world.js';
import { solveAssignment } from './solve-assignment.js';
import { makeWhole } from './whole-prices.js';

/** Problems at the edges of what an auction meets: prices that nobody pays in the end, and bids that hardly differ. */
const EXTREMES: readonly [name: string, change: (problem: SmallProblem, dice: Dice) => SmallProblem][] = [
  ['more places than people', (problem) => ({ ...problem, capacities: problem.capacities.map((capacity) => capacity + problem.traineeCount) })],
  ['many places at one vacancy, none or one at the others', (problem, dice) => ({ ...problem, capacities: problem.capacities.map((_, v) => (v === 0 ? 1_000_000_000 : dice.int(0, 1))) })],
  ['as many places as people', (problem) => ({ ...problem, capacities: problem.capacities.map((_, v, { length }) => Math.floor((problem.traineeCount + v) / length)), perTrainee: 1 })],
  ['one place for all', (problem) => ({ ...problem, capacities: problem.capacities.map((_, v) => (v === 0 ? 1 : 0)) })],
  ['all scores equal', (problem) => ({ ...problem, edges: problem.edges.map(([t, v]) => [t, v, 5_000]) })],
  ['scores of 0 and 1', (problem, dice) => ({ ...problem, edges: problem.edges.map(([t, v]) => [t, v, dice.int(0, 1)]) })],
  ['no score above 0', (problem) => ({ ...problem, edges: problem.edges.map(([t, v]) => [t, v, 0]) })],
  ['scores that are the vacancy\'s', (problem) => ({ ...problem, edges: problem.edges.map(([t, v]) => [t, v, 4_000 + 7 * v]) })],
  ['scores that are the trainee\'s', (problem) => ({ ...problem, edges: problem.edges.map(([t, v]) => [t, v, 4_000 + 7 * t]) })],
  ['more turns than vacancies', (problem) => ({ ...problem, perTrainee: 50 })],
  ['scores of billions', (problem) => ({ ...problem, edges: problem.edges.map(([t, v, score]) => [t, v, 1_000_003 * score]) })],
];

/** What one more place of a vacancy would add. */
function worthOfAPlace(problem: SmallProblem, vacancy: number): number {
  return bestTotal({ ...problem, capacities: problem.capacities.map((capacity, v) => (v === vacancy ? capacity + 1 : capacity)) }) - bestTotal(problem);
}

describe('the auction behind an assignment', () => {
  it.each(EXTREMES)('ends at the textbook\'s total, proven, within every limit: %s', (_, change) => {
    const dice = new Dice(17);
    for (let seed = 1; seed <= casesOf(150, 20); seed++) {
      const problem = change(madeUp(seed), dice);
      const { objective, bound, chosen } = solveAssignment(listed(problem));
      expect([seed, objective, bound]).toEqual([seed, bestTotal(problem), objective]);
      const pairs = chosen.map((e) => problem.edges[e]!);
      expect(pairs.reduce((sum, [, , score]) => sum + score, 0)).toBe(objective);
      expect(problem.capacities.every((capacity, v) => pairs.filter((pair) => pair[1] === v).length <= capacity)).toBe(true);
      expect(pairs.every(([trainee]) => pairs.filter((pair) => pair[0] === trainee).length <= problem.perTrainee)).toBe(true);
    }
  });

  it('finds of many who want one of a few vacancies with several places those who are worth most there', () => {
    const dice = new Dice(29);
    for (let round = 1; round <= casesOf(150, 20); round++) {
      const [traineeCount, capacities] = [dice.int(10, 30), [dice.int(3, 6), dice.int(3, 6), dice.int(1, 3)]];
      const edges = Array.from({ length: 3 * traineeCount }, (_, i): [number, number, number] => [Math.floor(i / 3), i % 3, dice.int(0, 300)]).filter(() => dice.chance(0.8));
      const problem: SmallProblem = { traineeCount, capacities, edges, perTrainee: dice.int(1, 2) };
      const { objective, bound } = solveAssignment(listed(problem));
      expect([round, objective, bound]).toEqual([round, bestTotal(problem), objective]);
    }
  });

  it('serves every turn of whoever has many', () => {
    const scores = Array.from({ length: 30 }, (_, v) => 1 + (v % 4));
    const { objective, chosen } = solveAssignment(listed({ traineeCount: 1, capacities: scores.map(() => 1), edges: scores.map((score, v) => [0, v, score]), perTrainee: 30 }));
    expect([objective, chosen.length]).toEqual([scores.reduce((sum, score) => sum + score), 30]);
  });

  it('prices a place at what one more of it would add', () => {
    for (let seed = 1; seed <= casesOf(300, 30); seed++) {
      const problem = madeUp(seed);
      const { prices } = solveAssignment(listed(problem)).duals;
      problem.capacities.forEach((capacity, v) => { if (capacity > 0) expect([seed, v, prices[v]]).toEqual([seed, v, worthOfAPlace(problem, v)]); });
    }
  });

  it('proves itself on problems of hundreds of people, where chains of moves are long', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { objective, bound, chosen } = solveAssignment(listed(madeUp(seed, [600, 200])));
      expect([seed, bound]).toEqual([seed, objective]);
      expect(new Set(chosen).size).toBe(chosen.length);
    }
  });

  it('moves everybody along a chain when the last place stands at its other end', () => {
    const length = 400;
    const edges = Array.from({ length }, (_, t): [number, number, number][] => [[t, t, 5_000], [t, t + 1, 4_999]]).flat();
    const { objective, bound, chosen } = solveAssignment(listed({ traineeCount: length + 1, capacities: new Array<number>(length + 1).fill(1), edges: [...edges, [length, 0, 5_000]], perTrainee: 1 }));
    expect([objective, bound, chosen.length]).toEqual([4_999 * length + 5_000, objective, length + 1]);
  });

  it('solves scores up to the largest whose fractions doubles can hold, and refuses larger ones rather than be inexact', () => {
    const solve = (score: number) => solveAssignment(listed({ traineeCount: 2, capacities: [1], edges: [[0, 0, score], [1, 0, score - 1]], perTrainee: 1 }));
    expect(solve(2 ** 51)).toMatchObject({ objective: 2 ** 51, bound: 2 ** 51, chosen: [0] });
    const tooLarge = expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [{ path: 'edges.scores', message: expect.stringMatching(/./) }] });
    expect(() => solve(2 ** 51 + 1)).toThrow(tooLarge);
    const less = [795, 544, 492, 569, 518, 561, 785, 358, 421];
    const threeByThree = (most: number): SmallProblem => ({ traineeCount: 3, capacities: [1, 1, 1], edges: less.map((each, e) => [Math.floor(e / 3), e % 3, most - each]), perTrainee: 1 });
    expect(solveAssignment(listed(threeByThree(2 ** 49))).objective).toBe(bestTotal(threeByThree(2 ** 49)));
    expect(() => solveAssignment(listed(threeByThree(2 ** 51)))).toThrow(tooLarge); // halves are all that is left, and prove nothing here
  });
});

describe('prices made whole', () => {
  it('keep every order that they keep to within a step, and leave 0 at 0; without a gap between their fractions nothing changes', () => {
    const dice = new Dice(23);
    const seen = { whole: 0, unchanged: 0 };
    for (let round = 0; round < casesOf(2_000, 200); round++) {
      const step = dice.one([1, 1 / 2, 1 / 8, 1 / 32]);
      const before = Float64Array.from([0, ...Array.from({ length: dice.int(1, 20) }, () => dice.int(0, 5 / step) * step)]);
      const prices = before.slice();
      if (!makeWhole(prices, step)) {
        seen.unchanged++;
        expect(prices).toEqual(before);
        expect(new Set(before.map((price) => price % 1)).size).toBe(1 / step);
        continue;
      }
      seen.whole++;
      expect(prices[0]).toBe(0);
      expect(prices.every(Number.isInteger)).toBe(true);
      // whatever whole number one price was above another, or up to a step more, it still is
      expect(prices.every((price, i) => prices.every((other, j) => price - other >= Math.floor(before[i]! - before[j]! + step)))).toBe(true);
    }
    expect(Math.min(seen.whole, seen.unchanged)).toBeGreaterThan(20);
  });
});
