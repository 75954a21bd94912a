import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aFact, ledgerOf } from '../testing/facts.js';
import { countPledges } from './pledges.js';
import { countKeptPledges } from './pledges-kept.js';
import { computeRates } from './rates.js';
import { findNamedRate } from './rule.js';
import { presentTable } from '../publication/present.js';

const ORDER = { kind: 'order', order: 'o', seats: 2, pay: 4_000, contractMonths: 12 };
const hire = (person: string, terms: object | null, more: object = {}): object[] => [
  aFact({ kind: 'hired-from-order', order: 'o', person, ...(terms === null ? {} : { into: `job-${person}` }), ...more }),
  ...(terms === null ? [] : [aFact({ kind: 'employment-started', employment: `job-${person}`, person, type: 'wage', employer: 'works', permanent: false, ...terms })]),
];
const at = (records: readonly object[]) => ledgerOf(records).at({ asOf: '2024-12-31' });
const tally = (...records: readonly object[]) => {
  const { seats, kept, short, unknown } = countKeptPledges(at(records));
  return [seats, kept, short, unknown];
};

describe('the pledges that are kept (R4p)', () => {
  it.each([
    ['exactly 95 % of the pledged pay and the pledged contract', { pay: 3_800, contractMonths: 12 }, [1, 0, 0]],
    ['a contract without an end', { pay: 4_000, permanent: true }, [1, 0, 0]],
    ['one yuan less than 95 %', { pay: 3_799, contractMonths: 12 }, [0, 1, 0]],
    ['a contract one month shorter', { pay: 9_000, contractMonths: 11 }, [0, 1, 0]],
    ['less pay, whatever the contract', { pay: 3_000 }, [0, 1, 0]],
    ['a pay that nobody recorded', { contractMonths: 12 }, [0, 0, 1]],
    ['a contract that nobody recorded', { pay: 4_000 }, [0, 0, 1]],
  ])('judge %s', (_, terms, [kept, short, unknown]) => {
    expect(tally(aFact(ORDER), ...hire('p', terms))).toEqual([2, kept, short, unknown]);
  });

  it('count a hire that names no employment, or one that was taken back, as unknown', () => {
    expect(tally(aFact(ORDER), ...hire('p', null))).toEqual([2, 0, 0, 1]);
    expect(tally(aFact(ORDER), ...hire('p', { pay: 4_000, contractMonths: 12, id: 'start' }), aFact({ kind: 'retracted', fact: 'start' }))).toEqual([2, 0, 0, 1]);
  });

  it('know nothing where the order did not say what it pledges, and ask for a permanent post where one was pledged', () => {
    expect(tally(aFact({ ...ORDER, pay: undefined }), ...hire('p', { pay: 4_000, contractMonths: 12 }))).toEqual([2, 0, 0, 1]);
    expect(tally(aFact({ ...ORDER, permanent: true }), ...hire('p', { pay: 4_000, contractMonths: 120 }), ...hire('q', { pay: 4_000, permanent: true }))).toEqual([2, 1, 1, 0]);
  });

  it.each([
    ['a hire with any contract, where none was pledged', { contractMonths: undefined }, { pay: 4_000, contractMonths: 120 }, [0, 0, 1]],
    ['a hire without an end, where no contract was pledged', { contractMonths: undefined }, { pay: 4_000, permanent: true }, [0, 0, 1]],
    ['less pay, where no contract was pledged', { contractMonths: undefined }, { pay: 1, permanent: true }, [0, 1, 0]],
    ['a hire without an end, where that and no number of months was pledged', { contractMonths: undefined, permanent: true }, { pay: 4_000, permanent: true }, [1, 0, 0]],
    ['a contract of months, where one without an end was pledged', { contractMonths: undefined, permanent: true }, { pay: 4_000, contractMonths: 120 }, [0, 1, 0]],
  ])('judge %s', (_, pledged, terms, [kept, short, unknown]) => {
    expect(tally(aFact({ ...ORDER, ...pledged }), ...hire('p', terms))).toEqual([2, kept, short, unknown]);
  });

  it('know nothing of a hire that names the employment of somebody else', () => {
    expect(tally(aFact(ORDER), ...hire('q', { pay: 4_000, contractMonths: 12 }), ...hire('p', null, { into: 'job-q' }), aFact({ kind: 'employment-started', employment: 'own', person: 'p', type: 'wage', employer: 'works', permanent: true, pay: 9_000 }))).toEqual([2, 1, 0, 1]);
  });

  it('count at most the seats, and the best of several hires of one person once', () => {
    expect(tally(aFact(ORDER), ...['p', 'q', 'r'].flatMap((person) => hire(person, { pay: 5_000, contractMonths: 12 })))).toEqual([2, 2, 0, 0]);
    const twice = [...hire('p', { pay: 1 }), aFact({ kind: 'hired-from-order', order: 'o', person: 'p', into: 'better' }), aFact({ kind: 'employment-started', employment: 'better', person: 'p', type: 'wage', employer: null, permanent: true, pay: 4_000 })];
    expect(tally(aFact(ORDER), ...twice)).toEqual([2, 1, 0, 0]);
  });

  it('are a rate beside R4, of the orders of a period: seats below, those kept above', () => {
    const records = [aFact({ ...ORDER, effectiveOn: '2024-03-31' }), aFact({ ...ORDER, order: 'later', seats: 5, effectiveOn: '2024-04-01' }), ...hire('p', { pay: 4_000, contractMonths: 12 }), ...hire('q', { pay: 1, contractMonths: 12 })];
    const shown = (period: { from: string; to: string } | null) => computeRates(at(records), { rules: [findNamedRate('R4')!, findNamedRate('R4p')!], period }).flatMap((table) => presentTable(table, 'published').map(({ rule, n, numerator, rate }) => [rule, n, numerator, rate]));
    expect(shown({ from: '2024-03', to: '2024-03' })).toEqual([['R4', 2, 2, 100], ['R4p', 2, 1, 50]]);
    expect(shown(null)).toEqual([['R4', 7, 2, 28.57], ['R4p', 7, 1, 14.29]]);
  });

  it('leave fields beyond the contract out where they cannot be read: no fault, and R4 as it was', () => {
    const records = [aFact({ ...ORDER, pay: 'much', contractMonths: -1, permanent: 'yes' }), ...hire('p', { pay: 4_000, contractMonths: 12, workplace: 'nowhere' }, { into: 7 })];
    const slice = at(records);
    expect(slice.faults).toEqual([]);
    expect([countKeptPledges(slice).unknown, countPledges(slice.orders, null).filled]).toEqual([1, 1]);
  });

  it('stand in R4: kept, short and unknown are everybody hired, and never more is kept than filled', () => {
    const terms = fc.record({ pay: fc.option(fc.integer({ min: 3_500, max: 4_200 })), contractMonths: fc.option(fc.integer({ min: 10, max: 13 })), permanent: fc.boolean(), named: fc.boolean() });
    fc.assert(fc.property(fc.array(terms, { maxLength: 5 }), fc.integer({ min: 0, max: 4 }), (hires, seats) => {
      const records = [aFact({ ...ORDER, seats }), ...hires.flatMap(({ named, ...given }, i) => hire(`p${i}`, named ? given : null))];
      const slice = at(records);
      const tally = countKeptPledges(slice);
      const expected = hires.filter(({ named, pay, contractMonths, permanent }) => named && pay !== null && pay / 4_000 >= 0.95 && (permanent || (contractMonths !== null && contractMonths >= 12))).length;
      expect(tally.kept).toBe(Math.min(seats, expected));
      expect(expected + tally.short + tally.unknown).toBe(hires.length);
      expect(tally.kept).toBeLessThanOrEqual(countPledges(slice.orders, null).filled);
      expect(countKeptPledges(at([...records].reverse()))).toEqual(tally);
    }), { numRuns: 200, seed: 7 });
  });

  it('refuse a ledger with faults', () => {
    const slice = at([{ kind: 'order' }]);
    expect(() => countKeptPledges(slice)).toThrow(new RangeError(`the ledger has ${slice.faults.length} faults`));
  });
});
