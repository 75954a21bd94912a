import { describe, expect, it } from '@jest/globals';
import { ERASURE_MOVES, ERASURE_STATES, HINDRANCE_LABEL, HINDRANCES, hindranceSentence } from './erasure.js';

describe('an erasure', () => {
  it('ends, and what is gone does not come back', () => {
    expect(ERASURE_STATES.filter((state) => ERASURE_MOVES[state].length === 0)).toEqual(['refused', 'gone']);
    expect(ERASURE_STATES.filter((state) => (ERASURE_MOVES[state] as readonly string[]).includes('gone'))).toEqual(['emptied']);
  });

  it('says everything that stands against it in one sentence', () => {
    expect(hindranceSentence(['in-class', 'money-open'])).toBe('尚不能抹除：在册班次未结束，或仍在候补；补贴已申报或承诺，尚未全部付清（或退回）。了结之后方可办理。');
    expect(new Set(HINDRANCES.map((code) => HINDRANCE_LABEL[code])).size).toBe(HINDRANCES.length);
  });
});
