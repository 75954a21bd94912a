import { describe, expect, it } from '@jest/globals';
import { answerOfCall } from './answer-of-call.js';

describe('what a call says to its question', () => {
  it('is yes, or a reason why not, or nothing', () => {
    expect([answerOfCall('interested', null), answerOfCall('refused', 'pay'), answerOfCall('reached', null), answerOfCall('not-reached', null), answerOfCall('no-more-calls', null)]).toEqual(['yes', 'pay', null, null, null]);
  });
});
