import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { EndpointsRepository, type SealedEndpoint } from '../endpoints/endpoints.repository.js';
import { bodyOf } from '../events/webhook-events.js';
import { WebhookBooks } from '../webhook-books.js';
import type { WebhookJobs } from '../webhook-jobs.js';
import { WebhookDeliveryUnknown, WebhookDisabled, WebhookUnknown } from '../webhooks.errors.js';
import { DeliveriesRepository, type DeliveryFilter, type WebhookAttempt, type WebhookDelivery } from './deliveries.repository.js';

/** A delivery with every attempt, the first first. */
export interface DeliveryWithAttempts {
  readonly delivery: WebhookDelivery;
  readonly attempts: readonly WebhookAttempt[];
}

/** The log of what was sent to an endpoint, and what its owner asks for by hand: a trial, the same once more. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly books: WebhookBooks,
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
  ) {}

  /** Newest first. @throws WebhookUnknown, CursorInvalid */
  async list(principal: Principal, endpointId: string, query: DeliveryFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<WebhookDelivery>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      if ((await this.endpoints.find(tx, endpointId)) === null) throw new WebhookUnknown();
      return pageOf(await this.deliveries.list(tx, endpointId, query, after, query.limit + 1), query.limit, (row) => [row.createdAt, row.id], (row) => row);
    });
  }

  /** @throws WebhookUnknown, WebhookDeliveryUnknown */
  async get(principal: Principal, endpointId: string, id: string): Promise<DeliveryWithAttempts> {
    return this.books.database.inScope(principal, async (tx) => {
      if ((await this.endpoints.find(tx, endpointId)) === null) throw new WebhookUnknown();
      const delivery = await this.deliveries.find(tx, endpointId, id);
      if (delivery === null) throw new WebhookDeliveryUnknown();
      return { delivery, attempts: await this.deliveries.listAttempts(tx, id) };
    });
  }

  /** Sends a trial to this endpoint, once; while one is under way, that one is answered. @throws WebhookUnknown, WebhookDisabled */
  async ping(principal: Principal, endpointId: string): Promise<WebhookDelivery> {
    return this.books.database.inScope(principal, async (tx) => {
      const endpoint = await this.#lockActive(tx, endpointId);
      const waiting = await this.deliveries.findWaitingPing(tx, endpointId);
      if (waiting !== null) return waiting;
      const at = this.books.now();
      const delivery = await this.deliveries.insertPing(tx, endpoint, { messageId: randomUUID(), body: bodyOf('ping', at, { endpointId }), at });
      await this.#sendNow(tx, delivery, 'webhook.ping');
      return delivery;
    });
  }

  /**
   * Sends the same message once more, now, with the same webhook-id: a failed or arrived one from the beginning of the
   * schedule, a waiting one ahead of its time. One that is due anyway stays as it is.
   * @throws WebhookUnknown, WebhookDisabled, WebhookDeliveryUnknown
   */
  async redeliver(principal: Principal, endpointId: string, id: string): Promise<WebhookDelivery> {
    return this.books.database.inScope(principal, async (tx) => {
      await this.#lockActive(tx, endpointId);
      const known = await this.deliveries.lock(tx, endpointId, id);
      if (known === null) throw new WebhookDeliveryUnknown();
      const now = this.books.now();
      if (known.nextAttemptAt !== null && known.nextAttemptAt <= now) return known;
      const delivery = await this.deliveries.askAgain(tx, id, now);
      await this.#sendNow(tx, delivery, 'webhook.redeliver');
      return delivery;
    });
  }

  async #lockActive(tx: Transaction, id: string): Promise<SealedEndpoint> {
    const endpoint = await this.endpoints.lock(tx, id);
    if (endpoint === null) throw new WebhookUnknown();
    if (endpoint.state === 'disabled') throw new WebhookDisabled();
    return endpoint;
  }

  async #sendNow(tx: Transaction, { id, ownerRegion, employerId, endpointId, attempts }: WebhookDelivery, action: string): Promise<void> {
    await this.books.outbox.add<WebhookJobs, 'webhook.deliver'>(tx, 'webhook.deliver', { deliveryId: id, attempt: attempts + 1 }, { queue: 'webhooks', region: ownerRegion });
    await this.books.audit.record(tx, { action, subjectKind: 'webhook', subjectId: endpointId, region: ownerRegion, details: { employerId, deliveryId: id } });
  }
}
