import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { creditCodeCheckCharacter } from '@app/kernel';
import { Database, systemPrincipal } from '@app/platform';
import { readVacancies } from '@app/matches';
import { countHire, ImportRunner, vacancyForReferral } from '@app/vacancies';
import { DATABASE_ROLES, sessionOptions } from '@app/platform';
import pg from 'pg';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { startNetworkStandIn, type NetworkStandIn } from '../support/network-stand-in.js';

const CODE = `91420626MA4F0T0H1`;
const CREDIT_CODE = CODE + creditCodeCheckCharacter(CODE)!;
const POST = { externalRef: 'HR-1', title: '电焊工', region: '420626100', payFrom: 4500, payTo: 6500, openings: 2, validThrough: '2099-12-31', contactName: '周经理', contactPhone: '13912345678', lodging: true };

describe('vacancies over HTTP', () => {
  let api: TestApi;
  let county: ApiClient;
  let administrator: ApiClient;
  let network: NetworkStandIn;
  beforeAll(async () => {
    api = await startApi();
    network = await startNetworkStandIn({ rows: 60 });
    county = await api.asOfficer('county-officer', '420626');
    administrator = await api.asOfficer('system-administrator', '420626');
  });
  afterAll(async () => {
    await network.stop();
    await api.close();
  });

  const registered = async (name: string): Promise<{ id: string; client: ApiClient }> => {
    const { body } = await county.post('/v1/employers', { name });
    return { id: body.id, client: await api.asEmployer('420626', { employerId: body.id }) };
  };

  describe('employers', () => {
    it('are registered with a credit code that checks, and verified by an officer', async () => {
      const made = await county.post('/v1/employers', { name: '保康青峰建材有限公司', creditCode: CREDIT_CODE });
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({ creditCode: CREDIT_CODE, verified: false });
      expect((await county.post(`/v1/employers/${made.body.id}/verification`)).status).toBe(428);
      const verified = await county.post(`/v1/employers/${made.body.id}/verification`, undefined, { 'if-match': made.headers.get('etag')! });
      expect(verified.body).toMatchObject({ verified: true });
      expect((await county.post('/v1/employers', { name: '又一家', creditCode: CREDIT_CODE })).body).toMatchObject({ code: 'EMPLOYER.EXISTS', status: 409 });
    });

    it.each([['91420626MA4F0T0H1X', 'EMPLOYER.CREDIT_CODE_INVALID'], ['123', 'EMPLOYER.CREDIT_CODE_INVALID']])('are refused with a wrong code %s', async (creditCode, code) => {
      const answer = await county.post('/v1/employers', { name: '某公司', creditCode });
      expect(answer).toMatchObject({ status: 422, body: { code } });
      expect(answer.body.detail).toMatch(/[\u4e00-\u9fff]/);
    });

    it('without a code are not verified', async () => {
      const { id } = await registered('保康小店');
      expect(await county.post(`/v1/employers/${id}/verification`, undefined, { 'if-match': '"1"' })).toMatchObject({ status: 409, body: { code: 'EMPLOYER.NOT_CODED' } });
    });
  });

  describe('an employer\'s own posts', () => {
    it('are posted, posted again as a change, changed by ETag, closed, and opened again for a new period', async () => {
      const { client } = await registered('保康云溪茶业有限公司');
      const made = await client.post('/v1/employer/vacancies', POST);
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({ status: 'open', openings: 2, payFrom: 4500, occupationBy: expect.stringMatching(/exact|alias/), contactPhoneMasked: '139****5678', contactNameMasked: '周**' });
      expect(made.text).not.toContain('13912345678');

      expect(await client.post('/v1/employer/vacancies', POST)).toMatchObject({ status: 200, body: { id: made.body.id, version: 1 } });
      const repriced = await client.post('/v1/employer/vacancies', { ...POST, payTo: 7000 });
      expect(repriced).toMatchObject({ status: 200, body: { id: made.body.id, payTo: 7000, version: 2 } });

      const address = `/v1/employer/vacancies/${made.body.id}`;
      expect((await client.patch(address, { openings: 3 })).status).toBe(428);
      expect(await client.patch(address, { openings: 3 }, { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'REQUEST.STALE_VERSION' } });
      const changed = await client.patch(address, { openings: 3 }, { 'if-match': '"2"' });
      expect(changed.body).toMatchObject({ openings: 3, payTo: 7000, contactPhoneMasked: '139****5678', occupation: made.body.occupation, version: 3 });

      const closed = await client.post(`${address}/closing`, undefined, { 'if-match': '"3"' });
      expect(closed.body).toMatchObject({ status: 'withdrawn', closingReason: 'employer' });
      const again = await client.post('/v1/employer/vacancies', POST);
      expect(again.body).toMatchObject({ id: made.body.id, status: 'open' });
      expect(again.body.periods.map((period: { closingReason: string | null }) => period.closingReason)).toEqual(['employer', null]);
      expect((await client.get('/v1/employer/vacancies')).body.items).toHaveLength(1);
    });

    it('of others do not exist for an employer', async () => {
      const { client } = await registered('襄阳长顺电子有限公司');
      const { client: other } = await registered('襄阳快达物流有限公司');
      const made = await client.post('/v1/employer/vacancies', POST);
      expect((await other.get(`/v1/vacancies/${made.body.id}`)).status).toBe(404);
      expect(await other.patch(`/v1/employer/vacancies/${made.body.id}`, { title: '别的' }, { 'if-match': '"1"' })).toMatchObject({ status: 404, body: { code: 'VACANCY.UNKNOWN' } });
      expect((await other.get('/v1/vacancies')).body.items).toEqual([]);
      expect(await other.post('/v1/employer/vacancies', POST)).toMatchObject({ status: 201 }); // its own reference space
    });

    it.each([
      [{ region: '429999' }, 400, 'REGION.UNKNOWN', 'region'], [{ occupation: '9-99-99-99' }, 400, 'OCCUPATION.UNKNOWN', 'occupation'], [{ payTo: 100 }, 422, 'VACANCY.INVALID', 'payTo'],
      [{ validThrough: '2020-01-01' }, 422, 'VACANCY.INVALID', 'validThrough'], [{ contactPhone: '12345678' }, 422, 'VACANCY.INVALID', 'contactPhone'], [{ startsOn: '2099-05-02', endsOn: '2099-05-01' }, 422, 'VACANCY.INVALID', 'endsOn'],
      [{ skills: [{ skillId: 'no.such', level: 1, essential: true }] }, 422, 'VACANCY.INVALID', 'skills[0].skillId'], [{ openings: 0 }, 400, 'REQUEST.INVALID', 'openings'], [{ payFrom: 'much' }, 400, 'REQUEST.INVALID', 'payFrom'],
      [{ sex: 'male' }, 400, 'REQUEST.INVALID', 'sex'], [{ title: '' }, 400, 'REQUEST.INVALID', 'title'],
    ])('are refused, with the field and why: %j', async (wrong, status, code, field) => {
      const { client } = await registered(`测试用人单位 ${code} ${field}`);
      const answer = await client.post('/v1/employer/vacancies', { ...POST, ...wrong });
      expect(answer).toMatchObject({ status, body: { code } });
      expect(answer.text).toContain(field);
      expect((await client.get('/v1/employer/vacancies')).body.items).toEqual([]);
    });

    it('need an employer that exists', async () => {
      const nobody = await api.asEmployer('420626');
      expect(await nobody.post('/v1/employer/vacancies', POST)).toMatchObject({ status: 404, body: { code: 'EMPLOYER.UNKNOWN' } });
    });
  });

  describe('an import', () => {
    it('is off until an administrator turns the network on, then brings vacancies in, row by row', async () => {
      expect(await county.post('/v1/imports', { source: 'cjob' })).toMatchObject({ status: 409, body: { code: 'SOURCE.DISABLED' } });
      expect((await county.patch('/v1/vacancy-sources/cjob', { enabled: true }, { 'if-match': '"1"' })).status).toBe(403);
      const sources = await administrator.get('/v1/vacancy-sources');
      expect(sources.body.items.map((source: { code: string; enabled: boolean }) => [source.code, source.enabled])).toEqual([['cjob', false], ['hubei', false]]);
      const enabled = await administrator.patch('/v1/vacancy-sources/cjob', { enabled: true, baseUrl: network.url, spacingMs: 0, queriedRegion: '42' }, { 'if-match': '"1"' });
      expect(enabled).toMatchObject({ status: 200, body: { enabled: true, version: 2 } });
      expect(await administrator.patch('/v1/vacancy-sources/cjob', { enabled: false }, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
      expect(await administrator.patch('/v1/vacancy-sources/nowhere', { enabled: true }, { 'if-match': '"1"' })).toMatchObject({ status: 404 });

      const asked = await county.post('/v1/imports', { source: 'cjob' });
      expect(asked).toMatchObject({ status: 202, body: { state: 'queued' } });
      expect(await county.post('/v1/imports', { source: 'cjob' })).toMatchObject({ status: 409, body: { code: 'IMPORT.RUNNING' } });
      await api.get(ImportRunner).run(systemPrincipal('job:vacancies.import', '420626'), asked.body.id, new AbortController().signal);

      const run = await county.get(`/v1/imports/${asked.body.id}`);
      expect(run.body).toMatchObject({ state: 'complete', rowsRead: network.truth().length, rowsNew: network.truth().length });
      const rows = await county.get(`/v1/imports/${asked.body.id}/rows?limit=5`);
      expect(rows.body.items.map((row: { page: number; number: number; outcome: string }) => [row.page, row.number, row.outcome])).toEqual([1, 2, 3, 4, 5].map((number) => [1, number, 'new']));
      expect((await county.get(`/v1/imports/${asked.body.id}/rows?limit=5&cursor=${rows.body.nextCursor}`)).body.items[0]).toMatchObject({ number: 6 });
      const elsewhere = await api.asOfficer('county-officer', '420625');
      expect((await elsewhere.get(`/v1/imports/${asked.body.id}`)).status).toBe(404);
    });

    it('leaves vacancies that can be listed, paged, filtered and read', async () => {
      const seen = new Set<string>();
      let cursor = '';
      do {
        const page = await county.get(`/v1/vacancies?source=cjob&limit=20${cursor && `&cursor=${cursor}`}`);
        for (const { id } of page.body.items) seen.add(id);
        cursor = page.body.nextCursor ?? '';
      } while (cursor !== '');
      expect(seen.size).toBe(network.truth().length);
      const inCounty = (await county.get('/v1/vacancies?source=cjob&region=420626&limit=200')).body.items as { region: string }[];
      expect(inCounty.length).toBe(network.truth().filter((posting) => posting.regionCode.startsWith('420626')).length);
      const welders = (await county.get('/v1/vacancies?source=cjob&q=焊工&limit=200')).body.items as { title: string }[];
      expect(welders.length).toBe(network.truth().filter((posting) => posting.title.includes('焊工')).length);
      expect(await county.get('/v1/vacancies?region=999999')).toMatchObject({ status: 400, body: { code: 'REGION.UNKNOWN' } });
      expect(await county.get('/v1/vacancies?occupation=9-99')).toMatchObject({ status: 400, body: { code: 'OCCUPATION.UNKNOWN' } });
      expect(await county.get('/v1/vacancies?status=gone')).toMatchObject({ status: 400 });
    });

    it('keeps telephones masked, and reveals one for a reason, on record', async () => {
      const posting = network.truth().find((each) => /^1\d{10}$/.test(each.telephone))!;
      const { rows } = await api.database.owner.query<{ id: string }>('select id from vacancies where external_id = $1', [String(posting.id)]);
      const address = `/v1/vacancies/${rows[0]!.id}`;
      const view = await county.get(address);
      expect(view.headers.get('etag')).toBe('"1"');
      expect(view.text).not.toContain(posting.telephone);
      expect((await county.post(`${address}/reveal`, {})).status).toBe(400);
      expect((await county.post(`${address}/reveal`, { reason: '联系用人单位面试' })).body).toEqual({ contactName: expect.any(String), contactPhone: posting.telephone });
      const { rows: trail } = await api.database.owner.query(`select reason, details from audit_events where action = 'vacancy.reveal' and subject_id = $1`, [rows[0]!.id]);
      expect(trail).toEqual([{ reason: '联系用人单位面试', details: {} }]);
      expect((await administrator.get(address)).status).toBe(403);
    });
  });

  describe('seats', () => {
    it('are never overbooked, by forty hires at once and by officers of another county', async () => {
      const { client } = await registered('保康松涛酒店有限公司');
      const { body } = await client.post('/v1/employer/vacancies', { ...POST, openings: 10 });
      const database = api.get(Database);
      const hire = (by: 1 | -1) => {
        const principal = systemPrincipal('test', '420625');
        return database.inScope(principal, async (tx) => {
          expect((await vacancyForReferral(tx, body.id)).title).toBe(POST.title);
          await countHire(tx, body.id, by);
        });
      };
      const hires = await Promise.allSettled(Array.from({ length: 40 }, () => hire(1)));
      expect(hires.filter((result) => result.status === 'fulfilled')).toHaveLength(10);
      for (const result of hires) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'VACANCY.SEATS_TAKEN' });
      expect((await county.get(`/v1/vacancies/${body.id}`)).body).toMatchObject({ hired: 10, status: 'filled', closingReason: 'filled' });
      await hire(-1);
      const reopened = (await county.get(`/v1/vacancies/${body.id}`)).body;
      expect(reopened).toMatchObject({ hired: 9, status: 'open' });
      expect(reopened.periods).toHaveLength(2);
      expect(await client.patch(`/v1/employer/vacancies/${body.id}`, { openings: 5 }, { 'if-match': `"${reopened.version}"` })).toMatchObject({ status: 422, body: { code: 'VACANCY.INVALID' } });
    });

    it('are what is left of them in the profile that the engine loads, with a role that sees no contact', async () => {
      const { client } = await registered('保康百合家政服务有限公司');
      const { body } = await client.post('/v1/employer/vacancies', { ...POST, occupation: '6-18-02-04', skills: [], openings: 4, kind: 'full-time' });
      await api.get(Database).inScope(systemPrincipal('test', '420626'), (tx) => countHire(tx, body.id, 1));
      const engine = new pg.Client({ connectionString: api.database.url, options: sessionOptions(DATABASE_ROLES.engine, 5_000) });
      await engine.connect();
      try {
        const query = async <Row extends object>(sql: string, params: unknown[]): Promise<Row[]> => (await engine.query<Row>(sql, params)).rows;
        expect((await readVacancies(query, { ids: [body.id] })).map(({ profile }) => profile)).toEqual([{
          id: body.id, employerId: body.employerId, occupation: '6-18-02-04', noTrade: false, skills: [], region: '420626100000', lodging: true, minEducation: null, certificates: [], pay: { from: 4500, to: 6500 },
          openings: 3, open: true, validThrough: '2099-12-31', startsOn: null, endsOn: null, kind: 'full-time', minAge: 16,
        }]);
        expect((await readVacancies(query, { county: '420625' })).map(({ profile }) => profile.id)).not.toContain(body.id);
        await expect(engine.query('select contact_phone from vacancies')).rejects.toThrow(/permission denied/);
      } finally {
        await engine.end();
      }
    });
  });
});
