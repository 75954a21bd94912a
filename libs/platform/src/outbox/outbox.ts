import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/database.js';

/** The queue that carries a job: short work is never behind a long import; work that wants its county in memory goes to the worker that holds it; what waits for a stranger's server keeps nobody else waiting, and messages to people wait for none of it. */
export type QueueName = 'work' | 'imports' | 'webhooks' | 'sms' | 'counties';

export interface OutboxOptions {
  readonly queue?: QueueName;
  /** The county or smaller region in whose scope the job runs. */
  readonly region: string;
  /** Not before this instant. */
  readonly dueAt?: Date;
}

/** Wakes the relay when the transaction commits. What is put off it finds by its own poll (2 s); waking it costs every commit a turn in one line. */
const WAKE = `(select pg_notify('outbox', '') where due_at <= clock_timestamp() + interval '2 seconds')`;

/**
 * What must leave a transaction (a job) is a row written in it; the relay publishes committed rows. A payload carries ids
 * only. `Jobs` maps a job's name to its payload.
 */
@Injectable()
export class Outbox {
  /** Adds a job to the transaction; returns the outbox row's id. */
  async add<Jobs, Name extends keyof Jobs & string>(tx: Transaction, name: Name, payload: Jobs[Name], options: OutboxOptions): Promise<number> {
    const rows = await tx.query<{ id: number }[]>(
      `with added as (insert into outbox (queue, name, payload, region, due_at) values ($1, $2, $3, $4, coalesce($5, now())) returning id, due_at) select id, ${WAKE} from added`,
      [options.queue ?? 'work', name, JSON.stringify(payload), options.region, options.dueAt ?? null],
    );
    return rows[0]!.id;
  }

  /** Adds a job for each payload, in one statement. */
  async addMany<Jobs, Name extends keyof Jobs & string>(tx: Transaction, name: Name, payloads: readonly Jobs[Name][], options: OutboxOptions): Promise<void> {
    if (payloads.length === 0) return;
    await tx.query(
      `with added as (insert into outbox (queue, name, payload, region, due_at) select $1, $2, payload, $4, coalesce($5, now()) from jsonb_array_elements($3::jsonb) as payload returning due_at) select ${WAKE} from (select due_at from added limit 1) as one`,
      [options.queue ?? 'work', name, JSON.stringify(payloads), options.region, options.dueAt ?? null],
    );
  }
}
