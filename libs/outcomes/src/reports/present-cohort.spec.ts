import { describe, expect, it } from '@jest/globals';
import { emptyCell, type CellTally } from '../rates/rates.js';
import { findNamedRate, type PlacementRule } from '../rates/rule.js';
import { CohortReport, type CohortCounts } from './cohort-report.js';
import { presentEmployers, type EmployerTally } from './employers.js';
import { presentCohort, type CohortHead } from './present-cohort.js';

const R1 = findNamedRate('R1') as PlacementRule;
const HEAD: CohortHead = { rule: R1, asOf: '2026-11-23', knownBy: null, period: null, by: 'village' };
const nothing = (): CohortCounts => new CohortReport({ rule: R1, period: null, by: null, around: { homeOf: () => null, departmentOf: () => null } }).counts();
const cell = (key: string | null, n: number, numerator: number, immature = 0): CellTally => ({ ...emptyCell(key), n, numerator, immature, personCourses: { n, numerator } });
const counts = (change: Partial<CohortCounts>): CohortCounts => ({ ...nothing(), rate: { total: cell(null, 100, 60), cells: [] }, ...change });

describe('a cohort report as it is shown', () => {
  it('keeps the months apart of which somebody is immature, and hides small months across both', () => {
    const months = [cell('2026-01', 40, 20), cell('2026-02', 25, 10), cell('2026-03', 5, 5, 3)];
    const raw = presentCohort(counts({ months }), HEAD, 'raw').months;
    expect([raw.mature.map(({ by, n }) => [by.month, n]), raw.immature.map(({ by, n, immature }) => [by.month, n, immature])]).toEqual([[['2026-01', 40], ['2026-02', 25]], [['2026-03', 5, 3]]]);
    const { mature, immature } = presentCohort(counts({ months }), HEAD, 'published').months;
    expect([...mature, ...immature].map(({ by, rate, suppressed }) => [by.month, rate, suppressed])).toEqual([['2026-01', 50, false], ['2026-02', null, true], ['2026-03', null, true]]);
  });

  it('names the rate of every day of the curve, and hides a day of few people on each of its two lines by itself', () => {
    const retention = [30, 90, 180, 365].map((days, at) => ({ days, tally: cell(null, [30, 25, 20, 19][at]!, 10), sameCohort: { n: 19, numerator: 9 } }));
    const shown = presentCohort(counts({ retention }), HEAD, 'published').retention;
    expect(shown.map(({ onDay: { rule, n, numerator } }) => [rule, n, numerator])).toEqual([['R2@30', 30, 10], ['R2@90', 25, 10], ['R2@180', 20, 10], ['R2@365', 19, null]]);
    expect(shown[0]!.sameCohort).toEqual({ n: 19, numerator: null, rate: null });
    expect(presentCohort(counts({ retention }), HEAD, 'raw').retention[0]!.sameCohort).toEqual({ n: 19, numerator: 9, rate: 47.37 });
    expect(presentCohort(nothing(), HEAD, 'raw').retention[0]!.sameCohort).toEqual({ n: 0, numerator: null, rate: null });
  });

  it('shows how many were trained always, and of few not how many were certified, also not by subtraction', () => {
    const count = (persons: number, certified: number) => ({ persons, personCourses: persons, certified });
    const trained: CohortCounts['trained'] = {
      total: count(170, 85),
      tables: { placement: count(110, 55), 'on-the-job': count(60, 30), outreach: count(0, 0) },
      cells: [{ programme: '甲', table: 'placement', ...count(50, 25) }, { programme: '乙', table: 'placement', ...count(60, 30) }, { programme: '丙', table: 'on-the-job', ...count(5, 2) }, { programme: '丁', table: 'on-the-job', ...count(25, 10) }, { programme: '戊', table: 'on-the-job', ...count(30, 18) }],
    };
    const shown = presentCohort(counts({ trained }), HEAD, 'published').trained;
    expect(shown.map(({ programme, table, persons, certified }) => [programme, table, persons, certified])).toEqual([
      [null, null, 170, 85], [null, 'placement', 110, 55], [null, 'on-the-job', 60, 30], [null, 'outreach', 0, 0],
      ['甲', 'placement', 50, 25], ['乙', 'placement', 60, 30], ['丙', 'on-the-job', 5, null], ['丁', 'on-the-job', 25, null], ['戊', 'on-the-job', 30, 18],
    ]);
    const small = { ...trained, tables: { ...trained.tables, 'on-the-job': count(5, 2) }, cells: trained.cells.slice(0, 3) };
    expect(presentCohort(counts({ trained: small }), HEAD, 'published').trained.filter(({ certified }) => certified === null).map(({ programme, table }) => [programme, table])).toEqual([[null, 'placement'], [null, 'on-the-job'], ['甲', 'placement'], ['乙', 'placement'], ['丙', 'on-the-job']]);
  });

  it('looks for the second figure to hide among the programmes of one kind of training only', () => {
    const count = (persons: number) => ({ persons, personCourses: persons, certified: 3 });
    const trained: CohortCounts['trained'] = {
      total: count(120), tables: { placement: count(65), 'on-the-job': count(55), outreach: count(0) },
      cells: [{ programme: '甲', table: 'placement', ...count(5) }, { programme: '乙', table: 'placement', ...count(60) }, { programme: '丙', table: 'on-the-job', ...count(25) }, { programme: '丁', table: 'on-the-job', ...count(30) }],
    };
    const onTheJob = ['丙', '丁'].map((programme) => ({ programme, completed: 30, certified: 3, mature: 30, atWork: 30, retained: 30, pay: { known: 0, before: 0, after: 0 } }));
    const certifiedOf = (given: CohortCounts['trained'], form: 'raw' | 'published'): unknown[] => {
      const shown = presentCohort(counts({ trained: given, onTheJob }), HEAD, form);
      return [...shown.trained, ...shown.onTheJob].map(({ certified }) => certified);
    };
    expect(certifiedOf(trained, 'published')).toEqual([3, 3, 3, 3, null, null, 3, 3, 3, 3]);
    expect(certifiedOf(trained, 'raw')).toEqual(Array.from({ length: 10 }, () => 3));
    const few = { ...trained, total: count(19), tables: { placement: count(14), 'on-the-job': count(5), outreach: count(0) } };
    expect(certifiedOf(few, 'published')).toEqual([null, null, null, 3, null, null, null, null, null, null]);
    expect(certifiedOf(few, 'raw')).toEqual(Array.from({ length: 10 }, () => 3));
  });

  it('shows what on-the-job training led to, the pay as an average, and hides what few people stand for', () => {
    const row = (programme: string, mature: number, known: number) => ({ programme, completed: 40, certified: 30, mature, atWork: 10, retained: 9, pay: { known, before: known * 3000, after: known * 3333.335 } });
    const trained = { ...nothing().trained, cells: ['甲', '乙', '丙'].map((programme) => ({ programme, table: 'on-the-job' as const, persons: 40, personCourses: 40, certified: 30 })) };
    const onTheJob = [row('甲', 40, 20), row('乙', 40, 19), row('丙', 19, 19)];
    const [a, b, c] = presentCohort(counts({ onTheJob, trained }), HEAD, 'published').onTheJob;
    expect(a).toMatchObject({ certified: 30, atWork: 10, retained: 9, payKnown: 20, payBeforeYuan: 3000, payAfterYuan: 3333.34 });
    expect(b).toMatchObject({ certified: 30, retained: 9, payKnown: null, payBeforeYuan: null, payAfterYuan: null });
    expect(c).toMatchObject({ completed: 40, mature: 19, atWork: null, retained: null, payKnown: null });
    expect(presentCohort(counts({ onTheJob: [row('丙', 1, 0)], trained }), HEAD, 'raw').onTheJob[0]).toMatchObject({ atWork: 10, payKnown: 0, payBeforeYuan: null });
  });
});

describe('the employers of a numerator', () => {
  const tally = (persons: readonly number[], withoutEmployer = 0, studying = 0): EmployerTally => ({ byEmployer: new Map(persons.map((count, at) => [`e${String(at).padStart(2, '0')}`, count])), withoutEmployer, studying });
  const shown = (...args: Parameters<typeof presentEmployers>): unknown[] => presentEmployers(...args).map(({ kind, employer, employers, persons }) => [kind, employer ?? employers, persons]);

  it('come the largest first, twenty of them, the rest summed; without an employer and in study apart', () => {
    const lines = shown(tally([1, ...Array.from({ length: 21 }, () => 2)], 7, 3), 'raw', false);
    expect(lines).toHaveLength(23);
    expect([lines[0], lines[19], ...lines.slice(20)]).toEqual([['employer', 'e01', 2], ['employer', 'e20', 2], ['rest', 2, 3], ['without-employer', null, 7], ['studying', null, 3]]);
  });

  it('of fewer than twenty people are summed when published, and a line of few is hidden with the smallest other', () => {
    expect(shown(tally([50, 20, 19, 12], 30), 'published', false)).toEqual([['employer', 'e00', 50], ['employer', 'e01', 20], ['rest', 2, 31], ['without-employer', null, 30]]);
    expect(shown(tally([50, 25, 4], 30), 'published', false)).toEqual([['employer', 'e00', 50], ['employer', 'e01', null], ['rest', null, null], ['without-employer', null, 30]]);
  });

  it('are not shown when the cohort itself is hidden', () => {
    expect(shown(tally([9], 3), 'published', true)).toEqual([]);
    expect(shown(tally([], 0), 'raw', true)).toEqual([]);
    expect(shown(tally([9], 3), 'raw', true)).toEqual([['employer', 'e00', 9], ['without-employer', null, 3]]);
  });

  it('of two equally small the first in the list is hidden, also in a long list', () => {
    const lines = shown(tally([...Array.from({ length: 9 }, () => 50), 20, 20], 0, 5), 'published', false);
    expect(lines.slice(8)).toEqual([['employer', 'e08', 50], ['employer', 'e09', null], ['employer', 'e10', 20], ['studying', null, null]]);
  });
});
