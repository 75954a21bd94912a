import { solveAssignment } from '@app/matching';
import type { PreparedCalendar } from './prepared.js';

/** A class at one of its options. */
export interface StandingClass {
  readonly index: number;
  readonly option: number;
}

/** Who sits where, given the calendar: the greatest total score, proven. */
export interface Seating {
  readonly objective: number;
  /** Learner → class, −1 = none. */
  readonly classOf: Int32Array;
  /** Of each learner: what another turn of theirs would add. What proves the seating where no class had to be filled up. */
  readonly gains: Float64Array;
  /** Classes that cannot reach their least size beside the others; empty as a rule. Their objective is not to be relied on. */
  readonly short: readonly number[];
}

/** Seats people in classes that stand, each person in one class at the most. Least sizes are kept, where they can be. */
export function seatLearners(prepared: PreparedCalendar, standing: readonly StandingClass[]): Seating {
  const free = solve(prepared, standing, 0);
  if (free.short.length === 0) return free;
  // The first seats of every class are worth more than any chain of exchanges can cost: as many of them as possible, then the greatest total.
  const filled = solve(prepared, standing, 10_001 * (standing.length + 1));
  return { ...filled, gains: free.gains };
}

function solve({ classes, problem }: PreparedCalendar, standing: readonly StandingClass[], bonus: number): Seating {
  const capacities: number[] = [];
  const edges = { trainees: [] as number[], vacancies: [] as number[], scores: [] as number[] };
  const parts = bonus === 0 ? 1 : 2;
  standing.forEach(({ index, option }, at) => {
    const { given: { minSize, maxSize }, people, scores, options } = classes[index]!;
    capacities.push(...(bonus === 0 ? [maxSize] : [minSize, maxSize - minSize]));
    const { free } = options[option]!;
    for (let i = 0; i < people.length; i++) {
      if (free[i] === 0) continue;
      for (let part = 0; part < parts; part++) {
        edges.trainees.push(people[i]!);
        edges.vacancies.push(parts * at + part);
        edges.scores.push(scores[i]! + (part === 0 ? bonus : 0));
      }
    }
  });
  const { chosen, duals } = solveAssignment({ traineeCount: problem.learners.length, capacities, edges });
  const classOf = new Int32Array(problem.learners.length).fill(-1);
  const sizes = new Int32Array(standing.length);
  let objective = 0;
  for (const e of chosen) {
    const at = Math.floor(edges.vacancies[e]! / parts);
    classOf[edges.trainees[e]!] = standing[at]!.index;
    sizes[at]!++;
    objective += edges.scores[e]! - (parts === 2 && edges.vacancies[e]! % 2 === 0 ? bonus : 0);
  }
  return { objective, classOf, gains: duals.gains, short: standing.flatMap(({ index }, at) => (sizes[at]! < classes[index]!.given.minSize ? [index] : [])) };
}
