import { describe, expect, it } from '@jest/globals';
import { firstOf, waveStateOf } from './wave-rules.js';

describe('a wave', () => {
  it.each([[1, 1], [200, 200], [201, 20], [5_000, 20]])('of %i lets %i go at first', (size, first) => expect(firstOf(size)).toBe(first));
  it('is a trial until it is released, and stopped above all', () => {
    const at = new Date(0);
    expect([waveStateOf({ releasedAt: null, stoppedAt: null }), waveStateOf({ releasedAt: at, stoppedAt: null }), waveStateOf({ releasedAt: at, stoppedAt: at })]).toEqual(['trial', 'sending', 'stopped']);
  });
});
