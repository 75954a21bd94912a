import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { presentTable, type PresentedRate } from '../publication/present.js';
import { randomCases as cases } from '../../../../test/support/random-ledgers.js';
import { ledgerOf } from '../testing/facts.js';
import type { RawFact } from '../testing/slow-oracle.js';
import { compareCodePoints } from '../facts/code-points.js';
import { computeRates } from './rates.js';
import { NAMED_RATES } from './rule.js';

function rates(facts: readonly RawFact[], asOf: string): PresentedRate[] {
  const slice = ledgerOf(facts).at({ asOf });
  return computeRates(slice, { rules: NAMED_RATES, by: 'class' }).flatMap((table) => presentTable(table, 'raw'));
}

describe('every rate of every ledger', () => {
  it('lies between its bounds and inside its interval', () => {
    fc.assert(fc.property(cases, ({ facts, query }) => {
      for (const { n, rate, low, high, wilson } of rates(facts, query.asOf)) {
        if (n === 0) expect([rate, low, high, wilson]).toEqual([null, null, null, null]);
        if (rate === null || low === null || high === null || wilson === null) continue;
        expect([0 <= low, low === rate, rate <= high, high <= 100, wilson[0] <= rate, rate <= wilson[1]]).toEqual([true, true, true, true, true, true]);
      }
    }), { numRuns: casesOf(150), seed: 1 });
  });

  it('does not depend on the order of the facts', () => {
    fc.assert(fc.property(cases, fc.infiniteStream(fc.nat()), ({ facts, query }, numbers) => {
      const shuffled = facts.map((fact) => ({ fact, at: numbers.next().value })).sort((a, b) => a.at - b.at).map(({ fact }) => fact);
      expect(rates(shuffled, query.asOf)).toEqual(rates(facts, query.asOf));
    }), { numRuns: casesOf(150), seed: 2 });
  });

  it('adds up from its cells', () => {
    fc.assert(fc.property(cases, ({ facts, query }) => {
      for (const { id } of NAMED_RATES.filter((rule) => rule.id !== 'R4')) {
        const [total, ...cells] = rates(facts, query.asOf).filter(({ rule }) => rule === id);
        const sum = (of: (row: PresentedRate) => number): number => cells.reduce((so, cell) => so + of(cell), 0);
        expect([sum((row) => row.n), sum((row) => row.immature), sum((row) => row.personCourses!.n)]).toEqual([total!.n, total!.immature, total!.personCourses!.n]);
      }
    }), { numRuns: casesOf(150), seed: 3 });
  });
});

describe('the order of keys', () => {
  it('is that of code points', () => {
    const order = (texts: readonly string[]): string[] => [...texts].sort(compareCodePoints);
    expect(order(['\u{20000}', '\u{10000}', '\uFFFF', '\uFF21', 'b', 'ab', 'a', ''])).toEqual(['', 'a', 'ab', 'b', '\uFF21', '\uFFFF', '\u{10000}', '\u{20000}']);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const points = (text: string): string => [...text].map((char) => char.codePointAt(0)!.toString(16).padStart(6, '0')).join('');
      expect(Math.sign(compareCodePoints(a, b))).toBe(points(a) < points(b) ? -1 : points(a) > points(b) ? 1 : 0);
    }), { numRuns: casesOf(100) });
  });
});
