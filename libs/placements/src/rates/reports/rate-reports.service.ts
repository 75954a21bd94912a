import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, Outbox, type Principal } from '@app/platform';
import { RateReportUnknown } from '../../placements.errors.js';
import { CountyHistoriesRepository } from '../projections/county-histories.repository.js';
import type { RateJobs } from '../projections/rate-projector.service.js';
import { MatrixAnswers, type MatrixAnswer, type MatrixInput } from './matrix-answers.js';
import { RateReportsRepository, periodOf, type ReportFailure, type ReportState, type ReportWithResult } from './rate-reports.repository.js';

export interface ReportView extends Omit<MatrixAnswer, 'rates'> {
  readonly id: string;
  readonly state: ReportState;
  /** Why it has failed; else null. */
  readonly failure: ReportFailure | null;
  readonly personsDone: number;
  readonly personsExpected: number;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
  /** Null until the report is done. */
  readonly rates: MatrixAnswer['rates'] | null;
}

const BEFORE_EVERYTHING = '1970-01-01T00:00:00Z';

/** All named rates by township and programme for any pair of dates: asked for here, worked out by the worker (`RateReportMaker`). */
@Injectable()
export class RateReports {
  constructor(
    private readonly database: Database,
    private readonly histories: CountyHistoriesRepository,
    private readonly reports: RateReportsRepository,
    private readonly answers: MatrixAnswers,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /** Has the worker make a report. @throws OutOfScope, PlacementQueryInvalid */
  async request(principal: Principal, input: MatrixInput): Promise<ReportView> {
    const { region, period, asOf, knownBy } = await this.answers.read(principal, input);
    // Nothing can appear at or before the last committed record, so the figures are settled by this request.
    const known = await this.histories.knownBy(region.slice(0, 6), knownBy);
    return this.database.inScope(principal, async (tx) => {
      const report = await this.reports.add(tx, { region, asOf, knownBy: known?.text ?? BEFORE_EVERYTHING, period });
      await this.outbox.add<RateJobs, 'rate-report.make'>(tx, 'rate-report.make', { reportId: report.id }, { queue: 'imports', region });
      await this.audit.record(tx, { action: 'rate-report.make', subjectKind: 'rate-report', subjectId: report.id, region, details: { asOf } });
      return this.#view({ ...report, result: null });
    });
  }

  /** @throws RateReportUnknown */
  async get(principal: Principal, id: string): Promise<ReportView> {
    const report = await this.database.inScope(principal, (tx) => this.reports.findWithResult(tx, id, 'matrix'));
    if (report === null) throw new RateReportUnknown();
    return this.#view(report);
  }

  async #view(report: ReportWithResult<'matrix'>): Promise<ReportView> {
    const { id, region, asOf, state, failure, personsDone, personsExpected, requestedAt, endedAt, result } = report;
    const period = periodOf(report);
    const micros = Number(report.knownByMicros);
    const { rates, ...answer } = await this.answers.write({ region, period, asOf, knownBy: micros }, micros, result ?? []);
    return { id, ...answer, state, failure, personsDone, personsExpected, requestedAt, endedAt, rates: result === null ? null : rates };
  }
}
