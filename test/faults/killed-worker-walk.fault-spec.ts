import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { OrderWalk, type WalkEnd } from '../support/order-walk.js';
import { COUNTY } from '../support/orders.js';
import { childRunning } from '../support/process-tree.js';
import { firstCountyOfficers, ownerUrlOf } from '../support/service-officer.js';
import { freePort, START_MS, startService, type StartedService } from '../support/service.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

/** A job whose worker was killed is offered again after a minute at the latest. */
const QUIET_MS = 120_000;

describe('the walk of an order, from the shortage board to the settlement', () => {
  let folder: string;
  let receiver: WebhookReceiver;
  let service: StartedService;
  let owner = new pg.Pool(); // of nothing, until a service has started
  let walk: OrderWalk;
  let undisturbed: WalkEnd | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-faults-'));
    await chmod(folder, 0o755);
    receiver = await startWebhookReceiver();
    const port = await freePort();
    service = startService(folder, { PORT: String(port), WEBHOOK_TEST_ORIGINS: receiver.origin });
    await service.until(/ready at/, START_MS);
    owner = new pg.Pool({ connectionString: await ownerUrlOf(folder), max: 2 });
    owner.on('error', () => undefined);
    const [officer, second] = await firstCountyOfficers(service, `http://127.0.0.1:${port}`, COUNTY, 2);
    walk = new OrderWalk(officer!, second!, owner, receiver.url);
  }, 240_000);
  afterEach(async () => {
    service.child.kill('SIGTERM');
    await service.exit;
    if (!owner.ended) await owner.end();
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** As soon as it listens to its queues: the last may just have been killed. */
  async function killWorker(): Promise<void> {
    const listens = async (): Promise<boolean> => (await owner.query(`select 1 from pg_stat_activity where application_name = 'work'`)).rowCount === 1;
    while (!(await listens())) await new Promise((done) => setTimeout(done, 50));
    process.kill(await childRunning(service.child.pid!, 'worker'), 'SIGKILL');
    while (await listens()) await new Promise((done) => setTimeout(done, 50));
  }

  /** In the middle of what a job writes: it waits for a table that is held. */
  async function killWhileWriting(table: string): Promise<void> {
    const holder = await owner.connect();
    await holder.query(`begin; lock table ${table} in share mode`);
    const waits = async (): Promise<boolean> => (await holder.query(`select 1 from pg_locks where relation = '${table}'::regclass and not granted`)).rowCount! > 0;
    while (!(await waits())) await new Promise((done) => setTimeout(done, 50));
    process.kill(await childRunning(service.child.pid!, 'worker'), 'SIGKILL');
    await holder.query('rollback');
    holder.release();
  }
  /** Jobs that work something out for long, and write it at the end. */
  const WRITES: Readonly<Record<string, string>> = { 'seats by the engine': 'seat_assignment_pairs', 'a calendar of classes': 'class_calendar_classes' };

  it('ends settled, with every employer’s message delivered', async () => {
    for (const [, step] of walk.longSteps) await step();
    await walk.quiet(QUIET_MS);
    undisturbed = await walk.end();
    expect([undisturbed.seated, undisturbed.calendar]).toEqual([['made 3'], ['held 1 2 1 1']]);
    expect([undisturbed.history.at(-1), undisturbed.failed, undisturbed.told.every((line) => line.endsWith(' delivered'))]).toEqual(['completed → settled (officer)', 0, true]);
  }, 300_000);

  it('ends in the same state when the worker is killed with -9 at every step', async () => {
    for (const [name, step] of walk.longSteps) await Promise.all([step(), WRITES[name] === undefined ? killWorker() : killWhileWriting(WRITES[name])]);
    await walk.quiet(QUIET_MS);
    expect(service.output().match(/worker (ended|did not start: worker ended before it was ready) \(SIGKILL\)/g)).toHaveLength(walk.longSteps.length);
    expect(await walk.end()).toEqual(undisturbed);
  }, 600_000);
});
