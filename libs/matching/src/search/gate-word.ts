import { WORK_KINDS, type AgeBand, type Reach, type WorkKind } from '../profile.js';

/*
 * What a trainee brings to the gates, as one word of bits: a vacancy is a mask, and one AND says whether any of these
 * gates shuts the trainee out. The upper bits say what must be looked at besides.
 */
export const REMOVED = 1 << 0;
export const UNAVAILABLE = 1 << 1;
const UNDER_16 = 1 << 2;
const UNDER_18 = 1 << 3;
/** Bit 4 + r − 1: the education ranks below r, for r = 1..7. */
const EDUCATION_SHIFT = 4;
const EDUCATION_RANKS = 7;
/** Bit 11 + k: does not accept the k-th kind of work. */
const KIND_SHIFT = 11;
export const REACH_SHIFT = 17;
export const HAS_MIN_PAY = 1 << 20;
export const HAS_PARTICULARS = 1 << 21;
export const HAS_PENDING = 1 << 22;
/** All of the above. */
export const GATE_BITS = 2 * HAS_PENDING - 1;

const REACH_CODES: readonly (Reach | null)[] = [null, 'township', 'county', 'prefecture', 'province'];
const REACH_DEPTHS = [0, 9, 6, 4, 2] as const;
/** How many codes of a reach there can be. */
export const REACH_CODE_COUNT = 8;

export interface GateFacts {
  readonly available: boolean;
  readonly ageBand: AgeBand;
  readonly educationRank: number;
  readonly kindsAccepted: readonly WorkKind[];
  readonly reach: Reach | null;
}

export function gateWord({ available, ageBand, educationRank, kindsAccepted, reach }: GateFacts): number {
  let word = available ? 0 : UNAVAILABLE;
  if (ageBand === 'under-16') word |= UNDER_16 | UNDER_18;
  if (ageBand === '16-17') word |= UNDER_18;
  for (let rank = educationRank + 1; rank <= EDUCATION_RANKS; rank++) word |= 1 << (EDUCATION_SHIFT + rank - 1);
  if (kindsAccepted.length > 0) WORK_KINDS.forEach((kind, i) => { if (!kindsAccepted.includes(kind)) word |= 1 << (KIND_SHIFT + i); });
  const code = REACH_CODES.indexOf(reach);
  return word | ((code < 0 ? 0 : code) << REACH_SHIFT);
}

/** The bits of a trainee that shut them out of a vacancy. */
export function failMask(vacancy: { readonly minAge: 16 | 18; readonly minEducationRank: number; readonly kind: WorkKind | null }): number {
  let mask = REMOVED | UNAVAILABLE | (vacancy.minAge === 18 ? UNDER_18 : UNDER_16);
  if (vacancy.minEducationRank > 0) mask |= 1 << (EDUCATION_SHIFT + vacancy.minEducationRank - 1);
  if (vacancy.kind !== null) mask |= 1 << (KIND_SHIFT + WORK_KINDS.indexOf(vacancy.kind));
  return mask;
}

/** How far the trainee can go, as a number below {@link REACH_CODE_COUNT}. */
export function reachCode(word: number): number {
  return (word >>> REACH_SHIFT) & (REACH_CODE_COUNT - 1);
}

/** The depth that workplace and home must share for this code of a reach; 0 = no limit. */
export function depthOfReach(code: number): number {
  return REACH_DEPTHS[code] ?? 0;
}

/** The depth that workplace and home must share; 0 = no limit. */
export function reachDepth(word: number): number {
  return depthOfReach(reachCode(word));
}
