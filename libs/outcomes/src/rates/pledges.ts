import type { PledgedOrder } from '../facts/histories.js';
import { isWithin, type Period } from '../populations/cohort.js';

/** Seats pledged and filled, order by order. */
export interface PledgeTally {
  readonly seats: number;
  /** Persons hired, at most the seats of each order. */
  readonly filled: number;
  readonly orders: readonly { readonly orderId: string; readonly seats: number; readonly filled: number; readonly hired: readonly string[] }[];
}

/** Counts the orders effective in the period (null: all). Hires count whenever they were made. */
export function countPledges(orders: readonly PledgedOrder[], period: Period | null): PledgeTally {
  const counted = orders
    .filter((order) => period === null || isWithin(order.effectiveOn, period))
    .map((order) => ({ orderId: order.id, seats: order.seats, filled: Math.min(order.seats, order.hired.size), hired: [...order.hired].sort() }));
  return {
    seats: counted.reduce((sum, order) => sum + order.seats, 0),
    filled: counted.reduce((sum, order) => sum + order.filled, 0),
    orders: counted,
  };
}
