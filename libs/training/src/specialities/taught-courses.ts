import { Injectable } from '@nestjs/common';
import { CatalogueService, type Catalogue } from '@app/catalogue';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { courseServes, type CourseStanding } from '../orders/order-rules.js';
import { SpecialitiesRepository } from './specialities.repository.js';

/** The catalogue, and what of it a county teaches. */
export interface TaughtCatalogue {
  readonly catalogue: Catalogue;
  /** Of the courses that lead to an occupation: one is taught, all are retired here, or there is none. */
  readonly standingOf: (occupation: string) => CourseStanding;
  /** Whether a course is retired here. */
  readonly isRetired: (courseId: string) => boolean;
}

/** Which occupations a county has a course for on a day. */
@Injectable()
export class TaughtCourses {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly decisions: SpecialitiesRepository,
  ) {}

  async of(tx: Transaction, county: string, day: CivilDate): Promise<TaughtCatalogue> {
    const catalogue = await this.catalogue.current();
    const decisions = await this.decisions.decisionsOn(tx, county, day);
    const isRetired = (courseId: string): boolean => decisions.get(courseId)?.kind === 'retired';
    return {
      catalogue, isRetired,
      standingOf: (occupation) => {
        const leading = catalogue.courses.filter((course) => courseServes(course.occupation, occupation));
        if (leading.length === 0) return 'none';
        return leading.every(({ id }) => isRetired(id)) ? 'retired' : 'taught';
      },
    };
  }
}
