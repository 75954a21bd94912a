import { WITHOUT_CLASS } from '../orders/order-moves.js';

/** Where an offer of a seat stands. `waiting`: said yes when every seat was taken; `closed`: the course has ended, or the person left it. */
export const OFFER_STATES = ['made', 'told', 'accepted', 'waiting', 'refused', 'expired', 'withdrawn', 'closed'] as const;
export type OfferState = (typeof OFFER_STATES)[number];

/** How somebody was told. A message counts as told when it was handed over. */
export const OFFER_CHANNELS = ['sms', 'call', 'visit', 'village-officer'] as const;
export type OfferChannel = (typeof OFFER_CHANNELS)[number];

/** Why somebody does not want the seat: the trainee's codes of referrals, work, and health without a word more. */
export const OFFER_REFUSALS = ['trainee-pay', 'trainee-too-far', 'trainee-unsuitable-work', 'trainee-family', 'trainee-has-work', 'trainee-health', 'trainee-other'] as const;
export type OfferRefusal = (typeof OFFER_REFUSALS)[number];
/** Why an officer takes an offer back. */
export const OFFER_WITHDRAWALS = ['terms-changed', 'made-in-error', 'not-suitable', 'other'] as const;
export type OfferWithdrawal = (typeof OFFER_WITHDRAWALS)[number];
export const OFFER_CLOSINGS = ['course-ended', 'dropped-out', WITHOUT_CLASS] as const;
export type OfferReason = OfferRefusal | OfferWithdrawal | 'order-ended' | (typeof OFFER_CLOSINGS)[number];

export type OfferMover = 'officer' | 'employer' | 'system';

export interface OfferMove {
  readonly by: readonly OfferMover[];
  readonly reasons: readonly OfferReason[] | null;
}

const move = (by: readonly OfferMover[], reasons: readonly OfferReason[] | null = null): OfferMove => ({ by, reasons });
const BOTH = ['officer', 'system'] as const;
const refused = move(BOTH, OFFER_REFUSALS);
/** An employer takes them back with its order. */
const withdrawn = move(['officer', 'employer', 'system'], [...OFFER_WITHDRAWALS, 'order-ended', WITHOUT_CLASS]);

/** The life of an offer: from → to → who and why. The database holds the same table (`class_offer_transitions`) and refuses every other move. */
export const OFFER_MOVES = {
  made: { told: move(BOTH), withdrawn },
  told: { told: move(BOTH), accepted: move(BOTH), waiting: move(BOTH), refused, expired: move(BOTH), withdrawn },
  accepted: { refused, withdrawn, closed: move(BOTH, OFFER_CLOSINGS) },
  waiting: { accepted: move(BOTH), refused, withdrawn },
  refused: {},
  expired: {},
  withdrawn: {},
  closed: {},
} as const satisfies Record<OfferState, Partial<Record<OfferState, OfferMove>>>;

/** States in which a seat is offered, held or waited for. */
export const OPEN_OFFER_STATES = ['made', 'told', 'accepted', 'waiting'] as const satisfies readonly OfferState[];

export const OFFER_STATE_LABEL = {
  made: '待告知', told: '已告知，待答复', accepted: '已接受', waiting: '已接受，候补', refused: '已拒绝', expired: '逾期未答复', withdrawn: '已撤回', closed: '已结束',
} as const satisfies Record<OfferState, string>;
