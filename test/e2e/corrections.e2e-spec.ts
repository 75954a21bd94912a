import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene, type PlacementScene } from '../support/placements.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);

interface Fact { factId: string; kind: string; effectiveOn: string; inForce: boolean }

/** What stands in the ledger is changed by two officers, except a slip of the hand on the same day. */
describe('corrections', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let county: ApiClient;
  let second: ApiClient;
  let township: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 41);
    [county, second, township] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA)]);
  });
  afterAll(() => api.close());

  const factsOf = async (traineeId: string): Promise<Fact[]> => (await county.get(`/v1/trainees/${traineeId}/placements`)).body.items as Fact[];
  const startedBy = async (client: ApiClient): Promise<{ trainee: string; fact: string }> => {
    const trainee = (await scene.people(1, XIEMA))[0]!;
    await client.post(`/v1/trainees/${trainee}/employments`, { startsOn: ago(60), type: 'wage', permanent: false });
    return { trainee, fact: (await factsOf(trainee))[0]!.factId };
  };
  const startsOf = async (trainee: string): Promise<[string, boolean][]> => (await factsOf(trainee)).filter((fact) => fact.kind === 'employment-started').map((fact): [string, boolean] => [fact.effectiveOn, fact.inForce]);
  const correct = (client: ApiClient, fact: string, body: object = { reason: '日期写错', replacement: { on: ago(50) } }) => client.post(`/v1/placement-facts/${fact}/corrections`, body);
  const decide = (client: ApiClient, id: string, word: 'confirmation' | 'refusal', body?: object) => client.post(`/v1/correction-requests/${id}/${word}`, body);
  /** As if it had been written the day before: the clock of the ledger is its owner's to set. */
  const madeYesterday = (fact: string) => api.database.owner.query(`set session_replication_role = replica; update ledger_facts set recorded_at = recorded_at - interval '1 day' where id = '${fact}'; set session_replication_role = origin`);

  it('of somebody else\'s fact change nothing until another officer confirms; sent again they are one', async () => {
    const { trainee, fact } = await startedBy(township);
    const asked = await correct(county, fact);
    expect([asked.status, asked.body.factId, asked.body.request.state]).toEqual([202, null, 'pending']);
    expect((await correct(county, fact)).body.request.id).toBe(asked.body.request.id);
    expect((await correct(county, fact, { reason: '另一个理由' })).body.code).toBe('CORRECTION.PENDING');
    expect((await correct(second, fact)).body.code).toBe('CORRECTION.PENDING');
    expect(await startsOf(trainee)).toEqual([[ago(60), true]]);
    const { id } = asked.body.request;
    expect((await decide(county, id, 'confirmation')).body.code).toBe('PLACEMENT.SECOND_OFFICER_NEEDED');
    const confirmed = await Promise.all(Array.from({ length: 4 }, () => decide(second, id, 'confirmation')));
    expect(confirmed.map((answer) => answer.status)).toEqual(expect.arrayContaining([200]));
    expect(confirmed.filter((answer) => answer.status !== 200 && answer.status !== 409)).toEqual([]);
    const again = await decide(second, id, 'confirmation');
    expect([again.status, again.body]).toEqual([200, expect.objectContaining({ state: 'confirmed', traineeId: trainee, reason: '日期写错', replacement: { on: ago(50) }, askedBy: county.principal!.id, decidedBy: second.principal!.id })]);
    expect(await startsOf(trainee)).toEqual([[ago(60), false], [ago(50), true]]);
    expect((await factsOf(trainee)).find((each) => each.factId === again.body.rightFactId)).toMatchObject({ effectiveOn: ago(50), inForce: true });
    expect((await decide(township, id, 'refusal', { reason: '不同意' })).body.code).toBe('CORRECTION.DECIDED');
    const trail = await api.database.owner.query(`select actor_id, details ->> 'askedBy' as asked from audit_events where action = 'fact.correct' and subject_id = $1`, [fact]);
    expect(trail.rows).toEqual([{ actor_id: second.principal!.id, asked: county.principal!.id }]);
  });

  it('of one\'s own fact are done at once on the same day, and by two on any other', async () => {
    const today = await startedBy(township);
    const slip = await correct(township, today.fact);
    expect([slip.status, slip.body.request, typeof slip.body.factId]).toEqual([200, null, 'string']);
    expect(await startsOf(today.trainee)).toEqual([[ago(60), false], [ago(50), true]]);
    const yesterday = await startedBy(township);
    await madeYesterday(yesterday.fact);
    expect((await correct(township, yesterday.fact)).status).toBe(202);
  });

  it('cannot be undone as a slip by the officer who confirmed them', async () => {
    const { fact } = await startedBy(township);
    const { id } = (await correct(county, fact)).body.request;
    const { rightFactId } = (await decide(second, id, 'confirmation')).body;
    expect((await correct(second, rightFactId as string, { reason: '改回去' })).status).toBe(202);
  });

  it('that are declined leave the ledger as it was, and can be asked for anew', async () => {
    const { trainee, fact } = await startedBy(township);
    const { id } = (await correct(county, fact)).body.request;
    expect((await decide(second, id, 'refusal', {})).status).toBe(400);
    expect((await decide(county, id, 'refusal', { reason: '我撤回' })).status).toBe(403);
    const declined = await decide(township, id, 'refusal', { reason: '合同上就是这一天' });
    expect([declined.status, declined.body.state, declined.body.refusalReason]).toEqual([200, 'refused', '合同上就是这一天']);
    expect((await decide(second, id, 'confirmation')).status).toBe(409);
    expect(await startsOf(trainee)).toEqual([[ago(60), true]]);
    expect((await correct(county, fact)).status).toBe(202);
  });

  it('that come after another correction or a retraction answer 409', async () => {
    const { fact } = await startedBy(township);
    const { id } = (await correct(county, fact)).body.request;
    expect((await correct(township, fact, { reason: '没有上岗' })).status).toBe(200);
    expect((await decide(second, id, 'confirmation')).body.code).toBe('CORRECTION.DECIDED');
    expect((await county.get('/v1/correction-requests?state=superseded')).body.items).toMatchObject([{ id, decidedBy: null }]);

    const [vacancyId, trainee] = [await scene.vacancy(1), (await scene.people(1, XIEMA))[0]!];
    const referral = (await county.post('/v1/referrals', { vacancyId, traineeIds: [trainee], on: ago(5) })).body.items[0].referral.id as string;
    await county.post(`/v1/referrals/${referral}/hire`, { on: ago(4), startsOn: ago(3), type: 'wage', permanent: true });
    const asked = await correct(second, (await factsOf(trainee))[0]!.factId, { reason: '工资写错', replacement: { pay: 4000 } });
    expect((await county.post(`/v1/referrals/${referral}/undo-hire`, { reason: '单位取消' })).status).toBe(200);
    expect((await decide(county, asked.body.request.id, 'confirmation')).status).toBe(409);
  });

  it('racing with a retraction come to one end, whichever is first', async () => {
    for (let round = 0; round < 5; round++) {
      const { trainee, fact } = await startedBy(township);
      const { id } = (await correct(county, fact)).body.request;
      const [confirmed, retracted] = await Promise.all([decide(second, id, 'confirmation'), correct(township, fact, { reason: '没有上岗' })]);
      expect([[200, 409], [409, 200]]).toContainEqual([confirmed.status, retracted.status]);
      expect((await startsOf(trainee)).filter(([, inForce]) => inForce)).toEqual(confirmed.status === 200 ? [[ago(50), true]] : []);
    }
  });

  it('of an exclusion take two officers as well', async () => {
    const trainee = (await scene.people(1, XIEMA))[0]!;
    const exclude = async () => (await township.post(`/v1/trainees/${trainee}/exclusions`, { reason: 'call-up', on: ago(20), proofReference: '入伍通知书 1' })).body.factId as string;
    const inForce = async () => (await county.get(`/v1/trainees/${trainee}/placements`)).body.exclusions.map((each: { kind: string }) => each.kind).sort();
    expect((await correct(township, await exclude(), { reason: '登记错人' })).status).toBe(200);
    const asked = await correct(county, await exclude(), { reason: '登记错人' });
    expect([asked.status, asked.body.request.factKind, await inForce()]).toEqual([202, 'excluded', ['excluded', 'excluded', 'retracted']]);
    expect((await decide(second, asked.body.request.id, 'confirmation')).body.state).toBe('confirmed');
    expect(await inForce()).toEqual(['excluded', 'excluded', 'retracted', 'retracted']);
  });

  it('are refused when asked for, not only when confirmed: an unknown fact, a replacement of evidence, one that is corrected', async () => {
    const { trainee, fact } = await startedBy(township);
    expect((await correct(county, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
    const employment = (await county.get(`/v1/trainees/${trainee}/placements`)).body.items[0].employmentId as string;
    const evidence = (await township.post(`/v1/employments/${employment}/evidence`, { form: 'visit', on: TODAY })).body.factId as string;
    expect((await correct(county, evidence)).status).toBe(422);
    await correct(township, fact);
    expect((await correct(county, fact)).status).toBe(409);
  });

  it('are seen and decided in one\'s own region, read by the auditor, and by no village', async () => {
    const { fact } = await startedBy(township);
    const { id } = (await correct(county, fact)).body.request;
    const [stranger, village, auditor] = await Promise.all([api.asOfficer('county-officer', '420625'), api.asOfficer('village-officer', `${XIEMA}200`), api.asOfficer('auditor', COUNTY)]);
    expect([(await decide(stranger, id, 'confirmation')).status, (await decide(auditor, id, 'confirmation')).status, (await village.get('/v1/correction-requests')).status]).toEqual([404, 403, 403]);
    expect((await stranger.get('/v1/correction-requests')).body.items).toEqual([]);
    expect((await auditor.get('/v1/correction-requests?limit=1')).body.items[0]).toMatchObject({ id, idNumberMasked: expect.stringMatching(/\*{11}/) });
    await expect(api.database.owner.query(`update correction_requests set state = 'refused', refusal_reason = 'x', decided_by = asked_by, decided_at = now() where id = $1`, [id])).rejects.toThrow(/correction_is_decided_by_another/);
  });
});
