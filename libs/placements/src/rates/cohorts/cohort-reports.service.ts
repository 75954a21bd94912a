import { Inject, Injectable } from '@nestjs/common';
import { isInside, padRegion, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, Outbox, type Principal } from '@app/platform';
import { ClassCodes } from '../../classes/class-codes.js';
import { CountyHistoriesRepository } from '../projections/county-histories.repository.js';
import type { RateJobs } from '../projections/rate-projector.service.js';
import { readRateRegion } from '../rate-region.js';
import { RateReportsRepository, type NewCohortReport, type StoredReport } from '../reports/rate-reports.repository.js';
import { readCohortQuestion, type CohortInput } from './cohort-question.js';

const BEFORE_EVERYTHING = '1970-01-01T00:00:00Z';

/** Reads what a report is asked for into the row that will be answered. */
@Injectable()
export class CohortQuestions {
  constructor(
    private readonly codes: ClassCodes,
    private readonly histories: CountyHistoriesRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Raw figures are kept only of a region in the asker's scope, and not when they are for publication. @throws PlacementQueryInvalid, PlacementInvalid */
  async read(principal: Principal, input: CohortInput): Promise<NewCohortReport> {
    const region = await readRateRegion(this.codes, input.region ?? principal.region);
    const county = region.slice(0, 6);
    const head = await this.histories.knownBy(county, null);
    const { knownBy, ...asked } = readCohortQuestion(input, this.clock.now(), head?.micros ?? null);
    // Nothing can appear at or before the last committed record, so the figures are settled by this request.
    const known = await this.histories.knownBy(county, knownBy);
    const isOwn = isInside(region, principal.region);
    return { ...asked, region, ownerRegion: isOwn ? region : padRegion(principal.region), form: isOwn && input.forPublication !== true ? 'raw' : 'published', knownBy: known?.text ?? BEFORE_EVERYTHING };
  }
}

/** Everything about one rate of a cohort for any pair of dates: asked for here, worked out by the worker (`RateReportMaker`), shown by `CohortReportViews`. */
@Injectable()
export class CohortReports {
  constructor(
    private readonly database: Database,
    private readonly questions: CohortQuestions,
    private readonly reports: RateReportsRepository,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /** Has the worker make a report. @throws PlacementQueryInvalid, PlacementInvalid */
  async request(principal: Principal, input: CohortInput): Promise<StoredReport> {
    const asked = await this.questions.read(principal, input);
    return this.database.inScope(principal, async (tx) => {
      const report = await this.reports.addCohort(tx, asked);
      await this.outbox.add<RateJobs, 'rate-report.make'>(tx, 'rate-report.make', { reportId: report.id }, { queue: 'imports', region: asked.ownerRegion });
      await this.audit.record(tx, { action: 'cohort-report.make', subjectKind: 'rate-report', subjectId: report.id, region: asked.ownerRegion, details: { region: asked.region, rule: asked.rule.id, by: asked.by, asOf: asked.asOf, form: asked.form } });
      return report;
    });
  }
}
