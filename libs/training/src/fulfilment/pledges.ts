import type { CivilDate } from '@app/kernel';
import { computeRates, countKeptPledges, FactLedger, findNamedRate, type JobType, type LedgerSlice, type PledgeOutcome, type PledgeTally } from '@app/outcomes';
import type { ContractKind } from '../orders/order.js';
import type { PledgeFigures } from './counts.js';

/** What an order pledged. */
export interface PledgedOrder {
  readonly id: string;
  /** The day of its approval. */
  readonly effectiveOn: CivilDate;
  readonly seats: number;
  readonly payYuan: number;
  readonly contractKind: ContractKind;
  readonly contractMonths: number | null;
}

/** Somebody hired from an order, and the work as the ledger has it; null: no employment is in force. */
export interface PledgedHire {
  readonly orderId: string;
  readonly personId: string;
  readonly hiredOn: CivilDate;
  readonly job: { readonly id: string; readonly startsOn: CivilDate; readonly type: JobType; readonly employerId: string | null; readonly permanent: boolean; readonly pay: number | null; readonly contractMonths: number | null } | null;
}

/** The same of one order, with who stands where. */
export interface OrderPledges extends PledgeFigures {
  readonly outcomes: ReadonlyMap<string, PledgeOutcome>;
}

/** R4 and R4p of each order by the library that knows them, from the facts as they stand on a day. */
export function pledgesOf(orders: readonly PledgedOrder[], hires: readonly PledgedHire[], asOf: CivilDate): ReadonlyMap<string, OrderPledges> {
  const slice = sliceOf(orders, hires, asOf);
  const filled = new Map(filledOf(slice).orders.map((order) => [order.orderId, order.filled]));
  return new Map(countKeptPledges(slice).orders.map(({ orderId, seats, kept, outcomes }) => {
    const whose = (['kept', 'short', 'unknown'] as const).flatMap((outcome) => outcomes[outcome].map((person) => [person, outcome] as const));
    return [orderId, { seats, filled: filled.get(orderId)!, kept, short: outcomes.short.length, unknown: outcomes.unknown.length, outcomes: new Map(whose) }];
  }));
}

function filledOf(slice: LedgerSlice): PledgeTally {
  const [table] = computeRates(slice, { rules: [findNamedRate('R4')!] });
  if (table === undefined || !('pledges' in table)) throw new RangeError('R4 counts pledges');
  return table.pledges;
}

function sliceOf(orders: readonly PledgedOrder[], hires: readonly PledgedHire[], asOf: CivilDate): LedgerSlice {
  const ledger = new FactLedger();
  for (const { id, effectiveOn, seats, payYuan, contractKind, contractMonths } of orders) {
    ledger.add({ id: `order ${id}`, kind: 'order', effectiveOn, recordedAt: 0, order: id, seats, pay: payYuan, contractMonths, permanent: contractKind === 'open-ended' });
  }
  const jobs = new Set<string>();
  for (const { orderId, personId, hiredOn, job } of hires) {
    ledger.add({ id: `hire ${orderId} ${personId}`, kind: 'hired-from-order', effectiveOn: hiredOn, recordedAt: 0, order: orderId, person: personId, into: job?.id ?? null });
    if (job === null || jobs.has(job.id)) continue;
    jobs.add(job.id);
    ledger.add({ id: `job ${job.id}`, kind: 'employment-started', effectiveOn: job.startsOn, recordedAt: 0, employment: job.id, person: personId, type: job.type, employer: job.employerId, permanent: job.permanent, pay: job.pay, contractMonths: job.contractMonths });
  }
  return ledger.at({ asOf });
}
