import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { retentionRuleOf, type CohortDimension, type CohortFigures, type Period, type PlacementRule, type PresentationForm } from '@app/outcomes';
import { AuditTrail, Database, type Principal, type Transaction } from '@app/platform';
import { RateReportNotDone, RateReportUnknown } from '../../placements.errors.js';
import { isoOf } from '../rate-query.js';
import { RateReportsRepository, periodOf, type CohortResult, type ReportFailure, type ReportState, type StoredReport } from '../reports/rate-reports.repository.js';
import { defineCohort, type CohortDefinitions } from './cohort-definitions.js';
import { CohortNamesRepository } from './cohort-names.repository.js';
import { cohortTable, type FigureTable } from './cohort-table.js';

/** A cohort report with everything that names it. */
export interface CohortReportView {
  readonly id: string;
  readonly state: ReportState;
  readonly failure: ReportFailure | null;
  readonly personsDone: number;
  readonly personsExpected: number;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
  readonly region: string;
  readonly regionName: string;
  readonly rule: PlacementRule;
  readonly by: CohortDimension | null;
  readonly period: Period | null;
  readonly asOf: CivilDate;
  readonly knownBy: string;
  /** `raw`: the figures of an officer within scope; `published`: small numbers hidden. */
  readonly form: PresentationForm;
  readonly definitions: CohortDefinitions;
  /** Null until the report is done. */
  readonly figures: CohortFigures | null;
  /** Names of the breakdown's keys and of employers, as they are now. */
  readonly names: { readonly cells: ReadonlyMap<string, string>; readonly employers: ReadonlyMap<string, string> };
}

/** Shows cohort reports: their figures with names and definitions, as an answer or as a table to leave the service. */
@Injectable()
export class CohortReportViews {
  constructor(
    private readonly database: Database,
    private readonly reports: RateReportsRepository,
    private readonly names: CohortNamesRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Those in scope without their figures, the newest first. */
  async list(principal: Principal): Promise<CohortReportView[]> {
    return this.database.inScope(principal, async (tx) => Promise.all((await this.reports.list(tx, 'cohort')).map((report) => this.#view(tx, report, null, report.form))));
  }

  /** @param forPublication small numbers hidden, also of a report that holds raw figures. @throws RateReportUnknown */
  async get(principal: Principal, id: string, forPublication: boolean): Promise<CohortReportView> {
    return this.database.inScope(principal, (tx) => this.#find(tx, id, forPublication));
  }

  /** The report just asked for. */
  async of(principal: Principal, report: StoredReport): Promise<CohortReportView> {
    return this.database.inScope(principal, (tx) => this.#view(tx, report, null, report.form));
  }

  /** The whole report as one table, a row a figure, each with its definition. @throws RateReportUnknown, RateReportNotDone */
  async table(principal: Principal, id: string, forPublication: boolean, format: string): Promise<FigureTable> {
    return this.database.inScope(principal, async (tx) => {
      const view = await this.#find(tx, id, forPublication);
      if (view.figures === null) throw new RateReportNotDone(view.state === 'failed');
      await this.audit.record(tx, { action: 'cohort-report.export', subjectKind: 'rate-report', subjectId: id, region: view.region, details: { format, form: view.form } });
      return cohortTable(view, view.figures);
    });
  }

  async #find(tx: Transaction, id: string, forPublication: boolean): Promise<CohortReportView> {
    const report = await this.reports.findWithResult(tx, id, 'cohort');
    if (report === null) throw new RateReportUnknown();
    return this.#view(tx, report, report.result, forPublication ? 'published' : report.form);
  }

  async #view(tx: Transaction, report: StoredReport, result: CohortResult | null, form: PresentationForm): Promise<CohortReportView> {
    const { id, state, failure, personsDone, personsExpected, requestedAt, endedAt, region, asOf, dimension: by } = report;
    const [rule, period, regionName, knownBy] = [report.rule!, periodOf(report), await this.names.ofRegion(region), isoOf(Number(report.knownByMicros))];
    const figures = result === null ? null : form === 'raw' ? result.raw : result.published;
    const cells = await this.names.ofKeys(tx, by, by === null ? [] : (figures?.rate ?? []).flatMap((figure) => figure.by[by] ?? []));
    const employers = await this.names.ofEmployers(tx, (figures?.employers ?? []).flatMap(({ employer }) => employer ?? []));
    const definitions = defineCohort({ rule, retentionRule: retentionRuleOf(rule), by, form }, { regionName, period, asOf, knownBy });
    return { id, state, failure, personsDone, personsExpected, requestedAt, endedAt, region, regionName, rule, by, period, asOf, knownBy, form, definitions, figures, names: { cells, employers } };
  }
}
