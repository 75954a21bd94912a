import { describe, expect, it } from '@jest/globals';
import { highsSolver } from '../../../../test/support/highs.mjs';
import { Dice } from '../testing/random-world.js';
import type { AssignmentProblem } from './assignment.js';
import { limitsByGroup, solveWithLimits, type SideLimit } from './side-limits.js';
import { solveAssignment } from './solve-assignment.js';

/** Every choice of edges there is: least missing first, then the greatest total. */
function byTrying({ capacities, edges, perTrainee = 1 }: AssignmentProblem, limits: readonly SideLimit[]): { missing: number; objective: number } {
  let best = { missing: Infinity, objective: -1 };
  for (let choice = 0; choice < 2 ** edges.scores.length; choice++) {
    const chosen = Array.from(edges.scores, (_, e) => e).filter((e) => (choice >> e) & 1);
    const count = (of: ArrayLike<number>, key: number): number => chosen.filter((e) => of[e] === key).length;
    if (chosen.some((e) => count(edges.trainees, edges.trainees[e]!) > perTrainee || count(edges.vacancies, edges.vacancies[e]!) > capacities[edges.vacancies[e]!]!)) continue;
    const counts = limits.map((limit) => limit.edges.filter((e) => chosen.includes(e)).length);
    if (limits.some(({ most = Infinity }, i) => counts[i]! > most)) continue;
    const missing = limits.reduce((sum, { least = 0 }, i) => sum + Math.max(0, least - counts[i]!), 0);
    const objective = chosen.reduce((sum, e) => sum + edges.scores[e]!, 0);
    if (missing < best.missing || (missing === best.missing && objective > best.objective)) best = { missing, objective };
  }
  return best;
}

function madeUp(seed: number): { problem: AssignmentProblem; limits: SideLimit[] } {
  const dice = new Dice(seed);
  const [trainees, vacancies] = [dice.int(1, 5), dice.int(1, 4)];
  const pairs = Array.from({ length: trainees * vacancies }, (_, i): [number, number] => [Math.floor(i / vacancies), i % vacancies]);
  const some = dice.some(pairs, 1, 9);
  const problem = { traineeCount: trainees, capacities: Array.from({ length: vacancies }, () => dice.int(0, 3)), perTrainee: dice.int(1, 2), edges: { trainees: some.map(([t]) => t), vacancies: some.map(([, v]) => v), scores: some.map(() => dice.int(1, 9_000)) } };
  const limits = [...limitsByGroup(some.length, (e) => (dice.chance(0.7) ? `class ${some[e]![1] % 2}` : null), { most: dice.int(0, 2) }), ...limitsByGroup(some.length, (e) => `township ${some[e]![0] % 2}`, { least: dice.int(0, 3) })];
  return { problem, limits };
}

describe('an assignment with side limits', () => {
  it('is the best that keeps them, and misses as little as can be: equal to trying every choice', async () => {
    const solver = await highsSolver();
    let [own, outside, short] = [0, 0, 0];
    for (let seed = 1; seed <= 250; seed++) {
      const { problem, limits } = madeUp(seed);
      const found = solveWithLimits(problem, limits, solver);
      const missing = found.short.reduce((sum, { least, reached }) => sum + least - reached, 0);
      expect({ seed, missing, objective: found.objective }).toEqual({ seed, ...byTrying(problem, limits) });
      if (found.provenBy === 'own') own++;
      else outside++;
      short += Math.sign(missing);
    }
    expect(Math.min(own, outside, short)).toBeGreaterThan(20);
  });

  it('asks nobody outside where the assignment without limits keeps them', () => {
    const problem = { traineeCount: 1, capacities: [1], edges: { trainees: [0], vacancies: [0], scores: [7] } };
    const nobody = (): never => {
      throw new Error('asked');
    };
    expect(solveWithLimits(problem, [{ name: 'class', edges: [0], most: 1 }], nobody)).toEqual({ objective: solveAssignment(problem).objective, chosen: [0], provenBy: 'own', short: [] });
    expect(() => solveWithLimits(problem, [{ name: 'class', edges: [0], most: 0 }], nobody)).toThrow('asked');
    expect(() => solveWithLimits(problem, [{ name: 'class', edges: [0], most: 0 }], () => ({ isOptimal: false, objective: 0, columns: new Map() }))).toThrow('no optimum');
  });

  it.each<[string, Partial<SideLimit>, string]>([
    ['an edge that there is not', { edges: [1] }, 'limits[0].edges[0]'], ['an edge twice', { edges: [0, 0] }, 'limits[0].edges'], ['least −1', { least: -1 }, 'limits[0].least'], ['most 1.5', { most: 1.5 }, 'limits[0].most'],
  ])('refuses %s', (_, wrong, path) => {
    const problem = { traineeCount: 1, capacities: [1], edges: { trainees: [0], vacancies: [0], scores: [7] } };
    expect(() => solveWithLimits(problem, [{ name: 'x', edges: [0], ...wrong }], () => ({ isOptimal: true, objective: 0, columns: new Map() }))).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path })] }));
  });
});
