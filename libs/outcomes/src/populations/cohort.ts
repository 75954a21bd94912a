import { fromDayNumber } from '@app/kernel';
import type { Day } from '../facts/calendar.js';
import { compareCodePoints } from '../facts/code-points.js';
import type { Attendance, Histories, PersonHistory, TrainingClass } from '../facts/histories.js';
import type { PopulationId } from '../rates/rule.js';

/** Months of a period, `YYYY-MM`, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** One person in one class (人次), with the clock of that completion. */
export interface PersonCourse {
  readonly person: PersonHistory;
  readonly class: TrainingClass;
  /** The day on which the clock starts. */
  readonly start: Day;
  /** The day that decides the month of the cohort: the completion, or for populations on the roll the opening. */
  readonly cohortDay: Day;
  /** Whether the person as such is counted here: the first of the person's classes in the period. */
  readonly standsForPerson: boolean;
}

/** Everybody who belongs to a population in a period, as person-courses; exclusions are judged later, by rule. */
export function cohortOf(histories: Histories, population: PopulationId, period: Period | null): PersonCourse[] {
  const units: PersonCourse[] = [];
  for (const person of histories.persons.values()) addCourses(units, person, population, period);
  return units;
}

/** The person-courses of one person. */
export function coursesOf(person: PersonHistory, population: PopulationId, period: Period | null): PersonCourse[] {
  const units: PersonCourse[] = [];
  addCourses(units, person, population, period);
  return units;
}

function addCourses(units: PersonCourse[], person: PersonHistory, population: PopulationId, period: Period | null): void {
  let first: UnitInMaking | null = null;
  for (const attendance of person.attendances) {
    const unit = unitOf(person, attendance, population);
    if (unit === null || (period !== null && !isWithin(unit.cohortDay, period))) continue;
    units.push(unit);
    if (first === null || isBefore(unit, first)) first = unit;
  }
  if (first !== null) first.standsForPerson = true;
}

type UnitInMaking = { -readonly [Key in keyof PersonCourse]: PersonCourse[Key] };

/** Whether a day lies in the months of a period. */
export function isWithin(day: Day, period: Period): boolean {
  const month = monthOf(day);
  return month >= period.from && month <= period.to;
}

/** The month of a day, `YYYY-MM`. */
export function monthOf(day: Day): string {
  return fromDayNumber(day).slice(0, -'-dd'.length);
}

function unitOf(person: PersonHistory, attendance: Attendance, population: PopulationId): UnitInMaking | null {
  const { class: trainingClass, completedOn } = attendance;
  if (!trainingClass.isCounted) return null;
  if (population === 'P1') {
    return isOnRoll(attendance) ? { person, class: trainingClass, start: completedOn ?? trainingClass.endsOn, cohortDay: trainingClass.opensOn, standsForPerson: false } : null;
  }
  if (completedOn === null || (population === 'P3' && !attendance.isCertified)) return null;
  return { person, class: trainingClass, start: completedOn, cohortDay: completedOn, standsForPerson: false };
}

function isOnRoll({ class: trainingClass, enrolledOn, droppedOn }: Attendance): boolean {
  return enrolledOn !== null && enrolledOn <= trainingClass.opensOn && (droppedOn === null || droppedOn >= trainingClass.opensOn);
}

function isBefore(a: PersonCourse, b: PersonCourse): boolean {
  return (a.cohortDay - b.cohortDay || compareCodePoints(a.class.id, b.class.id)) < 0;
}
