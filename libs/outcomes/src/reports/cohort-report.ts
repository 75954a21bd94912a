import { compareCodePoints } from '../facts/code-points.js';
import type { ClassTable } from '../facts/histories.js';
import type { LedgerSlice } from '../facts/ledger.js';
import type { Period } from '../populations/cohort.js';
import { emptyCell, mergeCell, type CellTally, type CohortDimension, type PlacementTable } from '../rates/rates.js';
import { NAMED_RATES, type PlacementRule } from '../rates/rule.js';
import { breakDown, type Surroundings } from './breakdown.js';
import { addEmployers, emptyEmployerTally, type EmployerTally } from './employers.js';
import { onTheJobTable, type OnTheJobRow } from './on-the-job.js';
import { FOLLOW_UP_DAYS, retentionCurve, type RetentionPoint } from './retention.js';
import { countTrained, type Trained, type TrainedCount } from './trained.js';

/** What a cohort report is about. */
export interface CohortQuestion {
  readonly rule: PlacementRule;
  readonly period: Period | null;
  readonly by: CohortDimension | null;
  readonly around: Surroundings;
}

/** Exact counts of a whole cohort report, nothing hidden and nothing rounded. */
export interface CohortCounts {
  readonly rate: Pick<PlacementTable, 'total' | 'cells'>;
  /** By the month of the cohort, in their order. */
  readonly months: readonly CellTally[];
  readonly retention: readonly RetentionPoint[];
  readonly retentionRule: PlacementRule;
  readonly employers: EmployerTally;
  readonly onTheJob: readonly OnTheJobRow[];
  readonly trained: Trained;
}

const TABLES: readonly ClassTable[] = ['placement', 'on-the-job', 'outreach'];
const HEADLINE = NAMED_RATES[0];

/**
 * Everything about one rate of a cohort, put together from parts of its people: however a county is cut into pages, the
 * report is the same. Every person must come in one part only.
 */
export class CohortReport {
  private readonly total = emptyCell(null);
  private readonly cells = new Map<string, CellTally>();
  private readonly months = new Map<string, CellTally>();
  private readonly retention: { readonly days: number; readonly tally: CellTally; readonly sameCohort: { n: number; numerator: number } }[];
  private readonly retentionRule: PlacementRule;
  private readonly employers = emptyEmployerTally();
  private readonly onTheJob = new Map<string, OnTheJobRow>();
  private readonly trained = { total: NOBODY, tables: new Map<ClassTable, TrainedCount>(), cells: new Map<string, Trained['cells'][number]>() };

  constructor(private readonly question: CohortQuestion) {
    this.retentionRule = retentionRuleOf(question.rule);
    this.retention = FOLLOW_UP_DAYS.map((days) => ({ days, tally: emptyCell(null), sameCohort: { n: 0, numerator: 0 } }));
  }

  /** @throws RangeError when the slice has faults */
  add(slice: LedgerSlice): void {
    const { rule, period, around } = this.question;
    const { total, cells } = breakDown(slice, this.question);
    mergeCell(this.total, total);
    for (const cell of cells) mergeInto(this.cells, cell);
    for (const cell of breakDown(slice, { rule, period, by: 'month', around }).cells) mergeInto(this.months, cell);
    retentionCurve(slice, { period, rule: this.retentionRule }).forEach((point, at) => {
      const known = this.retention[at]!;
      mergeCell(known.tally, point.tally);
      known.sameCohort.n += point.sameCohort.n;
      known.sameCohort.numerator += point.sameCohort.numerator;
    });
    addEmployers(this.employers, slice, rule, period);
    for (const row of onTheJobTable(slice, period)) this.onTheJob.set(row.programme, sumOfRows(this.onTheJob.get(row.programme), row));
    this.addTrained(countTrained(slice, period));
  }

  counts(): CohortCounts {
    const { total, tables, cells } = this.trained;
    return {
      rate: { total: this.total, cells: byKey(this.cells) },
      months: byKey(this.months),
      retention: this.retention,
      retentionRule: this.retentionRule,
      employers: this.employers,
      onTheJob: [...this.onTheJob.values()].sort((a, b) => compareCodePoints(a.programme, b.programme)),
      trained: {
        total,
        tables: Object.fromEntries(TABLES.map((table) => [table, tables.get(table) ?? NOBODY])) as Trained['tables'],
        cells: [...cells.values()].sort((a, b) => compareCodePoints(a.programme, b.programme) || compareCodePoints(a.table, b.table)),
      },
    };
  }

  private addTrained({ total, tables, cells }: Trained): void {
    const { trained } = this;
    trained.total = sumOf(trained.total, total);
    for (const table of TABLES) trained.tables.set(table, sumOf(trained.tables.get(table) ?? NOBODY, tables[table]));
    for (const cell of cells) {
      const key = JSON.stringify([cell.programme, cell.table]);
      trained.cells.set(key, { ...cell, ...sumOf(trained.cells.get(key) ?? NOBODY, cell) });
    }
  }
}

const NOBODY: TrainedCount = { persons: 0, personCourses: 0, certified: 0 };

/**
 * What the retention curve of a rate asks on each of its days: the same people, kinds, proof, pay and contract, without what
 * only has a meaning over a span (days in a row, the employer of an earlier day, study). The headline's is R2.
 */
export function retentionRuleOf({ id, population, kinds, evidenceAtLeast, minimumContractMonths, minimumPay }: PlacementRule): PlacementRule {
  const asked = { population, kinds, evidenceAtLeast };
  const isHeadline = minimumContractMonths === undefined && minimumPay === undefined && population === HEADLINE.population && evidenceAtLeast === HEADLINE.evidenceAtLeast && JSON.stringify(kinds) === JSON.stringify(HEADLINE.kinds);
  return {
    id: isHeadline ? 'R2' : id, ...asked, horizon: { kind: 'on-day', days: FOLLOW_UP_DAYS[0] },
    ...(minimumContractMonths === undefined ? {} : { minimumContractMonths }), ...(minimumPay === undefined ? {} : { minimumPay }),
  };
}

function mergeInto(cells: Map<string, CellTally>, cell: CellTally): void {
  const key = cell.key ?? '';
  const known = cells.get(key) ?? emptyCell(key);
  cells.set(key, known);
  mergeCell(known, cell);
}

function byKey(cells: ReadonlyMap<string, CellTally>): CellTally[] {
  return [...cells.values()].sort((a, b) => compareCodePoints(a.key ?? '', b.key ?? ''));
}

function sumOf(a: TrainedCount, b: TrainedCount): TrainedCount {
  return { persons: a.persons + b.persons, personCourses: a.personCourses + b.personCourses, certified: a.certified + b.certified };
}

function sumOfRows(known: OnTheJobRow | undefined, row: OnTheJobRow): OnTheJobRow {
  if (known === undefined) return row;
  const { completed, certified, mature, atWork, retained, pay } = known;
  return {
    programme: row.programme, completed: completed + row.completed, certified: certified + row.certified, mature: mature + row.mature, atWork: atWork + row.atWork, retained: retained + row.retained,
    pay: { known: pay.known + row.pay.known, before: pay.before + row.pay.before, after: pay.after + row.pay.after },
  };
}
