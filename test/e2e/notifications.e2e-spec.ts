import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotificationWaves, Notifications } from '@app/notifications';
import { Database, type Principal } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';

const COUNTY = '420626';
const SECRET = 'only-for-tests-0123456789abcdefgh';
const KANNEL = { SMS_PROVIDERS: 'kannel', SMS_KANNEL_URL: 'http://127.0.0.1:9/', SMS_KANNEL_USERNAME: 'u', SMS_KANNEL_PASSWORD: 'made up', SMS_CALLBACK_SECRET: SECRET };
const CLOUDS = { SMS_PROVIDERS: 'aliyun,tencent', SMS_ALIYUN_ACCESS_KEY_ID: 'i', SMS_ALIYUN_ACCESS_KEY_SECRET: 's', SMS_ALIYUN_SIGN_NAME: '测试', SMS_ALIYUN_TEMPLATES: 'a=b', SMS_TENCENT_SECRET_ID: 'i', SMS_TENCENT_SECRET_KEY: 's', SMS_TENCENT_APP_ID: '1', SMS_TENCENT_SIGN_NAME: '测试', SMS_TENCENT_TEMPLATES: 'a=1', SMS_CALLBACK_SECRET: SECRET };

interface Sent {
  readonly id: string;
  readonly outId: string;
  readonly phone: string;
}

/** Registers somebody and has a code sent to them (at any hour), handed over as far as the claim: as a provider would have it. */
async function handedOver(api: TestApi, people: ReturnType<typeof madeUpPeople>, provider: string): Promise<Sent> {
  const person = people.next();
  const system = api.systemPrincipal(COUNTY);
  const trainee = await api.get(TraineeRegistry).register(system, { idNumber: person.idNumber, name: person.name, phone: person.phone, township: '420626104' });
  const { planned } = await api.get(Database).inScope(system, (tx) => api.get(Notifications).send(tx, [{ traineeId: trainee.id, purpose: 'code', dedupeKey: randomUUID(), template: 'code.v1', text: '【保康人社】验证码 1234', variables: {}, parts: 1, validUntil: new Date(Date.now() + 3_600_000) }]));
  const id = planned[0]!.id;
  await api.get(Database).inScope(system, (tx) => tx.query(`select * from claim_notifications(array[$1::uuid], now(), array[$2])`, [id, provider]));
  const { rows } = await api.database.owner.query<{ outId: string }>('select out_id as "outId" from notifications where id = $1', [id]);
  return { id, outId: rows[0]!.outId, phone: person.phone };
}

describe('messages, as officers see them', () => {
  let api: TestApi;
  let officer: ApiClient;
  let sent: Sent;
  const people = madeUpPeople(11, { birthplace: COUNTY });
  beforeAll(async () => {
    api = await startApi();
    officer = await api.asOfficer('county-officer', COUNTY);
    sent = await handedOver(api, people, 'log');
  });
  afterAll(() => api.close());

  it('are listed with their text, the telephone masked: what would have been sent', async () => {
    const answer = await officer.get('/v1/notifications?state=submitting&purpose=code');
    expect(answer).toMatchObject({ status: 200, body: { items: [{ id: sent.id, phoneMasked: `${sent.phone.slice(0, 3)}****${sent.phone.slice(-4)}`, text: '【保康人社】验证码 1234', state: 'submitting', provider: 'log', attempts: 1 }], nextCursor: null } });
    expect(answer.text).not.toContain(sent.phone);
    expect((await officer.get('/v1/notifications?state=delivered')).body.items).toEqual([]);
    expect((await officer.get(`/v1/notifications/${sent.id}`)).body).toMatchObject({ id: sent.id, log: [] });
  });

  it('are nobody’s of another county, nor of roles that may not', async () => {
    const neighbour = await api.asOfficer('county-officer', '420625');
    expect((await neighbour.get('/v1/notifications')).body.items).toEqual([]);
    expect(await neighbour.get(`/v1/notifications/${sent.id}`)).toMatchObject({ status: 404, body: { code: 'NOTIFICATION.UNKNOWN' } });
    for (const [role, region] of [['village-officer', '420626104201'], ['training-provider', COUNTY], ['system-administrator', COUNTY]] as const) expect((await (await api.asOfficer(role, region)).get('/v1/notifications')).status).toBe(403);
    expect((await api.anonymous.get('/v1/notifications')).status).toBe(401);
  });

  it('are decided by a county’s officer only where nobody knows', async () => {
    const decide = (client: ApiClient, id: string, body: object = { wasSent: true }) => client.post(`/v1/notifications/${id}/decision`, body);
    expect(await decide(officer, sent.id)).toMatchObject({ status: 409, body: { code: 'NOTIFICATION.NOT_IN_DOUBT' } });
    await api.database.owner.query(`update notifications set state = 'unknown' where id = $1`, [sent.id]);
    expect((await decide(await api.asOfficer('township-officer', '420626104'), sent.id)).status).toBe(403);
    expect((await decide(officer, sent.id, { wasSent: 'perhaps' })).status).toBe(400);
    expect((await decide(officer, randomUUID())).status).toBe(404);
    expect(await decide(officer, sent.id)).toMatchObject({ status: 200, body: { state: 'accepted', decidedBy: officer.principal!.id } });
  });

  it('keep to a budget that the county sets', async () => {
    expect((await officer.get('/v1/sms-budget')).body).toMatchObject({ county: COUNTY, partsPerDay: 2_000, spent: 1 });
    expect((await officer.put('/v1/sms-budget', { partsPerDay: 500 })).body).toMatchObject({ partsPerDay: 500, spent: 1 });
    expect((await officer.put('/v1/sms-budget', { partsPerDay: -1 })).status).toBe(400);
    expect((await (await api.asOfficer('township-officer', '420626104')).put('/v1/sms-budget', { partsPerDay: 9 })).status).toBe(403);
  });

  it('show blocked numbers, which an officer lifts', async () => {
    await api.database.owner.query(`insert into number_blocks (phone_index, owner_region, reason, notification_id, blocked_by, at) select phone_index, owner_region, 'not-the-person', id, 'test', now() from notifications where id = $1`, [sent.id]);
    const [block] = (await officer.get('/v1/number-blocks')).body.items;
    expect(block).toMatchObject({ reason: 'not-the-person', notificationId: sent.id, liftedAt: null });
    expect((await (await api.asOfficer('auditor', COUNTY)).post(`/v1/number-blocks/${block.id}/lift`)).status).toBe(403);
    expect((await officer.post(`/v1/number-blocks/${block.id}/lift`)).body).toMatchObject({ liftedBy: officer.principal!.id });
    expect(await officer.post(`/v1/number-blocks/${block.id}/lift`)).toMatchObject({ status: 404, body: { code: 'NUMBER_BLOCK.UNKNOWN' } });
  });

  it('come in waves that another officer releases and anyone of the county stops', async () => {
    const system: Principal = officer.principal!;
    const employer = await api.database.owner.query<{ id: string }>(`insert into employers (owner_region, name, normalised_name, credit_code, verified_at, verified_by) values ('420626000000', '测试厂', '测试厂', '91420626MA00000000', now(), gen_random_uuid()) returning id`);
    const vacancy = await api.database.owner.query<{ id: string }>(`insert into vacancies (owner_region, employer_id, source, title, cleaned_title, openings, status) values ('420626000000', $1, 'employer', '电焊工', '电焊工', 5, 'open') returning id`, [employer.rows[0]!.id]);
    const lines = Array.from({ length: 201 }, () => people.next());
    const { results } = await api.get(TraineeRegistry).registerMany(api.systemPrincipal(COUNTY), lines.map(({ idNumber, name, phone }, line) => ({ line, input: { idNumber, name, phone, township: '420626104' } })));
    const { wave } = await api.get(NotificationWaves).confirm(system, { vacancyId: vacancy.rows[0]!.id, validUntil: new Date(Date.now() + 86_400_000), messages: results.map(({ traineeId }) => ({ traineeId: traineeId!, template: 'match.v1', text: '【保康人社】有一份活', variables: {}, parts: 1 })) });
    expect((await officer.get('/v1/notification-waves')).body.items).toMatchObject([{ id: wave.id, number: 1, state: 'trial', size: 201, counts: [{ state: 'planned', messages: 181 }, { state: 'queued', messages: 20 }] }]);
    expect(await officer.post(`/v1/notification-waves/${wave.id}/release`)).toMatchObject({ status: 403, body: { code: 'NOTIFICATION_WAVE.SECOND_OFFICER_NEEDED' } });
    const second = await api.asOfficer('county-officer', COUNTY);
    expect((await second.post(`/v1/notification-waves/${wave.id}/release`)).body).toMatchObject({ state: 'sending', releasedBy: second.principal!.id });
    expect((await (await api.asOfficer('auditor', COUNTY)).post(`/v1/notification-waves/${wave.id}/stop`)).status).toBe(403);
    expect((await officer.post(`/v1/notification-waves/${wave.id}/stop`)).body).toMatchObject({ state: 'stopped', stopReason: 'officer', counts: [{ state: 'cancelled', messages: 201 }] });
    expect((await officer.get(`/v1/notification-waves/${wave.id}`)).body).toMatchObject({ state: 'stopped' });
    expect((await (await api.asOfficer('county-officer', '420625')).get(`/v1/notification-waves/${wave.id}`)).status).toBe(404);
  });
});

describe('callbacks', () => {
  const people = madeUpPeople(12, { birthplace: COUNTY });
  const refusals = async (api: TestApi): Promise<string[]> => (await api.database.owner.query<{ line: string }>(`select provider || ' ' || reason || ' ' || source as line from sms_callback_refusals order by id`)).rows.map(({ line }) => line);
  const stateOf = async (api: TestApi, id: string): Promise<string> => (await api.database.owner.query<{ state: string }>('select state from notifications where id = $1', [id])).rows[0]!.state;

  describe('of Kannel', () => {
    let api: TestApi;
    beforeAll(async () => {
      api = await startApi(undefined, { ...KANNEL, RATE_LIMIT_PER_MINUTE: '20' });
    });
    afterAll(() => api.close());
    beforeEach(() => api.database.owner.query('delete from sms_callback_refusals'));
    const base = `/v1/sms-callbacks/kannel/${SECRET}`;
    const from = (phone: string) => ({ 'x-kannel-from': phone, 'x-kannel-time': '2026-11-28 02:00:00', 'content-type': 'text/plain; charset="UTF-16BE"' });
    const utf16 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
    const reply = (path: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) => fetch(api.url + path, { method: 'POST', headers, body });

    it('move the message that they name, whatever its letters, and nothing else', async () => {
      const { id, outId } = await handedOver(api, people, 'kannel');
      expect(await api.anonymous.get(`${base}/receipts?ref=${outId.toUpperCase()}&status=8&id=x`)).toMatchObject({ status: 200, text: '' });
      expect(await stateOf(api, id)).toBe('accepted');
      for (let i = 0; i < 3; i++) await api.anonymous.get(`${base}/receipts?ref=${outId}&status=1&id=x`);
      expect(await stateOf(api, id)).toBe('delivered');
      expect((await api.anonymous.get(`${base}/receipts?ref=${'e'.repeat(32)}&status=1&id=x`)).status).toBe(200);
      expect((await api.database.owner.query(`select times from sms_receipts where reference = $1 and status = 'delivered'`, [outId])).rows).toEqual([{ times: 3 }]);
    });

    it('are taken as fast as they come: the limit by address is not for them', async () => {
      for (let i = 0; i < 30; i++) expect((await api.anonymous.get(`${base}/receipts?ref=${'d'.repeat(32)}&status=8&id=`)).status).toBe(200);
    });

    it('that are forged answer 404 as if there were nothing, are written down, and move nothing', async () => {
      const { id, outId } = await handedOver(api, people, 'kannel');
      for (const path of [`/v1/sms-callbacks/kannel/${SECRET.toUpperCase()}/receipts`, `/v1/sms-callbacks/aliyun/${SECRET}/receipts`, `/v1/sms-callbacks/log/${SECRET}/receipts`, '/v1/sms-callbacks/kannel/-/receipts']) {
        expect(await api.anonymous.get(`${path}?ref=${outId}&status=1`)).toMatchObject({ status: 404, body: { code: 'ROUTE.UNKNOWN' } });
      }
      expect((await reply(`/v1/sms-callbacks/kannel/wrong/replies`, from('13800138000'), utf16('1'))).status).toBe(404);
      expect(await stateOf(api, id)).toBe('submitting');
      expect(await refusals(api)).toEqual([...['kannel', 'aliyun', 'log', 'kannel', 'kannel'].map((name) => `${name} secret 127.0.0.1`)]);
    });

    it('that cannot be read answer 422 and are written down', async () => {
      for (const query of ['', '?ref=1&status=1', `?ref=${'a'.repeat(32)}&status=99`]) expect(await api.anonymous.get(`${base}/receipts${query}`)).toMatchObject({ status: 422, body: { code: 'SMS_CALLBACK.UNREADABLE' } });
      expect((await reply(`${base}/replies`, { ...from('not a number') }, utf16('1'))).status).toBe(422);
      expect((await reply(`${base}/replies`, { 'content-type': 'application/json' }, '{}')).status).toBe(422);
      expect(await refusals(api)).toEqual(Array(5).fill('kannel body 127.0.0.1'));
      expect((await api.database.owner.query('select 1 from sms_replies')).rowCount).toBe(0);
    });

    it('keep a reply sealed, once, with the county that wrote last, and hand it to a job', async () => {
      const { phone } = await handedOver(api, people, 'kannel');
      for (let i = 0; i < 2; i++) expect(await (await reply(`${base}/replies`, from(`+86${phone}`), utf16('不要了😀'))).text()).toBe('');
      const { rows } = await api.database.owner.query(`select row_to_json(r)::text as line, r.owner_region as region from sms_replies r`);
      expect(rows).toHaveLength(1);
      expect(rows[0].region).toBe('420626104000');
      for (const secret of [phone, '不要']) expect(rows[0].line).not.toContain(secret);
      const jobs = await api.database.owner.query(`select queue, region, payload from outbox where name = 'sms-reply.read'`);
      expect(jobs.rows).toEqual([{ queue: 'sms', region: '420626104000', payload: { replyId: JSON.parse(rows[0].line).id } }]);
    });

    it('take a reply of 2,000 characters, and cut what is longer', async () => {
      expect((await reply(`${base}/replies`, from('13900139000'), utf16('长'.repeat(5_000)))).status).toBe(200);
    });

    it('take plain text nowhere else', async () => {
      expect((await fetch(`${api.url}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })).status).toBe(415);
    });
  });

  describe('of the clouds', () => {
    let api: TestApi;
    beforeAll(async () => {
      api = await startApi(undefined, CLOUDS);
    });
    afterAll(() => api.close());

    it('of Aliyun: receipts and replies in arrays, each answered as it wants to hear', async () => {
      const { id, outId, phone } = await handedOver(api, people, 'aliyun');
      const report = { phone_number: phone, send_time: '2026-11-28 10:00:00', report_time: '2026-11-28 10:00:05', success: true, err_code: 'DELIVERED', err_msg: '用户接收成功', sms_size: '1', biz_id: '9^0', out_id: outId };
      expect(await api.anonymous.post(`/v1/sms-callbacks/aliyun/${SECRET}/receipts`, [{ nonsense: true }, report])).toMatchObject({ status: 200, body: { code: 0, msg: '接收成功' } });
      expect(await stateOf(api, id)).toBe('delivered');
      expect(await refusals(api)).toEqual(['aliyun body 127.0.0.1']);
      expect((await api.anonymous.post(`/v1/sms-callbacks/aliyun/${SECRET}/replies`, [{ phone_number: phone, send_time: '2026-11-28 10:01:00', content: '１', sign_name: '测试', dest_code: '1', sequence_id: '5' }])).body).toEqual({ code: 0, msg: '接收成功' });
      expect((await api.database.owner.query(`select 1 from sms_replies where provider = 'aliyun'`)).rowCount).toBe(1);
    });

    it('of Tencent: by its serial number, which is known from the answer', async () => {
      const { id, phone } = await handedOver(api, people, 'tencent');
      await api.database.owner.query(`update notifications set provider_id = '2640:7' where id = $1`, [id]);
      expect((await api.anonymous.post(`/v1/sms-callbacks/tencent/${SECRET}/receipts`, [{ user_receive_time: '2026-11-28 10:00:05', nationcode: '86', mobile: phone, report_status: 'fail', errmsg: 'MK:0001', description: '空号', sid: '2640:7' }])).body).toEqual({ result: 0, errmsg: 'OK' });
      expect(await stateOf(api, id)).toBe('failed');
      expect((await api.database.owner.query('select reason from number_blocks')).rows).toEqual([{ reason: 'hard-failure' }]);
      expect((await api.anonymous.post(`/v1/sms-callbacks/tencent/${SECRET}/replies`, { mobile: phone, nationcode: '86', text: 'T', time: 1_795_831_261, sign: '测试', extend: '0' })).body).toEqual({ result: 0, errmsg: 'OK' });
    });

    it.each([['[]'], ['{}'], ['"text"'], ['[[[]]]'], ['null']])('a body of %s moves nothing', async (body) => {
      expect((await api.anonymous.post(`/v1/sms-callbacks/aliyun/${SECRET}/receipts`, body, { 'content-type': 'application/json' })).status).toBe(422);
    });
  });

  it('from an address that is not on the list are refused, even with the secret; without a secret nobody is let in', async () => {
    const api = await startApi(undefined, { ...KANNEL, SMS_CALLBACK_SOURCES: '10.0.0.0/8' });
    expect((await api.anonymous.get(`/v1/sms-callbacks/kannel/${SECRET}/receipts?ref=${'a'.repeat(32)}&status=1`)).status).toBe(404);
    expect(await refusals(api)).toEqual(['kannel source 127.0.0.1']);
    for (let i = 0; i < 70; i++) await api.anonymous.get(`/v1/sms-callbacks/kannel/guess-${i}/receipts`);
    expect(await refusals(api)).toHaveLength(60); // what guesses is counted and then only told to wait
    expect((await api.anonymous.get('/v1/sms-callbacks/kannel/guess/receipts')).status).toBe(429);
    await api.close();
  });
});
