/** What a payload may hold: ids, codes, counts. Never a name, a telephone or anything else of a person. */
type Thin = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Every event that an employer can be told of, by type: what its `data` holds. A feature that has something to tell adds its
 * line here and its label in the API's code lists, and announces it in the transaction of the deed.
 */
export type WebhookEvents = {
  /** The employer's own vacancy came into being or moved; `from` is null for a new one. */
  'vacancy.state-changed': { readonly vacancyId: string; readonly externalRef: string | null; readonly from: string | null; readonly to: string; readonly reason: string | null };
  /** Somebody was put forward on the employer's own vacancy for the first time. */
  'referral.created': { readonly referralId: string; readonly vacancyId: string; readonly externalRef: string | null; readonly state: string };
  /** What became of it; `refusedBy` says who refused, not why. */
  'referral.state-changed': { readonly referralId: string; readonly vacancyId: string; readonly externalRef: string | null; readonly state: string; readonly refusedBy: 'trainee' | 'employer' | null };
  /** The employer's order moved. */
  'order.state-changed': { readonly orderId: string; readonly orderNumber: string; readonly externalRef: string | null; readonly from: string; readonly to: string; readonly reason: string | null };
  /** The place of the employer's order in the queue, or the day on which its class can open, is another. */
  'order.position-changed': { readonly orderId: string; readonly orderNumber: string; readonly externalRef: string | null; readonly asOf: string; readonly position: number; readonly opensOn: string | null };
  /** A trial, to one endpoint, on request. */
  ping: { readonly endpointId: string };
};

export type WebhookEventType = keyof WebhookEvents;
/** What an endpoint can want; a ping comes to every one that asks. */
export type WantedEventType = Exclude<WebhookEventType, 'ping'>;

/** Leaving one out does not compile. */
const WANTED: Readonly<Record<WantedEventType, true>> = { 'vacancy.state-changed': true, 'referral.created': true, 'referral.state-changed': true, 'order.state-changed': true, 'order.position-changed': true };
export const WANTED_EVENT_TYPES = Object.keys(WANTED) as readonly WantedEventType[];
export const WEBHOOK_EVENT_TYPES: readonly WebhookEventType[] = [...WANTED_EVENT_TYPES, 'ping'];

/** Something that happened to what is an employer's. */
export type WebhookEvent = {
  [Type in WantedEventType]: {
    readonly type: Type;
    /** Says which event it is among those of its type (an id and a version or number): the same announced twice is one. */
    readonly key: string;
    /** The employer as it is known today (not a merged name). */
    readonly employerId: string;
    readonly data: WebhookEvents[Type] & Thin;
  };
}[WantedEventType];

/** The bytes that are sent and signed, the same at every attempt. Source: Standard Webhooks 1.0, payload structure. */
export function bodyOf<Type extends WebhookEventType>(type: Type, occurredAt: Date, data: WebhookEvents[Type] & Thin): string {
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), data });
}
