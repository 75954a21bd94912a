import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbeddedServer, type EmbeddedServer } from '../../apps/cli/src/start/embedded-server.js';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { startMessagesUnderFault, type MessagesUnderFault } from '../support/messages-under-fault.js';
import { startWorkerProcesses, type WorkerProcesses } from '../support/worker-processes.js';

const SEED = Number(process.env['FAULT_SEED'] ?? 20261128);
const MESSAGES = 300;
const AWAY_MS = 10_000;
const WORKERS = 2;

describe(`D4: PostgreSQL stopped hard while messages are on their way (seed ${SEED})`, () => {
  const given = process.env['TEST_DATABASE_ADMIN_URL'];
  let folder: string;
  let server: EmbeddedServer;
  let wire: CuttingProxy;
  let database: TestDatabase;
  let messages: MessagesUnderFault;
  let workers: WorkerProcesses;

  /** A server of the test's own; a wire before it keeps the port the same when the server comes back on another. */
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-faults-'));
    await chmod(folder, 0o755);
    server = await startEmbeddedServer(folder);
    wire = await startCuttingProxy({ get port() { return server.port; } });
    const url = new URL(server.ownerUrl('postgres'));
    url.port = String(wire.port);
    process.env['TEST_DATABASE_ADMIN_URL'] = url.toString();
    database = await freshDatabase();
    messages = await startMessagesUnderFault(database, { seed: SEED });
    workers = startWorkerProcesses(WORKERS, database.url, messages.variables);
  });
  afterEach(async () => {
    await workers.stop();
    await messages.stop();
    await database.drop();
    await wire.close();
    await server.stop();
    process.env['TEST_DATABASE_ADMIN_URL'] = given;
    await rm(folder, { recursive: true, force: true });
  });

  async function bothListen(): Promise<void> {
    while ((await database.owner.query(`select from pg_stat_activity where application_name = 'work'`)).rowCount! < WORKERS) await new Promise((done) => setTimeout(done, 100));
  }

  it('the service says that it is not ready, goes on by itself when the database is back, and sends each message once', async () => {
    messages.gateway.latencyMs.value = 500;
    await bothListen(); // a worker that is still starting cannot go on, it has nothing to go on with
    await messages.send(MESSAGES);
    await messages.somethingUnderWay();
    process.kill(server.pid, 'SIGQUIT'); // pg_ctl -m immediate stop
    await server.ended;
    expect((await messages.api.anonymous.get('/health/ready')).status).toBe(503);
    await new Promise((done) => setTimeout(done, AWAY_MS));
    server = await startEmbeddedServer(folder);
    await messages.settled(180_000);
    expect(messages.gateway.twice()).toEqual([]);
    const states = await messages.states();
    expect(Object.values(states).reduce((sum, each) => sum + each, 0)).toBe(MESSAGES);
    expect(Object.keys(states).filter((state) => !['accepted', 'unknown'].includes(state))).toEqual([]);
    for (const outId of await messages.outIds('accepted')) expect(messages.gateway.taken.get(outId)).toBe(1);
    expect(workers.restarts()).toBeLessThanOrEqual(3);
    process.stdout.write(`D4: ${JSON.stringify(states)}, workers restarted ${workers.restarts()} times\n`);
  }, 300_000);
});
