import type { QueueTownship, WaitingOrder } from './order.js';
import type { QueuePolicy } from './queue-policy.js';

/** Why an order stands where it stands. Shares and parts from 0 to 1, points to 6 decimals. */
export interface Standing {
  readonly base: number;
  readonly age: number;
  readonly penalty: number;
  readonly effective: number;
  readonly parts: StandingParts;
}

export interface StandingParts {
  /** Of the openings and the qualified people of the occupation together, the openings that nobody can fill. */
  readonly shortage: number;
  /** What is promised: pay against the median, months against a year. */
  readonly pledge: number;
  /** What was kept of earlier promises. */
  readonly fulfilment: number;
  /** The township's part of the seats opened in the last 90 days, and its part of the available trainees. */
  readonly openedShare: number;
  readonly fairShare: number;
}

/** A township's part of what was opened and of who is there. */
export type TownshipShares = Pick<StandingParts, 'openedShare' | 'fairShare'>;

const NO_TOWNSHIP: TownshipShares = { openedShare: 0, fairShare: 0 };

/** Half-up to 6 decimals, as the contract has it: floor(x·10⁶ + 0.5)/10⁶. */
export function sixDecimals(value: number): number {
  return Math.floor(value * 1e6 + 0.5) / 1e6;
}

/** u / (u + q); 0 where u = 0. */
export function shortageOf({ unfillable, qualified }: Pick<WaitingOrder, 'unfillable' | 'qualified'>): number {
  return unfillable === 0 ? 0 : unfillable / (unfillable + qualified);
}

/** Half for the pay, at most the median's worth; half for the contract's length, at most a year's worth. */
export function pledgeOf({ pay, medianPay, contractMonths }: Pick<WaitingOrder, 'pay' | 'medianPay' | 'contractMonths'>, { unknownPayTerm, fullContractMonths }: QueuePolicy): number {
  const payTerm = pay === null || medianPay === null ? unknownPayTerm : 0.5 * Math.min(1, pay / medianPay);
  return payTerm + 0.5 * Math.min(1, (contractMonths ?? fullContractMonths) / fullContractMonths);
}

/** (retained + 2) / (pledged + 4). */
export function fulfilmentOf({ retainedBefore, pledgedBefore }: Pick<WaitingOrder, 'retainedBefore' | 'pledgedBefore'>, { priorRetained, priorPledged }: QueuePolicy): number {
  return (retainedBefore + priorRetained) / (pledgedBefore + priorPledged);
}

/** Each township's shares; a share of nothing is 0. */
export function townshipShares(townships: readonly QueueTownship[]): ReadonlyMap<string, TownshipShares> {
  const available = townships.reduce((sum, township) => sum + township.available, 0);
  const opened = townships.reduce((sum, township) => sum + township.seatsOpened90, 0);
  return new Map(townships.map((township) => [township.code, { openedShare: opened === 0 ? 0 : township.seatsOpened90 / opened, fairShare: available === 0 ? 0 : township.available / available }]));
}

/**
 * An order's points. `ageDays` = civil days since its approval; `shares` = its township's, null = no penalty.
 * Nothing is rounded before the sum is made; order of operations as the contract writes it.
 */
export function standingOf(order: WaitingOrder, ageDays: number, shares: TownshipShares | null, policy: QueuePolicy): Standing {
  const { weights } = policy;
  const [shortage, pledge, fulfilment] = [shortageOf(order), pledgeOf(order, policy), fulfilmentOf(order, policy)];
  const base = policy.basePoints * (weights.shortage * shortage + weights.pledge * pledge + weights.fulfilment * fulfilment);
  const age = policy.pointsPerDay * ageDays;
  const { openedShare, fairShare } = shares ?? NO_TOWNSHIP;
  const penalty = Math.min(policy.penaltyMost, Math.max(policy.penaltyLeast, policy.penaltyPoints * (openedShare - fairShare)));
  return {
    base: sixDecimals(base), age: sixDecimals(age), penalty: sixDecimals(penalty), effective: sixDecimals(base + age - penalty),
    parts: { shortage, pledge, fulfilment, openedShare, fairShare },
  };
}
