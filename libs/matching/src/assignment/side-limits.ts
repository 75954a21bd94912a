import { refuse } from '../errors.js';
import type { AssignmentProblem } from './assignment.js';
import { solveAssignment } from './solve-assignment.js';

/** Of these edges at least and at most so many are chosen: people of one class for one employer, people of one township … */
export interface SideLimit {
  readonly name: string;
  /** Numbers of edges of the problem, each once. */
  readonly edges: readonly number[];
  readonly least?: number;
  readonly most?: number;
}

/** What a solver of integer programmes answers: the values of the columns that it was asked for, by name. */
export interface OutsideAnswer {
  readonly isOptimal: boolean;
  readonly objective: number;
  readonly columns: ReadonlyMap<string, number>;
}

/** A port: solves a programme written in the LP format to proven optimality (no gap). The library brings none. */
export type OutsideSolver = (programme: string) => OutsideAnswer;

export interface LimitedAssignment {
  readonly objective: number;
  readonly chosen: readonly number[];
  /** `own`: the assignment without limits keeps them all, and its duals prove it. `outside`: the port's word. */
  readonly provenBy: 'own' | 'outside';
  /** Limits whose least cannot be reached, with what is reached. As few as possible are missing in all. */
  readonly short: readonly { readonly name: string; readonly least: number; readonly reached: number }[];
}

/** The outside solver did not answer with an optimum. */
export class OutsideSolverFailed extends Error {}

/**
 * The assignment of the greatest total that keeps side limits. `most` always holds; of the `least` as little as possible is
 * missed, and only then the total counts. Without anything to mend it is the assignment without limits.
 * @throws MatchingInputInvalid as `solveAssignment`, and for a limit that names no edge or is no whole number
 * @throws OutsideSolverFailed when the port does not find an optimum
 */
export function solveWithLimits(problem: AssignmentProblem, limits: readonly SideLimit[], outside: OutsideSolver): LimitedAssignment {
  checkLimits(problem, limits);
  const free = solveAssignment(problem);
  const chosen = new Set(free.chosen);
  if (shortOf(limits, chosen).length === 0 && limits.every(({ edges, most = Infinity }) => countIn(edges, chosen) <= most)) return { objective: free.objective, chosen: free.chosen, provenBy: 'own', short: [] };
  const wanted = limits.filter(({ least = 0 }) => least > 0);
  const missing = wanted.length === 0 ? 0 : Math.round(ask(outside, programmeOf(problem, limits, null)).objective);
  const { columns } = ask(outside, programmeOf(problem, limits, missing));
  const found = Array.from(problem.edges.scores, (_, e) => e).filter((e) => (columns.get(`x${e}`) ?? 0) > 0.5);
  return { objective: found.reduce((sum, e) => sum + problem.edges.scores[e]!, 0), chosen: found, provenBy: 'outside', short: shortOf(limits, new Set(found)) };
}

/** One limit for each group of edges; edges of no group (null) are free. */
export function limitsByGroup(edgeCount: number, groupOf: (edge: number) => string | null, limit: { readonly least?: number; readonly most?: number }): SideLimit[] {
  const groups = new Map<string, number[]>();
  for (let e = 0; e < edgeCount; e++) {
    const group = groupOf(e);
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), e]);
  }
  return [...groups].map(([name, edges]) => ({ name, edges, ...limit }));
}

const countIn = (edges: readonly number[], chosen: ReadonlySet<number>): number => edges.reduce((count, e) => count + Number(chosen.has(e)), 0);

function shortOf(limits: readonly SideLimit[], chosen: ReadonlySet<number>): { name: string; least: number; reached: number }[] {
  return limits.flatMap(({ name, edges, least = 0 }) => {
    const reached = countIn(edges, chosen);
    return reached < least ? [{ name, least, reached }] : [];
  });
}

function checkLimits({ edges: { scores } }: AssignmentProblem, limits: readonly SideLimit[]): void {
  limits.forEach(({ edges, least = 0, most = 0 }, i) => {
    for (const [key, value] of [['least', least], ['most', most]] as const) if (!Number.isSafeInteger(value) || value < 0) refuse(`limits[${i}].${key}`, '须为非负整数');
    if (new Set(edges).size !== edges.length) refuse(`limits[${i}].edges`, '同一条只能列一次');
    edges.forEach((e, j) => { if (!Number.isSafeInteger(e) || e < 0 || e >= scores.length) refuse(`limits[${i}].edges[${j}]`, '没有这一条'); });
  });
}

function ask(outside: OutsideSolver, programme: string): OutsideAnswer {
  const answer = outside(programme);
  if (!answer.isOptimal) throw new OutsideSolverFailed('the outside solver found no optimum');
  return answer;
}

/** In the LP format. @param missing null: as little as possible is to be missed; else no more than that, and the total counts */
function programmeOf({ traineeCount, capacities, edges: { trainees, vacancies, scores }, perTrainee = 1 }: AssignmentProblem, limits: readonly SideLimit[], missing: number | null): string {
  const [byTrainee, byVacancy] = [Array.from({ length: traineeCount }, (): number[] => []), Array.from({ length: capacities.length }, (): number[] => [])];
  for (let e = 0; e < scores.length; e++) {
    byTrainee[trainees[e]!]!.push(e);
    byVacancy[vacancies[e]!]!.push(e);
  }
  const sum = (edges: readonly number[]): string => edges.map((e) => `x${e}`).join(' + ');
  const rows: string[] = [];
  byTrainee.forEach((edges, t) => { if (edges.length > 0) rows.push(` t${t}: ${sum(edges)} <= ${perTrainee}`); });
  byVacancy.forEach((edges, v) => { if (edges.length > 0) rows.push(` v${v}: ${sum(edges)} <= ${capacities[v]}`); });
  const shorts: string[] = [];
  limits.forEach(({ edges, least = 0, most }, i) => {
    if (most !== undefined && edges.length > 0) rows.push(` m${i}: ${sum(edges)} <= ${most}`);
    if (least === 0) return;
    shorts.push(`s${i}`);
    rows.push(` l${i}: ${[...edges.map((e) => `x${e}`), `s${i}`].join(' + ')} >= ${least}`);
  });
  if (missing !== null && shorts.length > 0) rows.push(` missing: ${shorts.join(' + ')} <= ${missing}`);
  const goal = missing === null ? ['Minimize', ` total: ${shorts.join(' + ')}`] : ['Maximize', ` total: ${Array.from(scores, (score, e) => `${score} x${e}`).join(' + ')}`];
  return [...goal, 'Subject To', ...rows, 'Bounds', ...shorts.map((short) => ` ${short} >= 0`), 'Binary', ...Array.from(scores, (_, e) => ` x${e}`), 'End'].join('\n');
}
