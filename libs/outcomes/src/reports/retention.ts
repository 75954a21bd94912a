import { dayNumber } from '@app/kernel';
import type { LedgerSlice } from '../facts/ledger.js';
import { cohortOf, type Period, type PersonCourse } from '../populations/cohort.js';
import { judge } from '../rates/judge.js';
import { tally, type CellTally } from '../rates/rates.js';
import { NAMED_RATES, type PlacementRule } from '../rates/rule.js';

/** The days of the follow-up calendar. */
export const FOLLOW_UP_DAYS = [30, 90, 180, 365] as const;

/** One point of the curve. */
export interface RetentionPoint {
  readonly days: number;
  /** Everybody whose clock allows this day; each day has its own n, and those too early to tell apart. */
  readonly tally: CellTally;
  /** The same people on every day: those whose clock allows the last day of the curve. */
  readonly sameCohort: { readonly n: number; readonly numerator: number };
}

export interface RetentionQuery {
  readonly period?: Period | null;
  /** Days after the start, rising; absent: those of the follow-up calendar. */
  readonly days?: readonly number[];
  /** What the rate on one day is like besides its day; absent: R2. */
  readonly rule?: PlacementRule;
}

/**
 * Who was at work on the day 30, 90, 180 and 365 days after the start (R2 at each day). The points have different people:
 * the last has only early cohorts. A fall from one to the next may be theirs; `sameCohort` shows what is left of it.
 * @throws RangeError when the slice has faults, or the days do not rise
 */
export function retentionCurve(slice: LedgerSlice, { period = null, days = FOLLOW_UP_DAYS, rule = HEADLINE_ON_DAY }: RetentionQuery = {}): RetentionPoint[] {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  if (days.some((day, at) => at > 0 && day <= days[at - 1]!)) throw new RangeError('days: not rising');
  const asOf = dayNumber(slice.asOf);
  const units = cohortOf(slice, rule.population, period);
  const rules = days.map((day): PlacementRule => ({ ...rule, horizon: { kind: 'on-day', days: day } }));
  const last = rules.at(-1);
  const persons = last === undefined ? [] : units.filter((unit) => unit.standsForPerson && isCounted(unit, last, asOf));
  return rules.map((onDay, at) => ({
    days: days[at]!,
    tally: tally(units, onDay, { asOf, keyOf: null, withMembers: false }).total,
    sameCohort: { n: persons.length, numerator: persons.filter((unit) => judge(unit, onDay, asOf).standing === 'employed').length },
  }));
}

/** R2, whose day the curve sets. */
const HEADLINE_ON_DAY: PlacementRule = NAMED_RATES[1];

function isCounted(unit: PersonCourse, rule: PlacementRule, asOf: number): boolean {
  const { standing } = judge(unit, rule, asOf);
  return standing === 'employed' || standing === 'not-employed' || standing === 'unknown';
}
