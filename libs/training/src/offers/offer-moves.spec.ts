import { describe, expect, it } from '@jest/globals';
import { REFUSAL_CODES } from '@app/placements';
import { OFFER_MOVES, OFFER_REFUSALS, OFFER_STATES, OPEN_OFFER_STATES } from './offer-moves.js';

describe('the life of an offer', () => {
  it('ends where nothing follows, and every open state can be taken back for a reason', () => {
    for (const state of OFFER_STATES) {
      const moves = Object.keys(OFFER_MOVES[state]);
      expect([state, moves.length > 0]).toEqual([state, (OPEN_OFFER_STATES as readonly string[]).includes(state)]);
      if (moves.length > 0) expect(moves).toContain('withdrawn');
    }
  });

  it('lets nobody say yes before they were told', () => {
    expect(Object.entries(OFFER_MOVES).flatMap(([from, moves]) => ('accepted' in moves || 'waiting' in moves ? [from] : [])).sort()).toEqual(['told', 'waiting']);
  });

  it('knows the trainees’ codes of referrals', () => {
    expect(REFUSAL_CODES.filter((code) => code.startsWith('trainee-')).every((code) => (OFFER_REFUSALS as readonly string[]).includes(code))).toBe(true);
  });
});
