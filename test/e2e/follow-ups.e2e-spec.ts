import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { SmsAnswers } from '@app/notifications';
import { FollowUpQuestions, FollowUpsService } from '@app/placements';
import { Database } from '@app/platform';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene, type PlacementScene } from '../support/placements.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const MALIANG = '420626105';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const INSURANCE = { form: 'social-insurance', on: TODAY, months: [ago(70).slice(0, 7), ago(35).slice(0, 7)] } as const;

interface Item { traineeId: string; employmentId: string; milestone: string; dueOn: string; state: string; overdueDays: number }

/** Whoever is at work is looked after at 30, 90, 180 and 365 days, by the officers where the person lives. */
describe('the follow-up calendar', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let county: ApiClient;
  let township: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 31);
    [county, township] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA)]);
  });
  afterAll(() => api.close());

  const work = async (traineeId: string, startsOn: string, more: object = {}): Promise<string> => (await county.post(`/v1/trainees/${traineeId}/employments`, { startsOn, type: 'wage', permanent: false, ...more })).body.employmentId as string;
  const calendarOf = async (employmentId: string, client = county): Promise<[string, string, string][]> =>
    ((await client.get('/v1/follow-ups?limit=200')).body.items as Item[]).filter((item) => item.employmentId === employmentId).map(({ milestone, dueOn, state }): [string, string, string] => [milestone, dueOn, state]);
  const one = async (): Promise<string> => (await scene.people(1, XIEMA))[0]!;

  it('is there with the employment, says who is overdue, and shows the person masked', async () => {
    const trainee = await one();
    const employmentId = await work(trainee, ago(100));
    expect(await calendarOf(employmentId)).toEqual([['30', ago(70), 'open'], ['90', ago(10), 'open'], ['180', ago(-80), 'open'], ['365', ago(-265), 'open']]);
    const { body } = await township.get(`/v1/follow-ups?state=open&dueBefore=${TODAY}&region=${XIEMA}`);
    const own = (body.items as Item[]).filter((item) => item.traineeId === trainee);
    expect(own.map(({ milestone, overdueDays }) => [milestone, overdueDays])).toEqual([['30', 70], ['90', 10]]);
    expect(own[0]).toMatchObject({ idNumberMasked: expect.stringMatching(/^420626\*{11}.$/), phoneMasked: expect.stringMatching(/^1\d\d\*{4}\d{4}$/), employerName: null });
    expect([body.asOf, body.definition]).toEqual([TODAY, expect.stringMatching(/30、90、180、365 天/)]);
  });

  it('is closed by evidence of its milestone and by no other, and open again when that evidence is taken back', async () => {
    const employmentId = await work(await one(), ago(95));
    await township.post(`/v1/employments/${employmentId}/evidence`, { form: 'visit', on: TODAY });
    expect((await calendarOf(employmentId)).map((row) => row[2])).toEqual(['open', 'open', 'open', 'open']);
    const checked = await township.post(`/v1/employments/${employmentId}/evidence`, { form: 'call', on: TODAY, milestone: '90' });
    expect((await calendarOf(employmentId)).map((row) => row[2])).toEqual(['open', 'done', 'open', 'open']);
    expect((await county.get('/v1/follow-ups?state=done')).body.items).toMatchObject([{ employmentId, milestone: '90', evidenceFactId: checked.body.factId, overdueDays: 0 }]);
    expect((await township.post(`/v1/placement-facts/${checked.body.factId}/corrections`, { reason: '记错了人' })).status).toBe(200);
    expect((await calendarOf(employmentId)).map((row) => row[2])).toEqual(['open', 'open', 'open', 'open']);
  });

  it('asks nothing that lies after the end of the job, and still what lies before it', async () => {
    const employmentId = await work(await one(), ago(200));
    const end = await county.post(`/v1/employments/${employmentId}/end`, { lastDay: ago(100), code: 'resigned' });
    expect((await calendarOf(employmentId)).map((row) => row[2])).toEqual(['open', 'open', 'moot', 'moot']);
    expect((await county.post(`/v1/placement-facts/${end.body.factId}/corrections`, { reason: '误记离职' })).status).toBe(200);
    expect((await calendarOf(employmentId)).map((row) => row[2])).toEqual(['open', 'open', 'open', 'open']);
  });

  it('moves with a corrected first day, and ends with an employment that never was', async () => {
    const trainee = await one();
    const employmentId = await work(trainee, ago(60));
    const startOf = async (): Promise<string> => (await county.get(`/v1/trainees/${trainee}/placements`)).body.items.find((item: { kind: string; inForce: boolean }) => item.kind === 'employment-started' && item.inForce).factId;
    expect((await county.post(`/v1/placement-facts/${await startOf()}/corrections`, { reason: '日期写错', replacement: { on: ago(50) } })).status).toBe(200);
    expect((await calendarOf(employmentId)).map((row) => row[1])).toEqual([ago(20), ago(-40), ago(-130), ago(-315)]);
    expect((await county.post(`/v1/placement-facts/${await startOf()}/corrections`, { reason: '没有上岗' })).status).toBe(200);
    expect((await calendarOf(employmentId)).map((row) => row[2])).toEqual(['moot', 'moot', 'moot', 'moot']);
  });

  it('follows a hire from a referral, with the employer by name', async () => {
    const [vacancyId, trainee] = [await scene.vacancy(1), await one()];
    const referral = (await county.post('/v1/referrals', { vacancyId, traineeIds: [trainee], on: ago(5) })).body.items[0].referral.id as string;
    const hired = await county.post(`/v1/referrals/${referral}/hire`, { on: ago(4), startsOn: ago(3), type: 'wage', permanent: true });
    const items = (await county.get('/v1/follow-ups?limit=200')).body.items as (Item & { employerName: string })[];
    expect(items.filter((item) => item.employmentId === hired.body.employmentId).map((item) => item.employerName)).toEqual(Array(4).fill(expect.stringMatching(/^测试用人单位/)));
  });

  it('takes two jobs at once as facts: both are followed, both may be proven, and the person counts once', async () => {
    const trainee = await one();
    await scene.completedClass([trainee], ago(260), ago(230));
    const before = (await county.get('/v1/rates?rule=R1')).body.total;
    const jobs = [await work(trainee, ago(100)), await work(trainee, ago(100))];
    for (const id of jobs) expect((await township.post(`/v1/employments/${id}/evidence`, INSURANCE)).body.level).toBe(3);
    const after = (await county.get('/v1/rates?rule=R1')).body.total;
    expect([after.numerator - before.numerator, after.evidence.E3]).toEqual([1, 1]);
    for (const id of jobs) expect((await calendarOf(id)).map((row) => row[2])).toEqual(['open', 'open', 'open', 'open']);
    expect((await county.post(`/v1/employments/${jobs[0]}/end`, { lastDay: ago(20), code: 'resigned' })).status).toBe(201);
    expect(await calendarOf(jobs[1]!)).toHaveLength(4);
    expect((await county.get('/v1/rates?rule=R1')).body.total.numerator).toBe(after.numerator);
  });

  it('is made and mended at night from the ledger alone, the same however often, and follows a person who moved', async () => {
    const trainee = await one();
    const employmentId = await work(trainee, ago(40));
    const before = await calendarOf(employmentId);
    await api.database.owner.query('delete from follow_ups where employment_id = $1', [employmentId]);
    await api.database.owner.query(`update registrations set owner_region = $2 where id = $1`, [trainee, `${MALIANG}000`]);
    const nightly = () => api.get(FollowUpsService).refreshCounty(api.systemPrincipal(COUNTY));
    await Promise.all([nightly(), nightly()]);
    expect(await calendarOf(employmentId)).toEqual(before);
    const all = async () => (await api.database.owner.query('select *, xmin::text as written from follow_ups order by id')).rows;
    const made = await all();
    await nightly();
    expect(await all()).toEqual(made);
    const maliang = await api.asOfficer('township-officer', MALIANG);
    expect([await calendarOf(employmentId, maliang), await calendarOf(employmentId, township)]).toEqual([before, []]);
  });

  it('shows a village its own, nobody another\'s, and takes a bad question as one', async () => {
    const [village, stranger] = await Promise.all([api.asOfficer('village-officer', `${XIEMA}200`), api.asOfficer('county-officer', '420625')]);
    const trainee = await one();
    await api.database.owner.query(`update registrations set owner_region = $2 where id = $1`, [trainee, `${XIEMA}200`]);
    const employmentId = await work(trainee, ago(10));
    expect([new Set(((await village.get('/v1/follow-ups')).body.items as Item[]).map((item) => item.employmentId)), (await stranger.get('/v1/follow-ups')).body.items]).toEqual([new Set([employmentId]), []]);
    expect((await township.get(`/v1/follow-ups?region=${COUNTY}`)).status).toBe(404);
    for (const query of ['state=late', 'dueBefore=2026-02-30', 'region=42062', 'cursor=x']) expect([query, (await county.get(`/v1/follow-ups?${query}`)).status]).toEqual([query, 400]);
    const first = (await county.get('/v1/follow-ups?limit=3')).body;
    const second = (await county.get(`/v1/follow-ups?limit=3&cursor=${first.nextCursor}`)).body;
    expect(first.items.concat(second.items)).toEqual((await county.get('/v1/follow-ups?limit=6')).body.items);
    const made = await api.database.owner.query('select count(*)::int as n from follow_ups');
    expect(made.rows[0].n).toBeGreaterThan(6);
    await expect((await api.database.open()).dataSource.query('update follow_ups set state = state')).rejects.toThrow(/permission denied/);
  });

  describe('asked by message', () => {
    const answered = async (id: string, answer: 'yes' | 'no'): Promise<void> => {
      const system = api.systemPrincipal(COUNTY);
      await api.database.owner.query(`update notifications set state = 'queued' where id = $1 and state = 'planned'`, [id]);
      const tomorrow = `${addDays(TODAY, 1)}T02:00:00Z`;
      await api.get(Database).inScope(system, (tx) => tx.query(`select * from claim_notifications(array[$1::uuid], $2, array['log'])`, [id, tomorrow]));
      const { rows } = await api.database.owner.query<{ id: string }>(
        `insert into sms_answers (owner_region, notification_id, registration_id, vacancy_id, template, answer, channel, recorded_by, at) select owner_region, id, registration_id, null, template, $2, 'officer', 'test', now() from notifications where id = $1 returning id`, [id, answer]);
      const given = (await api.get(SmsAnswers).find(system, rows[0]!.id))!;
      const take = () => api.get(FollowUpQuestions).take(system, given.dedupeKey, given.answer, civilDateOf(given.at));
      await take();
      await take();
    };
    const questionTo = async (traineeId: string): Promise<{ id: string; text: string } | undefined> => (await county.get(`/v1/notifications?traineeId=${traineeId}&purpose=message.survey`)).body.items[0];
    const evidenceOf = async (employmentId: string): Promise<number[]> => (await api.database.owner.query<{ level: number }>(`select level from ledger_facts where employment_id = $1 and kind = 'evidence'`, [employmentId])).rows.map((row) => row.level);

    it('each is asked once, and a yes is one self-report for the milestone', async () => {
      const [person, other] = await scene.people(2, XIEMA);
      const [job, otherJob] = [await work(person!, ago(35)), await work(other!, ago(35))];
      for (const id of [person!, other!]) await county.post(`/v1/trainees/${id}/consents`, { purpose: 'message.survey', wording: '同意接收回访短信', givenOn: ago(100) });
      const first = await township.post('/v1/follow-ups/questions');
      expect(first.status).toBe(200);
      expect(first.body.asked).toBeGreaterThanOrEqual(2);
      expect((await township.post('/v1/follow-ups/questions')).body.asked).toBe(0);
      const question = await questionTo(person!);
      expect(question!.text).toMatch(/回访一下，您还在原单位上班吗？在回1，不在回2，退订回T$/u);
      await answered(question!.id, 'yes');
      expect(await evidenceOf(job)).toEqual([0]);
      expect(await calendarOf(job)).toContainEqual(expect.arrayContaining(['30', 'done']));
      await answered((await questionTo(other!))!.id, 'no');
      expect(await evidenceOf(otherJob)).toEqual([]);
    });

    it('is not a village officer’s to do', async () => {
      expect((await (await api.asOfficer('village-officer', `${XIEMA}001`)).post('/v1/follow-ups/questions')).status).toBe(403);
    });
  });
});
