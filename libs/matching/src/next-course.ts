import type { CatalogueCourse } from './catalogue.js';
import type { TraineeProfile } from './profile.js';
import { prepareTrainee, type MatchingContext, type PreparedVacancy } from './prepared.js';
import { scorePair } from './score.js';
import { compareIds } from './tie.js';

/** The course that would help this pair most. */
export interface NextCourse {
  readonly courseId: string;
  readonly scoreAfter: number;
  /** Points gained, at least 1. */
  readonly gain: number;
  readonly hoursPlanned: number | null;
}

/**
 * The catalogue course whose certified completion on the day of the context would raise the pair's score most; courses
 * already certified or in progress are left out. Ties: fewer planned hours (unknown last), then the smaller id. Null
 * where no course raises the score.
 */
export function bestNextCourse(context: MatchingContext, trainee: TraineeProfile, vacancy: PreparedVacancy): NextCourse | null {
  const scoreNow = scorePair(context.policy, prepareTrainee(context, trainee), vacancy).score;
  const taken = new Set(trainee.courseRecords.filter(({ state }) => state === 'certified' || state === 'in-progress').map(({ courseId }) => courseId));
  let best: NextCourse | null = null;
  for (const course of context.catalogue.listCourses()) {
    if (taken.has(course.id)) continue;
    const scoreAfter = scorePair(context.policy, prepareTrainee(context, withCertified(trainee, course, context.asOf)), vacancy).score;
    const candidate = { courseId: course.id, scoreAfter, gain: scoreAfter - scoreNow, hoursPlanned: course.hoursPlanned };
    if (candidate.gain > 0 && (best === null || compareNext(candidate, best) < 0)) best = candidate;
  }
  return best;
}

function compareNext(a: NextCourse, b: NextCourse): number {
  if (a.scoreAfter !== b.scoreAfter) return b.scoreAfter - a.scoreAfter;
  if (a.hoursPlanned !== b.hoursPlanned) return (a.hoursPlanned ?? Infinity) - (b.hoursPlanned ?? Infinity);
  return compareIds(a.courseId, b.courseId);
}

/** The trainee as they would be with the certificate of a course, taken on a day. */
export function withCertified(trainee: TraineeProfile, course: CatalogueCourse, asOf: string): TraineeProfile {
  const record = { courseId: course.id, state: 'certified', endedOn: asOf, hoursDone: course.hoursPlanned, plannedEnd: null } as const;
  return { ...trainee, courseRecords: [...trainee.courseRecords, record] };
}
