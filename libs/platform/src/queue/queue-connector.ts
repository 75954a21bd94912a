import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker, type ConnectionOptions, type Processor } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { DATABASE_ROLES, sessionOptions } from '../database/data-source-options.js';
import { UnbrokenClient } from '../database/unbroken-client.js';
import type { QueueName } from '../outbox/outbox.js';
import type { JobEnvelope } from './job.js';

/** Each queue that is listened to keeps a connection of its own, where PostgreSQL carries it. */
const QUEUE_POOL_MAX = 7;
const STALLED_AFTER_MS = 20_000;
const STALLED_CHECK_MS = 10_000;
/**
 * So many workers may die under a job before it is put aside as the one that kills them. Whoever is at work beside such a job, or
 * under a worker that is killed again and again, is counted too: a crash must lose no job, so the limit is far above what
 * a bad day brings. A job that does kill its worker is put aside after some minutes.
 */
const MAX_STALLED = 12;
/** A worker whose store is away asks again after so long. */
const RETRY_MS = 2_000;

export interface QueuePlan {
  readonly databaseUrl: string;
  /** Present: jobs are carried by Redis instead of PostgreSQL. */
  readonly redisUrl?: string | undefined;
  /** Keeps several services on one Redis apart; `shouyu` when absent. PostgreSQL keeps them apart by database. */
  readonly prefix?: string;
  /** Shares of the counties; 1 when absent. */
  readonly countyShards?: number;
}

/** A queue as BullMQ knows it: the counties' work is spread over shares. */
export type Carrier = Exclude<QueueName, 'counties'> | `counties-${number}`;

/** What carries a job: by the county (first six digits of the region) where one worker is to do all of a county's work. */
export function carrierOf(queue: QueueName, region: string, shards: number): Carrier {
  return queue === 'counties' ? `counties-${Number(region.padEnd(6, '0').slice(0, 6)) % shards}` : queue;
}

/** The one place that chooses what carries the jobs, and that owns the connections: all queues share one pool (or two Redis connections a worker). */
export class QueueConnector {
  readonly #connection: ConnectionOptions;
  readonly #pool: pg.Pool | undefined;
  readonly #redis: Redis | undefined;
  readonly #prefix: string;
  readonly #opened: (Queue<JobEnvelope> | Worker<JobEnvelope>)[] = [];

  constructor(plan: QueuePlan) {
    this.#prefix = plan.prefix ?? 'shouyu';
    if (plan.redisUrl) {
      setDefaultBackendFactory();
      this.#redis = new Redis(plan.redisUrl, { maxRetriesPerRequest: null, lazyConnect: false });
      this.#redis.on('error', () => undefined); // reported by `faultOfStore`; the client reconnects by itself
      this.#connection = this.#redis;
    } else {
      setDefaultBackendFactory(createPostgresBackend);
      this.#pool = new pg.Pool({ Client: UnbrokenClient, connectionString: plan.databaseUrl, max: QUEUE_POOL_MAX + (plan.countyShards ?? 1), keepAlive: true, options: `${sessionOptions(DATABASE_ROLES.application, 0)} -c search_path=bullmq` });
      this.#pool.on('error', () => undefined); // an idle connection that drops is replaced at the next query
      this.#connection = this.#pool; // the factory decides the connection's type, not the constructor
    }
  }

  queue(name: Carrier): Queue<JobEnvelope> {
    const queue = new Queue<JobEnvelope>(name, {
      connection: this.#connection,
      prefix: this.#prefix,
      defaultJobOptions: { attempts: 5, backoff: { type: 'exponential', delay: 1_000 }, removeOnComplete: { age: 3_600, count: 1_000 }, removeOnFail: { age: 30 * 86_400 } },
    });
    queue.on('error', () => undefined); // the relay's own attempts report it
    this.#opened.push(queue);
    return queue;
  }

  worker(name: Carrier, processor: Processor<JobEnvelope>, concurrency: number): Worker<JobEnvelope> {
    const worker = new Worker<JobEnvelope>(name, processor, { connection: this.#connection, prefix: this.#prefix, concurrency, lockDuration: STALLED_AFTER_MS, stalledInterval: STALLED_CHECK_MS, maxStalledCount: MAX_STALLED, runRetryDelay: RETRY_MS });
    this.#opened.push(worker);
    return worker;
  }

  /** Takes no more jobs; resolves when those under way have ended. A worker that is closed before it is ready would keep its connection for ever (BullMQ 6.7). */
  async closeWorker(worker: Worker<JobEnvelope>): Promise<void> {
    await worker.waitUntilReady().catch(() => undefined);
    await worker.close();
  }

  /** Why the store may lose acknowledged jobs, or null: Redis must persist every write and evict nothing. */
  async faultOfStore(): Promise<string | null> {
    if (!this.#redis) return null;
    const info = await this.#redis.config('GET', 'appendonly');
    const policy = await this.#redis.config('GET', 'maxmemory-policy');
    const faults = [];
    if ((info as string[])[1] !== 'yes') faults.push('appendonly must be yes');
    if ((policy as string[])[1] !== 'noeviction') faults.push('maxmemory-policy must be noeviction');
    return faults.length > 0 ? `Redis: ${faults.join(', ')}` : null;
  }

  /**
   * Sees to it that there is a store: where PostgreSQL's was dropped it is made anew; a Redis without our mark is an empty one.
   * @returns true for the one caller who finds it new: nothing of what was published before is in it
   */
  async isStoreNew(): Promise<boolean> {
    if (this.#redis) return (await this.#redis.set(`${this.#prefix}:store`, 'known', 'NX')) === 'OK';
    const { rows } = await this.#pool!.query<{ made: boolean }>(`select case when to_regclass('bullmq.job') is null then public.restore_queue_store() else false end as made`);
    return rows[0]!.made;
  }

  /** Nest's last hook: after the consumers have ended. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#opened.map((opened) => (opened instanceof Worker ? this.closeWorker(opened) : opened.close())));
    this.#redis?.disconnect();
    await this.#pool?.end();
  }
}
