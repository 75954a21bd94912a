import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { EvidenceFilesService, SCAN_BYTES_MAX } from '@app/placements';
import { ApiClient, startApi, type ApiAnswer, type TestApi } from '../support/api.js';
import { placementScene, type PlacementScene } from '../support/placements.js';
import { startS3StandIn, type S3StandIn } from '../support/s3-stand-in.js';
import { madeUpJpeg, madeUpPdf, madeUpPng } from '../support/scans.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());

/** Scans are added to evidence, lie sealed, and are shown in full to who says why. */
describe('files of evidence', () => {
  let folder: string;
  let api: TestApi;
  let scene: PlacementScene;
  let township: ApiClient;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-'));
    api = await startApi(undefined, { DATA_DIR: folder });
    scene = placementScene(api, COUNTY, 51);
    township = await api.asOfficer('township-officer', XIEMA);
  });
  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  /** A visit to somebody at work; the id of the fact. */
  const evidence = async (): Promise<string> => {
    const { employmentId } = (await township.post(`/v1/trainees/${(await scene.people(1, XIEMA))[0]}/employments`, { startsOn: addDays(TODAY, -40), type: 'wage', permanent: false })).body;
    return (await township.post(`/v1/employments/${employmentId}/evidence`, { form: 'visit', on: TODAY })).body.factId as string;
  };
  const formOf = (bytes: Buffer, name = '合同.pdf', type = 'application/pdf'): FormData => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
    return form;
  };
  const add = (fact: string, bytes: Buffer, name?: string, type?: string, client = township): Promise<ApiAnswer> => client.send('POST', `/v1/evidence/${fact}/files`, formOf(bytes, name, type));
  const reveal = (fact: string, id: string, client = township, reason = '核对合同原件'): Promise<Response> => fetch(`${api.url}/v1/evidence/${fact}/files/${id}/reveal`, { method: 'POST', headers: { 'content-type': 'application/json', ...client.credentials }, body: JSON.stringify({ reason }) });
  const blobsOf = async (): Promise<string[]> => (await readdir(join(folder, 'evidence'), { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const placeOf = (id: string): string => join(folder, 'evidence', COUNTY, id.slice(0, 2), id);

  it('come back byte for byte to who says why; at rest nothing of them can be read', async () => {
    const [fact, pdf] = [await evidence(), madeUpPdf('hand-made contract')];
    const added = await add(fact, pdf);
    expect([added.status, added.body]).toEqual([201, { id: expect.any(String), mediaType: 'application/pdf', size: pdf.length, sha256: createHash('sha256').update(pdf).digest('hex'), addedBy: township.principal!.id, addedAt: expect.any(String), deletedNote: null }]);
    expect((await add(fact, madeUpJpeg(), '照片.jpg', 'image/jpeg')).body.mediaType).toBe('image/jpeg');
    expect((await township.get(`/v1/evidence/${fact}/files`)).body.items.map((item: { mediaType: string }) => item.mediaType)).toEqual(['application/pdf', 'image/jpeg']);

    const { id } = added.body;
    const shown = await reveal(fact, id);
    expect(Buffer.from(await shown.arrayBuffer()).equals(pdf)).toBe(true);
    expect([shown.status, ...['content-type', 'content-disposition', 'x-content-type-options', 'cache-control'].map((name) => shown.headers.get(name))]).toEqual([200, 'application/pdf', `attachment; filename="evidence-${id.slice(0, 8)}.pdf"`, 'nosniff', 'no-store']);
    const trail = await api.database.owner.query(`select action, reason, details ->> 'fileId' as file from audit_events where subject_id = $1 and action = 'evidence-file.reveal'`, [fact]);
    expect(trail.rows).toEqual([{ action: 'evidence-file.reveal', reason: '核对合同原件', file: id }]);

    const stored = await readFile(placeOf(id));
    expect([stored.includes('%PDF'), stored.includes('hand-made'), (await stat(placeOf(id))).mode & 0o077]).toEqual([false, false, 0]);
    expect((await reveal(fact, id, township, '')).status).toBe(400);
    expect((await township.get(`/v1/evidence/${fact}/files/${id}`)).status).toBe(404);
  });

  it('are one when the same is sent again, also in parallel, and another for another piece of evidence', async () => {
    const [fact, other, png] = [await evidence(), await evidence(), madeUpPng(5)];
    const before = (await blobsOf()).length;
    const answers = await Promise.all(Array.from({ length: 6 }, () => add(fact, png, 'a.png', 'image/png')));
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(201));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect((await add(other, png, 'b.png', 'image/png')).body.id).not.toBe(answers[0]!.body.id);
    expect((await blobsOf()).length - before).toBe(2);
  });

  it('may have 5 MiB and not a byte more', async () => {
    const fact = await evidence();
    const frame = madeUpPng(1).length - 1;
    expect((await add(fact, madeUpPng(SCAN_BYTES_MAX - frame), 'a.png', 'image/png')).body.size).toBe(SCAN_BYTES_MAX);
    const refused = await add(fact, madeUpPng(SCAN_BYTES_MAX - frame + 1), 'a.png', 'image/png');
    expect([refused.status, refused.body.code]).toEqual([413, 'EVIDENCE_FILE.TOO_LARGE']);
  });

  it.each([
    ['an executable called PDF', Buffer.concat([Buffer.from('MZ'), randomBytes(400)]), '合同.pdf', 'application/pdf', 'EVIDENCE_FILE.TYPE_UNKNOWN'],
    ['a PNG called PDF', madeUpPng(), '合同.pdf', 'application/pdf', 'EVIDENCE_FILE.MISMATCH'],
    ['a PDF that is a page as well', Buffer.concat([madeUpPdf(), Buffer.from('<html><script>1</script></html>')]), '合同.pdf', 'application/pdf', 'EVIDENCE_FILE.FOREIGN_CONTENT'],
    ['a photo cut short', madeUpJpeg().subarray(0, -2), 'a.jpg', 'image/jpeg', 'EVIDENCE_FILE.BROKEN'],
    ['nothing', Buffer.alloc(0), 'a.pdf', 'application/pdf', 'EVIDENCE_FILE.EMPTY'],
  ])('refuse %s, and keep nothing of it', async (_, bytes, name, type, code) => {
    const fact = await evidence();
    const before = await blobsOf();
    const answer = await add(fact, bytes, name, type);
    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect([(await township.get(`/v1/evidence/${fact}/files`)).body.items, await blobsOf()]).toEqual([[], before]);
  });

  it('refuse a request without a file, with two, or of another form', async () => {
    const fact = await evidence();
    const two = formOf(madeUpPdf());
    two.append('file', new Blob(['%PDF-1.7']), 'b.pdf');
    for (const send of [() => township.send('POST', `/v1/evidence/${fact}/files`, two), () => township.send('POST', `/v1/evidence/${fact}/files`, new FormData()), () => township.post(`/v1/evidence/${fact}/files`, { file: 'x' })]) expect((await send()).status).toBe(400);
    expect((await township.get(`/v1/evidence/${fact}/files`)).body.items).toEqual([]);
  });

  it('belong to evidence of one\'s own people: a village adds and reveals nothing, the neighbour knows nothing', async () => {
    const fact = await evidence();
    const { id } = (await add(fact, madeUpPdf('own'))).body;
    const [stranger, auditor, village] = await Promise.all([api.asOfficer('county-officer', '420625'), api.asOfficer('auditor', COUNTY), api.asOfficer('village-officer', `${XIEMA}200`)]);
    expect([(await add(fact, madeUpPdf('other'), undefined, undefined, stranger)).status, (await stranger.get(`/v1/evidence/${fact}/files`)).status, (await reveal(fact, id, stranger)).status]).toEqual([404, 404, 404]);
    expect([(await auditor.get(`/v1/evidence/${fact}/files`)).body.items.length, (await reveal(fact, id, auditor)).status, (await add(fact, madeUpPdf('a'), undefined, undefined, auditor)).status]).toEqual([1, 403, 403]);
    expect([(await reveal(fact, id, village)).status, (await add(fact, madeUpPdf('v'), undefined, undefined, village)).status]).toEqual([403, 404]);
    expect((await reveal(await evidence(), id)).status).toBe(404);
  });

  it('stay with evidence that is retracted, and no more are added to it', async () => {
    const fact = await evidence();
    const { id } = (await add(fact, madeUpPdf('kept'))).body;
    expect((await township.post(`/v1/placement-facts/${fact}/corrections`, { reason: '记错了人' })).status).toBe(200);
    expect([(await add(fact, madeUpPdf('late'))).status, (await reveal(fact, id)).status]).toEqual([409, 200]);
  });

  it('open in their own row only, and say that they are away when they are', async () => {
    const fact = await evidence();
    const [one, two] = [(await add(fact, madeUpPdf('one'))).body.id as string, (await add(fact, madeUpPdf('two'))).body.id as string];
    await rename(placeOf(one), placeOf(two));
    for (const id of [one, two]) {
      const answer = await reveal(fact, id);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'EVIDENCE_FILE.STORE_AWAY']);
    }
  });

  it('leave nothing behind for ever: what no row names goes after a day, in the own county only', async () => {
    const fact = await evidence();
    const { id } = (await add(fact, madeUpPdf('named'))).body;
    const orphans = { old: join(folder, 'evidence', COUNTY, '00', '00-old'), torn: `${placeOf(id)}.torn`, young: join(folder, 'evidence', COUNTY, '00', '00-young'), neighbour: join(folder, 'evidence', '420625', '00', '00-old') };
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    for (const path of Object.values(orphans)) {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, 'x');
    }
    for (const path of [orphans.old, orphans.torn, orphans.neighbour, placeOf(id)]) await utimes(path, longAgo, longAgo);
    expect(await api.get(EvidenceFilesService).cleanUp(api.systemPrincipal(COUNTY))).toBe(2);
    const left = await blobsOf();
    expect([orphans.old, orphans.torn, orphans.young, orphans.neighbour, placeOf(id)].map((path) => left.includes(path))).toEqual([false, false, true, true, true]);
    expect(await api.get(EvidenceFilesService).cleanUp(api.systemPrincipal(COUNTY))).toBe(0);
  });

  describe('in S3-compatible storage', () => {
    let s3: S3StandIn;
    let elsewhere: TestApi;
    beforeAll(async () => {
      s3 = await startS3StandIn();
      const { endpoint, bucket, region, accessKeyId, secretAccessKey } = s3.place;
      elsewhere = await startApi(api.database, { DATA_DIR: folder, EVIDENCE_S3_ENDPOINT: endpoint, EVIDENCE_S3_BUCKET: bucket, EVIDENCE_S3_REGION: region, EVIDENCE_S3_ACCESS_KEY_ID: accessKeyId, EVIDENCE_S3_SECRET_ACCESS_KEY: secretAccessKey });
    });
    afterAll(async () => {
      await elsewhere.close();
      await s3.close();
    });

    it('are the same: added, sealed, revealed, cleaned up; and nothing is half there when it is away', async () => {
      const client = new ApiClient(elsewhere.url, township.credentials, township.principal);
      const [fact, pdf] = [await evidence(), madeUpPdf('object')];
      s3.failNext(503, 3);
      const away = await add(fact, pdf, undefined, undefined, client);
      expect([away.status, away.body.code]).toEqual([503, 'EVIDENCE_FILE.STORE_AWAY']);
      expect((await client.get(`/v1/evidence/${fact}/files`)).body.items).toEqual([]);
      const { id } = (await add(fact, pdf, undefined, undefined, client)).body;
      const key = `evidence/${COUNTY}/${id.slice(0, 2)}/${id}`;
      expect([[...s3.objects.keys()], s3.objects.get(key)!.bytes.includes('object')]).toEqual([[key], false]);
      const shown = await fetch(`${elsewhere.url}/v1/evidence/${fact}/files/${id}/reveal`, { method: 'POST', headers: { 'content-type': 'application/json', ...client.credentials }, body: JSON.stringify({ reason: '核对' }) });
      expect(Buffer.from(await shown.arrayBuffer()).equals(pdf)).toBe(true);
      const longAgo = new Date(Date.now() - 25 * 3_600_000);
      s3.objects.get(key)!.storedAt = longAgo;
      for (let i = 0; i < 5; i++) s3.objects.set(`evidence/${COUNTY}/00/orphan-${i}`, { bytes: Buffer.from('x'), storedAt: longAgo });
      expect(await elsewhere.get(EvidenceFilesService).cleanUp(api.systemPrincipal(COUNTY))).toBe(5);
      expect([...s3.objects.keys()]).toEqual([key]);
    });
  });
});
