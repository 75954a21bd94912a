import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Notifications } from '@app/notifications';
import { Database } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import { startApi, type TestApi } from '../support/api.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { HAS_KANNEL, startKannel, type Kannel } from '../support/kannel.js';
import { madeUpPeople } from '../support/people.js';
import { freePort } from '../support/service.js';
import { startWorker } from '../support/worker.js';

const COUNTY = '420626';
const SECRET = 'only-for-tests-0123456789abcdefgh';

if (!HAS_KANNEL) process.stdout.write('skipped: messages through a real Kannel, since bearerbox, smsbox and fakesmsc are not on this machine (Debian: kannel, kannel-extras)\n');

(HAS_KANNEL ? describe : describe.skip)('messages through a real bearerbox, smsbox and fakesmsc', () => {
  let database: TestDatabase;
  let api: TestApi;
  let kannel: Kannel;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  const people = madeUpPeople(21, { birthplace: COUNTY });
  beforeAll(async () => {
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    kannel = await startKannel({ repliesUrl: `${base}/v1/sms-callbacks/kannel/${SECRET}/replies` });
    const variables = { SMS_PROVIDERS: 'kannel', SMS_KANNEL_URL: kannel.sendUrl, SMS_KANNEL_USERNAME: kannel.username, SMS_KANNEL_PASSWORD: kannel.password, SMS_CALLBACK_BASE: base, SMS_CALLBACK_SECRET: SECRET };
    database = await freshDatabase();
    api = await startApi(database, variables, port);
    worker = await startWorker(database, variables);
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
    await kannel.stop();
    await database.drop();
  });

  /** A code goes at any hour, and so does the test. */
  async function send(text: string, parts: number): Promise<{ id: string; phone: string }> {
    const { idNumber, name, phone } = people.next();
    const system = api.systemPrincipal(COUNTY);
    const { id: traineeId } = await api.get(TraineeRegistry).register(system, { idNumber, name, phone, township: '420626104' });
    const { planned } = await api.get(Database).inScope(system, (tx) => api.get(Notifications).send(tx, [{ traineeId, purpose: 'code', dedupeKey: randomUUID(), template: 'code.v1', text, variables: {}, parts, validUntil: new Date(Date.now() + 3_600_000) }]));
    return { id: planned[0]!.id, phone };
  }
  async function until(sql: string, values: unknown[]): Promise<Record<string, string>> {
    for (const end = performance.now() + 20_000; performance.now() < end; await new Promise((done) => setTimeout(done, 30))) {
      const { rows } = await database.owner.query(sql, values);
      if (rows.length > 0) return rows[0];
    }
    throw new Error('it did not come true in time');
  }
  const delivered = (id: string) => until(`select provider from notifications where id = $1 and state = 'delivered'`, [id]);

  it('arrive in Chinese, whole, and their receipts come back', async () => {
    const text = '【保康人社】张同学·歇马，电焊工5000元，回1愿意2不去T退订😀';
    const { id, phone } = await send(text, 1);
    expect(await delivered(id)).toEqual({ provider: 'kannel' });
    expect((await kannel.received()).filter(({ telephone }) => telephone === phone)).toEqual([{ telephone: phone, text, part: 1, parts: 1 }]);
    expect(await until(`select string_agg(status, ' ' order by status) as statuses from sms_receipts where notification_id = $1 having count(*) = 2`, [id])).toEqual({ statuses: 'accepted delivered' });
  });

  it('of more than 70 characters arrive in two parts of one message', async () => {
    const text = '长'.repeat(80);
    const { id, phone } = await send(text, 2);
    await delivered(id);
    const parts = (await kannel.received()).filter(({ telephone }) => telephone === phone);
    expect(parts.map(({ part, parts: of, text: piece }) => [part, of, piece.length])).toEqual([[1, 2, 67], [2, 2, 13]]);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  it('are answered: what a telephone writes is kept and waits for an officer', async () => {
    const { id, phone } = await send('【保康人社】测试', 1);
    await delivered(id);
    await kannel.reply(phone, '不要了');
    expect(await until(`select owner_region as region from sms_replies where state = 'inbox'`, [])).toEqual({ region: '420626104000' });
  });

  it('leave neither telephones nor texts in Kannel’s logs', async () => {
    const logs = await kannel.logs();
    for (const { telephone, text } of await kannel.received()) for (const secret of [telephone, text]) expect(logs).not.toContain(secret);
  });
});
