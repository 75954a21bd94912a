import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areTitlesAlike, findDuplicates, type ComparedVacancy } from './find-duplicates.js';

const TOWN = '420626100000';
const OTHER_TOWN = '420626104000';
const COUNTY = '420626000000';
let count = 0;
const vacancy = (more: Partial<ComparedVacancy> = {}): ComparedVacancy => ({
  id: `v${String(++count).padStart(4, '0')}`, employerId: 'e1', source: 'hubei', cleanedTitle: '电焊工', region: TOWN, telephone: 't1', payFrom: 4_000, payTo: 5_000, createdAt: new Date(Date.UTC(2026, 0, count)), ...more,
});
const linksOf = (...vacancies: ComparedVacancy[]) => findDuplicates(vacancies).map(({ id, canonicalId, reason }) => [id, canonicalId, reason]);

describe('two vacancies', () => {
  it.each<[string, Partial<ComparedVacancy>, Partial<ComparedVacancy>, string | null]>([
    ['of one source with one telephone are one', {}, { payFrom: 9_000, payTo: 9_000 }, 'telephone'],
    ['of one source with equal pay are one', { telephone: null }, {}, 'pay'],
    ['of one source with neither are two', { telephone: null }, { payFrom: null, payTo: null }, null],
    ['of one source with unknown pay in both are two', { telephone: null, payFrom: null, payTo: null }, { payFrom: null, payTo: null }, null],
    ['of two sources need no more than employer, place and title', { telephone: null, payFrom: null, payTo: null }, { source: 'cjob' }, 'post'],
    ['of two sources with other telephones and other pay are two', { telephone: 't2', payFrom: 1 }, { source: 'cjob' }, null],
    ['of two sources with other telephones and equal pay are one', { telephone: 't2' }, { source: 'cjob' }, 'pay'],
    ['of two employers are two', { employerId: 'e2' }, {}, null],
    ['of two places are two', { region: OTHER_TOWN }, {}, null],
    ['of an unknown place are two', { region: null }, {}, null],
    ['of a town and its county are one', { region: COUNTY }, { source: 'cjob' }, 'telephone'],
    ['of other titles are two', { cleanedTitle: '厨师' }, {}, null],
    ['of titles nearly alike are one', { cleanedTitle: '家具安装工程师傅' }, { cleanedTitle: '家具安装工程师' }, 'telephone'],
  ])('%s', (_, one, other, reason) => {
    const [a, b] = [vacancy(one), vacancy(other)];
    expect(linksOf(a, b).map(([, , why]) => why)).toEqual(reason === null ? [] : [reason]);
  });

  it('leave the own post canonical, then the source that ranks first, then the oldest', () => {
    const [cjob, older, hubei, own] = [vacancy({ source: 'cjob' }), vacancy(), vacancy(), vacancy({ source: 'employer' })];
    expect(linksOf(cjob, hubei, older, own).map(([id, canonical]) => `${String(id)}>${String(canonical)}`).sort()).toEqual([cjob, older, hubei].map((each) => `${each.id}>${own.id}`).sort());
    expect(linksOf(cjob, hubei, older)).toEqual(expect.arrayContaining([[cjob.id, older.id, 'telephone'], [hubei.id, older.id, 'telephone']]));
  });

  it('never meet over a third that could be either', () => {
    const county = vacancy({ source: 'cjob', region: COUNTY, telephone: null, payFrom: null, payTo: null });
    const [one, other] = [vacancy({ telephone: 't1', payFrom: 1, payTo: 2 }), vacancy({ region: OTHER_TOWN, telephone: 't2', payFrom: 3, payTo: 4 })];
    expect(linksOf(one, county, other)).toEqual([[county.id, one.id, 'post']]);
  });

  it('stay as an officer said, against every rule', () => {
    const [a, b, c] = [vacancy(), vacancy(), vacancy({ employerId: 'e9', cleanedTitle: '别的', region: null })];
    const decisions = [{ one: a.id, other: b.id, verdict: 'different' }, { one: a.id, other: c.id, verdict: 'same' }] as const;
    expect(findDuplicates([a, b, c], decisions)).toEqual([{ id: c.id, canonicalId: a.id, reason: 'officer' }]);
  });
});

describe('groups of duplicates', () => {
  it('stay within one employer and one place, and no canonical vacancy repeats another', () => {
    const any = fc.record({ employerId: fc.constantFrom('e1', 'e2'), source: fc.constantFrom('hubei', 'cjob', 'employer'), region: fc.constantFrom(TOWN, OTHER_TOWN), telephone: fc.constantFrom(null, 't1', 't2'), payFrom: fc.constantFrom(null, 1, 2) });
    fc.assert(fc.property(fc.array(any, { maxLength: 12 }), (given) => {
      const rows = given.map((each) => vacancy({ ...each, payTo: each.payFrom }));
      const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
      const answer = findDuplicates(sorted);
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const { id, canonicalId } of answer) {
        expect(answer.some((link) => link.id === canonicalId)).toBe(false);
        expect(byId.get(id)!.employerId).toBe(byId.get(canonicalId)!.employerId);
        expect(byId.get(id)!.region).toBe(byId.get(canonicalId)!.region);
      }
    }));
  });

  it('of titles: alike from 0.8 on, whichever comes first', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'电焊工安装师傅'), maxLength: 8 }), fc.string({ unit: fc.constantFrom(...'电焊工安装师傅'), maxLength: 8 }), (a, b) => expect(areTitlesAlike(a, b)).toBe(areTitlesAlike(b, a))));
  });
});
