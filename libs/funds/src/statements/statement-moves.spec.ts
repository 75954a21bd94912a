import { describe, expect, it } from '@jest/globals';
import { STATEMENT_STATES, mayMove } from './statement-moves.js';

describe('the moves of a statement', () => {
  it('are confirmed or refused by a decision, revoked once confirmed, and no other', () => {
    const legal = STATEMENT_STATES.flatMap((from) => STATEMENT_STATES.filter((to) => mayMove(from, to)).map((to) => `${from} ${to}`));
    expect(legal).toEqual(['made confirmed', 'made refused', 'confirmed revoked']);
  });
});
