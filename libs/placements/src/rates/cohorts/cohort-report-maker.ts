import { Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { CohortReport, presentCohort, type CohortCounts, type CohortDimension, type Period, type PlacementRule, type PresentationForm } from '@app/outcomes';
import { CountyReader, type PagesQuestion, type ReportProgress } from '../projections/county-reader.service.js';
import { homeTest, personsOf } from '../projections/read-county.js';
import type { CohortResult } from '../reports/rate-reports.repository.js';

/** One rate of a cohort, for any two dates. */
export interface CohortPagesQuestion extends PagesQuestion {
  readonly rule: PlacementRule;
  readonly period: Period | null;
  readonly by: CohortDimension | null;
}

/** Works out everything about one rate of a cohort, page by page, so that memory does not grow with the county. */
@Injectable()
export class CohortReportMaker {
  constructor(private readonly reader: CountyReader, private readonly catalogue: CatalogueService) {}

  /** @param form `published`: no raw figure is kept. @throws LedgerFaulty */
  async figures(question: CohortPagesQuestion, form: PresentationForm, progress: ReportProgress): Promise<CohortResult> {
    const counts = await this.count(question, progress);
    const head = { ...question, knownBy: question.knownBy.micros };
    return { raw: form === 'raw' ? presentCohort(counts, head, 'raw') : null, published: presentCohort(counts, head, 'published') };
  }

  /** @throws LedgerFaulty */
  async count(question: CohortPagesQuestion, progress: ReportProgress): Promise<CohortCounts> {
    const { rule, period, by, region, asOf, knownBy } = question;
    const departmentOf = await this.departments();
    const livesThere = homeTest(region);
    let homes: ReadonlyMap<string, string> = new Map();
    const report = new CohortReport({ rule, period, by, around: { homeOf: (person) => homes.get(person) ?? null, departmentOf } });
    await this.reader.readPages(question, progress, (page) => {
      const people = page.people.filter(({ home }) => livesThere(home));
      homes = new Map(people.flatMap(({ history, home }) => (home === null ? [] : [[history.id, home]])));
      report.add({ persons: personsOf(people), orders: [], asOf, knownBy: knownBy.micros, faults: [] });
    });
    return report.counts();
  }

  /** Whose course it is, by the catalogue as it stands. */
  async departments(): Promise<(course: string) => string | null> {
    const { courses } = await this.catalogue.current();
    const departments = new Map(courses.map(({ id, department }) => [id, department]));
    return (course) => departments.get(course) ?? null;
  }
}
