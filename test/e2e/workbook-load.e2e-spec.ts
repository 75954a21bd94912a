import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readWorkbook } from '@app/workbooks';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { follow, planned, settled, templateFile, traineeRows, uploadFile, type ProgressEvent } from '../support/workbook-files.js';
import { startWorker } from '../support/worker.js';
import { workbookOf } from '../support/zip.js';

describe('large and hostile workbooks', () => {
  let api: TestApi;
  let worker: { close(): Promise<void> };
  let officer: ApiClient;

  beforeAll(async () => {
    api = await startApi();
    worker = await startWorker(api.database);
    officer = await api.asOfficer('county-officer', '420626');
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
  });

  const registered = async (): Promise<number> => Number((await api.database.owner.query<{ count: string }>('select count(*) from registrations')).rows[0]!.count);

  it('takes 9,700 good rows of 10,000 in within a minute and returns the 300 bad ones; again, it is nothing new (D14)', async () => {
    const before = await registered();
    const rows = traineeRows(31, 10_000).map((row, i) => (i % 100 === 7 ? { ...row, 'id-number': `${row['id-number']!.slice(0, 17)}*` } : i % 100 === 42 ? { ...row, telephone: '110' } : i % 100 === 77 ? { ...row, township: '没有的镇' } : row));
    const file = await templateFile('trainees', rows);
    const started = performance.now();
    const plan = await planned(officer, 'trainees', file);
    const plannedMs = performance.now() - started;
    expect(plan).toMatchObject({ rowsTotal: 10_000, rowsNew: 9_700, rowsFaulty: 300 });
    expect((await officer.post(`/v1/workbooks/${plan.id}/confirm`, undefined, { 'if-match': `"${plan.version}"` })).status).toBe(202);
    const events: ProgressEvent[] = [];
    await follow(officer, plan.id, events);
    const ms = performance.now() - started;
    process.stdout.write(`10,000 rows: planned in ${Math.round(plannedMs)} ms, written after ${Math.round(ms)} ms\n`);
    expect(ms).toBeLessThan(60_000);
    const done = events.map((each) => each.data.rowsDone);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(new Set(done).size).toBeGreaterThan(3);
    expect(await settled(officer, plan.id)).toMatchObject({ state: 'done', rowsNew: 9_700, rowsFaulty: 300, rowsDone: 10_000 });
    expect(await registered()).toBe(before + 9_700);
    const returned = await readWorkbook(Buffer.from(await (await officer.open(`/v1/workbooks/${plan.id}/returned`)).arrayBuffer()));
    expect(returned.template).toEqual({ form: 'trainees', version: 1 });
    const given = returned.sheets.find((sheet) => sheet.name === '学员登记表')!.rows.slice(1);
    expect(given).toHaveLength(300);
    expect(given.every((row) => /第 \d+ 行：(身份证号|联系电话|乡镇)/.test((row.cells.at(-1) as { text: string }).text))).toBe(true);
    expect(await planned(officer, 'trainees', file)).toMatchObject({ rowsNew: 0, rowsChanged: 0, rowsUnchanged: 9_700, rowsFaulty: 300, repeats: plan.id });
  }, 150_000);

  it('answers others quickly while hostile and large files come in', async () => {
    const bomb = await workbookOf({ head: '<worksheet><sheetData>', repeat: Buffer.from('<row><c t="inlineStr"><is><t>0</t></is></c></row>'.repeat(20_000)), times: 600 });
    const large = await templateFile('trainees', traineeRows(29, 10_000));
    const [stop, waits] = [new AbortController(), [] as number[]];
    const asking = (async () => {
      for (; !stop.signal.aborted; await new Promise((done) => setTimeout(done, 20))) {
        const started = performance.now();
        expect((await officer.get('/v1/me')).status).toBe(200);
        waits.push(performance.now() - started);
      }
    })();
    const answers = await Promise.all([bomb, large, bomb, large, bomb].map((file) => uploadFile(officer, 'trainees', file)));
    stop.abort();
    await asking;
    expect(answers.map((answer) => answer.status)).toEqual([422, 201, 422, 201, 422]);
    expect(answers[0]!.body.code).toBe('WORKBOOK.ARCHIVE_SUSPICIOUS');
    const p95 = waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.95)]!;
    process.stdout.write(`${waits.length} requests beside five hostile or large files: p95 ${Math.round(p95)} ms, longest ${Math.round(waits.at(-1)!)} ms\n`);
    expect(p95).toBeLessThan(500);
    for (const each of answers.filter((answer) => answer.status === 201)) await settled(officer, each.body.id);
  }, 120_000);
});
