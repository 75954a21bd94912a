import type { CatalogueCourse } from '../catalogue.js';
import { occupationAffinity } from '../occupation.js';
import type { PreparedRecord, PreparedTrainee, PreparedVacancy } from '../prepared.js';

/** What the courses part rests on: the state of the record that gave it. */
export type CoursesBasis = 'certified' | 'completed' | 'in-progress' | 'none';

export interface CoursesPart {
  readonly value: number;
  readonly basis: CoursesBasis;
}

const NOTHING: CoursesPart = { value: 0, basis: 'none' };

/** C, 0..1: the course record that gives most, by its fit to the vacancy, its state and its age. */
export function scoreCourses(trainee: PreparedTrainee, vacancy: PreparedVacancy): CoursesPart {
  const best = bestRecord(trainee, vacancy);
  return best === null ? NOTHING : { value: best.value, basis: best.record.state as CoursesBasis };
}

/** The record that gives C and what it gives, or null where none gives anything. Of equal ones, the smaller course id. */
export function bestRecord(trainee: PreparedTrainee, vacancy: PreparedVacancy): { record: PreparedRecord; value: number } | null {
  let best: PreparedRecord | null = null;
  let value = 0;
  for (const record of trainee.records) {
    const given = courseRelevance(record.course, vacancy) * record.stateFactor * record.recency;
    if (given > value) {
      best = record;
      value = given;
    }
  }
  return best === null ? null : { record: best, value };
}

/** How well a course fits a vacancy, 0..1: by occupation, or by the weight of the asked skills that it teaches. */
export function courseRelevance(course: CatalogueCourse, vacancy: PreparedVacancy): number {
  const byOccupation = occupationAffinity(course.occupation, vacancy.occupation);
  if (vacancy.skills.length === 0) return byOccupation;
  let taught = 0;
  for (const required of vacancy.skills) for (const skill of course.skills) if (skill.index === required.index) taught += required.weight;
  return Math.max(byOccupation, taught / vacancy.weightSum);
}
