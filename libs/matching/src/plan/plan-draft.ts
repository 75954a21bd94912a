import type { AssignmentProblem } from '../assignment/assignment.js';
import { spreadOf, type Spread } from '../assignment/spread.js';
import { compareIds } from '../tie.js';

/** Who is put forward for what, over all kept pairs of a county. */
export interface Plan extends Spread {
  readonly objective: number;
  /** What no plan can pass; equal to the objective. */
  readonly bound: number;
  /** Decisions that stay and what the assignment adds, by trainee id, then vacancy id. */
  readonly pairs: readonly { readonly traineeId: string; readonly vacancyId: string }[];
  /** Places that nobody was found for, and available-or-not trainees without any pair. */
  readonly unfilled: number;
  readonly unassigned: number;
  readonly keptPairs: number;
}

/** A vacancy as a plan sees it. */
export interface DraftVacancy {
  readonly id: string;
  readonly employerId: string | null;
  /** Whether anybody at all may be put forward for it today. */
  readonly isOffered: boolean;
}

/** What is to be planned, written down at one moment: the county may change while somebody outside still solves it. Everybody by number; null = no longer there. */
export interface PlanDraft {
  readonly trainees: readonly (string | null)[];
  readonly vacancies: readonly (DraftVacancy | null)[];
  /** Places of each vacancy, those that decisions take included. */
  readonly capacities: readonly number[];
  readonly decided: readonly (readonly [trainee: number, vacancy: number])[];
  readonly keptPairs: number;
  /** The kept pairs that are still to be decided on, with the places and turns that decisions leave. */
  readonly problem: AssignmentProblem;
}

/** The plan that an answer to the draft's problem makes. */
export function planOf({ trainees, vacancies, capacities, decided, keptPairs, problem: { edges } }: PlanDraft, { objective, bound, chosen }: { readonly objective: number; readonly bound: number; readonly chosen: readonly number[] }): Plan {
  const pairs = [...decided, ...chosen.map((e): [number, number] => [edges.trainees[e]!, edges.vacancies[e]!])];
  const counts = capacities.map(() => 0);
  for (const [, vacancy] of pairs) counts[vacancy]!++;
  const named = pairs.map(([trainee, vacancy]) => ({ traineeId: trainees[trainee]!, vacancyId: vacancies[vacancy]!.id }));
  const people = trainees.reduce((count, id) => count + Number(id !== null), 0);
  return {
    ...spreadOf(counts.filter((_, v) => vacancies[v] !== null)),
    objective, bound, keptPairs,
    pairs: named.sort((a, b) => compareIds(a.traineeId, b.traineeId) || compareIds(a.vacancyId, b.vacancyId)),
    unfilled: capacities.reduce((sum, capacity, v) => sum + Math.max(0, capacity - counts[v]!), 0),
    unassigned: people - new Set(pairs.map(([trainee]) => trainee)).size,
  };
}
