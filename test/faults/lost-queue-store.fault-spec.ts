import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { COUNTY } from '../support/orders.js';
import { OrderFlood, type FloodEnd } from '../support/order-flood.js';
import { hasRedisServer, startRedis, type OwnRedis } from '../support/redis-server.js';
import { firstCountyOfficer, ownerUrlOf } from '../support/service-officer.js';
import { freePort, START_MS, startService, type StartedService } from '../support/service.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

/** Orders in flight: FAULT_ORDERS, 200 where nobody says (CI); 1000 is the bar. */
const ORDERS = Number(process.env['FAULT_ORDERS'] ?? 200);
/** From the loss to the end of all work. */
const LIMIT_MS = 120_000;
const HAS_REDIS = hasRedisServer();
if (!HAS_REDIS) process.stdout.write('skipped: a lost Redis, since there is no redis-server\n');

describe(`the queue's store is lost with ${ORDERS} orders in flight`, () => {
  let folder: string;
  let receiver: WebhookReceiver;
  let service: StartedService;
  let owner = new pg.Pool(); // of nothing, until a service has started
  let redis: OwnRedis | undefined;
  /** What an undisturbed run leaves. */
  let expected: FloodEnd | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-faults-'));
    await chmod(folder, 0o755);
    receiver = await startWebhookReceiver();
  });
  afterEach(async () => {
    service.child.kill('SIGTERM');
    await service.exit;
    if (!owner.ended) await owner.end();
    await redis?.stop();
    redis = undefined;
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function flood(variables: Readonly<Record<string, string>> = {}): Promise<OrderFlood> {
    const port = await freePort();
    service = startService(folder, { PORT: String(port), WEBHOOK_TEST_ORIGINS: receiver.origin, RATE_LIMIT_PER_MINUTE: '1000000', ...variables });
    await service.until(/ready at/, START_MS);
    owner = new pg.Pool({ connectionString: await ownerUrlOf(folder), max: 2 });
    owner.on('error', () => undefined);
    await OrderFlood.withoutNights(owner);
    return new OrderFlood(await firstCountyOfficer(service, `http://127.0.0.1:${port}`, COUNTY), owner, ORDERS, receiver.url);
  }

  /** The store is lost when half of the orders are approved; the others are approved while it is away. */
  async function disturbed(orders: OrderFlood, lose: () => Promise<unknown>): Promise<FloodEnd> {
    await orders.submit();
    await orders.approve(0, 0.5);
    const lostAt = performance.now();
    await Promise.all([lose(), orders.approve(0.5, 1)]);
    await orders.ended(LIMIT_MS - (performance.now() - lostAt));
    process.stdout.write(`${ORDERS} orders: everything done ${Math.round((performance.now() - lostAt) / 100) / 10} s after the loss, ${receiver.messages.length} messages\n`);
    return orders.end();
  }

  /** Those who use it may be in its way: until it is dropped. */
  async function dropSchema(): Promise<void> {
    for (let isDropped = false; !isDropped;) isDropped = await owner.query('drop schema bullmq cascade').then(() => true, (error: { code?: string }) => error.code !== '40P01');
  }

  function expectWhole(end: FloodEnd): void {
    expect(end).toMatchObject({ undelivered: 0, unfinished: 0 });
    expect([end.orders.length, end.places.length, end.placesTold.length, end.movesTold.length]).toEqual([ORDERS, ORDERS, ORDERS, 4 * ORDERS]);
    const told = new Map((end.placesTold as [string, number, string | null][]).map(([reference, ...place]) => [reference, place]));
    for (const place of end.places as unknown[][]) expect(told.get(place[0] as string)).toEqual([place[1], place[8]]);
  }

  it('undisturbed, every order has its place, and every employer was told of each move once and of the last place', async () => {
    const orders = await flood();
    await orders.submit();
    await orders.approve(0, 1);
    await orders.ended(LIMIT_MS);
    expected = await orders.end();
    expectWhole(expected);
  }, 600_000);

  it('a dropped schema is made anew, and the end is that of the undisturbed run', async () => {
    const end = await disturbed(await flood(), dropSchema);
    expectWhole(end);
    expect(end).toEqual(expected);
    expect(service.output()).not.toMatch(/worker ended/);
  }, 600_000);

  (HAS_REDIS ? it : it.skip)('a Redis that is killed and comes back with an empty disk is filled again, and the end is that of the undisturbed run', async () => {
    const store = redis = await startRedis(folder);
    const end = await disturbed(await flood({ REDIS_URL: store.url }), () => store.loseEverything());
    expectWhole(end);
    expect(end).toEqual(expected);
  }, 600_000);
});
