import { describe, expect, it } from '@jest/globals';
import { afterRefusal, RETRY_PAUSES_S } from './after-refusal.js';

const NOW = new Date('2026-11-28T02:00:00Z');
const LATER = new Date('2026-11-30T02:00:00Z');
const busy = { passing: true, away: false };
const forGood = { passing: false, away: false };

describe('after a definite refusal', () => {
  it('the next provider is asked at once, also after a refusal for good', () => {
    for (const refusal of [busy, forGood]) expect(afterRefusal({ attempt: 1, ...refusal }, 2, NOW, LATER)).toEqual({ next: 'queued', dueAt: NOW });
  });
  it('one for good by the last of them ends it', () => {
    expect(afterRefusal({ attempt: 2, ...forGood }, 2, NOW, LATER)).toEqual({ next: 'rejected' });
    expect(afterRefusal({ attempt: 1, ...forGood }, 1, NOW, LATER)).toEqual({ next: 'rejected' });
  });
  it('a passing one begins a new round after a longer and longer pause, until the last of them, and for as long as the message is valid', () => {
    const pauses = [1, 2, 3, 4, 5].map((attempt) => afterRefusal({ attempt, ...busy }, 1, NOW, LATER));
    expect(pauses).toEqual([...RETRY_PAUSES_S.map((s) => ({ next: 'queued', dueAt: new Date(NOW.getTime() + s * 1_000) })), { next: 'queued', dueAt: new Date(NOW.getTime() + 1_800_000) }]);
    expect(afterRefusal({ attempt: 5, ...busy }, 1, NOW, new Date(NOW.getTime() + 1_800_000))).toEqual({ next: 'rejected' });
  });
  it('a gateway that is not there is tried for as long as the message is valid', () => {
    expect(afterRefusal({ attempt: 400, passing: true, away: true }, 1, NOW, LATER)).toEqual({ next: 'queued', dueAt: new Date(NOW.getTime() + 10_000) });
    expect(afterRefusal({ attempt: 1, passing: true, away: true }, 1, NOW, new Date(NOW.getTime() + 10_000))).toEqual({ next: 'rejected' });
  });
});
