import { describe, expect, it } from '@jest/globals';
import { CohortReport, emptyCell, findNamedRate, presentCohort, retentionRuleOf, type CellTally, type CohortCounts, type PlacementRule, type PresentationForm } from '@app/outcomes';
import { defineCohort } from './cohort-definitions.js';
import { cohortTable } from './cohort-table.js';

const R1 = findNamedRate('R1') as PlacementRule;
const CONTEXT = { regionName: '保康县', period: { from: '2026-01', to: '2026-06' }, asOf: '2026-11-23', knownBy: '2026-11-23T08:00:00.000001Z' };
const NOTHING = new CohortReport({ rule: R1, period: null, by: null, around: { homeOf: () => null, departmentOf: () => null } }).counts();
const cell = (key: string | null, n: number, more: Partial<CellTally> = {}): CellTally => ({ ...emptyCell(key), n, numerator: n, evidence: [0, 0, n, 0], personCourses: { n, numerator: n }, ...more });
const COUNTS: CohortCounts = {
  ...NOTHING,
  rate: { total: cell(null, 40, { excluded: { death: 1 } }), cells: [cell('', 3), cell('420626106201', 37)] },
  months: [cell('2026-01', 40), cell('2026-02', 0, { immature: 5 })],
  retention: NOTHING.retention.map((point) => ({ ...point, tally: cell(null, 40) })),
  employers: { byEmployer: new Map([['works', 30], ['small', 2]]), withoutEmployer: 8, studying: 0 },
};

const HEAD = { rule: R1, retentionRule: retentionRuleOf(R1), by: 'village' } as const;
const tableOf = (form: PresentationForm, counts = COUNTS) => {
  const figures = presentCohort(counts, { rule: R1, asOf: CONTEXT.asOf, knownBy: null, period: null, by: 'village' }, form);
  return cohortTable({ rule: R1, definitions: defineCohort({ ...HEAD, form }, CONTEXT), names: { cells: new Map([['', '登记地不详'], ['420626106201', '歇马镇河东村']]), employers: new Map([['works', '保康甲']]) } }, figures);
};

describe('a cohort report as a table', () => {
  it.each<[PresentationForm, CohortCounts]>([['raw', COUNTS], ['published', COUNTS], ['raw', NOTHING], ['published', NOTHING]])('has with every figure its unit and its definition, and a word where a figure is missing (%s)', (form, counts) => {
    const { rows, columns, name } = tableOf(form, counts);
    expect(name.length).toBeLessThanOrEqual(31);
    for (const row of rows) {
      const [table, , , , item, value, unit, remark, definition] = row;
      expect([row.length, table, item, unit].every(Boolean)).toBe(true);
      expect(row).toHaveLength(columns.length);
      expect(`${definition as string}`).toContain('截至 2026-11-23');
      expect({ row, isExplained: value !== null || (typeof remark === 'string' && remark !== '') }).toEqual({ row, isExplained: true });
    }
  });

  it('names what keys and employers are called, and what an employer without a name goes by', () => {
    const { rows } = tableOf('raw');
    const groups = (table: string): unknown[] => [...new Set(rows.filter((row) => row[0] === table).map((row) => row[2]))];
    expect(groups('比率')).toEqual(['合计', '登记地不详', '歇马镇河东村']);
    expect(groups('分子按用人单位')).toEqual(['保康甲', 'small', '没有用人单位（如自主创业）']);
    expect(rows.filter((row) => row[2] === '合计' && row[4] === '除外：死亡').map((row) => [row[5], row[6]])).toEqual([[1, '人']]);
    expect([groups('已到期的月份'), groups('未到期的月份')]).toEqual([['2026-01'], ['2026-02']]);
  });

  it('says in every definition whether figures are raw or for publication, and of months that are not due that they are no rate', () => {
    const [raw, published] = (['raw', 'published'] as const).map((form) => defineCohort({ ...HEAD, form }, CONTEXT));
    const texts = ({ retention, ...others }: typeof raw & object): string[] => [...Object.values(others), ...retention.map(({ definition }) => definition)];
    expect(texts(raw!).every((text) => text.includes('不得公布'))).toBe(true);
    expect(texts(published!).every((text) => text.includes('公布用数字'))).toBe(true);
    expect(raw!.immatureMonths).toContain('不是该月的就业率');
    expect(raw!.rate).toContain('2026-01 至 2026-06');
    expect(new Set(texts(raw!)).size).toBe(texts(raw!).length);
    expect(defineCohort({ ...HEAD, by: null, form: 'raw' }, CONTEXT).rate).not.toContain('分列');
  });
});
