import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationsService } from '@app/accounts';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { COUNTY, inDays, orderScene, TODAY } from '../support/orders.js';
import { placementScene, type PlacementScene } from '../support/placements.js';

const PATH = '/v1/cooperation-agreements';
const YEAR = Number(TODAY.slice(0, 4));

/** 公司 + 基地 + 农户: what households are promised, counted by itself. */
describe('co-operation agreements', () => {
  let api: TestApi;
  let county: ApiClient;
  let people: PlacementScene;
  let company: string;
  let cooperative: string;
  beforeAll(async () => {
    api = await startApi();
    const scene = await orderScene(api);
    county = scene.county;
    company = (await scene.employer()).id;
    cooperative = (await api.get(OrganizationsService).create(api.systemPrincipal(COUNTY), { kind: 'cooperative', name: '茶叶合作社', region: COUNTY })).id;
    people = placementScene(api, COUNTY, 64);
  });
  afterAll(() => api.close());

  const agreed = (traineeId: string, more: object = {}): object => ({ partnerKind: 'company', partnerId: company, traineeId, kind: 'dividend', signedOn: TODAY, fromOn: `${YEAR}-01-01`, toOn: `${YEAR + 2}-12-31`, yearlyIncomeFen: 300_000, ...more });
  const record = (traineeId: string, more: object = {}, client = county) => client.post(PATH, agreed(traineeId, more));
  const count = async (client = county, year = YEAR): Promise<unknown[][]> => (await client.get(`${PATH}/summary?year=${year}`)).body.items.map(({ township, kind, agreements, households, yearlyIncomeFen }: Record<string, unknown>) => [township, kind, agreements, households, yearlyIncomeFen]);

  it('are counted by township, kind and year, households once; those entered by mistake not at all', async () => {
    const [a, b, c] = await people.people(3, '420626106') as [string, string, string];
    const [d] = await people.people(1, '420626100') as [string];
    await api.database.owner.query(`with h as (insert into households (owner_region, county, number) values ('420626106000', '420626', 'H-1') returning id) update registrations set household_id = (select id from h), household_relation = '户主' where id = any ($1::uuid[])`, [[a, b]]);
    await record(a);
    await record(b, { kind: 'land', partnerKind: 'cooperative', partnerId: cooperative });
    await record(c, { partnerKind: 'practice-base', partnerId: '11111111-1111-4111-8111-111111111111', toOn: `${YEAR}-06-30` });
    await record(d, { kind: 'order-planting', yearlyIncomeFen: 50_000 });
    const mistaken = (await record(d, { kind: 'employment' })).body.id as string;
    expect((await county.post(`${PATH}/${mistaken}/ending`, { endedOn: TODAY, code: 'entered-by-mistake' })).status).toBe(200);
    expect(await count()).toEqual([
      [null, null, 4, 3, 950_000], [null, 'dividend', 2, 2, 600_000], [null, 'land', 1, 1, 300_000], [null, 'order-planting', 1, 1, 50_000],
      ['420626100000', null, 1, 1, 50_000], ['420626100000', 'order-planting', 1, 1, 50_000], ['420626106000', null, 3, 2, 900_000], ['420626106000', 'dividend', 2, 2, 600_000], ['420626106000', 'land', 1, 1, 300_000],
    ]);
    expect((await count(county, YEAR + 1))[0]).toEqual([null, null, 3, 2, 650_000]);
    expect(await count(await api.asOfficer('township-officer', '420626100'))).toHaveLength(4);
    expect((await county.get(`${PATH}/summary?year=${YEAR}`)).body.definition).toMatch(/不计入任何就业率/);
    expect((await api.database.owner.query<{ n: number }>('select count(*)::int as n from ledger_facts')).rows[0]!.n).toBe(0); // nothing of it is work
  });

  it('are one when they are recorded again, and refused with other words', async () => {
    const [a] = await people.people(1, '420626106') as [string];
    const first = (await record(a)).body;
    expect((await record(a)).body).toEqual(first);
    expect((await record(a, { yearlyIncomeFen: 1 })).body.code).toBe('COOPERATION.REFUSED');
  });

  it('are refused with somebody unknown, signed tomorrow, or for nothing', async () => {
    const [a] = await people.people(1, '420626106') as [string];
    const before = (await count()).length;
    for (const [more, code] of [[{ partnerId: '22222222-2222-4222-8222-222222222222' }, 'COOPERATION.REFUSED'], [{ partnerKind: 'cooperative' }, 'COOPERATION.REFUSED'], [{ signedOn: inDays(1) }, 'TRAINING.INVALID'], [{ toOn: `${YEAR - 1}-12-31` }, 'TRAINING.INVALID'], [{ yearlyIncomeFen: 0 }, 'TRAINING.INVALID']] as const) {
      expect((await record(a, more)).body.code).toBe(code);
    }
    expect((await record('22222222-2222-4222-8222-222222222222')).body.code).toBe('TRAINEE.UNKNOWN');
    expect((await record(a, {}, await api.asOfficer('township-officer', '420626100'))).body.code).toBe('TRAINEE.UNKNOWN');
    expect((await record(a, { kind: 'gift' })).status).toBe(400);
    expect((await count()).length).toBe(before);
    expect((await county.get(`${PATH}/summary?year=1999`)).body.code).toBe('TRAINING.INVALID');
  });

  it('end once, within their time, for a coded reason', async () => {
    const [a] = await people.people(1, '420626106') as [string];
    const { id } = (await record(a)).body;
    const end = (body: object) => county.post(`${PATH}/${id}/ending`, body);
    expect((await end({ endedOn: inDays(1), code: 'not-paid' })).body.code).toBe('COOPERATION.REFUSED');
    expect((await end({ endedOn: TODAY, code: 'other' })).body.code).toBe('COOPERATION.REFUSED');
    expect((await end({ endedOn: TODAY, code: 'not-paid' })).body.endingCode).toBe('not-paid');
    expect((await end({ endedOn: TODAY, code: 'not-paid' })).status).toBe(200);
    expect((await end({ endedOn: TODAY, code: 'household-withdrew' })).body.code).toBe('COOPERATION.REFUSED');
    expect((await county.post(`${PATH}/22222222-2222-4222-8222-222222222222/ending`, { endedOn: TODAY, code: 'not-paid' })).body.code).toBe('COOPERATION.UNKNOWN');
  });

  it('are listed in scope, page by page, and recorded by offices alone', async () => {
    const [a] = await people.people(1, '420626100') as [string];
    const page = (await county.get(`${PATH}?limit=2`)).body;
    const next = (await county.get(`${PATH}?limit=2&cursor=${page.nextCursor}`)).body;
    expect(new Set([...page.items, ...next.items].map(({ id }: { id: string }) => id)).size).toBe(4);
    expect((await county.get(`${PATH}?kind=land`)).body.items).toHaveLength(1);
    for (const [role, region] of [['auditor', COUNTY], ['village-officer', '420626100200'], ['department-officer', COUNTY]] as const) expect((await record(a, {}, await api.asOfficer(role, region))).status).toBe(403);
    expect((await (await api.asOfficer('auditor', COUNTY)).get(PATH)).status).toBe(200);
  });
});
