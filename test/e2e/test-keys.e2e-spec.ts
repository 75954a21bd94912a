import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MatchRefresh } from '@app/matches';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';

const POST = { title: '电焊工', region: '420626100', payFrom: 4500, payTo: 6500, openings: 2, validThrough: '2099-12-31', contactName: '周经理', contactPhone: '13912345678' };

describe('a test key', () => {
  let api: TestApi;
  let county: ApiClient;
  let employerId: string;
  let live: ApiClient;
  let test: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    county = await api.asOfficer('county-officer', '420626');
    employerId = (await county.post('/v1/employers', { name: '保康联调电子厂' })).body.id;
    live = await keyOf();
    test = await keyOf(true);
  });
  afterAll(() => api.close());

  const asked = { scopes: ['me.read', 'vacancy.create', 'vacancy.read', 'vacancy.change', 'vacancy-feed.read'] };
  const create = (id: string, body: object = {}, officer = county) => officer.post(`/v1/employers/${id}/api-keys`, { ...asked, ...body });
  const keyOf = async (isTest = false) => api.anonymous.with({ authorization: `Bearer ${(await create(employerId, { test: isTest })).body.key}` });

  it('says what it is: in its own form, in the list and in every answer', async () => {
    const made = await create(employerId, { test: true });
    expect(made).toMatchObject({ status: 201, body: { key: expect.stringMatching(/^sy_test_[a-z0-9]{12}_[\w-]{43}$/), apiKey: { test: true } } });
    expect((await county.get(`/v1/employers/${employerId}/api-keys`)).body.items.map((key: { test: boolean }) => key.test).sort()).toEqual([false, true, true]);
    expect((await create(employerId, { test: true })).status).toBe(409); // two of a kind, as ever
    expect([(await test.get('/v1/employer/vacancies')).headers.get('shouyu-mode'), (await live.get('/v1/employer/vacancies')).headers.get('shouyu-mode')]).toEqual(['test', null]);
    await county.delete(`/v1/employers/${employerId}/api-keys/${made.body.apiKey.id}`);
  });

  it('writes and reads under the same references as the live key, and neither sees the other\'s', async () => {
    const real = await live.post('/v1/employer/vacancies', { ...POST, externalRef: 'A-1' });
    const tried = await test.post('/v1/employer/vacancies', { ...POST, externalRef: 'A-1', payTo: 7000 });
    expect([real.status, tried.status]).toEqual([201, 201]);
    expect(tried.body.id).not.toBe(real.body.id);
    expect((await live.get('/v1/employer/vacancies')).body.items.map((item: { id: string }) => item.id)).toEqual([real.body.id]);
    expect((await test.get('/v1/employer/vacancies')).body.items.map((item: { id: string }) => item.id)).toEqual([tried.body.id]);
    const change = (client: ApiClient, id: string) => client.patch(`/v1/employer/vacancies/${id}`, { payTo: 6600 }, { 'if-match': '"1"' });
    expect([(await change(test, real.body.id)).status, (await change(live, tried.body.id)).status]).toEqual([404, 404]);
    expect((await test.post('/v1/employer/vacancies/bulk', { vacancies: [{ ...POST, externalRef: 'A-2' }, { ...POST, externalRef: 'A-1', payTo: 7100 }, { ...POST, externalRef: 'A-3', payFrom: -1 }] })).body).toMatchObject({ created: 1, changed: 1, rejected: 1 });
    expect((await live.get('/v1/employer/vacancies')).body.items).toHaveLength(1);
  });

  it('reaches nobody: no officer, no list of doubts, no feed, no public page, no match', async () => {
    const { body: tried } = await test.post('/v1/employer/vacancies', { ...POST, title: '限男电焊工', externalRef: 'B-1' });
    await api.get(MatchRefresh).refreshVacancies(api.systemPrincipal('420626'), [tried.id], new AbortController().signal);
    expect((await county.get(`/v1/vacancies/${tried.id}`)).status).toBe(404);
    expect((await county.get(`/v1/vacancies/${tried.id}/matches`)).status).toBe(404);
    expect((await county.get('/v1/vacancies?q=电焊工')).body.items.map((item: { externalRef?: string; id: string }) => item.id)).not.toContain(tried.id);
    expect((await county.get('/v1/doubts/wording')).body.items).toEqual([]);
    expect((await county.get('/v1/vacancies/snapshot')).text).not.toContain(tried.id);
    expect((await test.get('/v1/vacancies/snapshot')).text).not.toContain(tried.id);
    expect((await api.anonymous.get(`/v1/public/vacancies/${tried.id}`)).status).toBe(404);
    const { rows } = await api.database.owner.query('select test, offered from vacancies where id = $1', [tried.id]);
    expect(rows).toEqual([{ test: true, offered: false }]);
  });

  it('leaves nothing behind after its time', async () => {
    const count = async () => (await api.database.owner.query<{ test: boolean; n: number }>('select test, count(*)::int as n from vacancies group by test order by test')).rows;
    const before = await count();
    await api.database.owner.query(`update vacancies set updated_at = now() - interval '31 days' where test`);
    await api.database.owner.query(`select purge_test_vacancies(now() - interval '30 days')`);
    expect(await count()).toEqual(before.filter((row) => !row.test));
  });

  it('is made only for an employer of the county that is there', async () => {
    expect(await create('7b1f0a52-4a8e-4c0f-9a44-1f6a3f0c2d11')).toMatchObject({ status: 404, body: { code: 'EMPLOYER.UNKNOWN' } });
    expect((await create(employerId, {}, await api.asOfficer('county-officer', '420625'))).status).toBe(404);
    const { body: other } = await county.post('/v1/employers', { name: '联调电子' });
    expect((await county.post('/v1/doubts/employer-spellings/decisions', { decisions: [{ employerId, otherId: other.id, verdict: 'same' }], reason: '同一家' })).status).toBe(200);
    expect(await create(other.id)).toMatchObject({ status: 409, body: { code: 'EMPLOYER.MERGED' } });
    expect((await test.post(`/v1/employers/${employerId}/api-keys`, asked)).status).toBe(403);
  });
});
