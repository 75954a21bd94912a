import { refuse } from '../errors.js';
import type { Assignment, AssignmentProblem } from './assignment.js';
import { edgesWhere, markedOf } from './edge-marks.js';
import { programmeOf } from './limit-programme.js';
import { multipliersOf, relax, type Relaxed } from './limit-relaxation.js';
import type { OutsideAnswer, OutsideSolver, SideLimit } from './side-limit.js';
import { solveAssignment } from './solve-assignment.js';

export interface LimitedAssignment {
  readonly objective: number;
  /** What no assignment can pass that misses as little, by duals over all edges. */
  readonly bound: number;
  /** Total of the assignment without limits. */
  readonly freeObjective: number;
  /** Ascending. */
  readonly chosen: readonly number[];
  /**
   * `own`: the assignment without limits keeps them all, and its duals prove it. `duals`: the port's multipliers of the
   * limits, with our own duals over all edges, prove it. `outside`: objective and bound stay apart; that nothing lies
   * between is the port's word.
   */
  readonly provenBy: 'own' | 'duals' | 'outside';
  /** Limits whose least cannot be reached, with what is reached. As few as possible are missing in all. */
  readonly short: readonly { readonly name: string; readonly least: number; readonly reached: number }[];
}

/** The outside solver did not answer with an optimum that keeps the limits. */
export class OutsideSolverFailed extends Error {}

/** Edges that are tried of each trainee whom a limit moves. */
const TRIED_EACH = 8;
const NEARLY = 1e-6;

/**
 * The assignment of the greatest total that keeps side limits. `most` always holds; of the `least` as little as possible is
 * missed, and only then the total counts. Without anything to mend it is the assignment without limits. Else the port is
 * asked about few edges; what it answers is proven over all of them, or more edges are tried.
 * @param free the assignment without limits, where it is known already
 * @throws MatchingInputInvalid as `solveAssignment`, and for a limit that names no edge or is no whole number
 * @throws OutsideSolverFailed when the port does not find an optimum
 */
export async function solveWithLimits(problem: AssignmentProblem, limits: readonly SideLimit[], outside: OutsideSolver, free: Assignment = solveAssignment(problem)): Promise<LimitedAssignment> {
  checkLimits(problem, limits);
  const isChosen = markedOf(problem.edges.scores.length, free.chosen);
  if (limits.every((limit) => isKept(limit, countIn(limit, isChosen)))) {
    return { objective: free.objective, bound: free.bound, freeObjective: free.objective, chosen: free.chosen, provenBy: 'own', short: [] };
  }
  return new LimitedSearch(problem, limits, outside, free).run();
}

/** A choice of edges, with its worth: total − penalty × missing. */
interface Choice {
  readonly chosen: readonly number[];
  readonly objective: number;
  readonly missing: number;
  readonly worth: number;
}

/*
 * Missing one costs more than all scores together, so that one number orders choices. Round by round: a linear programme
 * over the tried edges says what the limits cost; at that cost our own solver finds the best choice over all edges, whose
 * worth is a bound. A bound that the programme's own answer reaches proves it. Otherwise the best choice has an edge that was
 * not tried: were all tried, the programme could not be worth less.
 */
class LimitedSearch {
  readonly #isTried: Uint8Array;
  /** More than any total: missing one fewer is worth it, whatever it costs. */
  readonly #penalty: number;
  #best: Choice | null = null;
  #relaxed: Relaxed | null = null;

  constructor(private readonly problem: AssignmentProblem, private readonly limits: readonly SideLimit[], private readonly outside: OutsideSolver, private readonly free: Assignment) {
    this.#penalty = free.objective + 1;
    this.#isTried = markedOf(problem.edges.scores.length, free.chosen);
    const { duals: { prices, gains }, chosen } = free;
    this.#tryBest(this.#moved(chosen), (e) => problem.edges.scores[e]! - prices[problem.edges.vacancies[e]!]! - gains[problem.edges.trainees[e]!]!);
  }

  async run(): Promise<LimitedAssignment> {
    for (let isMore = true; isMore && !this.#isProven();) isMore = await this.#round();
    if (!this.#isProven()) await this.#choose(this.#tried());
    if (this.#isProven()) return this.#result('duals');
    const [best, relaxed] = [this.#best!, this.#relaxed!];
    const mayMatter = edgesWhere(this.#isTried.length, (e) => relaxed.bound + relaxed.reducedCost(e) >= best.worth + 1 - NEARLY);
    await this.#choose(Uint32Array.from(new Set([...best.chosen, ...mayMatter])).sort());
    return this.#result(this.#isProven() ? 'duals' : 'outside');
  }

  /** @returns whether there are new edges to try */
  async #round(): Promise<boolean> {
    const { columns, rows } = await this.#ask(programmeOf(this.problem, this.limits, this.#tried(), { penalty: this.#penalty }, false));
    const edges = [...columns].filter(([name]) => name.startsWith('x'));
    if (edges.every(([, value]) => Math.abs(value - Math.round(value)) < NEARLY)) this.#offer(chosenIn(columns));
    const relaxed = relax(this.problem, this.limits, multipliersOf(this.limits, rows, this.#penalty), this.#relaxed?.prices ?? this.free.duals.prices);
    if (this.#relaxed === null || relaxed.bound < this.#relaxed.bound) this.#relaxed = relaxed;
    const missed = relaxed.chosen.filter((e) => this.#isTried[e] === 0);
    for (const e of missed) this.#isTried[e] = 1;
    this.#tryBest(new Set(missed.map((e) => this.problem.edges.trainees[e]!)), relaxed.reducedCost);
    return missed.length > 0;
  }

  /** Trainees whom a limit that does not hold may move: everybody of a group that is too many, and who has a turn left in one that is too few. */
  #moved(chosen: readonly number[]): Set<number> {
    const { traineeCount, edges: { trainees, scores }, perTrainee = 1 } = this.problem;
    const isChosen = markedOf(scores.length, chosen);
    const turns = new Uint32Array(traineeCount);
    for (const e of chosen) turns[trainees[e]!]!++;
    const moved = new Set<number>();
    for (const limit of this.limits) {
      const count = countIn(limit, isChosen);
      if (isKept(limit, count)) continue;
      const isOver = count > (limit.most ?? Infinity);
      for (let j = 0; j < limit.edges.length; j++) if (isOver || turns[trainees[limit.edges[j]!]!]! < perTrainee) moved.add(trainees[limit.edges[j]!]!);
    }
    return moved;
  }

  /** Tries the most promising edges of these trainees. */
  #tryBest(moved: ReadonlySet<number>, worthOf: (edge: number) => number): void {
    const { capacities, edges: { trainees, vacancies } } = this.problem;
    const edgesOf = new Map<number, [edge: number, worth: number][]>(Array.from(moved, (trainee) => [trainee, []]));
    for (let e = 0; e < trainees.length; e++) if (this.#isTried[e] === 0 && capacities[vacancies[e]!]! > 0) edgesOf.get(trainees[e]!)?.push([e, worthOf(e)]);
    for (const edges of edgesOf.values()) for (const [e] of edges.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, TRIED_EACH)) this.#isTried[e] = 1;
  }

  /** The best choice of whole edges among these, by two programmes: how little must be missed, then the greatest total that misses no more. */
  async #choose(edges: Uint32Array): Promise<void> {
    const isWanted = this.limits.some(({ least = 0 }) => least > 0);
    const missing = isWanted ? Math.round((await this.#ask(programmeOf(this.problem, this.limits, edges, { missing: 'least' }, true))).objective) : 0;
    this.#offer(chosenIn((await this.#ask(programmeOf(this.problem, this.limits, edges, { missing }, true))).columns));
  }

  #offer(chosen: readonly number[]): void {
    const isChosen = markedOf(this.#isTried.length, chosen);
    const counts = this.limits.map((limit) => countIn(limit, isChosen));
    if (this.limits.some(({ most = Infinity }, i) => counts[i]! > most)) throw new OutsideSolverFailed('the outside solver broke a limit');
    const objective = chosen.reduce((sum, e) => sum + this.problem.edges.scores[e]!, 0);
    const missing = this.limits.reduce((sum, { least = 0 }, i) => sum + Math.max(0, least - counts[i]!), 0);
    const worth = objective - this.#penalty * missing;
    if (this.#best === null || worth > this.#best.worth) this.#best = { chosen, objective, missing, worth };
  }

  #isProven(): boolean {
    return this.#best !== null && this.#relaxed !== null && Math.floor(this.#relaxed.bound + NEARLY) <= this.#best.worth;
  }

  #tried(): Uint32Array {
    return edgesWhere(this.#isTried.length, (e) => this.#isTried[e] === 1);
  }

  async #ask(programme: string): Promise<OutsideAnswer> {
    const answer = await this.outside(programme);
    if (!answer.isOptimal) throw new OutsideSolverFailed('the outside solver found no optimum');
    return answer;
  }

  #result(provenBy: 'duals' | 'outside'): LimitedAssignment {
    const { chosen, objective, missing } = this.#best!;
    const isChosen = markedOf(this.#isTried.length, chosen);
    const short = this.limits.flatMap((limit) => {
      const reached = countIn(limit, isChosen);
      return reached < (limit.least ?? 0) ? [{ name: limit.name, least: limit.least!, reached }] : [];
    });
    return { objective, bound: Math.floor(this.#relaxed!.bound + NEARLY) + this.#penalty * missing, freeObjective: this.free.objective, chosen, provenBy, short };
  }
}

/** One limit for each group of edges; edges of no group (null) are free. */
export function limitsByGroup(edgeCount: number, groupOf: (edge: number) => string | null, limit: { readonly least?: number; readonly most?: number }): SideLimit[] {
  const groups = new Map<string, number[]>();
  for (let e = 0; e < edgeCount; e++) {
    const name = groupOf(e);
    if (name === null) continue;
    const edges = groups.get(name);
    if (edges === undefined) groups.set(name, [e]);
    else edges.push(e);
  }
  return [...groups].map(([name, edges]) => ({ name, edges, ...limit }));
}

function countIn({ edges }: SideLimit, isChosen: Uint8Array): number {
  let count = 0;
  for (let j = 0; j < edges.length; j++) count += isChosen[edges[j]!]!;
  return count;
}

const isKept = ({ least = 0, most = Infinity }: SideLimit, count: number): boolean => count >= least && count <= most;

const chosenIn = (columns: ReadonlyMap<string, number>): number[] => [...columns].flatMap(([name, value]) => (name.startsWith('x') && value > 0.5 ? [Number(name.slice(1))] : [])).sort((a, b) => a - b);

function checkLimits({ edges: { scores } }: AssignmentProblem, limits: readonly SideLimit[]): void {
  const seenBy = new Int32Array(scores.length).fill(-1);
  limits.forEach(({ edges, least = 0, most = 0 }, i) => {
    for (const [key, value] of [['least', least], ['most', most]] as const) if (!Number.isSafeInteger(value) || value < 0) refuse(`limits[${i}].${key}`, '须为非负整数');
    for (let j = 0; j < edges.length; j++) {
      const e = edges[j]!;
      if (!Number.isSafeInteger(e) || e < 0 || e >= scores.length) refuse(`limits[${i}].edges[${j}]`, '没有这一条');
      if (seenBy[e] === i) refuse(`limits[${i}].edges`, '同一条只能列一次');
      seenBy[e] = i;
    }
  });
}
