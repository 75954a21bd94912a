import { describe, expect, it } from '@jest/globals';
import { deriveFigures, type Claim, type Figure, type Finding } from './derive.js';

const FIGURES: Readonly<Record<string, Figure>> = {
  trained: { label: '培训', value: 100, unit: '人' },
  men: { label: '男', value: 60, unit: '人' },
  women: { label: '女', value: 40, unit: '人' },
  none: { label: '无', value: 0, unit: '人' },
  households: { label: '户', value: 40, unit: '户' },
  rate: { label: '率', value: 72, unit: '%' },
  low: { label: '低', value: 20, unit: '%' },
  high: { label: '高', value: 80, unit: '%' },
  each: { label: '标准', value: 15, unit: '元/人' },
  money: { label: '金额', value: 900, unit: '元' },
};
const find = (claim: Omit<Claim, 'label'>): Finding => deriveFigures(FIGURES, [{ label: 'x', ...claim }])[0]!;
const verdict = (claim: Omit<Claim, 'label'>): string => find(claim).verdict;

describe('a figure', () => {
  it('follows from the sum, the difference, the share, the percentage or the product that gives it', () => {
    expect(find({ figure: 'trained', is: { plus: ['men', 'women'] } })).toEqual({ label: 'x', verdict: 'follows', derived: { value: 100, unit: '人' }, reading: '100 人 = 60 + 40' });
    expect(find({ figure: 'women', is: { from: 'trained', less: ['men', 'none'] } })).toMatchObject({ verdict: 'follows', reading: '40 人 = 100 − 60 − 0' });
    expect(find({ figure: 'rate', is: { share: { plus: ['men', 'women'] }, in: 'trained' } })).toEqual({ label: 'x', verdict: 'contradicts', derived: { value: 100, unit: '%' }, reading: '72 % ≠ 60 + 40 ÷ 100（= 100 %）' });
    expect(find({ figure: 'women', is: { percent: 66, of: 'men' } })).toMatchObject({ verdict: 'follows', derived: { value: 40, unit: '人' }, reading: '40 人 = 60 × 66 %' });
    expect(find({ figure: 'money', is: { each: 'each', times: 'men' } })).toMatchObject({ verdict: 'follows', derived: { value: 900, unit: '元' }, reading: '900 元 = 15 × 60' });
  });

  it('contradicts what gives another, and says what that is', () => {
    expect(find({ figure: 'trained', is: { plus: ['men', 'men'] } })).toEqual({ label: 'x', verdict: 'contradicts', derived: { value: 120, unit: '人' }, reading: '100 人 ≠ 60 + 60（= 120 人）' });
  });

  it('is consistent with parts that are no more than it', () => {
    expect([verdict({ figure: 'trained', atLeast: 'men' }), verdict({ figure: 'trained', atLeast: { plus: ['men', 'women'] } }), verdict({ figure: 'women', atLeast: 'men' })]).toEqual(['consistent', 'consistent', 'contradicts']);
    expect(find({ figure: 'trained', atLeast: { plus: ['men', 'women'] } }).reading).toBe('100 人 ≥ 60 + 40（= 100 人）');
    expect(find({ figure: 'women', atLeast: 'men' }).reading).toBe('40 人 < 60（= 60 人）');
  });

  it('does not follow from another unit, even where the numbers are equal', () => {
    expect(find({ figure: 'households', is: 'women' })).toEqual({ label: 'x', verdict: 'not-derivable', derived: { value: 40, unit: '人' }, reading: '40 户；40 = 40 人，单位不同，推不出' });
    expect(verdict({ figure: 'households', atLeast: 'none' })).toBe('not-derivable');
  });

  it.each([['rate', 'low', 'high', 'not-derivable'], ['high', 'low', 'high', 'not-derivable'], ['low', 'low', 'high', 'follows'], ['rate', 'high', 'high', 'follows'], ['high', 'low', 'rate', 'contradicts'], ['rate', 'low', 'low', 'contradicts'], ['men', 'low', 'high', 'not-derivable'], ['low', 'low', 'men', 'not-derivable'], ['low', 'men', 'high', 'not-derivable'], ['low', 'women', 'men', 'not-derivable']])(
    'as a floor, %s of something between %s and %s: %s', (figure, low, high, expected) => {
      expect(find({ figure, floorOf: [low, high] })).toMatchObject({ verdict: expected, derived: null });
    });

  it('is read with the two ends between which nobody knows where it is', () => {
    expect(find({ figure: 'rate', floorOf: ['low', 'high'] }).reading).toBe('72 %；只知在 20 % 与 80 % 之间');
  });
});

describe('a claim', () => {
  it.each([
    ['a figure that is not there', { figure: 'nobody', is: 'men' }, 'no figure nobody'],
    ['a name that every object has', { figure: 'constructor', is: 'men' }, 'no figure constructor'],
    ['a sum of people and households', { figure: 'trained', is: { plus: ['men', 'households'] } }, '人 and 户 in one sum'],
    ['people less households', { figure: 'trained', is: { from: 'trained', less: ['households'] } }, '人 and 户 in one sum'],
    ['a sum of nothing', { figure: 'trained', is: { plus: [] } }, 'a sum of nothing'],
    ['a share of nobody', { figure: 'rate', is: { share: 'men', in: 'none' } }, 'a share of nothing'],
    ['a share of another unit', { figure: 'rate', is: { share: 'men', in: 'households' } }, '人 and 户 in one sum'],
    ['yuan a person times households', { figure: 'money', is: { each: 'each', times: 'households' } }, '元/人 × 户'],
    ['people times people', { figure: 'money', is: { each: 'men', times: 'men' } }, '人 × 人'],
    ['no statement', { figure: 'men' }, 'claim without a statement: x'],
  ] as readonly [string, Omit<Claim, 'label'>, string][])('with %s is refused, and told why', (_, claim, message) => {
    expect(() => find(claim)).toThrow(new RangeError(message));
  });
});
