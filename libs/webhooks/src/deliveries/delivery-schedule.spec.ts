import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FAILING_DAYS_MAX, isGivenUp, JITTER_SHARE, pauseAfterMs, putOffMs, RETRY_AFTER_MAX_S, RETRY_PAUSES_S, retryAfterOf } from './delivery-schedule.js';
import { verdictOf } from './delivery-state.js';

const NOW = new Date('2026-11-28T08:00:00Z');

describe('the schedule of attempts', () => {
  it('tries ten times over 75 hours, each pause longer than the one before', () => {
    const hours = RETRY_PAUSES_S.reduce<number>((sum, pause) => sum + pause, 0) / 3_600;
    expect(RETRY_PAUSES_S).toHaveLength(9);
    expect(hours).toBeGreaterThanOrEqual(75);
    expect(hours).toBeLessThan(76);
    expect([...RETRY_PAUSES_S].sort((a, b) => a - b)).toEqual([...RETRY_PAUSES_S]);
  });

  it('ends after the tenth attempt', () => {
    expect(pauseAfterMs(9, 0, null)).toBe(86_400_000);
    expect(pauseAfterMs(10, 0, null)).toBeNull();
  });

  it('never comes before the schedule and at most a tenth after it', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, chance) => {
      const [pause, base] = [pauseAfterMs(attempt, chance, null)!, RETRY_PAUSES_S[attempt - 1]! * 1_000];
      expect(pause).toBeGreaterThanOrEqual(base);
      expect(pause).toBeLessThanOrEqual(Math.ceil(base * (1 + JITTER_SHARE)));
    }));
  });

  it('waits for as long as the receiver asks, up to a day, and never shorter than the schedule', () => {
    expect(pauseAfterMs(1, 0, 120)).toBe(120_000);
    expect(pauseAfterMs(2, 0, 1)).toBe(300_000);
    expect(pauseAfterMs(1, 0, 10 * RETRY_AFTER_MAX_S)).toBe(RETRY_AFTER_MAX_S * 1_000);
    expect(pauseAfterMs(10, 0, 120)).toBeNull();
  });

  it.each([['120', 120], [' 0 ', 0], ['Sat, 28 Nov 2026 08:01:30 GMT', 90], ['Sat, 28 Nov 2026 07:00:00 GMT', 0]])('reads Retry-After %s', (header, seconds) => {
    expect(retryAfterOf(header, NOW)).toBe(seconds);
  });

  it.each([undefined, '', 'soon', '-5', '1.5', '2026-11-28', '99999999999'])('passes over a Retry-After of %s', (header) => {
    expect(retryAfterOf(header, NOW)).toBeNull();
  });

  it('puts off what finds its endpoint busy, the longer the more wait there', () => {
    expect([putOffMs(1, 0), putOffMs(1_000, 0)]).toEqual([5_000, 5_000]);
    expect(putOffMs(1_000, 0.5)).toBe(505_000);
  });

  it('gives an endpoint up after five whole days of failures', () => {
    const since = new Date(NOW.getTime() - FAILING_DAYS_MAX * 86_400_000);
    expect(isGivenUp(since, NOW)).toBe(true);
    expect(isGivenUp(new Date(since.getTime() + 1), NOW)).toBe(false);
  });
});

describe('an answer', () => {
  it.each([[200, 'delivered'], [204, 'delivered'], [299, 'delivered'], [199, 'failed'], [302, 'failed'], [400, 'failed'], [410, 'gone'], [429, 'failed'], [500, 'failed'], [null, 'failed']] as const)('of %s counts as %s', (status, verdict) => {
    expect(verdictOf({ status })).toBe(verdict);
  });
});
