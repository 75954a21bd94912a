import { boundOf, checkAssignment, type Assignment, type AssignmentProblem, type Duals } from './assignment.js';
import { solveAssignment } from './solve-assignment.js';

/** Edges that fall short of a trainee's gain by no more than this are tried from the start. */
const MARGIN = 150;
const MOST_ROUNDS = 12;

export interface PricedAssignment extends Assignment {
  /** Edges that had to be tried; all of them where prices alone did not settle it. */
  readonly tried: number;
}

/**
 * The same optimum as `solveAssignment`, sooner where there are many more edges than can matter: edges that look good at
 * the prices of before are tried first; whatever the prices found then show to be worth more is added, until nothing is.
 * The prices of the last round prove the optimum over *all* edges, not only the tried ones.
 * @param known prices of a problem much like this one (before a change, say); without them nothing has a price yet
 * @throws MatchingInputInvalid as `solveAssignment`, but a pair that stands twice is only met where both could matter
 */
export function solveByPricing(problem: AssignmentProblem, known?: Float64Array): PricedAssignment {
  checkAssignment(problem);
  const { scores } = problem.edges;
  const isTried = new Uint8Array(scores.length);
  const duals = startingDuals(problem, known);
  let added = addEdges(problem, duals, isTried, -MARGIN);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const tried = triedEdges(isTried, added);
    const found = solveAssignment({ ...problem, edges: taken(problem.edges, tried) });
    const more = addEdges(problem, found.duals, isTried, 0);
    if (more === 0) {
      const bound = boundOf(problem, found.duals);
      if (bound === found.objective) return { ...found, bound, chosen: found.chosen.map((e) => tried[e]!), tried: added };
      break;
    }
    added += more;
  }
  return { ...solveAssignment(problem), tried: scores.length };
}

/** The known prices, and for everybody the best gain that these leave. */
function startingDuals({ traineeCount, capacities, edges: { trainees, vacancies, scores } }: AssignmentProblem, known?: Float64Array): Duals {
  const prices = new Float64Array(capacities.length);
  if (known !== undefined) prices.set(known.subarray(0, prices.length));
  const gains = new Float64Array(traineeCount);
  for (let e = 0; e < scores.length; e++) {
    const left = scores[e]! - prices[vacancies[e]!]!;
    if (capacities[vacancies[e]!]! > 0 && left > gains[trainees[e]!]!) gains[trainees[e]!] = left;
  }
  return { prices, gains };
}

/** Marks every edge that beats price and gain by more than `beyond`, places without capacity left out; says how many are new. */
function addEdges({ capacities, edges: { trainees, vacancies, scores } }: AssignmentProblem, { prices, gains }: Duals, isTried: Uint8Array, beyond: number): number {
  let added = 0;
  for (let e = 0; e < scores.length; e++) {
    if (isTried[e] === 1 || capacities[vacancies[e]!] === 0 || scores[e]! - prices[vacancies[e]!]! - gains[trainees[e]!]! <= beyond) continue;
    isTried[e] = 1;
    added++;
  }
  return added;
}

function triedEdges(isTried: Uint8Array, count: number): Uint32Array {
  const tried = new Uint32Array(count);
  for (let e = 0, at = 0; e < isTried.length; e++) if (isTried[e] === 1) tried[at++] = e;
  return tried;
}

function taken({ trainees, vacancies, scores }: AssignmentProblem['edges'], edges: Uint32Array): AssignmentProblem['edges'] {
  return { trainees: edges.map((e) => trainees[e]!), vacancies: edges.map((e) => vacancies[e]!), scores: Float64Array.from(edges, (e) => scores[e]!) };
}
