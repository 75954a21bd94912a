import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import { RateCounter, type Period, type PlacementRule } from '@app/outcomes';
import { Database, type Principal } from '@app/platform';
import { CohortReportMaker } from '../cohorts/cohort-report-maker.js';
import { CountyReader, type PagesQuestion, type ReportProgress } from '../projections/county-reader.service.js';
import { LedgerFaulty } from '../projections/ledger-faulty.js';
import { COMPLETION_RULES, ROLL_RULES } from '../projections/projected-rules.js';
import { homeTest } from '../projections/read-county.js';
import { PledgeRates } from './pledge-rates.service.js';
import { RateMatrix, type MatrixRate } from './rate-matrix.js';
import { RateReportsRepository, periodOf, type CohortResult, type StoredReport } from './rate-reports.repository.js';

/** What a report is about. */
export interface MatrixQuestion extends PagesQuestion {
  readonly period: Period | null;
}

export const MATRIX_RULES: readonly PlacementRule[] = [...COMPLETION_RULES, ...ROLL_RULES];

const TOWNSHIP_DIGITS = 9;

/** Works out reports of a region for any pair of dates, page by page through the library, whatever the size of the county. */
@Injectable()
export class RateReportMaker {
  constructor(
    private readonly database: Database,
    private readonly reader: CountyReader,
    private readonly reports: RateReportsRepository,
    private readonly cohorts: CohortReportMaker,
    private readonly pledges: PledgeRates,
  ) {}

  /** The job of a report. Run twice it works out the same figures; of a ledger that contradicts itself there are none, and the report has failed. */
  async make(principal: Principal, reportId: string, signal?: AbortSignal): Promise<void> {
    const report = await this.database.inScope(principal, (tx) => this.reports.find(tx, reportId));
    if (report === null || report.state === 'done' || report.state === 'failed') return;
    let persons = 0;
    try {
      const result = await this.#work(report, async (done, expected) => {
        signal?.throwIfAborted();
        persons = done;
        await this.database.inScope({ ...principal }, (tx) => this.reports.noteProgress(tx, reportId, done, expected));
      });
      await this.database.inScope({ ...principal }, (tx) => this.reports.save(tx, reportId, persons, result));
    } catch (error) {
      if (!(error instanceof LedgerFaulty)) throw error;
      await this.database.inScope({ ...principal }, (tx) => this.reports.fail(tx, reportId, 'ledger-faulty'));
    }
  }

  /** The work on a report has failed for good: whoever waits for it sees that. */
  async giveUp(principal: Principal, reportId: string): Promise<void> {
    await this.database.inScope(principal, (tx) => this.reports.fail(tx, reportId, 'gave-up'));
  }

  async compute(question: MatrixQuestion, progress: ReportProgress): Promise<RateMatrix> {
    const townships = new Map<string, RateCounter>();
    const livesThere = homeTest(question.region);
    await this.reader.readPages(question, progress, ({ people }) => {
      for (const person of people) if (livesThere(person.home)) counterOf(townships, person.home, question).add(person.history);
    });
    const matrix = new RateMatrix(MATRIX_RULES);
    for (const [digits, counter] of townships) {
      const township = digits === '' ? '' : padRegion(digits);
      for (const [rule, { total, cells }] of counter.counts()) matrix.add(rule, { township, total, programmes: new Map(cells.map((cell) => [cell.key!, cell])) });
    }
    return matrix;
  }

  async #work(report: StoredReport, progress: ReportProgress): Promise<CohortResult | readonly MatrixRate[]> {
    const { region, asOf, form, rule, dimension } = report;
    const question: MatrixQuestion = { region, asOf, knownBy: { text: report.knownBy, micros: Number(report.knownByMicros) }, period: periodOf(report) };
    if (rule !== null) return this.cohorts.figures({ ...question, rule, by: dimension }, form, progress);
    const matrix = await this.compute(question, progress);
    const head = { asOf, knownBy: question.knownBy.micros, period: question.period };
    return [...matrix.present(head), ...(await this.pledges.of({ region, ...head }))];
  }
}

/** Of the township in which people lived at enrolment, computed by the library; '': they have no enrolment. */
function counterOf(townships: Map<string, RateCounter>, home: string | null, { asOf, period }: MatrixQuestion): RateCounter {
  const township = home === null ? '' : home.slice(0, TOWNSHIP_DIGITS);
  let counter = townships.get(township);
  if (counter === undefined) townships.set(township, (counter = new RateCounter(asOf, { rules: MATRIX_RULES, period, by: 'programme' })));
  return counter;
}
