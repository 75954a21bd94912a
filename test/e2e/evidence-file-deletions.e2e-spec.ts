import { mkdtemp, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { EvidenceFileForgetting, EvidenceFilesService } from '@app/placements';
import { Database } from '@app/platform';
import { ApiClient, startApi, type ApiAnswer, type TestApi } from '../support/api.js';
import { placementScene, type PlacementScene } from '../support/placements.js';
import { startS3StandIn } from '../support/s3-stand-in.js';
import { madeUpPdf } from '../support/scans.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());

/** Scans go when their time is over, when their evidence was withdrawn, or when the person asks; the ledger stays. */
describe('the deletion of evidence files', () => {
  let folder: string;
  let api: TestApi;
  let scene: PlacementScene;
  let township: ApiClient;
  let county: ApiClient;
  let second: ApiClient;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deletions-'));
    api = await startApi(undefined, { DATA_DIR: folder });
    scene = placementScene(api, COUNTY, 57);
    [township, county, second] = await Promise.all([api.asOfficer('township-officer', XIEMA), api.asOfficer('county-officer', COUNTY), api.asOfficer('county-officer', COUNTY)]);
  });
  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  interface Scan { person: string; fact: string; id: string; sha256: string }
  const evidenceOf = async (person: string): Promise<string> => {
    const { employmentId } = (await township.post(`/v1/trainees/${person}/employments`, { startsOn: addDays(TODAY, -40), type: 'wage', permanent: false })).body;
    return (await township.post(`/v1/employments/${employmentId}/evidence`, { form: 'visit', on: TODAY })).body.factId as string;
  };
  const add = (fact: string, words: string, client = township): Promise<ApiAnswer> => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(madeUpPdf(words))], { type: 'application/pdf' }), 'a.pdf');
    return client.send('POST', `/v1/evidence/${fact}/files`, form);
  };
  const scan = async (words = 'contract', known?: string): Promise<Scan> => {
    const person = known ?? (await scene.people(1, XIEMA))[0]!;
    const fact = await evidenceOf(person);
    const { id, sha256 } = (await add(fact, words)).body;
    return { person, fact, id, sha256 };
  };
  const ask = ({ fact, id }: Pick<Scan, 'fact' | 'id'>, ground = 'person-asked', client = township) => client.post(`/v1/evidence/${fact}/files/${id}/deletion`, { ground });
  const confirm = (id: string, client = county) => client.post(`/v1/evidence-file-deletions/${id}/confirmation`);
  const refuse = (id: string, code = 'still-needed', client = county) => client.post(`/v1/evidence-file-deletions/${id}/refusal`, { code });
  const forget = (region = COUNTY, from: TestApi = api): Promise<number> => from.get(EvidenceFileForgetting).forget(api.systemPrincipal(region));
  const reveal = ({ fact, id }: Scan, client = township) => client.post(`/v1/evidence/${fact}/files/${id}/reveal`, { reason: '核对' });
  const shown = async ({ fact, id }: Scan) => (await township.get(`/v1/evidence/${fact}/files`)).body.items.find((each: { id: string }) => each.id === id) as { deletedNote: string | null; sha256: string };
  const placeOf = (id: string): string => join(folder, 'evidence', COUNTY, id.slice(0, 2), id);
  const isThere = async (id: string): Promise<boolean> => (await readdir(dirname(placeOf(id))).catch((): string[] => [])).includes(id);
  const stateOf = async (id: string): Promise<string[]> => (await api.database.owner.query<{ state: string }>('select state from evidence_file_deletions where file_id = $1 order by asked_at', [id])).rows.map(({ state }) => state);
  const ledger = async (): Promise<unknown> => (await api.database.owner.query('select count(*)::int as facts, md5(string_agg(f::text, $$|$$ order by f.id)) as hash from ledger_facts f')).rows;
  const ageFile = (id: string, interval: string) => api.database.owner.query(`update evidence_files set added_at = now() - $2::interval where id = $1`, [id, interval]);
  /** Behind the back of the append-only ledger: the retraction is as old as that. */
  const ageRetraction = async (fact: string, days: number): Promise<void> => {
    const { owner } = api.database;
    await owner.query(`begin; set local session_replication_role = replica; update ledger_facts set recorded_at = recorded_at - interval '${days} days' where retracts_fact_id = '${fact}'; commit`);
  };

  describe('that the person asks for', () => {
    it('takes a second officer; then nobody is shown the file, the job takes it away, and its place says so with the day', async () => {
      const given = await scan();
      const before = await ledger();
      const asked = await ask(given);
      expect([asked.status, asked.body]).toMatchObject([200, { factId: given.fact, fileId: given.id, traineeId: given.person, ground: 'person-asked', state: 'asked', askedBy: township.principal!.id, decidedBy: null, goneAt: null }]);
      expect((await ask(given)).body).toEqual(asked.body);
      expect((await reveal(given)).status).toBe(200);

      const confirmed = await confirm(asked.body.id);
      expect([confirmed.status, confirmed.body]).toMatchObject([200, { state: 'marked', decidedBy: county.principal!.id, goneAt: null }]);
      expect((await confirm(asked.body.id)).body).toEqual(confirmed.body);
      const hidden = await reveal(given);
      expect([hidden.status, hidden.body.code, await isThere(given.id)]).toEqual([410, 'EVIDENCE_FILE.DELETED', true]);
      expect((await shown(given)).deletedNote).toMatch(/^文件已应本人要求删除（正在清除）/);
      const { rows } = await api.database.owner.query(`select count(*)::int as jobs from outbox where name = 'evidence-files.forget'`);
      expect(rows).toEqual([{ jobs: 1 }]);

      expect(await forget('420625')).toBe(0);
      expect([await forget(), await forget()]).toEqual([1, 0]);
      expect(await isThere(given.id)).toBe(false);
      expect(await shown(given)).toMatchObject({ deletedNote: `文件已应本人要求删除（${TODAY}）。台账记录、佐证种类和文件校验值仍在。`, sha256: given.sha256, mediaType: 'application/pdf' });
      expect(await ledger()).toEqual(before);
      const trail = await api.database.owner.query(`select action, actor_id as actor, details from audit_events where action like 'evidence-file%deletion' and subject_id = $1 or action = 'evidence-files.forget' order by id`, [given.fact]);
      expect(trail.rows).toEqual([
        { action: 'evidence-file.ask-deletion', actor: township.principal!.id, details: { fileId: given.id, deletionId: asked.body.id, ground: 'person-asked' } },
        { action: 'evidence-file.confirm-deletion', actor: county.principal!.id, details: { fileId: given.id, deletionId: asked.body.id, ground: 'person-asked', askedBy: township.principal!.id, code: null } },
        { action: 'evidence-files.forget', actor: api.systemPrincipal(COUNTY).id, details: { count: 1, deletionIds: [asked.body.id] } },
      ]);
    });

    it('does not come back by sending it again', async () => {
      const given = await scan('again');
      await confirm((await ask(given)).body.id);
      const answer = await add(given.fact, 'again');
      expect([answer.status, answer.body.code]).toEqual([410, 'EVIDENCE_FILE.DELETED']);
      await forget();
      expect((await add(given.fact, 'again')).body.code).toBe('EVIDENCE_FILE.DELETED');
      expect((await ask(given)).body.code).toBe('EVIDENCE_FILE.DELETED');
      expect((await add(given.fact, 'another')).status).toBe(201);
    });

    it('is asked for all of a person at once, and once', async () => {
      const one = await scan('one');
      const other = await scan('other', one.person);
      await ask(one, 'wrong-file');
      const path = `/v1/trainees/${one.person}/evidence-file-deletions`;
      const first = await township.post(path);
      expect(first.body.items.map(({ fileId, ground }: { fileId: string; ground: string }) => [fileId, ground]).sort()).toEqual([[one.id, 'wrong-file'], [other.id, 'person-asked']].sort());
      expect((await township.post(path)).body).toEqual(first.body);
      for (const { id } of first.body.items) expect((await confirm(id)).status).toBe(200);
      const nothing = await township.post(path);
      expect([nothing.status, nothing.body.code]).toEqual([409, 'FILE_DELETION.NOTHING']);
      expect(await forget()).toBe(2);
    });

    it('is refused for a coded reason, and may be asked for again', async () => {
      const given = await scan();
      const { id } = (await ask(given)).body;
      expect((await refuse(id, 'because')).status).toBe(400);
      const refused = await refuse(id);
      expect([refused.status, refused.body]).toMatchObject([200, { state: 'refused', refusalCode: 'still-needed', decidedBy: county.principal!.id }]);
      expect((await refuse(id)).body).toEqual(refused.body);
      for (const answer of [await confirm(id), await refuse(id, 'file-is-right'), await confirm(id, second)]) expect([answer.status, answer.body.code]).toEqual([409, 'FILE_DELETION.DECIDED']);
      expect([await forget(), await isThere(given.id), (await reveal(given)).status, (await shown(given)).deletedNote]).toEqual([0, true, 200, null]);
      expect((await ask(given)).body.state).toBe('asked');
      expect(await stateOf(given.id)).toEqual(['refused', 'asked']);
    });

    it('is decided by nobody who asked, by no township, and is another county\'s secret', async () => {
      const given = await scan();
      const { id } = (await ask(given, 'wrong-file', county)).body;
      const own = await confirm(id);
      expect([own.status, own.body.code]).toEqual([403, 'FILE_DELETION.SECOND_OFFICER_NEEDED']);
      const doubled = await ask(given);
      expect([doubled.status, doubled.body.code]).toEqual([409, 'FILE_DELETION.PENDING']);
      const [stranger, auditor, village] = await Promise.all([api.asOfficer('county-officer', '420625'), api.asOfficer('auditor', COUNTY), api.asOfficer('village-officer', `${XIEMA}200`)]);
      for (const answer of [await confirm(id, township), await confirm(id, auditor), await ask(given, 'person-asked', village), await ask(given, 'person-asked', auditor)]) expect(answer.status).toBe(403);
      expect([(await confirm(id, stranger)).body.code, (await refuse(id, 'still-needed', stranger)).body.code, (await ask(given, 'person-asked', stranger)).body.code]).toEqual(['FILE_DELETION.UNKNOWN', 'FILE_DELETION.UNKNOWN', 'EVIDENCE_FILE.UNKNOWN']);
      expect((await stranger.post(`/v1/trainees/${given.person}/evidence-file-deletions`)).body.code).toBe('TRAINEE.UNKNOWN');
      expect([(await stranger.get('/v1/evidence-file-deletions')).body.items, (await ask(given, 'expired')).status]).toEqual([[], 400]);
      const { items } = (await auditor.get('/v1/evidence-file-deletions?state=asked&limit=1')).body;
      expect(items).toMatchObject([{ id, state: 'asked', name: expect.any(String) }]);
      expect([await stateOf(given.id), await isThere(given.id)]).toEqual([['asked'], true]);
    });

    it('waits while an audit has drawn the evidence and has not judged it', async () => {
      const given = await scan();
      const { id } = (await ask(given)).body;
      const audit = (await county.post('/v1/evidence-audits', { from: TODAY, to: TODAY, percent: 100 })).body;
      const held = await confirm(id);
      expect([held.status, held.body.code, await stateOf(given.id)]).toEqual([409, 'FILE_DELETION.UNDER_AUDIT', ['asked']]);
      await ageFile(given.id, '4 years');
      expect([await forget(), await isThere(given.id)]).toEqual([0, true]);
      expect((await county.post(`/v1/evidence-audits/${audit.id}/items/${given.fact}/verdict`, { verdict: 'upheld' })).status).toBe(200);
      expect((await confirm(id)).body.state).toBe('marked');
      expect(await forget()).toBe(1);
    });
  });

  describe('whose time has come', () => {
    it('is 3 years after the file came, to the day; a request that waits lapses', async () => {
      const [due, young] = [await scan('due'), await scan('young')];
      const { id } = (await ask(due)).body;
      await ageFile(due.id, '3 years 1 minute');
      await ageFile(young.id, '3 years -1 hours');
      const before = await ledger();
      expect(await forget()).toBe(1);
      expect([await isThere(due.id), await isThere(young.id), (await shown(young)).deletedNote, (await shown(due)).deletedNote]).toEqual([false, true, null, `文件已按期删除（${TODAY}）。台账记录、佐证种类和文件校验值仍在。`]);
      expect([(await stateOf(due.id)).sort(), (await confirm(id)).body.code, await ledger()]).toEqual([['gone', 'lapsed'], 'FILE_DELETION.DECIDED', before]);
      const { rows } = await api.database.owner.query(`select details from audit_events where action = 'evidence-files.mark' order by id desc limit 1`);
      expect(rows).toEqual([{ details: { expired: 1, withdrawn: 0, years: 3, withdrawnDays: 30 } }]);
    });

    it('is 30 days after its evidence was withdrawn, not before', async () => {
      const given = await scan('withdrawn');
      expect((await township.post(`/v1/placement-facts/${given.fact}/corrections`, { reason: '记错了人' })).status).toBe(200);
      await ageRetraction(given.fact, 29);
      expect([await forget(), (await reveal(given)).status]).toEqual([0, 200]);
      await ageRetraction(given.fact, 2);
      expect([await forget(), await isThere(given.id), (await shown(given)).deletedNote]).toEqual([1, false, `佐证撤回后，文件已删除（${TODAY}）。台账记录、佐证种类和文件校验值仍在。`]);
    });
  });

  it('comes too when the employment that the evidence proves was withdrawn', async () => {
    const given = await scan('never employed');
    const { rows: [start] } = await api.database.owner.query<{ id: string }>(`select s.id from ledger_facts e join ledger_facts s on s.employment_id = e.employment_id and s.kind = 'employment-started' where e.id = $1`, [given.fact]);
    expect((await township.post(`/v1/placement-facts/${start!.id}/corrections`, { reason: '没有这份工作' })).status).toBe(200);
    expect([await forget(), await isThere(given.id)]).toEqual([0, true]);
    await ageRetraction(start!.id, 31);
    await ageRetraction(given.fact, 31);
    expect([await forget(), await isThere(given.id)]).toEqual([1, false]);
  });

  describe('that is cut off', () => {
    it('is finished by the next run, wherever it was: file still there, or gone and not told', async () => {
      const [whole, half] = [await scan('whole'), await scan('half')];
      for (const each of [whole, half]) await confirm((await ask(each)).body.id);
      await rm(placeOf(half.id));
      expect([(await reveal(whole)).status, (await reveal(half)).status]).toEqual([410, 410]);
      expect(await forget()).toBe(2);
      expect([await stateOf(whole.id), await stateOf(half.id), await isThere(whole.id)]).toEqual([['gone'], ['gone'], false]);
    });

    it('runs beside another without harm', async () => {
      const given = await Promise.all(['a', 'b', 'c'].map((words) => scan(words)));
      for (const each of given) await confirm((await ask(each)).body.id);
      const counts = await Promise.all([forget(), forget(), forget()]);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
      for (const { id } of given) expect([await stateOf(id), await isThere(id)]).toEqual([['gone'], false]);
    });

    it('waits for a store that is away; what a backup brought back goes again', async () => {
      const s3 = await startS3StandIn();
      const { endpoint, bucket, region, accessKeyId, secretAccessKey } = s3.place;
      const elsewhere = await startApi(api.database, { DATA_DIR: folder, EVIDENCE_S3_ENDPOINT: endpoint, EVIDENCE_S3_BUCKET: bucket, EVIDENCE_S3_REGION: region, EVIDENCE_S3_ACCESS_KEY_ID: accessKeyId, EVIDENCE_S3_SECRET_ACCESS_KEY: secretAccessKey });
      try {
        const fact = await evidenceOf((await scene.people(1, XIEMA))[0]!);
        const { id } = (await add(fact, 'object', new ApiClient(elsewhere.url, township.credentials, township.principal))).body;
        await confirm((await ask({ fact, id })).body.id);
        const key = `evidence/${COUNTY}/${id.slice(0, 2)}/${id}`;
        s3.failNext(503, 3);
        await expect(forget(COUNTY, elsewhere)).rejects.toMatchObject({ code: 'EVIDENCE_FILE.STORE_AWAY' });
        expect([s3.objects.has(key), await stateOf(id)]).toEqual([true, ['marked']]);
        expect([await forget(COUNTY, elsewhere), s3.objects.size, await stateOf(id)]).toEqual([1, 0, ['gone']]);
        await mkdir(dirname(placeOf(id)), { recursive: true });
        await writeFile(placeOf(id), 'from a backup');
        const longAgo = new Date(Date.now() - 25 * 3_600_000);
        await utimes(placeOf(id), longAgo, longAgo);
        expect([await api.get(EvidenceFilesService).cleanUp(api.systemPrincipal(COUNTY)), await isThere(id)]).toEqual([1, false]);
      } finally {
        await elsewhere.close();
        await s3.close();
      }
    });
  });

  describe('kept by the database', () => {
    const INSERT = `insert into evidence_file_deletions (county, owner_region, fact_id, file_id, ground, state, asked_by) select county, owner_region, fact_id, id, $2, $3, $4 from evidence_files where id = $1`;
    const as = (principal: { id: string }, sql: string, values: unknown[] = []) => api.get(Database).inScope({ ...principal } as ReturnType<TestApi['systemPrincipal']>, (tx) => tx.query(sql, values));

    it('nothing is deleted before its time, by nobody\'s word, or by one alone', async () => {
      const given = await scan();
      const [officer, system] = [county.principal!, api.systemPrincipal(COUNTY)];
      for (const [who, ground, state, by, law] of [
        [system, 'expired', 'marked', system.id, 'legal_deletion_move'], [system, 'withdrawn', 'marked', system.id, 'legal_deletion_move'], [system, 'person-asked', 'asked', system.id, 'legal_deletion_move'],
        [officer, 'expired', 'marked', officer.id, 'legal_deletion_move'], [officer, 'person-asked', 'marked', officer.id, 'legal_deletion_move'], [officer, 'person-asked', 'asked', second.principal!.id, 'deletion_says_who'],
      ] as const) await expect(as(who, INSERT, [given.id, ground, state, by])).rejects.toMatchObject({ driverError: { constraint: law } });
      await as(officer, INSERT, [given.id, 'person-asked', 'asked', officer.id]);
      const move = `update evidence_file_deletions set state = $2, decided_by = $3, decided_at = now(), gone_at = case when $2 = 'gone' then now() end where file_id = $1`;
      for (const [who, state, by, law] of [
        [officer, 'marked', officer.id, 'deletion_is_decided_by_another'], [officer, 'marked', second.principal!.id, 'legal_deletion_move'], [system, 'marked', 'x', 'legal_deletion_move'], [second.principal!, 'gone', second.principal!.id, 'legal_deletion_move'],
      ] as const) await expect(as(who, move, [given.id, state, by])).rejects.toMatchObject({ driverError: { constraint: law } });
      await expect(as(officer, `update evidence_file_deletions set state = 'lapsed' where file_id = $1`, [given.id])).rejects.toMatchObject({ driverError: { constraint: 'legal_deletion_move' } });
      for (const sql of ['delete from evidence_file_deletions', 'delete from evidence_files', 'update evidence_files set sha256 = sha256', `update evidence_file_deletions set ground = 'expired'`]) await expect(as(officer, sql)).rejects.toMatchObject({ driverError: { code: '42501' } });
      expect([await stateOf(given.id), await isThere(given.id)]).toEqual([['asked'], true]);
    });

    it('what is gone stays gone', async () => {
      const given = await scan();
      await confirm((await ask(given)).body.id);
      await forget();
      await expect(as(county.principal!, INSERT, [given.id, 'wrong-file', 'asked', county.principal!.id])).rejects.toMatchObject({ driverError: { constraint: 'one_deletion_per_file' } });
      await expect(as(api.systemPrincipal(COUNTY), `update evidence_file_deletions set state = 'marked', gone_at = null where file_id = $1`, [given.id])).rejects.toMatchObject({ driverError: { constraint: 'legal_deletion_move' } });
      expect(await stateOf(given.id)).toEqual(['gone']);
    });
  });
});
