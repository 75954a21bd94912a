import { describe, expect, it } from '@jest/globals';
import { afterAbort, isOpenToChange, isWaiting, mayMove, ORDER_MOVES, ORDER_STATES, orderMove, type OrderState } from './order-moves.js';

const after = (from: OrderState): string[] => ORDER_STATES.filter((to) => orderMove(from, to) !== null);

describe('the life of an order', () => {
  it('runs from a draft to the settlement', () => {
    const way: OrderState[] = ['draft', 'submitted', 'under-review', 'approved', 'queued', 'recruiting', 'class-open', 'training', 'completed', 'settled'];
    for (const [i, from] of way.slice(0, -1).entries()) expect(after(from)).toContain(way[i + 1]);
  });

  it('ends in three states, and is given up from every other, always for a reason', () => {
    expect(ORDER_STATES.filter((state) => after(state).length === 0)).toEqual(['rejected', 'settled', 'cancelled']);
    for (const state of ORDER_STATES.filter((each) => after(each).length > 0)) expect(orderMove(state, 'cancelled')!.reasons).not.toBeNull();
  });

  it('is judged by officers only, and not given up by its employer once a class is open', () => {
    for (const to of ['under-review', 'approved', 'returned', 'rejected', 'recruiting', 'class-open', 'training', 'completed', 'settled'] as const) for (const from of ORDER_STATES) expect(orderMove(from, to)?.by.includes('employer') ?? false).toBe(false);
    expect(ORDER_STATES.filter((from) => mayMove(from, 'cancelled', 'employer', 'other'))).toEqual(['draft', 'submitted', 'under-review', 'approved', 'returned', 'queued', 'recruiting']);
  });

  it('wants a reason where the table names some, one of them, and none elsewhere', () => {
    expect([mayMove('under-review', 'returned', 'officer', 'seats'), mayMove('under-review', 'returned', 'officer', null), mayMove('under-review', 'returned', 'officer', 'no-course'), mayMove('under-review', 'approved', 'officer', 'other')]).toEqual([true, false, false, false]);
  });

  it('goes on without a class that is aborted: it waits again, or ends with the employer that withdrew', () => {
    expect([afterAbort('class-open', 'weather'), afterAbort('training', 'too-few-people'), afterAbort('training', 'employer-withdrew')]).toEqual([
      { to: 'queued', reasonCode: 'class-aborted' }, { to: 'queued', reasonCode: 'class-aborted' }, { to: 'cancelled', reasonCode: 'employer-withdrew' }]);
    expect(ORDER_STATES.filter((state) => afterAbort(state, 'weather') !== null)).toEqual(['class-open', 'training']);
    for (const state of ORDER_STATES) for (const reason of ['weather', 'employer-withdrew'] as const) {
      const next = afterAbort(state, reason);
      if (next !== null) expect(mayMove(state, next.to, 'officer', next.reasonCode)).toBe(true);
    }
    expect([mayMove('recruiting', 'queued', 'officer', 'class-aborted'), mayMove('class-open', 'queued', 'officer', 'too-few-people'), mayMove('class-open', 'queued', 'employer', 'class-aborted')]).toEqual([false, false, false]);
  });

  it('names each next state once, and knows who waits and who is open to change', () => {
    expect(Object.keys(ORDER_MOVES)).toHaveLength(ORDER_STATES.length);
    expect([ORDER_STATES.filter(isWaiting), ORDER_STATES.filter(isOpenToChange)]).toEqual([['approved', 'queued'], ['draft', 'returned']]);
  });
});
