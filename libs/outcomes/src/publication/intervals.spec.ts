import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { percentOf, reachesTarget, wilsonInterval } from './intervals.js';

const counts = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe('a rate in percent', () => {
  it.each([[72, 100, 72], [23, 160, 14.38], [23, 30, 76.67], [20, 40, 50], [20, 36, 55.56], [1, 3, 33.33], [0, 7, 0], [7, 7, 100]])('is %i of %i = %d', (k, n, rate) => {
    expect(percentOf(k, n)).toBe(rate);
  });

  it('goes up at exactly half a hundredth, which a double would miss', () => {
    expect(percentOf(201, 20_000)).toBe(1.01); // 1.005 %
    expect(percentOf(1, 20_000)).toBe(0.01); // 0.005 %
  });

  it('is null of nobody', () => {
    expect([percentOf(0, 0), wilsonInterval(0, 0), reachesTarget(0, 0, '72')]).toEqual([null, null, null]);
  });
});

describe('the Wilson interval', () => {
  it.each([[72, 100, [62.51, 79.86]], [18, 25, [52.42, 85.72]]] as const)('of %i in %i is %p', (k, n, interval) => {
    expect(wilsonInterval(k, n)).toEqual(interval);
  });

  it('lies within 0 and 100 and holds the rate', () => {
    fc.assert(fc.property(counts, ([k, n]) => {
      const [low, high] = wilsonInterval(k, n)!;
      const rate = percentOf(k, n)!;
      expect([0 <= low, low <= rate, rate <= high, high <= 100]).toEqual([true, true, true, true]);
    }), { numRuns: casesOf(100) });
  });
});

describe('a target', () => {
  it('is compared on the exact fraction: 71.996 % rounds to 72.00 and does not reach 72 %', () => {
    expect(percentOf(17_999, 25_000)).toBe(72);
    expect(reachesTarget(17_999, 25_000, '72')).toBe(false);
    expect(reachesTarget(18_000, 25_000, '72')).toBe(true);
    expect(reachesTarget(2, 3, '66.67')).toBe(false);
  });

  it.each(['≥ 72', '72 %', '-1', '.5', ''])('refuses "%s", which is no decimal number, by name', (target) => {
    expect(() => reachesTarget(1, 2, target)).toThrow(new RangeError(`not a decimal number: ${target}`));
  });
});
