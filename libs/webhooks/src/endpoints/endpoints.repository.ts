import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { DisabledReason, EndpointState } from './endpoint-state.js';
import type { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

/** An endpoint as its employer and officers see it: never a secret. */
export type WebhookEndpoint = Pick<WebhookEndpointEntity,
  'id' | 'ownerRegion' | 'employerId' | 'test' | 'url' | 'description' | 'eventTypes' | 'state' | 'disabledReason' | 'disabledAt' | 'failingSince' | 'lastDeliveredAt' | 'previousSecretUntil' | 'createdAt' | 'version'>;

/** With its secrets, as they are sealed. */
export type SealedEndpoint = WebhookEndpoint & Pick<WebhookEndpointEntity, 'secret' | 'previousSecret'>;

export interface NewEndpointRow {
  readonly id: string;
  readonly ownerRegion: string;
  readonly employerId: string;
  readonly slot: number;
  readonly url: string;
  readonly description: string | null;
  readonly eventTypes: readonly string[];
  readonly secret: string;
  readonly createdBy: string;
  readonly at: Date;
}

export interface EndpointFilter {
  readonly employerId?: string | undefined;
  readonly state?: EndpointState | undefined;
}

const SHOWN = `id, owner_region as "ownerRegion", employer_id as "employerId", test, url, description, event_types as "eventTypes", state, disabled_reason as "disabledReason", disabled_at as "disabledAt",
  failing_since as "failingSince", last_delivered_at as "lastDeliveredAt", previous_secret_until as "previousSecretUntil", created_at as "createdAt", version`;
const SEALED = `${SHOWN}, secret, previous_secret as "previousSecret"`;

@Injectable()
export class EndpointsRepository {
  /** Two requests of one employer at once must not both find the last place free. */
  async lockEmployer(tx: Transaction, employerId: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('webhook-endpoints.' || $1, 0))`, [employerId]);
  }

  /** The employer's endpoints of the caller's kind (real or test), with the places that they take. */
  async listOfEmployer(tx: Transaction, employerId: string): Promise<{ readonly id: string; readonly slot: number; readonly url: string }[]> {
    return tx.query('select id, slot, url from webhook_endpoints where employer_id = $1 and test = acting_for_test() order by slot', [employerId]);
  }

  async insert(tx: Transaction, row: NewEndpointRow): Promise<WebhookEndpoint> {
    const [made] = await tx.query<WebhookEndpoint[]>(
      `insert into webhook_endpoints (id, owner_region, employer_id, slot, url, description, event_types, secret, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) returning ${SHOWN}`,
      [row.id, row.ownerRegion, row.employerId, row.slot, row.url, row.description, row.eventTypes, row.secret, row.createdBy, row.at],
    );
    return made!;
  }

  async find(tx: Transaction, id: string): Promise<WebhookEndpoint | null> {
    const [row] = await tx.query<WebhookEndpoint[]>(`select ${SHOWN} from webhook_endpoints where id = $1`, [id]);
    return row ?? null;
  }

  async findSealed(tx: Transaction, id: string): Promise<SealedEndpoint | null> {
    const [row] = await tx.query<SealedEndpoint[]>(`select ${SEALED} from webhook_endpoints where id = $1`, [id]);
    return row ?? null;
  }

  /** Locked against other changes; new deliveries may be made meanwhile. */
  async lock(tx: Transaction, id: string): Promise<SealedEndpoint | null> {
    const [row] = await tx.query<SealedEndpoint[]>(`select ${SEALED} from webhook_endpoints where id = $1 for no key update`, [id]);
    return row ?? null;
  }

  /** Newest first. */
  async list(tx: Transaction, { employerId, state }: EndpointFilter, after: readonly (string | number)[] | null, limit: number): Promise<WebhookEndpoint[]> {
    return tx.query<WebhookEndpoint[]>(
      `select ${SHOWN} from webhook_endpoints where ($1::uuid is null or employer_id = $1) and ($2::text is null or state = $2) and ($3::timestamptz is null or (date_trunc('milliseconds', created_at), id) < ($3::timestamptz, $4::uuid))
       order by date_trunc('milliseconds', created_at) desc, id desc limit $5`,
      [employerId ?? null, state ?? null, ...(after ?? [null, null]), limit],
    );
  }

  /** Null: another version. */
  async change(tx: Transaction, id: string, version: number, { url, description, eventTypes }: Pick<WebhookEndpoint, 'url' | 'description' | 'eventTypes'>, at: Date): Promise<WebhookEndpoint | null> {
    const [rows] = await tx.query<[WebhookEndpoint[], number]>(
      `update webhook_endpoints set url = $3, description = $4, event_types = $5, updated_at = $6, version = version + 1 where id = $1 and version = $2 returning ${SHOWN}`,
      [id, version, url, description, eventTypes, at],
    );
    return rows[0] ?? null;
  }

  async rotate(tx: Transaction, id: string, secrets: { readonly secret: string; readonly previous: string; readonly previousUntil: Date }, at: Date): Promise<WebhookEndpoint> {
    const [rows] = await tx.query<[WebhookEndpoint[], number]>(
      `update webhook_endpoints set secret = $2, previous_secret = $3, previous_secret_until = $4, updated_at = $5, version = version + 1 where id = $1 returning ${SHOWN}`,
      [id, secrets.secret, secrets.previous, secrets.previousUntil, at],
    );
    return rows[0]!;
  }

  async enable(tx: Transaction, id: string, at: Date): Promise<WebhookEndpoint> {
    const [rows] = await tx.query<[WebhookEndpoint[], number]>(
      `update webhook_endpoints set state = 'active', disabled_reason = null, disabled_at = null, failing_since = null, updated_at = $2, version = version + 1 where id = $1 returning ${SHOWN}`,
      [id, at],
    );
    return rows[0]!;
  }

  /** Nothing more is sent: what waits there has failed. */
  async disable(tx: Transaction, id: string, reason: DisabledReason, at: Date): Promise<void> {
    await tx.query(`update webhook_endpoints set state = 'disabled', disabled_reason = $2, disabled_at = $3, updated_at = $3, version = version + 1 where id = $1`, [id, reason, at]);
    await tx.query(`update webhook_deliveries set state = 'failed', next_attempt_at = null, last_fault = 'endpoint-disabled' where endpoint_id = $1 and state = 'waiting'`, [id]);
  }

  async noteArrival(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.query('update webhook_endpoints set failing_since = null, last_delivered_at = $2 where id = $1', [id, at]);
  }

  async noteFailure(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.query('update webhook_endpoints set failing_since = coalesce(failing_since, $2) where id = $1', [id, at]);
  }

  /** With its deliveries and their attempts. */
  async remove(tx: Transaction, id: string): Promise<boolean> {
    const [, removed] = await tx.query<[unknown[], number]>('delete from webhook_endpoints where id = $1', [id]);
    return removed > 0;
  }

  /** Secrets that sign no more; returns how many. */
  async forgetEndedSecrets(tx: Transaction, now: Date): Promise<number> {
    const [, changed] = await tx.query<[unknown[], number]>('update webhook_endpoints set previous_secret = null, previous_secret_until = null where previous_secret_until <= $1', [now]);
    return changed;
  }
}
