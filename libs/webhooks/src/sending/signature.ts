import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
/** 192 bits, the least that the standard allows; a multiple of three, so that base64 needs no padding. */
const SECRET_BYTES = 24;

/** A new signing secret, `whsec_` and 24 random bytes in base64. Source: Standard Webhooks 1.0, signature scheme. */
export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** The id that a receiver tells repeats by: the same at every attempt. */
export function messageIdOf(uuid: string): string {
  return `msg_${uuid.replaceAll('-', '')}`;
}

/** What is sent: the exact body, and which message and attempt it is. */
export interface SignedMessage {
  readonly id: string;
  /** Of the attempt, not of the event. */
  readonly at: Date;
  readonly body: string;
}

/** The three headers; one signature for each secret that is valid, separated by spaces. */
export function signatureHeaders({ id, at, body }: SignedMessage, secrets: readonly string[]): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64')).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
