import { Agent, request } from 'undici';
import { outcomeOfFailure } from './http-failure.js';
import { SUBMIT_TIMEOUT_MS, type SmsMessage, type SmsProvider, type SmsReceipt, type SubmissionOutcome } from './sms-provider.js';

export interface KannelSettings {
  /** Of smsbox's `sendsms`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly sender: string | null;
  /** Where smsbox reports to: our callback for receipts, with its secret; null: it does not. */
  readonly receiptsUrl: string | null;
  /** Connections to smsbox at once. */
  readonly connections?: number;
}

/** Delivered 1, failed 2, buffered 4, accepted by the SMSC 8, rejected by the SMSC 16. */
const EVERY_RECEIPT = '31';

/**
 * Kannel's smsbox by POST: who is written to, and what, stands in headers and body, never in an address. The receipt's
 * address names our number only. Kannel has no way to be asked about a message.
 */
export class KannelProvider implements SmsProvider {
  readonly name = 'kannel';
  readonly #agent: Agent;

  constructor(private readonly settings: KannelSettings) {
    this.#agent = new Agent({ connections: settings.connections ?? 32, connectTimeout: 3_000 });
  }

  async submit({ outId, telephone, text }: SmsMessage): Promise<SubmissionOutcome> {
    const { url, username, password, sender, receiptsUrl } = this.settings;
    const headers = {
      'x-kannel-username': username, 'x-kannel-password': password, 'x-kannel-to': telephone, 'x-kannel-coding': '2', 'content-type': 'text/plain; charset=UTF-8',
      ...(sender === null ? {} : { 'x-kannel-from': sender }),
      // %F is the SMSC's number. The SMSC's own words (%A) may quote the message: they are not asked for.
      ...(receiptsUrl === null ? {} : { 'x-kannel-dlr-mask': EVERY_RECEIPT, 'x-kannel-dlr-url': `${receiptsUrl}?ref=${outId}&status=%d&id=%F` }),
    };
    try {
      const answer = await request(url, { method: 'POST', headers, body: text, dispatcher: this.#agent, signal: AbortSignal.timeout(SUBMIT_TIMEOUT_MS) });
      return outcomeOfAnswer(answer.statusCode, (await answer.body.text()).slice(0, 200));
    } catch (error) {
      return outcomeOfFailure(error);
    }
  }

  async ask(): Promise<SmsReceipt | null> {
    return null;
  }
}

/** smsbox answers 202 with `0: Accepted for delivery` or `3: Queued for later delivery`, and has then taken it; other 2xx, 4xx and 503 are refusals by its manual. */
export function outcomeOfAnswer(status: number, body: string): SubmissionOutcome {
  if (status === 202 && /^[03]:/.test(body.trim())) return { verdict: 'accepted', providerId: null };
  if (status === 503) return { verdict: 'refused', code: 'HTTP-503', passing: true, away: false };
  if (status >= 400 && status < 500) return { verdict: 'refused', code: `HTTP-${status}`, passing: status === 429, away: false };
  return { verdict: 'unknown', code: `HTTP-${status}` };
}
