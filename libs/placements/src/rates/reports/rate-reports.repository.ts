import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { CohortDimension, CohortFigures, Period, PlacementRule, PresentationForm } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import type { MatrixRate } from './rate-matrix.js';

/** Where a report stands. */
export const REPORT_STATES = ['waiting', 'working', 'done', 'failed'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** Why a report is not made: the ledger contradicts itself, or the work failed again and again. */
export const REPORT_FAILURES = ['ledger-faulty', 'gave-up'] as const;
export type ReportFailure = (typeof REPORT_FAILURES)[number];

/** A cohort report's figures; raw ones only of a region in its asker's scope. */
export interface CohortResult {
  readonly raw: CohortFigures | null;
  readonly published: CohortFigures;
}

/** What a kind of report holds once it is done. */
interface ResultOf {
  readonly matrix: readonly MatrixRate[];
  readonly cohort: CohortResult;
}
export type ReportKind = keyof ResultOf;

/** A report as it is stored: asked for, under way, done or failed; without its result. */
export interface StoredReport {
  readonly id: string;
  readonly kind: ReportKind;
  /** The region reported on, and in whose scope the report lies; 12 digits. */
  readonly region: string;
  readonly ownerRegion: string;
  readonly form: PresentationForm;
  readonly asOf: CivilDate;
  /** Exact to the microsecond, as the database writes it. */
  readonly knownBy: string;
  readonly knownByMicros: number;
  readonly fromMonth: string | null;
  readonly toMonth: string | null;
  /** Of a cohort. */
  readonly rule: PlacementRule | null;
  readonly dimension: CohortDimension | null;
  readonly state: ReportState;
  readonly failure: ReportFailure | null;
  readonly personsDone: number;
  readonly personsExpected: number;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
}

/** The same with its result; null until it is done. */
export interface ReportWithResult<Kind extends ReportKind> extends StoredReport {
  readonly result: ResultOf[Kind] | null;
}

export interface NewReport {
  readonly region: string;
  readonly asOf: CivilDate;
  readonly knownBy: string;
  readonly period: Period | null;
}

export interface NewCohortReport extends NewReport {
  readonly ownerRegion: string;
  readonly form: PresentationForm;
  readonly rule: PlacementRule;
  readonly by: CohortDimension | null;
}

/** So many reports of a kind and region are kept, the newest. */
export const REPORTS_KEPT = 50;
const REPORT = `id, kind, region, owner_region as "ownerRegion", form, as_of as "asOf", known_by::text as "knownBy", (extract(epoch from known_by) * 1000000)::bigint as "knownByMicros", from_month as "fromMonth", to_month as "toMonth",
  rule, dimension, state, failure, persons_done as "personsDone", persons_expected as "personsExpected", requested_at as "requestedAt", ended_at as "endedAt"`;

@Injectable()
export class RateReportsRepository {
  async add(tx: Transaction, { region, asOf, knownBy, period }: NewReport): Promise<StoredReport> {
    return this.#insert(tx, 'matrix', { region, asOf, knownBy, period, ownerRegion: region, form: 'raw', rule: null, by: null });
  }

  async addCohort(tx: Transaction, report: NewCohortReport): Promise<StoredReport> {
    return this.#insert(tx, 'cohort', report);
  }

  async find(tx: Transaction, id: string): Promise<StoredReport | null> {
    const [report] = await tx.query<StoredReport[]>(`select ${REPORT} from rate_reports where id = $1`, [id]);
    return report ?? null;
  }

  async findWithResult<Kind extends ReportKind>(tx: Transaction, id: string, kind: Kind): Promise<ReportWithResult<Kind> | null> {
    const [report] = await tx.query<ReportWithResult<Kind>[]>(`select ${REPORT}, result from rate_reports where id = $1 and kind = $2`, [id, kind]);
    return report ?? null;
  }

  /** Those in scope, the newest first. */
  async list(tx: Transaction, kind: ReportKind): Promise<StoredReport[]> {
    return tx.query<StoredReport[]>(`select ${REPORT} from rate_reports where kind = $1 order by requested_at desc, id limit ${REPORTS_KEPT}`, [kind]);
  }

  async noteProgress(tx: Transaction, id: string, done: number, expected: number): Promise<void> {
    await tx.query(`update rate_reports set state = 'working', persons_done = $2::int, persons_expected = greatest($2::int, $3::int) where id = $1 and state in ('waiting', 'working')`, [id, done, expected]);
  }

  /** Whoever comes second changes nothing: the figures are the same. */
  async save(tx: Transaction, id: string, persons: number, result: ResultOf[ReportKind]): Promise<void> {
    await tx.query(`update rate_reports set state = 'done', persons_done = $2::int, persons_expected = $2::int, result = $3, ended_at = now() where id = $1 and state in ('waiting', 'working')`, [id, persons, JSON.stringify(result)]);
  }

  /** A report that is done stays done; the first reason stands. */
  async fail(tx: Transaction, id: string, failure: ReportFailure): Promise<void> {
    await tx.query(`update rate_reports set state = 'failed', failure = $2, ended_at = now() where id = $1 and state in ('waiting', 'working')`, [id, failure]);
  }

  async #insert(tx: Transaction, kind: ReportKind, { region, ownerRegion, form, asOf, knownBy, period, rule, by }: Omit<NewCohortReport, 'rule'> & { readonly rule: PlacementRule | null }): Promise<StoredReport> {
    const [report] = await tx.query<StoredReport[]>(
      `insert into rate_reports (kind, county, owner_region, region, form, as_of, known_by, from_month, to_month, rule, dimension) values ($1, left($2, 6), $2, $3, $4, $5, $6::timestamptz, $7, $8, $9, $10) returning ${REPORT}`,
      [kind, ownerRegion, region, form, asOf, knownBy, period?.from ?? null, period?.to ?? null, rule === null ? null : JSON.stringify(rule), by],
    );
    await tx.query(`delete from rate_reports where owner_region = $1 and kind = $2 and id in (select id from rate_reports where owner_region = $1 and kind = $2 order by requested_at desc, id offset ${REPORTS_KEPT})`, [ownerRegion, kind]);
    return report!;
  }
}

/** The months that a report is of; null: all. */
export function periodOf({ fromMonth, toMonth }: Pick<StoredReport, 'fromMonth' | 'toMonth'>): Period | null {
  return fromMonth === null ? null : { from: fromMonth, to: toMonth! };
}
