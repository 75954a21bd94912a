import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfiguration } from '@app/platform';
import { prepareDemo } from '../../apps/cli/src/demo/prepare-demo.js';
import { startApi, type TestApi } from '../support/api.js';
import { freshDatabase, TEST_MASTER_KEY } from '../support/database.js';
import { OrderWalk } from '../support/order-walk.js';
import { COUNTY } from '../support/orders.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';
import { startWorker } from '../support/worker.js';

/** From a measured shortage to people hired as pledged, over HTTP in the demo county, with the worker beside the API. `WALK_SAYS=1` prints what was seen. */
describe('the walk of an order', () => {
  let api: TestApi;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let demo: { close(): Promise<void> };
  let receiver: WebhookReceiver;
  let walk: OrderWalk;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    const database = await freshDatabase();
    demo = await prepareDemo({ ownerUrl: database.ownerUrl, serviceUrl: database.url, configuration: loadConfiguration({}), masterKey: TEST_MASTER_KEY, say: () => undefined });
    api = await startApi(database, { WEBHOOK_TEST_ORIGINS: receiver.origin });
    worker = await startWorker(api.database, { WEBHOOK_TEST_ORIGINS: receiver.origin });
    walk = new OrderWalk(await api.asOfficer('county-officer', COUNTY), await api.asOfficer('county-officer', COUNTY), api.database.owner, receiver.url);
  }, 180_000);
  afterAll(async () => {
    await worker.close();
    await api.close();
    await demo.close();
    await api.database.drop();
    await receiver.stop();
  });

  it('leads from the shortage board by approval, queue, offers, a class in a village, attendance and certificates to hires under the pledge and a settlement', async () => {
    for (const [, step] of walk.steps) await step();
    await walk.quiet();
    const end = await walk.end();
    if (process.env['WALK_SAYS'] === '1') process.stdout.write(`${walk.seen.join('\n')}\n`);
    expect(end.history).toEqual([
      'draft → submitted (employer)', 'submitted → under-review (officer)', 'under-review → approved (officer)', 'approved → queued (officer)', 'queued → recruiting (officer)',
      'recruiting → class-open (officer)', 'class-open → training (officer)', 'training → completed (officer)', 'completed → settled (officer)',
    ]);
    expect(end.certificates).toEqual(['BK-1', 'BK-2', 'BK-3']);
    expect(end.hours).toEqual([4, 4, 4]);
    expect(end.figures).toMatchObject({ pledged: 3, enrolled: 3, certified: 3, hired: 2, due90: 2, retained90: 2, kept: 1, short: 1 });
    expect(end.figures['r4']).toBeCloseTo(66.7, 0);
    expect(end.told).toEqual(end.history.map((move) => `${move.slice(0, move.indexOf(' ('))} delivered`).sort());
    expect(end.statements).toEqual(['3 450000 confirmed']);
    expect([end.failed, end.offers.filter((state) => state === 'refused')]).toEqual([0, ['refused']]);
  }, 180_000);
});
