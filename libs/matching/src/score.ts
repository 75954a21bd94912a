import { scoreCourses, type CoursesPart } from './parts/courses.js';
import { scoreLocation, type LocationPart } from './parts/location.js';
import { scoreSkills, type SkillsPart } from './parts/skills.js';
import type { ScoringPolicy, ScoringWeights } from './policy.js';
import type { PreparedTrainee, PreparedVacancy } from './prepared.js';

/** 100.00. */
export const HIGHEST_SCORE = 10_000;

/** The three parts of a score, each 0..1 with what it rests on. */
export interface ScoreParts {
  readonly skills: SkillsPart;
  readonly location: LocationPart;
  readonly courses: CoursesPart;
}

export interface PairScore {
  /** An integer 0..10000, shown as 0.00–100.00. */
  readonly score: number;
  readonly parts: ScoreParts;
}

/** The score of a pair, eligible or not, with its parts. Both must be prepared in one context, whose policy this is. */
export function scorePair(policy: ScoringPolicy, trainee: PreparedTrainee, vacancy: PreparedVacancy): PairScore {
  const parts = { skills: scoreSkills(trainee, vacancy), location: scoreLocation(trainee, vacancy), courses: scoreCourses(trainee, vacancy) };
  return { score: weigh(policy.weights, parts.skills.value, parts.location.value, parts.courses.value), parts };
}

/** The weighted sum, rounded half up to an integer; 1e-9 keeps a sum meant to end in .5 from falling to binary error. */
export function weigh(weights: ScoringWeights, s: number, l: number, c: number): number {
  return Math.floor(HIGHEST_SCORE * (weights.skills * s + weights.location * l + weights.courses * c) + 0.5 + 1e-9);
}
