import type { Job, PersonHistory, PledgedOrder } from '../facts/histories.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { isWithin, type Period } from '../populations/cohort.js';

/** The least share of the pledged pay that still keeps the pledge, in per cent. */
export const PAY_KEPT_PERCENT = 95;

/**
 * What became of a pledge for one hired person. `kept`: pay and contract as pledged · `short`: less pay, or a shorter
 * contract · `unknown`: what was pledged or what came of it is not on record; never counted as kept.
 */
export type PledgeOutcome = 'kept' | 'short' | 'unknown';

/** R4p 足额兑现率 over orders; beside R4, which asks only whether somebody was hired. */
export interface KeptPledgeTally {
  readonly seats: number;
  /** Persons for whom the pledge was kept, at most the seats of each order. */
  readonly kept: number;
  /** Persons hired for less than pledged, and those of whom it is not known; not cut to the seats. */
  readonly short: number;
  readonly unknown: number;
  readonly orders: readonly { readonly orderId: string; readonly seats: number; readonly kept: number; readonly outcomes: Readonly<Record<PledgeOutcome, readonly string[]>> }[];
}

/**
 * Counts persons hired from an order at 95 % of the pledged pay or more and with at least the pledged contract, against
 * the seats pledged, orders effective in the period (null: all). Hires count whenever they were made, as in R4.
 * Source: the pledge rate of the contract (R4), and the rule on pledged against real pay.
 * @throws RangeError when the slice has faults
 */
export function countKeptPledges(slice: LedgerSlice, period: Period | null = null): KeptPledgeTally {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const orders = slice.orders
    .filter((order) => period === null || isWithin(order.effectiveOn, period))
    .map((order) => {
      const outcomes: Record<PledgeOutcome, string[]> = { kept: [], short: [], unknown: [] };
      for (const person of [...order.hired].sort()) outcomes[pledgeOutcome(order, slice.persons.get(person))].push(person);
      return { orderId: order.id, seats: order.seats, kept: Math.min(order.seats, outcomes.kept.length), outcomes };
    });
  const sum = (of: (order: (typeof orders)[number]) => number): number => orders.reduce((so, order) => so + of(order), 0);
  return { seats: sum(({ seats }) => seats), kept: sum(({ kept }) => kept), short: sum(({ outcomes }) => outcomes.short.length), unknown: sum(({ outcomes }) => outcomes.unknown.length), orders };
}

/** Of several hires of one person from one order the best counts. */
function pledgeOutcome(order: PledgedOrder, person: PersonHistory | undefined): PledgeOutcome {
  const named = order.hiredInto.get(person?.id ?? '') ?? [];
  const outcomes = named.map((id) => outcomeOf(order.pledged, person!.jobs.find((job) => job.id === id)));
  if (outcomes.includes('kept')) return 'kept';
  return outcomes.length === 0 || outcomes.includes('unknown') ? 'unknown' : 'short';
}

function outcomeOf(pledged: PledgedOrder['pledged'], job: Job | undefined): PledgeOutcome {
  if (job === undefined) return 'unknown';
  const parts = [payOutcome(pledged.pay, job.pay), contractOutcome(pledged, job)];
  // One part that falls short breaks the pledge, whatever is not known of the other.
  return parts.includes('short') ? 'short' : parts.includes('unknown') ? 'unknown' : 'kept';
}

function payOutcome(pledged: number | null, pay: number | null): PledgeOutcome {
  if (pledged === null || pay === null) return 'unknown';
  return pay * 100 >= pledged * PAY_KEPT_PERCENT ? 'kept' : 'short';
}

function contractOutcome({ contractMonths, isPermanent }: PledgedOrder['pledged'], job: Job): PledgeOutcome {
  if (!isPermanent && contractMonths === null) return 'unknown';
  if (job.isPermanent) return 'kept';
  if (isPermanent) return 'short';
  return job.contractMonths === null ? 'unknown' : job.contractMonths >= contractMonths! ? 'kept' : 'short';
}
