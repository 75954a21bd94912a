import type { CivilDate } from '@app/kernel';
import type { Instant } from '@app/outcomes';

/** One person in one class (人次). Several ids found to be one person stand under the one that they count under. */
export interface PaidCourseId {
  readonly personId: string;
  readonly classId: string;
}

export interface PaidCourse extends PaidCourseId {
  /** The day of the first payment that stands. */
  readonly paidOn: CivilDate;
}

/**
 * Which person-courses of a county were paid, and on which day, as known by an instant. The port to the book of funds.
 * `null`: no book says what was paid. Then the step is unknown, never done and never open.
 */
export interface PaidCourses {
  find(county: string, courses: readonly PaidCourseId[], knownBy: Instant): Promise<readonly PaidCourse[] | null>;
}

/** Token of the port. */
export const PAID_COURSES = Symbol('PaidCourses');
