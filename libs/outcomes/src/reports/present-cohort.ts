import type { CivilDate } from '@app/kernel';
import type { ClassTable } from '../facts/histories.js';
import type { Instant } from '../facts/instant.js';
import type { Period } from '../populations/cohort.js';
import { percentOf, type Percent } from '../publication/intervals.js';
import { presentTable, type PresentationForm, type PresentedRate } from '../publication/present.js';
import { hiddenCells, isTooSmall } from '../publication/suppression.js';
import type { CohortDimension, PlacementTable } from '../rates/rates.js';
import type { PlacementRule } from '../rates/rule.js';
import type { CohortCounts } from './cohort-report.js';
import { presentEmployers, type EmployerLine } from './employers.js';
import type { OnTheJobRow } from './on-the-job.js';
import type { TrainedCount } from './trained.js';

/** One day of the retention curve. The second line has the same people on every day; null: hidden, or nobody. */
export interface PresentedRetention {
  readonly days: number;
  readonly onDay: PresentedRate;
  readonly sameCohort: { readonly n: number; readonly numerator: number | null; readonly rate: Percent | null };
}

/** On-the-job training of one programme; pay in yuan a month, the average of the retained whose pay is known on both days. */
export interface PresentedOnTheJob {
  readonly programme: string;
  readonly completed: number;
  readonly certified: number | null;
  readonly mature: number;
  readonly atWork: number | null;
  readonly retained: number | null;
  readonly payKnown: number | null;
  readonly payBeforeYuan: number | null;
  readonly payAfterYuan: number | null;
}

export interface PresentedTrained {
  /** Null: all programmes. */
  readonly programme: string | null;
  /** Null: all tables. */
  readonly table: ClassTable | null;
  readonly persons: number;
  readonly personCourses: number;
  readonly certified: number | null;
}

/** A cohort report as it is shown, and stored: figures only. */
export interface CohortFigures {
  /** The total first, then the cells by key. */
  readonly rate: readonly PresentedRate[];
  /** Months of which everybody is mature; and those of which somebody is not, whose share so far is no rate. */
  readonly months: { readonly mature: readonly PresentedRate[]; readonly immature: readonly PresentedRate[] };
  readonly retention: readonly PresentedRetention[];
  readonly employers: readonly EmployerLine[];
  readonly onTheJob: readonly PresentedOnTheJob[];
  readonly trained: readonly PresentedTrained[];
}

/** Under what a report's figures were counted. */
export interface CohortHead {
  readonly rule: PlacementRule;
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  readonly period: Period | null;
  readonly by: CohortDimension | null;
}

/** Writes the counts as they are shown. Every breakdown hides its small numbers by itself. */
export function presentCohort(counts: CohortCounts, { rule, asOf, knownBy, period, by }: CohortHead, form: PresentationForm): CohortFigures {
  const tableOf = (of: PlacementRule, dimension: CohortDimension | null, { total, cells }: CohortCounts['rate']): PlacementTable => ({ rule: of, asOf, knownBy, period, dimension, total, cells });
  const rate = presentTable(tableOf(rule, by, counts.rate), form);
  const months = presentTable(tableOf(rule, 'month', { total: counts.rate.total, cells: counts.months }), form).slice(1);
  const isWhole = (_: unknown, at: number): boolean => counts.months[at]!.immature === 0;
  return {
    rate,
    months: { mature: months.filter(isWhole), immature: months.filter((month, at) => !isWhole(month, at)) },
    retention: counts.retention.map(({ days, tally, sameCohort: { n, numerator } }): PresentedRetention => {
      const onDay: PlacementRule = { ...counts.retentionRule, id: `${counts.retentionRule.id}@${days}`, horizon: { kind: 'on-day', days } };
      const isHidden = form === 'published' && isTooSmall(n);
      return { days, onDay: presentTable(tableOf(onDay, null, { total: tally, cells: [] }), form)[0]!, sameCohort: { n, numerator: isHidden || n === 0 ? null : numerator, rate: isHidden ? null : percentOf(numerator, n) } };
    }),
    employers: presentEmployers(counts.employers, form, rate[0]!.suppressed),
    ...presentTraining(counts, form),
  };
}

/** How many were trained stays; what came of it is hidden where so few were trained, or where it could be found by subtraction. */
function presentTraining({ trained, onTheJob }: CohortCounts, form: PresentationForm): Pick<CohortFigures, 'trained' | 'onTheJob'> {
  const hides = form === 'published';
  const tables = Object.entries(trained.tables) as [ClassTable, TrainedCount][];
  const tableCells = tables.map(([key, { persons }]) => ({ key, n: persons }));
  const hiddenTables = new Set(hides ? [...hiddenCells(tableCells)].map(({ key }) => key) : []);
  const hidden = new Set<string>();
  for (const [table] of hides ? tables : []) {
    const cells = trained.cells.filter((cell) => cell.table === table).map(({ programme, persons }) => ({ key: programme, n: persons }));
    for (const { key } of hiddenTables.has(table) ? cells : hiddenCells(cells)) hidden.add(cellKey(key, table));
  }
  const shown = (programme: string | null, table: ClassTable | null, { persons, personCourses, certified }: TrainedCount, isHidden: boolean): PresentedTrained => ({ programme, table, persons, personCourses, certified: isHidden ? null : certified });
  return {
    trained: [
      shown(null, null, trained.total, hides && isTooSmall(trained.total.persons)),
      ...tables.map(([table, count]) => shown(null, table, count, hiddenTables.has(table))),
      ...trained.cells.map((cell) => shown(cell.programme, cell.table, cell, hidden.has(cellKey(cell.programme, cell.table)))),
    ],
    onTheJob: onTheJob.map((row) => presentOnTheJob(row, hides, hidden.has(cellKey(row.programme, 'on-the-job')))),
  };
}

function presentOnTheJob({ programme, completed, certified, mature, atWork, retained, pay }: OnTheJobRow, hides: boolean, isHidden: boolean): PresentedOnTheJob {
  const [isWorkHidden, isPayHidden] = [isHidden || (hides && isTooSmall(mature)), isHidden || (hides && (isTooSmall(mature) || isTooSmall(pay.known)))];
  const average = (sum: number): number | null => (isPayHidden || pay.known === 0 ? null : Math.round((sum / pay.known) * 100) / 100);
  return {
    programme, completed, certified: isHidden ? null : certified, mature, atWork: isWorkHidden ? null : atWork, retained: isWorkHidden ? null : retained,
    payKnown: isPayHidden ? null : pay.known, payBeforeYuan: average(pay.before), payAfterYuan: average(pay.after),
  };
}

function cellKey(programme: string, table: ClassTable): string {
  return JSON.stringify([programme, table]);
}
