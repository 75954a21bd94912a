import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NO_ANSWER, MORNING, startMessages, type Messages } from '../../../../test/support/messages.js';
import { NotificationsRepository } from '../pipeline/notifications.repository.js';
import type { ReceiptStatus } from '../providers/sms-provider.js';
import { ReceiptIntake } from './receipt-intake.js';

describe('receipts', () => {
  let messages: Messages;
  let provider: Messages['providers'][0];
  beforeAll(async () => {
    messages = await startMessages();
    [provider] = messages.providers;
  });
  afterAll(() => messages.close());
  beforeEach(() => {
    provider.clear();
    messages.clock.moveTo(MORNING);
  });

  async function queued(): Promise<{ id: string; outId: string }> {
    const [id] = await messages.send([{ traineeId: (await messages.trainee({ consents: ['message.course'] })).id }]);
    return { id: id!, outId: await messages.outId(id!) };
  }
  const submit = (id: string): Promise<void> => messages.submitter.submit(messages.county, [id]);
  const take = (reference: string, status: ReceiptStatus, { hard = false, from = 'kannel' } = {}): Promise<number> =>
    messages.database.unscoped((tx) => messages.get(NotificationsRepository).takeReceipts(tx, 'callback', [{ provider: from, reference, status, code: 'C', hard, reportedAt: null }], messages.clock.now()));
  const receipt = (reference: string) => ({ provider: 'kannel', reference, status: 'delivered', code: null, hard: false, reportedAt: null }) as const;
  const stored = async (reference: string) => (await messages.fresh.owner.query('select status, times, notification_id is not null as known from sms_receipts where reference = $1 order by id', [reference])).rows;

  const ORDERS: readonly (readonly ReceiptStatus[])[] = [['accepted', 'delivered'], ['delivered', 'accepted'], ['failed', 'delivered'], ['delivered', 'failed'], ['accepted', 'failed', 'delivered'], ['delivered', 'failed', 'accepted', 'delivered']];
  it.each(ORDERS)('come in any order to the same end: %s %s %s %s', async (...order) => {
    const { id, outId } = await queued();
    await submit(id);
    for (const status of order) await take(outId, status);
    expect(await messages.fate(id)).toMatchObject({ state: 'delivered' });
  });

  it('are kept once however often they come, in small letters or capitals', async () => {
    const { id, outId } = await queued();
    await submit(id);
    for (const reference of [outId, outId.toUpperCase(), outId]) expect(await take(reference, 'failed')).toBe(1);
    expect(await stored(outId)).toEqual([{ status: 'failed', times: 3, known: true }]);
    expect(await messages.fate(id)).toMatchObject({ state: 'failed' });
  });

  it('that come before the provider’s own answer count, and the answer changes nothing more', async () => {
    const { id, outId } = await queued();
    provider.script.push(async () => {
      await take(outId, 'delivered');
      return { verdict: 'accepted', providerId: 'p' };
    });
    await submit(id);
    expect(await messages.fate(id)).toMatchObject({ state: 'delivered' });
  });

  it('settle a message that nobody answered for', async () => {
    const { id, outId } = await queued();
    provider.script.push(NO_ANSWER);
    await submit(id);
    await take(outId, 'delivered');
    expect(await messages.fate(id)).toMatchObject({ state: 'delivered' });
  });

  it('that know the provider’s number only find their message when that number is known, also when they were first', async () => {
    const { id } = await queued();
    provider.script.push(async () => {
      expect(await take('serial-7', 'delivered')).toBe(0);
      return { verdict: 'accepted', providerId: 'serial-7' };
    });
    await submit(id);
    expect(await messages.fate(id)).toMatchObject({ state: 'delivered' });
    expect(await stored('serial-7')).toEqual([{ status: 'delivered', times: 1, known: true }]);
  });

  it('of a number that nobody has sent under are written down and move nothing', async () => {
    const { id, outId } = await queued();
    expect(await take('f'.repeat(32), 'delivered')).toBe(0);
    await take(outId, 'delivered'); // before it was handed over: forged
    expect(await take(outId, 'delivered', { from: 'aliyun' })).toBe(0); // of another provider
    expect((await messages.fate(id)).state).toBe('queued');
    messages.clock.moveTo('2026-11-28T02:10:00Z');
    await submit(id);
    expect((await messages.fate(id)).state).toBe('accepted'); // the forged one does not count afterwards either
    expect(await stored('f'.repeat(32))).toEqual([{ status: 'delivered', times: 1, known: false }]);
  });

  it('that arrive together are written together, and each caller hears of its own', async () => {
    const all = await messages.send(await Promise.all(Array.from({ length: 30 }, async () => ({ traineeId: (await messages.trainee({ consents: ['message.course'] })).id }))));
    await messages.submitter.submit(messages.county, all);
    const references = await Promise.all(all.map((id) => messages.outId(id)));
    const take = (each: readonly string[]) => Promise.allSettled(each.map((reference) => messages.get(ReceiptIntake).take([receipt(reference)])));
    const written = async () => (await messages.fresh.owner.query('select count(distinct xmin::text)::int as transactions, count(*)::int as receipts, sum(times)::int as times from sms_receipts where notification_id = any ($1)', [all])).rows[0];
    expect((await take(references)).map(({ status }) => status)).toEqual(references.map(() => 'fulfilled'));
    const { transactions, ...first } = await written();
    expect(first).toEqual({ receipts: 30, times: 30 });
    expect(transactions).toBeLessThan(10);
    expect((await take([...references, 'not\u0000text'])).map(({ status }) => status)).toEqual([...references.map(() => 'fulfilled'), 'rejected']);
    expect(await written()).toMatchObject({ receipts: 30, times: 60 });
    expect(new Set(await Promise.all(all.map(async (id) => (await messages.fate(id)).state)))).toEqual(new Set(['delivered']));
  });

  it('of the same messages in one order and the other at once, while they are handed over, stand in nobody’s way', async () => {
    const all = await messages.send(await Promise.all(Array.from({ length: 10 }, async () => ({ traineeId: (await messages.trainee({ consents: ['message.course'] })).id }))));
    const receipts = (await Promise.all(all.map((id) => messages.outId(id)))).map(receipt);
    const [write, at] = [messages.get(NotificationsRepository), messages.clock.now()];
    const taken = [receipts, [...receipts].reverse(), receipts, [...receipts].reverse()].map((each) => () => messages.database.unscoped((tx) => write.takeReceipts(tx, 'callback', each, at)));
    await Promise.all([messages.submitter.submit(messages.county, all), ...taken.map((take) => take())]);
    expect(await taken[0]!()).toBe(10);
    expect(new Set(await Promise.all(all.map(async (id) => (await messages.fate(id)).state)))).toEqual(new Set(['delivered']));
  });

  it('cannot bring back what was cancelled or rejected', async () => {
    const { id, outId } = await queued();
    provider.script.push({ verdict: 'refused', code: 'BAD', passing: false, away: false });
    await submit(id);
    await take(outId, 'delivered');
    expect(await messages.fate(id)).toMatchObject({ state: 'rejected' });
  });

  it('of a number that does not exist block it until an officer has verified whose it is', async () => {
    const trainee = await messages.trainee({ consents: ['message.course'] });
    const [id] = await messages.send([{ traineeId: trainee.id }]);
    await submit(id!);
    await take(await messages.outId(id!), 'failed', { hard: true });
    const { items } = await messages.limits.listBlocks(messages.officer, { limit: 10 });
    expect(items).toMatchObject([{ reason: 'hard-failure', notificationId: id, phoneMasked: `${trainee.phone.slice(0, 3)}****${trainee.phone.slice(-4)}` }]);
    const [next] = await messages.send([{ traineeId: trainee.id }]);
    await submit(next!);
    expect(await messages.fate(next!)).toMatchObject({ state: 'cancelled', reason: 'number-blocked' });
    await messages.limits.lift(messages.officer, items[0]!.id);
    await expect(messages.limits.lift(messages.officer, items[0]!.id)).rejects.toMatchObject({ code: 'NUMBER_BLOCK.UNKNOWN' });
    const [again] = await messages.send([{ traineeId: trainee.id }]);
    await submit(again!);
    expect(await messages.fate(again!)).toMatchObject({ state: 'accepted' });
  });
});
