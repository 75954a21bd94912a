import type { CivilDate } from '@app/kernel';
import { solveAssignment } from '../assignment/solve-assignment.js';
import type { CatalogueCourse } from '../catalogue.js';
import { gateBits } from '../eligibility.js';
import { withCertified } from '../next-course.js';
import { courseRelevance } from '../parts/courses.js';
import { prepareTrainee, prepareVacancy, type MatchingContext, type PreparedTrainee, type PreparedVacancy } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { scorePair } from '../score.js';
import { compareIds } from '../tie.js';
import { CountyPlan } from './county-plan.js';

/** What is short in one occupation and month of a county, and which course would help most. */
export interface Shortage {
  /** Null: the posts whose occupation is not known. */
  readonly occupation: string | null;
  /** Month in which work begins, `YYYY-MM`; posts that begin at once or at no known day count in the month of the day asked for. */
  readonly month: string;
  readonly vacancies: number;
  /** An unknown number of openings counts as 1. */
  readonly openings: number;
  /** Available people with a kept pair in these vacancies. */
  readonly qualified: number;
  /** Openings that stay empty when everybody of the county is assigned as well as possible, one vacancy each. */
  readonly unfillable: number;
  readonly course: ShortageCourse | null;
}

/** The course whose certificate would fill most of the unfillable openings. */
export interface ShortageCourse {
  readonly courseId: string;
  /** Openings that would be filled, by so many people. */
  readonly fills: number;
  /** Hours of teaching a person; null = unknown. */
  readonly hoursPlanned: number | null;
  /** Who would fill them, for what, by trainee id. Nobody who is assigned already. */
  readonly people: readonly { readonly traineeId: string; readonly vacancyId: string }[];
}

interface Post {
  readonly profile: VacancyProfile;
  readonly prepared: PreparedVacancy;
  readonly openings: number;
  left: number;
}

/**
 * The shortages of a county, the most unfillable openings first. Everybody is assigned at openings × 1, one vacancy each,
 * proven optimal; for what stays empty each course of the catalogue that fits is tried on everybody who was left without a
 * vacancy: as if they had its certificate today. Of equal courses the one with fewer hours (unknown last), then the smaller id.
 * @throws MatchingInputInvalid for a faulty profile
 */
export function shortageBoard(context: MatchingContext, trainees: readonly TraineeProfile[], vacancies: readonly VacancyProfile[]): Shortage[] {
  const county = new CountyPlan(context, trainees, vacancies);
  const { pairs } = county.plan({ fanout: 1 });
  const posts = openPosts(context, vacancies);
  for (const { vacancyId } of pairs) posts.get(vacancyId)!.left--;
  const assigned = new Set(pairs.map(({ traineeId }) => traineeId));
  const learners = new Learners(context, trainees.filter(({ id, available }) => available && !assigned.has(id)));
  return [...grouped(context.asOf, posts.values())]
    .map(([key, group]): Shortage => {
      const qualified = new Set(group.flatMap(({ profile }) => county.keptTrainees(profile.id)));
      const empty = group.filter(({ left }) => left > 0);
      const sum = (of: (post: Post) => number): number => group.reduce((total, post) => total + of(post), 0);
      return {
        occupation: group[0]!.profile.occupation, month: key.slice(0, 'YYYY-MM'.length), vacancies: group.length,
        openings: sum(({ openings }) => openings), qualified: qualified.size, unfillable: sum(({ left }) => left), course: empty.length === 0 ? null : bestCourse(context, learners, empty),
      };
    })
    .sort((a, b) => b.unfillable - a.unfillable || b.openings - a.openings || compareIds(a.occupation ?? '', b.occupation ?? '') || compareIds(a.month, b.month));
}

function openPosts(context: MatchingContext, vacancies: readonly VacancyProfile[]): Map<string, Post> {
  return new Map(vacancies.flatMap((profile) => {
    const prepared = prepareVacancy(context, profile);
    const openings = profile.openings ?? 1;
    return prepared.ownGates === 0 ? [[profile.id, { profile, prepared, openings, left: openings }] as const] : [];
  }));
}

function grouped(asOf: CivilDate, posts: Iterable<Post>): Map<string, Post[]> {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const { startsOn, occupation } = post.profile;
    const month = (startsOn === null || startsOn < asOf ? asOf : startsOn).slice(0, 'YYYY-MM'.length);
    const key = `${month} ${occupation ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), post]);
  }
  return groups;
}

/** People without a vacancy, as they would be with the certificate of a course; worked out once a course. */
class Learners {
  readonly #certified = new Map<string, PreparedTrainee[]>();

  constructor(private readonly context: MatchingContext, private readonly profiles: readonly TraineeProfile[]) {}

  certifiedIn(course: CatalogueCourse): PreparedTrainee[] {
    let certified = this.#certified.get(course.id);
    if (certified === undefined) {
      certified = this.profiles.map((profile) => prepareTrainee(this.context, withCertified(profile, course, this.context.asOf)));
      this.#certified.set(course.id, certified);
    }
    return certified;
  }
}

function bestCourse(context: MatchingContext, learners: Learners, empty: readonly Post[]): ShortageCourse | null {
  let best: ShortageCourse | null = null;
  for (const course of context.catalogue.listCourses()) {
    if (!empty.some(({ prepared }) => courseRelevance(course, prepared) > 0)) continue;
    const people = filledBy(context, learners.certifiedIn(course), empty);
    const tried = { courseId: course.id, fills: people.length, hoursPlanned: course.hoursPlanned, people };
    if (tried.fills > 0 && (best === null || compareCourses(tried, best) < 0)) best = tried;
  }
  return best;
}

function compareCourses(a: ShortageCourse, b: ShortageCourse): number {
  const [hoursA, hoursB] = [a.hoursPlanned ?? Infinity, b.hoursPlanned ?? Infinity];
  return b.fills - a.fills || (hoursA === hoursB ? 0 : hoursA - hoursB) || compareIds(a.courseId, b.courseId);
}

/** As many of these people as possible in the empty openings, among them the best scores: each pair is worth more than all scores together can differ. */
function filledBy({ policy }: MatchingContext, people: readonly PreparedTrainee[], empty: readonly Post[]): { traineeId: string; vacancyId: string }[] {
  const edges: { trainees: number[]; vacancies: number[]; scores: number[] } = { trainees: [], vacancies: [], scores: [] };
  const places = empty.reduce((sum, { left }) => sum + left, 0);
  people.forEach((trainee, t) => {
    empty.forEach(({ prepared }, v) => {
      if (gateBits(policy, trainee, prepared) !== 0) return;
      const { score } = scorePair(policy, trainee, prepared);
      if (score < policy.minScore) return;
      edges.trainees.push(t);
      edges.vacancies.push(v);
      edges.scores.push(10_001 * (places + 1) + score);
    });
  });
  const { chosen } = solveAssignment({ traineeCount: people.length, capacities: empty.map(({ left }) => left), edges });
  return chosen
    .map((e) => ({ traineeId: people[edges.trainees[e]!]!.id, vacancyId: empty[edges.vacancies[e]!]!.profile.id }))
    .sort((a, b) => compareIds(a.traineeId, b.traineeId));
}
