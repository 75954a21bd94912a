import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { TraineesService } from '@app/trainees';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { startToldPeople, type Told, type ToldPeople } from '../support/told-people.js';

const COUNTY = '420626';
const CHENGGUAN = '420626100';
const LINKS = 'https://jiuye.example';
const PAGE_BYTES_MAX = 50 * 1_024;

/** An officer confirms a wave with links; people open the page and say what they want. */
describe('a wave of match notices and the page that they lead to', () => {
  let api: TestApi;
  let officer: ApiClient;
  let scene: ToldPeople;
  beforeAll(async () => {
    api = await startApi(undefined, { SMS_LINK_BASE: LINKS, RATE_LIMIT_PER_MINUTE: '100000' });
    scene = await startToldPeople(api, LINKS);
    officer = scene.officer;
    expect((await officer.get('/v1/sms-sender')).body).toMatchObject({ isSet: true });
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await api.database.owner.query(`update notifications set claimed_at = claimed_at - interval '8 days' where claimed_at is not null`);
  });

  /** Somebody who has been told of a new post by a message that ends with the link. */
  async function told(reference: string): Promise<Told> {
    const found = await scene.told(reference);
    expect(found.page).toMatch(/^\/t\/[\w-]{32}$/u);
    return found;
  }

  const press = (page: string, form: Record<string, string>): Promise<ApiAnswer> => api.anonymous.request('POST', page, new URLSearchParams(form).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
  const answersTo = async (id: string): Promise<unknown[]> => (await api.database.owner.query('select answer, channel from sms_answers where notification_id = $1', [id])).rows;

  describe('the ready list', () => {
    it('has openings × fanout people who can be told, each text whole, and takes one click', async () => {
      const vacancyId = await scene.post(1, 'W-list');
      const [first, second, third, silent] = [await scene.welder(), await scene.welder(), await scene.welder(), await scene.welder({ consents: false })];
      const { status, body } = await officer.get(`/v1/vacancies/${vacancyId}/next-wave`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ openings: 1, fanout: 2, size: 2, mayBeSent: true, notBefore: null, standing: { waves: 0, isStanding: false } });
      expect(body.notices).toHaveLength(2);
      for (const { traineeId, text, cleaned } of body.notices) {
        expect([first, second, third]).toContain(traineeId);
        expect(text).toMatch(/^【保康就业】欧阳同学：官方保康测试机械有限公司招电焊工<b>，城关镇，月薪5000-7000元。愿去回1，不去回2，退订回T。/u);
        expect(cleaned).toEqual(['employer']);
      }
      expect(JSON.stringify(body)).not.toContain(silent);
      const traineeIds = body.notices.map((notice: { traineeId: string }) => notice.traineeId);
      expect((await officer.post(`/v1/vacancies/${vacancyId}/waves`, { traineeIds: [silent] })).body.code).toBe('NOTIFICATION_WAVE.LIST_CHANGED');
      expect(await officer.post(`/v1/vacancies/${vacancyId}/waves`, { traineeIds })).toMatchObject({ status: 201, body: { size: 2 } });
      // The others stay for the next wave, which is not yet due.
      await scene.handOver([(await scene.messageOf(traineeIds[0], 'message.match')).id]);
      const next = (await officer.get(`/v1/vacancies/${vacancyId}/next-wave`)).body;
      expect(next.notBefore).not.toBeNull();
      expect(next.notices.map((notice: { traineeId: string }) => notice.traineeId)).not.toContain(traineeIds[0]);
      expect((await officer.post(`/v1/vacancies/${vacancyId}/waves`, { traineeIds: [third] })).body.code).toBe('NOTIFICATION_WAVE.TOO_EARLY');
    });

    it('of an employer whom nobody has verified is not confirmed', async () => {
      const vacancyId = await scene.post(1, 'W-unverified');
      const traineeId = await scene.welder();
      await api.database.owner.query('update employers set verified_at = null, verified_by = null where id = $1', [scene.employerId]);
      const answer = await officer.post(`/v1/vacancies/${vacancyId}/waves`, { traineeIds: [traineeId] });
      await api.database.owner.query('update employers set verified_at = now(), verified_by = gen_random_uuid() where id = $1', [scene.employerId]);
      expect(answer.body.code).toBe('NOTIFICATION_WAVE.VACANCY_REFUSED');
    });

    it('is a county officer’s; later waves follow on the officer’s word', async () => {
      const vacancyId = await scene.post(1, 'W-standing');
      expect((await (await api.asOfficer('township-officer', CHENGGUAN)).post(`/v1/vacancies/${vacancyId}/waves`, { traineeIds: [vacancyId] })).status).toBe(403);
      expect((await (await api.asOfficer('county-officer', '420625')).get('/v1/vacancies/00000000-0000-4000-8000-000000000000/next-wave')).body.code).toBe('NOTIFICATION_WAVE.VACANCY_UNKNOWN');
      expect((await officer.put(`/v1/vacancies/${vacancyId}/standing-wave`, { isStanding: true })).body).toMatchObject({ isStanding: true });
      const { rows } = await api.database.owner.query(`select payload from outbox where name = 'notification-wave.follow'`);
      expect(rows).toEqual([{ payload: { vacancyId } }]);
    });
  });

  describe('the page', () => {
    it('shows the job and the reasons in words, and never whose page it is', async () => {
      const { page, traineeId } = await told('P-show');
      const answer = await api.anonymous.get(page);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(Buffer.byteLength(answer.text)).toBeLessThan(PAGE_BYTES_MAX);
      for (const shown of ['电焊工&lt;b&gt;', '保康测试机械有限公司', '岗位要的手艺您会：', '工作地点', '愿意去']) expect(answer.text).toContain(shown);
      for (const hidden of ['欧阳', '示例', traineeId, '420626', '<script', '<b>']) expect(answer.text).not.toContain(hidden);
    });

    it('takes a yes once; another answer afterwards changes nothing', async () => {
      const { page, notificationId } = await told('P-yes');
      expect((await press(page, { act: 'yes' })).text).toContain('记下了：您愿意去。');
      expect((await press(page, { act: 'far' })).text).toContain('您之前已经答复过了');
      expect(await answersTo(notificationId)).toEqual([{ answer: 'yes', channel: 'link' }]);
    });

    it('takes a no with its reason as a refusal of the post', async () => {
      const { page, notificationId, traineeId, vacancyId } = await told('P-no');
      await press(page, { act: 'far' });
      expect(await answersTo(notificationId)).toEqual([{ answer: 'far', channel: 'link' }]);
      expect((await officer.get(`/v1/trainees/${traineeId}/refusals`)).body).toMatchObject([{ vacancyId, reason: 'far' }]);
      expect((await officer.get(`/v1/vacancies/${vacancyId}/answers`)).body.items).toMatchObject([{ traineeId, answer: 'far', channel: 'link' }]);
    });

    it('passes on that somebody wants a person, once, and stops notices of posts', async () => {
      const { page, traineeId } = await told('P-contact');
      await press(page, { act: 'contact' });
      await press(page, { act: 'contact' });
      expect((await api.database.owner.query('select count(*)::int as n from contact_requests where registration_id = $1', [traineeId])).rows).toEqual([{ n: 1 }]);
      const [request] = (await officer.get('/v1/contact-requests')).body.items;
      expect(request).toMatchObject({ traineeId });
      const neighbour = await api.asOfficer('county-officer', '420625');
      expect((await neighbour.post(`/v1/contact-requests/${request.id}/settlement`)).body.code).toBe('CONTACT_REQUEST.UNKNOWN');
      expect((await officer.post(`/v1/contact-requests/${request.id}/settlement`)).status).toBe(204);
      expect((await officer.get('/v1/contact-requests')).body.items).toEqual([]);
      expect((await press(page, { act: 'stop' })).text).toContain('不再往这个手机号发岗位短信');
      expect((await api.database.owner.query('select purpose from message_opt_outs where registration_id = $1 order by 1', [traineeId])).rows).toEqual([{ purpose: 'message.match' }, { purpose: 'why-not' }]);
    });

    it('changes wishes only with a code sent to the telephone: five tries, right once', async () => {
      const { page, traineeId } = await told('P-code');
      const wishes = async () => (await api.get(TraineesService).get(api.systemPrincipal(COUNTY), traineeId)).facts.wishes;
      expect((await press(page, { act: 'wishes', code: '123456', pay: '6000' })).text).toContain('验证码已失效');
      await press(page, { act: 'code' });
      const code = /验证码(\d{6})/u.exec((await scene.messageOf(traineeId, 'code')).text)![1]!;
      const wrong = code === '000000' ? '000001' : '000000';
      expect((await press(page, { act: 'wishes', code: wrong, pay: '6000' })).text).toContain('验证码不对');
      expect((await press(page, { act: 'wishes', code, pay: '6,000' })).text).toContain('请填 6 位验证码');
      expect((await press(page, { act: 'wishes', code, pay: '６０００', reach: 'county' })).text).toContain('已保存');
      expect(await wishes()).toMatchObject({ minPay: 6000, reach: 'county' });
      expect((await press(page, { act: 'wishes', code, pay: '9000' })).text).toContain('验证码已失效');
      await press(page, { act: 'code' });
      for (let i = 0; i < 5; i++) await press(page, { act: 'wishes', code: wrong, pay: '9000' });
      expect((await press(page, { act: 'wishes', code: wrong, pay: '9000' })).text).toMatch(/输错 5 次/u);
      expect(await wishes()).toMatchObject({ minPay: 6000 });
    });

    it('ends with the post', async () => {
      const { page, vacancyId, notificationId } = await told('P-closed');
      await api.database.owner.query(`update vacancies set status = 'withdrawn', closing_reason = 'officer' where id = $1`, [vacancyId]);
      expect((await api.anonymous.get(page)).text).toContain('这个岗位已经招满或结束');
      expect((await press(page, { act: 'yes' })).text).toContain('岗位已经招满或结束，没有记下答复');
      expect(await answersTo(notificationId)).toEqual([]);
    });

    it('guessed a thousand times opens nothing, and is on record without the token', async () => {
      const { page, notificationId } = await told('P-guess');
      const guesses = Array.from({ length: 1_000 }, (_, i) => `/t/${String(i).padStart(32, 'A')}`);
      for (let from = 0; from < guesses.length; from += 50) for (const { status, text } of await Promise.all(guesses.slice(from, from + 50).map((guess) => press(guess, { act: 'yes' })))) expect([status, text.includes('这个链接已失效')]).toEqual([404, true]);
      expect((await api.anonymous.get(`${page}x`)).status).toBe(404);
      expect((await api.database.owner.query('select sum(misses)::int as misses, count(*)::int as rows from link_misses')).rows).toEqual([{ misses: 1_001, rows: 1 }]);
      expect(await answersTo(notificationId)).toEqual([]);
    });

    it('after fourteen days is none', async () => {
      const { page } = await told('P-old');
      await api.database.owner.query('alter table job_links disable trigger all; update job_links set made_at = made_at - interval \'14 days\', expires_at = expires_at - interval \'14 days\'; alter table job_links enable trigger all');
      expect((await api.anonymous.get(page)).status).toBe(404);
    });

    it('takes no form anywhere else', async () => {
      expect((await officer.request('PUT', '/v1/sms-sender', 'fanout=3', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    });
  });

  describe('the other channels of a village', () => {
    it('are given a text, a script without digits and a picture with a code, none of it about anybody', async () => {
      const vacancyId = await scene.post(3, 'V-1');
      const village = await api.asOfficer('village-officer', `${CHENGGUAN}001`);
      const { status, body } = await village.get(`/v1/vacancies/${vacancyId}/village-notice`);
      expect(status).toBe(200);
      expect(body.groupText).toBe(`招工：电焊工<b>（3人）\n单位：官方保康测试机械有限公司\n月薪5000-7000元\n地点：城关镇，提供住宿\n想去的请联系：县就业局\n详情：${LINKS}/v/420626/${vacancyId}`);
      expect(body.loudspeaker).not.toMatch(/[0-9【】]/u);
      expect(body.poster).toMatch(/^<svg [^>]*>.*电焊工&lt;b&gt;.*扫一扫看详情.*<\/svg>$/su);
      const page = await api.anonymous.get(`/v/420626/${vacancyId}`);
      expect([page.status, page.text.includes('想去请联系'), page.text.includes('<script')]).toEqual([200, true, false]);
    });

    it('are given nothing of a post that is not offered, or of none', async () => {
      const vacancyId = await scene.post(1, 'V-2');
      await api.database.owner.query(`update vacancies set status = 'withdrawn', closing_reason = 'officer' where id = $1`, [vacancyId]);
      expect((await officer.get(`/v1/vacancies/${vacancyId}/village-notice`)).body.code).toBe('NOTIFICATION_WAVE.VACANCY_REFUSED');
      for (const path of [`/v/420626/${vacancyId}`, `/v/420626/x`, `/v/42/${vacancyId}`]) expect((await api.anonymous.get(path)).status).toBe(404);
    });
  });

  describe('the figures of messages', () => {
    it('count sent, answered, agreed and hired of a hundred, by purpose and wave, with the definition', async () => {
      const { page, notificationId, traineeId, vacancyId } = await told('F-1');
      // A day of its own: the messages of the tests before lie eight days apart, counted from tomorrow.
      const day = addDays(civilDateOf(new Date()), -44);
      for (const state of ['accepted', 'delivered']) await api.database.owner.query(`update notifications set claimed_at = $3, state = $2 where id = $1`, [notificationId, state, `${day}T10:00:00+08:00`]);
      await press(page, { act: 'yes' });
      const figures = async () => (await officer.get(`/v1/message-figures?from=${day}&to=${day}`)).body;
      expect((await figures()).byPurpose).toEqual([{ key: 'message.match', sent: 1, parts: 2, delivered: 1, unknown: 0, answered: 1, agreed: 1, hired: 0, answeredPer100: 100, agreedPer100: 100, hiredPer100: 0, costFen: null }]);
      const { id } = (await officer.post('/v1/referrals', { vacancyId, traineeIds: [traineeId] })).body.items[0].referral;
      expect((await officer.post(`/v1/referrals/${id}/hire`, { startsOn: civilDateOf(new Date()), type: 'wage', permanent: false })).status).toBeLessThan(300);
      expect(await figures()).toMatchObject({ byPurpose: [{ hired: 1, hiredPer100: 100 }], byWave: [{ key: '1', sent: 1, hired: 1 }], failures: [], definition: expect.stringContaining('每百条 = 该数 ÷ 已提交 × 100') });
      expect((await (await api.asOfficer('county-officer', '420625')).get(`/v1/message-figures?from=${day}&to=${day}`)).body.byPurpose).toEqual([]);
      expect((await officer.get(`/v1/message-figures?from=${day}&to=morgen`)).status).toBe(400);
    });
  });
});
