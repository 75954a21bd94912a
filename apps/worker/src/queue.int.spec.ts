import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JsonLogger, loadConfiguration, Outbox, QueueConnector, systemPrincipal, type Configuration, type Database, type JobHandler } from '@app/platform';
import { UnrecoverableError } from 'bullmq';
import type { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { JobConsumer } from './job-consumer.js';
import { OutboxRelay } from './outbox-relay.js';

interface TestJobs {
  'test.note': { readonly note: string };
  'test.fail': Record<string, never>;
  'test.hopeless': { readonly note: string };
}

const COUNTY = systemPrincipal('test', '420626');
const REDIS_URL = process.env['REDIS_URL'];
if (!REDIS_URL) process.stdout.write('skipped: the queue suite on Redis, since REDIS_URL is not given\n');

const BACKENDS = [{ backend: 'PostgreSQL', redisUrl: undefined }, ...(REDIS_URL ? [{ backend: 'Redis', redisUrl: REDIS_URL }] : [])];

describe.each(BACKENDS)('the outbox and the queue on $backend', ({ redisUrl }) => {
  let fresh: TestDatabase;
  let dataSource: DataSource;
  let database: Database;
  let connector: QueueConnector;
  let relay: OutboxRelay;
  let consumer: JobConsumer;
  const outbox = new Outbox();
  const notes: string[] = [];
  const givenUp: string[] = [];
  const handlers: Readonly<Record<string, JobHandler<never>>> = {
    'test.note': async ({ note }: TestJobs['test.note']) => void notes.push(note),
    'test.fail': async () => {
      throw new TypeError('always');
    },
    'test.hopeless': async () => {
      throw new UnrecoverableError('never');
    },
  };

  function wire(): void {
    const logger = new JsonLogger('silent', 'test');
    const configuration: Configuration = { ...loadConfiguration({ DATABASE_URL: fresh.url }) };
    connector = new QueueConnector({ databaseUrl: fresh.url, redisUrl, prefix: fresh.url.slice(-12) });
    relay = new OutboxRelay(dataSource, connector, logger, configuration);
    consumer = new JobConsumer(dataSource, connector, logger, handlers, {
      'test.hopeless': async ({ note }: TestJobs['test.hopeless'], { principal }) => {
        givenUp.push(`${principal.region} ${note}`);
        if (note === 'deaf') throw new TypeError('the telling fails too');
      },
    });
  }
  async function unwire(): Promise<void> {
    await relay.onModuleDestroy();
    await consumer.onModuleDestroy();
    await connector.close();
  }

  beforeEach(async () => {
    notes.length = 0;
    givenUp.length = 0;
    fresh = await freshDatabase();
    ({ dataSource, database } = await fresh.open());
    wire();
  });
  afterEach(async () => {
    await unwire();
    await fresh.drop();
  });

  const add = (note: string, dueAt?: Date) => database.inScope(COUNTY, (tx) => outbox.add<TestJobs, 'test.note'>(tx, 'test.note', { note }, { region: '420626', ...(dueAt ? { dueAt } : {}) }));
  const unfinished = async () => Number((await fresh.owner.query<{ count: string }>('select count(*) from outbox where done_at is null and failed_at is null')).rows[0]!.count);
  async function until(holds: () => Promise<boolean> | boolean, limitMs = 20_000): Promise<void> {
    const end = performance.now() + limitMs;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error('it did not come true in time');
      await new Promise((done) => setTimeout(done, 25));
    }
  }

  it('does each job of a committed transaction once, and none of one that was rolled back', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, i) => add(`note ${i}`)));
    await database.inScope(COUNTY, async (tx) => {
      await outbox.add<TestJobs, 'test.note'>(tx, 'test.note', { note: 'never' }, { region: '420626' });
      throw new Error('rolled back');
    }).catch(() => undefined);
    relay.start();
    consumer.start();
    await until(async () => (await unfinished()) === 0);
    expect([...notes].sort()).toEqual(Array.from({ length: 50 }, (_, i) => `note ${i}`).sort());
  });

  it('leaves a job that is not due yet', async () => {
    await add('later', new Date(Date.now() + 3_600_000));
    await add('now');
    relay.start();
    consumer.start();
    await until(() => notes.length > 0);
    expect(notes).toEqual(['now']);
    expect(await unfinished()).toBe(1);
  });

  it('fills a lost queue again from the unfinished rows', async () => {
    await add('survivor');
    await relay.publishDue(); // published, and nobody took it: then the store is lost
    await unwire();
    if (redisUrl) {
      const { Redis } = await import('ioredis');
      const redis = new Redis(redisUrl);
      await redis.flushall();
      await redis.quit();
    } else {
      await fresh.owner.query('truncate bullmq.job cascade');
    }
    await fresh.owner.query(`update outbox set published_at = now() - interval '2 minutes'`);
    wire();
    relay.start();
    consumer.start();
    await until(async () => (await unfinished()) === 0);
    expect(notes).toEqual(['survivor']);
  });

  /** Whoever listens may hold a table that is still to be dropped, and wait for one that is: PostgreSQL ends one of the two. */
  async function dropSchema(): Promise<void> {
    const isDropped = await fresh.owner.query('drop schema bullmq cascade').then(() => true, (error: { code?: string }) => {
      if (error.code !== '40P01') throw error;
      return false;
    });
    if (!isDropped) await dropSchema();
  }

  it('makes a lost store anew while it is listened to, and does at once what was published before', async () => {
    const lose = async (): Promise<void> => {
      if (!redisUrl) return dropSchema();
      const { Redis } = await import('ioredis');
      const redis = new Redis(redisUrl);
      await redis.flushall();
      await redis.quit();
    };
    consumer.start();
    relay.start();
    await add('before');
    await until(async () => (await unfinished()) === 0);
    await fresh.owner.query(`insert into outbox (queue, name, payload, region, published_at) values ('work', 'test.note', '{"note": "was in the store"}', '420626', now())`);
    await lose();
    await add('after');
    await until(async () => (await unfinished()) === 0);
    expect([...notes].sort()).toEqual(['after', 'before', 'was in the store']);
  });

  it('does not do a row again that is done, also when the queue offers it twice', async () => {
    await add('once');
    relay.start();
    consumer.start();
    await until(async () => (await unfinished()) === 0);
    await connector.queue('work').add('test.note', { outboxId: 1, region: '420626', payload: { note: 'once' } }, { jobId: 'offered-again' });
    await until(async () => (await connector.queue('work').getJobCounts('completed'))['completed'] === 2);
    expect(notes).toEqual(['once']);
  });

  it('tries a failing job again, and keeps it for people to see in the end', async () => {
    const id = await database.inScope(COUNTY, (tx) => outbox.add<TestJobs, 'test.fail'>(tx, 'test.fail', {}, { region: '420626' }));
    relay.start();
    consumer.start();
    await until(async () => (await connector.queue('work').getJobCounts('delayed'))['delayed'] === 1 || (await unfinished()) === 0);
    const job = await connector.queue('work').getJob(`outbox-${id}`);
    expect(job?.attemptsMade).toBeGreaterThanOrEqual(1);
  });

  it('tells whoever waits when a job has failed for good, and keeps the row as failed even when the telling fails', async () => {
    for (const note of ['told', 'deaf']) await database.inScope(COUNTY, (tx) => outbox.add<TestJobs, 'test.hopeless'>(tx, 'test.hopeless', { note }, { region: '420626' }));
    relay.start();
    consumer.start();
    await until(async () => (await unfinished()) === 0);
    expect([...givenUp].sort()).toEqual(['420626 deaf', '420626 told']);
    const { rows } = await fresh.owner.query<{ failed: boolean; error: string }>('select failed_at is not null as failed, error from outbox');
    expect(rows).toEqual([{ failed: true, error: 'UnrecoverableError' }, { failed: true, error: 'UnrecoverableError' }]);
  });

  it('needs few database connections, whatever the number of queues and workers', async () => {
    relay.start();
    consumer.start();
    await add('any');
    await until(async () => (await unfinished()) === 0);
    const { rows } = await fresh.owner.query<{ count: string }>(`select count(*) from pg_stat_activity where datname = current_database() and usename = 'shouyu_service'`);
    expect(Number(rows[0]!.count)).toBeLessThanOrEqual(12);
  });
});
