import { describe, expect, it } from '@jest/globals';
import { isOccupationCode, occupationAffinity, parseOccupation } from './occupation.js';

const close = (a: string | null, b: string | null): number => occupationAffinity(a === null ? null : parseOccupation(a), b === null ? null : parseOccupation(b));

describe('occupations', () => {
  it.each<[string | null, string | null, number]>([
    ['6-18-02-04', '6-18-02-04', 1], ['6-18-02-04', '6-18-02-05', 0.6], ['6-18-02-04', '6-18-02', 0.6], ['6-18-02', '6-18-02', 0.6], ['6-18-02-04', '6-18-03-04', 0.3], ['6-18-02', '6-18', 0.3],
    ['6-18', '6-18', 0.3], ['6-18', '6-19', 0], ['6-18-02-04', '6-19-02-04', 0], ['6', '6', 0], ['6', '6-18-02-04', 0], ['1-18', '6-18', 0], [null, '6-18', 0], ['6-18', null, 0], [null, null, 0],
  ])('%s and %s are close by the parts that they share from the left', (a, b, value) => {
    expect([close(a, b), close(b, a)]).toEqual([value, value]);
  });

  it('have one to four parts: one digit, then two each', () => {
    expect(['6', '6-18', '6-18-02', '6-18-02-04'].map(isOccupationCode)).toEqual([true, true, true, true]);
    expect(['', '66', '6-1', '6-', '6-18-02-04-01', 'x6-18', '6-18x', '6-1a', '6 18', 618, null, undefined, ['6']].map(isOccupationCode)).toEqual(new Array(13).fill(false));
  });
});
