import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { WebhookEndpoint } from '../endpoints/endpoints.repository.js';
import type { WebhookEventType } from '../events/webhook-events.js';
import type { AttemptOutcome, DeliveryFault, DeliveryState } from './delivery-state.js';
import type { WebhookAttemptEntity, WebhookDeliveryEntity } from './webhook-delivery.entity.js';

export type WebhookDelivery = Omit<WebhookDeliveryEntity, 'test' | 'eventKey'>;
export type WebhookAttempt = Pick<WebhookAttemptEntity, 'number' | 'at' | 'status' | 'fault' | 'latencyMs'>;

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly eventType?: WebhookEventType | undefined;
}

/** What becomes of a delivery by an attempt; `nextAttemptAt` where it goes on waiting. */
export interface DeliveryMove {
  readonly state: DeliveryState;
  readonly nextAttemptAt: Date | null;
}

const SHOWN = `id, owner_region as "ownerRegion", employer_id as "employerId", endpoint_id as "endpointId", message_id as "messageId", event_type as "eventType", body, occurred_at as "occurredAt", created_at as "createdAt", state, attempts,
  round_from as "roundFrom", next_attempt_at as "nextAttemptAt", last_attempt_at as "lastAttemptAt", last_status as "lastStatus", last_fault as "lastFault", last_latency_ms as "lastLatencyMs"`;
/** Of one statement, so that a night's cleaning holds no lock for long. */
const FORGOTTEN_AT_ONCE = 5_000;

@Injectable()
export class DeliveriesRepository {
  async find(tx: Transaction, endpointId: string, id: string): Promise<WebhookDelivery | null> {
    const [row] = await tx.query<WebhookDelivery[]>(`select ${SHOWN} from webhook_deliveries where endpoint_id = $1 and id = $2`, [endpointId, id]);
    return row ?? null;
  }

  /** The delivery whose next attempt is this one; null: done already, not wanted any more, or not there. */
  async findDue(tx: Transaction, id: string, attempt: number): Promise<WebhookDelivery | null> {
    const [row] = await tx.query<WebhookDelivery[]>(`select ${SHOWN} from webhook_deliveries where id = $1 and state = 'waiting' and attempts = $2 - 1`, [id, attempt]);
    return row ?? null;
  }

  async lock(tx: Transaction, endpointId: string, id: string): Promise<WebhookDelivery | null> {
    const [row] = await tx.query<WebhookDelivery[]>(`select ${SHOWN} from webhook_deliveries where endpoint_id = $1 and id = $2 for update`, [endpointId, id]);
    return row ?? null;
  }

  /** Newest first. */
  async list(tx: Transaction, endpointId: string, { state, eventType }: DeliveryFilter, after: readonly (string | number)[] | null, limit: number): Promise<WebhookDelivery[]> {
    return tx.query<WebhookDelivery[]>(
      `select ${SHOWN} from webhook_deliveries where endpoint_id = $1 and ($2::text is null or state = $2) and ($3::text is null or event_type = $3)
         and ($4::timestamptz is null or (date_trunc('milliseconds', created_at), id) < ($4::timestamptz, $5::uuid))
       order by date_trunc('milliseconds', created_at) desc, id desc limit $6`,
      [endpointId, state ?? null, eventType ?? null, ...(after ?? [null, null]), limit],
    );
  }

  async listAttempts(tx: Transaction, deliveryId: string): Promise<WebhookAttempt[]> {
    return tx.query<WebhookAttempt[]>('select number, at, status, fault, latency_ms as "latencyMs" from webhook_attempts where delivery_id = $1 order by number', [deliveryId]);
  }

  /** The trial that is still under way there. */
  async findWaitingPing(tx: Transaction, endpointId: string): Promise<WebhookDelivery | null> {
    const [row] = await tx.query<WebhookDelivery[]>(`select ${SHOWN} from webhook_deliveries where endpoint_id = $1 and state = 'waiting' and event_type = 'ping' limit 1`, [endpointId]);
    return row ?? null;
  }

  async insertPing(tx: Transaction, { id, ownerRegion, employerId }: WebhookEndpoint, ping: { readonly messageId: string; readonly body: string; readonly at: Date }): Promise<WebhookDelivery> {
    const [row] = await tx.query<WebhookDelivery[]>(
      `insert into webhook_deliveries (owner_region, employer_id, endpoint_id, message_id, event_key, event_type, body, occurred_at, created_at, next_attempt_at) values ($1, $2, $3, $4::uuid, 'ping/' || $4::uuid::text, 'ping', $5, $6, $6, $6) returning ${SHOWN}`,
      [ownerRegion, employerId, id, ping.messageId, ping.body, ping.at],
    );
    return row!;
  }

  /** Writes the attempt down, once; false: another run of the job was first. */
  async addAttempt(tx: Transaction, delivery: WebhookDelivery, number: number, { status, fault, latencyMs }: AttemptOutcome, at: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `insert into webhook_attempts (delivery_id, number, owner_region, employer_id, test, at, status, fault, latency_ms)
       select id, $2, owner_region, employer_id, test, $3, $4, $5, $6 from webhook_deliveries where id = $1 on conflict on constraint one_attempt_per_number do nothing returning number`,
      [delivery.id, number, at, status, fault, latencyMs],
    );
    return rows.length > 0;
  }

  async move(tx: Transaction, id: string, attempt: number, { status, fault, latencyMs }: AttemptOutcome, { state, nextAttemptAt }: DeliveryMove, at: Date): Promise<void> {
    await tx.query('update webhook_deliveries set state = $2, attempts = $3, next_attempt_at = $4, last_attempt_at = $5, last_status = $6, last_fault = $7, last_latency_ms = $8 where id = $1', [id, state, attempt, nextAttemptAt, at, status, fault, latencyMs]);
  }

  async countWaiting(tx: Transaction, endpointId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(`select count(*)::int as count from webhook_deliveries where state = 'waiting' and endpoint_id = $1`, [endpointId]);
    return row!.count;
  }

  /** No attempt was made; it is due later. */
  async putOff(tx: Transaction, id: string, until: Date): Promise<void> {
    await tx.query(`update webhook_deliveries set next_attempt_at = $2 where id = $1 and state = 'waiting'`, [id, until]);
  }

  /** It waits again, from now on, at the beginning of the schedule. */
  async askAgain(tx: Transaction, id: string, at: Date): Promise<WebhookDelivery> {
    const [rows] = await tx.query<[WebhookDelivery[], number]>(`update webhook_deliveries set state = 'waiting', round_from = attempts, next_attempt_at = $2 where id = $1 returning ${SHOWN}`, [id, at]);
    return rows[0]!;
  }

  /** A waiting delivery is tried no more. */
  async giveUp(tx: Transaction, id: string, fault: DeliveryFault): Promise<void> {
    await tx.query(`update webhook_deliveries set state = 'failed', next_attempt_at = null, last_fault = $2 where id = $1 and state = 'waiting'`, [id, fault]);
  }

  /** Deletes finished deliveries older than that with their attempts; returns how many. */
  async forget(tx: Transaction, before: Date): Promise<number> {
    const [, deleted] = await tx.query<[unknown[], number]>(`delete from webhook_deliveries where id in (select id from webhook_deliveries where created_at < $1 and state <> 'waiting' and in_scope(owner_region) limit ${FORGOTTEN_AT_ONCE})`, [before]);
    return deleted;
  }
}
