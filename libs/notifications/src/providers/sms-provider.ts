import type { SmsProviderCode } from '@app/platform';

export type ProviderName = SmsProviderCode;

/** One message as it is handed over. It lives for the moment of the call and stands in no log. */
export interface SmsMessage {
  /** Our own number for it, 32 hexadecimal characters; the same at every attempt. */
  readonly outId: string;
  /** 11 digits of a mobile. */
  readonly telephone: string;
  /** Complete, signature included. */
  readonly text: string;
  /** Which approved wording it is: providers that send by template know it by their own code. */
  readonly template: string;
  /** What the template leaves open, in its order. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * What a hand-over came to. Only `refused` may ever be tried again: the provider has said, or the connection was never
 * opened, that nothing was taken. Everything else that is no clear acceptance is `unknown`.
 */
export type SubmissionOutcome =
  | { readonly verdict: 'accepted'; readonly providerId: string | null }
  | { readonly verdict: 'refused'; readonly code: string; /** Another time it may be taken. */ readonly passing: boolean; /** No connection: the gateway is not there. */ readonly away: boolean }
  | { readonly verdict: 'unknown'; readonly code: string };

export const RECEIPT_STATUSES = ['accepted', 'failed', 'delivered'] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** What a provider reports of a message, by our number or by its own. */
export interface SmsReceipt {
  readonly reference: string;
  readonly status: ReceiptStatus;
  readonly code: string | null;
  /** The number does not exist any more: nothing is sent there until an officer has looked. */
  readonly hard: boolean;
  readonly reportedAt: Date | null;
}

/** What a telephone answered. */
export interface SmsReply {
  readonly telephone: string;
  readonly content: string;
  readonly sentAt: Date | null;
  /** What tells it from others, so that the same one again is one. */
  readonly reference: string;
}

/** A message as a provider is asked about it. */
export interface AskedMessage {
  readonly outId: string;
  readonly providerId: string | null;
  readonly telephone: string;
  /** When it was handed over. */
  readonly sentAt: Date;
}

/** A way to telephones. None of its functions throws: what went wrong is the answer. */
export interface SmsProvider {
  readonly name: ProviderName;
  submit(message: SmsMessage): Promise<SubmissionOutcome>;
  /** What the provider knows of a message that nobody answered for; null: nothing, or it cannot be asked. */
  ask(message: AskedMessage): Promise<SmsReceipt | null>;
}

/** Source: ours; a provider that has not answered by then may have taken the message. */
export const SUBMIT_TIMEOUT_MS = 10_000;
