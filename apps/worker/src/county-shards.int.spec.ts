import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { carrierOf, type Database, JsonLogger, loadConfiguration, Outbox, QueueConnector, systemPrincipal, type Configuration } from '@app/platform';
import type { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { CountyShards } from './county-shards.js';
import { JobConsumer } from './job-consumer.js';
import { OutboxRelay } from './outbox-relay.js';

const SHARDS = 6;
const COUNTIES = ['420624', '420625', '420626', '420682', '420683', '420684', '429021'];
const REDIS_URL = process.env['REDIS_URL'];
const BACKENDS = [{ backend: 'PostgreSQL', redisUrl: undefined }, ...(REDIS_URL ? [{ backend: 'Redis', redisUrl: REDIS_URL }] : [])];

interface TestJobs {
  'test.note': Readonly<Record<string, never>>;
}

interface TestWorker {
  readonly connector: QueueConnector;
  readonly consumer: JobConsumer;
  readonly shards: CountyShards;
  readonly done: string[];
}

describe.each(BACKENDS)('the counties of several workers on $backend', ({ redisUrl }) => {
  let fresh: TestDatabase;
  let dataSource: DataSource;
  let database: Database;
  let configuration: Configuration;
  let relay: OutboxRelay;
  let connector: QueueConnector;
  const workers: TestWorker[] = [];
  const logger = new JsonLogger('silent', 'test');
  const connect = (): QueueConnector => new QueueConnector({ databaseUrl: fresh.url, redisUrl, prefix: fresh.url.slice(-12), countyShards: SHARDS });

  function worker(): TestWorker {
    const done: string[] = [];
    const own = connect();
    const consumer = new JobConsumer(dataSource, own, logger, { 'test.note': async (_: never, { principal }) => void done.push(principal.region) });
    const made = { connector: own, consumer, done, shards: new CountyShards(dataSource, consumer, logger, configuration) };
    workers.push(made);
    return made;
  }

  beforeEach(async () => {
    fresh = await freshDatabase();
    ({ dataSource, database } = await fresh.open());
    configuration = loadConfiguration({ DATABASE_URL: fresh.url, COUNTY_SHARDS: String(SHARDS) });
    connector = connect();
    relay = new OutboxRelay(dataSource, connector, logger, configuration);
  });
  afterEach(async () => {
    for (const { consumer, connector: own } of workers.splice(0)) {
      await consumer.onModuleDestroy();
      await own.close();
    }
    await connector.close();
    await fresh.drop();
  });

  const addOneOfEach = async (): Promise<void> => {
    for (const region of COUNTIES) await database.inScope(systemPrincipal('test', region), (tx) => new Outbox().add<TestJobs, 'test.note'>(tx, 'test.note', {}, { queue: 'counties', region }));
    await relay.publishDue();
  };
  async function allDone(): Promise<void> {
    for (const end = performance.now() + 20_000; performance.now() < end; ) {
      const { rows } = await fresh.owner.query<{ left: number }>('select count(*)::int as left from outbox where done_at is null');
      if (rows[0]!.left === 0) return;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error('not all jobs were done in time');
  }
  const shardsOf = (region: string): number => Number(carrierOf('counties', region, SHARDS).split('-')[1]);

  it('are shared out evenly, and each is worked on by its holder alone', async () => {
    const [one, two] = [worker(), worker()];
    await one.shards.look();
    expect(one.shards.held).toEqual([0, 1, 2, 3, 4, 5]);
    await two.shards.look();
    await one.shards.look(); // gives three back
    await two.shards.look();
    expect([one.shards.held, two.shards.held].map((held) => held.length)).toEqual([3, 3]);
    expect([...one.shards.held, ...two.shards.held].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    await addOneOfEach();
    await allDone();
    for (const { done, shards } of [one, two]) expect([...done].sort()).toEqual(COUNTIES.filter((county) => shards.held.includes(shardsOf(county))).sort());
  });

  it('of a worker that died are taken over when its lease has run out, with the jobs that waited', async () => {
    const [one, two] = [worker(), worker()];
    for (const each of [one, two, one, two]) await each.shards.look();
    await two.consumer.onModuleDestroy();
    await addOneOfEach();
    await one.shards.look();
    expect(one.shards.held).toHaveLength(3); // the other may still be alive
    await fresh.owner.query(`update county_shards set held_until = now() - interval '1 second' where shard <> all ($1::int[])`, [one.shards.held]);
    await fresh.owner.query(`update county_workers set seen_until = now() - interval '1 second' where id <> (select holder from county_shards where shard = $1)`, [one.shards.held[0]]);
    await one.shards.look();
    expect(one.shards.held).toEqual([0, 1, 2, 3, 4, 5]);
    await allDone();
    expect([...one.done].sort()).toEqual([...COUNTIES].sort());
    await two.shards.look(); // it was only slow: it holds nothing that is another's by now
    expect(two.shards.held).toEqual([]);
  });

  it('are free at once when their worker ends in order', async () => {
    const [one, two] = [worker(), worker()];
    await one.shards.look();
    await one.shards.beforeApplicationShutdown();
    await one.shards.look();
    expect((await fresh.owner.query('select count(*)::int as held from county_shards where holder is not null')).rows).toEqual([{ held: 0 }]);
    await two.shards.look();
    expect(two.shards.held).toHaveLength(SHARDS);
  });
});
