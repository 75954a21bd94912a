import { addDays, type CivilDate } from '@app/kernel';

/** Steps of a referral: put forward, hired, refused (coded), or obsolete because of a hire elsewhere. */
export const REFERRAL_STEPS = ['presented', 'hired', 'refused', 'obsolete'] as const;
export type ReferralStep = (typeof REFERRAL_STEPS)[number];

/** What a referral comes to on a day; `no-answer`: presented, and day 60 went by. */
export type ReferralState = ReferralStep | 'no-answer';

/**
 * The legal moves; '' stands before the first. Going back to presented (a hire undone, a refusal or an obsolescence taken
 * back) needs a reason. The database keeps the same table (`referral_moves`) and refuses everything else.
 */
export const REFERRAL_MOVES = {
  '': ['presented'],
  presented: ['hired', 'refused', 'obsolete'],
  hired: ['presented'],
  refused: ['presented'],
  obsolete: ['presented'],
} as const satisfies Record<ReferralStep | '', readonly ReferralStep[]>;

/** A referral without an answer by the end of this day, counted from its presentation, is closed for that reason. */
export const ANSWER_DAYS = 60;

/** Who refused, and why. */
export const REFUSAL_CODES = [
  'trainee-pay', 'trainee-too-far', 'trainee-unsuitable-work', 'trainee-family', 'trainee-other',
  'employer-skills', 'employer-did-not-appear', 'employer-filled', 'employer-other',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** The code of an obsolescence. */
export const HIRED_ELSEWHERE = 'hired-elsewhere';

export interface StepTaken {
  readonly kind: ReferralStep;
  readonly effectiveOn: CivilDate;
}

/** The state on a day, derived from the latest step and the dates. */
export function stateOn(latest: StepTaken, day: CivilDate): ReferralState {
  return latest.kind === 'presented' && day > addDays(latest.effectiveOn, ANSWER_DAYS) ? 'no-answer' : latest.kind;
}

/** Whether a step may follow on its day. A referral closed for want of an answer is only presented anew. */
export function mayFollow(latest: StepTaken | null, next: StepTaken, hasReason: boolean): boolean {
  if (latest === null) return next.kind === 'presented';
  if (next.effectiveOn < latest.effectiveOn) return false;
  const state = stateOn(latest, next.effectiveOn);
  if (state === 'no-answer') return next.kind === 'presented';
  if (!(REFERRAL_MOVES[latest.kind] as readonly ReferralStep[]).includes(next.kind)) return false;
  return next.kind !== 'presented' || hasReason;
}
