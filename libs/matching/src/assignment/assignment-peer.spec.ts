import { describe, expect, it } from '@jest/globals';
import { highsTotals } from '../../../../test/support/highs.mjs';
import { listed, madeUp } from '../testing/assignment-problems.js';
import { solveAssignment } from './solve-assignment.js';

describe('an assignment beside a solver that is not ours', () => {
  it('is worth as much as what HiGHS finds on 500 larger problems', async () => {
    const totalOf = await highsTotals();
    for (let seed = 1; seed <= 500; seed++) {
      const problem = listed(madeUp(seed, [60, 25]));
      expect([seed, solveAssignment(problem).objective]).toEqual([seed, totalOf(problem)]);
    }
  });
});
