import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { creditCodeCheckCharacter } from '@app/kernel';
import pg from 'pg';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene } from '../support/placements.js';

const COUNTY = '420626';
const FIRM = `91420626MA4F0T0H3${creditCodeCheckCharacter('91420626MA4F0T0H3')}`;
/** How long a writer keeps its transaction open; the night's run takes 20 s. */
const HELD_MS = Number(process.env['FEED_HELD_MS'] ?? 2_000);

describe('the feed of offered vacancies', () => {
  let api: TestApi;
  let officer: ApiClient;
  let vacancyId: string;
  beforeAll(async () => {
    api = await startApi();
    officer = await api.asOfficer('county-officer', COUNTY);
    vacancyId = await placementScene(api, COUNTY, 3).vacancy(5);
    await api.database.owner.query(
      `update vacancies set description = '负责车间焊接。有意者请联系王经理13800001234，微信：hanjie888，座机0710-5812345。包吃住。', region = '420626106000', region_label = '湖北省襄阳市保康县歇马镇', pay_from = 4500, pay_to = 6500, lodging = true, valid_through = '2030-12-31', published_on = '2026-11-20', kind = 'full-time', min_education = 'junior-high', contact_phone = 'sealed' where id = $1`,
      [vacancyId],
    );
  });
  afterAll(() => api.close());

  const snapshot = async (headers: Record<string, string> = {}) => {
    const answer = await officer.get('/v1/vacancies/snapshot', headers);
    return { ...answer, rows: answer.text === '' ? [] : answer.text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>), cursor: answer.headers.get('x-feed-cursor')!, etag: answer.headers.get('etag')! };
  };
  const changes = async (since: string, limit = 200) => officer.get(`/v1/vacancies/changes?since=${since}&limit=${limit}`);
  /** Asks until something is there: a change is told only when every transaction that began before it has ended, anyone's in the server. */
  const nextChanges = async (since: string) => {
    for (let tries = 0; ; tries++) {
      const answer = await changes(since);
      if (answer.body.changes.length > 0 || tries === 100) return answer;
      await new Promise((go) => setTimeout(go, 100));
    }
  };

  it('holds every offered vacancy in the snapshot, packed, without a contact, and answers 304 when nothing changed', async () => {
    const first = await snapshot();
    expect([first.status, first.headers.get('content-encoding'), first.rows.length]).toEqual([200, 'gzip', 1]);
    expect(first.rows[0]).toMatchObject({ id: vacancyId, employerVerified: false, openings: 5, payFrom: 4500, description: expect.stringContaining('负责车间焊接') });
    expect(first.text).not.toMatch(/13800001234|hanjie888|5812345|王经理|sealed/);
    expect((await snapshot({ 'if-none-match': first.etag })).status).toBe(304);
    const other = new pg.Client({ connectionString: api.database.ownerUrl });
    await other.connect();
    await other.query('begin; select pg_current_xact_id()'); // somebody writes elsewhere, and has not ended
    await api.database.owner.query('update vacancies set pay_to = 7000 where id = $1', [vacancyId]);
    const changed = await snapshot({ 'if-none-match': first.etag });
    await other.end();
    expect([changed.status, changed.rows[0]?.['payTo']]).toEqual([200, 7000]);
  });

  it('tells changes once each, a closed vacancy as removed, and never one that was not offered', async () => {
    const { cursor } = await snapshot();
    await api.database.owner.query('update vacancies set pay_to = 7100 where id = $1', [vacancyId]);
    const [hidden] = (await api.database.owner.query<{ id: string }>(`insert into vacancies (owner_region, employer_id, source, title, cleaned_title, status) select owner_region, employer_id, source, '草稿', '草稿', 'draft' from vacancies limit 1 returning id`)).rows;
    const first = await nextChanges(cursor);
    expect(first.body).toMatchObject({ changes: [{ op: 'upsert', id: vacancyId, vacancy: { payTo: 7100 } }], more: false });
    expect((await changes(first.body.cursor)).body.changes).toEqual([]); // once
    await api.database.owner.query(`update vacancies set status = 'withdrawn', closing_reason = 'officer' where id = $1`, [vacancyId]);
    const second = await nextChanges(first.body.cursor);
    expect(second.body.changes).toEqual([{ op: 'remove', id: vacancyId, vacancy: null }]);
    expect(JSON.stringify([first.body, second.body])).not.toContain(hidden!.id);
    await api.database.owner.query(`update vacancies set status = 'open', closing_reason = null where id = $1`, [vacancyId]);
  });

  it('tells that an employer was verified, and not that a run has met a vacancy again', async () => {
    const { cursor } = await snapshot();
    const employer = (await officer.post('/v1/employers', { name: '保康馈送测试厂', creditCode: FIRM })).body;
    const [quiet, shown] = (await api.database.owner.query<{ id: string }>(`insert into vacancies (owner_region, employer_id, source, title, cleaned_title, status) select owner_region, case when i = 2 then $1::uuid else employer_id end, source, '岗位', '岗位', 'open' from vacancies, generate_series(1, 2) i where id = $2 order by i returning id`, [employer.id, vacancyId])).rows.map((row) => row.id);
    let at = cursor;
    for (const waiting = new Set([quiet, shown]); waiting.size > 0;) {
      const { body } = await nextChanges(at);
      expect(body.changes).not.toEqual([]);
      for (const change of body.changes) waiting.delete(change.id);
      at = body.cursor;
    }
    const { etag } = await snapshot();
    await api.database.owner.query(`update vacancies set last_seen_run = null, missing_runs = 0, version = version + 1, contact_phone = 'sealed again' where id = $1`, [quiet]);
    expect((await snapshot({ 'if-none-match': etag })).status).toBe(304);
    await officer.post(`/v1/employers/${employer.id}/verification`, undefined, { 'if-match': `"${employer.version}"` });
    expect((await snapshot({ 'if-none-match': etag })).status).toBe(200);
    const told = await nextChanges(at);
    expect(told.body.changes).toEqual([{ op: 'upsert', id: shown, vacancy: expect.objectContaining({ employer: '保康馈送测试厂', employerVerified: true }) }]);
  });

  it('misses no late commit and repeats none, beside writers and a transaction held open', async () => {
    const { cursor } = await snapshot();
    const ids = (await api.database.owner.query<{ id: string }>(`insert into vacancies (owner_region, employer_id, source, title, cleaned_title, status) select owner_region, employer_id, source, '岗位', '岗位', 'open' from vacancies, generate_series(1, 40) where id = $1 returning id`, [vacancyId])).rows.map((row) => row.id);
    const slow = new pg.Client({ connectionString: api.database.ownerUrl });
    await slow.connect();
    const late = ids.slice(0, 5);
    await slow.query('begin');
    await slow.query(`update vacancies set title = '迟到的岗位' where id = any ($1)`, [late]);
    const seen: { id: string; title: string }[] = [];
    let at = cursor;
    const read = async (): Promise<void> => {
      const { body } = await changes(at, 7);
      at = body.cursor;
      for (const change of body.changes) seen.push({ id: change.id, title: change.vacancy.title });
      if (body.more) await read();
    };
    const until = Date.now() + HELD_MS;
    for (let i = 5; Date.now() < until; i = i === ids.length - 1 ? 5 : i + 1) {
      await api.database.owner.query(`update vacancies set title = $2 where id = $1`, [ids[i], `岗位 ${i}`]);
      if (i % 5 === 0) await read();
    }
    expect(seen.filter((each) => late.includes(each.id) && each.title === '迟到的岗位')).toEqual([]);
    await slow.query('commit');
    await slow.end();
    const { rows } = await api.database.owner.query<{ id: string; title: string }>('select id, title from vacancies where id = any ($1)', [ids]);
    const stale = () => {
      const last = new Map(seen.map((each) => [each.id, each.title]));
      return rows.filter((row) => last.get(row.id) !== row.title);
    };
    // Anybody's open transaction in the server holds the last changes back; they come when it has ended.
    for (let tries = 0; tries < 100 && stale().length > 0; tries++) {
      await read();
      await new Promise((go) => setTimeout(go, 100));
    }
    expect(stale()).toEqual([]);
    expect(seen.filter((each) => each.title === '迟到的岗位').map((each) => each.id).sort()).toEqual([...late].sort());
    expect((await changes(at, 7)).body.changes).toEqual([]);
  }, HELD_MS + 60_000);

  it('says 410 for a cursor that is too old or of another database, 400 for none of ours', async () => {
    const { cursor } = await snapshot();
    const [epoch, xact, id] = Buffer.from(cursor, 'base64url').toString().split('|');
    const of = (...parts: unknown[]): string => Buffer.from(parts.join('|')).toString('base64url');
    expect(await changes(of(epoch, xact, id, Date.now() - 31 * 86_400_000))).toMatchObject({ status: 410, body: { code: 'FEED.CURSOR_GONE' } });
    expect((await changes(of('6b1f0f0e-6a5e-4d53-9d4e-0c1a53a6c111', xact, id, Date.now()))).status).toBe(410);
    expect((await changes(of(epoch, '999999999999', id, Date.now()))).status).toBe(410);
    expect(await changes('nonsense')).toMatchObject({ status: 400, body: { code: 'FEED.CURSOR_INVALID' } });
    expect((await api.anonymous.get('/v1/vacancies/snapshot')).status).toBe(401);
    expect((await (await api.asOfficer('township-officer', '420626106')).get('/v1/vacancies/snapshot')).status).toBe(403);
  });

  it('shows a vacancy to the public as JobPosting and as a page, without a contact; what is not offered is 404', async () => {
    const posting = await api.anonymous.get(`/v1/public/vacancies/${vacancyId}`);
    expect(posting.body).toMatchObject({ '@type': 'JobPosting', hiringOrganization: { '@type': 'Organization' }, baseSalary: { currency: 'CNY', value: { minValue: 4500, unitText: 'MONTH' } }, validThrough: '2030-12-31', totalJobOpenings: 5 });
    const page = await api.anonymous.get(`/jobs/${vacancyId}`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('4500–7100 元/月');
    expect(posting.text + page.text).not.toMatch(/13800001234|hanjie888|5812345|王经理/);
    if (process.env['PAGE_FILE']) writeFileSync(process.env['PAGE_FILE'], page.text);
    await api.database.owner.query(`update vacancies set publication = 'refused' where id = $1`, [vacancyId]);
    expect([(await api.anonymous.get(`/v1/public/vacancies/${vacancyId}`)).status, (await api.anonymous.get(`/jobs/${vacancyId}`)).status]).toEqual([404, 404]);
  });
});
