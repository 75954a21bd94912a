import { dayNumber } from '@app/kernel';
import type { LedgerSlice } from '../facts/ledger.js';
import { cohortOf, monthOf, type Period } from '../populations/cohort.js';
import { tally, type CellTally } from '../rates/rates.js';
import type { PlacementRule } from '../rates/rule.js';

/** A rate by the month of the cohort, the months that cannot be judged yet apart. */
export interface CohortMonths {
  readonly rule: PlacementRule;
  /** Months of which everybody is mature, in their order; the key is `YYYY-MM`. */
  readonly mature: readonly CellTally[];
  /** Months of which somebody is not: their share so far is no rate of the month, however it looks. */
  readonly immature: readonly CellTally[];
  /** Of the whole period; persons once, so that the months add up to it. */
  readonly total: CellTally;
}

/**
 * A rate month by month: a person stands in the month of their first completion in the period (of the first opening, for
 * populations on the roll), as in every other breakdown. Raw counts, nothing hidden.
 * @throws RangeError when the slice has faults
 */
export function cohortMonths(slice: LedgerSlice, rule: PlacementRule, period: Period | null = null): CohortMonths {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const units = cohortOf(slice, rule.population, period);
  const { total, cells } = tally(units, rule, { asOf: dayNumber(slice.asOf), keyOf: ({ cohortDay }) => monthOf(cohortDay), withMembers: false });
  return { rule, total, mature: cells.filter(({ immature }) => immature === 0), immature: cells.filter(({ immature }) => immature > 0) };
}
