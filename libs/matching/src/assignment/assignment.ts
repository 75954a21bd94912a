import { refuse } from '../errors.js';

/** Pairs that may be, as columns: edge `e` runs from trainee `trainees[e]` to vacancy `vacancies[e]` for `scores[e]`. */
export interface AssignmentProblem {
  readonly traineeCount: number;
  /** Places of each vacancy; whole numbers ≥ 0. */
  readonly capacities: ArrayLike<number>;
  readonly edges: {
    readonly trainees: ArrayLike<number>;
    readonly vacancies: ArrayLike<number>;
    /** Whole numbers ≥ 0. */
    readonly scores: ArrayLike<number>;
  };
  /** Vacancies a trainee at the most; ≥ 1, default 1. */
  readonly perTrainee?: number;
}

/** Who is put forward for what. */
export interface Assignment {
  /** Sum of the scores of the chosen edges: the most that is possible. */
  readonly objective: number;
  /** What no assignment can pass, from the dual prices; equal to the objective, which proves it. */
  readonly bound: number;
  /** Numbers of the chosen edges, ascending. */
  readonly chosen: readonly number[];
  readonly duals: Duals;
}

/** What proves an assignment: for every edge that is not chosen, score ≤ price + gain. */
export interface Duals {
  /** Of each vacancy: what one more place would add, ≥ 0. */
  readonly prices: Float64Array;
  /** Of each trainee: what another turn would add, ≥ 0. */
  readonly gains: Float64Array;
}

/** What no assignment can pass, given any prices and gains. */
export function boundOf({ traineeCount, capacities, edges: { trainees, vacancies, scores }, perTrainee = 1 }: AssignmentProblem, { prices, gains }: Duals): number {
  const degrees = new Uint32Array(traineeCount);
  let bound = 0;
  for (let e = 0; e < scores.length; e++) {
    degrees[trainees[e]!]!++;
    if (capacities[vacancies[e]!]! > 0) bound += Math.max(0, scores[e]! - prices[vacancies[e]!]! - gains[trainees[e]!]!); // what the edge's own limit of one is worth
  }
  for (let v = 0; v < capacities.length; v++) bound += capacities[v]! * prices[v]!;
  for (let t = 0; t < traineeCount; t++) bound += Math.min(perTrainee, degrees[t]!) * gains[t]!;
  return bound;
}

/** The problem with its edges by trainee, ready for the solver. */
export interface PreparedProblem {
  readonly traineeCount: number;
  readonly perTrainee: number;
  readonly capacities: Float64Array;
  /** Edges of trainee `t` stand at `starts[t]` … `starts[t + 1] − 1` of `order`, `columns` and `scores`. */
  readonly starts: Int32Array;
  /** The edge's number in the problem as given. */
  readonly order: Int32Array;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly scores: Float64Array;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Looks at every number of a problem, not yet whether a pair stands twice. @throws MatchingInputInvalid naming the path of the first fault */
export function checkAssignment({ traineeCount, capacities, edges: { trainees, vacancies, scores }, perTrainee = 1 }: AssignmentProblem): void {
  if (!isCount(traineeCount)) refuse('traineeCount', '须为非负整数');
  if (!Number.isSafeInteger(perTrainee) || perTrainee < 1) refuse('perTrainee', '须为不小于 1 的整数');
  if (trainees.length !== scores.length || vacancies.length !== scores.length) refuse('edges', '三列长度须相同');
  for (let v = 0; v < capacities.length; v++) if (!isCount(capacities[v]!)) refuse(`capacities[${v}]`, '须为非负整数');
  // `>>>` leaves whole numbers from 0 as they are and nothing else; written out here it is four times as fast as a call
  const vacancyCount = capacities.length;
  for (let e = 0, count = scores.length; e < count; e++) {
    const [trainee, vacancy, score] = [trainees[e]!, vacancies[e]!, scores[e]!];
    if (!(trainee >>> 0 === trainee && trainee < traineeCount)) refuse(`edges.trainees[${e}]`, '没有这名学员');
    if (!(vacancy >>> 0 === vacancy && vacancy < vacancyCount)) refuse(`edges.vacancies[${e}]`, '没有这个岗位');
    if (!isCount(score)) refuse(`edges.scores[${e}]`, '须为非负整数');
  }
}

/** Checks a problem and groups its edges. @throws MatchingInputInvalid naming the path of the first fault */
export function prepareAssignment(problem: AssignmentProblem): PreparedProblem {
  checkAssignment(problem);
  const { traineeCount, capacities, edges, perTrainee = 1 } = problem;
  const count = edges.scores.length;
  const starts = new Int32Array(traineeCount + 1);
  for (let e = 0; e < count; e++) starts[edges.trainees[e]! + 1]!++;
  for (let t = 0; t < traineeCount; t++) starts[t + 1]! += starts[t]!;
  const prepared: PreparedProblem = {
    traineeCount, perTrainee, capacities: Float64Array.from(capacities), starts,
    order: new Int32Array(count), rows: new Int32Array(count), columns: new Int32Array(count), scores: new Float64Array(count),
  };
  const next = starts.slice();
  for (let e = 0; e < count; e++) {
    const at = next[edges.trainees[e]!]!++;
    prepared.order[at] = e;
    prepared.rows[at] = edges.trainees[e]!;
    prepared.columns[at] = edges.vacancies[e]!;
    prepared.scores[at] = edges.scores[e]!;
  }
  refuseRepeats(prepared);
  return prepared;
}

function refuseRepeats({ traineeCount, starts, columns, order, capacities }: PreparedProblem): void {
  const seenBy = new Int32Array(capacities.length).fill(-1);
  for (let t = 0; t < traineeCount; t++) {
    for (let at = starts[t]!; at < starts[t + 1]!; at++) {
      if (seenBy[columns[at]!] === t) refuse(`edges[${order[at]}]`, '同一学员与同一岗位只能有一条');
      seenBy[columns[at]!] = t;
    }
  }
}
