import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmployersService } from '@app/vacancies';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';

const post = (externalRef: string, more: object = {}): object => ({ externalRef, title: '电焊工', region: '420626106', payFrom: 4_000, payTo: 6_000, openings: 3, ...more });

describe('an employer\'s bulk posting', () => {
  let api: TestApi;
  let employer: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    const { id } = await api.get(EmployersService).register(api.systemPrincipal('420626'), { name: '保康县测试机械厂', creditCode: null });
    employer = await api.asEmployer('420626', { employerId: id });
  });
  afterAll(() => api.close());
  const bulk = (vacancies: readonly unknown[], more: object = {}, headers: Record<string, string> = {}) => employer.post('/v1/employer/vacancies/bulk', { vacancies, ...more }, headers);
  const references = async (): Promise<string[]> => (await employer.get('/v1/employer/vacancies')).body.items.map((item: { externalRef?: string; externalId?: string }) => item.externalRef ?? item.externalId).sort();

  it('judges in a dry run what it does in earnest, row by row', async () => {
    const rows = [post('A1'), post('A2', { payTo: 10 }), post('A3', { region: '999999' }), { externalRef: 'A4', title: '' }, 'nonsense', post('A5', { colour: 'red' })];
    const dry = await bulk(rows, { dryRun: true });
    expect(dry).toMatchObject({ status: 200, body: { dryRun: true, created: 1, rejected: 5 } });
    expect(await references()).toEqual([]);
    const done = await bulk(rows);
    expect(done.body.rows.map((row: { outcome: string }) => row.outcome)).toEqual(dry.body.rows.map((row: { outcome: string }) => row.outcome));
    expect(done.body.rows.slice(0, 3)).toEqual([
      { index: 0, externalRef: 'A1', outcome: 'created', vacancyId: expect.any(String), faults: [] },
      { index: 1, externalRef: 'A2', outcome: 'rejected', vacancyId: null, faults: [{ path: 'payTo', message: '月薪上限不能低于下限' }] },
      { index: 2, externalRef: 'A3', outcome: 'rejected', vacancyId: null, faults: [expect.objectContaining({ path: 'region' })] },
    ]);
    expect((await bulk([post('A1'), post('A1', { payTo: 7_000 })])).body.rows.map((row: { outcome: string }) => row.outcome)).toEqual(['unchanged', 'changed']);
  });

  it('has one effect when it is sent twice with one key', async () => {
    const key = { 'idempotency-key': 'bulk-1' };
    const [first, second] = [await bulk([post('B1')], {}, key), await bulk([post('B1')], {}, key)];
    expect([first.body.created, second.text]).toEqual([1, first.text]);
  });

  it('of no row or of more than 500 is refused', async () => {
    expect((await bulk([])).status).toBe(400);
    expect((await bulk(Array.from({ length: 501 }, (_, i) => post(`C${i}`)))).status).toBe(400);
  });
});

describe('the limit of requests', () => {
  it('is told with every answer, refuses what goes beyond with 429, and counts each caller apart', async () => {
    const api = await startApi(undefined, { RATE_LIMIT_PER_MINUTE: '5' });
    try {
      const [one, other] = [await api.asEmployer('420626'), await api.asEmployer('420626')];
      const first = await one.get('/v1/employer/vacancies');
      expect([first.status, first.headers.get('ratelimit-policy'), first.headers.get('ratelimit')]).toEqual([200, '"employer";q=5;w=60', '"employer";r=4;t=60']);
      for (let i = 0; i < 4; i++) await one.get('/v1/employer/vacancies');
      const refused = await one.get('/v1/employer/vacancies');
      expect(refused).toMatchObject({ status: 429, body: { code: 'REQUEST.TOO_MANY' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await other.get('/v1/employer/vacancies')).status).toBe(200);
      for (let i = 0; i < 6; i++) await api.anonymous.get('/v1/me', { authorization: 'Bearer sy_wrong_key' });
      expect((await api.anonymous.get('/v1/me', { authorization: 'Bearer sy_wrong_key' })).status).toBe(429);
    } finally {
      await api.close();
    }
  });
});
