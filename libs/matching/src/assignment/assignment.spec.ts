import { describe, expect, it } from '@jest/globals';
import { listed, madeUp, seeded } from '../testing/assignment-problems.js';
import { bestTotal, type SmallProblem } from '../testing/assignment-reference.js';
import { casesOf } from '../../../../test/support/cases.js';
import { Dice } from '../testing/random-world.js';
import { boundOf } from './assignment.js';
import { solveAssignment } from './solve-assignment.js';
import { solveByPricing, type PricedAssignment } from './solve-by-pricing.js';
import { spreadOf } from './spread.js';

const solve = (problem: SmallProblem) => solveAssignment(listed(problem));

describe('an assignment', () => {
  it('is worth as much as the textbook\'s on 3,000 made-up problems of six shapes, keeps every limit, and proves itself by its bound', () => {
    for (let seed = 1; seed <= casesOf(3_000, 60); seed++) {
      const problem = madeUp(seed);
      const { objective, bound, chosen } = solve(problem);
      const pairs = chosen.map((e) => problem.edges[e]!);
      const count = (at: 0 | 1, of: number): number => pairs.filter((pair) => pair[at] === of).length;
      expect([seed, objective, bound]).toEqual([seed, bestTotal(problem), objective]);
      expect(pairs.reduce((sum, [, , score]) => sum + score, 0)).toBe(objective);
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(problem.capacities.every((capacity, v) => count(1, v) <= capacity)).toBe(true);
      expect(pairs.every(([trainee]) => count(0, trainee) <= problem.perTrainee)).toBe(true);
    }
  });

  it('moves people along to make room: the greedy choice is not the best one', () => {
    const problem: SmallProblem = { traineeCount: 3, capacities: [1, 1, 1], edges: [[0, 0, 90], [0, 1, 80], [1, 0, 85], [1, 2, 20], [2, 1, 79]], perTrainee: 1 };
    expect(solve(problem)).toMatchObject({ objective: 90 + 79 + 20, bound: 189, chosen: [0, 3, 4] });
  });

  it('is worth the same whatever the order of trainees, vacancies and edges', () => {
    for (let seed = 1; seed <= casesOf(200, 20); seed++) {
      const problem = madeUp(seed);
      const random = seeded(seed + 7);
      const turned = { ...problem, capacities: [...problem.capacities].reverse(), edges: problem.edges.map(([t, v, score]): [number, number, number] => [problem.traineeCount - 1 - t, problem.capacities.length - 1 - v, score]).sort(() => random() - 0.5) };
      const { objective, chosen } = solve(turned);
      expect(objective).toBe(solve(problem).objective);
      expect(chosen.reduce((sum, e) => sum + turned.edges[e]![2], 0)).toBe(objective);
      expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
    }
  });

  it('is never worth less with one place, one edge or one turn more', () => {
    for (let seed = 1; seed <= casesOf(200, 20); seed++) {
      const problem = madeUp(seed);
      const { objective } = solve(problem);
      expect(solve({ ...problem, perTrainee: problem.perTrainee + 1 }).objective).toBeGreaterThanOrEqual(objective);
      expect(solve({ ...problem, capacities: problem.capacities.map((capacity, v) => capacity + (v === seed % problem.capacities.length ? 1 : 0)) }).objective).toBeGreaterThanOrEqual(objective);
      expect(solve({ ...problem, edges: problem.edges.slice(1) }).objective).toBeLessThanOrEqual(objective);
    }
  });

  it('comes with prices and gains that say why nobody would rather swap', () => {
    for (let seed = 1; seed <= casesOf(600, 60); seed++) {
      const problem = madeUp(seed);
      const { chosen, duals: { prices, gains } } = solve(problem);
      const isChosen = new Set(chosen);
      problem.edges.forEach(([t, v, score], e) => {
        if (problem.capacities[v] === 0) return;
        if (isChosen.has(e)) expect(score).toBeGreaterThanOrEqual(prices[v]! + gains[t]!);
        else expect(score).toBeLessThanOrEqual(prices[v]! + gains[t]!);
      });
      const count = (at: 0 | 1, of: number): number => chosen.filter((e) => problem.edges[e]![at] === of).length;
      prices.forEach((price, v) => expect(price).toBe(count(1, v) < problem.capacities[v]! ? 0 : Math.max(0, price)));
      gains.forEach((gain) => expect(gain).toBeGreaterThanOrEqual(0));
    }
  });

  it('has a bound from any prices and gains, never below the optimum: places, turns that there are edges for, and what an edge brings beyond both', () => {
    const problem = listed({ traineeCount: 2, capacities: [2, 0, 1], edges: [[0, 0, 10], [0, 1, 99], [1, 0, 7], [1, 2, 5]], perTrainee: 3 });
    const bound = (prices: number[], gains: number[]): number => boundOf(problem, { prices: Float64Array.from(prices), gains: Float64Array.from(gains) });
    expect(bound([0, 0, 0], [0, 0])).toBe(10 + 7 + 5);
    expect(bound([4, 50, 0], [0, 0])).toBe(2 * 4 + 6 + 3 + 5);
    expect(bound([4, 0, 6], [3, 1])).toBe(2 * 4 + 6 + 2 * 3 + 2 * 1 + (10 - 4 - 3) + (7 - 4 - 1));
    const dice = new Dice(3);
    for (let seed = 1; seed <= casesOf(300, 30); seed++) {
      const small = madeUp(seed);
      const any = (length: number): Float64Array => Float64Array.from({ length }, () => dice.int(0, 8_000));
      expect(boundOf(listed(small), { prices: any(small.capacities.length), gains: any(small.traineeCount) })).toBeGreaterThanOrEqual(bestTotal(small));
    }
  });

  it('gives a trainee one vacancy, unless more are allowed', () => {
    const { traineeCount, capacities, edges } = listed({ traineeCount: 1, capacities: [1, 1], edges: [[0, 0, 5], [0, 1, 6]], perTrainee: 1 });
    expect(solveAssignment({ traineeCount, capacities, edges })).toMatchObject({ objective: 6, bound: 6, chosen: [1] });
    expect(solveAssignment({ traineeCount, capacities, edges, perTrainee: 5 })).toMatchObject({ objective: 11, bound: 11, chosen: [0, 1] });
  });

  it('of nobody, of nothing and of places that are all taken away is empty', () => {
    expect(solve({ traineeCount: 0, capacities: [], edges: [], perTrainee: 1 })).toEqual({ objective: 0, bound: 0, chosen: [], duals: { prices: new Float64Array(0), gains: new Float64Array(0) } });
    expect(solve({ traineeCount: 2, capacities: [0], edges: [[0, 0, 5], [1, 0, 7]], perTrainee: 1 })).toEqual({ objective: 0, bound: 0, chosen: [], duals: { prices: new Float64Array(1), gains: new Float64Array(2) } });
  });

  it.each<[string, Partial<SmallProblem>, string]>([
    ['a capacity of −1', { capacities: [-1] }, 'capacities[0]'], ['a capacity that is no whole number', { capacities: [1.5] }, 'capacities[0]'], ['nobody of that number', { edges: [[1, 0, 5]] }, 'edges.trainees[0]'], ['no vacancy of that number', { edges: [[0, 1, 5]] }, 'edges.vacancies[0]'],
    ['a trainee of number −1', { edges: [[-1, 0, 5]] }, 'edges.trainees[0]'], ['half a trainee', { traineeCount: 2, edges: [[0, 0, 5], [0.5, 0, 5]] }, 'edges.trainees[1]'], ['half a vacancy', { capacities: [1, 1], edges: [[0, 0.5, 5]] }, 'edges.vacancies[0]'], ['trainees that are no number', { traineeCount: NaN }, 'traineeCount'], ['fewer trainees than none', { traineeCount: -1, edges: [] }, 'traineeCount'],
    ['a capacity that is no number', { capacities: [1, NaN] }, 'capacities[1]'], ['a score below 0', { edges: [[0, 0, -1]] }, 'edges.scores[0]'],
    ['a score that is no whole number', { edges: [[0, 0, 5.5]] }, 'edges.scores[0]'], ['a score that is no number', { edges: [[0, 0, NaN]] }, 'edges.scores[0]'], ['a pair that stands twice', { edges: [[0, 0, 5], [0, 0, 6]] }, 'edges[1]'], ['no turn', { perTrainee: 0 }, 'perTrainee'], ['half a turn', { perTrainee: 1.5 }, 'perTrainee'], ['turns that are no number', { perTrainee: NaN }, 'perTrainee'],
  ])('refuses %s, naming it', (_, wrong, path) => {
    expect(() => solve({ traineeCount: 1, capacities: [1], edges: [[0, 0, 5]], perTrainee: 1, ...wrong })).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [{ path, message: expect.stringMatching(/./) }] }));
    expect(() => solveByPricing(listed({ traineeCount: 1, capacities: [1], edges: [[0, 0, 5]], perTrainee: 1, ...wrong }))).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID' }));
  });

  it('refuses columns of different lengths, and names the pair that stands twice by its place in the input', () => {
    const problem = { traineeCount: 2, capacities: [1], edges: { trainees: [0], vacancies: [0, 0], scores: [1, 1] } };
    expect(() => solveAssignment(problem)).toThrow(expect.objectContaining({ faults: [{ path: 'edges', message: expect.stringMatching(/./) }] }));
    expect(() => solveAssignment({ ...problem, edges: { trainees: [0, 1], vacancies: [0], scores: [1, 1] } })).toThrow(expect.objectContaining({ faults: [{ path: 'edges', message: expect.stringMatching(/./) }] }));
    expect(() => solve({ traineeCount: 2, capacities: [1], edges: [[1, 0, 5], [0, 0, 5], [1, 0, 4]], perTrainee: 1 })).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'edges[2]' })] }));
  });
});

describe('an assignment by pricing', () => {
  it('is as good as the one over all edges, with prices from nowhere, from before a change, and from another problem', () => {
    for (let seed = 1; seed <= casesOf(1_500, 30); seed++) {
      const problem = listed(madeUp(seed, seed % 10 === 0 ? [120, 40] : [14, 7]));
      const { objective, duals } = solveAssignment(problem);
      const changed = { ...problem, edges: { ...problem.edges, scores: problem.edges.scores.map((score, e) => (e % 7 === seed % 7 ? score + 500 : score)) } };
      const strange = duals.prices.map((price) => price + 3_000);
      for (const prices of [undefined, duals.prices, strange]) expectOptimum(problem, solveByPricing(problem, prices), objective);
      expectOptimum(changed, solveByPricing(changed, duals.prices), solveAssignment(changed).objective);
    }
  });

  it('tries of many edges those that come within 150 of a trainee\'s best at the prices of before, and of the others those that new prices speak for', () => {
    const sums = { kept: { first: 0, tried: 0, all: 0 }, few: { first: 0, tried: 0, all: 0 } };
    for (let seed = 1; seed <= casesOf(100, 12); seed++) {
      const dense = listed({ ...madeUp(6 * seed + 4, [120, 40]), perTrainee: 1 });
      const few = { ...dense, capacities: dense.capacities.map((capacity) => Math.min(1, capacity)) };
      for (const [kind, problem, known] of [['kept', dense, solveAssignment(dense).duals.prices], ['few', few, undefined]] as const) {
        const { trainees, vacancies, scores } = problem.edges;
        const left = scores.map((score, e) => (problem.capacities[vacancies[e]!] === 0 ? -Infinity : score - (known?.[vacancies[e]!] ?? 0)));
        const best = left.reduce((most, each, e) => most.with(trainees[e]!, Math.max(most[trainees[e]!]!, each)), new Array<number>(problem.traineeCount).fill(0));
        const first = left.filter((each, e) => each > best[trainees[e]!]! - 150).length;
        const found = solveByPricing(problem, known);
        expectOptimum(problem, found, solveAssignment(problem).objective);
        expect(found.tried).toBeGreaterThanOrEqual(first);
        sums[kind] = { first: sums[kind].first + first, tried: sums[kind].tried + found.tried, all: sums[kind].all + scores.length };
      }
    }
    expect(sums.kept.tried).toBeLessThan(1.05 * sums.kept.first); // prices of this very problem settle it at once
    expect(sums.few.tried).toBeGreaterThan(2 * sums.few.first); // many want the same places: prices come up round by round
    expect(sums.few.tried).toBeLessThan(0.35 * sums.few.all);
  });
});

/** Worth the optimum, within every limit, and proven. */
function expectOptimum({ capacities, edges: { trainees, vacancies, scores }, perTrainee }: ReturnType<typeof listed>, { objective, bound, chosen, tried }: PricedAssignment, best: number): void {
  expect([objective, bound]).toEqual([best, best]);
  expect(chosen.reduce((sum, e) => sum + scores[e]!, 0)).toBe(best);
  expect(new Set(chosen).size).toBe(chosen.length);
  const count = (of: readonly number[]): Map<number, number> => chosen.reduce((counts, e) => counts.set(of[e]!, (counts.get(of[e]!) ?? 0) + 1), new Map<number, number>());
  expect([...count(vacancies)].every(([v, people]) => people <= capacities[v]!)).toBe(true);
  expect([...count(trainees).values()].every((turns) => turns <= perTrainee)).toBe(true);
  expect(tried).toBeGreaterThanOrEqual(chosen.length);
  expect(tried).toBeLessThanOrEqual(scores.length);
}

describe('how even an assignment is', () => {
  it.each([[[10, 10, 10, 10], -1, 1, 0], [[25, 10, 4, 1], -0.6945, 1, 0.4875], [[7, 0, 0, 0], 0, 0.25, 0.75], [[0, 0], 0, 0, 0], [[5], 0, 1, 0], [[], 0, 0, 0]])('of %j', (counts, congestion, coverage, gini) => {
    const spread = spreadOf(counts);
    expect([spread.congestion.toFixed(4), spread.coverage, spread.gini]).toEqual([congestion.toFixed(4), coverage, gini]);
  });
});
