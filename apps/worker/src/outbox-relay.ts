import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { carrierOf, CONFIGURATION, JsonLogger, QueueConnector, type Carrier, type Configuration, type JobEnvelope, type QueueName } from '@app/platform';
import type { Queue } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';

const POLL_MS = 2_000;
const BATCH = 200;
const PUBLISH_LIMIT_MS = 10_000;
/** A published row that is not done after this long is offered to the queue again; the queue ignores what it still has. */
const OFFER_AGAIN_AFTER_S = 60;
const SWEEP_EVERY_MS = 30_000;

interface DueRow {
  readonly id: number;
  readonly queue: QueueName;
  readonly name: string;
  readonly payload: unknown;
  readonly region: string;
}

/**
 * Publishes committed outbox rows to the queue: woken by NOTIFY, and by a poll regardless. Several relays may run at once
 * (SKIP LOCKED). The outbox, not the queue, is the truth: a queue whose store is lost is made anew and filled again from the
 * unfinished rows, at once where the loss is seen, after a minute where it is not.
 */
@Injectable()
export class OutboxRelay implements OnModuleDestroy {
  readonly #queues = new Map<Carrier, Queue<JobEnvelope>>();
  #listener: pg.Client | undefined;
  #stopped = false;
  #wake: () => void = () => undefined;
  #loop: Promise<void> | undefined;
  #lastSweep = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly connector: QueueConnector,
    private readonly logger: JsonLogger,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  start(): void {
    this.#loop = this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#loop;
    await this.#listener?.end().catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#listen();
        await this.seeToStore();
        await this.#sweep();
        while (!this.#stopped && (await this.publishDue()) === BATCH);
      } catch (error) {
        this.logger.event('warn', 'outbox not published, will try again', { error: (error as Error).name });
      }
      if (!this.#stopped) await this.#pause();
    }
  }

  /** Has a lost store made anew, and offers it at once all that is not done. */
  async seeToStore(): Promise<void> {
    if (!(await withinLimit(this.connector.isStoreNew(), PUBLISH_LIMIT_MS))) return;
    this.logger.event('warn', 'the queue store is new, unfinished jobs are offered to it', {});
    await this.#offerAgain(0);
  }

  /** Publishes up to one batch of due rows; returns how many. */
  async publishDue(): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const rows = await tx.query<DueRow[]>(
        `select id, queue, name, payload, region from outbox where published_at is null and done_at is null and failed_at is null and due_at <= now()
         order by id limit ${BATCH} for update skip locked`,
      );
      if (rows.length === 0) return 0;
      const carrier = (row: DueRow): Carrier => carrierOf(row.queue, row.region, this.configuration.countyShards);
      for (const queue of new Set(rows.map(carrier))) {
        const jobs = rows.filter((row) => carrier(row) === queue).map((row) => ({ name: row.name, data: { outboxId: row.id, region: row.region, payload: row.payload }, opts: { jobId: `outbox-${row.id}` } }));
        await withinLimit(this.#queue(queue).addBulk(jobs), PUBLISH_LIMIT_MS);
      }
      await tx.query('update outbox set published_at = now() where id = any($1)', [rows.map((row) => row.id)]);
      return rows.length;
    });
  }

  async #sweep(): Promise<void> {
    if (performance.now() - this.#lastSweep < SWEEP_EVERY_MS && this.#lastSweep !== 0) return;
    this.#lastSweep = performance.now();
    await this.#offerAgain(OFFER_AGAIN_AFTER_S);
  }

  /** What was published so many seconds ago or longer, and is not done. */
  async #offerAgain(afterSeconds: number): Promise<void> {
    await this.dataSource.query('update outbox set published_at = null where done_at is null and failed_at is null and published_at <= now() - make_interval(secs => $1)', [afterSeconds]);
  }

  #queue(name: Carrier): Queue<JobEnvelope> {
    let queue = this.#queues.get(name);
    if (!queue) this.#queues.set(name, (queue = this.connector.queue(name)));
    return queue;
  }

  async #listen(): Promise<void> {
    if (this.#listener) return;
    const client = new pg.Client({ connectionString: this.configuration.databaseUrl, keepAlive: true });
    client.on('notification', () => this.#wake());
    client.on('error', () => (this.#listener = undefined));
    client.on('end', () => (this.#listener = undefined));
    await client.connect();
    await client.query('listen outbox');
    this.#listener = client;
  }

  async #pause(): Promise<void> {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, POLL_MS);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}

async function withinLimit<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, fail) => (timer = setTimeout(() => fail(new Error('the queue did not answer in time')), limitMs)));
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
