import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ACCESS_POLICY, PUBLIC } from '@app/platform';
import { PERMISSIONS } from '@app/accounts';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';

const COUNTY = '420626';
const JSON_TYPE = { 'content-type': 'application/json' };

let api: TestApi;
let admin: ApiClient;
beforeAll(async () => {
  api = await startApi();
  admin = await api.asOfficer('system-administrator', COUNTY);
});
afterAll(() => api.close());

const cooperative = (name: string): object => ({ kind: 'cooperative', name, region: COUNTY });
const namesLike = async (name: string): Promise<number> => (await api.database.owner.query('select 1 from organizations where name = $1', [name])).rowCount ?? 0;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly object[];
}

describe('every route', () => {
  it('declares who may use it', () => {
    const discovery = new DiscoveryService(api.app.get(ModulesContainer));
    const scanner = new MetadataScanner();
    const undeclared: string[] = [];
    let routes = 0;
    for (const { metatype, instance } of discovery.getControllers()) {
      for (const name of scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const handler = instance[name] as object;
        if (!Reflect.hasMetadata('path', handler)) continue;
        routes += 1;
        const policy: unknown = Reflect.getMetadata(ACCESS_POLICY, handler) ?? Reflect.getMetadata(ACCESS_POLICY, metatype!);
        if (policy !== PUBLIC && !(String(policy) in PERMISSIONS)) undeclared.push(`${metatype!.name}.${name}: ${String(policy)}`);
      }
    }
    expect(undeclared).toEqual([]);
    expect(routes).toBeGreaterThan(10);
  });

  it('has an id, a Chinese summary, and answers 401 to nobody unless it is public', async () => {
    const document = (await api.anonymous.get('/openapi.json')).body as { openapi: string; paths: Record<string, Record<string, Operation>> };
    expect(document.openapi).toMatch(/^3\.1/);
    const ids = new Set<string>();
    for (const [path, operations] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(operations)) {
        expect(`${path} ${operation.operationId}: ${operation.summary}`).toMatch(/[\u4e00-\u9fff]/);
        ids.add(operation.operationId);
        if (!operation.security?.length) continue;
        const answer = await api.anonymous.request(method.toUpperCase(), path.replace(/\{\w+\}/g, randomUUID()), undefined);
        expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 401`);
        expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      }
    expect(ids.size).toBeGreaterThan(10);
  });
});

describe('bad input', () => {
  it('with extra fields is refused, naming each fault in Chinese, and nothing is stored', async () => {
    const answer = await admin.post('/v1/organizations', { ...cooperative('多余字段'), region: '4206x', owner: 'me' });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({ status: 400, body: { type: 'urn:shouyu:problem:REQUEST.INVALID', title: '请求内容有误', status: 400, code: 'REQUEST.INVALID', instance: '/v1/organizations', requestId: expect.any(String) } });
    expect(answer.body.faults).toEqual(expect.arrayContaining([{ path: 'owner', message: '没有这个字段' }, { path: 'region', message: '须为行政区划代码（2、4、6、9 或 12 位数字）' }]));
    expect(await namesLike('多余字段')).toBe(0);
  });

  it('that is not JSON, not an object, or of another type says so', async () => {
    expect(await admin.post('/v1/organizations', '{"kind": ', JSON_TYPE)).toMatchObject({ status: 400, body: { code: 'REQUEST.MALFORMED', title: '请求格式无法识别（应为 JSON）' } });
    expect((await admin.post('/v1/organizations', '<html></html>', JSON_TYPE)).status).toBe(400);
    for (const body of ['[]', '[{}]', 'null', '"text"', '7', 'true']) expect(`${body} ${(await admin.post('/v1/organizations', body, JSON_TYPE)).status}`).toBe(`${body} 400`);
    for (const type of ['text/html', 'text/plain', 'application/x-www-form-urlencoded']) expect(await admin.post('/v1/organizations', 'a=b', { 'content-type': type })).toMatchObject({ status: 415, body: { code: 'REQUEST.MEDIA_TYPE' } });
    expect(await admin.post('/v1/organizations', { name: 'x'.repeat(1_100_000) })).toMatchObject({ status: 413, body: { code: 'REQUEST.TOO_LARGE' } });
    expect((await admin.post('/v1/organizations', '{"__proto__": {"a": 1}}', JSON_TYPE)).status).toBe(400);
    expect((await admin.post('/v1/organizations', cooperative('空\u0000字'))).status).toBe(400);
  });

  it('at an unknown address is 404, by an unknown method 405 with what is allowed', async () => {
    expect(await admin.get('/v1/nothing-here')).toMatchObject({ status: 404, body: { code: 'ROUTE.UNKNOWN', title: '没有这个地址' } });
    const answer = await admin.put('/v1/organizations', {});
    expect(answer).toMatchObject({ status: 405, body: { code: 'METHOD.NOT_ALLOWED' } });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await admin.delete(`/v1/officers/${randomUUID()}`)).headers.get('allow')).toBe('GET, HEAD, PATCH');
    expect((await admin.get('/%zz')).status).toBe(400);
    expect(await admin.get('/v1/officers/not-a-uuid')).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
    expect((await admin.get('/v1/officers?limit=201')).body.faults).toEqual([{ path: 'limit', message: '不能大于 200' }]);
    expect((await admin.get('/v1/officers?colour=red')).status).toBe(400);
  });
});

describe('a list', () => {
  it('goes page by page through every row once, and refuses a cursor that it did not give', async () => {
    for (const name of ['分页一', '分页二', '分页三']) await admin.post('/v1/organizations', cooperative(name));
    const all = (await admin.get('/v1/organizations')).body.items.map((item: { id: string }) => item.id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = (await admin.get(`/v1/organizations?limit=2${cursor && `&cursor=${cursor}`}`)).body;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all);
    for (const cursor of ['zzz', Buffer.from('["a"]').toString('base64url'), Buffer.from('["a","b","c"]').toString('base64url'), Buffer.from('{}').toString('base64url')])
      expect(await admin.get(`/v1/organizations?cursor=${cursor}`)).toMatchObject({ status: 400, body: { code: 'REQUEST.CURSOR_INVALID' } });
  });
});

describe('an Idempotency-Key', () => {
  it('sent fifty times at once has one effect, and the same bytes for whoever is answered', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => admin.post('/v1/organizations', cooperative('只此一家'), key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(answers.some(({ status }) => status === 409) ? new Set([201, 409]) : new Set([201]));
    const done = answers.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 409).every(({ body }) => body.code === 'IDEMPOTENCY.IN_PROGRESS')).toBe(true);
    expect(await namesLike('只此一家')).toBe(1);

    const later = await admin.post('/v1/organizations', cooperative('只此一家'), key);
    expect(later).toMatchObject({ status: 201, text: done[0]!.text });
    expect([later.headers.get('idempotent-replayed'), later.headers.get('content-type'), later.headers.get('etag')]).toEqual(['true', 'application/json; charset=utf-8', '"1"']);
    expect(await admin.post('/v1/organizations', cooperative('另一家'), key)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY.REUSED' } });
    expect(await namesLike('另一家')).toBe(0);
  });

  it('of a request that failed is free again, and belongs to one caller', async () => {
    const key = { 'idempotency-key': 'the-same-for-all' };
    await admin.post('/v1/organizations', cooperative('先有此家'));
    expect((await admin.post('/v1/organizations', cooperative('先有此家'), key)).status).toBe(409);
    expect((await admin.post('/v1/organizations', cooperative('后有此家'), key)).status).toBe(201);
    const other = await api.asOfficer('system-administrator', '420625');
    expect((await other.post('/v1/organizations', { kind: 'cooperative', name: '邻县', region: '420625' }, key)).headers.get('idempotent-replayed')).toBeNull();
  });

  it('is refused where the answer holds a secret, and when it is no key', async () => {
    expect(await admin.post(`/v1/officers/${randomUUID()}/password-resets`, undefined, { 'idempotency-key': 'a' })).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY.UNSUPPORTED' } });
    expect((await admin.post('/v1/organizations', cooperative('甲'), { 'idempotency-key': 'x'.repeat(256) })).body.code).toBe('IDEMPOTENCY.KEY_INVALID');
  });
});

describe('the house', () => {
  it('gives every answer a request id: the caller’s when it is harmless', async () => {
    expect((await api.anonymous.get('/health/live', { 'x-request-id': 'trace-0001.a' })).headers.get('x-request-id')).toBe('trace-0001.a');
    const odd = await api.anonymous.get('/v1/nothing', { 'x-request-id': 'a b<script>' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(odd.body.requestId).toBe(odd.headers.get('x-request-id'));
  });

  it('is alive and ready, with strict headers, and a documentation page from this machine alone', async () => {
    expect((await api.anonymous.get('/health/live')).body).toEqual({ status: 'live' });
    expect((await api.anonymous.get('/health/ready')).body).toMatchObject({ status: 'ready', checks: { database: 'up' } });
    const page = await api.anonymous.get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain('授渔');
    for (const [, source] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(source).toMatch(/^\.\//);
      expect((await api.anonymous.get(new URL(source!, `${api.url}/docs`).pathname)).status).toBe(200);
    }
  });
});

describe('without its database', () => {
  it('answers 503 with Retry-After, is not ready but alive, and works again by itself', async () => {
    const postgres = new pg.Client({ connectionString: process.env['TEST_DATABASE_ADMIN_URL'] });
    await postgres.connect();
    const { rows } = await api.database.owner.query<{ name: string }>('select current_database() as name');
    const { name } = rows[0]!;
    try {
      await postgres.query(`alter database ${name} with allow_connections false`);
      await postgres.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'shouyu_service'`, [name]);
      for (const answer of [await admin.get('/v1/me'), await admin.get('/v1/me')]) {
        expect(answer).toMatchObject({ status: 503, body: { code: 'SERVICE.DATABASE_AWAY', title: '数据库暂不可用' } });
        expect(answer.headers.get('retry-after')).toBe('5');
      }
      expect(await api.anonymous.get('/health/ready')).toMatchObject({ status: 503, body: { code: 'SERVICE.NOT_READY', faults: [{ path: 'database', message: '不可用' }] } });
      expect((await api.anonymous.get('/health/live')).status).toBe(200);
    } finally {
      await postgres.query(`alter database ${name} with allow_connections true`);
      await postgres.end();
    }
    expect((await admin.get('/v1/me')).status).toBe(200);
  });
});
