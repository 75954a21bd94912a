import { describe, expect, it } from '@jest/globals';
import { emptyCell, type CellTally, type PlacementTable } from '../rates/rates.js';
import { findNamedRate, type PlacementRule } from '../rates/rule.js';
import { presentTable } from './present.js';

const cell = (key: string | null, n: number, more: Partial<CellTally> = {}): CellTally => ({ ...emptyCell(key), n, personCourses: { n, numerator: 0 }, ...more });
function tableOf(cells: readonly CellTally[], total = cell(null, 100)): PlacementTable {
  return { rule: findNamedRate('R1') as PlacementRule, asOf: '2026-01-01', knownBy: null, period: null, dimension: cells.length === 0 ? null : 'class', total, cells };
}

describe('a figure as it is shown', () => {
  it('says of a small cell that it is small, and of the one hidden with it that it would give the small one away', () => {
    const messages = presentTable(tableOf([cell('a', 5), cell('b', 40), cell('c', 55)]), 'published').map(({ message }) => message);
    expect(messages).toEqual([null, expect.stringContaining('不足 20 人'), expect.stringContaining('反推'), null]);
  });

  it('names only the reasons for which somebody was excluded, in the order of the reasons', () => {
    const [row] = presentTable(tableOf([], cell(null, 100, { excluded: { 'further-study': 2, death: 1 } })), 'raw');
    expect(JSON.stringify(row!.excluded)).toBe('{"death":1,"further-study":2}');
    expect(Object.keys(presentTable(tableOf([]), 'raw')[0]!.excluded!)).toEqual([]);
  });

  it('hides person-courses that are few, and those of a hidden cell however many they are', () => {
    const [total, few, small] = presentTable(tableOf([cell('a', 45, { personCourses: { n: 19, numerator: 9 } }), cell('b', 5, { personCourses: { n: 25, numerator: 9 } })]), 'published');
    expect([total, few, small].map((row) => row!.personCourses!.numerator)).toEqual([0, null, null]);
    expect(presentTable(tableOf([cell('b', 5, { personCourses: { n: 5, numerator: 3 } })]), 'raw')[1]!.personCourses).toEqual({ n: 5, numerator: 3, rate: 60 });
  });
});
