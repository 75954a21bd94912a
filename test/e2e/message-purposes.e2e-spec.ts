import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Notifications } from '@app/notifications';
import { Database } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import { AnswerGivenJob } from '../../apps/worker/src/messages/answer-given.job.js';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';
import { teachingScene, type TeachingScene } from '../support/teaching.js';
import { startWorker } from '../support/worker.js';

const COUNTY = '420626';

/** Who may do what with notices of classes, policy notices and what messages cost. */
describe('other purposes of messages', () => {
  let api: TestApi;
  let scene: TeachingScene;
  let county: ApiClient;
  let township: ApiClient;
  let auditor: ApiClient;
  let neighbour: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    scene = await teachingScene(api);
    ({ county } = scene);
    township = await api.asOfficer('township-officer', '420626104');
    auditor = await api.asOfficer('auditor', COUNTY);
    neighbour = await api.asOfficer('county-officer', '420625');
  });
  afterAll(() => api.close());

  it('a class’s notices are seen by its offices; how long before it is told is the county’s to say', async () => {
    const { rows: [made] } = await api.database.owner.query<{ id: string }>(`insert into training_classes (county, owner_region, name, course_id, programme, region, starts_on, ends_on, seats, state, created_by) values ('420626', '420626000000', '班', 'welding', '项目', '420626104000', '2026-12-01', '2027-01-31', 30, 'planned', 'test') returning id`);
    const path = `/v1/classes/${made!.id}/notices`;
    for (const client of [county, township, auditor]) expect(await client.get(path)).toMatchObject({ status: 200, body: { notices: [], untold: [] } });
    expect(await neighbour.get(path)).toMatchObject({ status: 404, body: { code: 'CLASS.UNKNOWN' } });
    expect((await (await api.asOfficer('village-officer', '420626104201')).get(path)).status).toBe(403);
    expect((await county.get('/v1/class-notice-policy')).body).toEqual({ daysBefore: 3 });
    expect((await county.put('/v1/class-notice-policy', { daysBefore: 5 })).body).toEqual({ daysBefore: 5 });
    for (const daysBefore of [0, 15, 'three']) expect((await county.put('/v1/class-notice-policy', { daysBefore })).status).toBe(400);
    for (const client of [township, auditor]) expect((await client.put('/v1/class-notice-policy', { daysBefore: 7 })).status).toBe(403);
    expect((await township.get('/v1/class-notice-policy')).body).toEqual({ daysBefore: 5 });
    expect((await neighbour.get('/v1/class-notice-policy')).body).toEqual({ daysBefore: 3 });
  });

  it('whoever cannot come to a class is called: a no waits in the inbox, a yes is settled', async () => {
    const worker = await startWorker(api.database);
    try {
      const [system, people] = [api.systemPrincipal(COUNTY), madeUpPeople(43, { birthplace: COUNTY })];
      const stateAfter = async (answer: 'yes' | 'no'): Promise<string> => {
        const { idNumber, name, phone } = people.next();
        const traineeId = (await api.get(TraineeRegistry).register(system, { idNumber, name, phone, township: '420626104' })).id;
        const message = { traineeId, purpose: 'message.course', dedupeKey: `class-notice/${randomUUID()}/${traineeId}/1`, template: 'class-start.v2', text: '【保康就业】焊工班', variables: {}, parts: 1, validUntil: new Date(Date.now() + 86_400_000) } as const;
        const { planned: [made] } = await api.get(Database).inScope(system, (tx) => api.get(Notifications).plan(tx, [message]));
        await api.database.owner.query(`begin; set local session_replication_role = replica;
          update notifications set state = 'accepted', provider = 'log', attempts = 1, claimed_at = now() where id = '${made!.id}';
          insert into sms_replies (id, owner_region, provider, reference, phone_index, phone_masked, phone, content, received_at, state, reading, read_at) select id, owner_region, 'kannel', id::text, phone_index, phone_masked, '', '', now(), 'settled', '${answer}', now() from notifications where id = '${made!.id}';
          insert into sms_answers (owner_region, notification_id, registration_id, template, answer, channel, reply_id, recorded_by, at) select owner_region, id, registration_id, template, '${answer}', 'sms', id, 'test', now() from notifications where id = '${made!.id}'; commit`);
        const { rows: [given] } = await api.database.owner.query<{ id: string }>('select id from sms_answers where notification_id = $1', [made!.id]);
        await worker.get(AnswerGivenJob).run(system, given!.id);
        await worker.get(AnswerGivenJob).run(system, given!.id);
        return (await api.database.owner.query<{ state: string }>('select state from sms_replies where id = $1', [made!.id])).rows[0]!.state;
      };
      expect(await stateAfter('no')).toBe('inbox');
      expect(await stateAfter('yes')).toBe('settled');
    } finally {
      await worker.close();
    }
  });

  it('a policy notice is written and confirmed by the county alone, with what it would send before anything goes', async () => {
    const body = { wording: '技能提升补贴从12月1日起可在乡镇窗口申请', region: '420626104' };
    const written = await county.post('/v1/policy-notices', body);
    expect(written).toMatchObject({ status: 201, body: { wording: body.wording, region: '420626104000', programme: null, waves: 0, told: 0, size: 0, parts: 0, samples: [] } });
    const { id } = written.body;
    for (const client of [township, auditor]) expect((await client.post('/v1/policy-notices', body)).status).toBe(403);
    expect((await auditor.get('/v1/policy-notices')).body.items).toMatchObject([{ id }]);
    expect((await township.get('/v1/policy-notices')).status).toBe(403);
    expect((await neighbour.get('/v1/policy-notices')).body.items).toEqual([]);
    expect(await neighbour.get(`/v1/policy-notices/${id}`)).toMatchObject({ status: 404, body: { code: 'POLICY_NOTICE.UNKNOWN' } });
    expect((await county.post('/v1/policy-notices', { wording: '短' })).status).toBe(400);
    expect(await county.post('/v1/policy-notices', { ...body, wording: '贫困户可以来领取补贴' })).toMatchObject({ status: 422, body: { code: 'POLICY_NOTICE.REFUSED', faults: [{ path: 'wording' }] } });
    expect(await county.post(`/v1/policy-notices/${id}/waves`, { size: 3 })).toMatchObject({ status: 409, body: { code: 'POLICY_NOTICE.AUDIENCE_CHANGED' } });
    expect((await county.post(`/v1/policy-notices/${id}/waves`, { size: 0 })).status).toBe(400);
    expect((await auditor.post(`/v1/policy-notices/${id}/waves`, { size: 1 })).status).toBe(403);
    expect((await county.get(`/v1/notification-waves?policyNoticeId=${id}`)).body.items).toEqual([]);
  });

  it('a part’s price is set by the county, read by the auditor, and money stays whole numbers of thousandths', async () => {
    expect((await county.put('/v1/sms-part-prices', { fromOn: '2026-11-01', fen: 3.5 })).body).toMatchObject({ items: [{ fromOn: '2026-11-01', fen: 3.5, setBy: county.principal!.id }] });
    for (const fen of [-1, 1_001, 0.0001, '3']) expect((await county.put('/v1/sms-part-prices', { fromOn: '2026-11-01', fen })).status).toBe(400);
    for (const client of [township, auditor]) expect((await client.put('/v1/sms-part-prices', { fromOn: '2026-11-01', fen: 9 })).status).toBe(403);
    expect((await auditor.get('/v1/sms-part-prices')).body.items).toHaveLength(1);
    expect((await neighbour.get('/v1/sms-part-prices')).body.items).toEqual([]);
  });

  it('times are the county’s to read, and name what they count', async () => {
    const answer = await auditor.get('/v1/message-times?from=2026-11-01&to=2026-11-30');
    expect(answer).toMatchObject({ status: 200, body: { spans: [], byWave: [] } });
    expect(answer.body.definition).toContain('2026-11-01 至 2026-11-30');
    expect((await township.get('/v1/message-times?from=2026-11-01&to=2026-11-30')).status).toBe(403);
    expect((await county.get('/v1/message-times?from=2026-11-01')).status).toBe(400);
    expect(await county.get(`/v1/vacancies/${randomUUID()}/message-times`)).toMatchObject({ status: 404, body: { code: 'NOTIFICATION_WAVE.VACANCY_UNKNOWN' } });
  });
});
