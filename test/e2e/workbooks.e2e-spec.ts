import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UploadRunner } from '@app/intake';
import { formOf, GUIDE_SHEET, readWorkbook, REASON_HEADING, writeReturned } from '@app/workbooks';
import { ApiClient, startApi, type TestApi } from '../support/api.js';
import { follow, imported, planned, settled, tableFile, templateFile, traineeRows, uploadFile, type ProgressEvent } from '../support/workbook-files.js';
import { startWorker } from '../support/worker.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const HEADINGS = ['姓名', '身份证号', '联系电话', '乡镇', '文化程度'];
/** In GB18030: 姓名,身份证号,联系电话,乡镇 · 李春梅 · 歇马镇. */
const GB18030 = { heading: Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac52cc1aacfb5b5e7bbb02ccfe7d5f2', 'hex'), name: Buffer.from('c0eeb4bac3b7', 'hex'), township: Buffer.from('d0aac2edd5f2', 'hex') };
const matchOf = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` });

describe('workbooks on their way in', () => {
  let api: TestApi;
  let worker: { close(): Promise<void> };
  let officer: ApiClient;
  let township: ApiClient;

  beforeAll(async () => {
    api = await startApi();
    worker = await startWorker(api.database);
    [officer, township] = [await api.asOfficer('county-officer', COUNTY), await api.asOfficer('township-officer', XIEMA)];
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
  });

  const count = async (sql: string, values: unknown[] = []): Promise<number> => Number((await api.database.owner.query<{ count: string }>(sql, values)).rows[0]!.count);
  const registered = () => count('select count(*) from registrations');
  const confirm = (client: ApiClient, upload: { id: string; version: number }) => client.post(`/v1/workbooks/${upload.id}/confirm`, undefined, matchOf(upload));
  const undo = (client: ApiClient, upload: { id: string; version: number }) => client.post(`/v1/workbooks/${upload.id}/undo`, undefined, matchOf(upload));
  const faultsOf = async (client: ApiClient, id: string) => (await client.get(`/v1/workbooks/${id}/rows?outcome=faulty`)).body.items.map((row: { number: number; faults: { label: string; message: string }[] }) => `${row.number} ${row.faults.map((fault) => `${fault.label}${fault.message}`).join('；')}`);
  const rowsOf = (rows: readonly Readonly<Record<string, string>>[]) => rows.map((row) => [row['name']!, row['id-number']!, row['telephone']!, row['township']!, row['education']!]);

  it('hands out a template that says its version and how to fill it in', async () => {
    const answer = await officer.open('/v1/workbooks/templates/trainees');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="trainees-v1.xlsx"');
    const content = await readWorkbook(Buffer.from(await answer.arrayBuffer()));
    expect(content.template).toEqual({ form: 'trainees', version: 1 });
    expect(content.sheets.map((sheet) => sheet.name)).toContain(GUIDE_SHEET);
    expect((await officer.get('/v1/workbooks/templates/salaries')).status).toBe(404);
  });

  it('says what a file would do, writes it after a word, and takes nothing twice', async () => {
    const before = await registered();
    const rows = traineeRows(11, 40);
    const file = await templateFile('trainees', [...rows, rows[0]!, { ...traineeRows(12, 1)[0]!, 'id-number': '420626199001011230' }]);
    const plan = await planned(officer, 'trainees', file);
    expect(plan).toMatchObject({ state: 'planned', rowsTotal: 42, rowsNew: 40, rowsDuplicate: 1, rowsFaulty: 1, rowsDone: 0, fileName: '名单.xlsx', repeats: null, templateVersion: 1 });
    expect(await registered()).toBe(before);
    expect((await confirm(officer, plan)).status).toBe(202);
    expect(await settled(officer, plan.id)).toMatchObject({ state: 'done', rowsNew: 40, rowsDuplicate: 1, rowsFaulty: 1, rowsDone: 42 });
    expect(await registered()).toBe(before + 40);
    const again = await imported(officer, 'trainees', file);
    expect(again).toMatchObject({ state: 'done', rowsNew: 0, rowsChanged: 0, rowsUnchanged: 40, repeats: plan.id, sha256: plan.sha256 });
    const other = await planned(officer, 'trainees', await templateFile('trainees', [{ ...rows[1]!, education: '高中' }]));
    expect(other).toMatchObject({ rowsChanged: 1, rowsNew: 0 });
    const history = (await officer.get('/v1/workbooks?form=trainees&limit=2')).body;
    expect(history.items.map((item: { id: string }) => item.id)).toEqual([other.id, again.id]);
    expect(history.nextCursor).not.toBeNull();
    const audit = await api.database.owner.query<{ action: string }>('select action from audit_events where subject_id = $1 order by id', [plan.id]);
    expect(audit.rows.map((row) => row.action)).toEqual(['workbook.upload', 'workbook.confirm', 'workbook.end']);
  });

  it('gives the faulty rows back in the template with the reason, ready to be mended and handed in again', async () => {
    const [good, bad] = [traineeRows(13, 3), traineeRows(14, 2)];
    const done = await imported(officer, 'trainees', await templateFile('trainees', [...good, { ...bad[0]!, telephone: '12345' }, { ...bad[1]!, township: '没有的镇' }]));
    expect(done).toMatchObject({ rowsNew: 3, rowsFaulty: 2 });
    const answer = await officer.open(`/v1/workbooks/${done.id}/returned`);
    const returned = Buffer.from(await answer.arrayBuffer());
    const sheet = (await readWorkbook(returned)).sheets.find((each) => each.name === '学员登记表')!;
    expect(sheet.rows).toHaveLength(3);
    expect(sheet.rows[0]!.cells.at(-1)).toMatchObject({ text: REASON_HEADING });
    expect(sheet.rows.slice(1).map((row) => (row.cells.at(-1) as { text: string }).text)).toEqual([expect.stringMatching(/第 5 行：联系电话/), expect.stringMatching(/第 6 行：乡镇/)]);
    expect(await planned(officer, 'trainees', returned)).toMatchObject({ rowsTotal: 2, rowsFaulty: 2 });
  });

  it('reads a roster as it is; where a needed column is unknown it asks, takes one word, and remembers it', async () => {
    const rows = rowsOf(traineeRows(15, 6));
    const file = await tableFile(['谁', '证件号', '电话', '归属地', '学历'], rows.map((row) => [...row]));
    const unclear = (await uploadFile(township, 'trainees', file)).body;
    expect(unclear.state).toBe('unclear');
    expect(unclear.notes.join()).toMatch(/“归属地”一列像是乡镇名称/);
    expect((await confirm(township, unclear)).body.code).toBe('WORKBOOK.MOVE_REFUSED');
    const sheets = [{ sheet: '花名册', headerRows: [1, 1], columns: [['name', 0], ['id-number', 1], ['telephone', 2], ['township', 3], ['education', 4]].map(([field, column]) => ({ field, column })) }];
    const wrong = await township.put(`/v1/workbooks/${unclear.id}/layouts`, { sheets: [{ ...sheets[0], columns: [{ field: 'salary', column: 0 }, { field: 'name', column: 1 }, { field: 'name', column: 2 }] }] }, matchOf(unclear));
    expect([wrong.status, wrong.body.code, wrong.body.faults.length]).toEqual([422, 'WORKBOOK.LAYOUT_INVALID', 2]);
    expect((await township.put(`/v1/workbooks/${unclear.id}/layouts`, { sheets })).status).toBe(428);
    const corrected = await township.put(`/v1/workbooks/${unclear.id}/layouts`, { sheets }, matchOf(unclear));
    expect([corrected.status, corrected.body.state, corrected.body.notes]).toEqual([200, 'received', []]);
    // Townships of others: the sender's own only.
    expect(await settled(township, unclear.id)).toMatchObject({ state: 'planned', rowsTotal: 6, rowsNew: 1, rowsFaulty: 5 });
    const next = await planned(township, 'trainees', await tableFile(['谁', '证件号', '电话', '归属地', '学历'], rowsOf(traineeRows(16, 2)).map((row) => [...row])));
    expect(next.layouts[0].columns.map((column: { field: string; reason: string }) => `${column.field} ${column.reason}`)).toEqual(['name', 'id-number', 'telephone', 'township', 'education'].map((field) => `${field} remembered`));
    expect((await officer.get(`/v1/workbooks/${next.id}`)).status).toBe(200);
    const elsewhere = await api.asOfficer('county-officer', '420624');
    expect((await elsewhere.get(`/v1/workbooks/${next.id}`)).body.code).toBe('WORKBOOK.UNKNOWN');
    expect((await elsewhere.get('/v1/workbooks')).body.items).toEqual([]);
  });

  it('asks for a column that is missing, and takes a township office to mean its own township', async () => {
    const rows = rowsOf(traineeRows(26, 3));
    const asked = await uploadFile(officer, 'trainees', await tableFile(['姓名', '身份证号', '联系电话'], rows.map((row) => row.slice(0, 3))));
    expect(asked.body).toMatchObject({ state: 'unclear', notes: ['没有找到“乡镇”一栏，请指定是哪一列，或补上这一列后重新上传。'] });
    const own = await imported(township, 'trainees', await tableFile(['姓名', '身份证号', '联系电话'], rows.map((row) => row.slice(0, 3))));
    expect(own).toMatchObject({ state: 'done', rowsNew: 3, notes: ['没有“乡镇”一栏：各行按上传单位所在的乡镇登记。'] });
    const [first] = (await township.get(`/v1/workbooks/${own.id}/rows`)).body.items;
    expect(await count('select count(*) from registrations where id = $1 and owner_region = $2', [first.subjectId, '420626106000'])).toBe(1);
  });

  it('takes the template of another version, and says so; CSV as Chinese programs write it', async () => {
    const rows = traineeRows(27, 2);
    const old = await writeReturned({ ...formOf('trainees'), version: 0 }, rows.map((texts, i) => ({ sheet: '名单', number: i + 2, texts, faults: [] })));
    expect(await planned(officer, 'trainees', old)).toMatchObject({ rowsNew: 2, notes: ['文件是第 0 版模板，现行为第 1 版；已按列名读取，请核对栏目对应。'] });
    expect((await uploadFile(officer, 'vacancies', old)).body).toMatchObject({ state: 'unclear', notes: expect.arrayContaining([expect.stringMatching(/^文件是“学员登记表”的模板/), expect.stringMatching(/没有找到“岗位名称”一栏/)]) });
    const csv = Buffer.concat([GB18030.heading, Buffer.from('\r\n'), GB18030.name, Buffer.from(`,${rows[0]!['id-number']},${rows[0]!['telephone']},`), GB18030.township]);
    expect(await planned(officer, 'trainees', csv, 'x.csv')).toMatchObject({ rowsTotal: 1, rowsNew: 1 });
  });

  it('returns two people under one number and one person in two ways, both rows named; the good rows go in', async () => {
    const [a, b, c] = traineeRows(17, 3) as [Record<string, string>, Record<string, string>, Record<string, string>];
    const done = await imported(officer, 'trainees', await tableFile(HEADINGS, rowsOf([a, { ...b, 'id-number': a['id-number']! }, c, { ...c, telephone: '13900001111' }, traineeRows(18, 1)[0]!])));
    expect(done).toMatchObject({ rowsNew: 1, rowsFaulty: 4 });
    expect(await faultsOf(officer, done.id)).toEqual([expect.stringMatching(/^2 .*第 3 行/), expect.stringMatching(/^3 .*第 2 行/), expect.stringMatching(/^4 .*第 5 行/), expect.stringMatching(/^5 .*第 4 行/)]);
  });

  it('answers a village of another township, an unknown skill and wishes without a day by row and column, without quoting them', async () => {
    const villages = await api.database.owner.query<{ name: string }>(`select name from regions r where code like '420626106___' and not exists (select from regions o where o.name = r.name and o.code <> r.code and o.code like '420626%') order by code limit 1`);
    const village = villages.rows[0]!.name;
    const [a, b, c, d] = traineeRows(34, 4).map((row): Record<string, string> => ({ ...row, township: '歇马镇' })) as [Record<string, string>, Record<string, string>, Record<string, string>, Record<string, string>];
    const file = await templateFile('trainees', [{ ...a, village }, { ...b, township: '城关镇', village }, { ...c, skills: '王小明' }, { ...d, 'wished-pay': '4000' }]);
    const done = await imported(officer, 'trainees', file);
    expect(done).toMatchObject({ rowsNew: 1, rowsFaulty: 3 });
    expect(await faultsOf(officer, done.id)).toEqual([expect.stringMatching(/^3 村（社区）/), '4 技能特长不是目录中的技能', '5 询问日期填写了意愿，须填写询问意愿的日期']);
  });

  it('takes vacancies in, with their employers unverified, and returns what cannot be', async () => {
    const headings = ['单位名称', '岗位名称', '招聘人数', '月工资', '工作地点', '联系电话', '上岗日期', '结束日期'];
    const row = (title: string, pay = '4000-5000', from = '2026-12-01', to = '2027-06-30') => ['保康县测试茶厂', title, '3', pay, '保康县歇马镇', '13912345678', from, to];
    const file = await tableFile(headings, [row('采茶工'), row('电焊工', '1000000000'), row('装卸工', '4000', '2027-06-30', '2026-12-01'), row('电工'), row('电工')]);
    const done = await imported(township, 'vacancies', file);
    expect(done).toMatchObject({ state: 'done', rowsNew: 2, rowsFaulty: 2, rowsDuplicate: 1 });
    expect(await faultsOf(township, done.id)).toEqual([expect.stringMatching(/^3 月薪/), expect.stringMatching(/^4 结束日期早于上岗日期/)]);
    const stored = await api.database.owner.query(`select v.title, v.owner_region, v.status, e.verified_at from vacancies v join employers e on e.id = v.employer_id where e.name = '保康县测试茶厂' order by v.title`);
    expect(stored.rows).toEqual(['电工', '采茶工'].map((title) => ({ title, owner_region: '420626000000', status: 'open', verified_at: null })));
    expect(await imported(township, 'vacancies', file)).toMatchObject({ rowsNew: 0, rowsUnchanged: 2 });
    const undone = await undo(township, await settled(township, done.id));
    expect(undone.status).toBe(202);
    expect(await settled(township, done.id)).toMatchObject({ state: 'undone', rowsUndone: 2, rowsKept: 0 });
    expect(await count(`select count(*) from vacancies v join employers e on e.id = v.employer_id where e.name = '保康县测试茶厂' and v.status = 'open'`)).toBe(0);
  });

  it('takes back what it wrote, and says which rows stay because something was built on them', async () => {
    const before = await registered();
    const rows = traineeRows(19, 4);
    const done = await imported(officer, 'trainees', await templateFile('trainees', rows));
    const listed = (await officer.get(`/v1/workbooks/${done.id}/rows`)).body.items as { subjectId: string; number: number }[];
    const touched = await officer.get(`/v1/trainees/${listed[1]!.subjectId}`);
    expect((await officer.patch(`/v1/trainees/${listed[1]!.subjectId}`, { address: '新街 1 号' }, { 'if-match': touched.headers.get('etag')! })).status).toBe(200);
    expect((await undo(officer, { ...done, version: done.version + 7 })).status).toBe(412);
    expect((await undo(officer, done)).status).toBe(202);
    const end = await settled(officer, done.id);
    expect(end).toMatchObject({ state: 'undone', rowsUndone: 3, rowsKept: 1 });
    const kept = (await officer.get(`/v1/workbooks/${done.id}/rows?kept=true`)).body.items;
    expect(kept).toMatchObject([{ number: listed[1]!.number, undone: false, keptBecause: expect.any(String) }]);
    expect(await registered()).toBe(before + 1);
    expect((await undo(officer, end)).body.code).toBe('WORKBOOK.MOVE_REFUSED');
    expect(await imported(officer, 'trainees', await templateFile('trainees', rows))).toMatchObject({ rowsNew: 3 });
  });

  it('is too late to take back after a day', async () => {
    const done = await imported(officer, 'trainees', await templateFile('trainees', traineeRows(20, 1)));
    await api.database.owner.query(`update workbook_uploads set ended_at = ended_at - interval '25 hours' where id = $1`, [done.id]);
    expect((await undo(officer, done)).body.code).toBe('WORKBOOK.UNDO_TOO_LATE');
  });

  it('writes nothing of what was cancelled, and lets one upload of a turn write at a time', async () => {
    const [first, second] = [await planned(officer, 'trainees', await templateFile('trainees', traineeRows(21, 2))), await planned(officer, 'trainees', await templateFile('trainees', traineeRows(22, 2)))];
    await api.database.owner.query(`update workbook_uploads set state = 'confirmed', confirmed_by = 'test', confirmed_at = now() where id = $1`, [first.id]);
    expect((await confirm(officer, second)).body.code).toBe('WORKBOOK.ANOTHER_RUNNING');
    const cancelled = await officer.post(`/v1/workbooks/${first.id}/cancel`, undefined, matchOf(first));
    expect(cancelled.body.state).toBe('cancelled');
    expect((await officer.post(`/v1/workbooks/${first.id}/cancel`, undefined, matchOf(cancelled.body))).body.code).toBe('WORKBOOK.MOVE_REFUSED');
    expect((await confirm(officer, second)).status).toBe(202);
    expect(await settled(officer, second.id)).toMatchObject({ state: 'done', rowsNew: 2 });
  });

  it.each([
    ['nothing in it', 'WORKBOOK.EMPTY', 422, Buffer.alloc(0), '空.xlsx'],
    ['the old format', 'WORKBOOK.OLD_FORMAT', 422, Buffer.from('d0cf11e0a1b11ae1'.padEnd(2048, '0'), 'hex'), '旧.xls'],
    ['a picture by another name', 'WORKBOOK.NOT_A_WORKBOOK', 422, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), '图.xlsx'],
    ['more than 10 MB', 'WORKBOOK.TOO_LARGE', 413, Buffer.alloc(10 * 1_048_576 + 1, 'a'), '大.csv'],
  ])('refuses a file with %s, and leaves no row behind', async (_what, code, status, bytes, name) => {
    const before = await count('select count(*) from workbook_uploads');
    const answer = await uploadFile(officer, 'trainees', bytes, name);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await count('select count(*) from workbook_uploads')).toBe(before);
  });

  it('refuses a form that does not exist, a request without a file, and roles that may not', async () => {
    const file = await templateFile('trainees', traineeRows(23, 1));
    expect((await uploadFile(officer, 'salaries', file)).body.code).toBe('WORKBOOK.FORM_UNKNOWN');
    expect((await officer.post('/v1/workbooks', { form: 'trainees' })).body.code).toBe('WORKBOOK.FILE_MISSING');
    expect((await uploadFile(await api.asOfficer('village-officer', '420626106201'), 'trainees', file)).status).toBe(403);
    expect((await uploadFile(await api.asOfficer('auditor', COUNTY), 'trainees', file)).status).toBe(403);
    expect((await uploadFile(api.anonymous, 'trainees', file)).status).toBe(401);
    const form = new FormData();
    form.set('name', 'x');
    expect((await officer.send('POST', '/v1/trainees', form)).status).toBe(415);
  });

  it('shows progress from the database, to its end, also to a page that comes later', async () => {
    const plan = await planned(officer, 'trainees', await templateFile('trainees', traineeRows(24, 1_200)));
    const events: ProgressEvent[] = [];
    const following = follow(officer, plan.id, events);
    await following; // a planned upload is at rest: told at once, and ended
    expect(events.map((each) => `${each.event} ${each.data.state}`)).toEqual(['progress planned', 'end planned']);
    events.length = 0;
    await confirm(officer, plan);
    await Promise.all([follow(officer, plan.id, events), follow(officer, plan.id, [], { 'last-event-id': '999-999-0' })]);
    const done = events.map((each) => each.data.rowsDone);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(events.at(-1)).toMatchObject({ event: 'end', data: { state: 'done', rowsDone: 1_200, rowsNew: 1_200 } });
    expect((await officer.open('/v1/workbooks/00000000-0000-4000-8000-000000000000/progress')).status).toBe(404);
  }, 60_000);

  it('ends its streams when the service stops', async () => {
    const second = await startApi(api.database);
    const plan = await planned(officer, 'trainees', await templateFile('trainees', traineeRows(28, 1)));
    await api.database.owner.query(`update workbook_uploads set state = 'received' where id = $1`, [plan.id]);
    const stream = await new ApiClient(second.url, officer.credentials).open(`/v1/workbooks/${plan.id}/progress`);
    const [text] = await Promise.all([stream.text(), second.close()]);
    expect(text).toMatch(/"state":"received"/);
    expect(text).not.toMatch(/event: end/);
  });

  it('drops file, file name and contents after 90 days, and keeps what was decided', async () => {
    const done = await imported(officer, 'trainees', await templateFile('trainees', [...traineeRows(30, 1), { ...traineeRows(33, 1)[0]!, telephone: '110' }]));
    await api.get(UploadRunner).cleanUp(api.systemPrincipal(COUNTY));
    expect((await officer.get(`/v1/workbooks/${done.id}`)).body.fileName).toBe('名单.xlsx');
    await api.database.owner.query(`update workbook_uploads set uploaded_at = uploaded_at - interval '91 days' where id = $1`, [done.id]);
    await api.get(UploadRunner).cleanUp(api.systemPrincipal(COUNTY));
    expect((await officer.get(`/v1/workbooks/${done.id}`)).body).toMatchObject({ fileName: null, rowsNew: 1, sha256: done.sha256 });
    expect(await count('select count(*) from workbook_rows where upload_id = $1 and (content is not null or trace is not null)', [done.id])).toBe(0);
    expect((await officer.get(`/v1/workbooks/${done.id}/returned`)).body.code).toBe('WORKBOOK.FILE_DROPPED');
  });

  it('keeps no name, number or telephone in the open: not in rows, jobs or audit', async () => {
    const [person] = traineeRows(25, 1) as [Record<string, string>];
    await imported(officer, 'trainees', await templateFile('trainees', [person]));
    await planned(officer, 'trainees', await templateFile('trainees', [person, { ...person, telephone: '13800001111' }, { ...person, 'id-number': `${person['id-number']!.slice(0, 17)}0`, telephone: '1' }]));
    const { rows } = await api.database.owner.query<{ text: string }>(
      `select r::text as text from workbook_rows r union all select u::text from workbook_uploads u union all select o::text from outbox o union all select a::text from audit_events a`,
    );
    for (const secret of [person['id-number']!, person['telephone']!, '名单.xlsx']) expect(rows.filter((row) => row.text.includes(secret))).toEqual([]);
  });
});
