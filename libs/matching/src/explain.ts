import type { CivilDate } from '@app/kernel';
import type { MatchingCatalogue } from './catalogue.js';
import { effectiveSkills, type EffectiveSkill, type SkillSource } from './effective-skills.js';
import { eligibleOn, gateBits } from './eligibility.js';
import { gateNames, type Gate } from './gate.js';
import { bestNextCourse, type NextCourse } from './next-course.js';
import { bestRecord, courseRelevance, type CoursesBasis } from './parts/courses.js';
import type { LocationBasis } from './parts/location.js';
import { similarity, type SkillsBasis } from './parts/skills.js';
import type { ScoringWeights } from './policy.js';
import { prepareTrainee, prepareVacancy, type MatchingContext, type PendingCourse, type PreparedTrainee, type PreparedVacancy } from './prepared.js';
import type { RequiredSkill, TraineeProfile, VacancyProfile } from './profile.js';
import { scorePair, type PairScore } from './score.js';
import { compareIds } from './tie.js';

/** A part of the score: its value 0..1, what it rests on, and the points that it brings. */
export interface ExplainedPart<Basis> {
  readonly value: number;
  readonly basis: Basis;
  /** An integer; the points of the three parts sum to the score. */
  readonly points: number;
}

export type SkillStatus = 'held' | 'related' | 'pending' | 'missing';

/** A held skill that speaks for a required one. */
export interface SkillInHand {
  readonly skillId: string;
  readonly level: number;
  readonly source: SkillSource;
}

/** How a trainee stands to one skill of a vacancy. */
export interface ExplainedSkill {
  readonly skillId: string;
  readonly requiredLevel: number;
  readonly essential: boolean;
  /** The first that is true of: held, a related skill held, taught by a running course, none of these. */
  readonly status: SkillStatus;
  /** 0..1, what the skill adds to the skills part before its weight. */
  readonly quality: number;
  /** The skill itself, when held. */
  readonly held: SkillInHand | null;
  /** The best related skill held; it may decide the quality even of a skill that is held at a low level. */
  readonly related: SkillInHand | null;
  /** The earliest running course that teaches the skill, where it is not held. */
  readonly pending: { readonly courseId: string; readonly level: number; readonly plannedEnd: CivilDate } | null;
}

/** The course record that gave the courses part. `value` = `relevance` × `stateFactor` × `recency`. */
export interface ExplainedRecord {
  readonly courseId: string;
  readonly state: CoursesBasis;
  readonly relevance: number;
  readonly stateFactor: number;
  readonly recency: number;
  readonly value: number;
}

/** Everything behind one score, in data; names of skills and courses are looked up by whoever shows it. */
export interface PairExplanation {
  readonly traineeId: string;
  readonly vacancyId: string;
  readonly asOf: CivilDate;
  readonly policyVersion: string;
  readonly score: number;
  readonly parts: {
    readonly skills: ExplainedPart<SkillsBasis>;
    readonly location: ExplainedPart<LocationBasis>;
    readonly courses: ExplainedPart<CoursesBasis>;
  };
  readonly skills: readonly ExplainedSkill[];
  readonly courseRecord: ExplainedRecord | null;
  readonly eligible: boolean;
  readonly eligibleOn: CivilDate | null;
  readonly gates: readonly Gate[];
  readonly nextCourse: NextCourse | null;
}

/**
 * Explains the score of one pair on the day of the context: parts with basis and points, every skill of the vacancy, the
 * record that gave the courses part, the gates, and the best next course.
 * @param preparedVacancy given by who explains several pairs of one vacancy
 * @throws MatchingInputInvalid as {@link prepareTrainee} and {@link prepareVacancy}.
 */
export function explainPair(context: MatchingContext, trainee: TraineeProfile, vacancy: VacancyProfile, preparedVacancy = prepareVacancy(context, vacancy)): PairExplanation {
  const preparedTrainee = prepareTrainee(context, trainee);
  const pair = scorePair(context.policy, preparedTrainee, preparedVacancy);
  const bits = gateBits(context.policy, preparedTrainee, preparedVacancy);
  const held = effectiveSkills(context.catalogue, trainee);
  return {
    traineeId: trainee.id,
    vacancyId: vacancy.id,
    asOf: context.asOf,
    policyVersion: context.policy.version,
    score: pair.score,
    parts: explainParts(context.policy.weights, pair),
    skills: vacancy.skills.map((required, i) => explainSkill(context.catalogue, held, preparedTrainee.pendingCourses, required, preparedVacancy.skills[i]!)),
    courseRecord: explainRecord(preparedTrainee, preparedVacancy),
    eligible: bits === 0,
    eligibleOn: eligibleOn(context.policy, preparedTrainee, preparedVacancy, bits),
    gates: gateNames(bits),
    nextCourse: bestNextCourse(context, trainee, preparedVacancy, preparedTrainee),
  };
}

function explainParts(weights: ScoringWeights, { score, parts }: PairScore): PairExplanation['parts'] {
  const exact = [weights.skills * parts.skills.value, weights.location * parts.location.value, weights.courses * parts.courses.value];
  const [skills, location, courses] = apportion(exact.map((share) => 10_000 * share), score) as [number, number, number];
  return { skills: { ...parts.skills, points: skills }, location: { ...parts.location, points: location }, courses: { ...parts.courses, points: courses } };
}

/** Largest remainder: whole points nearest to the exact shares that sum to the total; of equal remainders the earlier share. */
export function apportion(exact: readonly number[], total: number): number[] {
  // A share such as 1599.9999999999998 means 1600: the same allowance as in the score itself.
  const points = exact.map((share) => Math.floor(share + 1e-9));
  const byRemainder = exact.map((share, i) => ({ i, remainder: share - points[i]! })).sort((a, b) => (Math.abs(a.remainder - b.remainder) > 1e-9 ? b.remainder - a.remainder : a.i - b.i));
  const left = total - points.reduce((sum, point) => sum + point, 0);
  for (const { i } of byRemainder.slice(0, Math.max(0, left))) points[i]!++;
  return points;
}

function explainSkill(
  catalogue: MatchingCatalogue,
  heldSkills: ReadonlyMap<string, EffectiveSkill>,
  pendingCourses: readonly PendingCourse[],
  { id, level: requiredLevel, essential }: RequiredSkill,
  prepared: PreparedVacancy['skills'][number],
): ExplainedSkill {
  const inHand = (skillId: string): SkillInHand | null => {
    const skill = heldSkills.get(skillId);
    return skill === undefined ? null : { skillId, ...skill };
  };
  const qualityOf = (skill: SkillInHand | null): number => (skill === null ? 0 : similarity(catalogue.findSkill(skill.skillId)!.index, prepared) * Math.min(1, skill.level / requiredLevel));
  const held = inHand(id);
  const relatedIds = [...heldSkills.keys()].filter((other) => other !== id && prepared.related.includes(catalogue.findSkill(other)!.index));
  const related = relatedIds.map((other) => inHand(other)!).sort((a, b) => b.level - a.level || compareIds(a.skillId, b.skillId))[0] ?? null;
  const pending = held === null ? pendingFor(prepared.index, pendingCourses) : null;
  const status = held !== null ? 'held' : related !== null ? 'related' : pending !== null ? 'pending' : 'missing';
  return { skillId: id, requiredLevel, essential, status, quality: Math.max(qualityOf(held), qualityOf(related)), held, related, pending };
}

function pendingFor(index: number, courses: readonly PendingCourse[]): ExplainedSkill['pending'] {
  for (const { plannedEnd, course } of courses) {
    const taught = course.skills.find((skill) => skill.index === index);
    if (taught !== undefined) return { courseId: course.id, level: taught.level, plannedEnd };
  }
  return null;
}

function explainRecord(trainee: PreparedTrainee, vacancy: PreparedVacancy): ExplainedRecord | null {
  const best = bestRecord(trainee, vacancy);
  if (best === null) return null;
  const { course, state, stateFactor, recency } = best.record;
  return { courseId: course.id, state: state as CoursesBasis, relevance: courseRelevance(course, vacancy), stateFactor, recency, value: best.value };
}
