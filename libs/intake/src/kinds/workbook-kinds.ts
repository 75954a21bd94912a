import { Injectable } from '@nestjs/common';
import type { FormName } from '@app/workbooks';
import { AttendanceKind, CourseResultsKind } from './class-rosters.kinds.js';
import { PlacementsKind } from './placements.kind.js';
import { TraineesKind } from './trainees.kind.js';
import { VacanciesKind } from './vacancies.kind.js';
import type { WorkbookKind } from './workbook-kind.js';

/** Every kind of workbook, by its form: leaving one out does not compile. */
@Injectable()
export class WorkbookKinds {
  readonly #byForm: Readonly<Record<FormName, WorkbookKind>>;

  constructor(trainees: TraineesKind, vacancies: VacanciesKind, results: CourseResultsKind, attendance: AttendanceKind, placements: PlacementsKind) {
    this.#byForm = { trainees, vacancies, 'course-results': results, attendance, placements };
  }

  of(form: FormName): WorkbookKind {
    return this.#byForm[form];
  }

  /** The region in whose scope an upload's rows are written. */
  writingRegion({ form, ownerRegion }: { readonly form: FormName; readonly ownerRegion: string }): string {
    return this.of(form).writesFor === 'county' ? ownerRegion.slice(0, 6).padEnd(12, '0') : ownerRegion;
  }
}
