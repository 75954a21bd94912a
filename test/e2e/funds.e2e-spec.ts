import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OfficersService, OrganizationsService } from '@app/accounts';
import { ApiClient, startApi, type TestApi } from '../support/api.js';
import { ago } from '../support/settlement.js';

const COUNTY = '420626';
const WAN_FEN = 1_000_000;
const FUND = { name: '雨露计划补助', source: '统筹整合资金', department: 'poverty-relief', year: 2016 } as const;

/** Money by source, department and year: what was given, promised and paid, and never more than was given. */
describe('funds', () => {
  let api: TestApi;
  let county: ApiClient;
  let township: ApiClient;
  let auditor: ApiClient;
  let department: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    [county, township, auditor, department] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', '420626106'), api.asOfficer('auditor', COUNTY), ofDepartment('agriculture')]);
  });
  afterAll(() => api.close());

  async function ofDepartment(name: 'agriculture'): Promise<ApiClient> {
    const system = api.systemPrincipal(COUNTY);
    const organization = await api.get(OrganizationsService).create(system, { kind: 'department', name: '县农业农村局', department: name, region: COUNTY });
    const { password } = await api.get(OfficersService).create(system, { organizationId: organization.id, role: 'department-officer', region: COUNTY, loginName: 'agriculture', displayName: '测试人员' });
    const answer = await api.anonymous.post('/v1/sessions', { loginName: 'agriculture', password });
    return new ApiClient(api.url, { cookie: answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ') });
  }
  const made = async (more: object = {}, client = county): Promise<string> => (await client.post('/v1/funds', { ...FUND, name: `资金 ${randomUUID()}`, ...more })).body.id as string;
  const appropriate = (id: string, fen: number, reference: string, client = county) => client.post(`/v1/funds/${id}/appropriations`, { fen, on: ago(10), reference });
  const withdraw = (id: string, fen: number, reference: string) => county.post(`/v1/funds/${id}/withdrawals`, { fen, on: ago(5), reference, reason: '年终核减' });

  it('of the article add up to 17,726 (万元) by department, with the definition beside each figure', async () => {
    for (const [name, wan] of [['human-resources', 339], ['education', 6_863], ['agriculture', 4_582], ['poverty-relief', 5_942]] as const) {
      const id = await made({ department: name, name: `统筹整合 ${name}`, year: 2018 });
      expect((await appropriate(id, wan * WAN_FEN, '统筹整合资金意见')).status).toBe(200);
    }
    const { cells, total } = (await auditor.get('/v1/fund-totals?year=2018')).body;
    expect(cells.map((cell: { source: string; department: string; year: number; appropriated: { fen: number } }) => [cell.source, cell.department, cell.year, cell.appropriated.fen / WAN_FEN])).toEqual([
      ['统筹整合资金', 'agriculture', 2018, 4_582], ['统筹整合资金', 'education', 2018, 6_863], ['统筹整合资金', 'human-resources', 2018, 339], ['统筹整合资金', 'poverty-relief', 2018, 5_942],
    ]);
    expect([total.funds, total.appropriated.fen / WAN_FEN, total.committed.fen, total.paid.fen, total.left.fen / WAN_FEN]).toEqual([4, 17_726, 0, 0, 17_726]);
    for (const figure of ['appropriated', 'committed', 'paid', 'left']) expect(total[figure].definition).toMatch(/：/);
    expect((await auditor.get('/v1/fund-totals?year=2018&department=education')).body.total.appropriated.fen).toBe(6_863 * WAN_FEN);
  });

  it('are made once a name and year: again is the same, another department or source is refused', async () => {
    const first = await county.post('/v1/funds', FUND);
    expect([first.status, first.body]).toEqual([201, expect.objectContaining({ ...FUND, appropriatedFen: 0, committedFen: 0, paidFen: 0, leftFen: 0 })]);
    expect((await county.post('/v1/funds', FUND)).body.id).toBe(first.body.id);
    expect((await county.post('/v1/funds', { ...FUND, department: 'education' })).body.code).toBe('FUND.EXISTS');
    expect((await county.post('/v1/funds', { ...FUND, year: 2017 })).body.id).not.toBe(first.body.id);
  });

  it('take a document once, also sent twenty times at the same time; with another amount it is refused', async () => {
    const id = await made();
    const answers = await Promise.all(Array.from({ length: 20 }, () => appropriate(id, 500, '文 1')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await county.get(`/v1/funds/${id}`)).body.appropriatedFen).toBe(500);
    expect((await appropriate(id, 501, '文 1')).body.code).toBe('FUND.DOCUMENT_ON_RECORD');
    expect((await appropriate(id, 100, '文 2')).body.appropriatedFen).toBe(600);
    expect((await auditor.get(`/v1/funds/${id}/entries`)).body.items.map((entry: { kind: string; fen: number; reference: string }) => [entry.kind, entry.fen, entry.reference]).sort()).toEqual([['appropriated', 100, '文 2'], ['appropriated', 500, '文 1']]);
  });

  it('give back what they were given, and no more', async () => {
    const id = await made();
    await appropriate(id, 500, '文 1');
    expect((await withdraw(id, 501, '核减 1')).body.code).toBe('FUND.EXHAUSTED');
    expect((await withdraw(id, 200, '核减 2')).body).toMatchObject({ appropriatedFen: 300, leftFen: 300 });
    expect((await withdraw(id, 200, '核减 2')).body.appropriatedFen).toBe(300);
    expect((await county.post(`/v1/funds/${id}/withdrawals`, { fen: 1, on: ago(5), reference: '核减 3' })).status).toBe(400);
  });

  it('refuse a day to come, no money, half a fen, and an unknown department', async () => {
    const id = await made();
    expect((await county.post(`/v1/funds/${id}/appropriations`, { fen: 5, on: ago(-1), reference: '文' })).body.code).toBe('FUND.INVALID');
    for (const fen of [0, 0.5, -1, 1e13, '5']) expect((await county.post(`/v1/funds/${id}/appropriations`, { fen, on: ago(1), reference: '文' })).status).toBe(400);
    expect((await county.post('/v1/funds', { ...FUND, department: 'police' })).status).toBe(400);
  });

  it('of a department are its own officers’ to enter, those of others are not', async () => {
    const own = await department.post('/v1/funds', { ...FUND, name: '农技培训', department: 'agriculture' });
    expect([own.status, (await appropriate(own.body.id, 100, '文', department)).status]).toEqual([201, 200]);
    expect((await department.post('/v1/funds', { ...FUND, name: '教育培训', department: 'education' })).body.code).toBe('FUND.OF_ANOTHER_DEPARTMENT');
    expect((await appropriate(await made(), 100, '文', department)).body.code).toBe('FUND.OF_ANOTHER_DEPARTMENT');
    expect((await department.get('/v1/fund-totals')).status).toBe(200);
  });

  it('are seen in their county, by whoever may read them, and by nobody of another county', async () => {
    const id = await made();
    const stranger = await api.asOfficer('county-officer', '420625');
    expect([(await stranger.get(`/v1/funds/${id}`)).body.code, (await stranger.get('/v1/funds')).body.items, (await appropriate(id, 1, '文', stranger)).body.code]).toEqual(['FUND.UNKNOWN', [], 'FUND.UNKNOWN']);
    expect((await township.get(`/v1/funds/${id}`)).status).toBe(200);
    const village = await api.asOfficer('village-officer', '420626106200');
    for (const [client, path] of [[village, '/v1/funds'], [village, '/v1/fund-totals'], [department, `/v1/funds/${id}/entries`]] as const) expect((await client.get(path)).status).toBe(403);
    for (const client of [township, auditor]) expect([(await client.post('/v1/funds', FUND)).status, (await appropriate(id, 1, '文', client)).status]).toEqual([403, 403]);
  });

  it('are listed page by page, the newest year first', async () => {
    const all = (await county.get('/v1/funds?limit=200')).body.items as { id: string; year: number }[];
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await county.get(`/v1/funds?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.items.map((fund: { id: string }) => fund.id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(all.map(({ year }) => year)).toEqual(all.map(({ year }) => year).sort((a, b) => b - a));
    expect((await county.get('/v1/funds?cursor=xx')).status).toBe(400);
  });

  it('leave a trace of who entered what', async () => {
    const id = await made();
    await appropriate(id, 7, '文');
    const { rows } = await api.database.owner.query(`select action, actor_id, details from audit_events where subject_id = $1`, [id]);
    expect(rows.map((row: { action: string; actor_id: string }) => [row.action, row.actor_id]).sort()).toEqual([['fund.appropriate', county.principal!.id], ['fund.create', county.principal!.id]]);
  });
});
