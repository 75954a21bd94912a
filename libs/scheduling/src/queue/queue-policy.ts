import type { FieldFault } from '@app/kernel';
import { refuseFaults } from '../errors.js';

/** What a county may set about its queue. A change is a new version; every answer of the queue can name the version it was made by. */
export interface QueuePolicy {
  readonly version: string;
  /** How the three parts of the base count; each ≥ 0, together 1. */
  readonly weights: { readonly shortage: number; readonly pledge: number; readonly fulfilment: number };
  /** Points of the base at the most. */
  readonly basePoints: number;
  /** Points for each day since approval; > 0, so that nobody starves. */
  readonly pointsPerDay: number;
  /** Points that a township would lose that had everything and should have nothing. */
  readonly penaltyPoints: number;
  /** No township loses more points than this, whatever it had. */
  readonly penaltyMost: number;
  /** No township loses fewer points than this; ≤ 0, below 0 = so many points at the most are given to a township that had less than its share. */
  readonly penaltyLeast: number;
  /** The first addend of the pledge where the pay or its median is unknown; the known one is at most 0.5. */
  readonly unknownPayTerm: number;
  /** A contract of so many months is worth the whole; an open-ended one counts as so many. */
  readonly fullContractMonths: number;
  /** What every employer is lent: so many retained of so many pledged. */
  readonly priorRetained: number;
  readonly priorPledged: number;
}

/** The order of the contract. */
export const DEFAULT_QUEUE_POLICY: QueuePolicy = {
  version: 'order-queue-1',
  weights: { shortage: 0.4, pledge: 0.35, fulfilment: 0.25 },
  basePoints: 100,
  pointsPerDay: 1,
  penaltyPoints: 40,
  penaltyMost: 40, // never reached by less than everything
  penaltyLeast: 0,
  unknownPayTerm: 0.5,
  fullContractMonths: 12,
  priorRetained: 2,
  priorPledged: 4,
};

const SUM_TOLERANCE = 1e-9;
const isAmount = (value: number): boolean => value >= 0 && value < Infinity;

/** What is wrong with a policy, by path; empty when it is sound. */
export function queuePolicyFaults(policy: QueuePolicy): FieldFault[] {
  const faults: FieldFault[] = [];
  const { weights } = policy;
  for (const name of ['shortage', 'pledge', 'fulfilment'] as const) if (!isAmount(weights[name])) faults.push({ path: `weights.${name}`, message: '须为不小于 0 的数' });
  if (faults.length === 0 && Math.abs(weights.shortage + weights.pledge + weights.fulfilment - 1) > SUM_TOLERANCE) faults.push({ path: 'weights', message: '三项之和须为 1' });
  for (const name of ['basePoints', 'penaltyPoints', 'penaltyMost', 'priorRetained'] as const) if (!isAmount(policy[name])) faults.push({ path: name, message: '须为不小于 0 的数' });
  for (const name of ['pointsPerDay', 'fullContractMonths', 'priorPledged'] as const) if (!(isAmount(policy[name]) && policy[name] > 0)) faults.push({ path: name, message: '须为大于 0 的数' });
  if (!(policy.penaltyLeast <= 0 && policy.penaltyLeast > -Infinity)) faults.push({ path: 'penaltyLeast', message: '须为不大于 0 的数' });
  if (!(policy.unknownPayTerm >= 0 && policy.unknownPayTerm <= 0.5)) faults.push({ path: 'unknownPayTerm', message: '须为 0 到 0.5 的数' });
  if (policy.priorRetained > policy.priorPledged) faults.push({ path: 'priorRetained', message: '不得多于 priorPledged' });
  return faults;
}

/** A sound policy: the contract's with the given fields in their place. @throws SchedulingInputInvalid naming all that is wrong */
export function createQueuePolicy(given: Partial<QueuePolicy> = {}): QueuePolicy {
  const policy = { ...DEFAULT_QUEUE_POLICY, ...given };
  refuseFaults(queuePolicyFaults(policy), '排队策略有误');
  return policy;
}

/** After so many days an order can no longer be overtaken by a later one, whatever speaks for that: base and penalty together are worth less. */
export function daysUntilFirst({ basePoints, penaltyPoints, penaltyMost, penaltyLeast, pointsPerDay }: QueuePolicy): number {
  return Math.ceil((basePoints + Math.min(penaltyPoints, penaltyMost) + Math.min(penaltyPoints, -penaltyLeast)) / pointsPerDay);
}
