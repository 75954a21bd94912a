import { describe, expect, it } from '@jest/globals';
import { PlacementInvalid, PlacementQueryInvalid } from '../../placements.errors.js';
import { readCohortQuestion, type CohortInput } from './cohort-question.js';

const NOW = new Date('2026-11-23T01:00:00Z');
const NOW_MICROS = NOW.getTime() * 1_000;
const OWN = { id: '西安', population: 'P4', horizon: { kind: 'within', days: 180 }, kinds: ['wage'], evidenceAtLeast: 2, minimumContractMonths: 12 };

/** The paths of what is wrong with it. */
function faultsOf(input: CohortInput, head: number | null = null): readonly string[] {
  try {
    readCohortQuestion(input, NOW, head);
    return [];
  } catch (error) {
    if (error instanceof PlacementQueryInvalid || error instanceof PlacementInvalid) return error.faults.map(({ path }) => path);
    throw error;
  }
}

describe('what a cohort report is asked for', () => {
  it('is R1 as of today in one total, when nothing more is said', () => {
    expect(readCohortQuestion({}, NOW, null)).toMatchObject({ rule: { id: 'R1' }, by: null, period: null, asOf: '2026-11-23', knownBy: null });
  });

  it('is any named rate at any level of evidence, by any dimension, or a rate of one\'s own', () => {
    expect(readCohortQuestion({ rule: 'R7', minEvidence: '1', by: 'village', from: '2026-01', to: '2026-06' }, NOW, null)).toMatchObject({ rule: { id: 'R7@E1', evidenceAtLeast: 1 }, by: 'village', period: { from: '2026-01', to: '2026-06' } });
    expect(readCohortQuestion({ definition: OWN, by: 'quarter' }, NOW, null)).toMatchObject({ rule: OWN, by: 'quarter' });
  });

  it.each<[string, CohortInput, readonly string[]]>([
    ['a rate that nobody knows', { rule: 'R99' }, ['rule']],
    ['a rate of seats', { rule: 'R4' }, ['rule']],
    ['a dimension that nobody knows', { by: 'colour' }, ['by']],
    ['the employer as a dimension: it is a table of the numerator', { by: 'employer' }, ['by']],
    ['a day to come', { asOf: '2026-11-24' }, ['asOf']],
    ['an instant to come', { knownBy: '2026-11-23T09:00:01+08:00' }, ['knownBy']],
    ['an instant without its zone', { knownBy: '2026-11-23T09:00:00' }, ['knownBy']],
    ['half a period', { from: '2026-01' }, ['to']],
    ['a name and a definition', { rule: 'R1', definition: OWN }, ['definition']],
    ['a level beside a definition', { minEvidence: '1', definition: OWN }, ['minEvidence']],
    ['a definition under a name of the contract', { definition: { ...OWN, id: 'R1' } }, ['definition.id']],
    ['a definition with a wrong path', { definition: { ...OWN, horizon: { kind: 'within', day: 180 } } }, ['definition.horizon.days', 'definition.horizon.day']],
    ['a definition of seats', { definition: { id: '承诺', measure: 'pledge' } }, ['definition.measure']],
    ['no definition at all', { definition: null }, ['definition']],
  ])('refuses %s', (_, input, paths) => expect(faultsOf(input)).toEqual(paths));

  it('takes the ledger\'s own last instant, though this clock is behind it, and nothing after both', () => {
    const head = NOW_MICROS + 2_000_000;
    expect(faultsOf({ knownBy: '2026-11-23T09:00:02+08:00' }, head)).toEqual([]);
    expect(faultsOf({ knownBy: '2026-11-23T09:00:02.000001+08:00' }, head)).toEqual(['knownBy']);
  });
});
