import { describe, expect, it } from '@jest/globals';
import { denseProblem, readDenseCosts } from '../../../../test/support/dense-assignment.mjs';
import { Dice } from '../testing/random-world.js';
import { solveAssignment } from './solve-assignment.js';
import { solveByPricing } from './solve-by-pricing.js';

/** The least cost by trying every order of the columns. */
function leastByTrying(rows: readonly (readonly number[])[], taken: ReadonlySet<number> = new Set()): number {
  const [row, ...rest] = rows;
  if (row === undefined) return 0;
  return Math.min(...row.map((cost, column) => (taken.has(column) ? Infinity : cost + leastByTrying(rest, new Set([...taken, column])))));
}

function leastOf(text: string): number {
  const dense = readDenseCosts(text);
  const { problem, costOf } = denseProblem(dense);
  const { objective, bound, chosen } = solveAssignment(problem);
  expect([bound, chosen.length]).toEqual([objective, dense.size]);
  expect(solveByPricing(problem).objective).toBe(objective);
  const least = chosen.reduce((sum, e) => sum + dense.costs[e]!, 0);
  expect(costOf(objective)).toBe(least);
  return least;
}

describe('a dense assignment problem from a file', () => {
  it('is solved at the least cost by C − cost, everybody placed, lines broken anywhere', () => {
    expect(leastOf(' 3\n 4 1\n 3 2 0 5\n\n 3 2 2\n')).toBe(5); // 1 + 2 + 2
    expect(leastOf('1\n0')).toBe(0);
    expect(leastOf('2\r\n100 100\r\n0 100\r\n')).toBe(100);
    expect(leastOf('2\t7\t7\t7\t7')).toBe(14);
  });

  it('has the optimum that trying every order gives, on made-up files with many and with few equal costs', () => {
    const dice = new Dice(5);
    for (let round = 0; round < 60; round++) {
      const [size, most] = [dice.int(1, 6), dice.one([1, 9, 100])];
      const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => dice.int(0, most)));
      expect(leastOf(`${size}\n${rows.map((row) => row.join(' ')).join('\n')}`)).toBe(leastByTrying(rows));
    }
  });

  it.each(['', 'x', '0', '-1 5', '1.5 1 1', '2 1 2 3', '2 1 2 3 4 5', '1 x', '1 0.5', '1 -1'])('is not read from %j', (text) => {
    expect(() => readDenseCosts(text)).toThrow(/size|costs|Cost/);
  });
});
