import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureSetupToken } from '@app/accounts';
import { dataSourceOptions } from '@app/platform';
import { DataSource } from 'typeorm';
import { ApiClient, startApi, type ApiAnswer, type TestApi } from '../support/api.js';

const COUNTY = '420626';
const ELSEWHERE = '420625';
const PASSWORD = 'a quiet mountain road';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const logIn = (loginName: string, password: string, headers: Record<string, string> = {}): Promise<ApiAnswer> => api.anonymous.post('/v1/sessions', { loginName, password }, headers);
const cookieOf = (answer: ApiAnswer): string => answer.headers.getSetCookie()[0]!.split(';')[0]!;

/** Logs in with any Host header, which fetch does not allow. */
function logInAs(url: string, headers: Record<string, string>): Promise<{ status: number | undefined; code: string | undefined; cookie: string | undefined }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve({ status: response.statusCode, code: (JSON.parse(text) as { code?: string }).code, cookie: response.headers['set-cookie']?.[0] }));
    });
    outgoing.on('error', reject).end(JSON.stringify({ loginName: 'admin', password: PASSWORD }));
  });
}

describe('the first set-up', () => {
  const body = (token: string): object => ({ token, region: COUNTY, organizationName: '保康县公共就业服务中心', loginName: 'Admin', displayName: '系统管理员', password: PASSWORD });

  it('makes one administrator by a printed token, once, and a refused try does not use it up', async () => {
    const owner = await new DataSource(dataSourceOptions({ url: api.database.ownerUrl, poolMax: 1 })).initialize();
    const void_ = await ensureSetupToken(owner);
    const token = await ensureSetupToken(owner);
    expect((await api.anonymous.post('/v1/setup', body(void_!))).body.code).toBe('SETUP.TOKEN_INVALID');
    expect((await api.anonymous.post('/v1/setup', { ...body(token!), password: 'short' })).body.code).toBe('PASSWORD.TOO_WEAK');
    const made = await api.anonymous.post('/v1/setup', body(token!));
    expect(made).toMatchObject({ status: 201, body: { role: 'system-administrator', loginName: 'admin', region: '420626000000' } });
    expect((await api.anonymous.post('/v1/setup', body(token!))).status).toBe(403);
    expect(await ensureSetupToken(owner)).toBeNull();
    await owner.destroy();
    expect((await logIn('admin', PASSWORD)).status).toBe(201);
  });
});

describe('a session', () => {
  it('is a cookie that scripts cannot read, and whose token is stored nowhere', async () => {
    const answer = await logIn('ADMIN', PASSWORD);
    const cookie = answer.headers.getSetCookie()[0]!;
    expect(cookie).toMatch(/^shouyu_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = cookieOf(answer).split('=')[1]!;
    const { rows } = await api.database.owner.query(`select encode(token_hash, 'hex') || encode(token_hash, 'base64') as stored from sessions`);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('says who one is, and ends at log-out', async () => {
    const officer = await api.asOfficer('township-officer', '420626104');
    expect(await officer.get('/v1/me')).toMatchObject({ status: 200, body: { role: 'township-officer', region: '420626104', displayName: '测试人员' } });
    expect((await officer.delete('/v1/sessions/current')).status).toBe(204);
    expect(await officer.get('/v1/me')).toMatchObject({ status: 401, body: { code: 'ACCESS.NOT_AUTHENTICATED' } });
  });

  it('is over after 30 minutes without a request, and after 12 hours in any case', async () => {
    for (const age of [`last_seen_at = now() - interval '31 minutes'`, `created_at = now() - interval '12 hours 1 minute'`]) {
      const officer = await api.asOfficer('county-officer', COUNTY);
      expect((await officer.get('/v1/me')).status).toBe(200);
      await api.database.owner.query(`update sessions set ${age} where officer_id = $1`, [officer.principal!.id]);
      expect((await officer.get('/v1/me')).status).toBe(401);
    }
  });

  it('gets a new token at log-in, and the old one is void', async () => {
    const before = cookieOf(await logIn('admin', PASSWORD));
    const after = cookieOf(await logIn('admin', PASSWORD, { cookie: before }));
    expect(after).not.toBe(before);
    expect((await new ApiClient(api.url, { cookie: before }).get('/v1/me')).status).toBe(401);
    expect((await new ApiClient(api.url, { cookie: after }).get('/v1/me')).status).toBe(200);
  });

  it('is not taken from another site’s page', async () => {
    const officer = await api.asOfficer('system-administrator', COUNTY);
    const body = { kind: 'cooperative', name: '山货合作社', region: COUNTY };
    for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])
      expect(await officer.post('/v1/organizations', body, headers as unknown as Record<string, string>)).toMatchObject({ status: 403, body: { code: 'ACCESS.ORIGIN_REFUSED' } });
    expect((await officer.post('/v1/organizations', body, { origin: api.url })).status).toBe(201);
  });

  it('is refused in the clear to another machine, whatever a caller says of itself', async () => {
    for (const proto of ['http', 'https']) expect(await logInAs(api.url, { host: 'shouyu.example', 'x-forwarded-proto': proto })).toMatchObject({ status: 403, code: 'SESSION.TLS_REQUIRED' });
  });

  it('is a __Host- cookie behind a trusted proxy with TLS', async () => {
    const behindProxy = await startApi(api.database, { TRUSTED_PROXIES: '127.0.0.1' });
    try {
      const { status, cookie } = await logInAs(behindProxy.url, { host: 'shouyu.example', 'x-forwarded-proto': 'https', origin: 'https://shouyu.example' });
      expect(status).toBe(201);
      expect(cookie).toMatch(/^__Host-shouyu=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    } finally {
      await behindProxy.close();
    }
  });
});

describe('wrong passwords', () => {
  it('lock the login for 15 minutes at the fifth, with the same answer as an unknown name', async () => {
    const officer = await api.asOfficer('county-officer', COUNTY);
    const me = await officer.get('/v1/me');
    const { rows } = await api.database.owner.query('select login_name from officers where id = $1', [me.body.id]);
    const name: string = rows[0].login_name;
    await api.database.owner.query('update officers set password_hash = (select password_hash from officers where login_name = $2) where id = $1', [me.body.id, 'admin']);
    for (let i = 0; i < 5; i++) expect((await logIn(name, 'not the password')).status).toBe(401);
    const locked = await logIn(name, PASSWORD);
    const unknown = await logIn('nobody-here', PASSWORD);
    expect(locked.body).toEqual({ ...unknown.body, requestId: locked.body.requestId });
    await api.database.owner.query(`update officers set locked_until = now() - interval '1 second' where id = $1`, [me.body.id]);
    expect((await logIn(name, PASSWORD)).status).toBe(201);
    const audit = await api.database.owner.query(`select details from audit_events where action = 'session.refuse' and subject_id = $1 order by id`, [me.body.id]);
    expect(audit.rows.map((row) => row.details.locked)).toEqual([false, false, false, false, true, true]);
  });
});

describe('officers', () => {
  it('are made by the county’s system administrator, with a password shown once that works', async () => {
    const admin = await api.asOfficer('system-administrator', COUNTY);
    const office = await admin.post('/v1/organizations', { kind: 'township-office', name: '歇马镇人民政府', region: '420626104' });
    const made = await admin.post('/v1/officers', { organizationId: office.body.id, role: 'township-officer', region: '420626104', loginName: 'xiema.zhang', displayName: '张经办' });
    expect(made.status).toBe(201);
    expect((await logIn('xiema.zhang', made.body.password)).status).toBe(201);
    const list = await admin.get('/v1/officers?limit=200');
    expect(JSON.stringify(list.body)).not.toMatch(/password|argon2/);
    expect(await admin.post('/v1/officers', { organizationId: office.body.id, role: 'township-officer', region: '420626104', loginName: 'XIEMA.zhang', displayName: '张二' })).toMatchObject({ status: 409, body: { code: 'OFFICER.LOGIN_NAME_TAKEN' } });
    expect(await admin.post('/v1/officers', { organizationId: office.body.id, role: 'county-officer', region: COUNTY, loginName: 'xiema.li', displayName: '李经办' })).toMatchObject({ status: 422, body: { code: 'OFFICER.REGION_UNFIT' } });
  });

  it('of another county do not exist: not in a list, not by id, not to be made', async () => {
    const admin = await api.asOfficer('system-administrator', COUNTY);
    const other = await api.asOfficer('county-officer', ELSEWHERE);
    const id = other.principal!.id;
    expect(await admin.get(`/v1/officers/${id}`)).toMatchObject({ status: 404, body: { code: 'OFFICER.NOT_FOUND' } });
    expect((await admin.patch(`/v1/officers/${id}`, { disabled: true }, { 'if-match': '"1"' })).status).toBe(404);
    expect((await admin.post(`/v1/officers/${id}/password-resets`)).status).toBe(404);
    expect((await admin.get('/v1/officers?limit=200')).text).not.toContain(id);
    expect(await admin.post('/v1/organizations', { kind: 'cooperative', name: '别县合作社', region: ELSEWHERE })).toMatchObject({ status: 404, body: { code: 'ACCESS.OUT_OF_SCOPE' } });
    expect((await other.get('/v1/me')).status).toBe(200);
  });

  it('are changed only by who read them last; disabling ends their sessions', async () => {
    const admin = await api.asOfficer('system-administrator', COUNTY);
    const officer = await api.asOfficer('village-officer', '420626104201');
    const path = `/v1/officers/${officer.principal!.id}`;
    const read = await admin.get(path);
    const etag = read.headers.get('etag')!;
    expect((await admin.patch(path, { displayName: '甲' })).status).toBe(428);
    expect((await admin.patch(path, { displayName: '甲' }, { 'if-match': 'W/"x"' })).status).toBe(412);
    const both = await Promise.all([admin.patch(path, { displayName: '甲' }, { 'if-match': etag }), admin.patch(path, { displayName: '乙' }, { 'if-match': etag })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = both.find(({ status }) => status === 200)!;
    expect((await admin.get(path)).body.displayName).toBe(winner.body.displayName);
    expect((await officer.get('/v1/me')).status).toBe(200);
    expect((await admin.patch(path, { disabled: true }, { 'if-match': winner.headers.get('etag')! })).body.disabled).toBe(true);
    expect((await officer.get('/v1/me')).status).toBe(401);
  });

  it('change their own password with the present one, which ends every session', async () => {
    const admin = await api.asOfficer('system-administrator', COUNTY);
    const officer = await api.asOfficer('county-officer', COUNTY);
    const { body } = await admin.post(`/v1/officers/${officer.principal!.id}/password-resets`);
    expect((await officer.get('/v1/me')).status).toBe(401);
    const again = new ApiClient(api.url, { cookie: cookieOf(await logIn(body.officer.loginName, body.password)) });
    expect(await again.put('/v1/me/password', { currentPassword: 'wrong', newPassword: PASSWORD })).toMatchObject({ status: 422, body: { code: 'PASSWORD.WRONG' } });
    expect((await again.put('/v1/me/password', { currentPassword: body.password, newPassword: PASSWORD })).status).toBe(204);
    expect((await again.get('/v1/me')).status).toBe(401);
    expect((await logIn(body.officer.loginName, PASSWORD)).status).toBe(201);
  });

  it('without the permission are told 403, and nothing is made', async () => {
    const officer = await api.asOfficer('county-officer', COUNTY);
    expect(await officer.post('/v1/organizations', { kind: 'cooperative', name: '不成', region: COUNTY })).toMatchObject({ status: 403, body: { code: 'ACCESS.FORBIDDEN' } });
    expect((await api.database.owner.query(`select 1 from organizations where name = '不成'`)).rowCount).toBe(0);
  });
});

describe('an employer’s API key', () => {
  it('works within its scopes, notes its last use, and stops when revoked or expired', async () => {
    const employer = await api.asEmployer(COUNTY, { scopes: ['me.read'] });
    const { id, organizationId } = employer.principal!;
    expect(await employer.get('/v1/me')).toMatchObject({ status: 200, body: { kind: 'employer', role: 'employer', region: COUNTY, organizationId } });
    expect((await employer.get('/v1/officers')).status).toBe(403);
    const officer = await api.asOfficer('county-officer', COUNTY);
    const listed = await officer.get(`/v1/employers/${organizationId}/api-keys`);
    expect(listed.body.items[0]).toMatchObject({ id, lastUsedAt: expect.any(String), revokedAt: null });
    expect(listed.text).not.toMatch(/secret|hash/i);
    expect((await officer.delete(`/v1/employers/${organizationId}/api-keys/${id}`)).status).toBe(204);
    expect(await employer.get('/v1/me')).toMatchObject({ status: 401, body: { code: 'ACCESS.NOT_AUTHENTICATED' } });
    const late = await api.asEmployer(COUNTY);
    await api.database.owner.query(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [late.principal!.id]);
    expect((await late.get('/v1/me')).status).toBe(401);
  });

  it('without the scope is refused what its role may do', async () => {
    const employer = await api.asEmployer(COUNTY, { scopes: ['vacancy.read'] });
    expect((await employer.get('/v1/me')).status).toBe(403);
  });

  it('is shown once, and an employer has at most two valid ones, however many ask at once', async () => {
    const officer = await api.asOfficer('county-officer', COUNTY);
    const path = `/v1/employers/${(await officer.post('/v1/employers', { name: '保康密钥测试厂' })).body.id}/api-keys`;
    const made = await Promise.all(Array.from({ length: 5 }, () => officer.post(path, { scopes: ['vacancy.read'] })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
    expect(made.find(({ status }) => status === 201)!.body.key).toMatch(/^sy_[a-z0-9]{12}_[\w-]{43}$/);
    const other = await api.asOfficer('county-officer', ELSEWHERE);
    expect((await other.get(path)).body.items).toEqual([]);
  });

  it('that was changed in one character is refused', async () => {
    const employer = await api.asEmployer(COUNTY);
    for (const key of ['sy_short', 'sy_abcdefghijkl_'.padEnd(59, 'A'), 'Basic abc']) expect((await api.anonymous.get('/v1/me', { authorization: `Bearer ${key}` })).headers.get('www-authenticate')).toContain('Bearer');
    expect((await employer.get('/v1/me')).status).toBe(200);
  });
});

describe('the database', () => {
  it('lets the application read no password’s hash, session, key or set-up token', async () => {
    const { database } = await api.database.open();
    const principal = api.systemPrincipal(COUNTY);
    for (const sql of ['select password_hash from officers', 'select * from officers', 'select token_hash from sessions', 'select secret_hash from api_keys', 'select * from setup_tokens', 'delete from officers'])
      await expect(database.inScope(principal, (tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
    for (const table of ['organizations', 'officers', 'api_keys']) expect(await database.unscoped((tx) => tx.query(`select count(*) as n from ${table}`))).toEqual([{ n: 0 }]);
  });
});
