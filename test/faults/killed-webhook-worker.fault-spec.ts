import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { childRunning } from '../support/process-tree.js';
import { firstCountyOfficer, ownerUrlOf } from '../support/service-officer.js';
import { freePort, START_MS, startService, type StartedService } from '../support/service.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

/** A killed worker is started again, and its job is offered again after a minute at the latest. */
const LIMIT_MS = 100_000;

describe('a worker that is killed between sending a webhook and writing it down', () => {
  let folder: string;
  let receiver: WebhookReceiver;
  let service: StartedService;
  let owner = new pg.Pool(); // of nothing, until a service has started
  let url: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-faults-'));
    await chmod(folder, 0o755);
    receiver = await startWebhookReceiver();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    service = startService(folder, { PORT: String(port), WEBHOOK_TEST_ORIGINS: receiver.origin });
    await service.until(/ready at/, START_MS);
    owner = new pg.Pool({ connectionString: await ownerUrlOf(folder), max: 2 });
    owner.on('error', () => undefined);
  }, 240_000);
  afterEach(async () => {
    service.child.kill('SIGTERM');
    await service.exit;
    if (!owner.ended) await owner.end();
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('sends the same message again under the same webhook-id, and writes one attempt down', async () => {
    const officer = await firstCountyOfficer(service, url, '420626');
    const employerId = (await officer.post('/v1/employers', { name: '保康县测试机械厂' })).body.id;
    const { webhook, secret } = (await officer.post('/v1/webhooks', { employerId, url: receiver.url, eventTypes: ['vacancy.state-changed'] })).body;
    receiver.before(async () => {
      receiver.before(async () => undefined);
      process.kill(await childRunning(service.child.pid!, 'worker'), 'SIGKILL');
    });
    expect((await officer.post(`/v1/webhooks/${webhook.id}/pings`)).status).toBe(202);
    const delivered = async (): Promise<boolean> => (await owner.query(`select 1 from webhook_deliveries where state = 'delivered'`)).rowCount === 1;
    for (const end = performance.now() + LIMIT_MS; !(await delivered()) && performance.now() < end;) await new Promise((done) => setTimeout(done, 250));
    expect(receiver.messages.length).toBeGreaterThanOrEqual(2);
    expect(new Set(receiver.messages.map((message) => message.id)).size).toBe(1);
    for (const message of receiver.messages) expect(receiver.verify(message, secret)).toMatchObject({ type: 'ping' });
    const { rows } = await owner.query('select number, status from webhook_attempts');
    expect(rows).toEqual([{ number: 1, status: 204 }]);
  }, 200_000);
});
