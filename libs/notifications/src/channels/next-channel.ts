/** The ways to one person that an officer's word sends. Group posts and the loudspeaker are to everybody and stand apart. */
export const CHANNELS = ['sms', 'call'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Why somebody is called and not written to. The database holds the same list (`call_reason_is_known`). */
export const CALL_REASONS = ['no-mobile', 'number-blocked', 'opted-out', 'sms-failed', 'sms-unanswered', 'call-untried'] as const;
export type CallReason = (typeof CALL_REASONS)[number];

/** Why somebody is written to. */
export const SMS_REASONS = ['sms-answered', 'calls-unreached', 'sms-usual'] as const;
export type SmsReason = (typeof SMS_REASONS)[number];
export type ChannelReason = SmsReason | CallReason;

/** What a contact about a post came to; `failed`: the message certainly did not arrive, or nobody took the call. */
export interface PastContact {
  readonly channel: Channel;
  readonly outcome: 'answered' | 'unanswered' | 'failed';
}

/** What is known of somebody's ways. */
export interface ContactHistory {
  /** A mobile number is on record. */
  readonly hasMobile: boolean;
  /** Nothing is sent to it until an officer has verified whose it is. */
  readonly isBlocked: boolean;
  /** Its owner wants no messages about posts. */
  readonly hasOptedOut: boolean;
  /** The person wants no calls about posts. */
  readonly hasStoppedCalls: boolean;
  /** Newest first; without what may still be answered. */
  readonly past: readonly PastContact[];
}

export type NextChannel = { readonly channel: 'sms'; readonly reason: SmsReason } | { readonly channel: 'call'; readonly reason: CallReason };

/** Messages that arrived without an answer, in a row: so many, and a person who answers calls is called. Source: ours, told to officers in docs/messages.md. */
export const UNANSWERED_BEFORE_KNOWN_CALL = 2;
/** So many, and somebody whom nobody ever called is called for once. */
export const UNANSWERED_BEFORE_FIRST_CALL = 3;
/** Calls in vain, in a row: so many, and messages are tried again where a message can arrive. */
export const CALLS_IN_VAIN = 2;

/**
 * By which way a person is told next: the one that worked before. A message where nothing speaks against it, since it costs
 * nobody's time; a call where a message cannot arrive, or has not been answered.
 * @returns null: there is no way left
 */
export function nextChannel(history: ContactHistory): NextChannel | null {
  const barred = barredReason(history);
  if (barred !== null) return history.hasStoppedCalls ? null : { channel: 'call', reason: barred };
  if (history.hasStoppedCalls) return { channel: 'sms', reason: reasonOf(history.past) };
  const [messages, calls] = [history.past.filter(({ channel }) => channel === 'sms'), history.past.filter(({ channel }) => channel === 'call')];
  if (leading(calls, 'failed') >= CALLS_IN_VAIN) return { channel: 'sms', reason: 'calls-unreached' };
  if (messages[0]?.outcome === 'failed') return { channel: 'call', reason: 'sms-failed' };
  const silent = leading(messages, 'unanswered');
  if (silent >= UNANSWERED_BEFORE_KNOWN_CALL && calls.some(({ outcome }) => outcome === 'answered')) return { channel: 'call', reason: 'sms-unanswered' };
  if (silent >= UNANSWERED_BEFORE_FIRST_CALL && calls.length === 0) return { channel: 'call', reason: 'call-untried' };
  return { channel: 'sms', reason: reasonOf(history.past) };
}

/** Why no message is sent to this person at all; null: one may be. */
function barredReason({ hasMobile, isBlocked, hasOptedOut }: ContactHistory): CallReason | null {
  if (!hasMobile) return 'no-mobile';
  if (isBlocked) return 'number-blocked';
  return hasOptedOut ? 'opted-out' : null;
}

function reasonOf(past: readonly PastContact[]): SmsReason {
  return past.some(({ channel, outcome }) => channel === 'sms' && outcome === 'answered') ? 'sms-answered' : 'sms-usual';
}

function leading(contacts: readonly PastContact[], outcome: PastContact['outcome']): number {
  const end = contacts.findIndex((each) => each.outcome !== outcome);
  return end === -1 ? contacts.length : end;
}
