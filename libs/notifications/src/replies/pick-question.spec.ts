import { describe, expect, it } from '@jest/globals';
import { pickQuestion, type AskedQuestion } from './pick-question.js';

const HOUR = 3_600_000;
const asked = (id: string, hour: number, isAnswered = false): AskedQuestion => ({ id, kind: 'match', askedAt: hour * HOUR, isAnswered });

describe('An answer belongs to', () => {
  it('the newest unanswered question of 72 hours', () => {
    expect(pickQuestion([asked('a', 1), asked('b', 5), asked('c', 9, true)], 20 * HOUR)?.id).toBe('b');
    expect(pickQuestion([asked('a', 0)], 72 * HOUR)?.id).toBe('a');
  });

  it('nothing, when that is longer ago, still to come, or answered', () => {
    expect(pickQuestion([asked('a', 0)], 72 * HOUR + 1)).toBeNull();
    expect(pickQuestion([asked('a', 2)], HOUR)).toBeNull();
    expect(pickQuestion([asked('a', 0, true)], HOUR)).toBeNull();
  });

  it('the same one whatever the order they are given in', () => {
    expect(pickQuestion([asked('b', 1), asked('a', 1)], HOUR)?.id).toBe('b');
    expect(pickQuestion([asked('a', 1), asked('b', 1)], HOUR)?.id).toBe('b');
  });
});
