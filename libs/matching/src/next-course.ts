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
  for (const { courses, qualities: taught, relevance, occupation } of outlooksOf(context.catalogue, vacancy)) {
    // Where the person lives and works does not change, and a certificate of today is worth its fit: the same numbers as of the person with it.
    const skills = vacancy.skills.length === 0 ? Math.max(parts.skills.value, occupation) : taught === null ? parts.skills.value : skillsAfter(qualities, taught, vacancy);
    const scoreAfter = weigh(weights, skills, parts.location.value, Math.max(parts.courses.value, relevance));
    if (scoreAfter <= scoreNow || (best !== null && scoreAfter < best.scoreAfter)) continue;
    const course = courses.find(({ id }) => !taken.has(id));
    if (course === undefined) continue;
    const candidate = { courseId: course.id, scoreAfter, gain: scoreAfter - scoreNow, hoursPlanned: course.hoursPlanned };
    if (best === null || compareNext(candidate, best) < 0) best = candidate;
  }
  return best;
}

/** What the certificates of some courses are worth for a vacancy, whoever takes them: of all of them the same. */
interface Outlook {
  /** Those to be named first at the head. */
  readonly courses: readonly CatalogueCourse[];
  /** Of each required skill, by what the course teaches; null: it teaches none of them, and nothing related. */
  readonly qualities: readonly number[] | null;
  readonly relevance: number;
  /** Of the occupations that it makes known, how close the closest is to the vacancy's. */
  readonly occupation: number;
}

const byVacancy = new WeakMap<PreparedVacancy, readonly Outlook[]>();

/** Worked out once a vacancy: a list asks for twenty people. */
function outlooksOf(catalogue: MatchingCatalogue, vacancy: PreparedVacancy): readonly Outlook[] {
  let outlooks = byVacancy.get(vacancy);
  if (outlooks === undefined) byVacancy.set(vacancy, (outlooks = coursesOf(catalogue).outlooks(vacancy)));
  return outlooks;
}

/** Courses by what they are about, made once a catalogue. */
class CoursesByMatter {
  /** By skill: the courses that teach it or a related one. */
  readonly #bySkill: readonly ReadonlySet<CatalogueCourse>[];
  /** By occupation of a vacancy: what the courses near it are worth by their occupations alone. */
  readonly #byOccupation = new Map<OccupationCode, readonly Outlook[]>();

  constructor(private readonly catalogue: MatchingCatalogue) {
    const skills = [...catalogue.listSkills()];
    const bySkill = skills.map(() => new Set<CatalogueCourse>());
    for (const course of catalogue.listCourses()) for (const { index } of course.skills) for (const about of [index, ...skills[index]!.related]) bySkill[about]!.add(course);
    this.#bySkill = bySkill;
  }

  /**
   * Everything that can change a score for this vacancy at all: every other course leaves S and C as they are. A course that
   * teaches what is asked for stands by itself, and once more with those of its occupation, where it is worth no more.
   */
  outlooks(vacancy: PreparedVacancy): readonly Outlook[] {
    const { skills, occupation } = vacancy;
    const near = occupation === null ? [] : this.#near(occupation);
    if (skills.length === 0) return near;
    const teaching = new Set(skills.flatMap(({ index }) => [...this.#bySkill[index]!]));
    return [...near, ...Array.from(teaching, (course) => outlookOf(course, vacancy))];
  }

  #near(occupation: OccupationCode): readonly Outlook[] {
    let near = this.#byOccupation.get(occupation);
    if (near === undefined) this.#byOccupation.set(occupation, (near = this.#outlooksNear(occupation)));
    return near;
  }

  /** Of the few values that affinities have, those that occur. */
  #outlooksNear(vacancyOccupation: OccupationCode): Outlook[] {
    const byWorth = new Map<string, Outlook & { readonly courses: CatalogueCourse[] }>();
    for (const course of this.catalogue.listCourses()) {
      const relevance = occupationAffinity(course.occupation, vacancyOccupation);
      const occupation = this.#makesKnown(course).reduce((closest, code) => Math.max(closest, occupationAffinity(code, vacancyOccupation)), 0);
      if (occupation === 0) continue;
      const worth = `${relevance}/${occupation}`;
      const outlook = byWorth.get(worth) ?? { courses: [], qualities: null, relevance, occupation };
      byWorth.set(worth, outlook);
      outlook.courses.push(course);
    }
    for (const { courses } of byWorth.values()) courses.sort(compareCourses);
    return [...byWorth.values()];
  }

  /** The occupations that a certificate makes known: the course's own, and those of the skills taught. */
  #makesKnown({ occupation, skills }: CatalogueCourse): OccupationCode[] {
    return [...(occupation === null ? [] : [occupation]), ...skills.flatMap(({ id }) => this.catalogue.findSkill(id)!.occupations.map((code) => this.catalogue.occupation(code)))];
  }
}

/** Of one course for a vacancy that asks for skills: there no occupation counts but the course's own. */
function outlookOf(course: CatalogueCourse, vacancy: PreparedVacancy): Outlook {
  const taught = { skillIndexes: course.skills.map(({ index }) => index), skillLevels: course.skills.map(({ level }) => level) };
  return { courses: [course], qualities: vacancy.skills.map((required) => skillQuality(taught, required)), relevance: courseRelevance(course, vacancy), occupation: 0 };
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
  return compareHours(a, b) || compareIds(a.courseId, b.courseId);
}

function compareCourses(a: CatalogueCourse, b: CatalogueCourse): number {
  return compareHours(a, b) || compareIds(a.id, b.id);
}

/** Fewer first, unknown last. */
function compareHours(a: Pick<CatalogueCourse, 'hoursPlanned'>, b: Pick<CatalogueCourse, 'hoursPlanned'>): number {
  return a.hoursPlanned === b.hoursPlanned ? 0 : (a.hoursPlanned ?? Infinity) - (b.hoursPlanned ?? Infinity);
}

/** The trainee as they would be with the certificate of a course, taken on a day. */
export function withCertified(trainee: TraineeProfile, course: CatalogueCourse, asOf: string): TraineeProfile {
  const record = { courseId: course.id, state: 'certified', endedOn: asOf, hoursDone: course.hoursPlanned, plannedEnd: null } as const;
  return { ...trainee, courseRecords: [...trainee.courseRecords, record] };
}
