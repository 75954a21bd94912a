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

interface Candidate {
  readonly attendance: Attendance;
  readonly start: Day;
  /** The day that decides the month of the cohort and which class is the first. */
  readonly cohortDay: Day;
}

/** Everybody who belongs to a population in a period, as person-courses; exclusions are judged later, by rule. */
export function cohortOf(histories: Histories, population: PopulationId, period: Period | null): PersonCourse[] {
  const units: PersonCourse[] = [];
  for (const person of histories.persons.values()) {
    const candidates: Candidate[] = [];
    for (const attendance of person.attendances) {
      const candidate = candidateOf(attendance, population);
      if (candidate !== null && (period === null || isWithin(candidate.cohortDay, period))) candidates.push(candidate);
    }
    const first = candidates.reduce<Candidate | null>((best, next) => (best === null || isBefore(next, best) ? next : best), null);
    for (const candidate of candidates) {
      units.push({ person, class: candidate.attendance.class, start: candidate.start, cohortDay: candidate.cohortDay, standsForPerson: candidate === first });
    }
  }
  return units;
}

/** Whether a day lies in the months of a period. */
export function isWithin(day: Day, period: Period): boolean {
  const month = monthOf(day);
  return month >= period.from && month <= period.to;
}

/** The month of a day, `YYYY-MM`. */
export function monthOf(day: Day): string {
  return fromDayNumber(day).slice(0, -'-dd'.length);
}

function candidateOf(attendance: Attendance, population: PopulationId): Candidate | null {
  const { class: trainingClass, completedOn } = attendance;
  if (!trainingClass.isCounted) return null;
  if (population === 'P1') {
    return isOnRoll(attendance) ? { attendance, start: completedOn ?? trainingClass.endsOn, cohortDay: trainingClass.opensOn } : null;
  }
  if (completedOn === null || (population === 'P3' && !attendance.isCertified)) return null;
  return { attendance, start: completedOn, cohortDay: completedOn };
}

function isOnRoll({ class: trainingClass, enrolledOn, droppedOn }: Attendance): boolean {
  return enrolledOn !== null && enrolledOn <= trainingClass.opensOn && (droppedOn === null || droppedOn >= trainingClass.opensOn);
}

function isBefore(a: Candidate, b: Candidate): boolean {
  return (a.cohortDay - b.cohortDay || compareCodePoints(a.attendance.class.id, b.attendance.class.id)) < 0;
}
