import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { CallAnswers, ReplyDesk, SmsAnswers } from '@app/notifications';
import { FollowUpQuestions, MatchInterests } from '@app/placements';
import { Database, type Principal } from '@app/platform';
import { OfferMessages } from '@app/training';
import { TraineeRegistry } from '@app/trainees';
import { EmployersService, OwnVacancies } from '@app/vacancies';
import { AnswerGivenJob } from '../../apps/worker/src/messages/answer-given.job.js';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';

const COUNTY = '420626';
const CHENGGUAN = '420626100';
const VILLAGE = '420626100201';
const TODAY = civilDateOf(new Date());

/** One wave goes two ways: a message to whom it reaches, a call by the officer of the village to whom it does not. */
describe('a wave by message and by call', () => {
  let api: TestApi;
  let officer: ApiClient;
  let village: ApiClient;
  let employer: ApiClient;
  let system: Principal;
  let vacancyId: string;
  let waveId: string;
  const people = madeUpPeople(41, { birthplace: COUNTY });
  const told: Record<'sms' | 'visit' | 'stopped' | 'late', string> = { sms: '', visit: '', stopped: '', late: '' };
  beforeAll(async () => {
    api = await startApi(undefined, { RATE_LIMIT_PER_MINUTE: '100000' });
    officer = await api.asOfficer('county-officer', COUNTY);
    village = await api.asOfficer('village-officer', VILLAGE);
    system = api.systemPrincipal(COUNTY);
    const employerId = (await api.get(EmployersService).register(system, { name: '【官方】保康测试机械有限公司', creditCode: null })).id;
    employer = await api.asEmployer(COUNTY, { employerId });
    await api.database.owner.query(`update employers set credit_code = coalesce(credit_code, upper(substr(md5(name), 1, 18))), verified_at = now(), verified_by = gen_random_uuid() where id = $1`, [employerId]);
    await officer.put('/v1/sms-sender', { signature: '保康就业', office: '县就业局', withLink: false, fanout: 2 });
    vacancyId = await post('C-1');
    told.sms = await welder({});
    told.visit = await welder({ phone: null });
    told.stopped = await welder({});
    told.late = await welder({});
    await api.database.owner.query(`insert into message_opt_outs (phone_index, purpose, owner_region, registration_id, recorded_by, at) select phone_index, 'message.match', owner_region, id, 'test', now() from registrations where id = $1`, [told.stopped]);
  });
  afterAll(() => api.close());

  async function post(externalRef: string): Promise<string> {
    const { vacancy } = await api.get(OwnVacancies).post(employer.principal!, {
      externalRef, title: '电焊工', occupation: '6-18-02-04', skills: [{ skillId: 'weld.arc', level: 2, essential: true }], region: CHENGGUAN, address: null, lodging: true, minEducation: null,
      payFrom: 5000, payTo: 7000, openings: 2, kind: 'full-time', minAge: 18, certificates: [], description: null, validThrough: null, startsOn: null, endsOn: null, contactName: null, contactPhone: null,
    });
    return vacancy.id;
  }

  async function welder({ phone }: { readonly phone?: null }): Promise<string> {
    const person = people.next();
    const { id } = await api.get(TraineeRegistry).register(system, {
      idNumber: person.idNumber, name: '欧阳示例', township: CHENGGUAN, village: VILLAGE, phone: phone === null ? null : person.phone, skills: [{ id: 'weld.arc', level: 3, source: 'stated' }],
      consents: [{ purpose: 'message.match', wording: '同意接收短信', givenOn: '2026-11-01' }, { purpose: 'disclosure-to-employer', wording: '同意', givenOn: '2026-11-01' }],
    });
    return id;
  }

  /** What the worker does after a tap: the answer, and what follows of it. */
  async function work(): Promise<void> {
    const { rows } = await api.database.owner.query<{ id: string }>(`select payload ->> 'resultId' as id from outbox where name = 'call.answered' order by id`);
    for (const { id } of rows) await api.get(CallAnswers).take(system, id);
    const job = new AnswerGivenJob(api.get(SmsAnswers), api.get(MatchInterests), api.get(FollowUpQuestions), api.get(OfferMessages), api.get(ReplyDesk));
    const given = await api.database.owner.query<{ id: string }>(`select payload ->> 'answerId' as id from outbox where name = 'sms-answer.given' order by id`);
    for (const { id } of given.rows) await job.run(system, id);
  }

  const callOf = async (traineeId: string): Promise<string> => (await officer.get(`/v1/notification-waves/${waveId}/calls`)).body.items.find((call: { traineeId: string }) => call.traineeId === traineeId).id;

  it('says of everybody by which way and why, and one click sends both', async () => {
    const { body } = await officer.get(`/v1/vacancies/${vacancyId}/next-wave`);
    expect(body.size).toBe(4);
    expect(body.notices.map(({ traineeId, reason }: { traineeId: string; reason: string }) => [traineeId, reason]).toSorted()).toEqual([[told.late, 'sms-usual'], [told.sms, 'sms-usual']].toSorted());
    expect(body.calls.map(({ traineeId, reason }: { traineeId: string; reason: string }) => [traineeId, reason]).toSorted()).toEqual([[told.stopped, 'opted-out'], [told.visit, 'no-mobile']].toSorted());
    expect(body.calls[0]).toMatchObject({ ownerRegion: VILLAGE, exposure: { offers7: 0, offers30: 0, answered30: 0, waiting: 0 } });
    const wave = await officer.post(`/v1/vacancies/${vacancyId}/waves`, { traineeIds: Object.values(told) });
    expect(wave).toMatchObject({ status: 201, body: { size: 4, counts: [{ state: 'queued', messages: 2 }], calls: { open: 2, answered: 0, ended: 0 }, congestion: { offered: 4, openings: 2, perOpening: 2, byMessage: 2, byCall: 2, alsoElsewhere: 0, otherVacancies: 0 } } });
    waveId = wave.body.id;
    const next = (await officer.get(`/v1/vacancies/${vacancyId}/next-wave`)).body;
    expect([next.notices, next.calls, next.standing.unanswered]).toEqual([[], [], 4]);
  });

  it('shows the village whom to call and what to say, on the screen and on paper, and no number', async () => {
    const { status, body, text } = await village.get('/v1/calls');
    expect(status).toBe(200);
    expect(body.items.map(({ traineeId, phoneMasked }: { traineeId: string; phoneMasked: string | null }) => [traineeId, phoneMasked === null]).toSorted()).toEqual([[told.stopped, false], [told.visit, true]].toSorted());
    for (const { script, ownerRegion } of body.items) expect([script, ownerRegion]).toEqual(['官方保康测试机械有限公司招电焊工，在城关镇，月薪5000-7000元。您愿意去吗？不愿意的话，是因为A太远、B工资、C不对口，还是D其他原因？', VILLAGE]);
    expect(text).not.toMatch(/1\d{10}/);
    const sheet = await village.get('/v1/calls/sheet');
    expect(sheet.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const shown of ['欧阳示例', '没有电话，请上门', '（2 人）', 'A太远 B工资 C不对口 D其他']) expect(sheet.text).toContain(shown);
    expect(sheet.text).not.toMatch(/1\d{10}|<script/);
    expect((await (await api.asOfficer('village-officer', '420626100202')).get('/v1/calls')).body.items).toEqual([]);
    expect((await (await api.asOfficer('village-officer', '420626100202')).get('/v1/calls/sheet')).text).toContain('现在没有要联系的人');
  });

  it('takes a yes to the referral list and a no as a refusal, as of a message; the village sees neither', async () => {
    const [visit, stopped] = [await callOf(told.visit), await callOf(told.stopped)];
    expect(await village.post(`/v1/calls/${visit}/result`, { result: 'interested' })).toMatchObject({ status: 200, body: { id: visit, isNew: true } });
    expect(await village.post(`/v1/calls/${visit}/result`, { result: 'interested' })).toMatchObject({ status: 200, body: { id: visit, isNew: false } });
    expect((await village.post(`/v1/calls/${stopped}/result`, { result: 'not-reached' })).body).toEqual({ id: stopped, isNew: true });
    expect((await village.post(`/v1/calls/${stopped}/result`, { result: 'refused', reason: 'far' })).body).toEqual({ id: stopped, isNew: true });
    await work();
    await work();
    expect((await officer.get(`/v1/referrals?vacancyId=${vacancyId}`)).body.items).toMatchObject([{ traineeId: told.visit }]);
    expect((await officer.get(`/v1/trainees/${told.stopped}/refusals`)).body).toMatchObject([{ vacancyId, reason: 'far' }]);
    expect((await officer.get(`/v1/vacancies/${vacancyId}/answers`)).body.items.map(({ traineeId, answer, channel, notificationId }: Record<string, unknown>) => [traineeId, answer, channel, notificationId]).toSorted()).toEqual([[told.stopped, 'far', 'call', null], [told.visit, 'yes', 'call', null]].toSorted());
    expect((await village.get('/v1/calls')).body.items).toEqual([]);
    expect((await officer.get(`/v1/notification-waves/${waveId}/calls`)).body.items.map(({ traineeId, closedFor, lastResult, refusal, tries }: Record<string, unknown>) => [traineeId, closedFor, lastResult, refusal, tries]).toSorted()).toEqual([[told.stopped, 'answered', 'refused', 'far', 2], [told.visit, 'answered', 'interested', null, 1]].toSorted());
    expect((await officer.get(`/v1/notification-waves/${waveId}`)).body.calls).toEqual({ open: 0, answered: 2, ended: 0 });
  });

  it('refuses what cannot be, and changes nothing', async () => {
    const visit = await callOf(told.visit);
    expect(await village.post(`/v1/calls/${visit}/result`, { result: 'refused', reason: 'pay' })).toMatchObject({ status: 409, body: { code: 'CALL.ANSWERED' } });
    expect(await village.post(`/v1/calls/${visit}/result`, { result: 'refused' })).toMatchObject({ status: 422, body: { code: 'CALL.REASON_REFUSED' } });
    expect((await village.post(`/v1/calls/${visit}/result`, { result: 'perhaps' })).status).toBe(400);
    expect((await village.post(`/v1/calls/${visit}/result`, { result: 'refused', reason: 'lazy' })).status).toBe(400);
    expect((await village.get('/v1/calls?cursor=nothing')).body.code).toBe('REQUEST.CURSOR_INVALID');
    expect(await (await api.asOfficer('village-officer', '420626100202')).post(`/v1/calls/${visit}/result`, { result: 'interested' })).toMatchObject({ status: 404, body: { code: 'CALL.UNKNOWN' } });
    for (const path of [`/v1/notification-waves/${waveId}/calls`, `/v1/vacancies/${vacancyId}/exposure`, `/v1/trainees/${told.sms}/exposure`, `/v1/message-figures/channels?from=${TODAY}&to=${TODAY}`]) expect((await village.get(path)).status).toBe(403);
    expect((await village.post(`/v1/notification-waves/${waveId}/call-list`)).status).toBe(403);
    const auditor = await api.asOfficer('auditor', COUNTY);
    expect([(await auditor.get('/v1/calls')).status, (await auditor.post(`/v1/calls/${visit}/result`, { result: 'interested' })).status]).toEqual([200, 403]);
    expect((await api.database.owner.query('select count(*)::int as n from call_results')).rows).toEqual([{ n: 3 }]);
  });

  it('calls whom the message did not reach, and shows how crowded offers are and what each way brought', async () => {
    const { body } = await officer.get(`/v1/notifications?waveId=${waveId}`);
    const idOf = (traineeId: string): string => body.items.find((message: { traineeId: string }) => message.traineeId === traineeId).id;
    await api.get(Database).inScope(system, (tx) => tx.query(`select * from claim_notifications($1::uuid[], $2, array['log'])`, [[idOf(told.sms), idOf(told.late)], `${addDays(TODAY, 1)}T02:00:00Z`]));
    await api.database.owner.query(`update notifications set state = 'accepted', accepted_at = claimed_at where wave_id = $1 and state = 'submitting'`, [waveId]);
    await api.database.owner.query(`update notifications set state = case when id = $1 then 'failed' else 'delivered' end, claimed_at = claimed_at - interval '2 days' where wave_id = $2`, [idOf(told.late), waveId]);
    expect((await officer.post(`/v1/notification-waves/${waveId}/call-list`)).body).toEqual({ items: [{ traineeId: told.late, verdict: 'planned' }] });
    expect((await officer.post(`/v1/notification-waves/${waveId}/call-list`)).body).toEqual({ items: [] });
    expect((await village.get('/v1/calls')).body.items).toMatchObject([{ traineeId: told.late, reason: 'sms-failed' }]);

    const [referral] = (await officer.get(`/v1/referrals?vacancyId=${vacancyId}`)).body.items;
    expect((await officer.post(`/v1/referrals/${referral.id}/hire`, { startsOn: TODAY, type: 'wage', permanent: false })).status).toBe(200);
    expect((await officer.get(`/v1/trainees/${told.visit}/exposure`)).body).toMatchObject({ offers7: 1, offers30: 1, answered30: 1, waiting: 0, definition: expect.stringContaining('按岗位计') });
    expect((await officer.get(`/v1/trainees/${told.sms}/exposure`)).body).toMatchObject({ offers7: 1, answered30: 0, waiting: 1 });
    const second = await post('C-2');
    expect((await officer.get(`/v1/vacancies/${second}/exposure`)).body).toMatchObject({ whole: { offered: 0, openings: 2, perOpening: 0 }, waves: [] });
    const ready = (await officer.get(`/v1/vacancies/${second}/next-wave`)).body;
    expect(ready.notices).toMatchObject([{ traineeId: told.sms, exposure: { offers7: 1, waiting: 1 } }]); // the others have been hired, were called today, or are to be
    expect((await officer.post(`/v1/vacancies/${second}/waves`, { traineeIds: [told.sms] })).status).toBe(201);
    expect((await officer.get(`/v1/vacancies/${vacancyId}/exposure`)).body).toMatchObject({
      whole: { offered: 4, openings: 1, perOpening: 4, alsoElsewhere: 1, otherVacancies: 1 }, waves: [{ waveId, number: 1, offered: 4, byMessage: 2, byCall: 3, alsoElsewhere: 1, otherVacancies: 1 }], definition: expect.stringContaining('每个名额'),
    });
    const { figures, definition } = (await officer.get(`/v1/message-figures/channels?from=2026-01-01&to=${TODAY}`)).body;
    expect(figures).toEqual([
      { channel: 'sms', wave: null, contacts: 2, reached: 1, answered: 0, agreed: 0, hired: 0, reachedPer100: 50, answeredPer100: 0, agreedPer100: 0, hiredPer100: 0 },
      { channel: 'sms', wave: 1, contacts: 2, reached: 1, answered: 0, agreed: 0, hired: 0, reachedPer100: 50, answeredPer100: 0, agreedPer100: 0, hiredPer100: 0 },
      { channel: 'call', wave: null, contacts: 2, reached: 2, answered: 2, agreed: 1, hired: 1, reachedPer100: 100, answeredPer100: 100, agreedPer100: 50, hiredPer100: 50 },
      { channel: 'call', wave: 1, contacts: 2, reached: 2, answered: 2, agreed: 1, hired: 1, reachedPer100: 100, answeredPer100: 100, agreedPer100: 50, hiredPer100: 50 },
    ]);
    expect(definition).toContain('微信群、大喇叭');
  });

  it('stops calling who asks for that, and calls again when the person asks for it: the office’s deed, not the village’s', async () => {
    const late = await callOf(told.late);
    expect((await village.post(`/v1/calls/${late}/result`, { result: 'no-more-calls' })).body).toEqual({ id: late, isNew: true });
    const path = `/v1/trainees/${told.late}/call-stop`;
    const township = await api.asOfficer('township-officer', CHENGGUAN);
    expect((await township.get(path)).body).toMatchObject({ isStopped: true, stoppedAt: expect.any(String), liftedAt: null, liftedHow: null });
    for (const body of [{}, { how: 'by-kin' }, { how: 'in-person', note: 'x' }]) expect((await township.post(`${path}/lift`, body)).status).toBe(400);
    for (const role of ['auditor', 'village-officer'] as const) expect((await (await api.asOfficer(role, role === 'auditor' ? COUNTY : VILLAGE)).post(`${path}/lift`, { how: 'in-person' })).status).toBe(403);
    expect((await village.get(path)).status).toBe(403);
    expect(await (await api.asOfficer('county-officer', '420625')).post(`${path}/lift`, { how: 'in-person' })).toMatchObject({ status: 404, body: { code: 'ADDRESSEE.UNKNOWN' } });
    expect(await township.post(`/v1/trainees/${told.sms}/call-stop/lift`, { how: 'in-person' })).toMatchObject({ status: 409, body: { code: 'CALL_STOP.NONE' } });
    expect((await (await api.asOfficer('auditor', COUNTY)).get(path)).body).toMatchObject({ isStopped: true });
    expect(await township.post(`${path}/lift`, { how: 'by-telephone' })).toMatchObject({ status: 200, body: { traineeId: told.late, isNew: true } });
    expect(await township.post(`${path}/lift`, { how: 'by-telephone' })).toMatchObject({ status: 200, body: { isNew: false } });
    expect((await township.get(path)).body).toMatchObject({ isStopped: false, stoppedAt: null, liftedAt: expect.any(String), liftedHow: 'by-telephone' });
  });

  it('of people and posts that are not there, or are a neighbour’s, says so', async () => {
    const neighbour = await api.asOfficer('county-officer', '420625');
    expect(await neighbour.get(`/v1/trainees/${told.sms}/exposure`)).toMatchObject({ status: 404, body: { code: 'ADDRESSEE.UNKNOWN' } });
    expect(await officer.get('/v1/vacancies/00000000-0000-4000-8000-000000000000/exposure')).toMatchObject({ status: 404, body: { code: 'NOTIFICATION_WAVE.VACANCY_UNKNOWN' } });
    expect(await neighbour.get(`/v1/notification-waves/${waveId}/calls`)).toMatchObject({ status: 404, body: { code: 'NOTIFICATION_WAVE.UNKNOWN' } });
    expect((await neighbour.get('/v1/calls')).body.items).toEqual([]);
  });
});
