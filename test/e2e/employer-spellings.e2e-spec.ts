import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { creditCodeCheckCharacter, systemClock, today } from '@app/kernel';
import { systemPrincipal } from '@app/platform';
import { EmployerSpellings, ImportRunner } from '@app/vacancies';
import { readPeople } from '@app/matches';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene } from '../support/placements.js';
import { startNetworkStandIn, type NetworkStandIn } from '../support/network-stand-in.js';

const creditCode = (body: string): string => body + creditCodeCheckCharacter(body)!;
const [LONG, SHORT, OTHER] = ['保康县磷泉建材有限责任公司', '磷泉建材有限公司', '保康磷泉建材厂'];

describe('one employer under many spellings', () => {
  let api: TestApi;
  let network: NetworkStandIn;
  let county: ApiClient;
  beforeAll(async () => {
    [api, network] = await Promise.all([startApi(), startNetworkStandIn({ rows: 40 })]);
    county = await api.asOfficer('county-officer', '420626');
    const administrator = await api.asOfficer('system-administrator', '420626');
    await administrator.patch('/v1/vacancy-sources/cjob', { enabled: true, baseUrl: network.url, spacingMs: 0, queriedRegion: '42' }, { 'if-match': '"1"' });
  });
  beforeEach(async () => {
    await api.database.owner.query('truncate vacancies, employers, import_runs, outbox cascade');
    await listed(LONG, SHORT, LONG, SHORT);
  });
  afterAll(async () => {
    await api.close();
    await network.stop();
  });

  /** The network lists vacancies under these names. */
  const listed = async (...names: string[]) => {
    network.tamper({ list: (board) => board.slice(0, names.length), row: (row, place) => ({ ...row, aab004: names[place], aab001: `e${place}` }) });
    const { body } = await county.post('/v1/imports', { source: 'cjob' });
    await api.get(ImportRunner).run(systemPrincipal('job:vacancies.import', '420626'), body.id, new AbortController().signal);
    return (await county.get(`/v1/imports/${body.id}`)).body;
  };
  const idOf = async (name: string): Promise<string> => (await api.database.owner.query<{ id: string }>('select id from employers where name = $1', [name])).rows[0]!.id;
  const employersOfVacancies = async (): Promise<string[]> => (await api.database.owner.query<{ name: string }>('select e.name from vacancies v join employers e on e.id = v.employer_id order by v.external_id')).rows.map((row) => row.name).sort();
  const decide = async (one: string, other: string, verdict: string, officer = county) => officer.post('/v1/doubts/employer-spellings/decisions', { decisions: [{ employerId: await idOf(one), otherId: await idOf(other), verdict }], reason: '已核对营业执照' });
  const doubts = async () => (await county.get('/v1/doubts/employer-spellings')).body.items.map((pair: { kept: { name: string }; other: { name: string } }) => [pair.kept.name, pair.other.name].sort());

  it('is put before an officer as a pair, with its age among the doubts, and never joined by software', async () => {
    expect(await doubts()).toEqual([[LONG, SHORT].sort()]);
    expect((await county.get('/v1/doubts')).body.spellings).toMatchObject({ count: 1, oldestDays: 0 });
    expect((await county.get('/v1/doubts/employers')).body.items.find((row: { name: string }) => row.name === SHORT).similar).toMatchObject([{ name: LONG }]);
    expect(await employersOfVacancies()).toEqual([LONG, LONG, SHORT, SHORT].sort());
  });

  it('becomes one when an officer says so: its vacancies, those that come later, its key, and what people refused', async () => {
    await api.database.owner.query(`update employers set credit_code = $2, verified_at = now(), verified_by = gen_random_uuid() where name = $1`, [LONG, creditCode('91420626MA4F0T0H1')]);
    const key = await api.asEmployer('420626', { employerId: await idOf(SHORT) });
    const [traineeId = ''] = await placementScene(api, '420626', 7).people(1, '420626104');
    await county.post(`/v1/trainees/${traineeId}/refusals`, { employerId: await idOf(SHORT) });
    const answer = await decide(SHORT, LONG, 'same');
    expect(answer).toMatchObject({ status: 200, body: { vacancies: 2 } });
    expect(await employersOfVacancies()).toEqual([LONG, LONG, LONG, LONG]);
    expect((await county.get(`/v1/employers/${await idOf(SHORT)}`)).body.mergedInto).toBe(await idOf(LONG));
    expect((await county.get('/v1/employers')).body.items.map((row: { name: string }) => row.name)).toEqual([LONG]);
    expect(await doubts()).toEqual([]);

    expect(await listed(LONG, SHORT, LONG, SHORT, SHORT)).toMatchObject({ rowsNew: 1 });
    expect(await employersOfVacancies()).toEqual([LONG, LONG, LONG, LONG, LONG]);
    expect((await county.post('/v1/employers', { name: SHORT })).body.id).toBe(await idOf(LONG));
    expect((await key.get('/v1/employer/vacancies')).status).toBe(200);

    const query = async <Row extends object>(sql: string, params: unknown[]): Promise<Row[]> => (await api.database.owner.query<Row>(sql, params)).rows;
    const [person] = await readPeople(query, { county: '420626', ids: [traineeId], asOf: today(systemClock) });
    expect(person!.profile.refused.employers).toEqual([await idOf(LONG)]);
    expect(await query(`select reason from audit_events where action = 'employer.merge'`, [])).toEqual([{ reason: '已核对营业执照' }]);
  });

  it('is taken apart again, each getting what came under its own name, and is asked no more', async () => {
    await decide(LONG, SHORT, 'same');
    await listed(LONG, SHORT, LONG, SHORT, SHORT);
    expect(new Set(await employersOfVacancies()).size).toBe(1);
    expect(await decide(LONG, SHORT, 'different')).toMatchObject({ status: 200 });
    expect(await employersOfVacancies()).toEqual([LONG, LONG, SHORT, SHORT, SHORT].sort());
    expect(await doubts()).toEqual([]);
    expect(await decide(LONG, SHORT, 'same')).toMatchObject({ status: 200 });
    expect(new Set(await employersOfVacancies()).size).toBe(1);
  });

  it('takes along what was merged before, and each name still gets its own back', async () => {
    await listed(LONG, SHORT, OTHER);
    await decide(SHORT, OTHER, 'same');
    await decide(LONG, SHORT, 'same');
    expect(new Set(await employersOfVacancies()).size).toBe(1);
    const kept = (await employersOfVacancies())[0]!;
    const merged = [LONG, SHORT, OTHER].filter((name) => name !== kept);
    for (const name of merged) await decide(kept, name, 'different');
    expect(new Set(await employersOfVacancies())).toEqual(new Set([LONG, SHORT, OTHER]));
  });

  it('follows in another county by its own job', async () => {
    await api.database.owner.query(`update vacancies set owner_region = '420625000000' where employer_id = (select id from employers where name = $1)`, [SHORT]);
    await decide(LONG, SHORT, 'same');
    const merged = (await county.get(`/v1/employers/${await idOf(SHORT)}`)).body.mergedInto === null ? LONG : SHORT;
    await api.get(EmployerSpellings).followIn(systemPrincipal('job:employers.renamed', '420625'), [await idOf(merged)]);
    expect(new Set(await employersOfVacancies()).size).toBe(1);
  });

  it('may be another county\'s, where that one has a credit code: the name without one goes to it', async () => {
    await api.database.owner.query(`update employers set owner_region = '420625000000' where name = $1`, [LONG]);
    expect(await doubts()).toEqual([]);
    expect((await decide(LONG, SHORT, 'same')).status).toBe(404);
    await api.database.owner.query('update employers set credit_code = $2 where name = $1', [LONG, creditCode('91420626MA4F0T0H1')]);
    expect(await doubts()).toEqual([[LONG, SHORT].sort()]);
    expect(await decide(LONG, SHORT, 'same')).toMatchObject({ status: 200, body: { vacancies: 2 } });
    expect(await employersOfVacancies()).toEqual([LONG, LONG, LONG, LONG]);
    expect(await decide(LONG, SHORT, 'different')).toMatchObject({ status: 200, body: { vacancies: 2 } });
  });

  it('is refused for two credit codes, for another county\'s, for somebody who decides nothing, and for itself', async () => {
    await api.database.owner.query('update employers set credit_code = $2 where name = $1', [LONG, creditCode('91420626MA4F0T0H1')]);
    await api.database.owner.query('update employers set credit_code = $2 where name = $1', [SHORT, creditCode('91420626MA4F0T0H2')]);
    expect(await decide(LONG, SHORT, 'same')).toMatchObject({ status: 422, body: { faults: [{ path: 'decisions[0]', message: '两个统一社会信用代码不同，是两个单位' }] } });
    expect((await decide(LONG, LONG, 'same')).status).toBe(422);
    await api.database.owner.query('update employers set credit_code = null');
    expect((await decide(LONG, SHORT, 'same', await api.asOfficer('county-officer', '420625'))).status).toBe(404);
    expect((await decide(LONG, SHORT, 'same', await api.asOfficer('township-officer', '420626104'))).status).toBe(403);
    expect((await county.post('/v1/doubts/employer-spellings/decisions', { decisions: [], reason: '空' })).status).toBe(400);
    expect(await employersOfVacancies()).toEqual([LONG, LONG, SHORT, SHORT].sort());
  });

  it('is refused where both have posted under one reference', async () => {
    for (const name of [LONG, SHORT]) {
      const key = await api.asEmployer('420626', { employerId: await idOf(name) });
      expect((await key.post('/v1/employer/vacancies', { externalRef: 'R-1', title: '焊工', region: '420626100', openings: 1, validThrough: '2099-12-31', contactName: '周经理', contactPhone: '13912345678' })).status).toBe(201);
    }
    expect(await decide(LONG, SHORT, 'same')).toMatchObject({ status: 422, body: { faults: [{ message: expect.stringContaining('相同的编号') }] } });
  });
});
