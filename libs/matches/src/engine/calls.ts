import type { CivilDate, FieldFault } from '@app/kernel';
import type { ClassCandidates, ClassPost, PairExplanation, RankedPair, SeatPlan, Shortage, VacancyForecast } from '@app/matching';
import type { DecidedPair, MadeBy, MadePlan, PlanComparison, PlanWishes } from '../plans/plan-figures.js';
import type { Scope } from './county-book.js';
import type { CourseWisher } from './course-wishes.js';
import type { SeatQuestion } from './seat-handlers.js';

/** Explained pairs, best first; `pending`: those that will pass once a running course has ended. */
export interface ExplainedList extends MadeBy {
  readonly ranked: readonly PairExplanation[];
  readonly pending: readonly PairExplanation[];
}

/** One vacancy's list as it is stored: best first, with the regions whose work the trainees are. */
export interface StoredList {
  readonly vacancyId: string;
  readonly vacancyVersion: number;
  readonly pairs: readonly { readonly pair: RankedPair; readonly ownerRegion: string }[];
}

interface Call<Asked, Answered, Told = never> {
  readonly asked: Asked;
  readonly answered: Answered;
  /** What is said before the answer, perhaps twice, for whoever can begin with it; only the answer counts. */
  readonly told: Told;
}

/** Everything that the engine can be asked of a county: leaving a handler out does not compile. What is asked and answered is copied between threads. */
export interface EngineCalls {
  /** Loads the county; says how many people it has. */
  readonly 'county.load': Call<Readonly<Record<string, never>>, number>;
  /** Null: there is no such vacancy. Told: who will be in the list, before anybody is explained. */
  readonly 'trainees.list': Call<{ readonly vacancyId: string; readonly scope: Scope; readonly limit: number }, ExplainedList | null, readonly string[]>;
  /** Null: nobody of that id is registered in the county. */
  readonly 'vacancies.list': Call<{ readonly traineeId: string; readonly limit: number }, ExplainedList | null>;
  readonly 'pair.explain': Call<{ readonly traineeId: string; readonly vacancyId: string }, PairExplanation | 'no-trainee' | 'no-vacancy'>;
  readonly 'vacancies.offered': Call<Readonly<Record<string, never>>, MadeBy & { readonly ids: readonly string[] }>;
  /** Lists of those of these vacancies that are offered. */
  readonly 'lists.make': Call<{ readonly vacancyIds: readonly string[]; readonly topK: number }, MadeBy & { readonly lists: readonly StoredList[] }>;
  /** Every offered vacancy with a kept pair of one of these people, with the pair's score. */
  readonly 'vacancies.of-trainees': Call<{ readonly traineeIds: readonly string[] }, readonly { readonly vacancyId: string; readonly score: number }[]>;
  readonly 'vacancies.forecast': Call<Readonly<Record<string, never>>, MadeBy & { readonly forecast: VacancyForecast }>;
  readonly 'plan.make': Call<{ readonly wishes: PlanWishes; readonly decided: readonly DecidedPair[] }, MadePlan>;
  /** Null: there is no such course. */
  readonly 'plan.what-if': Call<{ readonly courseId: string; readonly traineeIds: readonly string[]; readonly fanout: number; readonly perTrainee: number; readonly decided: readonly DecidedPair[] }, PlanComparison | null>;
  /** Everybody who is to be had and whose best next course is one of these. */
  readonly 'courses.wishers': Call<{ readonly courseIds: readonly string[] }, MadeBy & { readonly wishers: readonly CourseWisher[] }>;
  /** People of the scope for a class, and whoever of `alsoIds` is in it. Null: there is no such course. */
  readonly 'class.candidates': Call<{ readonly given: ClassPost; readonly scope: Scope; readonly limit: number; readonly alsoIds: readonly string[] }, (MadeBy & ClassCandidates) | null>;
  /** Seats of all classes together; null: there is no such course. */
  readonly 'class-seats.assign': Call<SeatQuestion, (MadeBy & SeatPlan) | null>;
  readonly 'shortages.work-out': Call<{ readonly most: number }, MadeBy & { readonly lines: readonly Shortage[] }>;
}

export type EngineCall = keyof EngineCalls;
export type Asked<Name extends EngineCall> = EngineCalls[Name]['asked'];
export type Answered<Name extends EngineCall> = EngineCalls[Name]['answered'];
export type Told<Name extends EngineCall> = EngineCalls[Name]['told'];

/** A question on its way to a thread. */
export interface EngineRequest {
  readonly id: number;
  readonly county: string;
  readonly asOf: CivilDate;
  readonly call: EngineCall;
  readonly asked: unknown;
}

/** The name under which the outside solver's failure comes back. */
export const SOLVER_FAILED = 'OutsideSolverFailed';

/** What comes back: an answer or a failure, and before it perhaps what is told. A failure carries the name of its class and where it arose; what was wrong with the input only when the input was. */
export type EngineReply =
  | { readonly id: number; readonly told: unknown }
  | { readonly id: number; readonly answered: unknown }
  | { readonly id: number; readonly failed: { readonly name: string; readonly message: string; readonly stack: string | undefined; readonly faults: readonly FieldFault[] | null } };
