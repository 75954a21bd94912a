import type { AssignmentProblem, Duals } from './assignment.js';
import { edgesWhere } from './edge-marks.js';
import type { SideLimit } from './side-limit.js';
import { solveByPricing } from './solve-by-pricing.js';

/** Multipliers that are no whole numbers are taken in twelfths: halves, thirds and quarters are what such programmes answer. */
const FRACTION = 12;
const TOLERANCE = 1e-5;

/** What a limit's last place costs or brings, times `scale`, as whole numbers. */
export interface Multipliers {
  readonly scale: number;
  readonly most: Float64Array;
  readonly least: Float64Array;
}

/** What no choice that keeps the limits can pass, found by pricing the limits into the scores. */
export interface Relaxed {
  /** Of total − penalty × missing; no rounding is in it but the last division. */
  readonly bound: number;
  /** The edges that are best at these multipliers; they may break limits. */
  readonly chosen: readonly number[];
  /** How far an edge falls short of being worth choosing, ≤ 0: a choice with it is worth no more than bound + that. */
  readonly reducedCost: (edge: number) => number;
  /** Prices of the vacancies, for the next time. */
  readonly prices: Float64Array;
}

/** From the row duals of a linear programme, whatever sign its solver gives them. Any multipliers give a bound; good ones a good one. */
export function multipliersOf(limits: readonly SideLimit[], rows: ReadonlyMap<string, number>, penalty: number): Multipliers {
  const read = (row: string): number => Math.abs(rows.get(row) ?? 0);
  const [most, least] = [limits.map((_, i) => read(`m${i}`)), limits.map((_, i) => read(`l${i}`))];
  const scale = [...most, ...least].every((value) => Math.abs(value - Math.round(value)) < TOLERANCE) ? 1 : FRACTION;
  return { scale, most: Float64Array.from(most, (value) => Math.round(value * scale)), least: Float64Array.from(least, (value) => Math.min(Math.round(value * scale), penalty * scale)) };
}

/**
 * The problem without its limits, each edge dearer or cheaper by the multipliers of its limits: solved over all edges by our
 * own solver, in whole numbers. Its optimum bounds every choice that keeps the limits (Lagrange).
 */
export function relax(problem: AssignmentProblem, limits: readonly SideLimit[], multipliers: Multipliers, known: Float64Array): Relaxed {
  const { scale, most, least } = multipliers;
  const { capacities, edges: { trainees, vacancies, scores } } = problem;
  const adjusted = new Float64Array(scores.length);
  for (let e = 0; e < adjusted.length; e++) adjusted[e] = scores[e]! * scale;
  let constant = 0;
  limits.forEach(({ edges, least: wanted = 0, most: allowed = 0 }, i) => {
    const change = least[i]! - most[i]!;
    constant += most[i]! * allowed - least[i]! * wanted;
    if (change !== 0) for (let j = 0; j < edges.length; j++) adjusted[edges[j]!]! += change;
  });
  const worth = edgesWhere(adjusted.length, (e) => adjusted[e]! > 0 && capacities[vacancies[e]!]! > 0);
  const priced = { ...problem, edges: { trainees: worth.map((e) => trainees[e]!), vacancies: worth.map((e) => vacancies[e]!), scores: Float64Array.from(worth, (e) => adjusted[e]!) } };
  const { bound, chosen, duals } = solveByPricing(priced, known.map((price) => price * scale));
  return { bound: (bound + constant) / scale, chosen: chosen.map((i) => worth[i]!), reducedCost: (e) => reducedCostOf(problem, duals, adjusted, e) / scale, prices: duals.prices.map((price) => price / scale) };
}

function reducedCostOf({ edges: { trainees, vacancies } }: AssignmentProblem, { prices, gains }: Duals, adjusted: Float64Array, e: number): number {
  return Math.min(0, adjusted[e]! - prices[vacancies[e]!]! - gains[trainees[e]!]!);
}
