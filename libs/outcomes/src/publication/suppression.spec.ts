import { describe, expect, it } from '@jest/globals';
import { hiddenCells, isTooSmall } from './suppression.js';

function hidden(sizes: Readonly<Record<string, number>>): string[] {
  return [...hiddenCells(Object.entries(sizes).map(([key, n]) => ({ key, n })))].map(({ key }) => key).sort();
}

describe('hiding small cells', () => {
  it('hides a denominator from 1 to 19', () => {
    expect([0, 1, 19, 20].map(isTooSmall)).toEqual([false, true, true, false]);
  });
  it('hides nothing else where none or several are small', () => {
    expect([hidden({ a: 20, b: 30 }), hidden({ a: 5, b: 6, c: 30 })]).toEqual([[], ['a', 'b']]);
  });
  it('hides the smallest other cell where exactly one is small', () => {
    expect(hidden({ a: 90, b: 40, c: 5, d: 50 })).toEqual(['b', 'c']);
  });
  it('takes the lower key of two equal cells', () => {
    expect([hidden({ c: 40, b: 40, a: 5 }), hidden({ b: 40, c: 40, a: 5 }), hidden({ a: 5, c: 40, d: 41, b: 40 })]).toEqual([['a', 'b'], ['a', 'b'], ['a', 'b']]);
  });
  it('does not spend the second hiding on a cell over nobody', () => {
    expect([hidden({ a: 0, b: 5, c: 40 }), hidden({ a: 0, b: 5 })]).toEqual([['b', 'c'], ['b']]);
  });
});
