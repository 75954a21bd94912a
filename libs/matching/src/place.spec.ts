import { describe, expect, it } from '@jest/globals';
import { liesInside, placeOf, sharedDepth, statedDepth } from './place.js';

const shared = (a: string, b: string): number => sharedDepth(placeOf(a), placeOf(b));

describe('places', () => {
  it('share the deepest level that both state', () => {
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

  it('contain by prefix, never the other way round', () => {
    expect([liesInside(placeOf('420626'), placeOf('4206')), liesInside(placeOf('4206'), placeOf('420626')), liesInside(placeOf('420626100'), placeOf('420626100001'))]).toEqual([true, false, false]);
  });
});
