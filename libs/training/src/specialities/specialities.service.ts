import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { addDays, padRegion, type CivilDate } from '@app/kernel';
import { NAMED_RATES, type PlacementRule } from '@app/outcomes';
import { CourseRates } from '@app/placements';
import type { Principal } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import type { TrainingJobs } from '../training-jobs.js';
import { SpecialitiesNotReady, SpecialityUnknown, TrainingInputInvalid } from '../training.errors.js';
import { SPECIALITY_POLICY } from './rank-specialities.js';
import type { SpecialityCatalogue, SpecialityView } from './speciality-catalogue.js';
import { countyRates, specialityLines } from './speciality-board.js';
import { SpecialitiesRepository, type DecisionRow } from './specialities.repository.js';
import { specialityTable, type SpecialityTable } from './speciality-table.js';
import { STARTUP_RULES } from './speciality.js';

const RULES: readonly PlacementRule[] = [...NAMED_RATES.flatMap((rule): PlacementRule[] => (rule.id === 'R5' || rule.id === 'R2@180' ? [rule as PlacementRule] : [])), ...STARTUP_RULES];
/** A decision may be announced so far ahead. */
const AHEAD_DAYS_MAX = 366;

const countyOf = (principal: Principal): string => padRegion(principal.region).slice(0, 6);

/** The catalogue of specialities (专业目录) of a county: what is taught, what comes of it, and what is taught no more. */
@Injectable()
export class Specialities {
  constructor(
    private readonly books: TrainingBooks,
    private readonly rows: SpecialitiesRepository,
    private readonly rates: CourseRates,
    private readonly catalogue: CatalogueService,
  ) {}

  /** Works today's catalogue of the county out anew. May run twice. @throws LedgerFaulty */
  async refresh(principal: Principal, signal?: AbortSignal): Promise<void> {
    const [county, asOf] = [countyOf(principal), this.books.today()];
    const { courses } = await this.catalogue.current();
    const { knownBy, tables } = await this.rates.of(county, asOf, RULES, signal);
    await this.books.database.inScope({ ...principal }, async (tx) => {
      const shortage = await this.rows.fillsOf(tx, county);
      const pledges = await this.rows.pledgesOf(tx, county);
      const lines = specialityLines({ courses, fills: shortage?.fills ?? null, rates: tables, pledges });
      await this.rows.store(tx, { county, asOf, policyVersion: SPECIALITY_POLICY.version, knownBy, ...countyRates(tables), shortageAsOf: shortage?.asOf ?? null, lines });
    });
  }

  /** Has the worker do it; asked again before it has, it is asked once. */
  async request(principal: Principal): Promise<void> {
    await this.books.database.inScope({ ...principal }, async (tx) => {
      if (await this.rows.isAsked(tx, countyOf(principal))) return;
      await this.books.outbox.add<TrainingJobs, 'specialities.refresh'>(tx, 'specialities.refresh', {}, { queue: 'imports', region: countyOf(principal) });
    });
  }

  /**
   * The catalogue as it was worked out last on the day or before, with the decisions that hold on the day.
   * @param day left out: today
   * @throws SpecialitiesNotReady, TrainingInputInvalid (a day to come)
   */
  async get(principal: Principal, day: CivilDate = this.books.today()): Promise<SpecialityCatalogue> {
    if (day > this.books.today()) throw new TrainingInputInvalid([{ path: 'asOf', message: '不能晚于今天' }]);
    const { occupations } = await this.catalogue.current();
    const board = await this.books.database.inScope(principal, (tx) => this.rows.findBoard(tx, countyOf(principal), day));
    if (board === null) {
      await this.request(principal);
      throw new SpecialitiesNotReady();
    }
    return this.books.database.inScope(principal, async (tx) => {
      const decisions = await this.rows.decisionsOn(tx, countyOf(principal), day);
      const lines = board.lines.map((line): SpecialityView => {
        const decision = decisions.get(line.courseId) ?? null;
        return { ...line, occupationName: line.occupation === null ? null : (occupations.get(line.occupation)?.name ?? line.occupation), state: decision?.kind === 'retired' ? 'retired' : 'open', decision };
      });
      return { ...board, lines };
    });
  }

  /** The same to leave the service; that somebody took it is on the record. @throws as {@link get} */
  async table(principal: Principal, day: CivilDate | undefined, format: string): Promise<SpecialityTable> {
    const catalogue = await this.get(principal, day);
    await this.books.database.inScope({ ...principal }, (tx) => this.books.audit.record(tx, { action: 'speciality.export', subjectKind: 'speciality-board', subjectId: `${catalogue.county} ${catalogue.asOf}`, region: catalogue.county, details: { format } }));
    return specialityTable(catalogue);
  }

  /**
   * Retires a course in the county, or takes it up again, from a day on. Classes that began before go on. The same decision
   * once more is the same.
   * @throws SpecialityUnknown, TrainingInputInvalid, SpecialityDecisionRefused
   */
  async decide(principal: Principal, courseId: string, kind: DecisionRow['kind'], { from, reason }: { readonly from: CivilDate; readonly reason: string }): Promise<DecisionRow> {
    const { courseNames } = await this.catalogue.current();
    if (!courseNames.has(courseId)) throw new SpecialityUnknown();
    if (from > addDays(this.books.today(), AHEAD_DAYS_MAX)) throw new TrainingInputInvalid([{ path: 'from', message: '最多提前一年' }]);
    const county = countyOf(principal);
    return this.books.database.inScope(principal, async (tx) => {
      const before = await this.rows.latestDecision(tx, county, courseId);
      if (before !== null && before.kind === kind && before.effectiveOn === from) return before;
      await this.rows.decide(tx, county, { id: randomUUID(), courseId, kind, effectiveOn: from, reason });
      await this.books.audit.record(tx, { action: kind === 'retired' ? 'speciality.retire' : 'speciality.resume', subjectKind: 'course', subjectId: courseId, region: county, reason, details: { from } });
      return (await this.rows.latestDecision(tx, county, courseId))!;
    });
  }
}
