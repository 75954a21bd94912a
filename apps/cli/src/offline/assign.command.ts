import { compareIds, MatchingInputInvalid, solveAssignment, spreadOf } from '@app/matching';
import { readAssignInput, type AssignInput } from './assign-input.js';
import { FaultList } from './match-checks.js';
import { readInput, refuse, writeJson, type OfflineStreams } from './offline-io.js';

/**
 * `assign --input F`: who is put forward for what, of the greatest total score, from a file of possible pairs.
 * @returns the exit code: 0 done, 2 bad input
 */
export async function assignCommand(argv: readonly string[], io: OfflineStreams): Promise<number> {
  const given = await readInput(argv, io);
  if ('faults' in given) return refuse(io, given.faults);
  const faults = new FaultList();
  const input = readAssignInput(given.value, faults);
  if (input === null) return refuse(io, faults.lines);
  let answer: object;
  try {
    answer = answerOf(input);
  } catch (error) {
    if (!(error instanceof MatchingInputInvalid)) throw error; // scores beyond what doubles can prove
    return refuse(io, error.faults.map(({ message }) => `$.edges: ${message}`));
  }
  return writeJson(io, answer);
}

function answerOf({ vacancyIds, traineeIds, problem }: AssignInput): object {
  const { objective, bound, chosen } = solveAssignment(problem);
  const { edges, capacities } = problem;
  const counts = new Array<number>(vacancyIds.length).fill(0);
  const assigned = new Set<number>();
  const pairs = chosen.map((e): [string, string] => {
    counts[edges.vacancies[e]!]!++;
    assigned.add(edges.trainees[e]!);
    return [traineeIds[edges.trainees[e]!]!, vacancyIds[edges.vacancies[e]!]!];
  });
  const { congestion, coverage, gini } = spreadOf(counts);
  return {
    objective, bound, gap: bound - objective,
    pairs: pairs.sort((a, b) => compareIds(a[0], b[0]) || compareIds(a[1], b[1])),
    unfilled: Array.from(capacities).reduce((sum, capacity) => sum + capacity, 0) - pairs.length,
    unassigned: traineeIds.length - assigned.size,
    congestion: fourDecimals(congestion), coverage: fourDecimals(coverage), gini: fourDecimals(gini),
  };
}

/** Half-up, with a grain of allowance for what doubles cannot hold. */
function fourDecimals(value: number): number {
  return Math.floor(value * 10_000 + 0.5 + 1e-9) / 10_000 + 0;
}
