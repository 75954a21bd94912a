import { describe, expect, it } from '@jest/globals';
import { EMPTY_TALLY, withOrder, type CountedOrder } from './tally.js';

const order = (isOver: boolean, isSettled: boolean, n: number): CountedOrder => ({
  isOver, isSettled, counts: { pledged: 10 * n, enrolled: 9 * n, certified: 8 * n, hired: 7 * n, due90: 6 * n, retained90: 5 * n, due180: 4 * n, retained180: 3 * n }, pledges: { seats: 10 * n, filled: 7 * n, kept: 6 * n, short: n, unknown: 0 },
});

describe('a tally of orders', () => {
  it('is the sum of its orders, one after the other, and judges a provider by those alone that are over', () => {
    const tally = [order(true, true, 1), order(false, false, 2), order(true, false, 3)].reduce(withOrder, EMPTY_TALLY);
    expect(tally).toEqual({
      orders: 3, settled: 1, counts: order(true, true, 6).counts, pledges: order(true, true, 6).pledges,
      held: { orders: 2, enrolled: 36, certified: 32, hired: 28, due90: 24, retained90: 20 },
    });
    expect(EMPTY_TALLY.orders).toBe(0);
  });
});
