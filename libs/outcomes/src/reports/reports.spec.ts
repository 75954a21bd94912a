import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { randomCases as cases } from '../../../../test/support/random-ledgers.js';
import { slowRates } from '../testing/slow-oracle.js';
import { computeRates, type CellMember, type CellTally, type PlacementTable } from '../rates/rates.js';
import { NAMED_RATES, findNamedRate, type PlacementRule, type RateRule } from '../rates/rule.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { cohortMonths } from './cohort-months.js';
import { evidenceMix } from './evidence-mix.js';
import { retentionCurve } from './retention.js';

const named = (id: string): PlacementRule => findNamedRate(id) as PlacementRule;
const PERSON_RULES = (NAMED_RATES as readonly RateRule[]).filter((rule): rule is PlacementRule => !('measure' in rule));

function tableOf(slice: LedgerSlice, rule: PlacementRule, period: { from: string; to: string } | null = null): PlacementTable {
  return computeRates(slice, { rules: [rule], period, withMembers: true })[0] as PlacementTable;
}
function sliceOf(facts: readonly object[], asOf: string): LedgerSlice | null {
  const slice = ledgerOf(facts).at({ asOf });
  return slice.faults.length > 0 ? null : slice;
}

describe('a rate by month of completion', () => {
  it('adds up to the total, and a person stands in the month of their first completion', () => {
    fc.assert(fc.property(cases, fc.constantFrom(...PERSON_RULES.filter(({ population }) => population !== 'P1')), ({ facts, query }, rule) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const { mature, immature, total } = cohortMonths(slice, rule);
      const table = tableOf(slice, rule);
      expect({ ...total, members: [] }).toEqual({ ...table.total, members: [] });
      const counts = (members: readonly CellMember[]): number[] => [members.filter(({ standing }) => standing === 'immature').length, members.filter(({ standing }) => standing === 'employed' || standing === 'studying').length];
      for (const cell of [...mature, ...immature]) {
        expect([cell.immature, cell.numerator]).toEqual(counts(table.total.members.filter(({ startsOn }) => startsOn.startsWith(cell.key!))));
      }
      const sum = (of: (cell: CellTally) => number): number => [...mature, ...immature].reduce((so, cell) => so + of(cell), 0);
      expect([sum(({ n }) => n), sum(({ unknown }) => unknown), sum((cell) => cell.personCourses.n)]).toEqual([total.n, total.unknown, total.personCourses.n]);
    }), { numRuns: casesOf(200), seed: 1 });
  });

  it('has in each month the person-courses that a report of that month alone has', () => {
    fc.assert(fc.property(cases, fc.constantFrom(...PERSON_RULES), ({ facts, query }, rule) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const { mature, immature } = cohortMonths(slice, rule);
      for (const { key, personCourses } of [...mature, ...immature]) expect(personCourses).toEqual(tableOf(slice, rule, { from: key!, to: key! }).total.personCourses);
    }), { numRuns: casesOf(200), seed: 2 });
  });

  it('keeps a month apart of which one person is immature, however good it looks so far', () => {
    const classes = [aClass('k', '2024-01-31', '2024-01-01'), aClass('l', '2024-03-31', '2024-03-01')];
    const records = [...classes, ...['a', 'b'].flatMap((id) => aGraduate(id, 'k', '2024-01-31')), ...aGraduate('c', 'l', '2024-03-30', { from: '2024-04-01', level: 2 }), ...aGraduate('d', 'l', '2024-03-31', { from: '2024-04-01', level: 2 })];
    const { mature, immature } = cohortMonths(ledgerOf(records).at({ asOf: '2024-10-26' }), named('R1'));
    const shown = (cells: readonly CellTally[]): unknown => cells.map(({ key, n, numerator, immature: early }) => [key, n, numerator, early]);
    expect([shown(mature), shown(immature)]).toEqual([[['2024-01', 2, 0, 0]], [['2024-03', 1, 1, 1]]]);
  });

  it('refuses a ledger with faults', () => {
    const slice = ledgerOf([{ kind: 'class' }]).at({ asOf: '2024-01-01' });
    expect(() => cohortMonths(slice, named('R1'))).toThrow(new RangeError('the ledger has 9 faults'));
    expect(() => retentionCurve(slice)).toThrow(new RangeError('the ledger has 9 faults'));
  });
});

describe('the retention curve', () => {
  it('is R2 at each of its days, as a slow reading of the contract has it', () => {
    fc.assert(fc.property(cases, ({ facts, query }) => {
      const asked = { ...query, knownBy: null, from: null, to: null, by: null, rules: ['R2@90', 'R2@180', 'R2@365'] };
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const points = retentionCurve(slice, { days: [90, 180, 365] });
      expect(points.map(({ days, tally: { n, numerator, immature, personCourses } }) => ({ rule: `R2@${days}`, n, numerator, immature, courses: personCourses.n }))).toEqual(
        (slowRates(facts, asked) as { rule: string; n: number; numerator: number; immature: number; personCourses: { n: number } }[]).map(({ rule, n, numerator, immature, personCourses }) => ({ rule, n, numerator, immature, courses: personCourses.n })),
      );
    }), { numRuns: casesOf(200), seed: 3 });
  });

  it('has beside it the same people on every day: those who are counted on the last', () => {
    fc.assert(fc.property(cases, ({ facts, query }) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const of = (rule: string, standings: readonly string[]): Set<string> => new Set(tableOf(slice, named(rule)).total.members.filter(({ standing }) => standings.includes(standing)).map(({ personId }) => personId));
      const counted = of('R2@365', ['employed', 'not-employed', 'unknown']);
      const expected = ['R2@90', 'R2@180', 'R2@365'].map((rule) => ({ n: counted.size, numerator: [...of(rule, ['employed'])].filter((person) => counted.has(person)).length }));
      expect(retentionCurve(slice, { days: [90, 180, 365] }).map(({ sameCohort }) => sameCohort)).toEqual(expected);
    }), { numRuns: casesOf(200), seed: 4 });
  });

  it('by default looks at the days of the follow-up calendar, and shows a fall that is only another cohort\'s', () => {
    const records = [
      aClass('k', '2023-01-31', '2023-01-01'), aClass('l', '2024-01-31', '2024-01-01'),
      ...aGraduate('old', 'k', '2023-01-31'), ...aGraduate('new', 'l', '2024-01-31', { from: '2024-02-01', level: 2 }),
    ];
    const curve = retentionCurve(ledgerOf(records).at({ asOf: '2024-09-30' }));
    expect(curve.map(({ days, tally: { n, numerator, immature }, sameCohort }) => [days, numerator, n, immature, sameCohort.numerator, sameCohort.n])).toEqual([[30, 1, 2, 0, 0, 1], [90, 1, 2, 0, 0, 1], [180, 1, 2, 0, 0, 1], [365, 0, 1, 1, 0, 1]]);
  });

  it('asks for days that rise', () => {
    const slice = ledgerOf([]).at({ asOf: '2024-01-01' });
    expect(() => retentionCurve(slice, { days: [90, 90] })).toThrow('days: not rising');
    expect(retentionCurve(slice, { days: [] })).toEqual([]);
    expect(retentionCurve(ledgerOf([aClass('k', '2024-01-31', '2024-01-01'), ...aGraduate('p', 'k', '2024-01-31')]).at({ asOf: '2026-01-01' }), { days: [] })).toEqual([]);
  });

  it('can be drawn for a rule of a county\'s own', () => {
    const records = [aClass('k', '2024-01-31', '2024-01-01'), ...aGraduate('p', 'k', '2024-01-31', { from: '2024-02-01', level: 1 }), aFact({ kind: 'employment-ended', employment: 'job-p', effectiveOn: '2024-04-30' })];
    const rule: PlacementRule = { ...named('R2@90'), id: 'visited', evidenceAtLeast: 1 };
    expect(retentionCurve(ledgerOf(records).at({ asOf: '2026-01-01' }), { rule, days: [90, 91] }).map(({ tally: { numerator } }) => numerator)).toEqual([1, 0]);
  });
});

describe('the mix of evidence', () => {
  it('adds up to the denominator, strongest first', () => {
    expect(evidenceMix({ n: 8, evidence: [1, 2, 3, 1] })).toEqual([
      { level: 'E3', persons: 1, share: 12.5 }, { level: 'E2', persons: 3, share: 37.5 }, { level: 'E1', persons: 2, share: 25 }, { level: 'E0', persons: 1, share: 12.5 }, { level: 'none', persons: 1, share: 12.5 },
    ]);
    expect(evidenceMix({ n: 0, evidence: [0, 0, 0, 0] }).every(({ persons, share }) => persons === 0 && share === null)).toBe(true);
  });

  it('counts nobody twice in any ledger', () => {
    fc.assert(fc.property(cases, fc.constantFrom(...PERSON_RULES), ({ facts, query }, rule) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const { total } = tableOf(slice, rule);
      const mix = evidenceMix(total);
      expect(mix.reduce((sum, { persons }) => sum + persons, 0)).toBe(total.n);
      expect(mix.every(({ persons }) => persons >= 0)).toBe(true);
    }), { numRuns: casesOf(100), seed: 6 });
  });
});
