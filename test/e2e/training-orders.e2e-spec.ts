import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { COUNTY, inDays, order, orderScene, TODAY, type OrderScene } from '../support/orders.js';

const ORDERS = '/v1/training-orders';
const faultOf = ({ body }: ApiAnswer): unknown => body.faults ?? body.errors;

/** An employer asks for people to be trained; officers judge; nothing that breaks a rule comes in. */
describe('orders for training', () => {
  let api: TestApi;
  let scene: OrderScene;
  let county: ApiClient;
  let employer: ApiClient;
  let employerId: string;
  beforeAll(async () => {
    api = await startApi();
    scene = await orderScene(api);
    county = scene.county;
    ({ client: employer, id: employerId } = await scene.employer());
  });
  afterAll(() => api.close());

  const count = async (): Promise<number> => (await api.database.owner.query<{ n: number }>('select count(*)::int as n from training_orders')).rows[0]!.n;

  it('are submitted by an employer, and get a number that people can say', async () => {
    const made = await employer.post(ORDERS, order({ skills: [{ skillId: 'weld.arc', level: 2 }], requirements: '身体健康，能上夜班' }));
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ state: 'submitted', stateLabel: '已提交', employerId, seats: 30, skills: [{ skillId: 'weld.arc', level: 2 }], siteRegion: '420626106000', submittedOn: TODAY, number: expect.stringMatching(/^PX\d{4}-\d{6,}$/) })]);
    expect(made.headers.get('etag')).toBe(`"${made.body.version}"`);
    const shown = await employer.get(`${ORDERS}/${made.body.id}`);
    expect(shown.body.history).toEqual([expect.objectContaining({ number: 1, fromState: 'draft', toState: 'submitted', reasonCode: null, actorKind: 'employer', actorId: null })]);
    expect(shown.body.figures.pledged).toEqual({ seats: 30, definition: expect.stringMatching(/：/) });
  });

  it.each<[string, object, string, RegExp]>([
    ['no seats', { seats: 0 }, 'seats', /^招训人数：/],
    ['more seats than a class can have', { seats: 501 }, 'seats', /^招训人数：/],
    ['pay below the minimum wage of the place', { payYuan: 1_969 }, 'payYuan', /^最低工资标准：.*1970/],
    ['a window in the past', { windowFrom: inDays(-1) }, 'windowFrom', /^开班时间：/],
    ['a window that ends before it begins', { windowTo: inDays(19) }, 'windowTo', /^开班时间：/],
    ['a window too far ahead', { windowFrom: inDays(800), windowTo: inDays(810) }, 'windowFrom', /^开班时间：/],
    ['an occupation without a course', { occupation: '2-02-10-09' }, 'occupation', /^(开设课程|职业)：/],
    ['an unknown occupation', { occupation: '9-99-99-99' }, 'occupation', /^职业：/],
    ['an unknown skill', { skills: [{ skillId: 'nothing', level: 1 }] }, 'skills[0].skillId', /^技能要求：/],
    ['a level that there is not', { skills: [{ skillId: 'weld.arc', level: 6 }] }, 'skills[0].level', /^技能要求：/],
    ['a skill twice', { skills: [{ skillId: 'weld.arc', level: 1 }, { skillId: 'weld.arc', level: 2 }] }, 'skills', /^技能要求：/],
    ['a contract of no months', { contractMonths: 0 }, 'contractMonths', /^劳动合同期限：/],
    ['an open-ended contract with months', { contractKind: 'open-ended' }, 'contractMonths', /^劳动合同期限：/],
    ['an unknown workplace', { workplace: '999999' }, 'workplace', /^地点：/],
    ['a site outside the county', { siteRegion: '420625' }, 'siteRegion', /^地点：/],
    ['a village site that names no township', { siteKind: 'village', siteRegion: '420626' }, 'siteRegion', /^地点：/],
    ['requirements that the law forbids', { requirements: '限男性' }, 'requirements', /^平等就业：/],
  ])('with %s are refused by the name of the rule, and nothing changes', async (_, more, path, message) => {
    const before = await count();
    const answer = await employer.post(ORDERS, order(more));
    expect([answer.status, answer.body.code]).toEqual([422, 'TRAINING_ORDER.INVALID']);
    expect(faultOf(answer)).toEqual([expect.objectContaining({ path, message: expect.stringMatching(message) })]);
    expect(await count()).toBe(before);
  });

  it('tell the employer by webhook of every move, once, and nobody else', async () => {
    const { client, id } = await scene.employer();
    const hook = await client.post('/v1/webhooks', { url: 'https://hr.example.com/orders', eventTypes: ['order.state-changed', 'order.position-changed'] });
    expect(hook.status).toBe(201);
    const made = await client.post(ORDERS, order({ externalRef: 'HOOK-1' }));
    expect((await scene.act(client, made.body.id, 'cancellation', { code: 'business-changed', reason: '订单减少' })).body.state).toBe('cancelled');
    const { rows } = await api.database.owner.query('select d.body::jsonb -> $2 as data, e.employer_id from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id where d.body::jsonb #>> $1 = $3 order by d.created_at, d.id', ['{data,orderId}', 'data', made.body.id]);
    expect(rows).toEqual([['draft', 'submitted', null], ['submitted', 'cancelled', 'business-changed']].map(([from, to, reason]) => ({
      employer_id: id, data: { orderId: made.body.id, orderNumber: made.body.number, externalRef: 'HOOK-1', from, to, reason },
    })));
  });

  it('of an employer whose licence nobody has seen are refused', async () => {
    const { client } = await scene.employer(false);
    const answer = await client.post(ORDERS, order());
    expect([answer.status, faultOf(answer)]).toEqual([422, [{ path: 'employerId', message: expect.stringMatching(/^单位核实：/) }]]);
  });

  it('by a test key are refused, and judged in a dry run', async () => {
    const test = await api.asEmployer(COUNTY, { employerId, test: true });
    expect((await test.post(ORDERS, order())).body.code).toBe('TRAINING_ORDER.TEST_KEY');
    const dry = await test.post(`${ORDERS}/import?dryRun=true`, JSON.stringify(order({ externalRef: 'T-1' })), { 'content-type': 'application/x-ndjson' });
    expect(JSON.parse(dry.text.split('\n')[0]!)).toEqual({ line: 1, externalRef: 'T-1', outcome: 'created', orderId: null, faults: [] });
  });

  it('are of one reference once: again is the same, another one is refused while it is reviewed', async () => {
    const first = await employer.post(ORDERS, order({ externalRef: 'R-1' }));
    const again = await employer.post(ORDERS, order({ externalRef: 'R-1' }));
    expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id]);
    const other = await employer.post(ORDERS, order({ externalRef: 'R-1', seats: 20 }));
    expect([other.status, other.body.code]).toEqual([409, 'TRAINING_ORDER.MOVE_REFUSED']);
  });

  it('have one effect when they are sent fifty times with one key, and the same bytes', async () => {
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 50 }, () => employer.post(ORDERS, order(), { 'idempotency-key': 'order-1' })));
    const bodies = new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text));
    expect([bodies.size, await count() - before, answers.every(({ status }) => status === 201 || status === 409)]).toEqual([1, 1, true]);
    expect((await employer.post(ORDERS, order(), { 'idempotency-key': 'order-1' })).text).toBe([...bodies][0]);
    expect((await employer.post(ORDERS, order({ seats: 5 }), { 'idempotency-key': 'order-1' })).body.code).toBe('IDEMPOTENCY.REUSED');
  });

  it('are changed as drafts and when returned, by the version that was read, and not while they are reviewed', async () => {
    const draft = (await employer.post(ORDERS, order({ draft: true }))).body;
    const path = `${ORDERS}/${draft.id}`;
    expect(draft.state).toBe('draft');
    expect((await employer.patch(path, { seats: 20 })).status).toBe(428);
    expect((await employer.patch(path, { seats: 20 }, { 'if-match': '"99"' })).status).toBe(412);
    expect((await employer.patch(path, { seats: 0 }, { 'if-match': `"${draft.version}"` })).status).toBe(422);
    const changed = await employer.patch(path, { seats: 20, skills: [{ skillId: 'weld.gas', level: 1 }] }, { 'if-match': `"${draft.version}"` });
    expect([changed.status, changed.body.seats, changed.body.skills]).toEqual([200, 20, [{ skillId: 'weld.gas', level: 1 }]]);
    const submitted = await scene.act(employer, draft.id, 'submission');
    expect(submitted.body).toMatchObject({ state: 'submitted', submittedOn: TODAY, reviewDueOn: expect.any(String) });
    expect((await employer.patch(path, { seats: 21 }, { 'if-match': submitted.headers.get('etag')! })).body.code).toBe('TRAINING_ORDER.MOVE_REFUSED');
    await scene.act(county, draft.id, 'review');
    const returned = await scene.act(county, draft.id, 'return', { code: 'seats', reason: '人数与岗位不符' });
    expect(returned.body).toMatchObject({ state: 'returned' });
    expect((await employer.patch(path, { seats: 22 }, { 'if-match': returned.headers.get('etag')! })).body.seats).toBe(22);
    expect((await scene.act(employer, draft.id, 'submission')).body.state).toBe('submitted');
    expect((await scene.act(employer, draft.id, 'submission')).body.code).toBe('TRAINING_ORDER.MOVE_REFUSED');
  });

  it('are approved into the queue, returned and rejected for a coded reason, and decided once', async () => {
    const id = await scene.queued(employer);
    const shown = (await county.get(`${ORDERS}/${id}`)).body;
    expect([shown.state, shown.approvedOn, shown.history.map((move: { toState: string }) => move.toState)]).toEqual(['queued', TODAY, ['submitted', 'under-review', 'approved', 'queued']]);
    expect(shown.history[1].actorId).toBe(county.principal!.id);
    expect((await scene.act(county, id, 'approval')).status).toBe(409);
    const other = (await employer.post(ORDERS, order())).body.id;
    expect((await scene.act(county, other, 'approval')).status).toBe(409);
    await scene.act(county, other, 'review');
    expect((await scene.act(county, other, 'rejection', { code: 'seats' })).status).toBe(400);
    const rejected = await scene.act(county, other, 'rejection', { code: 'no-course', reason: '本县无此课程' });
    expect([rejected.body.state, rejected.body.history.at(-1).reasonCode]).toEqual(['rejected', 'no-course']);
    expect((await scene.act(employer, other, 'cancellation', { code: 'other' })).status).toBe(409);
  });

  it('are not approved once a rule holds no more', async () => {
    const made = (await employer.post(ORDERS, order({ payYuan: 2_000, workplace: '420625' }))).body;
    await scene.act(county, made.id, 'review');
    const administrator = await api.asOfficer('system-administrator', COUNTY);
    expect((await administrator.post('/v1/minimum-wages', { region: '420625', fromOn: TODAY, monthlyYuan: 2_100, document: '测试文件' })).status).toBe(201);
    const answer = await scene.act(county, made.id, 'approval');
    expect([answer.status, faultOf(answer)]).toEqual([422, [{ path: 'payYuan', message: expect.stringMatching(/^最低工资标准：.*2100.*测试文件/) }]]);
    expect((await county.get(`${ORDERS}/${made.id}`)).body.state).toBe('under-review');
  });

  it('are given up by their employer for a coded reason', async () => {
    const id = await scene.queued(employer);
    expect((await scene.act(employer, id, 'cancellation', { code: 'split' })).status).toBe(400);
    expect((await scene.act(employer, id, 'cancellation', { code: 'business-changed', reason: '订单减少' })).body.state).toBe('cancelled');
  });

  it('are their employer’s and their county’s to see, and nobody else’s', async () => {
    const id = await scene.queued(employer);
    const { client: rival } = await scene.employer();
    const [stranger, township, village, provider] = [await api.asOfficer('county-officer', '420625'), await api.asOfficer('township-officer', '420626106'), await api.asOfficer('village-officer', '420626106200'), (await scene.provider()).client];
    for (const client of [rival, stranger]) expect([(await client.get(`${ORDERS}/${id}`)).status, (await client.get(ORDERS)).body.items]).toEqual([404, []]);
    expect((await scene.act(rival, id, 'cancellation', { code: 'other' })).body.code).toBe('TRAINING_ORDER.UNKNOWN');
    expect((await township.get(`${ORDERS}/${id}`)).status).toBe(200);
    expect((await scene.act(township, id, 'cancellation', { code: 'other' })).status).toBe(403);
    for (const client of [village, provider]) expect((await client.get(`${ORDERS}/${id}`)).status).toBe(403);
    for (const path of ['review', 'approval', 'return', 'rejection', 'split', 'recruiting']) expect((await scene.act(employer, id, path)).status).toBe(403);
    const auditor = await api.asOfficer('auditor', COUNTY);
    expect([(await auditor.get(`${ORDERS}/${id}`)).status, (await auditor.post(ORDERS, order())).status]).toEqual([200, 403]);
    expect((await api.anonymous.get(ORDERS)).status).toBe(401);
    const narrow = await api.asEmployer(COUNTY, { employerId, scopes: ['training-order.read'] });
    expect([(await narrow.get(`${ORDERS}/${id}`)).status, (await narrow.post(ORDERS, order())).status]).toEqual([200, 403]);
  });

  it('are made by an officer from a row of the shortage board, and not from one that is not there', async () => {
    const line = { occupation: '6-18-02-04', month: '2027-01', vacancies: 3, openings: 16, qualified: 4, unfillable: 12, course: null };
    await api.database.owner.query(`insert into shortage_boards (county, as_of, policy_version, lines) values ($1, $2, 'test', $3)`, [COUNTY, TODAY, JSON.stringify([line])]);
    const made = await county.post(ORDERS, order({ shortage: { asOf: TODAY, month: '2027-01' } }));
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ employerId: null, shortageAsOf: TODAY, shortageMonth: '2027-01' })]);
    expect(faultOf(await county.post(ORDERS, order({ shortage: { asOf: TODAY, month: '2027-02' } })))).toEqual([{ path: 'shortage', message: expect.stringMatching(/^缺工依据：/) }]);
    expect(faultOf(await county.post(ORDERS, order()))).toEqual([{ path: 'employerId', message: expect.stringMatching(/^单位核实：/) }]);
    expect((await county.post(ORDERS, order({ employerId }))).body.employerId).toBe(employerId);
    expect(faultOf(await county.post(ORDERS, order({ employerId: '00000000-0000-4000-8000-000000000000' })))).toEqual([{ path: 'employerId', message: expect.stringMatching(/^单位核实：/) }]);
  });

  it('by the thousand are handed in line by line, and sending the file again changes nothing', async () => {
    const { client } = await scene.employer();
    const lines = Array.from({ length: 1_000 }, (_, i) => JSON.stringify(order({ externalRef: `B${i}`, seats: i % 100 === 99 ? 0 : 30 }))).join('\n');
    const send = async (path = '/import'): Promise<{ outcome?: string; summary?: true; created: number; changed: number; unchanged: number; rejected: number }[]> => (await client.post(ORDERS + path, lines, { 'content-type': 'application/x-ndjson' })).text.trim().split('\n').map((line) => JSON.parse(line));
    expect((await send('/import?dryRun=true')).at(-1)).toMatchObject({ created: 990, rejected: 10 });
    const before = await count();
    const answers = await Promise.all([send(), send(), send()]);
    expect(await count() - before).toBe(990);
    expect(answers.reduce((sum, answer) => sum + answer.at(-1)!.created, 0)).toBe(990);
    for (const answer of answers) expect(answer.at(-1)).toMatchObject({ summary: true, rejected: 10, changed: 0 });
    expect((await send()).at(-1)).toMatchObject({ created: 0, unchanged: 990, rejected: 10 });
    expect(await count() - before).toBe(990);
    const { rows } = await api.database.owner.query(`select count(*)::int as orders, count(distinct number)::int as numbers, count(*) filter (where state = 'submitted' and moves = 1)::int as submitted from training_orders where external_ref like 'B%'`);
    expect(rows[0]).toEqual({ orders: 990, numbers: 990, submitted: 990 });
  });

  it('are listed page by page, by state and occupation', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await employer.get(`${ORDERS}?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor;
    }
    expect([new Set(seen).size, seen]).toEqual([seen.length, (await employer.get(`${ORDERS}?limit=200`)).body.items.map((item: { id: string }) => item.id)]);
    const cancelled = (await employer.get(`${ORDERS}?state=cancelled`)).body.items;
    expect(new Set(cancelled.map((item: { state: string }) => item.state))).toEqual(new Set(['cancelled']));
    expect((await employer.get(`${ORDERS}?occupation=1-01`)).body.items).toEqual([]);
    expect((await employer.get(`${ORDERS}?cursor=xx`)).status).toBe(400);
  });

  it('leave a trace of who did what, without a word of the order', async () => {
    const id = await scene.queued(employer);
    const { rows } = await api.database.owner.query(`select action, details from audit_events where subject_id = $1 order by id`, [id]);
    expect(rows.map(({ action, details }: { action: string; details: object }) => [action, details])).toEqual([
      ['training-order.create', {}], ['training-order.move', { state: 'submitted' }], ['training-order.move', { state: 'under-review' }], ['training-order.move', { state: 'approved' }], ['training-order.move', { state: 'queued' }],
    ]);
  });
});

describe('minimum wages', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startApi()));
  afterAll(() => api.close());

  it('are kept by an administrator, dated, and read by everybody; a later entry of one day corrects it', async () => {
    const administrator = await api.asOfficer('system-administrator', '42');
    const wage = { region: '420626', fromOn: '2026-01-01', monthlyYuan: 2_000, document: '测试文件一' };
    expect((await administrator.post('/v1/minimum-wages', wage)).body).toMatchObject({ ...wage, isChecked: true });
    await administrator.post('/v1/minimum-wages', { ...wage, monthlyYuan: 2_050, document: '测试文件二' });
    const { items } = (await (await api.asOfficer('county-officer', COUNTY)).get('/v1/minimum-wages')).body;
    expect(items.map((item: { region: string; monthlyYuan: number; isChecked: boolean }) => [item.region, item.monthlyYuan, item.isChecked])).toEqual([['42', 1_800, false], ['42', 1_970, true], ['420626', 2_000, true], ['420626', 2_050, true]]);
  });

  it('refuse a place that there is not, and whoever is no administrator', async () => {
    const administrator = await api.asOfficer('system-administrator', '42');
    const wage = { region: '999999', fromOn: '2026-01-01', monthlyYuan: 2_000, document: '测试文件' };
    expect((await administrator.post('/v1/minimum-wages', wage)).body.code).toBe('TRAINING.INVALID');
    expect((await (await api.asOfficer('county-officer', COUNTY)).post('/v1/minimum-wages', { ...wage, region: '420626' })).status).toBe(403);
  });
});
