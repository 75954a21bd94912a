import type { CivilDate } from '@app/kernel';
import type { Instant } from '@app/outcomes';

/** One person in one class (人次). Several ids found to be one person stand under the one that they count under. */
export interface PaidCourse {
  readonly personId: string;
  readonly classId: string;
  /** The day of the first payment that stands. */
  readonly paidOn: CivilDate;
}

/**
 * Every person-course of a county that was paid, and on which day, as known by an instant. The port to the book of funds.
 * `null`: no book says what was paid. Then the step is unknown, never done and never open.
 */
export interface PaidCourses {
  find(county: string, knownBy: Instant): Promise<readonly PaidCourse[] | null>;
}

/** Token of the port. */
export const PAID_COURSES = Symbol('PaidCourses');
