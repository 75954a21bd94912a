import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';

const POST = { title: '电焊工', region: '420626100', payFrom: 4500, payTo: 6500, openings: 2, validThrough: '2099-12-31', contactName: '周经理', contactPhone: '13912345678' };
const NDJSON = { 'content-type': 'application/x-ndjson' };

describe('an employer\'s posts as lines', () => {
  let api: TestApi;
  let employer: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    const county = await api.asOfficer('county-officer', '420626');
    employer = await api.asEmployer('420626', { employerId: (await county.post('/v1/employers', { name: '保康流式电子厂' })).body.id });
  });
  afterAll(() => api.close());

  const lineOf = (reference: string, more: object = {}) => JSON.stringify({ ...POST, externalRef: reference, ...more });
  const send = async (body: string, query = '') => {
    const answer = await employer.post(`/v1/employer/vacancies/import${query}`, body, NDJSON);
    const lines = answer.text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    return { status: answer.status, rows: lines.slice(0, -1), summary: lines.at(-1)! };
  };
  const stored = async () => (await api.database.owner.query<{ n: number }>('select count(*)::int as n from vacancies')).rows[0]!.n;

  it('are answered line by line in order, wrong ones by themselves, with one audit and one outbox row a batch', async () => {
    const body = [lineOf('A'), '', '{"title":', lineOf('B', { payFrom: -5 }), `{"x":"${'长'.repeat(400_000)}"}`, lineOf('C')].join('\n');
    const { status, rows, summary } = await send(body);
    expect(status).toBe(200);
    expect(rows.map((row) => [row['line'], row['externalRef'], row['outcome']])).toEqual([[1, 'A', 'created'], [3, null, 'rejected'], [4, 'B', 'rejected'], [5, null, 'rejected'], [6, 'C', 'created']]);
    expect(rows[2]).toMatchObject({ faults: [{ path: 'payFrom' }] });
    expect(rows[3]).toMatchObject({ faults: [{ message: '一行超过 1 MB' }] });
    expect(summary).toEqual({ summary: true, dryRun: false, created: 2, changed: 0, unchanged: 0, rejected: 3, stoppedBy: null });
    expect((await api.database.owner.query(`select action, details from audit_events where action like 'vacancy.%'`)).rows).toEqual([{ action: 'vacancy.create', details: { vacancies: 2 } }]);
    expect((await api.database.owner.query(`select name from outbox where name = 'vacancies.changed'`)).rows).toHaveLength(1);
  });

  it('change nothing when they are sent again, and nothing in a dry run', async () => {
    expect((await send([lineOf('A'), lineOf('C', { payTo: 7000 })].join('\n'))).summary).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
    const before = await stored();
    expect((await send([lineOf('A', { payTo: 9000 }), lineOf('D')].join('\n'), '?dryRun=true')).summary).toMatchObject({ dryRun: true, created: 1, changed: 1 });
    expect(await stored()).toBe(before);
  });

  it('are many thousands, answered while they are read', async () => {
    const { rows, summary } = await send(Array.from({ length: 3_000 }, (_, i) => lineOf(`M${i}`)).join('\n'));
    expect([rows.length, summary['created']]).toEqual([3_000, 3_000]);
    expect(rows.every((row, i) => row['externalRef'] === `M${i}`)).toBe(true);
  });

  it('are refused above 50 MB, in another form, and from whoever is no employer', async () => {
    const before = await stored();
    expect(await employer.post('/v1/employer/vacancies/import', `${'a'.repeat(1_000_000)}\n`.repeat(53), NDJSON)).toMatchObject({ status: 413, body: { code: 'REQUEST.TOO_LARGE' } });
    expect((await employer.post('/v1/employer/vacancies/import', { a: 1 })).status).toBe(415);
    expect((await employer.post('/v1/employer/vacancies', lineOf('Z'), NDJSON)).status).toBe(415);
    expect((await (await api.asOfficer('county-officer', '420626')).post('/v1/employer/vacancies/import', lineOf('Z'), NDJSON))).toMatchObject({ status: 404, body: { code: 'EMPLOYER.UNKNOWN' } });
    expect((await (await api.asOfficer('auditor', '420626')).post('/v1/employer/vacancies/import', lineOf('Z'), NDJSON)).status).toBe(403);
    expect(await stored()).toBe(before);
  });
});
