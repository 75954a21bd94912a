import { Injectable } from '@nestjs/common';
import { regionPrefix, type CivilDate } from '@app/kernel';
import { computeRates, type LedgerSlice, type Period, type PersonHistory, type PlacementRule, type PlacementTable } from '@app/outcomes';
import { Database, type Principal } from '@app/platform';
import { CountyHistoriesRepository, type KnownBy } from '../projections/county-histories.repository.js';
import { COMPLETION_RULES, ROLL_RULES } from '../projections/projected-rules.js';
import { readCounty, type HistoriesPage } from '../projections/read-county.js';
import { RateMatrix } from './rate-matrix.js';
import { RateReportsRepository } from './rate-reports.repository.js';

/** What a report is about. */
export interface MatrixQuestion {
  /** 12 digits. */
  readonly region: string;
  readonly asOf: CivilDate;
  readonly knownBy: KnownBy;
  readonly period: Period | null;
}

export const MATRIX_RULES: readonly PlacementRule[] = [...COMPLETION_RULES, ...ROLL_RULES];

/** Works out the named rates of a region for any pair of dates, page by page through the library, whatever the size of the county. */
@Injectable()
export class RateReportMaker {
  constructor(
    private readonly database: Database,
    private readonly histories: CountyHistoriesRepository,
    private readonly reports: RateReportsRepository,
  ) {}

  /** The job of a report. Run twice it works out the same figures. */
  async make(principal: Principal, reportId: string, signal?: AbortSignal): Promise<void> {
    const report = await this.database.inScope(principal, (tx) => this.reports.find(tx, reportId));
    if (report === null || report.state === 'done') return;
    const period = report.fromMonth === null ? null : { from: report.fromMonth, to: report.toMonth! };
    const question: MatrixQuestion = { region: report.region, asOf: report.asOf, knownBy: { text: report.knownBy, micros: Number(report.knownByMicros) }, period };
    let persons = 0;
    const matrix = await this.compute(question, async (done, expected) => {
      signal?.throwIfAborted();
      persons = done;
      await this.database.inScope({ ...principal }, (tx) => this.reports.noteProgress(tx, reportId, done, expected));
    });
    const { asOf, knownBy } = question;
    await this.database.inScope({ ...principal }, (tx) => this.reports.save(tx, reportId, persons, matrix.present({ asOf, knownBy: knownBy.micros, period })));
  }

  /** @param progress is told how many people are done, and of about how many, after every page */
  async compute(question: MatrixQuestion, progress: (done: number, expected: number) => Promise<void>): Promise<RateMatrix> {
    const { region, asOf, knownBy } = question;
    const scene = await this.histories.scene(region.slice(0, 6), knownBy);
    const expected = await this.histories.countPersons(scene);
    const matrix = new RateMatrix(MATRIX_RULES);
    let done = 0;
    for await (const page of readCounty(this.histories, scene, asOf)) {
      addPage(matrix, page, question);
      done += page.ids.length;
      await progress(done, Math.max(done, expected));
    }
    return matrix;
  }
}

/** A page's people by the township they lived in at enrolment, each township computed by the library. */
function addPage(matrix: RateMatrix, { persons, homeOf }: HistoriesPage, { region, asOf, knownBy, period }: MatrixQuestion): void {
  const prefix = regionPrefix(region);
  const byTownship = new Map<string, Map<string, PersonHistory>>();
  for (const person of persons.values()) {
    const home = homeOf.get(person.id) ?? '';
    if (prefix.length > 6 && !home.startsWith(prefix)) continue;
    const township = home === '' ? '' : home.slice(0, 9).padEnd(12, '0');
    const there = byTownship.get(township) ?? new Map<string, PersonHistory>();
    byTownship.set(township, there.set(person.id, person));
  }
  for (const [township, there] of byTownship) {
    const slice: LedgerSlice = { persons: there, orders: [], asOf, knownBy: knownBy.micros, faults: [] };
    const tables = computeRates(slice, { rules: MATRIX_RULES, period, by: 'programme' }) as PlacementTable[];
    for (const { rule, total, cells } of tables) matrix.add(rule, { township, total, programmes: new Map(cells.map((cell) => [cell.key!, cell])) });
  }
}
