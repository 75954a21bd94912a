import type { FulfilmentCounts } from './counts.js';

/** Another way of scoring is another version. */
export const PROVIDER_SCORE_VERSION = 'provider-score-1';

/** A provider's record, 0 to 1; 0.5 where nothing is known. */
export interface ProviderScore {
  readonly version: string;
  /** Completed or settled orders behind it. */
  readonly orders: number;
  /** To 0.0001. */
  readonly score: number;
  readonly certified: number;
  readonly hired: number;
  readonly retained: number;
}

/** What a provider's score is worked out from. */
export interface ProviderCounts extends Pick<FulfilmentCounts, 'enrolled' | 'certified' | 'hired' | 'due90' | 'retained90'> {
  readonly orders: number;
}

export const NOTHING_HELD: ProviderCounts = { orders: 0, enrolled: 0, certified: 0, hired: 0, due90: 0, retained90: 0 };

/** A provider's counts with those of another order. */
export function addHeld(held: ProviderCounts, order: Omit<ProviderCounts, 'orders'>): ProviderCounts {
  return {
    orders: held.orders + 1, enrolled: held.enrolled + order.enrolled, certified: held.certified + order.certified, hired: held.hired + order.hired, due90: held.due90 + order.due90, retained90: held.retained90 + order.retained90,
  };
}

/** A share of few is drawn towards one half, as the queue does it: (x + 2) / (n + 4). More than everybody counts as everybody. */
export function shrunk(x: number, n: number): number {
  return (Math.min(x, n) + 2) / (n + 4);
}

/** The mean of three shares: certified of enrolled, hired of certified, retained of those due. */
export function providerScore({ orders, enrolled, certified, hired, due90, retained90 }: ProviderCounts): ProviderScore {
  const parts = { certified: rounded(shrunk(certified, enrolled)), hired: rounded(shrunk(hired, certified)), retained: rounded(shrunk(retained90, due90)) };
  const mean = (shrunk(certified, enrolled) + shrunk(hired, certified) + shrunk(retained90, due90)) / 3;
  return { version: PROVIDER_SCORE_VERSION, orders, score: rounded(mean), ...parts };
}

/** An employer's record in settled orders, as the queue counts it (spec of the order queue: fulfilment). */
export function employerScore({ pledged, retained90 }: Pick<FulfilmentCounts, 'pledged' | 'retained90'>): number {
  return rounded(shrunk(retained90, pledged));
}

const rounded = (value: number): number => Math.floor(value * 10_000 + 0.5) / 10_000;
