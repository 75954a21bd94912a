import { describe, expect, it } from '@jest/globals';
import { incomeFaults } from './income-faults.js';

const TODAY = '2026-11-28';
const INCOME = { year: 2025, perHeadYuan: 9_000, source: 'visit', sourceReference: null, on: '2026-01-10' } as const;
const faults = (more: object): string[] => incomeFaults({ ...INCOME, ...more }, TODAY).map(({ path }) => path);

describe('an income', () => {
  it.each([['as it should be', {}], ['assessed today', { on: TODAY }], ['of the year of its assessment', { year: 2026 }], ['of the first year', { year: 1978 }], ['from a paper with a name', { source: 'document', sourceReference: '证明' }], ['with the longest name', { sourceReference: '长'.repeat(200) }]])('%s is taken', (_, more) => expect(faults(more)).toEqual([]));

  it.each([
    ['assessed tomorrow', { on: '2026-11-29' }, ['on']], ['of a year after its assessment', { year: 2027 }, ['year']], ['of a year before them all', { year: 1977 }, ['year']],
    ['from a registry without its name', { source: 'registry' }, ['sourceReference']], ['from a paper without its name', { source: 'document' }, ['sourceReference']], ['with a name that goes on and on', { sourceReference: '长'.repeat(201) }, ['sourceReference']],
    ['wrong in every way', { on: '2027-01-01', year: 2028, source: 'registry' }, ['on', 'year', 'sourceReference']],
  ])('%s is returned', (_, more, paths) => expect(faults(more)).toEqual(paths));
});
