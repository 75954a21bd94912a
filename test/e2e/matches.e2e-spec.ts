import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MatchRefresh } from '@app/matches';
import { TraineeRegistry } from '@app/trainees';
import { EmployersService, OwnVacancies } from '@app/vacancies';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';

const COUNTY = '420626';
const CHENGGUAN = '420626100';
const XIEMA = '420626106';

/** An officer looks for people for a post, and for a post for a person; both lists say why. */
describe('matching people and posts', () => {
  let api: TestApi;
  let officer: ApiClient;
  let vacancyId: string;
  const people = madeUpPeople(7);
  const ids: Record<string, string> = {};

  async function register(name: string, township: string, change: object): Promise<void> {
    const person = people.next();
    const { id } = await api.get(TraineeRegistry).register(api.systemPrincipal(COUNTY), { idNumber: person.idNumber, name, township, phone: person.phone, ...change });
    ids[name] = id;
  }

  beforeAll(async () => {
    api = await startApi();
    officer = await api.asOfficer('county-officer', COUNTY);
    const employer = await api.get(EmployersService).register(api.systemPrincipal(COUNTY), { name: '保康测试机械有限公司', creditCode: null });
    const asEmployer = await api.asEmployer(COUNTY, { employerId: employer.id });
    const posted = await api.get(OwnVacancies).post(asEmployer.principal!, {
      externalRef: 'W-1', title: '电焊工', occupation: '6-18-02-04', skills: [{ skillId: 'weld.arc', level: 2, essential: true }], region: CHENGGUAN, address: null, lodging: null, minEducation: null,
      payFrom: 5000, payTo: 7000, openings: 2, kind: 'full-time', minAge: 18, certificates: [], description: null, validThrough: null, startsOn: null, endsOn: null, contactName: null, contactPhone: null,
    });
    vacancyId = posted.vacancy.id;
    await register('焊工甲', CHENGGUAN, { skills: [{ id: 'weld.arc', level: 2, source: 'stated' }] });
    await register('焊工乙', XIEMA, { skills: [{ id: 'weld.arc', level: 1, source: 'stated' }] });
    await register('无技能', CHENGGUAN, {});
  });
  afterAll(() => api.close());

  const listOf = async (client: ApiClient, limit = 20) => client.get(`/v1/vacancies/${vacancyId}/matches?limit=${limit}`);

  it('lists the best first, with the parts, the skills and the same in a sentence', async () => {
    const { status, body } = await listOf(officer);
    expect(status).toBe(200);
    expect(body.ranked.map((each: { trainee: { name: string } }) => each.trainee.name)).toEqual(['焊工甲', '焊工乙']);
    const [best] = body.ranked;
    expect(best.match.parts.skills.points + best.match.parts.location.points + best.match.parts.courses.points).toBe(best.match.score);
    expect(best.match.skills).toEqual([expect.objectContaining({ skillId: 'weld.arc', status: 'held' })]);
    expect(best.match.sentence).toContain(`匹配度${(best.match.score / 100).toFixed(2)}分`);
    expect(best.trainee.idNumberMasked).toMatch(/^420626\*{11}[\dX]$/);
  });

  it('says how large a share of each group comes into the lists, with the definition, to county officer and auditor but not in a village', async () => {
    await api.get(MatchRefresh).refreshCounty(api.systemPrincipal(COUNTY));
    for (const client of [officer, await api.asOfficer('auditor', COUNTY)]) {
      const { status, body } = await client.get('/v1/match-fairness');
      expect(status).toBe(200);
      expect(body).toMatchObject({ people: 3, definition: expect.stringContaining('不参与打分') });
      const of = (attribute: string) => body.rates.filter((rate: { attribute: string }) => rate.attribute === attribute);
      expect(of('township')).toEqual([expect.objectContaining({ group: CHENGGUAN, people: 2, selected: 1, rate: 0.5, impactRatio: null }), expect.objectContaining({ group: XIEMA, people: 1, selected: 1, rate: 1, needsALook: false })]);
      for (const attribute of ['sex', 'age-band']) expect(of(attribute).reduce((sum: number, { people: n }: { people: number }) => sum + n, 0)).toBe(3);
    }
    expect((await (await api.asOfficer('township-officer', XIEMA)).get('/v1/match-fairness')).body.people).toBe(1);
    expect((await (await api.asOfficer('village-officer', `${XIEMA}001`)).get('/v1/match-fairness')).status).toBe(403);
  });

  it('says what stays empty and whom to train for it, once the worker has worked it out', async () => {
    expect((await officer.get('/v1/shortages')).body.code).toBe('SHORTAGES.NOT_READY');
    expect((await officer.post('/v1/shortages/refresh')).status).toBe(202);
    const { rows: asked } = await api.database.owner.query("select payload from outbox where name = 'shortages.refresh'");
    expect(asked).toEqual([{ payload: {} }]);
    await api.get(EmployersService).register(api.systemPrincipal(COUNTY), { name: '保康空缺测试有限公司', creditCode: null });
    await api.get(MatchRefresh).refreshShortages(api.systemPrincipal(COUNTY));
    await api.get(MatchRefresh).refreshShortages(api.systemPrincipal(COUNTY));
    const { status, body } = await officer.get('/v1/shortages');
    expect(status).toBe(200);
    expect(body.definition).toContain('不是就业承诺');
    expect(body.lines).toEqual([expect.objectContaining({ occupation: '6-18-02-04', occupationName: expect.stringContaining('焊'), vacancies: 1, openings: 2, qualified: 2, unfillable: 0, course: null })]);
    expect((await (await api.asOfficer('township-officer', XIEMA)).get('/v1/shortages')).status).toBe(403);
    expect((await (await api.asOfficer('county-officer', '420625')).get('/v1/shortages')).status).toBe(404);
  });

  it('gives a township officer the people of that township only, cut after the filter', async () => {
    const { body } = await listOf(await api.asOfficer('township-officer', XIEMA), 1);
    expect(body.ranked.map((each: { trainee: { name: string } }) => each.trainee.name)).toEqual(['焊工乙']);
  });

  it('answers the vacancies of a trainee with reasons, and any pair, whatever its gates', async () => {
    const list = await officer.get(`/v1/trainees/${ids['焊工甲']}/matches`);
    expect(list.body.ranked.map((each: { vacancy: { id: string } }) => each.vacancy.id)).toEqual([vacancyId]);
    const pair = await officer.get(`/v1/trainees/${ids['无技能']}/matches/${vacancyId}`);
    expect(pair.body.match.eligible).toBe(false);
    expect(pair.body.match.gates).toEqual([{ code: 'ESSENTIAL_SKILLS_BELOW', label: expect.any(String) }]);
  });

  it("hides another county's people as if they did not exist", async () => {
    const elsewhere = await api.asOfficer('county-officer', '420625');
    const answer = await elsewhere.get(`/v1/trainees/${ids['焊工甲']}/matches`);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 404, code: 'TRAINEE.NOT_FOUND' });
    expect((await listOf(elsewhere)).body.ranked).toEqual([]);
  });

  it('stores the same list that is answered live, and takes in a new trainee without doing the county anew', async () => {
    const refresh = api.get(MatchRefresh);
    const principal = api.systemPrincipal(COUNTY);
    await refresh.refreshVacancies(principal, [vacancyId]);
    await register('焊工丙', CHENGGUAN, { skills: [{ id: 'weld.arc', level: 3, source: 'stated' }] });
    await refresh.refreshTrainees(principal, [ids['焊工丙']!]);
    const { rows } = await api.database.owner.query('select trainee_id, score from matches where vacancy_id = $1 order by rank', [vacancyId]);
    const live = (await listOf(officer)).body.ranked.map((each: { trainee: { id: string }; match: { score: number } }) => ({ trainee_id: each.trainee.id, score: each.match.score }));
    expect(rows).toEqual(live);
    expect(rows).toHaveLength(3);
    const board = await officer.get('/v1/match-board');
    expect(board.body).toEqual([expect.objectContaining({ matched: 3, bestScore: live[0].score })]);
  });

  it('refuses a list of no length and an id that is none', async () => {
    expect((await listOf(officer, 0)).status).toBe(400);
    expect((await officer.get('/v1/vacancies/7/matches')).status).toBe(400);
    expect((await officer.get('/v1/vacancies/00000000-0000-4000-8000-000000000000/matches')).status).toBe(404);
  });

  it('lets the engine read no name, number, telephone or birthday', async () => {
    for (const column of ['name', 'phone', 'id_number_masked', 'born_on', 'sex']) {
      await expect(api.database.owner.query(`begin; set local role shouyu_engine; select ${column} from registrations; commit`)).rejects.toThrow(/permission denied/);
      await api.database.owner.query('rollback');
    }
  });
});
