import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AWAY, BUSY, FOR_GOOD, MORNING, NO_ANSWER, startMessages, type Messages } from '../../../../test/support/messages.js';
import { NOTIFICATION_MOVES, PURPOSES } from './notification-life.js';

describe('the message pipeline', () => {
  let messages: Messages;
  let first: Messages['providers'][0];
  let second: Messages['providers'][1];
  beforeAll(async () => {
    messages = await startMessages();
    [first, second] = messages.providers;
  });
  afterAll(() => messages.close());
  beforeEach(async () => {
    first.clear();
    second.clear();
    messages.useProviders(1);
    messages.clock.moveTo(MORNING);
    await messages.fresh.owner.query('delete from outbox; delete from sms_gateways');
  });

  const course = { consents: ['message.course'] as const };
  const submit = (...ids: string[]): Promise<void> => messages.submitter.submit(messages.county, ids);
  const dueOf = async (): Promise<{ name: string; due: Date; ids: string[] }[]> =>
    (await messages.fresh.owner.query<{ name: string; due: Date; ids: string[] }>(`select name, due_at as due, payload -> 'notificationIds' as ids from outbox where name in ('sms.submit', 'sms.reconcile') order by id`)).rows;

  it('knows the same moves and the same rules of purposes as the database', async () => {
    const { rows } = await messages.fresh.owner.query<{ f: string; t: string }>('select from_state as f, to_state as t from notification_transitions order by 1, 2');
    expect(rows.map(({ f, t }) => `${f} ${t}`)).toEqual(Object.entries(NOTIFICATION_MOVES).flatMap(([from, to]) => to.map((state) => `${from} ${state}`)).sort());
    const purposes = await messages.fresh.owner.query('select purpose, needs_consent as "needsConsent", heeds_opt_out as "heedsOptOut", in_daytime as "inDaytime", per_day as "perDay", per_week as "perWeek" from notification_purposes');
    expect(Object.fromEntries(purposes.rows.map(({ purpose, ...rules }: Record<string, unknown>) => [purpose, rules]))).toEqual(PURPOSES);
  });

  it('hands a message over once, with our own number, and leaves no telephone and no text behind in the open', async () => {
    const trainee = await messages.trainee(course);
    const [id] = await messages.send([{ traineeId: trainee.id, text: '【保康人社】开班啦', variables: { place: '歇马' } }]);
    await submit(id!);
    await submit(id!);
    expect(first.taken).toEqual([{ outId: await messages.outId(id!), telephone: trainee.phone, text: '【保康人社】开班啦', template: 'test.v1', variables: { place: '歇马' } }]);
    expect(await messages.fate(id!)).toMatchObject({ state: 'accepted', attempts: 1, provider: 'kannel' });
    const { rows } = await messages.fresh.owner.query<{ line: string }>(`select row_to_json(n)::text as line from notifications n union all select row_to_json(a)::text from audit_events a union all select payload::text from outbox union all select row_to_json(t)::text from notification_attempts t`);
    for (const { line } of rows) for (const secret of [trainee.phone, '开班啦', '歇马"']) expect(line).not.toContain(secret);
    expect((await messages.fresh.owner.query(`select action, details from audit_events where action = 'notification.submit' and details -> 'notificationIds' ? $1`, [id])).rows).toHaveLength(1);
  });

  it('makes a message once, however often it is planned', async () => {
    const { id: traineeId } = await messages.trainee(course);
    expect(await messages.send([{ traineeId, dedupeKey: 'class-start/1/x' }])).toHaveLength(1);
    expect(await messages.send([{ traineeId, dedupeKey: 'class-start/1/x' }])).toEqual([]);
  });

  it('plans none for whom no mobile reaches', async () => {
    const { id: traineeId } = await messages.trainee({ ...course, phone: '07105812345' });
    expect(await messages.send([{ traineeId }])).toEqual([]);
  });

  it('claims before it calls: a message under way is no longer queued', async () => {
    const { id: traineeId } = await messages.trainee(course);
    const [id] = await messages.send([{ traineeId }]);
    let during = '';
    first.script.push(async () => {
      during = (await messages.fate(id!)).state;
      await submit(id!); // another worker with the same job
      return { verdict: 'accepted', providerId: null };
    });
    await submit(id!);
    expect(during).toBe('submitting');
    expect(first.taken).toHaveLength(1);
  });

  describe('an answer', () => {
    async function sent(): Promise<string> {
      const { id: traineeId } = await messages.trainee(course);
      const [id] = await messages.send([{ traineeId }]);
      await messages.fresh.owner.query('delete from outbox');
      await submit(id!);
      return id!;
    }

    it('that does not come leaves it unknown, and nothing sends it again', async () => {
      first.script.push(NO_ANSWER);
      const id = await sent();
      expect(await messages.fate(id)).toMatchObject({ state: 'unknown', code: 'ECONNRESET' });
      messages.clock.moveTo('2026-11-29T02:00:00Z');
      await submit(id);
      await messages.reconciler.reconcile(messages.county, [id], 1);
      expect(first.taken).toHaveLength(1);
      expect((await dueOf()).map(({ name }) => name)).toEqual(['sms.reconcile', 'sms.reconcile']);
    });

    it('of a provider that throws counts as none', async () => {
      first.script.push(async () => { throw new TypeError('?'); });
      expect(await messages.fate(await sent())).toMatchObject({ state: 'unknown', code: 'TypeError' });
    });

    it('that refuses for now is followed by another try, later', async () => {
      first.script.push(BUSY);
      const id = await sent();
      expect(await messages.fate(id)).toMatchObject({ state: 'queued', code: 'BUSY', attempts: 1, dueAt: new Date('2026-11-28T02:00:10Z') });
      expect(await dueOf()).toContainEqual({ name: 'sms.submit', due: new Date('2026-11-28T02:00:10Z'), ids: [id] });
      await submit(id); // too early
      expect(first.taken).toHaveLength(1);
      messages.clock.moveTo('2026-11-28T02:00:10Z');
      await submit(id);
      expect(await messages.fate(id)).toMatchObject({ state: 'accepted', attempts: 2 });
      expect(new Set(first.taken.map(({ outId }) => outId)).size).toBe(1);
    });

    it('that refuses for good ends it, and gives its parts back to the day’s budget', async () => {
      first.script.push(FOR_GOOD);
      const before = (await messages.limits.budget(messages.officer)).spent;
      expect(await messages.fate(await sent())).toMatchObject({ state: 'rejected', code: 'BAD' });
      expect((await messages.limits.budget(messages.officer)).spent).toBe(before);
    });

    it('that refuses brings in the next provider, at once; one that does not come never does', async () => {
      messages.useProviders(2);
      first.script.push(FOR_GOOD, NO_ANSWER);
      const refused = await sent();
      await submit(refused);
      expect(await messages.fate(refused)).toMatchObject({ state: 'accepted', provider: 'aliyun', attempts: 2 });
      const doubtful = await sent();
      await submit(doubtful);
      expect(await messages.fate(doubtful)).toMatchObject({ state: 'unknown', provider: 'kannel' });
      expect(second.taken).toHaveLength(1);
    });

    it('that brings the gate of one provider down sends what comes next by the other', async () => {
      messages.useProviders(2);
      await messages.fresh.owner.query(`insert into sms_gateways (provider, failures, opened, open_until) values ('kannel', 5, 1, $1::timestamptz + interval '10 seconds')`, [MORNING]);
      expect(await messages.fate(await sent())).toMatchObject({ state: 'accepted', provider: 'aliyun', attempts: 1 });
      expect(first.taken).toEqual([]);
    });

    it('that comes after its worker was given up is still written down', async () => {
      first.script.push(async () => {
        messages.clock.moveTo('2026-11-28T02:05:00Z');
        const [doubtful] = (await messages.fresh.owner.query<{ id: string }>(`select id from notifications where state = 'submitting'`)).rows;
        await messages.reconciler.reconcile(messages.county, [doubtful!.id], 1);
        return { verdict: 'accepted', providerId: 'p-1' };
      });
      expect(await messages.fate(await sent())).toMatchObject({ state: 'accepted' });
    });

    it('of a gateway that is not there closes its gate after five in a row; nothing is lost, and it opens again', async () => {
      for (let i = 0; i < 5; i++) first.script.push(AWAY);
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.push(await sent());
      const late = await sent();
      expect(await messages.fate(late)).toMatchObject({ state: 'queued', heldFor: 'gateway-closed', attempts: 0 });
      expect(first.taken).toHaveLength(5);
      expect((await messages.fresh.owner.query('select failures, opened from sms_gateways')).rows).toEqual([{ failures: 5, opened: 1 }]);
      messages.clock.moveTo('2026-11-28T02:00:11Z');
      await submit(...ids, late);
      for (const id of [...ids, late]) expect(await messages.fate(id)).toMatchObject({ state: 'accepted' });
      expect((await messages.fresh.owner.query('select failures from sms_gateways')).rows).toEqual([{ failures: 0 }]);
    });
  });

  describe('what nobody answered for', () => {
    async function left(answer = NO_ANSWER): Promise<string> {
      const { id: traineeId } = await messages.trainee(course);
      const [id] = await messages.send([{ traineeId }]);
      first.script.push(answer);
      await submit(id!);
      return id!;
    }
    const later = (): void => messages.clock.moveTo('2026-11-28T02:01:00Z');

    it('because its worker died becomes unknown half a minute later, not before', async () => {
      const id = await left();
      await messages.fresh.owner.query('alter table notifications disable trigger notification_moves');
      await messages.fresh.owner.query(`update notifications set state = 'submitting' where id = $1`, [id]);
      await messages.fresh.owner.query('alter table notifications enable trigger notification_moves');
      messages.clock.moveTo('2026-11-28T02:00:29Z');
      await messages.reconciler.reconcile(messages.county, [id], 1);
      expect((await messages.fate(id)).state).toBe('submitting');
      messages.clock.moveTo('2026-11-28T02:00:30Z');
      await messages.reconciler.reconcile(messages.county, [id], 1);
      expect((await messages.fate(id)).state).toBe('unknown');
    });

    it.each(['accepted', 'delivered', 'failed'] as const)('is asked of the provider: %s', async (status) => {
      const id = await left();
      later();
      first.knows.set(await messages.outId(id), { reference: 'provider’s own', status, code: 'X', hard: false, reportedAt: null });
      await messages.reconciler.reconcile(messages.county, [id], 1);
      expect(await messages.fate(id)).toMatchObject({ state: status });
      expect(first.taken).toHaveLength(1);
    });

    it('or whose job was lost is put into the queue again in the morning, and is still sent once', async () => {
      await messages.forget();
      const { id: traineeId } = await messages.trainee(course);
      const [lost] = await messages.send([{ traineeId }]);
      await messages.fresh.owner.query('delete from outbox');
      await messages.reconciler.sweep(messages.county);
      expect(await dueOf()).toEqual([]); // it may still be on its way
      messages.clock.moveTo('2026-11-28T02:10:01Z');
      expect(await messages.reconciler.sweep(messages.county)).toBe(1);
      expect(await messages.reconciler.sweep({ ...messages.county, region: '420625' })).toBe(0);
      expect(await dueOf()).toMatchObject([{ name: 'sms.submit', ids: [lost] }]);
      await submit(lost!);
      await submit(lost!);
      expect(first.taken).toHaveLength(1);
    });

    it('and of which the provider knows nothing is looked at again, later and later, then waits for an officer', async () => {
      const id = await left();
      await messages.fresh.owner.query('delete from outbox');
      const seen: number[] = [];
      for (let round = 1; round <= 6; round++) {
        await messages.reconciler.reconcile(messages.county, [id], round);
        seen.push((await dueOf()).length);
      }
      expect(seen).toEqual([1, 2, 3, 4, 5, 5]);
      expect((await messages.fate(id)).state).toBe('unknown');
    });

    it.each([[true, 'accepted'], [false, 'rejected']] as const)('is decided by an officer (sent: %s → %s), once, and on the record', async (wasSent, state) => {
      const id = await left();
      expect(await messages.notifications.decide(messages.officer, id, wasSent)).toMatchObject({ state, decidedBy: messages.officer.id });
      await expect(messages.notifications.decide(messages.officer, id, !wasSent)).rejects.toMatchObject({ code: 'NOTIFICATION.NOT_IN_DOUBT' });
      expect((await messages.fate(id)).state).toBe(state);
      expect((await messages.fresh.owner.query(`select details from audit_events where action = 'notification.decide' and subject_id = $1`, [id])).rows).toEqual([{ details: { wasSent } }]);
    });
  });
});
