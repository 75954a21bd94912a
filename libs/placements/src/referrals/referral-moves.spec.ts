import { describe, expect, it } from '@jest/globals';
import { mayFollow, stateOn } from './referral-moves.js';

const presented = { kind: 'presented', effectiveOn: '2026-01-01' } as const;

describe('a referral', () => {
  it('without an answer is open to the end of day 60 and closed after it', () => {
    expect(stateOn(presented, '2026-03-02')).toBe('presented');
    expect(stateOn(presented, '2026-03-03')).toBe('no-answer');
    expect(mayFollow(presented, { kind: 'hired', effectiveOn: '2026-03-02' }, false)).toBe(true);
    expect(mayFollow(presented, { kind: 'hired', effectiveOn: '2026-03-03' }, true)).toBe(false);
    expect(mayFollow(presented, { kind: 'presented', effectiveOn: '2026-03-03' }, false)).toBe(true);
  });

  it('begins by being presented, and a step never lies before the one it follows', () => {
    expect(mayFollow(null, { kind: 'hired', effectiveOn: '2026-01-01' }, true)).toBe(false);
    expect(mayFollow(presented, { kind: 'refused', effectiveOn: '2025-12-31' }, false)).toBe(false);
  });

  it('goes back to presented only with a reason', () => {
    const hired = { kind: 'hired', effectiveOn: '2026-01-05' } as const;
    expect(mayFollow(hired, { kind: 'presented', effectiveOn: '2026-01-06' }, false)).toBe(false);
    expect(mayFollow(hired, { kind: 'presented', effectiveOn: '2026-01-06' }, true)).toBe(true);
    expect(mayFollow(hired, { kind: 'refused', effectiveOn: '2026-01-06' }, true)).toBe(false);
  });
});
