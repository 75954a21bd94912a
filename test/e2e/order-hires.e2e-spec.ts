import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClassesService, CorrectionsService, EmploymentsService, RateProjector, RateReportMaker } from '@app/placements';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { COUNTY, inDays, orderScene, TODAY, type OrderScene } from '../support/orders.js';
import { placementScene, type PlacementScene } from '../support/placements.js';

const ORDERS = '/v1/training-orders';

/** A hire for a pledged seat is an employment of the ledger: one fact, given and taken back as one. */
describe('hires under an order', () => {
  let api: TestApi;
  let scene: OrderScene;
  let people: PlacementScene;
  let county: ApiClient;
  let employer: { readonly id: string; readonly client: ApiClient };
  let provider: { readonly id: string; readonly client: ApiClient };
  beforeAll(async () => {
    api = await startApi();
    scene = await orderScene(api);
    county = scene.county;
    people = placementScene(api, COUNTY, 62);
    [employer, provider] = [await scene.employer(), await scene.provider()];
  });
  afterAll(() => api.close());

  async function recruiting(more: object = {}, who = employer, whose = provider): Promise<string> {
    const slotId = await scene.slot(whose.id, { fromOn: inDays(20) });
    const id = await scene.queued(who.client, more);
    const moved = await scene.act(county, id, 'recruiting', { slotId });
    if (moved.status !== 200) throw new Error(moved.text);
    return id;
  }
  const hire = (id: string, traineeId: string, more: object = {}, client = county): Promise<ApiAnswer> => client.post(`${ORDERS}/${id}/hires`, { traineeId, ...more });
  const withdraw = (id: string, traineeId: string, client = county): Promise<ApiAnswer> => client.post(`${ORDERS}/${id}/hires/${traineeId}/withdrawal`, { reason: '登记有误' });
  const fulfilment = async (id: string, client = county): Promise<ApiAnswer['body']> => (await client.get(`${ORDERS}/${id}/fulfilment`)).body;
  const startsOf = async (traineeId: string): Promise<{ factId: string; on: string; employerId: string | null; payload: object; inForce: boolean; employmentId: string }[]> =>
    (await api.database.owner.query(`select id as "factId", effective_on::text as "on", employer_id as "employerId", payload, fact_in_force(id) as "inForce", employment_id as "employmentId" from ledger_facts where registration_id = $1 and kind = 'employment-started' order by recorded_at`, [traineeId])).rows;
  const hired = async (id: string): Promise<number> => (await county.get(`${ORDERS}/${id}`)).body.hired;
  /** As if its facts had been recorded the day before: no slip of the hand any more. */
  const yesterday = (traineeId: string) => api.database.owner.query(`alter table ledger_facts disable trigger ledger_facts_append_only; update ledger_facts set recorded_at = recorded_at - interval '1 day' where registration_id = '${traineeId}'; alter table ledger_facts enable trigger ledger_facts_append_only`);

  it('begin the employment with its employer, pay, contract and proof as they are, in one transaction', async () => {
    const id = await recruiting({ seats: 3, payYuan: 4_000, contractMonths: 12 });
    const [a] = await people.people(1, '420626106');
    const answer = await hire(id, a!, { hiredOn: inDays(-10), pay: 3_900, contractMonths: 12, workplace: '420626100', evidence: { form: 'call', on: TODAY } });
    expect([answer.status, answer.body.hired]).toEqual([200, 1]);
    expect(await startsOf(a!)).toEqual([expect.objectContaining({ on: inDays(-10), employerId: employer.id, inForce: true, payload: { type: 'wage', permanent: false, pay: 3_900, contractMonths: 12, workplace: '420626100', orderId: id } })]);
    const { rows } = await api.database.owner.query<{ xacts: number; level: number }>(
      `select count(distinct xid)::int as xacts, (select level from ledger_facts where registration_id = $2 and kind = 'evidence') as level from (select h.xmin::text as xid from training_order_hires h where h.order_id = $1 union select f.xmin::text from ledger_facts f where f.registration_id = $2) as x`, [id, a]);
    expect(rows[0]).toEqual({ xacts: 1, level: 1 });
    expect((await hire(id, a!, { pay: 9_999 })).body.hired).toBe(1);
    expect(await startsOf(a!)).toHaveLength(1);
  });

  it('are refused whole: what the proof, the person, the day or the employer lacks leaves no trace', async () => {
    const id = await recruiting({ seats: 1 });
    const [a] = await people.people(1, '420626106');
    const other = await scene.employer();
    for (const [more, code] of [[{ hiredOn: inDays(1) }, 'TRAINING.INVALID'], [{ employerId: other.id }, 'TRAINING.INVALID'], [{ evidence: { form: 'contract', on: TODAY } }, 'PLACEMENT.INVALID'], [{ employmentId: '00000000-0000-4000-8000-000000000000' }, 'TRAINING.INVALID']] as const) {
      const answer = await hire(id, a!, more);
      expect([answer.status, answer.body.code]).toEqual([422, code]);
    }
    expect((await hire(id, '00000000-0000-4000-8000-000000000000')).body.code).toBe('TRAINING.INVALID');
    expect([await hired(id), await startsOf(a!)]).toEqual([0, []]);
    const stranger = (await people.people(1, '420626100'))[0]!;
    expect((await hire(id, a!)).body.hired).toBe(1);
    expect((await hire(id, stranger)).body.code).toBe('TRAINING_ORDER.SEATS_TAKEN');
    expect([await hired(id), await startsOf(stranger)]).toEqual([1, []]);
  });

  it('stand on an employment that is on record, of this person and this employer, and of one order only', async () => {
    const [id, second] = [await recruiting({ seats: 2 }), await recruiting({ seats: 2 })];
    const [a, b] = await people.people(2, '420626106');
    const employmentId = await api.get(EmploymentsService).start(county.principal!, { traineeId: a!, startsOn: inDays(-30), type: 'wage', permanent: true, employerId: employer.id, pay: 5_000 });
    expect((await hire(id, b!, { employmentId })).body.code).toBe('TRAINING.INVALID');
    expect((await hire(id, a!, { employmentId })).body.hired).toBe(1);
    expect(await startsOf(a!)).toHaveLength(1);
    expect((await hire(second, a!, { employmentId })).body.code).toBe('TRAINING_ORDER.HIRE_REFUSED');
    const elsewhere = await api.get(EmploymentsService).start(county.principal!, { traineeId: b!, startsOn: inDays(-30), type: 'wage', permanent: true, employerId: (await scene.employer()).id });
    expect((await hire(id, b!, { employmentId: elsewhere })).body.code).toBe('TRAINING.INVALID');
    const back = await withdraw(id, a!);
    expect([back.body.order.hired, back.body.correctionRequestId, (await startsOf(a!))[0]!.inForce]).toEqual([0, null, true]);
  });

  it('are taken back at once as a slip of one’s own hand: seat and employment together; and can be made again', async () => {
    const id = await recruiting({ seats: 1 });
    const [a] = await people.people(1, '420626106');
    await hire(id, a!);
    const answer = await withdraw(id, a!);
    expect([answer.status, answer.body.correctionRequestId, answer.body.order.hired]).toEqual([200, null, 0]);
    expect((await startsOf(a!)).map(({ inForce }) => inForce)).toEqual([false]);
    expect((await withdraw(id, a!)).body.code).toBe('TRAINING.INVALID');
    expect((await hire(id, a!)).body.hired).toBe(1);
    expect((await startsOf(a!)).map(({ inForce }) => inForce)).toEqual([false, true]);
    expect((await county.post(`${ORDERS}/${id}/hires/${a}/withdrawal`, {})).status).toBe(400);
  });

  it('wait for a second officer where they are no slip: until then the seat stays filled, then both are gone', async () => {
    const id = await recruiting({ seats: 1 });
    const [a] = await people.people(1, '420626106');
    await hire(id, a!);
    await yesterday(a!);
    const asked = await withdraw(id, a!);
    expect([asked.body.correctionRequestId, asked.body.order.hired]).toEqual([expect.any(String), 1]);
    const second = await api.asOfficer('county-officer', COUNTY);
    expect((await county.post(`/v1/correction-requests/${asked.body.correctionRequestId}/confirmation`)).status).toBe(403);
    await api.get(CorrectionsService).confirm(second.principal!, asked.body.correctionRequestId);
    expect([await hired(id), (await startsOf(a!)).map(({ inForce }) => inForce)]).toEqual([0, [false]]);
    const { rows } = await api.database.owner.query<{ by: string }>('select withdrawn_by as by from training_order_hires where order_id = $1', [id]);
    expect(rows).toEqual([{ by: second.principal!.id }]);
  });

  it('follow a correction of their employment: a right day keeps the hire, a retraction takes it', async () => {
    const id = await recruiting({ seats: 1 });
    const [a] = await people.people(1, '420626106');
    await hire(id, a!, { hiredOn: inDays(-5) });
    const [start] = await startsOf(a!);
    await api.get(CorrectionsService).correct(county.principal!, start!.factId, { reason: '日期有误', replacement: { on: inDays(-100) } });
    expect([await hired(id), (await fulfilment(id)).retained90]).toEqual([1, 1]);
    const right = (await startsOf(a!)).find(({ inForce }) => inForce)!;
    await yesterday(a!);
    const { request } = await api.get(CorrectionsService).correct(county.principal!, right.factId, { reason: '没有上岗' });
    await api.get(CorrectionsService).confirm((await api.asOfficer('county-officer', COUNTY)).principal!, request!.id);
    expect([await hired(id), (await fulfilment(id)).retained90]).toEqual([0, 0]);
  });

  it('of a shortage’s order name who hires', async () => {
    await api.database.owner.query(`insert into shortage_boards (county, as_of, policy_version, lines) values ($1, $2, 'test', $3) on conflict (county) do nothing`, [COUNTY, TODAY, JSON.stringify([{ occupation: '6-18-02-04', month: '2027-01', vacancies: 1, openings: 9, qualified: 1, unfillable: 8, course: null }])]);
    const id = await recruiting({ seats: 2, shortage: { asOf: TODAY, month: '2027-01' } }, { id: '', client: county });
    const [a] = await people.people(1, '420626106');
    expect((await hire(id, a!)).body.code).toBe('TRAINING.INVALID');
    expect((await hire(id, a!, { employerId: employer.id, hiredOn: inDays(-95) })).body.hired).toBe(1);
    expect((await fulfilment(id)).retained90).toBe(1);
  });

  it('are counted from the pledge to the 180th day, R4 and R4p, with the definition beside; persons only in scope, on the record', async () => {
    const who = await scene.employer();
    const whose = await scene.provider();
    const id = await recruiting({ seats: 4, payYuan: 4_000, contractMonths: 12 }, who, whose);
    const classes = api.get(ClassesService);
    const { id: classId } = await classes.create(api.systemPrincipal(COUNTY), { name: '订单班', courseId: 'welding', programme: '项目', providerId: whose.id, region: '420626106', startsOn: inDays(25), endsOn: inDays(100), seats: 30 });
    const trainees = await people.people(5, '420626106');
    const [kept, short, unknown, young, none] = trainees as [string, string, string, string, string];
    await scene.except(id, trainees);
    await classes.enrol(api.systemPrincipal(COUNTY), classId, trainees, TODAY);
    await scene.sign(id, trainees);
    for (const [path, body] of [['class', { classId }], ['training', {}]] as const) expect((await scene.act(county, id, path, body)).status).toBe(200);
    await classes.recordResults(api.systemPrincipal(COUNTY), classId, 'certified', [kept, short, unknown, young].map((traineeId) => ({ traineeId, on: TODAY })));
    await hire(id, kept, { hiredOn: inDays(-200), pay: 3_800, contractMonths: 12 });
    await hire(id, short, { hiredOn: inDays(-100), pay: 3_799, contractMonths: 12 });
    await hire(id, unknown, { hiredOn: inDays(-100), pay: 4_000 });
    await hire(id, young, { hiredOn: inDays(-10), pay: 4_000, permanent: true });
    const [left] = await startsOf(unknown);
    expect((await county.post(`/v1/employments/${left!.employmentId}/end`, { lastDay: inDays(-40), code: 'resigned' })).status).toBeLessThan(300);
    const body = await fulfilment(id);
    expect(body).toMatchObject({ pledged: 4, enrolled: 5, certified: 4, hired: 4, due90: 3, retained90: 2, due180: 1, retained180: 1, filled: 4, kept: 2, short: 1, unknown: 1, r4: 100, r4p: 50 });
    for (const text of Object.values(body.definitions)) expect(text).toMatch(/[一-鿿]/);
    expect((await fulfilment(id, who.client)).r4p).toBe(50);
    const persons = async (client: ApiClient): Promise<ApiAnswer> => client.get(`${ORDERS}/${id}/fulfilment/persons`);
    const { items } = (await persons(county)).body;
    expect(new Map(items.map(({ traineeId, pledge, retained90, retained180 }: Record<string, unknown>) => [traineeId, [pledge, retained90, retained180]]))).toEqual(new Map([[kept, ['kept', true, true]], [short, ['short', true, null]], [unknown, ['unknown', false, null]], [young, ['kept', null, null]]]));
    expect(items.every(({ idNumberMasked }: { idNumberMasked: string }) => idNumberMasked.includes('*'))).toBe(true);
    expect((await persons(await api.asOfficer('township-officer', '420626100'))).body.items).toEqual([]);
    for (const client of [who.client, await api.asOfficer('department-officer', COUNTY)]) expect((await persons(client)).status).toBe(403);
    const { rows } = await api.database.owner.query(`select details from audit_events where action = 'training-order.persons' and subject_id = $1 and actor_id = $2`, [id, county.principal!.id]);
    expect(rows).toEqual([{ details: { persons: 4 } }]);
    expect(none).toBeDefined();

    for (const path of ['completion', 'settlement']) expect((await scene.act(county, id, path)).status).toBe(200);
    const row = async (by: string, key: string, more = ''): Promise<Record<string, unknown> | undefined> => (await county.get(`/v1/fulfilment?by=${by}&limit=200${more}`)).body.items.find((each: { key: string }) => each.key === key);
    expect(await row('employer', who.id)).toMatchObject({ orders: 1, settled: 1, pledged: 4, hired: 4, retained90: 2, r4: 100, r4p: 50, employerScore: 0.5, providerScore: null });
    expect(await row('provider', whose.id)).toMatchObject({ orders: 1, pledged: 4, providerScore: { orders: 1, certified: 0.6667, hired: 0.75, retained: 0.5714, score: 0.6627 } });
    expect(await row('county', COUNTY, '&settled=true')).toMatchObject({ orders: 1, pledged: 4 });
    expect(await row('employer', who.id, '&from=2020-01&to=2020-12')).toBeUndefined();
    const whole = (await row('county', COUNTY)) as Record<'pledged' | 'filled' | 'kept' | 'r4' | 'r4p', number>;
    const { knownBy } = (await county.get('/v1/rates?rule=R4')).body;
    await api.get(RateProjector).project(COUNTY);
    const figures = ({ rates }: ApiAnswer['body']): object[] => rates.filter(({ rule }: { rule: string }) => ['R4', 'R4p'].includes(rule)).map(({ rule, total, townships }: Record<string, { n: number; numerator: number; rate: number }>) => [rule, total!.n, total!.numerator, total!.rate, townships]);
    const pledged: readonly [string, number, number, number, readonly never[]][] = [['R4', whole.pledged, whole.filled, whole.r4, []], ['R4p', whole.pledged, whole.kept, whole.r4p, []]];
    expect(figures((await county.get('/v1/rates/townships')).body)).toEqual(pledged);
    expect(figures((await (await api.asOfficer('township-officer', '420626106')).get('/v1/rates/townships')).body)).toEqual([]);
    const report = (await county.post('/v1/rate-reports', { asOf: TODAY, knownBy })).body.id as string;
    await api.get(RateReportMaker).make(api.systemPrincipal(COUNTY), report);
    expect(figures((await county.get(`/v1/rate-reports/${report}`)).body)).toEqual(pledged);
    const lines = (await county.get(`/v1/rate-reports/${report}/export?format=csv`)).text.replaceAll('"', '').split('\n').filter((line) => line.startsWith('订单兑现,'));
    expect(lines.map((line) => line.split(',').slice(1, 7).join())).toEqual(pledged.flatMap(([rule, n, numerator, rate]) => [`${rule},合计,,分母,${n},岗位`, `${rule},合计,,分子,${numerator},人`, `${rule},合计,,比率,${rate},%`]));
    for (const [rule, rate, numerator] of [['R4', whole.r4, whole.filled], ['R4p', whole.r4p, whole.kept]] as const) {
      const answer = (await county.get(`/v1/rates?rule=${rule}`)).body;
      expect(answer).toMatchObject({ total: { n: whole.pledged, numerator, rate, suppressed: false }, cells: [] });
      expect(answer.definition).toContain('开班前取消的不算');
      expect((await county.get(`/v1/rates?rule=${rule}&from=2020-01&to=2020-12`)).body.total).toMatchObject({ n: 0, rate: null });
      expect([(await county.get(`/v1/rates?rule=${rule}&region=420626106`)).status, (await county.get(`/v1/rates/persons?rule=${rule}&part=numerator`)).status]).toEqual([400, 400]);
    }
    expect((await county.get('/v1/fulfilment?by=employer&from=2020-01')).body.code).toBe('TRAINING.INVALID');
    expect((await employer.client.get('/v1/fulfilment?by=employer')).status).toBe(403);
    const inQueue = await scene.queued(who.client, { seats: 5 });
    await scene.refresh();
    const place = (await who.client.get(`${ORDERS}/${inQueue}/queue-place`)).body;
    expect(place.why.find(({ part }: { part: string }) => part === 'fulfilment').points).toBeCloseTo(25 * ((2 + 2) / (4 + 4)), 6);
    expect((await county.get(`/v1/provider-slots?providerId=${whose.id}`)).body.items[0].providerScore.score).toBe(0.6627);
    const later = [await scene.slot(whose.id, { fromOn: inDays(70) }), await scene.slot((await scene.provider()).id, { fromOn: inDays(21) })];
    const recommended = (await county.get(`${ORDERS}/${inQueue}/slot-recommendations`)).body;
    expect(recommended.items.map(({ id: slotId }: { id: string }) => slotId).filter((slotId: string) => later.includes(slotId))).toEqual(later);
    expect(recommended.definition).toMatch(/只供经办人/);
    expect((await county.get(`${ORDERS}/${id}/subsidy-statements`)).body).toEqual({ items: [], nextCursor: null });
    expect((await county.get(`${ORDERS}/${id}`)).body.links).toEqual({ agreements: `${ORDERS}/${id}/agreements`, fulfilment: `${ORDERS}/${id}/fulfilment`, subsidyStatements: `${ORDERS}/${id}/subsidy-statements` });
  });
});
