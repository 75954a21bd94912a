import { sumCounts, sumFigures, type FulfilmentCounts, type PledgeFigures } from './counts.js';
import { addHeld, NOTHING_HELD, type ProviderCounts } from './scores.js';

/** What several orders come to, so far. */
export interface FulfilmentTally {
  readonly orders: number;
  readonly settled: number;
  readonly counts: FulfilmentCounts;
  readonly pledges: PledgeFigures;
  /** Of those that are completed or settled: what a provider is judged by. */
  readonly held: ProviderCounts;
}

export const EMPTY_TALLY: FulfilmentTally = { orders: 0, settled: 0, counts: sumCounts([]), pledges: sumFigures([]), held: NOTHING_HELD };

/** An order that is counted; `isOver`: completed or settled. */
export interface CountedOrder {
  readonly isSettled: boolean;
  readonly isOver: boolean;
  readonly counts: FulfilmentCounts;
  readonly pledges: PledgeFigures;
}

/** The tally with another order in it. */
export function withOrder({ orders, settled, counts, pledges, held }: FulfilmentTally, order: CountedOrder): FulfilmentTally {
  return { orders: orders + 1, settled: settled + Number(order.isSettled), counts: sumCounts([counts, order.counts]), pledges: sumFigures([pledges, order.pledges]), held: order.isOver ? addHeld(held, order.counts) : held };
}
