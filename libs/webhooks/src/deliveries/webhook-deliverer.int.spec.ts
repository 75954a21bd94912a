import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { FixedClock } from '@app/kernel';
import { CLOCK, Database, loadConfiguration, PlatformModule, systemPrincipal, type Principal } from '@app/platform';
import { freshDatabase, TEST_MASTER_KEY, type TestDatabase } from '../../../../test/support/database.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../../../test/support/webhook-receiver.js';
import { WebhookEndpoints, type EndpointWithSecret } from '../endpoints/webhook-endpoints.service.js';
import { Webhooks } from '../events/webhooks.service.js';
import type { WebhookEvent } from '../events/webhook-events.js';
import { WebhooksModule } from '../webhooks.module.js';
import { RETRY_PAUSES_S } from './delivery-schedule.js';
import { WebhookDeliverer } from './webhook-deliverer.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { webhookBacklog, WebhookUpkeep } from './webhook-upkeep.js';
import { DataSource } from 'typeorm';

const START = new Date('2026-11-28T08:00:00.000Z');
const SYSTEM = systemPrincipal('test', '420626');
const HOUR_MS = 3_600_000;

describe('deliveries', () => {
  let fresh: TestDatabase;
  let receiver: WebhookReceiver;
  let module: TestingModule;
  let clock: FixedClock;
  let employer: Principal;
  let made: EndpointWithSecret;

  beforeAll(async () => {
    fresh = await freshDatabase();
    receiver = await startWebhookReceiver();
    clock = new FixedClock(START);
    const configuration = { ...loadConfiguration({ DATABASE_URL: fresh.url, MASTER_KEY: TEST_MASTER_KEY.toString('base64'), WEBHOOK_TEST_ORIGINS: receiver.origin, LOG_LEVEL: 'silent' }), databaseUrl: fresh.url };
    module = await Test.createTestingModule({ imports: [PlatformModule.forRoot({ configuration, processName: 'test' }), WebhooksModule] }).overrideProvider(CLOCK).useValue(clock).compile();
  });
  afterAll(async () => {
    await module.close();
    await receiver.stop();
    await fresh.drop();
  });
  beforeEach(async () => {
    clock.moveTo(START);
    receiver.messages.length = 0;
    receiver.answerWith(204);
    receiver.before(async () => undefined);
    employer = { kind: 'employer', id: 'k1', role: 'employer', region: '420626', organizationId: randomUUID() };
    made = await module.get(WebhookEndpoints).create(employer, employer.organizationId!, { url: receiver.url, eventTypes: ['vacancy.state-changed'] });
  });

  const eventOf = (key: string, more: Partial<WebhookEvent> = {}): WebhookEvent => ({ type: 'vacancy.state-changed', key, employerId: employer.organizationId!, data: { vacancyId: key.split('/')[0]!, externalRef: 'A1', from: 'open', to: 'filled', reason: 'filled' }, ...more }) as WebhookEvent;
  const announce = (events: readonly WebhookEvent[], principal: Principal = SYSTEM): Promise<void> => module.get(Database).inScope(principal, (tx) => module.get(Webhooks).announce(tx, events));
  const deliver = (id: string, attempt: number): Promise<void> => module.get(WebhookDeliverer).deliver(SYSTEM, id, attempt);
  const endpoint = () => module.get(WebhookEndpoints).get(employer, made.endpoint.id);
  const log = async () => (await module.get(WebhookDeliveries).list(employer, made.endpoint.id, { limit: 200 })).items;
  const detail = (id: string) => module.get(WebhookDeliveries).get(employer, made.endpoint.id, id);
  const jobs = async (id: string): Promise<{ attempt: number; dueAt: Date }[]> => (await fresh.owner.query<{ attempt: number; dueAt: Date }>(`select (payload ->> 'attempt')::int as attempt, due_at as "dueAt" from outbox where name = 'webhook.deliver' and queue = 'webhooks' and payload ->> 'deliveryId' = $1 order by outbox.id`, [id])).rows;
  async function announced(key = `${randomUUID()}/1`): Promise<string> {
    await announce([eventOf(key)]);
    return (await log())[0]!.id;
  }

  it('are made once for an event and an endpoint, with one job, however often it is announced', async () => {
    const key = `${randomUUID()}/1`;
    await announce([eventOf(key)]);
    await announce([eventOf(key), eventOf(key)]);
    const [only, ...others] = await log();
    expect(others).toEqual([]);
    expect(await jobs(only!.id)).toMatchObject([{ attempt: 1 }]);
  });

  it('are made by whoever does the deed, also an officer who may not see the endpoint', async () => {
    await announce([eventOf(`${randomUUID()}/1`)], { kind: 'officer', id: randomUUID(), role: 'township-officer', region: '420626106', organizationId: null });
    await announce([eventOf(`${randomUUID()}/1`)], { kind: 'officer', id: randomUUID(), role: 'county-officer', region: '420600', organizationId: null });
    expect(await log()).toHaveLength(2);
  });

  it('reach an endpoint that was made under another name of the employer, and that employer sees it', async () => {
    const today = randomUUID();
    for (const [id, mergedInto] of [[today, null], [employer.organizationId, today]]) await fresh.owner.query(`insert into employers (id, owner_region, name, normalised_name, merged_into) values ($1::uuid, '420626000000', $1::uuid::text, $1::uuid::text, $2::uuid)`, [id, mergedInto]);
    await announce([eventOf(`${randomUUID()}/1`, { employerId: today })]);
    const owner = { ...employer, organizationId: today };
    expect((await module.get(WebhookDeliveries).list(owner, made.endpoint.id, { limit: 10 })).items).toHaveLength(1);
    expect((await module.get(WebhookEndpoints).list(owner, { limit: 10 })).items.map(({ id }) => id)).toEqual([made.endpoint.id]);
  });

  it('are not made of what the endpoint does not want, of another employer, by a key of another, for a test, or when the deed is taken back', async () => {
    await announce([eventOf('a/1', { type: 'referral.created' }), eventOf('b/1', { employerId: randomUUID() })]);
    await announce([eventOf('c/1')], { ...employer, organizationId: randomUUID() });
    await announce([eventOf('d/1')], { ...employer, isTest: true });
    await expect(module.get(Database).inScope(SYSTEM, async (tx) => {
      await module.get(Webhooks).announce(tx, [eventOf('e/1')]);
      throw new Error('taken back');
    })).rejects.toThrow('taken back');
    expect(await log()).toEqual([]);
  });

  it('arrive signed, are believed by the standard verifier, and leave an attempt in the log', async () => {
    clock.moveTo(new Date());
    const id = await announced();
    await deliver(id, 1);
    const [message] = receiver.messages;
    expect(receiver.verify(message!, made.secret)).toEqual({ type: 'vacancy.state-changed', timestamp: clock.now().toISOString(), data: { vacancyId: expect.any(String), externalRef: 'A1', from: 'open', to: 'filled', reason: 'filled' } });
    const { delivery, attempts } = await detail(id);
    expect(message!.id).toBe(`msg_${delivery.messageId.replaceAll('-', '')}`);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 1, lastStatus: 204, lastFault: null, nextAttemptAt: null });
    expect(attempts).toEqual([{ number: 1, at: clock.now(), status: 204, fault: null, latencyMs: expect.any(Number) }]);
    expect(await endpoint()).toMatchObject({ failingSince: null, lastDeliveredAt: clock.now() });
  });

  it('are tried ten times over 75 hours under one webhook-id, each at its time, and then shown as failed', async () => {
    receiver.answerWith(503);
    const id = await announced();
    for (let attempt = 1; attempt <= 10; attempt++) {
      await deliver(id, attempt);
      const { delivery } = await detail(id);
      const pauseS = RETRY_PAUSES_S[attempt - 1];
      if (pauseS === undefined) break;
      const waitedMs = delivery.nextAttemptAt!.getTime() - clock.now().getTime();
      expect(waitedMs).toBeGreaterThanOrEqual(pauseS * 1_000);
      expect(waitedMs).toBeLessThanOrEqual(pauseS * 1_100 + 1);
      expect((await jobs(id)).at(-1)).toEqual({ attempt: attempt + 1, dueAt: delivery.nextAttemptAt });
      clock.moveTo(delivery.nextAttemptAt!);
    }
    const { delivery, attempts } = await detail(id);
    expect(delivery).toMatchObject({ state: 'failed', attempts: 10, lastStatus: 503, nextAttemptAt: null });
    expect((attempts.at(-1)!.at.getTime() - START.getTime()) / HOUR_MS).toBeGreaterThanOrEqual(75);
    expect(new Set(receiver.messages.map((message) => message.id)).size).toBe(1);
    expect(new Set(receiver.messages.map((message) => message.body)).size).toBe(1);
    expect(receiver.messages.map((message) => Math.floor(message.at.getTime() / 1_000))).toEqual(attempts.map(({ at }) => Math.floor(at.getTime() / 1_000)));
    expect(await endpoint()).toMatchObject({ state: 'active', failingSince: START });
  });

  it('come again under the same webhook-id when the worker dies between sending and writing down', async () => {
    const id = await announced();
    receiver.before(async () => {
      // It has been sent; now nothing can be written any more, as if the process had ended.
      await fresh.owner.query('alter table webhook_attempts add constraint died check (false) not valid');
    });
    await expect(deliver(id, 1)).rejects.toThrow();
    receiver.before(async () => undefined);
    await fresh.owner.query('alter table webhook_attempts drop constraint died');
    expect((await detail(id)).delivery).toMatchObject({ state: 'waiting', attempts: 0 });
    await deliver(id, 1);
    expect(receiver.messages).toHaveLength(2);
    expect(receiver.messages[0]!.id).toBe(receiver.messages[1]!.id);
    expect(await detail(id)).toMatchObject({ delivery: { state: 'delivered', attempts: 1 }, attempts: [{ number: 1 }] });
  });

  it('are written down once when two workers do the same job, and not sent again when it is done', async () => {
    const id = await announced();
    await Promise.all([deliver(id, 1), deliver(id, 1)]);
    await deliver(id, 1);
    expect((await detail(id)).attempts).toHaveLength(1);
    expect(receiver.messages.length).toBeLessThanOrEqual(2);
    const sent = receiver.messages.length;
    await deliver(id, 1);
    await deliver(id, 2);
    await deliver(randomUUID(), 1);
    expect(receiver.messages).toHaveLength(sent);
  });

  it('to a server that hangs are three at a time; the fourth is put off, and another endpoint is not kept waiting', async () => {
    const other = { ...employer, organizationId: randomUUID() };
    await module.get(WebhookEndpoints).create(other, other.organizationId, { url: receiver.url, eventTypes: ['vacancy.state-changed'] });
    const ids = [];
    for (let i = 0; i < 4; i++) ids.push(await announced());
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => (release = done));
    receiver.before(() => held);
    const underWay = ids.slice(0, 3).map((id) => deliver(id, 1));
    while (receiver.messages.length < 3) await new Promise(setImmediate);
    await deliver(ids[3]!, 1);
    expect((await detail(ids[3]!)).delivery).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(await jobs(ids[3]!)).toEqual([expect.objectContaining({ attempt: 1 }), { attempt: 1, dueAt: (await detail(ids[3]!)).delivery.nextAttemptAt }]);
    receiver.before(async () => undefined);
    await announce([eventOf(`${randomUUID()}/1`, { employerId: other.organizationId })]);
    const { rows } = await fresh.owner.query<{ id: string }>('select id from webhook_deliveries where employer_id = $1', [other.organizationId]);
    await deliver(rows[0]!.id, 1);
    expect(receiver.messages).toHaveLength(4);
    release();
    await Promise.all(underWay);
    await deliver(ids[3]!, 1);
    expect((await log()).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
  });

  it('of a test key are delivered too, to its own endpoint', async () => {
    const tester = { ...employer, isTest: true };
    const { endpoint: own } = await module.get(WebhookEndpoints).create(tester, employer.organizationId!, { url: receiver.url, eventTypes: ['vacancy.state-changed'] });
    await announce([eventOf(`${randomUUID()}/1`)], tester);
    const [delivery] = (await module.get(WebhookDeliveries).list(tester, own.id, { limit: 10 })).items;
    await deliver(delivery!.id, 1);
    expect((await module.get(WebhookDeliveries).get(tester, own.id, delivery!.id))).toMatchObject({ delivery: { state: 'delivered' }, attempts: [{ number: 1, status: 204 }] });
    expect(await log()).toEqual([]);
  });

  it('wait as long as the receiver asks', async () => {
    receiver.answerWith(429, { 'retry-after': '7200' });
    const id = await announced();
    await deliver(id, 1);
    expect((await detail(id)).delivery.nextAttemptAt).toEqual(new Date(START.getTime() + 2 * HOUR_MS));
  });

  it('end at an endpoint that answers 410: it is disabled, what waits there has failed, and the trail says so', async () => {
    const [first, second] = [await announced(), await announced()];
    receiver.answerWith(410);
    await deliver(first, 1);
    expect(await endpoint()).toMatchObject({ state: 'disabled', disabledReason: 'gone', disabledAt: START });
    expect((await log()).map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect((await detail(second)).delivery).toMatchObject({ attempts: 0, lastFault: 'endpoint-disabled' });
    await deliver(second, 1);
    expect(receiver.messages).toHaveLength(1);
    await announce([eventOf('later/1')]);
    expect(await log()).toHaveLength(2);
    const { rows } = await fresh.owner.query(`select actor_kind, details ->> 'reason' as reason from audit_events where action = 'webhook.disable' and subject_id = $1`, [made.endpoint.id]);
    expect(rows).toEqual([{ actor_kind: 'system', reason: 'gone' }]);
  });

  it('end after five days of nothing but failures, and not when anything arrived meanwhile', async () => {
    receiver.answerWith(500);
    await deliver(await announced(), 1);
    clock.moveTo(new Date(START.getTime() + 4 * 24 * HOUR_MS));
    receiver.answerWith(204);
    await deliver(await announced(), 1);
    receiver.answerWith(500);
    const since = new Date(START.getTime() + 4.5 * 24 * HOUR_MS);
    clock.moveTo(since);
    await deliver(await announced(), 1);
    clock.moveTo(new Date(START.getTime() + 9.4 * 24 * HOUR_MS));
    await deliver(await announced(), 1);
    expect(await endpoint()).toMatchObject({ state: 'active', failingSince: since });
    clock.moveTo(new Date(START.getTime() + 9.5 * 24 * HOUR_MS));
    await deliver(await announced(), 1);
    expect(await endpoint()).toMatchObject({ state: 'disabled', disabledReason: 'failing' });
    expect((await log()).every(({ state }) => state !== 'waiting')).toBe(true);
  });

  it('begin again when the endpoint is enabled', async () => {
    receiver.answerWith(410);
    await deliver(await announced(), 1);
    receiver.answerWith(204);
    expect(await module.get(WebhookEndpoints).enable(employer, made.endpoint.id)).toMatchObject({ state: 'active', disabledReason: null, failingSince: null });
    await deliver(await announced(), 1);
    expect((await log())[0]).toMatchObject({ state: 'delivered' });
  });

  it('are sent again on request, under the same webhook-id, from the beginning of the schedule', async () => {
    const id = await announced();
    await deliver(id, 1);
    receiver.answerWith(500);
    clock.moveTo(new Date(START.getTime() + HOUR_MS));
    expect(await module.get(WebhookDeliveries).redeliver(employer, made.endpoint.id, id)).toMatchObject({ state: 'waiting', nextAttemptAt: clock.now() });
    await module.get(WebhookDeliveries).redeliver(employer, made.endpoint.id, id); // asked twice, done once
    expect(await jobs(id)).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    await deliver(id, 2);
    const { delivery } = await detail(id);
    expect(delivery.nextAttemptAt!.getTime() - clock.now().getTime()).toBeLessThan(6_000);
    expect(new Set(receiver.messages.map((message) => message.id)).size).toBe(1);
  });

  it('that wait are sent ahead of their time on request; the job that comes later finds nothing to do', async () => {
    receiver.answerWith(500);
    const id = await announced();
    await deliver(id, 1);
    receiver.answerWith(204);
    await module.get(WebhookDeliveries).redeliver(employer, made.endpoint.id, id);
    await deliver(id, 2);
    await deliver(id, 2);
    expect((await detail(id)).delivery).toMatchObject({ state: 'delivered', attempts: 2 });
    expect(receiver.messages).toHaveLength(2);
  });

  it('carry two signatures for a day after a rotation, and one after it', async () => {
    clock.moveTo(new Date());
    const { secret } = await module.get(WebhookEndpoints).rotateSecret(employer, made.endpoint.id);
    await deliver(await announced(), 1);
    for (const each of [made.secret, secret]) expect(() => receiver.verify(receiver.messages[0]!, each)).not.toThrow();
    const again = await module.get(WebhookEndpoints).rotateSecret(employer, made.endpoint.id);
    await deliver(await announced(), 1);
    for (const each of [secret, again.secret]) expect(() => receiver.verify(receiver.messages[1]!, each)).not.toThrow();
    expect(() => receiver.verify(receiver.messages[1]!, made.secret)).toThrow();
    clock.moveTo(new Date(clock.now().getTime() + 24 * HOUR_MS));
    await deliver(await announced(), 1);
    expect(receiver.messages[2]!.signature.split(' ')).toHaveLength(1);
    await module.get(WebhookUpkeep).cleanUp(SYSTEM, new AbortController().signal);
    expect((await endpoint()).previousSecretUntil).toBeNull();
  });

  it('of a ping are tried once; a failed one does not count against the endpoint', async () => {
    receiver.answerWith(500);
    const { id } = await module.get(WebhookDeliveries).ping(employer, made.endpoint.id);
    expect((await module.get(WebhookDeliveries).ping(employer, made.endpoint.id)).id).toBe(id);
    await deliver(id, 1);
    expect(await detail(id)).toMatchObject({ delivery: { state: 'failed', eventType: 'ping', lastStatus: 500 }, attempts: [{ number: 1 }] });
    expect((await endpoint()).failingSince).toBeNull();
    expect(JSON.parse(receiver.messages[0]!.body)).toEqual({ type: 'ping', timestamp: START.toISOString(), data: { endpointId: made.endpoint.id } });
  });

  it('are shown as failed when the job itself fails for good', async () => {
    const id = await announced();
    await module.get(WebhookDeliverer).giveUp(SYSTEM, id);
    expect((await detail(id)).delivery).toMatchObject({ state: 'failed', lastFault: 'gave-up' });
  });

  it('are forgotten after 90 days with their attempts, but not while they wait', async () => {
    receiver.answerWith(503);
    const [waiting, finished] = [await announced(), await announced()];
    await deliver(waiting, 1);
    receiver.answerWith(204);
    await deliver(finished, 1);
    await fresh.owner.query(`update webhook_deliveries set created_at = $2 where id = any ($1::uuid[])`, [[waiting, finished], START]);
    clock.moveTo(new Date(START.getTime() + 90 * 24 * HOUR_MS));
    await module.get(WebhookUpkeep).cleanUp(SYSTEM, new AbortController().signal);
    expect((await log()).map((row) => row.id)).toContain(finished);
    clock.moveTo(new Date(START.getTime() + 90 * 24 * HOUR_MS + 1));
    expect(await module.get(WebhookUpkeep).cleanUp(SYSTEM, new AbortController().signal)).toBeGreaterThanOrEqual(1);
    expect((await log()).map((row) => row.id)).toEqual([waiting]);
    expect(await module.get(WebhookUpkeep).cleanUp(SYSTEM, new AbortController().signal)).toBe(0);
    expect((await fresh.owner.query('select 1 from webhook_attempts where delivery_id = $1', [finished])).rowCount).toBe(0);
  });

  it('of another county are left alone by the night', async () => {
    const id = await announced();
    await deliver(id, 1);
    clock.moveTo(new Date(START.getTime() + 200 * 24 * HOUR_MS));
    await module.get(WebhookUpkeep).cleanUp(systemPrincipal('test', '420625'), new AbortController().signal);
    expect((await log()).map((row) => row.id)).toEqual([id]);
  });

  it('are counted for the operator without any context', async () => {
    const before = await webhookBacklog(module.get(DataSource));
    await announced();
    expect(await webhookBacklog(module.get(DataSource))).toEqual({ ...before, waiting: before.waiting + 1 });
  });

  it('move and are edited as the database allows only', async () => {
    const id = await announced();
    await deliver(id, 1);
    await expect(fresh.owner.query(`update webhook_deliveries set state = 'failed' where id = $1`, [id])).rejects.toThrow('does not go from delivered to failed');
    await expect(fresh.owner.query(`update webhook_attempts set status = 500 where delivery_id = $1`, [id])).rejects.toThrow('append-only');
    await expect(fresh.owner.query(`update webhook_deliveries set state = 'waiting' where id = $1`, [id])).rejects.toThrow('only_a_waiting_delivery_has_a_next_attempt');
  });
});
