import { describe, expect, it } from '@jest/globals';
import { liesInside, placeOf, sharedDepth, statedDepth } from './place.js';

const shared = (a: string, b: string): number => sharedDepth(placeOf(a), placeOf(b));

describe('places', () => {
  it('share the deepest level that both state', () => {
    expect(shared('420626100', '420626100000')).toBe(9);
    expect([shared('420626100001', '420626100001'), shared('420626100001', '420626100002'), shared('420626100', '420626106000'), shared('420626', '420625'), shared('4206', '420626'), shared('42', '420626'), shared('130110', '420626')]).toEqual([12, 9, 6, 4, 4, 2, 0]);
  });

  it('of 省直辖 units share only the province, each its own county, and all lie inside xx9000', () => {
    expect([shared('429004', '429021'), shared('429004001', '429004002'), shared('429000', '429004'), shared('429000', '429000')]).toEqual([2, 6, 2, 2]);
    expect(['429004', '429021100003', '429000', '420626'].map((code) => liesInside(placeOf(code), placeOf('429000')))).toEqual([true, true, true, false]);
    expect([statedDepth(placeOf('429000')), statedDepth(placeOf('429004'))]).toEqual([2, 6]);
  });

  it('of a prefecture without counties share the county that their towns stand for', () => {
    expect([shared('441900003', '441900004'), shared('441900003', '441900'), shared('441900003001', '441900003')]).toEqual([6, 4, 9]);
    expect([statedDepth(placeOf('441900')), statedDepth(placeOf('441900003'))]).toEqual([4, 9]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['42', ['42', '4206', '429004', '420626100001'], ['13', '4413']],
    ['4206', ['4206', '420600', '420626', '420626100001'], ['42', '4205', '420502', '429006', '420500']],
    ['420626', ['420626', '420626100', '420626100001'], ['42', '4206', '420625', '420625100', '420600']],
    ['420626100', ['420626100', '420626100000', '420626100001'], ['420626', '420626106', '420625100']],
    ['420626100001', ['420626100001'], ['420626100', '420626100002', '420626']],
    ['441900003', ['441900003', '441900003001'], ['441900', '441900004', '4419']],
    ['4419', ['4419', '441900003', '441900004001'], ['44', '4413']],
  ])('%s contains what stands below it, and nothing else', (outer, inside, outside) => {
    const contains = (code: string): boolean => liesInside(placeOf(code), placeOf(outer));
    expect([inside.map(contains), outside.map(contains)]).toEqual([inside.map(() => true), outside.map(() => false)]);
  });

  it('state the level of their last group that is not zero', () => {
    expect(['42', '4206', '420626', '420626100', '420626100001', '420000', '4290'].map((code) => statedDepth(placeOf(code)))).toEqual([2, 4, 6, 9, 12, 2, 2]);
  });

  it('contain by prefix, never the other way round', () => {
    expect([liesInside(placeOf('420626'), placeOf('4206')), liesInside(placeOf('4206'), placeOf('420626')), liesInside(placeOf('420626100'), placeOf('420626100001'))]).toEqual([true, false, false]);
  });
});
