import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { startMessagesUnderFault, type MessagesUnderFault } from '../support/messages-under-fault.js';
import { seededRandom } from '../support/people.js';
import { HAS_REDIS, startRedis, type OwnRedis } from '../support/redis.js';
import { startWorkerProcesses, type WorkerProcesses } from '../support/worker-processes.js';

/** How often a worker is killed, every two seconds: 15 for a night, 3 where nobody says (CI). */
const KILLS = Number(process.env['FAULT_KILLS'] ?? 3);
const SEED = Number(process.env['FAULT_SEED'] ?? 20261128);
/** So long the gateway is away, and so many messages there are: 60 s and 500 for a night. */
const AWAY_S = KILLS >= 15 ? 60 : 12;
const MESSAGES = KILLS >= 15 ? 500 : 200;
const KILL_EVERY_MS = 2_000;
/** Two workers with 30 messages under way each: the messages must last as long as the kills. */
const LATENCY_MS = Math.ceil((KILLS * KILL_EVERY_MS * 60) / MESSAGES);

if (!HAS_REDIS) process.stdout.write('skipped: messages on Redis, since redis-server is not on this machine\n');
const BACKENDS = [{ backend: 'PostgreSQL', onRedis: false }, ...(HAS_REDIS ? [{ backend: 'Redis', onRedis: true }] : [])];

describe.each(BACKENDS)(`messages on $backend (${KILLS} kills, seed ${SEED})`, ({ onRedis }) => {
  let database: TestDatabase;
  let redis: OwnRedis | undefined;
  let messages: MessagesUnderFault;
  let workers: WorkerProcesses;
  beforeEach(async () => {
    database = await freshDatabase();
    redis = onRedis ? await startRedis() : undefined;
    messages = await startMessagesUnderFault(database, { seed: SEED });
    workers = startWorkerProcesses(2, database.url, { ...messages.variables, ...(redis ? { REDIS_URL: redis.url } : {}) });
  });
  afterEach(async () => {
    await workers.stop();
    await messages.stop();
    await redis?.stop();
    await database.drop();
  });

  /** What holds whatever happens: nothing twice, nothing lost, and what is not in doubt was taken exactly once. */
  async function expectAtMostOnce(count: number): Promise<void> {
    expect(messages.gateway.twice()).toEqual([]);
    const states = await messages.states();
    expect(Object.values(states).reduce((sum, each) => sum + each, 0)).toBe(count);
    expect(Object.keys(states).filter((state) => !['accepted', 'delivered', 'unknown'].includes(state))).toEqual([]);
    for (const outId of await messages.outIds('accepted', 'delivered')) expect(messages.gateway.taken.get(outId)).toBe(1);
  }

  /** Resolves when a worker has found the gateway away. */
  async function tried(): Promise<void> {
    for (const end = performance.now() + 60_000; performance.now() < end; await new Promise((done) => setTimeout(done, 100))) {
      if ((await database.owner.query('select from sms_gateways where failures > 0')).rowCount! > 0) return;
    }
    throw new Error('no worker came to the gateway in time');
  }

  it('D1: whatever worker is killed whenever, none is handed over twice, and only what was under way is in doubt', async () => {
    messages.gateway.latencyMs.value = LATENCY_MS;
    const random = seededRandom(SEED);
    await messages.send(MESSAGES);
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((done) => setTimeout(done, KILL_EVERY_MS));
      await messages.somethingUnderWay(); // a worker that is still starting has nothing to lose
      workers.kill(random());
    }
    messages.gateway.latencyMs.value = 0;
    await messages.settled(180_000);
    await expectAtMostOnce(MESSAGES);
    const inDoubt = await messages.outIds('unknown');
    expect(inDoubt.length).toBeLessThanOrEqual(KILLS * 30);
    // Receipts that come in afterwards settle exactly what the gateway had taken.
    await messages.gateway.report('also-before');
    expect((await messages.outIds('delivered')).sort()).toEqual([...messages.gateway.taken.keys()].sort());
    for (const outId of await messages.outIds('unknown')) expect(messages.gateway.taken.has(outId)).toBe(false);
    process.stdout.write(`D1: ${workers.restarts()} workers killed, ${inDoubt.length} of ${MESSAGES} messages in doubt, ${(await messages.outIds('unknown')).length} after receipts\n`);
  }, 300_000);

  it(`D3: a gateway that is away for ${AWAY_S} s loses and doubles nothing; its gate closes, and all is sent within a minute afterwards`, async () => {
    await messages.gateway.goAway();
    await messages.send(MESSAGES);
    await tried(); // workers that are still starting miss nothing
    await new Promise((done) => setTimeout(done, AWAY_S * 1_000));
    expect(messages.gateway.taken.size).toBe(0);
    const { rows } = await database.owner.query<{ opened: number }>('select opened from sms_gateways');
    expect(rows[0]!.opened).toBeGreaterThanOrEqual(1);
    await messages.gateway.comeBack();
    const started = performance.now();
    await messages.settled(60_000);
    process.stdout.write(`D3: drained ${((performance.now() - started) / 1_000).toFixed(1)} s after ${AWAY_S} s away, gate closed ${rows[0]!.opened} times\n`);
    await expectAtMostOnce(MESSAGES);
    expect(await messages.states()).toEqual({ accepted: MESSAGES });
  }, 240_000);

  if (onRedis) it('D6: a Redis that loses everything costs time and no message', async () => {
    messages.gateway.latencyMs.value = 300;
    await messages.send(MESSAGES);
    await messages.somethingUnderWay();
    await redis!.lose();
    await messages.settled(120_000);
    await expectAtMostOnce(MESSAGES);
    expect(await messages.states()).toEqual({ accepted: MESSAGES });
  }, 240_000);
});
