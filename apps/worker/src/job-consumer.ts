import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { JsonLogger, QueueConnector, systemPrincipal, type Carrier, type JobEnvelope, type JobHandler } from '@app/platform';
import type { Job, Worker } from 'bullmq';
import { UnrecoverableError } from 'bullmq';
import { DataSource } from 'typeorm';

/** Injection token of the handlers by name (`job-handlers.ts` makes them). */
export const JOB_HANDLERS = Symbol('JobHandlers');
/** Injection token of what is done about jobs that have failed for good, by name. */
export const JOBS_GIVEN_UP = Symbol('JobsGivenUp');

const EVERYWHERE = { work: 4, imports: 2, webhooks: 8, sms: 3 } as const satisfies Partial<Record<Carrier, number>>;
/** The engine does one thing of a county at a time; a second job may write meanwhile. */
const OF_A_SHARD = 2;

/**
 * Takes jobs from the queues and hands each to its handler, in the scope of the job's region. An outbox row that is done is
 * not done twice; one that has failed for good stays visible with the name of its error.
 */
@Injectable()
export class JobConsumer implements OnModuleDestroy {
  readonly #workers = new Map<Carrier, Worker<JobEnvelope>>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly dataSource: DataSource,
    private readonly connector: QueueConnector,
    private readonly logger: JsonLogger,
    @Inject(JOB_HANDLERS) private readonly handlers: Readonly<Record<string, JobHandler<never>>>,
    @Inject(JOBS_GIVEN_UP) private readonly givenUp: Readonly<Record<string, JobHandler<never> | undefined>> = {},
  ) {}

  start(): void {
    for (const [queue, concurrency] of Object.entries(EVERYWHERE) as [Carrier, number][]) this.#consume(queue, concurrency);
  }

  /** Takes the jobs of a share of the counties too. */
  takeShard(shard: number): void {
    this.#consume(`counties-${shard}`, OF_A_SHARD);
  }

  /** Takes no more of a share's jobs; resolves when those under way have ended. */
  async leaveShard(shard: number): Promise<void> {
    const worker = this.#workers.get(`counties-${shard}`);
    this.#workers.delete(`counties-${shard}`);
    if (worker !== undefined) await this.connector.closeWorker(worker);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled([...this.#workers.values()].map((worker) => this.connector.closeWorker(worker)));
  }

  #consume(queue: Carrier, concurrency: number): void {
    if (this.#workers.has(queue)) return;
    const worker = this.connector.worker(queue, (job) => this.#run(queue, job), concurrency);
    worker.on('error', (error) => this.logger.event('warn', 'queue connection in trouble', { queue, error: error.name }));
    worker.on('failed', (job, error) => void this.#noteFailure(queue, job, error));
    this.#workers.set(queue, worker);
  }

  async #run(queue: Carrier, job: Job<JobEnvelope>): Promise<void> {
    const { outboxId, region, payload } = job.data;
    const [row] = await this.dataSource.query<{ done: boolean }[]>('select done_at is not null as done from outbox where id = $1', [outboxId]);
    if (!row || row.done) return;
    const handler = this.handlers[job.name];
    if (!handler) throw new UnrecoverableError('no handler for this job');
    const started = performance.now();
    await handler(payload as never, { outboxId, principal: systemPrincipal(`job:${job.name}`, region), signal: this.#stopping.signal });
    await this.dataSource.query('update outbox set done_at = now(), attempts = attempts + 1 where id = $1', [outboxId]);
    this.logger.event('info', 'job done', { job: job.name, outboxId, queue, region, durationMs: Math.round(performance.now() - started) });
  }

  async #noteFailure(queue: Carrier, job: Job<JobEnvelope> | undefined, error: Error): Promise<void> {
    if (!job) return;
    const final = error instanceof UnrecoverableError || job.attemptsMade >= (job.opts.attempts ?? 1);
    this.logger.event(final ? 'error' : 'warn', final ? 'job failed for good' : 'job failed, will be tried again', { job: job.name, outboxId: job.data.outboxId, queue, attempt: job.attemptsMade, error: error.name });
    if (final) await this.#giveUp(queue, job);
    if (final) await this.dataSource.query('update outbox set failed_at = now(), error = $2, attempts = $3 where id = $1 and done_at is null', [job.data.outboxId, error.name, job.attemptsMade]).catch(() => undefined);
  }

  async #giveUp(queue: Carrier, { name, data: { outboxId, region, payload } }: Job<JobEnvelope>): Promise<void> {
    try {
      await this.givenUp[name]?.(payload as never, { outboxId, principal: systemPrincipal(`job:${name}`, region), signal: this.#stopping.signal });
    } catch (error) {
      this.logger.event('warn', 'job failed for good, and nobody could be told', { job: name, outboxId, queue, error: (error as Error).name });
    }
  }
}
