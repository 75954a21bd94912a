import type { FieldFault } from '@app/kernel';
import { MatchingInputInvalid } from './errors.js';

/** How the three parts count; each ≥ 0, together 1. */
export interface ScoringWeights {
  readonly skills: number;
  readonly location: number;
  readonly courses: number;
}

/** What a county may set about matching. Every stored match names the version it was made by. */
export interface ScoringPolicy {
  readonly version: string;
  readonly weights: ScoringWeights;
  /** Pairs below this score (0..10000) are not kept. */
  readonly minScore: number;
  /** The least share (0..1) of a vacancy's essential skills that must be held. */
  readonly essentialCoverageMin: number;
  /** Decides the order of equal scores together with the ids; change it and the ties are drawn anew. */
  readonly tieSalt: string;
}

export const DEFAULT_POLICY: ScoringPolicy = {
  version: 'default',
  weights: { skills: 0.5, location: 0.2, courses: 0.3 },
  minScore: 4000,
  essentialCoverageMin: 0.5,
  tieSalt: '',
};

const WEIGHT_SUM_TOLERANCE = 1e-9;

/** What is wrong with the values of a policy (paths relative to it), in a fixed order; empty when it is sound. */
export function policyFaults(policy: ScoringPolicy): FieldFault[] {
  const faults: FieldFault[] = [];
  const { weights } = policy;
  const named = [['skills', weights.skills], ['location', weights.location], ['courses', weights.courses]] as const;
  for (const [name, weight] of named) {
    if (!(weight >= 0 && weight < Infinity)) faults.push({ path: `weights.${name}`, message: 'must be a number of at least 0' });
  }
  const sum = weights.skills + weights.location + weights.courses;
  if (faults.length === 0 && !(Math.abs(sum - 1) <= WEIGHT_SUM_TOLERANCE)) faults.push({ path: 'weights', message: `must sum to 1, not ${sum}` });
  if (!(policy.minScore >= 0 && policy.minScore <= 10_000)) faults.push({ path: 'minScore', message: 'must be a number from 0 to 10000' });
  if (!(policy.essentialCoverageMin >= 0 && policy.essentialCoverageMin <= 1)) faults.push({ path: 'essentialCoverageMin', message: 'must be a number from 0 to 1' });
  return faults;
}

/**
 * A sound policy: the defaults with the given fields in their place.
 * @throws MatchingInputInvalid when a weight is negative or not a number, or the weights do not sum to 1 within 1e-9.
 */
export function createPolicy(given: Partial<ScoringPolicy> = {}): ScoringPolicy {
  const policy = { ...DEFAULT_POLICY, ...given };
  checkPolicy(policy);
  return policy;
}

/** For a policy that nobody has made with {@link createPolicy}, perhaps. @throws MatchingInputInvalid naming all that is wrong with it */
export function checkPolicy(policy: ScoringPolicy): void {
  const faults = policyFaults(policy);
  if (faults.length > 0) throw new MatchingInputInvalid('匹配策略有误', faults);
}
