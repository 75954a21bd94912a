import { Injectable } from '@nestjs/common';
import type { FormName } from '@app/workbooks';
import { AttendanceKind, CourseResultsKind } from './class-rosters.kinds.js';
import { HouseholdIncomesKind } from './household-incomes.kind.js';
import { PlacementsKind } from './placements.kind.js';
import { TraineesKind } from './trainees.kind.js';
import { VacanciesKind } from './vacancies.kind.js';
import type { WorkbookKind } from './workbook-kind.js';

/** What is written of people and their households. */
@Injectable()
export class PeopleKinds {
  constructor(
    readonly trainees: TraineesKind,
    readonly incomes: HouseholdIncomesKind,
  ) {}
}

/** Every kind of workbook, by its form: leaving one out does not compile. */
@Injectable()
export class WorkbookKinds {
  readonly #byForm: Readonly<Record<FormName, WorkbookKind>>;

  constructor(people: PeopleKinds, vacancies: VacanciesKind, results: CourseResultsKind, attendance: AttendanceKind, placements: PlacementsKind) {
    this.#byForm = { trainees: people.trainees, vacancies, 'course-results': results, attendance, placements, 'household-incomes': people.incomes };
  }

  of(form: FormName): WorkbookKind {
    return this.#byForm[form];
  }

  /** The region in whose scope an upload's rows are written. */
  writingRegion({ form, ownerRegion }: { readonly form: FormName; readonly ownerRegion: string }): string {
    return this.of(form).writesFor === 'county' ? ownerRegion.slice(0, 6).padEnd(12, '0') : ownerRegion;
  }
}
