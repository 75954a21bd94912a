import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { civilDateOf } from '@app/kernel';
import { EmployersService, VacancyDesk } from '@app/vacancies';
import { Redis } from 'ioredis';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene, type PlacementScene } from '../support/placements.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';
import { startWorker } from '../support/worker.js';

const COUNTY = '420626';
const EVENTS = ['vacancy.state-changed', 'referral.created', 'referral.state-changed'];
const URL = 'https://hr.example.com/shouyu';

describe('webhook endpoints', () => {
  let api: TestApi;
  let officer: ApiClient;
  let employer: ApiClient;
  let employerId: string;
  beforeAll(async () => {
    api = await startApi();
    officer = await api.asOfficer('county-officer', COUNTY);
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    ({ id: employerId } = await api.get(EmployersService).register(api.systemPrincipal(COUNTY), { name: `保康县测试机械厂 ${randomUUID()}`, creditCode: null }));
    employer = await api.asEmployer(COUNTY, { employerId });
  });
  const create = (more: object = {}, client = employer) => client.post('/v1/webhooks', { url: URL, eventTypes: EVENTS, ...more });
  const made = async (more: object = {}): Promise<string> => (await create(more)).body.webhook.id;
  const trail = async (id: string): Promise<string[]> => (await api.database.owner.query<{ action: string }>(`select action from audit_events where subject_kind = 'webhook' and subject_id = $1 order by id`, [id])).rows.map((row) => row.action);

  it('are made by an employer’s key; the secret is shown once and sealed', async () => {
    const answer = await create({ description: ' 人事系统 ' });
    expect(answer).toMatchObject({ status: 201, body: { webhook: { employerId, url: URL, description: '人事系统', eventTypes: EVENTS, test: false, state: 'active', disabledReason: null, failingSince: null, version: 1 }, secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/) } });
    const { id } = answer.body.webhook;
    const read = await employer.get(`/v1/webhooks/${id}`);
    expect(read.body).toEqual(answer.body.webhook);
    expect(read.text).not.toContain('secret"');
    const { rows } = await api.database.owner.query<{ secret: string }>('select secret from webhook_endpoints where id = $1', [id]);
    expect(rows[0]!.secret).toMatch(/^v1\./);
    expect(await trail(id)).toEqual(['webhook.create']);
    expect((await api.database.owner.query(`select 1 from audit_events where details::text like '%whsec_%' or details::text like '%example.com%'`)).rowCount).toBe(0);
  });

  it('are made by an officer for an employer of the county, who must be named', async () => {
    expect(await create({ employerId }, officer)).toMatchObject({ status: 201, body: { webhook: { employerId } } });
    expect(await create({ url: 'https://hr.example.com/2' }, officer)).toMatchObject({ status: 400, body: { faults: [{ path: 'employerId', message: '经办人须指明用人单位' }] } });
    expect(await create({ employerId: randomUUID(), url: 'https://hr.example.com/3' }, officer)).toMatchObject({ status: 404 });
    expect((await create({ employerId }, await api.asOfficer('county-officer', '420625'))).status).toBe(404);
  });

  it('are not made by a key for another employer, without its scope, or by roles that may not', async () => {
    expect((await create({ employerId: randomUUID() })).status).toBe(404);
    expect((await create({}, await api.asEmployer(COUNTY, { employerId, scopes: ['webhook.read'] }))).status).toBe(403);
    for (const role of ['township-officer', 'village-officer', 'auditor', 'training-provider'] as const) expect((await create({ employerId }, await api.asOfficer(role, role === 'township-officer' ? '420626106' : role === 'village-officer' ? '420626106201' : COUNTY))).status).toBe(403);
    expect((await create({}, api.anonymous)).status).toBe(401);
  });

  it.each([
    ['http://hr.example.com/', '须为 https 网址'], ['https://127.0.0.1/', '须为公网地址'], ['https://[::1]/', '须为公网地址'], ['https://[::ffff:7f00:1]/', '须为公网地址'], ['https://0x7f.1/', '须为公网地址'], ['https://169.254.169.254/', '须为公网地址'],
    ['https://localhost/', '须为公网域名'], [`https://${'somebody:word'}@hr.example.com/`, '网址中不能带用户名和密码'], ['https://hr.example.com/#x', '网址中不能带 # 片段'], ['nonsense', '不是网址'],
  ])('do not go to %s', async (url, message) => {
    expect(await create({ url })).toMatchObject({ status: 422, body: { code: 'WEBHOOK.TARGET_REFUSED', faults: [{ path: 'url', message }] } });
    const id = await made();
    expect(await employer.patch(`/v1/webhooks/${id}`, { url }, { 'if-match': '"1"' })).toMatchObject({ status: 422, body: { code: 'WEBHOOK.TARGET_REFUSED' } });
  });

  it.each([[{ eventTypes: [] }], [{ eventTypes: ['person.registered'] }], [{ eventTypes: ['ping'] }], [{ url: 7 }], [{ description: '' }], [{ secret: 'whsec_mine' }]])('are not made of %j', async (more) => {
    expect(await create(more)).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
  });

  it('are five for each employer, also when many are asked for at once; a place that is given up can be taken', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => create({ url: `${URL}/${i}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('WEBHOOK.LIMIT_REACHED');
    expect((await employer.delete(`/v1/webhooks/${answers.find(({ status }) => status === 201)!.body.webhook.id}`)).status).toBe(204);
    expect((await create({ url: `${URL}/more` })).status).toBe(201);
  });

  it('have each an address of their own', async () => {
    const id = await made();
    expect(await create()).toMatchObject({ status: 409, body: { code: 'WEBHOOK.URL_TAKEN' } });
    const other = await create({ url: `${URL}/2` });
    expect(await employer.patch(`/v1/webhooks/${other.body.webhook.id}`, { url: URL }, { 'if-match': '"1"' })).toMatchObject({ status: 409, body: { code: 'WEBHOOK.URL_TAKEN' } });
    expect((await employer.patch(`/v1/webhooks/${id}`, { url: URL }, { 'if-match': '"1"' })).status).toBe(200);
  });

  it('are changed by who read them last', async () => {
    const id = await made();
    expect((await employer.patch(`/v1/webhooks/${id}`, { eventTypes: ['referral.created'] })).status).toBe(428);
    const changed = await employer.patch(`/v1/webhooks/${id}`, { eventTypes: ['referral.created'], description: '新系统' }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { url: URL, eventTypes: ['referral.created'], description: '新系统', version: 2 } });
    expect((await employer.patch(`/v1/webhooks/${id}`, { description: null }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await employer.patch(`/v1/webhooks/${id}`, { description: null }, { 'if-match': '"2"' })).body.description).toBeNull();
    expect(await trail(id)).toEqual(['webhook.create', 'webhook.change', 'webhook.change']);
  });

  it('are seen by their employer and the officers of the county, and by nobody else', async () => {
    const id = await made();
    const list = async (client: ApiClient, query = ''): Promise<string[]> => (await client.get(`/v1/webhooks?limit=200${query}`)).body.items.map((item: { id: string }) => item.id);
    expect(await list(employer)).toEqual([id]);
    expect(await list(officer, `&employerId=${employerId}`)).toEqual([id]);
    expect(await list(await api.asOfficer('auditor', COUNTY))).toContain(id);
    const strangers = [await api.asEmployer(COUNTY), await api.asOfficer('county-officer', '420625'), await api.asEmployer(COUNTY, { employerId, test: true })];
    for (const stranger of strangers) {
      expect(await list(stranger)).toEqual([]);
      expect((await stranger.get(`/v1/webhooks/${id}`)).status).toBe(404);
      expect((await stranger.get(`/v1/webhooks/${id}/deliveries`)).status).toBe(404);
      expect((await stranger.patch(`/v1/webhooks/${id}`, {}, { 'if-match': '"1"' })).status).toBe(404);
      for (const deed of ['secret-rotation', 'enabling', 'pings']) expect((await stranger.post(`/v1/webhooks/${id}/${deed}`)).status).toBe(404);
      expect((await stranger.delete(`/v1/webhooks/${id}`)).status).toBe(404);
    }
    expect((await list(employer))).toEqual([id]);
  });

  it('of a test key stand apart from real ones and may have the same address', async () => {
    const id = await made();
    const test = await api.asEmployer(COUNTY, { employerId, test: true });
    const answer = await create({}, test);
    expect(answer).toMatchObject({ status: 201, body: { webhook: { test: true } } });
    expect((await employer.get('/v1/webhooks')).body.items.map((item: { id: string }) => item.id)).toEqual([id]);
    await test.post('/v1/employer/vacancies', { externalRef: 'T1', title: '电焊工', region: '420626106' });
    await employer.post('/v1/employer/vacancies', { externalRef: 'R1', title: '电焊工', region: '420626106' });
    const bodies = async (client: ApiClient, endpoint: string): Promise<(string | null)[]> => {
      const { body } = await client.get(`/v1/webhooks/${endpoint}/deliveries`);
      return Promise.all(body.items.map(async (item: { id: string }) => JSON.parse((await client.get(`/v1/webhooks/${endpoint}/deliveries/${item.id}`)).body.body).data.externalRef));
    };
    expect(await bodies(employer, id)).toEqual(['R1']);
    expect(await bodies(test, answer.body.webhook.id)).toEqual(['T1']);
  });

  it('show a new secret once at a rotation and leave a trace', async () => {
    const first = await create();
    const { id } = first.body.webhook;
    const rotated = await employer.post(`/v1/webhooks/${id}/secret-rotation`);
    expect(rotated).toMatchObject({ status: 200, body: { webhook: { version: 2, previousSecretUntil: expect.any(String) }, secret: expect.stringMatching(/^whsec_/) } });
    expect(rotated.body.secret).not.toBe(first.body.secret);
    expect(await trail(id)).toEqual(['webhook.create', 'webhook.rotate-secret']);
    expect((await employer.post(`/v1/webhooks/${id}/secret-rotation`, undefined, { 'idempotency-key': 'x' })).status).toBe(400);
  });

  it('that are disabled are shown to employer and officer, refuse pings and redeliveries, and are enabled again', async () => {
    const id = await made();
    await api.database.owner.query(`update webhook_endpoints set state = 'disabled', disabled_reason = 'failing', disabled_at = now() where id = $1`, [id]);
    for (const client of [employer, officer]) expect((await client.get('/v1/webhooks?state=disabled&limit=200')).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ id, state: 'disabled', disabledReason: 'failing', disabledAt: expect.any(String) })]));
    expect(await employer.post(`/v1/webhooks/${id}/pings`)).toMatchObject({ status: 409, body: { code: 'WEBHOOK.DISABLED' } });
    expect(await employer.post(`/v1/webhooks/${id}/deliveries/${randomUUID()}/redelivery`)).toMatchObject({ status: 409, body: { code: 'WEBHOOK.DISABLED' } });
    expect(await employer.post(`/v1/webhooks/${id}/enabling`)).toMatchObject({ status: 200, body: { state: 'active', disabledReason: null } });
    expect(await employer.post(`/v1/webhooks/${id}/enabling`)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await trail(id)).toEqual(['webhook.create', 'webhook.enable']);
  });

  it('know nothing of a delivery that is not theirs', async () => {
    const [id, other] = [await made(), await made({ url: `${URL}/2` })];
    const ping = (await employer.post(`/v1/webhooks/${id}/pings`)).body;
    expect(ping).toMatchObject({ eventType: 'ping', state: 'waiting', attempts: 0, messageId: expect.stringMatching(/^msg_[0-9a-f]{32}$/) });
    for (const path of [`${other}/deliveries/${ping.id}`, `${id}/deliveries/${randomUUID()}`]) expect(await employer.get(`/v1/webhooks/${path}`)).toMatchObject({ status: 404, body: { code: 'WEBHOOK_DELIVERY.UNKNOWN' } });
    expect((await employer.post(`/v1/webhooks/${other}/deliveries/${ping.id}/redelivery`)).status).toBe(404);
    expect((await employer.get(`/v1/webhooks/${randomUUID()}`)).body.code).toBe('WEBHOOK.UNKNOWN');
    expect((await employer.get('/v1/webhooks/nonsense')).status).toBe(400);
    expect((await employer.get(`/v1/webhooks/${id}/deliveries?cursor=nonsense`)).body.code).toBe('REQUEST.CURSOR_INVALID');
  });

  it('list their deliveries page by page, narrowed by state and event', async () => {
    const id = await made();
    for (let i = 0; i < 3; i++) await employer.post('/v1/employer/vacancies', { externalRef: `P${i}`, title: '电焊工', region: '420626106' });
    await employer.post(`/v1/webhooks/${id}/pings`);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await employer.get(`/v1/webhooks/${id}/deliveries?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor;
    }
    expect(new Set(seen).size).toBe(4);
    expect((await employer.get(`/v1/webhooks/${id}/deliveries?eventType=ping`)).body.items).toHaveLength(1);
    expect((await employer.get(`/v1/webhooks/${id}/deliveries?state=delivered`)).body.items).toEqual([]);
    expect((await employer.get(`/v1/webhooks/${id}/deliveries?state=lost`)).status).toBe(400);
  });

  it('take their log with them when they are deleted, and leave a trace', async () => {
    const id = await made();
    await employer.post(`/v1/webhooks/${id}/pings`);
    expect((await employer.delete(`/v1/webhooks/${id}`)).status).toBe(204);
    expect((await employer.delete(`/v1/webhooks/${id}`)).status).toBe(404);
    expect((await api.database.owner.query('select 1 from webhook_deliveries where endpoint_id = $1', [id])).rowCount).toBe(0);
    expect(await trail(id)).toEqual(['webhook.create', 'webhook.ping', 'webhook.delete']);
  });

  it('are the rows of their employer and county to the database itself', async () => {
    const id = await made();
    const counts = async (settings: Record<string, string>): Promise<number> => {
      const client = await api.database.owner.connect();
      try {
        await client.query('begin');
        await client.query('set local role shouyu_app');
        for (const [name, value] of Object.entries(settings)) await client.query('select set_config($1, $2, true)', [name, value]);
        return (await client.query('select 1 from webhook_endpoints where id = $1', [id])).rowCount!;
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    const county = { 'app.region_from': '420626000000', 'app.region_to': '420626999999' };
    expect(await counts({})).toBe(0);
    expect(await counts({ 'app.actor_kind': 'employer', 'app.organization_id': employerId, ...county })).toBe(1);
    expect(await counts({ 'app.actor_kind': 'employer', 'app.organization_id': randomUUID(), ...county })).toBe(0);
    expect(await counts({ 'app.actor_kind': 'officer', ...county })).toBe(1);
    expect(await counts({ 'app.actor_kind': 'officer', 'app.region_from': '420626106000', 'app.region_to': '420626106999' })).toBe(0);
  });
});

describe('what is told of referrals', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let officer: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 91);
    officer = await api.asOfficer('county-officer', COUNTY);
  });
  afterAll(() => api.close());

  /** A vacancy of an employer that wants to know everything, and how to read what it was told. */
  async function told(openings: number, source = 'employer') {
    const vacancyId = await scene.vacancy(openings);
    const { rows } = await api.database.owner.query<{ id: string }>('update vacancies set source = $2 where id = $1 returning employer_id as id', [vacancyId, source]);
    const employer = await api.asEmployer(COUNTY, { employerId: rows[0]!.id });
    const { body } = await employer.post('/v1/webhooks', { url: URL, eventTypes: EVENTS });
    const events = async (): Promise<{ type: string; data: object }[]> => (await api.database.owner.query<{ body: string }>('select body from webhook_deliveries where endpoint_id = $1 order by created_at, event_key', [body.webhook.id])).rows.map((row) => JSON.parse(row.body) as { type: string; data: object });
    return { vacancyId, events, texts: async () => (await api.database.owner.query<{ body: string }>('select body from webhook_deliveries where endpoint_id = $1', [body.webhook.id])).rows.map((row) => row.body).join() };
  }
  const present = async (client: ApiClient, vacancyId: string, traineeId: string): Promise<string> => (await client.post('/v1/referrals', { vacancyId, traineeIds: [traineeId] })).body.items[0].referral.id;
  const HIRE = { startsOn: civilDateOf(new Date()), type: 'wage', permanent: false };

  it('is who was put forward, also by a township that does not see the endpoint, and that the last seat is taken and free again', async () => {
    const [trainee] = await scene.people(1, '420626106');
    const { vacancyId, events } = await told(1);
    const township = await api.asOfficer('township-officer', '420626106');
    const referralId = await present(township, vacancyId, trainee!);
    await township.post('/v1/referrals', { vacancyId, traineeIds: [trainee] }); // again: nothing new
    expect((await township.post(`/v1/referrals/${referralId}/hire`, HIRE)).status).toBe(200);
    await township.post(`/v1/referrals/${referralId}/hire`, HIRE); // again: nothing new
    expect((await township.post(`/v1/referrals/${referralId}/undo-hire`, { reason: '登记有误' })).status).toBe(200);
    const [referral, vacancy] = [{ referralId, vacancyId, externalRef: null }, { vacancyId, externalRef: null }];
    const seen = (await events()).map(({ type, data }) => ({ type, data }));
    expect(seen).toHaveLength(5);
    expect(seen).toEqual(expect.arrayContaining([
      { type: 'referral.created', data: { ...referral, state: 'presented' } },
      { type: 'referral.state-changed', data: { ...referral, state: 'hired', refusedBy: null } },
      { type: 'vacancy.state-changed', data: { ...vacancy, from: 'open', to: 'filled', reason: 'filled' } },
      { type: 'referral.state-changed', data: { ...referral, state: 'presented', refusedBy: null } },
      { type: 'vacancy.state-changed', data: { ...vacancy, from: 'filled', to: 'open', reason: null } },
    ]));
  });

  it('is who refused and never why, and that somebody is gone who was hired elsewhere', async () => {
    const [one, two, three] = await scene.people(3, '420626106');
    const [first, second] = [await told(5), await told(5)];
    await officer.post(`/v1/referrals/${await present(officer, first.vacancyId, one!)}/refusal`, { code: 'trainee-family', reason: '家中老人需要照顾' });
    await officer.post(`/v1/referrals/${await present(officer, first.vacancyId, two!)}/refusal`, { code: 'employer-skills' });
    const [here, there] = [await present(officer, first.vacancyId, three!), await present(officer, second.vacancyId, three!)];
    expect((await officer.post(`/v1/referrals/${there}/hire`, HIRE)).status).toBe(200);
    const states = (await first.events()).filter(({ type }) => type === 'referral.state-changed').map(({ data }) => data);
    expect(states).toHaveLength(3);
    expect(states).toEqual(expect.arrayContaining([expect.objectContaining({ state: 'refused', refusedBy: 'trainee' }), expect.objectContaining({ state: 'refused', refusedBy: 'employer' }), { referralId: here, vacancyId: first.vacancyId, externalRef: null, state: 'obsolete', refusedBy: null }]));
    expect((await second.events()).map(({ data }) => (data as { state: string }).state).sort()).toEqual(['hired', 'presented']);
  });

  it('is ids and states: no name, number, trainee, pay or reason', async () => {
    const [trainee] = await scene.people(1, '420626106');
    const { vacancyId, texts } = await told(2);
    await officer.post(`/v1/referrals/${await present(officer, vacancyId, trainee!)}/refusal`, { code: 'trainee-family', reason: '家中老人需要照顾' });
    const { rows } = await api.database.owner.query<{ name: string; number: string }>('select name, id_number_masked as number from registrations where id = $1', [trainee]);
    for (const secret of [trainee!, rows[0]!.name, rows[0]!.number, 'family', '老人']) expect(await texts()).not.toContain(secret);
  });

  it('is nothing where the vacancy came from a network', async () => {
    const [trainee] = await scene.people(1, '420626106');
    const { vacancyId, events } = await told(1, 'hubei');
    await officer.post(`/v1/referrals/${await present(officer, vacancyId, trainee!)}/hire`, HIRE);
    expect(await events()).toEqual([]);
  });

  it('is also what officers and the night do to a vacancy', async () => {
    const { vacancyId, events } = await told(2);
    const read = await officer.get(`/v1/vacancies/${vacancyId}`);
    await officer.post(`/v1/vacancies/${vacancyId}/closing`, { as: 'withdrawn' }, { 'if-match': read.headers.get('etag')! });
    const past = await told(2);
    await api.database.owner.query(`update vacancies set valid_through = '2026-01-01' where id = $1`, [past.vacancyId]);
    await api.get(VacancyDesk).expireDue(api.systemPrincipal(COUNTY));
    expect((await events()).map(({ data }) => data)).toEqual([{ vacancyId, externalRef: null, from: 'open', to: 'withdrawn', reason: 'officer' }]);
    expect((await past.events()).map(({ data }) => data)).toEqual([{ vacancyId: past.vacancyId, externalRef: null, from: 'open', to: 'expired', reason: 'expired' }]);
  });
});

/** A database of its own on the Redis given, emptied first: job ids begin at 1 in every test database. */
const REDIS_URL = process.env['REDIS_URL'] === undefined ? undefined : new globalThis.URL('/7', process.env['REDIS_URL']).toString();
/** Another file may empty the whole Redis meanwhile; the outbox then offers its rows again within 90 s. */
const ARRIVAL_LIMIT_MS = 120_000;
const BACKENDS: readonly { readonly backend: string; readonly variables: Readonly<Record<string, string>> }[] = [{ backend: 'PostgreSQL', variables: {} }, ...(REDIS_URL ? [{ backend: 'Redis', variables: { REDIS_URL } }] : [])];

describe.each(BACKENDS)('what an employer is told, carried by $backend', ({ variables }) => {
  let receiver: WebhookReceiver;
  let api: TestApi;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let employer: ApiClient;
  let secret: string;
  let webhook: string;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    if (variables['REDIS_URL'] !== undefined) {
      const redis = new Redis(variables['REDIS_URL']);
      await redis.flushdb();
      await redis.quit();
    }
    const switches = { WEBHOOK_TEST_ORIGINS: receiver.origin };
    api = await startApi(undefined, switches);
    worker = await startWorker(api.database, { ...switches, ...variables });
    const { id } = await api.get(EmployersService).register(api.systemPrincipal(COUNTY), { name: '保康县测试机械厂', creditCode: null });
    employer = await api.asEmployer(COUNTY, { employerId: id });
    const answer = await employer.post('/v1/webhooks', { url: receiver.url, eventTypes: EVENTS });
    ({ secret, webhook: { id: webhook } } = answer.body);
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
    await receiver.stop();
  });

  async function arrived(count: number): Promise<unknown[]> {
    for (const end = performance.now() + ARRIVAL_LIMIT_MS; receiver.messages.length < count && performance.now() < end;) await new Promise((done) => setTimeout(done, 25));
    return receiver.messages.map((message) => receiver.verify(message, secret));
  }

  it('is a ping on request', async () => {
    const { id } = (await employer.post(`/v1/webhooks/${webhook}/pings`)).body;
    expect(await arrived(1)).toEqual([{ type: 'ping', timestamp: expect.any(String), data: { endpointId: webhook } }]);
    for (let i = 0; i < 400 && (await employer.get(`/v1/webhooks/${webhook}/deliveries/${id}`)).body.state === 'waiting'; i++) await new Promise((done) => setTimeout(done, 25));
    expect((await employer.get(`/v1/webhooks/${webhook}/deliveries/${id}`)).body).toMatchObject({ state: 'delivered', attempts: 1, lastStatus: 204, log: [{ number: 1, status: 204, fault: null, latencyMs: expect.any(Number) }] });
    receiver.messages.length = 0;
  }, 2 * ARRIVAL_LIMIT_MS);

  it('is every state of its own vacancy and nothing that only changed its words', async () => {
    const posted = await employer.post('/v1/employer/vacancies', { externalRef: 'HR-1', title: '电焊工', region: '420626106', openings: 1 });
    const { id } = posted.body;
    await employer.post('/v1/employer/vacancies', { externalRef: 'HR-1', title: '电焊工', region: '420626106', openings: 2 });
    const read = await employer.get(`/v1/vacancies/${id}`);
    await employer.post(`/v1/employer/vacancies/${id}/closing`, undefined, { 'if-match': read.headers.get('etag')! });
    await employer.post('/v1/employer/vacancies', { externalRef: 'HR-1', title: '电焊工', region: '420626106', openings: 2 });
    const data = (await arrived(3)).map((message) => (message as { data: unknown }).data);
    const common = { vacancyId: id, externalRef: 'HR-1' };
    expect(data).toHaveLength(3);
    expect(data).toEqual(expect.arrayContaining([
      { ...common, from: null, to: 'open', reason: null }, { ...common, from: 'open', to: 'withdrawn', reason: 'employer' }, { ...common, from: 'withdrawn', to: 'open', reason: null },
    ]));
    expect(new Set(receiver.messages.map((message) => message.id)).size).toBe(3);
    receiver.messages.length = 0;
  }, 2 * ARRIVAL_LIMIT_MS);
});
