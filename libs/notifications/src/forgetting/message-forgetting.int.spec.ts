import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemPrincipal } from '@app/platform';
import { startMessages, type Messages } from '../../../../test/support/messages.js';
import { SmsCallbacks } from '../receipts/sms-callbacks.service.js';
import { ReplyDesk } from '../replies/reply-desk.service.js';
import { ReplyInbox } from '../replies/reply-inbox.js';
import { KEEP_TEXTS_DAYS, MessageForgetting } from './message-forgetting.service.js';

const DAY_MS = 86_400_000;

describe('texts and replies', () => {
  let messages: Messages;
  beforeAll(async () => {
    messages = await startMessages();
  });
  afterAll(() => messages.close());

  const one = async <T>(sql: string, params: unknown[] = []): Promise<T> => (await messages.fresh.owner.query(sql, params)).rows[0] as T;
  const inDays = (days: number): void => messages.clock.moveTo(new Date(messages.clock.now().getTime() + days * DAY_MS));
  const forget = (): Promise<number> => messages.get(MessageForgetting).forget(messages.county);

  it('are forgotten after 180 days, once; which message it was, its state, times and parts stay', async () => {
    const trainee = await messages.trainee();
    const { notificationIds: [sent] } = await messages.wave(await messages.vacancy(), [trainee]);
    await messages.submitter.submit(messages.county, [sent!]);
    await messages.get(SmsCallbacks).takeReplies({ provider: 'kannel', secret: '', address: '127.0.0.1' }, 'kannel', ['1', '我想问一下'].map((content) => ({ telephone: trainee.phone, content, sentAt: null, reference: randomUUID() })));
    const { rows } = await messages.fresh.owner.query<{ id: string }>(`select payload ->> 'replyId' as id from outbox where name = 'sms-reply.read' order by outbox.id`);
    for (const { id } of rows) await messages.get(ReplyInbox).read(messages.county, id);
    const [waiting] = await messages.send([{ traineeId: trainee.id, purpose: 'code', validUntil: new Date(messages.clock.now().getTime() + 400 * DAY_MS) }]);
    const kept = 'dedupe_key, out_id, state, parts, claimed_at, accepted_at, attempts';
    const before = await one(`select ${kept} from notifications where id = $1`, [sent]);

    inDays(KEEP_TEXTS_DAYS - 1);
    expect(await forget()).toBe(0);
    inDays(2);
    expect(await messages.get(MessageForgetting).forget(systemPrincipal('test', '420625'))).toBe(0);
    expect(await forget()).toBe(2);
    expect(await forget()).toBe(0);

    expect(await one(`select ${kept} from notifications where id = $1`, [sent])).toEqual(before);
    expect(await one('select text, variables from notifications where id = $1', [sent])).toEqual({ text: '', variables: '' });
    expect((await messages.notifications.get(messages.officer, sent!)).notification).toMatchObject({ openText: null, state: 'accepted' });
    expect((await messages.notifications.get(messages.officer, waiting!)).notification.openText).toContain('电焊工'); // what has not gone is not forgotten
    const [settled] = (await messages.get(ReplyDesk).list(messages.officer, { state: 'settled', limit: 5 })).items;
    expect(settled).toMatchObject({ openContent: null, reading: 'yes' });
    const [open] = (await messages.get(ReplyDesk).list(messages.officer, { state: 'inbox', limit: 5 })).items;
    expect(open).toMatchObject({ openContent: '我想问一下' }); // nobody has looked at it yet
    expect(await one('select answer from sms_answers where notification_id = $1', [sent])).toEqual({ answer: 'yes' });
    expect(await one(`select details from audit_events where action = 'messages.forget'`)).toEqual({ details: { count: 2, days: KEEP_TEXTS_DAYS } });
  });

  it('cannot be forgotten by hand, nor before they are over', async () => {
    const trainee = await messages.trainee();
    const [id] = await messages.send([{ traineeId: trainee.id, purpose: 'code' }]);
    const asOfficer = messages.database.inScope(messages.officer, (tx) => tx.query<{ n: number }[]>(`select forget_messages(now() + interval '1 year', now(), 100) as n`));
    expect(await asOfficer).toEqual([{ n: 0 }]);
    await expect(messages.database.inScope(messages.county, (tx) => tx.query(`update notifications set text = '' where id = $1`, [id]))).rejects.toMatchObject({ driverError: { code: '42501' } });
    await expect(messages.fresh.owner.query(`update notifications set text = '', variables = '', forgotten_at = now() where id = $1`, [id])).rejects.toMatchObject({ constraint: 'only_what_is_over_is_forgotten' });
    expect((await messages.notifications.get(messages.officer, id!)).notification.openText).not.toBeNull();
  });
});
