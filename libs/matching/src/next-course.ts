import type { CatalogueCourse, MatchingCatalogue } from './catalogue.js';
import { occupationAffinity, type OccupationCode } from './occupation.js';
import type { TraineeProfile } from './profile.js';
import { courseRelevance } from './parts/courses.js';
import { skillQuality } from './parts/skills.js';
import { prepareTrainee, type MatchingContext, type PreparedVacancy } from './prepared.js';
import { scorePair, weigh } from './score.js';
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
  const { score: scoreNow, parts } = scorePair(context.policy, prepared, vacancy);
  const { weights } = context.policy;
  const qualities = vacancy.skills.map((required) => skillQuality(prepared, required));
  const taken = new Set(trainee.courseRecords.filter(({ state }) => state === 'certified' || state === 'in-progress').map(({ courseId }) => courseId));
  let best: NextCourse | null = null;
  for (const { course, qualities: taught, relevance, occupation } of outlooksOf(context.catalogue, vacancy)) {
    if (taken.has(course.id)) continue;
    // Where the person lives and works does not change, and a certificate of today is worth its fit: the same numbers as of the person with it.
    const skills = vacancy.skills.length > 0 ? skillsAfter(qualities, taught, vacancy) : Math.max(parts.skills.value, occupation);
    const scoreAfter = weigh(weights, skills, parts.location.value, Math.max(parts.courses.value, relevance));
    if (scoreAfter <= scoreNow || (best !== null && scoreAfter < best.scoreAfter)) continue;
    const candidate = { courseId: course.id, scoreAfter, gain: scoreAfter - scoreNow, hoursPlanned: course.hoursPlanned };
    if (best === null || compareNext(candidate, best) < 0) best = candidate;
  }
  return best;
}

/** What the certificate of a course is worth for a vacancy, whoever takes it. */
interface CourseOutlook {
  readonly course: CatalogueCourse;
  /** Of each required skill, by what the course teaches. */
  readonly qualities: readonly number[];
  readonly relevance: number;
  /** Of the occupations that it makes known, how close the closest is to the vacancy's. */
  readonly occupation: number;
}

const byVacancy = new WeakMap<PreparedVacancy, readonly CourseOutlook[]>();

/** Worked out once a vacancy: a list asks for twenty people. */
function outlooksOf(catalogue: MatchingCatalogue, vacancy: PreparedVacancy): readonly CourseOutlook[] {
  let outlooks = byVacancy.get(vacancy);
  if (outlooks === undefined) {
    const courses = coursesOf(catalogue);
    outlooks = Array.from(courses.about(vacancy), (course) => outlookOf(course, courses.occupations[course.index]!, vacancy));
    byVacancy.set(vacancy, outlooks);
  }
  return outlooks;
}

function outlookOf(course: CatalogueCourse, makesKnown: readonly OccupationCode[], vacancy: PreparedVacancy): CourseOutlook {
  const taught = { skillIndexes: course.skills.map(({ index }) => index), skillLevels: course.skills.map(({ level }) => level) };
  return {
    course,
    qualities: vacancy.skills.map((required) => skillQuality(taught, required)),
    relevance: courseRelevance(course, vacancy),
    occupation: makesKnown.reduce((closest, code) => Math.max(closest, occupationAffinity(code, vacancy.occupation)), 0),
  };
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

/** S with what the course teaches. @param qualities of the required skills without it, `taught` by it alone */
function skillsAfter(qualities: readonly number[], taught: readonly number[], { skills, weightSum }: PreparedVacancy): number {
  let sum = 0;
  for (let i = 0; i < skills.length; i++) sum += skills[i]!.weight * Math.max(qualities[i]!, taught[i]!);
  return sum / weightSum;
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
