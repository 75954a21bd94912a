import { Growing } from '../search/columns.js';
import { checkAssignment, type Assignment, type AssignmentProblem, type Duals } from './assignment.js';
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
  return priceOut(problem, known);
}

/** `solveByPricing` for whoever has made every number of the problem themselves: there are a million of them in a county, and none is looked at here. */
export function priceOut(problem: AssignmentProblem, known?: Float64Array): PricedAssignment {
  const { scores } = problem.edges;
  const isTried = new Uint8Array(scores.length);
  let tried = takeBetter(problem, startingDuals(problem, known), isTried, -MARGIN);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = solveAssignment({ ...problem, edges: taken(problem.edges, tried) });
    const more = takeBetter(problem, found.duals, isTried, 0);
    // No edge that was left out is worth more than price and gain: it would add nothing to the bound either, so that this one is everybody's.
    if (more.length === 0) return { ...found, chosen: found.chosen.map((e) => tried[e]!), tried: tried.length };
    tried = merged(tried, more);
  }
  return { ...solveAssignment(problem), tried: scores.length };
}

/** The known prices, and for everybody the best gain that these leave. */
function startingDuals({ traineeCount, capacities, edges: { trainees, vacancies, scores } }: AssignmentProblem, known?: Float64Array): Duals {
  const prices = new Float64Array(capacities.length);
  if (known !== undefined) prices.set(known.subarray(0, prices.length));
  const gains = new Float64Array(traineeCount);
  for (let e = 0, count = scores.length; e < count; e++) {
    const [trainee, vacancy] = [trainees[e]!, vacancies[e]!];
    const left = scores[e]! - prices[vacancy]!;
    if (left > gains[trainee]! && capacities[vacancy]! > 0) gains[trainee] = left;
  }
  return { prices, gains };
}

/** Marks every edge not yet tried that beats price and gain by more than `beyond`, places without capacity left out; says which, ascending. */
function takeBetter({ capacities, edges: { trainees, vacancies, scores } }: AssignmentProblem, { prices, gains }: Duals, isTried: Uint8Array, beyond: number): Uint32Array {
  const found = new Growing((length) => new Uint32Array(length));
  for (let e = 0, count = scores.length; e < count; e++) {
    const vacancy = vacancies[e]!;
    if (scores[e]! - prices[vacancy]! - gains[trainees[e]!]! <= beyond || isTried[e] === 1 || capacities[vacancy] === 0) continue;
    isTried[e] = 1;
    found.push(e);
  }
  return found.values.subarray(0, found.length);
}

function merged(some: Uint32Array, others: Uint32Array): Uint32Array {
  const all = new Uint32Array(some.length + others.length);
  all.set(some);
  all.set(others, some.length);
  return all.sort();
}

function taken({ trainees, vacancies, scores }: AssignmentProblem['edges'], edges: Uint32Array): AssignmentProblem['edges'] {
  const [some, theirs, values] = [new Uint32Array(edges.length), new Uint32Array(edges.length), new Float64Array(edges.length)];
  for (let i = 0; i < edges.length; i++) {
    const e = edges[i]!;
    some[i] = trainees[e]!;
    theirs[i] = vacancies[e]!;
    values[i] = scores[e]!;
  }
  return { trainees: some, vacancies: theirs, scores: values };
}
