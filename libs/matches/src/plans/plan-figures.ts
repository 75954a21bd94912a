import type { CivilDate } from '@app/kernel';
import type { LimitedPlan } from '@app/matching';

/** What lists, boards and plans are made by. */
export interface MadeBy {
  readonly asOf: CivilDate;
  readonly policyVersion: string;
}

/** A pair that an officer has decided. */
export interface DecidedPair {
  readonly traineeId: string;
  readonly vacancyId: string;
}

/** What a plan is asked to keep. */
export interface PlanWishes {
  /** People put forward for each opening, above 0, at most 20. */
  readonly fanout: number;
  /** Vacancies a person at the most, 1 to 20. */
  readonly perTrainee: number;
  /** At most so many of one training class to one employer; null = no limit. */
  readonly mostOfClass: number | null;
  /** At least this share (0 to 1) of the places for the people of each township; null = no limit. */
  readonly townshipShare: number | null;
}

/** Why a plan is not made: the solver found no proven plan within its time, or the work failed again and again. */
export const PLAN_FAILURES = ['solver-gave-up', 'gave-up'] as const;
export type PlanFailure = (typeof PLAN_FAILURES)[number];

/** Where a plan stands. */
export const PLAN_STATES = ['waiting', 'made', 'failed'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export function planState({ madeAt, failedAt }: { readonly madeAt: Date | null; readonly failedAt: Date | null }): PlanState {
  return madeAt !== null ? 'made' : failedAt !== null ? 'failed' : 'waiting';
}

export const DEFAULT_WISHES: PlanWishes = { fanout: 3, perTrainee: 1, mostOfClass: null, townshipShare: null };

/** A plan without its pairs: what proves it, and how evenly it spreads. Groups are township codes (9 digits) and class ids. */
export type PlanFigures = Omit<LimitedPlan, 'pairs'> & { readonly pairs: number };

/** Somebody put forward for a vacancy; the owner region is the person's. */
export interface PlannedPair extends DecidedPair {
  readonly ownerRegion: string;
  readonly isDecision: boolean;
}

export interface MadePlan extends MadeBy {
  readonly figures: PlanFigures;
  readonly pairs: readonly PlannedPair[];
}

/** A plan beside the same plan with some people certified in a course. */
export interface PlanComparison {
  readonly before: Outcome;
  readonly after: Outcome;
  /** Whom the certificate brings a vacancy, or another one: with the vacancies that the plan then has for them. */
  readonly gained: readonly { readonly traineeId: string; readonly vacancyIds: readonly string[] }[];
}

interface Outcome {
  readonly objective: number;
  readonly bound: number;
  /** People with a vacancy. */
  readonly placed: number;
  readonly unfilled: number;
}
