import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CONFIGURATION, JsonLogger, type Configuration } from '@app/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { JobConsumer } from './job-consumer.js';

const LOOK_EVERY_MS = 4_000;
/** A worker that is not heard of for so long is taken for dead; its shares are free. */
const LEASE_SECONDS = 15;

/**
 * The shares of the counties that this worker holds: it alone does their matching, so that a county stands in the memory of
 * one worker. Every worker takes its even part of them, gives some back when another comes, and takes over those of one
 * that died. Nothing depends on it but memory: a job may always run twice.
 */
@Injectable()
export class CountyShards implements BeforeApplicationShutdown {
  readonly #id = randomUUID();
  readonly #held = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly consumer: JobConsumer,
    private readonly logger: JsonLogger,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  start(): void {
    const look = (): void => {
      this.#looking = this.look().catch((error: Error) => this.logger.event('warn', 'shares of the counties not looked at, will try again', { error: error.name }));
    };
    look();
    this.#timer = setInterval(look, LOOK_EVERY_MS);
  }

  get held(): readonly number[] {
    return [...this.#held].sort((a, b) => a - b);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.allSettled(this.held.map((shard) => this.consumer.leaveShard(shard)));
    await this.dataSource.query('update county_shards set holder = null, held_until = null where holder = $1', [this.#id]);
    await this.dataSource.query('delete from county_workers where id = $1', [this.#id]);
  }

  /** Shows itself, and takes or gives back what its even part asks for. */
  async look(): Promise<void> {
    if (this.#stopped) return;
    const { mine, part } = await this.dataSource.transaction((tx) => this.#renew(tx));
    const lost = this.held.filter((shard) => !mine.includes(shard));
    const tooMany = mine.slice(part);
    for (const shard of [...lost, ...tooMany]) {
      this.#held.delete(shard);
      await this.consumer.leaveShard(shard);
    }
    if (tooMany.length > 0) await this.dataSource.query('update county_shards set holder = null, held_until = null where holder = $1 and shard = any ($2::int[])', [this.#id, tooMany]);
    const taken = mine.length < part ? await this.#take(part - mine.length) : [];
    for (const shard of [...mine.slice(0, part), ...taken]) {
      this.#held.add(shard);
      this.consumer.takeShard(shard);
    }
  }

  /** @returns the shares that are still this worker's, and how many are its part */
  async #renew(tx: EntityManager): Promise<{ mine: number[]; part: number }> {
    const { countyShards } = this.configuration;
    await tx.query(`insert into county_workers (id, seen_until) values ($1, now() + make_interval(secs => ${LEASE_SECONDS})) on conflict (id) do update set seen_until = excluded.seen_until`, [this.#id]);
    await tx.query('delete from county_workers where seen_until < now()');
    await tx.query('insert into county_shards (shard) select generate_series(0, $1::int - 1) on conflict do nothing', [countyShards]);
    await tx.query(`update county_shards set held_until = now() + make_interval(secs => ${LEASE_SECONDS}) where holder = $1 and shard < $2`, [this.#id, countyShards]);
    const mine = await tx.query<{ shard: number }[]>('select shard from county_shards where holder = $1 and shard < $2 order by shard', [this.#id, countyShards]);
    const [row] = await tx.query<{ workers: number }[]>('select count(*)::int as workers from county_workers');
    return { mine: mine.map(({ shard }) => shard), part: Math.ceil(countyShards / row!.workers) };
  }

  async #take(most: number): Promise<number[]> {
    const [rows] = await this.dataSource.query<[{ shard: number }[], number]>(
      `update county_shards set holder = $1, held_until = now() + make_interval(secs => ${LEASE_SECONDS})
       where shard in (select shard from county_shards where shard < $2 and (holder is null or held_until < now()) order by shard limit $3 for update skip locked) returning shard`,
      [this.#id, this.configuration.countyShards, most],
    );
    return rows.map(({ shard }) => shard);
  }
}
