import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import { EndpointsRepository, type SealedEndpoint } from '../endpoints/endpoints.repository.js';
import type { DisabledReason } from '../endpoints/endpoint-state.js';
import { messageIdOf, signatureHeaders } from '../sending/signature.js';
import { WebhookSender } from '../sending/webhook-sender.js';
import { WebhookBooks } from '../webhook-books.js';
import type { WebhookJobs } from '../webhook-jobs.js';
import { DeliveriesRepository, type DeliveryMove, type WebhookDelivery } from './deliveries.repository.js';
import { isGivenUp, pauseAfterMs, PING_ATTEMPTS, putOffMs, UNDER_WAY_MAX } from './delivery-schedule.js';
import { verdictOf, type AttemptOutcome } from './delivery-state.js';

/**
 * Makes one attempt and writes down what it came to. Sent first, written after: a worker that dies between the two sends
 * the same message again (at least once, under the same webhook-id). The attempt's number makes it one row however often
 * the job runs.
 */
@Injectable()
export class WebhookDeliverer {
  /** Attempts of this process that have not ended, by endpoint. */
  readonly #underWay = new Map<string, number>();

  constructor(
    private readonly books: WebhookBooks,
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly secrets: EndpointSecrets,
    private readonly sender: WebhookSender,
  ) {}

  /** Does nothing when this attempt is done or the delivery is not wanted any more. */
  async deliver(principal: Principal, deliveryId: string, attempt: number): Promise<void> {
    const due = await this.books.database.inScope(principal, (tx) => this.#findDue(tx, deliveryId, attempt));
    if (due === null) return;
    const { delivery, endpoint } = due;
    if ((this.#underWay.get(endpoint.id) ?? 0) >= UNDER_WAY_MAX) return this.books.database.inScope(principal, (tx) => this.#putOff(tx, delivery, attempt));
    const at = this.books.now();
    const headers = signatureHeaders({ id: messageIdOf(delivery.messageId), at, body: delivery.body }, this.secrets.valid(endpoint, at));
    const outcome = await this.#counted(endpoint.id, () => this.sender.send(endpoint.url, headers, delivery.body));
    await this.books.database.inScope(principal, (tx) => this.#record(tx, delivery, attempt, outcome));
  }

  /** The job itself has failed for good: the delivery is shown as failed. */
  async giveUp(principal: Principal, deliveryId: string): Promise<void> {
    await this.books.database.inScope(principal, (tx) => this.deliveries.giveUp(tx, deliveryId, 'gave-up'));
  }

  async #findDue(tx: Transaction, deliveryId: string, attempt: number): Promise<{ delivery: WebhookDelivery; endpoint: SealedEndpoint } | null> {
    const delivery = await this.deliveries.findDue(tx, deliveryId, attempt);
    const endpoint = delivery === null ? null : await this.endpoints.findSealed(tx, delivery.endpointId);
    if (delivery === null || endpoint === null) return null;
    if (endpoint.state === 'active') return { delivery, endpoint };
    await this.deliveries.giveUp(tx, deliveryId, 'endpoint-disabled');
    return null;
  }

  /** The endpoint is busy: the same attempt, later. */
  async #putOff(tx: Transaction, { id, endpointId, ownerRegion }: WebhookDelivery, attempt: number): Promise<void> {
    if ((await this.deliveries.lock(tx, endpointId, id))?.attempts !== attempt - 1) return;
    const dueAt = new Date(this.books.now().getTime() + putOffMs(await this.deliveries.countWaiting(tx, endpointId), chanceOf(id, this.books.now().getTime())));
    await this.deliveries.putOff(tx, id, dueAt);
    await this.books.outbox.add<WebhookJobs, 'webhook.deliver'>(tx, 'webhook.deliver', { deliveryId: id, attempt }, { queue: 'webhooks', region: ownerRegion, dueAt });
  }

  async #counted<T>(endpointId: string, work: () => Promise<T>): Promise<T> {
    this.#underWay.set(endpointId, (this.#underWay.get(endpointId) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = this.#underWay.get(endpointId)! - 1;
      if (left > 0) this.#underWay.set(endpointId, left);
      else this.#underWay.delete(endpointId);
    }
  }

  async #record(tx: Transaction, { id, endpointId }: WebhookDelivery, attempt: number, outcome: AttemptOutcome): Promise<void> {
    const now = this.books.now();
    const endpoint = await this.endpoints.lock(tx, endpointId);
    const delivery = endpoint === null ? null : await this.deliveries.lock(tx, endpointId, id);
    if (endpoint === null || delivery === null || !(await this.deliveries.addAttempt(tx, delivery, attempt, outcome, now))) return;
    const verdict = verdictOf(outcome);
    const isPing = delivery.eventType === 'ping';
    const move = verdict === 'delivered' ? ARRIVED : nextOf(delivery, attempt, outcome, endpoint, now);
    await this.deliveries.move(tx, id, attempt, outcome, move, now);
    if (verdict === 'delivered') return this.endpoints.noteArrival(tx, endpointId, now);
    if (!isPing) await this.endpoints.noteFailure(tx, endpointId, now);
    const reason: DisabledReason | null = verdict === 'gone' ? 'gone' : !isPing && endpoint.failingSince !== null && isGivenUp(endpoint.failingSince, now) ? 'failing' : null;
    if (reason !== null && endpoint.state === 'active') return this.#disable(tx, endpoint, reason, now);
    if (move.nextAttemptAt !== null) await this.books.outbox.add<WebhookJobs, 'webhook.deliver'>(tx, 'webhook.deliver', { deliveryId: id, attempt: attempt + 1 }, { queue: 'webhooks', region: delivery.ownerRegion, dueAt: move.nextAttemptAt });
  }

  async #disable(tx: Transaction, { id, ownerRegion, employerId }: SealedEndpoint, reason: DisabledReason, now: Date): Promise<void> {
    await this.endpoints.disable(tx, id, reason, now);
    await this.books.audit.record(tx, { action: 'webhook.disable', subjectKind: 'webhook', subjectId: id, region: ownerRegion, details: { employerId, reason } });
  }
}

const ARRIVED: DeliveryMove = { state: 'delivered', nextAttemptAt: null };
const FAILED: DeliveryMove = { state: 'failed', nextAttemptAt: null };

/** When it is tried again, if it is. */
function nextOf(delivery: WebhookDelivery, attempt: number, outcome: AttemptOutcome, endpoint: SealedEndpoint, now: Date): DeliveryMove {
  const ofRound = attempt - delivery.roundFrom;
  if (endpoint.state === 'disabled' || (delivery.eventType === 'ping' && ofRound >= PING_ATTEMPTS)) return FAILED;
  const pauseMs = pauseAfterMs(ofRound, chanceOf(delivery.id, attempt), outcome.retryAfterS);
  return pauseMs === null ? FAILED : { state: 'waiting', nextAttemptAt: new Date(now.getTime() + pauseMs) };
}

/** A share of 0 to 1 that differs from delivery to delivery and is the same whenever it is asked for by the same number. */
function chanceOf(deliveryId: string, number: number): number {
  return createHash('sha256').update(`${deliveryId} ${number}`).digest().readUInt32BE(0) / 2 ** 32;
}
