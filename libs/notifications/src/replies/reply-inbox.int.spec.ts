import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReplyDesk, ReplyInbox, SmsCallbacks } from '@app/notifications';
import { RefusalsService } from '@app/trainees';
import { MORNING, startMessages, type Messages, type TestTrainee } from '../../../../test/support/messages.js';
import { ReplyDecisionRefused, ReplyNotWaiting, ReplyUnknown } from '../notifications.errors.js';

const HOUR = 3_600_000;

describe('a reply', () => {
  let messages: Messages;
  beforeAll(async () => {
    messages = await startMessages();
  });
  afterAll(() => messages.close());
  beforeEach(async () => {
    messages.clock.moveTo(MORNING);
    messages.providers[0].clear();
    await messages.fresh.owner.query('delete from outbox');
  });

  const later = (hours: number): void => messages.clock.moveTo(new Date(messages.clock.now().getTime() + hours * HOUR).toISOString());
  const one = async <T>(sql: string, values: unknown[] = []): Promise<T> => (await messages.fresh.owner.query(sql, values)).rows[0] as T;
  const count = async (sql: string, values: unknown[] = []): Promise<number> => (await one<{ n: number }>(`select count(*)::int as n from ${sql}`, values)).n;
  const jobs = async (name: string): Promise<number> => count('outbox where name = $1', [name]);

  /** A match notice that has left. */
  async function told(trainee?: TestTrainee): Promise<{ readonly trainee: TestTrainee; readonly vacancyId: string; readonly id: string }> {
    const somebody = trainee ?? (await messages.trainee());
    const vacancyId = await messages.vacancy();
    const { notificationIds: [id] } = await messages.wave(vacancyId, [somebody]);
    await messages.submitter.submit(messages.county, [id!]);
    expect(await messages.fate(id!)).toMatchObject({ state: 'accepted' });
    return { trainee: somebody, vacancyId, id: id! };
  }

  /** What a telephone writes, read as the job reads it; the reply's id. */
  async function write(phone: string, content: string, reference: string = randomUUID()): Promise<string> {
    await messages.get(SmsCallbacks).takeReplies({ provider: 'kannel', secret: '', address: '127.0.0.1' }, 'kannel', [{ telephone: phone, content, sentAt: null, reference }]);
    const { id } = await one<{ id: string }>('select id from sms_replies order by received_at desc, id desc limit 1');
    const { replyId } = await one<{ replyId: string }>(`select payload ->> 'replyId' as "replyId" from outbox where name = 'sms-reply.read' order by id desc limit 1`);
    await messages.get(ReplyInbox).read(messages.county, replyId);
    return replyId ?? id;
  }
  const replyOf = (id: string): Promise<{ state: string; reading: string | null }> => one('select state, reading from sms_replies where id = $1', [id]);
  const answersTo = async (id: string): Promise<unknown[]> => (await messages.fresh.owner.query('select answer, channel from sms_answers where notification_id = $1', [id])).rows;

  it('of one digit says yes to the newest question, once', async () => {
    const { trainee, id } = await told();
    const reply = await write(trainee.phone, '１。');
    expect(await replyOf(reply)).toEqual({ state: 'settled', reading: 'yes' });
    expect(await answersTo(id)).toEqual([{ answer: 'yes', channel: 'sms' }]);
    expect(await jobs('sms-answer.given')).toBe(1);
    await messages.get(ReplyInbox).read(messages.county, reply);
    expect(await jobs('sms-answer.given')).toBe(1);
  });

  it('of no is a refusal of the post, and asks once why; the letter becomes its reason', async () => {
    const { trainee, vacancyId } = await told();
    await write(trainee.phone, '2 不去');
    const refusals = messages.get(RefusalsService);
    expect(await refusals.list(messages.county, trainee.id)).toMatchObject([{ vacancyId, reason: null }]);
    const why = await one<{ id: string; purpose: string }>(`select id, purpose from notifications where registration_id = $1 and template = 'why-not.v1'`, [trainee.id]);
    expect(why.purpose).toBe('why-not');
    await messages.submitter.submit(messages.county, [why.id]);
    expect(await messages.fate(why.id)).toMatchObject({ state: 'accepted' });
    later(1);
    expect(await replyOf(await write(trainee.phone, 'a 太远'))).toEqual({ state: 'settled', reading: 'far' });
    expect(await refusals.list(messages.county, trainee.id)).toMatchObject([{ vacancyId, reason: 'far' }]);
    expect(await count(`notifications where registration_id = $1 and template = 'why-not.v1'`, [trainee.id])).toBe(1);
  });

  it('after 72 hours, or after the answer, waits for an officer', async () => {
    const { trainee, id } = await told();
    later(72.1);
    expect(await replyOf(await write(trainee.phone, '1'))).toEqual({ state: 'inbox', reading: 'no-question' });
    expect(await answersTo(id)).toEqual([]);
    const second = await told();
    await write(second.trainee.phone, '1');
    expect(await replyOf(await write(second.trainee.phone, '2'))).toEqual({ state: 'inbox', reading: 'no-question' });
    expect(await answersTo(second.id)).toEqual([{ answer: 'yes', channel: 'sms' }]);
  });

  it('of a shared telephone answers the newest question, whoever it was for', async () => {
    const first = await messages.trainee();
    const older = await told(first);
    later(25); // one match notice a telephone and day
    const newer = await told(await messages.trainee({ phone: first.phone }));
    await write(first.phone, '1');
    expect(await answersTo(older.id)).toEqual([]);
    expect(await answersTo(newer.id)).toEqual([{ answer: 'yes', channel: 'sms' }]);
  });

  it('of T stops that purpose for that telephone for good, and is confirmed once', async () => {
    const { trainee } = await told();
    expect(await replyOf(await write(trainee.phone, '回复TD'))).toEqual({ state: 'settled', reading: 'opt-out' });
    await write(trainee.phone, '退订');
    const { rows } = await messages.fresh.owner.query(`select purpose from message_opt_outs where registration_id = $1 order by purpose`, [trainee.id]);
    expect(rows).toEqual([{ purpose: 'message.match' }, { purpose: 'why-not' }]);
    expect(await count(`notifications where registration_id = $1 and template = 'opt-out-confirmed.v1'`, [trainee.id])).toBe(1);
    later(25);
    const { notificationIds: [again] } = await messages.wave(await messages.vacancy(), [trainee]);
    await messages.submitter.submit(messages.county, [again!]);
    expect(await messages.fate(again!)).toMatchObject({ state: 'cancelled', reason: 'opted-out' });
  });

  it('of somebody else stops the number until an officer has looked, and answers nothing', async () => {
    const { trainee, id } = await told();
    expect(await replyOf(await write(trainee.phone, '不是本人'))).toEqual({ state: 'inbox', reading: 'wrong-person' });
    expect(await answersTo(id)).toEqual([]);
    later(25);
    const { notificationIds: [again] } = await messages.wave(await messages.vacancy(), [trainee]);
    await messages.submitter.submit(messages.county, [again!]);
    expect(await messages.fate(again!)).toMatchObject({ state: 'cancelled', reason: 'number-blocked' });
  });

  it.each([['1'.repeat(2_000), 'too-long'], ['😀', 'not-an-answer'], ['1 2', 'several-answers'], ['工资多少', 'not-an-answer']])('of %.12j… moves nothing and waits for an officer', async (content, reading) => {
    const { trainee, id } = await told();
    expect(await replyOf(await write(trainee.phone, content))).toEqual({ state: 'inbox', reading });
    expect(await answersTo(id)).toEqual([]);
    expect(await jobs('sms-answer.given')).toBe(0);
  });

  it('that comes three times is one reply', async () => {
    const { trainee } = await told();
    const reference = randomUUID();
    await write(trainee.phone, '1', reference);
    await messages.get(SmsCallbacks).takeReplies({ provider: 'kannel', secret: '', address: '127.0.0.1' }, 'kannel', [{ telephone: trainee.phone, content: '2', sentAt: null, reference }]);
    expect(await jobs('sms-reply.read')).toBe(1);
  });

  it('keeps telephone and content sealed', async () => {
    const { trainee } = await told();
    const id = await write(trainee.phone, '我在外面打工');
    const { line } = await one<{ line: string }>('select row_to_json(r)::text as line from sms_replies r where id = $1', [id]);
    for (const secret of [trainee.phone, '打工']) expect(line).not.toContain(secret);
  });

  describe('in the inbox', () => {
    async function waiting(): Promise<{ readonly reply: string; readonly id: string; readonly trainee: TestTrainee }> {
      const { trainee, id } = await told();
      return { trainee, id, reply: await write(trainee.phone, '要得') };
    }

    it('is read with everything that went to and fro, and decided by an officer', async () => {
      const desk = messages.get(ReplyDesk);
      const { reply, id } = await waiting();
      expect(await desk.get(messages.officer, reply)).toMatchObject({ reply: { openContent: '要得' }, messages: [{ id, isAnswered: false }] });
      expect(await desk.decide(messages.officer, reply, 'yes', id)).toMatchObject({ state: 'settled', reading: 'yes', settledBy: messages.officer.id });
      expect(await answersTo(id)).toEqual([{ answer: 'yes', channel: 'officer' }]);
      await expect(desk.decide(messages.officer, reply, 'no', id)).rejects.toThrow(ReplyNotWaiting);
    });

    it('is not decided about a message of another telephone, of none, or against the kind of question', async () => {
      const desk = messages.get(ReplyDesk);
      const [{ reply, id }, stranger] = [await waiting(), await told()];
      await expect(desk.decide(messages.officer, reply, 'yes', stranger.id)).rejects.toThrow(ReplyDecisionRefused);
      await expect(desk.decide(messages.officer, reply, 'yes', null)).rejects.toThrow(ReplyDecisionRefused);
      expect(await answersTo(stranger.id)).toEqual([]);
      expect(await replyOf(reply)).toEqual({ state: 'inbox', reading: 'not-an-answer' });
      await desk.decide(messages.officer, reply, 'far', id);
      expect(await answersTo(id)).toEqual([{ answer: 'far', channel: 'officer' }]);
    });

    it('is not seen from another county', async () => {
      const { reply, id } = await waiting();
      await expect(messages.get(ReplyDesk).decide({ ...messages.officer, region: '420625' }, reply, 'yes', id)).rejects.toThrow(ReplyUnknown);
    });
  });

  it('has an answer that the database keeps to the message it answers', async () => {
    const { id, trainee } = await told();
    const stranger = await messages.trainee();
    const insert = (traineeId: string): Promise<unknown> =>
      messages.database.inScope(messages.officer, (tx) => tx.query(`insert into sms_answers (owner_region, notification_id, registration_id, vacancy_id, template, answer, channel, recorded_by, at) select owner_region, id, $2, vacancy_id, template, 'yes', 'officer', 'x', now() from notifications where id = $1`, [id, traineeId]));
    await expect(insert(stranger.id)).rejects.toThrow(/answer to no message/);
    await insert(trainee.id);
    await expect(messages.database.inScope(messages.officer, (tx) => tx.query(`update sms_answers set answer = 'no'`))).rejects.toThrow(/permission denied/);
  });
});
