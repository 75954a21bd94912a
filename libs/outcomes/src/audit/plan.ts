import { compareCodePoints } from '../facts/code-points.js';
import { drawMembers } from './draw.js';

/** People of the denominator whose outcome is not settled and who are alike in what is known of them. */
export interface AuditStratum {
  /** For example `420626100/E1`: township and level of evidence. */
  readonly key: string;
  readonly members: readonly string[];
  /** The share guessed to be employed, 0..1: strata of which less is known get more calls. Absent: 0.5. */
  readonly guess?: number;
}

/** Whom officers call, in which order, stratum by stratum. */
export interface AuditPlan {
  readonly seed: string;
  readonly size: number;
  readonly strata: readonly { readonly key: string; readonly members: number; readonly drawn: readonly string[] }[];
}

/** From two answers on a stratum has a variance of its own. */
const FEWEST_A_STRATUM = 2;
/** A guess of none or all still leaves doubt. */
const LEAST_SPREAD = 0.1;

/**
 * Draws a stratified random sample for an audit by telephone. The size is shared out by Neyman's rule, members × spread of
 * the guess (without guesses: in proportion), at least two a stratum and never more than its members; the rest by largest
 * remainder. Source: Cochran, Sampling Techniques, 3rd ed. (1977), section 5.5 and, for strata that are taken whole, 5.8.
 * @param seed published before the draw; the same list and seed give the same sample for ever
 * @throws RangeError for a size that is no whole number from 0, a key or a member twice, a guess outside 0..1, an empty seed
 */
export function planAudit(strata: readonly AuditStratum[], size: number, seed: string): AuditPlan {
  assertPlan(strata, size, seed);
  const inOrder = [...strata].sort((a, b) => compareCodePoints(a.key, b.key));
  const shares = shareOut(inOrder, size);
  return {
    seed,
    size: shares.reduce((sum, share) => sum + share, 0),
    // The stratum is part of the seed: the lots of two strata do not hang together.
    strata: inOrder.map(({ key, members }, at) => ({ key, members: members.length, drawn: drawMembers(members, shares[at]!, `${seed}/${key}`) })),
  };
}

/** How many of each stratum are called when so many are called in all; in the order given. */
export function shareOut(strata: readonly AuditStratum[], size: number): number[] {
  const shares = strata.map(({ members }) => Math.min(FEWEST_A_STRATUM, members.length));
  const least = shares.reduce((sum, share) => sum + share, 0);
  if (least >= size) return shareOutFew(strata, size);
  const weights = strata.map(({ members, guess = 0.5 }) => members.length * Math.max(LEAST_SPREAD, Math.sqrt(guess * (1 - guess))));
  // Strata whose share exceeds their members are taken whole; what they leave goes to the others, until none exceeds.
  const whole = new Set<number>();
  for (;;) {
    const open = strata.map((_, at) => at).filter((at) => !whole.has(at));
    const left = size - [...whole].reduce((sum, at) => sum + strata[at]!.members.length, 0);
    const parts = inProportion(open.map((at) => weights[at]!), Math.max(0, left), open.map((at) => shares[at]!));
    const over = open.filter((at, i) => parts[i]! >= strata[at]!.members.length);
    if (over.length === 0 || over.length === open.length) {
      return strata.map(({ members }, at) => (whole.has(at) ? members.length : Math.min(members.length, parts[open.indexOf(at)]!)));
    }
    for (const at of over) whole.add(at);
  }
}

/** Too few calls for two a stratum: the largest strata first, one call each round. */
function shareOutFew(strata: readonly AuditStratum[], size: number): number[] {
  const shares = strata.map(() => 0);
  const bySize = strata.map((_, at) => at).sort((a, b) => strata[b]!.members.length - strata[a]!.members.length || a - b);
  let left = size;
  for (let round = 0; round < FEWEST_A_STRATUM; round++) {
    for (const at of bySize) {
      if (left === 0 || strata[at]!.members.length <= round) continue;
      shares[at]! += 1;
      left -= 1;
    }
  }
  return shares;
}

/** Whole parts of a sum in proportion to weights, by largest remainder, none below its least. */
function inProportion(weights: readonly number[], sum: number, least: readonly number[]): number[] {
  const total = weights.reduce((so, weight) => so + weight, 0);
  const exact = weights.map((weight) => (total === 0 ? 0 : (sum * weight) / total));
  const parts = exact.map((part, at) => Math.max(least[at]!, Math.floor(part)));
  const spent = (): number => parts.reduce((so, part) => so + part, 0);
  const byRemainder = exact.map((_, at) => at).sort((a, b) => exact[b]! - Math.floor(exact[b]!) - (exact[a]! - Math.floor(exact[a]!)) || a - b);
  for (let i = 0; spent() < sum && byRemainder.length > 0; i++) parts[byRemainder[i % byRemainder.length]!]! += 1;
  // What the least shares took beyond their proportion comes from the largest.
  while (spent() > sum) {
    const largest = parts.reduce((best, part, at) => (part - least[at]! > parts[best]! - least[best]! ? at : best), 0);
    if (parts[largest]! <= least[largest]!) break;
    parts[largest]! -= 1;
  }
  return parts;
}

function assertPlan(strata: readonly AuditStratum[], size: number, seed: string): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('size: not a whole number from 0');
  if (seed === '') throw new RangeError('seed: empty');
  const members = strata.flatMap((stratum) => stratum.members);
  if (new Set(strata.map(({ key }) => key)).size < strata.length) throw new RangeError('strata: a key twice');
  if (new Set(members).size < members.length) throw new RangeError('strata: a member twice');
  if (strata.some(({ guess }) => guess !== undefined && !(guess >= 0 && guess <= 1))) throw new RangeError('guess: outside 0..1');
}
