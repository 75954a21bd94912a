import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK, Outbox, type Transaction } from '@app/platform';
import type { WebhookJobs } from '../webhook-jobs.js';
import { bodyOf, type WebhookEvent } from './webhook-events.js';

/** A statement takes so many events. */
const EVENTS_A_STATEMENT = 500;

/** The one door through which a feature tells employers what happened. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes, in the caller's transaction, one delivery for every active endpoint that wants the event; the worker sends it
   * when the transaction has committed. Announced again, an event makes nothing more. What a test key does reaches
   * endpoints of test keys only.
   */
  async announce(tx: Transaction, events: readonly WebhookEvent[]): Promise<void> {
    const now = this.clock.now();
    for (let at = 0; at < events.length; at += EVENTS_A_STATEMENT) {
      const rows = events.slice(at, at + EVENTS_A_STATEMENT).map((event) => ({ key: `${event.type}/${event.key}`, type: event.type, employer_id: event.employerId, body: bodyOf(event.type, now, event.data), occurred_at: now.toISOString() }));
      const made = await tx.query<{ deliveryId: string; region: string }[]>('select made_id as "deliveryId", made_region as region from announce_webhooks($1::jsonb)', [JSON.stringify(rows)]);
      for (const region of new Set(made.map((row) => row.region))) {
        const payloads = made.filter((row) => row.region === region).map(({ deliveryId }) => ({ deliveryId, attempt: 1 }));
        await this.outbox.addMany<WebhookJobs, 'webhook.deliver'>(tx, 'webhook.deliver', payloads, { queue: 'webhooks', region });
      }
    }
  }
}
