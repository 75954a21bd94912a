import { describe, expect, it } from '@jest/globals';
import { highsTotals } from '../../../../test/support/highs.mjs';
import { bestTotal, type SmallProblem } from '../testing/assignment-reference.js';
import { solveAssignment } from './solve-assignment.js';
import { solveByPricing } from './solve-by-pricing.js';
import { spreadOf } from './spread.js';

/** Random numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const SHAPES = ['uniform', 'clustered', 'skewed', 'ties', 'dense', 'sparse'] as const;

function madeUp(seed: number, [mostTrainees, mostVacancies]: readonly [number, number] = [14, 7]): SmallProblem {
  const random = seeded(seed);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const shape = SHAPES[seed % SHAPES.length]!;
  const [traineeCount, vacancies] = [1 + upTo(mostTrainees), 1 + upTo(mostVacancies)];
  const chance = shape === 'dense' ? 1 : shape === 'sparse' ? 0.2 : 0.5;
  const edges: [number, number, number][] = [];
  for (let t = 0; t < traineeCount; t++) {
    for (let v = 0; v < vacancies; v++) {
      const near = shape !== 'clustered' || t % 3 === v % 3;
      const popular = shape === 'skewed' ? v / vacancies : 0;
      if (near && random() < chance - popular) edges.push([t, v, shape === 'ties' ? upTo(3) : upTo(10_000)]);
    }
  }
  return { traineeCount, capacities: Array.from({ length: vacancies }, () => upTo(3)), edges, perTrainee: 1 + upTo(2) };
}

const listed = ({ edges, ...rest }: SmallProblem) => ({ ...rest, edges: { trainees: edges.map(([t]) => t), vacancies: edges.map(([, v]) => v), scores: edges.map(([, , score]) => score) } });
const solve = (problem: SmallProblem) => solveAssignment(listed(problem));

describe('an assignment', () => {
  it('is worth as much as the textbook\'s on 3,000 made-up problems of six shapes, keeps every limit, and proves itself by its bound', () => {
    for (let seed = 1; seed <= 3_000; seed++) {
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

  it('is worth as much as what HiGHS finds on 500 larger problems', async () => {
    const totalOf = await highsTotals();
    for (let seed = 1; seed <= 500; seed++) {
      const problem = madeUp(seed, [60, 25]);
      expect([seed, solve(problem).objective]).toEqual([seed, totalOf(listed(problem))]);
    }
  });

  it('moves people along to make room: the greedy choice is not the best one', () => {
    const problem: SmallProblem = { traineeCount: 3, capacities: [1, 1, 1], edges: [[0, 0, 90], [0, 1, 80], [1, 0, 85], [1, 2, 20], [2, 1, 79]], perTrainee: 1 };
    expect(solve(problem)).toMatchObject({ objective: 90 + 79 + 20, bound: 189, chosen: [0, 3, 4] });
  });

  it('is worth the same whatever the order of trainees, vacancies and edges', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const problem = madeUp(seed);
      const random = seeded(seed + 7);
      const turned = { ...problem, capacities: [...problem.capacities].reverse(), edges: problem.edges.map(([t, v, score]): [number, number, number] => [problem.traineeCount - 1 - t, problem.capacities.length - 1 - v, score]).sort(() => random() - 0.5) };
      expect(solve(turned).objective).toBe(solve(problem).objective);
    }
  });

  it('is never worth less with one place, one edge or one turn more', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const problem = madeUp(seed);
      const { objective } = solve(problem);
      expect(solve({ ...problem, perTrainee: problem.perTrainee + 1 }).objective).toBeGreaterThanOrEqual(objective);
      expect(solve({ ...problem, capacities: problem.capacities.map((capacity, v) => capacity + (v === seed % problem.capacities.length ? 1 : 0)) }).objective).toBeGreaterThanOrEqual(objective);
      expect(solve({ ...problem, edges: problem.edges.slice(1) }).objective).toBeLessThanOrEqual(objective);
    }
  });

  it('of nobody, of nothing and of places that are all taken away is empty', () => {
    expect(solve({ traineeCount: 0, capacities: [], edges: [], perTrainee: 1 })).toEqual({ objective: 0, bound: 0, chosen: [], duals: { prices: new Float64Array(0), gains: new Float64Array(0) } });
    expect(solve({ traineeCount: 2, capacities: [0], edges: [[0, 0, 5], [1, 0, 7]], perTrainee: 1 })).toEqual({ objective: 0, bound: 0, chosen: [], duals: { prices: new Float64Array(1), gains: new Float64Array(2) } });
  });

  it.each<[string, Partial<SmallProblem>, string]>([
    ['a capacity of −1', { capacities: [-1] }, 'capacities[0]'], ['a capacity that is no whole number', { capacities: [1.5] }, 'capacities[0]'], ['nobody of that number', { edges: [[2, 0, 5]] }, 'edges.trainees[0]'], ['no vacancy of that number', { edges: [[0, 1, 5]] }, 'edges.vacancies[0]'],
    ['a score that is no whole number', { edges: [[0, 0, 5.5]] }, 'edges.scores[0]'], ['a score that is no number', { edges: [[0, 0, NaN]] }, 'edges.scores[0]'], ['a pair that stands twice', { edges: [[0, 0, 5], [0, 0, 6]] }, 'edges[1]'], ['no turn', { perTrainee: 0 }, 'perTrainee'],
  ])('refuses %s, naming it', (_, wrong, path) => {
    expect(() => solve({ traineeCount: 1, capacities: [1], edges: [[0, 0, 5]], perTrainee: 1, ...wrong })).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path })] }));
  });
});

describe('an assignment by pricing', () => {
  it('is as good as the one over all edges, with prices from nowhere, from before a change, and from another problem', () => {
    for (let seed = 1; seed <= 1_500; seed++) {
      const problem = listed(madeUp(seed, seed % 10 === 0 ? [120, 40] : [14, 7]));
      const { objective, duals } = solveAssignment(problem);
      const changed = { ...problem, edges: { ...problem.edges, scores: problem.edges.scores.map((score, e) => (e % 7 === seed % 7 ? score + 500 : score)) } };
      const strange = duals.prices.map((price) => price + 3_000);
      for (const prices of [undefined, duals.prices, strange]) expect(solveByPricing(problem, prices)).toMatchObject({ objective, bound: objective });
      const after = solveAssignment(changed).objective;
      expect([seed, solveByPricing(changed, duals.prices)]).toMatchObject([seed, { objective: after, bound: after }]);
    }
  });
});

describe('how even an assignment is', () => {
  it.each([[[10, 10, 10, 10], -1, 1, 0], [[25, 10, 4, 1], -0.6945, 1, 0.4875], [[7, 0, 0, 0], 0, 0.25, 0.75], [[0, 0], 0, 0, 0], [[5], 0, 1, 0], [[], 0, 0, 0]])('of %j', (counts, congestion, coverage, gini) => {
    const spread = spreadOf(counts);
    expect([spread.congestion.toFixed(4), spread.coverage, spread.gini]).toEqual([congestion.toFixed(4), coverage, gini]);
  });
});
