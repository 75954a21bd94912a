import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { totalsOf, type FundCell } from './fund-totals.js';

const WAN_FEN = 1_000_000;
const cell = (department: FundCell['department'], wan: number): FundCell => ({ source: '统筹整合资金', department, year: 2016, funds: 1, appropriatedFen: wan * WAN_FEN, committedFen: 0, paidFen: 0 });

describe('totals of funds', () => {
  it('reconcile to the 17,726 (万元) of the four departments of 2016', () => {
    const { total, cells } = totalsOf([cell('human-resources', 339), cell('education', 6_863), cell('agriculture', 4_582), cell('poverty-relief', 5_942)]);
    expect([total.funds, total.appropriatedFen / WAN_FEN, total.leftFen, cells[0]!.leftFen]).toEqual([4, 17_726, total.appropriatedFen, 339 * WAN_FEN]);
  });

  it('add up in every column, in whole fen, whatever the funds', () => {
    const fen = fc.nat(10 ** 9);
    const cells = fc.array(fc.record({ source: fc.string(), department: fc.constant('education' as const), year: fc.constant(2016), funds: fc.nat(5), committedFen: fen, paidFen: fen, more: fen }).map(({ more, ...rest }) => ({ ...rest, appropriatedFen: rest.committedFen + rest.paidFen + more })));
    fc.assert(fc.property(cells, (given) => {
      const { total, cells: shown } = totalsOf(given);
      for (const column of ['funds', 'appropriatedFen', 'committedFen', 'paidFen', 'leftFen'] as const) expect(total[column]).toBe(shown.reduce((sum, each) => sum + each[column], 0));
      expect(total.appropriatedFen).toBe(total.committedFen + total.paidFen + total.leftFen);
    }), { numRuns: 200, seed: 1 });
  });
});
