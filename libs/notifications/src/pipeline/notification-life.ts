import type { ConsentPurpose } from '@app/trainees';

/** What a message may be for. `why-not`, `opt-out-confirmation` and `code` answer an act of the person's own and need no consent. */
export const NOTIFICATION_PURPOSES = ['message.match', 'message.course', 'message.policy', 'message.survey', 'why-not', 'opt-out-confirmation', 'code'] as const;
export type NotificationPurpose = Extract<ConsentPurpose, `message.${string}`> | 'why-not' | 'opt-out-confirmation' | 'code';

/** What a purpose is held to; the database holds the same table (`notification_purposes`) and asks it in the claim. */
export interface PurposeRules {
  readonly needsConsent: boolean;
  readonly heedsOptOut: boolean;
  /** Between 08:00 and 21:00 of Asia/Shanghai only. */
  readonly inDaytime: boolean;
  /** Messages a civil day and in any seven days, for a person and for a telephone. */
  readonly perDay: number;
  readonly perWeek: number;
}

/** Caps of match notices: domain page, SMS. Those of the other purposes are ours, and no looser than a person would bear. */
export const PURPOSES: Readonly<Record<NotificationPurpose, PurposeRules>> = {
  'message.match': { needsConsent: true, heedsOptOut: true, inDaytime: true, perDay: 1, perWeek: 3 },
  'message.course': { needsConsent: true, heedsOptOut: true, inDaytime: true, perDay: 2, perWeek: 6 },
  'message.policy': { needsConsent: true, heedsOptOut: true, inDaytime: true, perDay: 1, perWeek: 2 },
  'message.survey': { needsConsent: true, heedsOptOut: true, inDaytime: true, perDay: 1, perWeek: 3 },
  'why-not': { needsConsent: false, heedsOptOut: true, inDaytime: true, perDay: 1, perWeek: 3 },
  'opt-out-confirmation': { needsConsent: false, heedsOptOut: false, inDaytime: true, perDay: 2, perWeek: 6 },
  code: { needsConsent: false, heedsOptOut: false, inDaytime: false, perDay: 5, perWeek: 15 },
};

/** `unknown`: handed over, and nobody knows whether it was taken. It is never sent again by itself. */
export const NOTIFICATION_STATES = ['planned', 'queued', 'submitting', 'accepted', 'delivered', 'failed', 'unknown', 'rejected', 'cancelled'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/**
 * The life of a message; the database holds the same table (`notification_transitions`) and refuses every other move.
 * `submitting → queued`: refused for certain, and tried again later or elsewhere. `failed → delivered`: receipts come in any order.
 */
export const NOTIFICATION_MOVES = {
  planned: ['queued', 'cancelled'],
  queued: ['submitting', 'cancelled'],
  submitting: ['accepted', 'queued', 'rejected', 'unknown'],
  unknown: ['accepted', 'rejected'],
  accepted: ['delivered', 'failed'],
  failed: ['delivered'],
  delivered: [],
  rejected: [],
  cancelled: [],
} as const satisfies Record<NotificationState, readonly NotificationState[]>;

/** Why a message was not sent and will not be. */
export const CANCEL_REASONS = [
  'no-longer-valid', 'wave-stopped', 'vacancy-closed', 'employer-unverified', 'telephone-changed', 'number-blocked', 'no-consent', 'opted-out', 'vacancy-refused', 'day-cap', 'week-cap', 'superseded',
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Why a message waits. */
export const HOLD_REASONS = ['not-due', 'trial', 'quiet-hours', 'gateway-closed', 'budget'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];
