import { describe, expect, it } from '@jest/globals';
import type { PlaceInputs } from './places.repository.js';
import { placeWords } from './place-words.js';

const inputs: PlaceInputs = { shortage: 0.75, pledge: 1, fulfilment: 0.5, openedShare: 0.3, fairShare: 0.1, unfillable: 12, qualified: 4, payYuan: 4_500, medianPayYuan: 4_200, contractMonths: 12, pledgedBefore: 0, retainedBefore: 0 };

describe('why an order stands where it stands', () => {
  it('adds up to its effective points', () => {
    const words = placeWords({ age: 10, penalty: 8, inputs });
    expect(words.map(({ part, points }) => [part, points])).toEqual([['shortage', 30], ['pledge', 35], ['fulfilment', 12.5], ['age', 10], ['penalty', -8]]);
    expect(words.reduce((sum, { points }) => sum + points, 0)).toBe(79.5);
  });

  it('says what is not known and what is lent', () => {
    const words = placeWords({ age: 0, penalty: 0, inputs: { ...inputs, unfillable: 0, medianPayYuan: null, contractMonths: null, pledgedBefore: 20, retainedBefore: 16 } }).map((each) => each.words).join('\n');
    for (const text of ['没有招不满的岗位', '中位数不详', '无固定期限合同按 12 个月计', '承诺 20 个岗位，满 90 天仍在岗 16 人']) expect(words).toContain(text);
  });
});
