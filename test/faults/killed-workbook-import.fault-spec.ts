import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { ApiClient } from '../support/api.js';
import { childRunning } from '../support/process-tree.js';
import { firstCountyOfficer, ownerUrlOf } from '../support/service-officer.js';
import { freePort, START_MS, startService, type StartedService } from '../support/service.js';
import { planned, settled, templateFile, traineeRows } from '../support/workbook-files.js';

const SEED = Number(process.env['FAULT_SEED'] ?? 20261124);
const ROWS = Number(process.env['FAULT_ROWS'] ?? 10_000);
const BAD = ROWS * 0.03;

describe(`a workbook of ${ROWS} rows whose worker is killed at half (D15, seed ${SEED})`, () => {
  let folder: string;
  let service: StartedService;
  let owner = new pg.Pool(); // of nothing, until a service has started
  let officer: ApiClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-faults-'));
    await chmod(folder, 0o755);
    const port = await freePort();
    service = startService(folder, { PORT: String(port) });
    await service.until(/ready at/, START_MS);
    owner = new pg.Pool({ connectionString: await ownerUrlOf(folder), max: 2 });
    owner.on('error', () => undefined);
    officer = await firstCountyOfficer(service, `http://127.0.0.1:${port}`, '420626');
  }, 240_000);
  afterAll(async () => {
    service.child.kill('SIGTERM');
    await service.exit;
    await owner.end();
    await rm(folder, { recursive: true, force: true });
  });

  /** What stands in the end, whatever way it came about: people, and what is said of every row. */
  async function stateOf(uploadId: string): Promise<{ people: number; hash: string }> {
    const people = await owner.query<{ line: string }>(`select concat_ws('|', name, id_number_masked, born_on, sex, owner_region, phone_index, education, version) as line from registrations order by 1`);
    const rows = await owner.query<{ line: string }>(`select concat_ws('|', place, sheet, number, outcome, faults, done, subject_id is not null) as line from workbook_rows where upload_id = $1 order by place`, [uploadId]);
    return { people: people.rows.length, hash: createHash('sha256').update(JSON.stringify([people.rows, rows.rows])).digest('hex') };
  }

  async function confirmed(file: Buffer): Promise<string> {
    const plan = await planned(officer, 'trainees', file);
    expect(plan).toMatchObject({ state: 'planned', rowsTotal: ROWS, rowsNew: ROWS - BAD, rowsFaulty: BAD });
    expect((await officer.post(`/v1/workbooks/${plan.id}/confirm`, undefined, { 'if-match': `"${plan.version}"` })).status).toBe(202);
    return plan.id;
  }

  it('goes on where it stood: the end is that of a run that nobody disturbed, progress never goes back, and all of it can be undone', async () => {
    const file = await templateFile('trainees', traineeRows(SEED, ROWS).map((row, i) => (i % 100 < 3 ? { ...row, telephone: '110' } : row)));
    const id = await confirmed(file);
    const seen: number[] = [];
    for (let isKilled = false; ; await new Promise((done) => setTimeout(done, 50))) {
      const { state, rowsDone } = (await officer.get(`/v1/workbooks/${id}`)).body;
      seen.push(rowsDone);
      if (state === 'done') break;
      if (isKilled || rowsDone < ROWS / 2) continue;
      process.kill(await childRunning(service.child.pid!, 'worker'), 'SIGKILL');
      isKilled = true;
    }
    expect(service.output()).toMatch(/worker ended \(SIGKILL\)/);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect((await officer.get(`/v1/workbooks/${id}`)).body).toMatchObject({ rowsNew: ROWS - BAD, rowsFaulty: BAD, rowsDone: ROWS });
    const disturbed = await stateOf(id);
    expect(disturbed.people).toBe(ROWS - BAD);

    const done = (await officer.get(`/v1/workbooks/${id}`)).body;
    expect((await officer.post(`/v1/workbooks/${id}/undo`, undefined, { 'if-match': `"${done.version}"` })).status).toBe(202);
    expect(await settled(officer, id, 120_000)).toMatchObject({ state: 'undone', rowsUndone: ROWS - BAD, rowsKept: 0 });
    expect(Number((await owner.query('select count(*) from registrations')).rows[0].count)).toBe(0);

    const undisturbed = await confirmed(file);
    expect(await settled(officer, undisturbed, 120_000)).toMatchObject({ state: 'done' });
    expect(await stateOf(undisturbed)).toEqual(disturbed);
    expect((await owner.query('select name, error from outbox where failed_at is not null')).rows).toEqual([]);
  }, 400_000);
});
