import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { ApiAnswer, ApiClient } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';
import { hasRedisServer, startRedis } from '../support/redis-server.js';
import { firstCountyOfficer, ownerUrlOf } from '../support/service-officer.js';
import { freePort, START_MS, startService, type StartedService } from '../support/service.js';

const SEED = Number(process.env['FAULT_SEED'] ?? 20261128);
const COUNTY = '420626';
const SECONDS = 20;
const A_SECOND = 20;
const JOB_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 1_000;
const DONE_WITHIN_MS = 120_000;

const HAS_REDIS = hasRedisServer();
if (!HAS_REDIS) process.stdout.write('skipped: a queue store that is away, since there is no redis-server\n');

describe(`parts of the service that are away (seed ${SEED})`, () => {
  let folder: string;
  let service: StartedService;
  let owner = new pg.Pool(); // of nothing, until a service has started
  let officer: ApiClient;

  async function start(variables: Readonly<Record<string, string>> = {}): Promise<void> {
    const port = await freePort();
    service = startService(folder, { PORT: String(port), ...variables });
    await service.until(/ready at/, START_MS);
    owner = new pg.Pool({ connectionString: await ownerUrlOf(folder), max: 2 });
    owner.on('error', () => undefined);
    officer = await firstCountyOfficer(service, `http://127.0.0.1:${port}`, COUNTY);
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-faults-'));
    await chmod(folder, 0o755);
  });
  afterEach(async () => {
    service.child.kill('SIGTERM');
    await service.exit;
    if (!owner.ended) await owner.end();
    await rm(folder, { recursive: true, force: true });
  });

  const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
  const cutAll = async (): Promise<number> => (await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and usename <> current_user`)).rowCount!;

  /** Milliseconds until no job of that name waits. */
  async function done(name: string): Promise<number> {
    const from = performance.now();
    while ((await owner.query('select from outbox where name = $1 and done_at is null', [name])).rowCount! > 0) {
      if (performance.now() - from > DONE_WITHIN_MS) throw new Error(`${name} was not done in time`);
      await pause(50);
    }
    return performance.now() - from;
  }

  it(`D5: every connection to the database is cut each second under ${A_SECOND} registrations a second: nothing that was answered with success is missing, every failure is a problem that says when to come again, and jobs are taken at once afterwards`, async () => {
    await start();
    const people = madeUpPeople(SEED, { birthplace: COUNTY });
    const answers: Promise<ApiAnswer>[] = [];
    let cut = 0;
    for (let tick = 0; tick < SECONDS * A_SECOND; tick++) {
      if (tick % A_SECOND === 0) cut += await cutAll();
      const { idNumber, name, phone } = people.next();
      answers.push(officer.post('/v1/trainees', { idNumber, name, phone, township: '420626104' }, { 'idempotency-key': randomUUID() }));
      await pause(1_000 / A_SECOND);
    }
    const answered = await Promise.all(answers);
    expect(cut).toBeGreaterThan(SECONDS);
    const made = answered.filter(({ status }) => status === 201);
    const failed = answered.filter(({ status }) => status >= 500);
    expect(made.length + failed.length).toBe(answered.length);
    for (const { headers, body } of failed) expect([headers.get('content-type')?.split(';')[0], Number(headers.get('retry-after')) > 0, typeof body.code]).toEqual(['application/problem+json', true, 'string']);
    const { rows } = await owner.query<{ there: number }>('select count(*)::int as there from registrations where id = any ($1::uuid[])', [made.map(({ body }) => body.id)]);
    expect(rows[0]!.there).toBe(made.length);

    expect((await officer.post('/v1/shortages/refresh')).status).toBe(202);
    const tookMs = await done('shortages.refresh');
    expect(tookMs).toBeLessThan(JOB_WITHIN_MS);
    process.stdout.write(`D5: ${cut} connections cut, ${made.length} registered, ${failed.length} refused, a new job done ${(tookMs / 1_000).toFixed(1)} s after the end\n`);
  }, 300_000);

  if (HAS_REDIS) it('D7: what asks for a job is answered within a second while the queue’s store is away, and is done once it is back', async () => {
    const redis = await startRedis(folder);
    try {
      await start({ REDIS_URL: redis.url });
      await redis.goAway();
      let slowestMs = 0;
      for (let i = 0; i < 10; i++) {
        const asked = performance.now();
        expect((await officer.post('/v1/shortages/refresh')).status).toBe(202);
        slowestMs = Math.max(slowestMs, performance.now() - asked);
      }
      expect(slowestMs).toBeLessThan(ANSWER_WITHIN_MS);
      await redis.comeBack();
      process.stdout.write(`D7: answered within ${Math.round(slowestMs)} ms, done ${((await done('shortages.refresh')) / 1_000).toFixed(1)} s after its return\n`);
    } finally {
      await redis.stop();
    }
  }, 300_000);
});
