import type { CatalogueCourse, MatchingCatalogue } from './catalogue.js';
import { occupationAffinity, type OccupationCode } from './occupation.js';
import type { TraineeProfile } from './profile.js';
import { prepareTrainee, type MatchingContext, type PreparedTrainee, type PreparedVacancy } from './prepared.js';
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
export function bestNextCourse(context: MatchingContext, trainee: TraineeProfile, vacancy: PreparedVacancy, prepared = prepareTrainee(context, trainee)): NextCourse | null {
  const scoreNow = scorePair(context.policy, prepared, vacancy).score;
  const taken = new Set(trainee.courseRecords.filter(({ state }) => state === 'certified' || state === 'in-progress').map(({ courseId }) => courseId));
  let best: NextCourse | null = null;
  const courses = coursesOf(context.catalogue);
  for (const course of courses.about(vacancy)) {
    if (taken.has(course.id)) continue;
    const scoreAfter = scorePair(context.policy, withCertificate(prepared, course, vacancy.skills.length > 0 ? [] : courses.occupations[course.index]!), vacancy).score;
    const candidate = { courseId: course.id, scoreAfter, gain: scoreAfter - scoreNow, hoursPlanned: course.hoursPlanned };
    if (candidate.gain > 0 && (best === null || compareNext(candidate, best) < 0)) best = candidate;
  }
  return best;
}

/** Courses by what they are about, made once a catalogue. */
class CoursesByMatter {
  /** By course: the occupations that a certificate makes known, its own and those of the skills taught. */
  readonly occupations: readonly (readonly OccupationCode[])[];
  /** By skill: the courses that teach it or a related one. */
  readonly #bySkill: readonly (readonly CatalogueCourse[])[];
  readonly #byOccupation = new Map<OccupationCode, readonly CatalogueCourse[]>();

  constructor(private readonly catalogue: MatchingCatalogue) {
    const skills = [...catalogue.listSkills()];
    const bySkill = skills.map(() => new Set<CatalogueCourse>());
    for (const course of catalogue.listCourses()) for (const { index } of course.skills) for (const about of [index, ...skills[index]!.related]) bySkill[about]!.add(course);
    this.#bySkill = bySkill.map((courses) => [...courses]);
    this.occupations = Array.from(catalogue.listCourses(), ({ occupation, skills: taught }) => [...(occupation === null ? [] : [occupation]), ...taught.flatMap(({ index }) => skills[index]!.occupations.map((code) => catalogue.occupation(code)))]);
  }

  /** Those that can change a score for this vacancy at all: every other leaves S and C as they are. */
  about({ skills, occupation }: PreparedVacancy): Iterable<CatalogueCourse> {
    return new Set([...(occupation === null ? [] : this.#near(occupation)), ...skills.flatMap(({ index }) => this.#bySkill[index]!)]);
  }

  #near(occupation: OccupationCode): readonly CatalogueCourse[] {
    let courses = this.#byOccupation.get(occupation);
    if (courses === undefined) {
      courses = [...this.catalogue.listCourses()].filter(({ index }) => this.occupations[index]!.some((code) => occupationAffinity(code, occupation) > 0));
      this.#byOccupation.set(occupation, courses);
    }
    return courses;
  }
}

const byCatalogue = new WeakMap<MatchingCatalogue, CoursesByMatter>();

function coursesOf(catalogue: MatchingCatalogue): CoursesByMatter {
  let courses = byCatalogue.get(catalogue);
  if (courses === undefined) byCatalogue.set(catalogue, (courses = new CoursesByMatter(catalogue)));
  return courses;
}

/** What a score reads of `withCertified`, without preparing the trainee anew. @param occupations that become known, where the vacancy asks for them */
function withCertificate(trainee: PreparedTrainee, course: CatalogueCourse, occupations: readonly OccupationCode[]): PreparedTrainee {
  const [skillIndexes, skillLevels] = [[...trainee.skillIndexes], [...trainee.skillLevels]];
  for (const { index, level } of course.skills) {
    const at = skillIndexes.indexOf(index);
    if (at < 0) {
      skillIndexes.push(index);
      skillLevels.push(level);
    } else skillLevels[at] = Math.max(skillLevels[at]!, level);
  }
  return { ...trainee, skillIndexes, skillLevels, occupations: [...trainee.occupations, ...occupations], records: [...trainee.records, { course, state: 'certified', stateFactor: 1, recency: 1 }] };
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
