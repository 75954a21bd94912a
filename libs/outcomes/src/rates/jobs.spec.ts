import { describe, expect, it } from '@jest/globals';
import type { Job } from '../facts/histories.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { betterProven, compareForNaming, isSameEmployer } from './jobs.js';
import { computeRates, type PlacementTable } from './rates.js';
import { findNamedRate } from './rule.js';

const OPEN = Number.POSITIVE_INFINITY;
function job(id: string, firstDay: number, lastDay: number, more: Partial<Job> = {}): Job {
  return { id, type: 'wage', employer: id, isPermanent: false, pay: null, contractMonths: null, firstDay, lastDay, level: 2, ...more };
}
const bestProven = (jobs: readonly Job[]): Job | null => jobs.reduce<Job | null>(betterProven, null);
const named = (...jobs: Job[]): string => [...jobs].sort(compareForNaming)[0]!.id;

describe('where one of several employments must be named', () => {
  it('it is the permanent one, however short', () => {
    expect(named(job('a', 0, OPEN), job('b', 50, 60, { isPermanent: true }))).toBe('b');
  });
  it('else the longest, and an open one is longest', () => {
    expect(named(job('a', 0, 100), job('b', 10, 111))).toBe('b');
    expect(named(job('a', -9000, 9000), job('b', 80, OPEN))).toBe('b');
    const [short, long] = [job('a', 50, 100), job('b', 0, 60)];
    expect([named(short, long), named(long, short), compareForNaming(short, long), compareForNaming(long, short)]).toEqual(['b', 'b', 1, -1]);
  });
  it('else the earliest begun, also of two open ones', () => {
    expect(named(job('a', 5, 105), job('b', 0, 100))).toBe('b');
    expect(named(job('a', 5, OPEN), job('b', 0, OPEN))).toBe('b');
  });
  it('else the lowest id', () => {
    expect(named(job('b', 0, 9), job('a', 0, 9), job('c', 0, 9))).toBe('a');
  });
});

describe('two employments', () => {
  it('without an employer equal only themselves', () => {
    const [one, other] = [job('a', 0, 9, { employer: null }), job('b', 0, 9, { employer: null })];
    expect([isSameEmployer(one, other), isSameEmployer(one, one), isSameEmployer(job('a', 0, 9, { employer: 'e' }), job('b', 20, 29, { employer: 'e' }))]).toEqual([false, true, true]);
  });
  it('are shown by the better proof', () => {
    expect(bestProven([job('a', 0, OPEN, { level: 1 }), job('b', 3, 4, { level: 3 })])?.id).toBe('b');
    expect(bestProven([])).toBeNull();
  });
  it('equally well proven are shown by the one that is named', () => {
    const [open, ended, unproven] = [job('a', 0, OPEN), job('b', 0, 9), job('c', -500, OPEN, { level: 1, isPermanent: true })];
    expect([bestProven([open, ended, unproven]), bestProven([unproven, ended, open]), bestProven([ended, unproven, open])].map((best) => best?.id)).toEqual(['a', 'a', 'a']);
  });
});

describe('the rate of the same employer in a later quarter', () => {
  /** Completed in the first quarter of 2024: the second quarter after is July to September, the fourth January to March. */
  it('asks for some employer of the second quarter again, not for all of them, nor for the one that would be named', () => {
    const held = (id: string, from: string, more: object = {}): object[] => [
      aFact({ kind: 'employment-started', employment: id, person: 'p', type: 'wage', employer: id, permanent: false, effectiveOn: from, ...more }), aFact({ kind: 'evidence', employment: id, level: 2 }),
    ];
    const records = [
      aClass('k', '2024-01-31', '2024-01-01'), ...aGraduate('p', 'k', '2024-01-31'), ...held('named', '2024-07-01', { permanent: true }), aFact({ kind: 'employment-ended', employment: 'named', effectiveOn: '2024-09-30' }),
      ...held('other', '2024-09-30'), ...held('new', '2025-01-01'),
    ];
    const numeratorOf = (facts: readonly object[]): number => (computeRates(ledgerOf(facts).at({ asOf: '2026-01-01' }), { rules: [findNamedRate('R6S')!] }) as PlacementTable[])[0]!.total.numerator;
    const leaves = aFact({ kind: 'employment-ended', employment: 'other', effectiveOn: '2024-12-31' });
    expect([numeratorOf(records), numeratorOf([...records, leaves])]).toEqual([1, 0]);
  });
});

describe('the rate of the same employer', () => {
  /** Two employments on day 90 (2024-04-30), the one that is named and another; only `later` is still held on day 180. */
  function numerator(first: object, later: object): number | null {
    const jobFacts = (id: string, { from, ...more }: { from?: string } & object): object[] => [
      aFact({ kind: 'employment-started', employment: id, person: 'p', type: 'wage', employer: id, permanent: false, effectiveOn: from, ...more }),
      aFact({ kind: 'evidence', employment: id, level: 2 }),
    ];
    const records = [
      aClass('k', '2024-01-31', '2024-01-01'), ...aGraduate('p', 'k', '2024-01-31'), ...jobFacts('a', first), ...jobFacts('b', later),
      aFact({ kind: 'employment-ended', employment: 'a', effectiveOn: '2024-05-31' }),
    ];
    const [table] = computeRates(ledgerOf(records).at({ asOf: '2026-01-01' }), { rules: [findNamedRate('R3')!] }) as PlacementTable[];
    return table!.total.numerator;
  }

  it('asks for the employer named, not for any of that day', () => {
    expect(numerator({ from: '2024-02-01', permanent: true }, { from: '2024-02-01' })).toBe(0);
    expect(numerator({ from: '2024-02-01' }, { from: '2024-02-01' })).toBe(1);
  });
  it('takes any proven employment with that employer', () => {
    expect(numerator({ from: '2024-02-01', permanent: true, employer: 'e' }, { from: '2024-07-01', employer: 'e' })).toBe(1);
    expect(numerator({ from: '2024-02-01', permanent: true, employer: null }, { from: '2024-07-01', employer: null })).toBe(0);
  });
});
