import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UploadInterrupted, UploadRunner } from '@app/intake';
import { ClassesService } from '@app/placements';
import { systemPrincipal, type Principal } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import type { FormName } from '@app/workbooks';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople, type MadeUpPerson } from '../support/people.js';
import { placementScene } from '../support/placements.js';
import { addSession } from '../support/sessions.js';
import { tableFile, templateFile, traineeRows, uploadFile } from '../support/workbook-files.js';

const COUNTY = '420626';
const NEVER = new AbortController().signal;

/** The runner is called as the worker would call it, so that each of its steps can be disturbed. */
describe('the run of a workbook', () => {
  let api: TestApi;
  let officer: ApiClient;
  let runner: UploadRunner;
  /** People of one builder, so that no two tests share a person. */
  const pool = traineeRows(51, 4_000);
  const take = (howMany: number) => pool.splice(0, howMany);
  const worker = (): Principal => systemPrincipal('job:test', `${COUNTY}000000`);

  beforeAll(async () => {
    api = await startApi();
    officer = await api.asOfficer('county-officer', COUNTY);
    runner = api.get(UploadRunner);
  });
  afterAll(() => api.close());

  const read = async (id: string): Promise<ApiAnswer['body']> => (await officer.get(`/v1/workbooks/${id}`)).body;
  const count = async (sql: string, values: unknown[] = []): Promise<number> => Number((await api.database.owner.query<{ count: string }>(sql, values)).rows[0]!.count);
  const move = async (id: string, verb: string): Promise<void> => {
    const answer = await officer.post(`/v1/workbooks/${id}/${verb}`, undefined, { 'if-match': `"${(await read(id)).version}"` });
    if (answer.status >= 300) throw new Error(answer.text);
  };
  async function confirmed(form: FormName, file: Buffer): Promise<string> {
    const { id } = (await uploadFile(officer, form, file)).body;
    await runner.plan(worker(), id);
    await move(id, 'confirm');
    return id;
  }
  async function imported(form: FormName, file: Buffer): Promise<ApiAnswer['body']> {
    const id = await confirmed(form, file);
    await runner.run(worker(), id, NEVER);
    return read(id);
  }
  async function undone(id: string): Promise<ApiAnswer['body']> {
    await move(id, 'undo');
    await runner.undo(worker(), id, NEVER);
    return read(id);
  }
  const faultsOf = async (id: string): Promise<string[]> => (await officer.get(`/v1/workbooks/${id}/rows?outcome=faulty`)).body.items.map((row: { number: number; faults: { label: string | null; message: string }[] }) => `${row.number} ${row.faults.map((fault) => `${fault.label ?? ''}${fault.message}`).join('；')}`);

  it('writes each row once though two workers take it up: the first that lost it writes nothing more', async () => {
    const before = await count('select count(*) from registrations');
    const id = await confirmed('trainees', await templateFile('trainees', take(1_600)));
    await Promise.all([runner.run(worker(), id, NEVER), runner.run(worker(), id, NEVER)]);
    expect(await read(id)).toMatchObject({ state: 'done', rowsNew: 1_600, rowsDone: 1_600 });
    expect(await count('select count(*) from registrations')).toBe(before + 1_600);
    expect(await count(`select count(*) from audit_events where action = 'workbook.end' and subject_id = $1`, [id])).toBe(1);
    await runner.run(worker(), id, NEVER);
    expect(await count('select count(*) from registrations')).toBe(before + 1_600);
  });

  it('stops between batches when told to, and goes on where it stood', async () => {
    const id = await confirmed('trainees', await templateFile('trainees', take(1_100)));
    await expect(runner.run(worker(), id, AbortSignal.abort())).rejects.toThrow(UploadInterrupted);
    expect(await read(id)).toMatchObject({ state: 'confirmed', rowsDone: 500 });
    await runner.run(worker(), id, NEVER);
    expect(await read(id)).toMatchObject({ state: 'done', rowsNew: 1_100, rowsDone: 1_100 });
  });

  it('writes nothing more after a cancellation; what stands can be taken back', async () => {
    const before = await count('select count(*) from registrations');
    const id = await confirmed('trainees', await templateFile('trainees', take(700)));
    await expect(runner.run(worker(), id, AbortSignal.abort())).rejects.toThrow(UploadInterrupted);
    await move(id, 'cancel');
    await runner.run(worker(), id, NEVER);
    expect(await read(id)).toMatchObject({ state: 'cancelled', rowsDone: 500 });
    expect(await count('select count(*) from registrations')).toBe(before + 500);
    expect(await undone(id)).toMatchObject({ state: 'undone', rowsUndone: 500, rowsKept: 0 });
    expect(await count('select count(*) from registrations')).toBe(before);
  });

  it('does not let a row that the database refuses keep the good ones out', async () => {
    const rows = take(20);
    await api.database.owner.query(`create function refuse_one() returns trigger language plpgsql as $$ begin raise exception 'refused' using errcode = 'check_violation'; end $$`);
    const { id } = (await uploadFile(officer, 'trainees', await templateFile('trainees', rows.map((row, i) => (i === 7 ? { ...row, name: '拒绝者' } : row))))).body;
    await runner.plan(worker(), id);
    await api.database.owner.query(`create trigger refuse_one before insert on registrations for each row when (new.name = '拒绝者') execute function refuse_one()`);
    await move(id, 'confirm');
    await runner.run(worker(), id, NEVER);
    await api.database.owner.query('drop trigger refuse_one on registrations');
    expect(await read(id)).toMatchObject({ state: 'done', rowsNew: 19, rowsFaulty: 1 });
    expect(await faultsOf(id)).toEqual(['9 内容不能保存，请核对整行后重新填写']);
  });

  it('knows what others have written since the dry run', async () => {
    const file = await templateFile('trainees', take(3));
    const { id } = (await uploadFile(officer, 'trainees', file)).body;
    await runner.plan(worker(), id);
    expect((await imported('trainees', file)).rowsNew).toBe(3);
    expect(await read(id)).toMatchObject({ state: 'planned', rowsNew: 3 });
    await move(id, 'confirm');
    await runner.run(worker(), id, NEVER);
    expect(await read(id)).toMatchObject({ state: 'done', rowsNew: 0, rowsUnchanged: 3 });
    expect(await undone(id)).toMatchObject({ state: 'undone', rowsUndone: 0 });
  });

  describe('of a class and of people at work', () => {
    let people: MadeUpPerson[];
    beforeAll(async () => {
      const made = madeUpPeople(56, { birthplace: COUNTY });
      people = [made.next(), made.next(), made.next()];
      const ids: string[] = [];
      for (const { idNumber, name, phone } of people) ids.push((await api.get(TraineeRegistry).register(worker(), { idNumber, name, phone, township: '420626106' })).id);
      const classId = await placementScene(api, COUNTY, 57).completedClass([], '2026-03-01', '2026-03-20');
      await api.database.owner.query('update training_classes set seats = 10 where id = $1', [classId]);
      await api.get(ClassesService).enrol(worker(), classId, ids.slice(0, 2), '2026-03-01');
    });
    const columns = (of: (person: MadeUpPerson) => (string | number | null)[]) => people.map(of);

    it('records attendance of a cross table, one day a column, and puts back what stood before', async () => {
      const file = await tableFile(['姓名', '身份证号', '班级', '2026-03-02', '2026-03-03'], columns((person) => [person.name, person.idNumber, '测试班', '√', '×']));
      const done = await imported('attendance', file);
      expect(done).toMatchObject({ state: 'done', rowsNew: 2, rowsFaulty: 1 });
      expect(await faultsOf(done.id)).toEqual([expect.stringMatching(/^4 .*不在该班名册上/)]);
      expect(await count('select count(*) from attendance_marks')).toBe(4);
      expect(await imported('attendance', file)).toMatchObject({ rowsNew: 0, rowsUnchanged: 2 });
      expect(await undone(done.id)).toMatchObject({ rowsUndone: 2, rowsKept: 0 });
      expect(await count('select count(*) from attendance_marks')).toBe(0);
    });

    it('records attendance of sessions where the table names the period; taken back, the sessions say what they said before', async () => {
      const { rows } = await api.database.owner.query<{ id: string }>(`select id from training_classes where name = '测试班'`);
      const session = await addSession(api.database, { classId: rows[0]!.id, taughtOn: '2026-03-05', period: 'afternoon', hours: 3 });
      const marks = async () => (await api.database.owner.query<{ mark: string; hours: number | null; source: string }>(`select mark, hours::float8 as hours, source from session_marks_now where session_id = $1 order by hours nulls last`, [session])).rows;
      const table = (period: string, hours: readonly (number | null)[]) => tableFile(['姓名', '身份证号', '班级', '日期', '时段', '考勤', '学时'], people.map((person, i) => [person.name, person.idNumber, '测试班', '2026-03-05', period, '√', hours[i]!]));
      const { id: wrong } = (await uploadFile(officer, 'attendance', await table('晚上', [null, null, null]))).body;
      await runner.plan(worker(), wrong);
      expect((await faultsOf(wrong))[0]).toMatch(/2026-03-05 晚上：该班没有这次课/);
      const first = await imported('attendance', await table('下午', [2, null, 1]));
      expect(first).toMatchObject({ state: 'done', rowsNew: 2, rowsFaulty: 1 });
      expect(await marks()).toEqual([{ mark: 'present', hours: 2, source: 'workbook' }, { mark: 'present', hours: 3, source: 'workbook' }]);
      const second = await imported('attendance', await table('下午', [1, null, 1]));
      expect(second).toMatchObject({ rowsChanged: 1, rowsUnchanged: 1, rowsFaulty: 1 });
      expect(await undone(second.id)).toMatchObject({ rowsUndone: 1, rowsKept: 0 });
      expect((await marks()).map(({ hours }) => hours)).toEqual([2, 3]);
      expect(await undone(first.id)).toMatchObject({ rowsUndone: 2, rowsKept: 0 });
      expect((await marks()).map(({ mark }) => mark)).toEqual(['withdrawn', 'withdrawn']);
      expect(await count('select count(*) from attendance_marks')).toBe(0);
    });

    it('records results and employments in the ledger, and retracts them', async () => {
      const results = await imported('course-results', await tableFile(['姓名', '身份证号', '班级', '考核结果', '结业日期'], columns((person) => [person.name, person.idNumber, '测试班', '合格', '2026-03-20'])));
      expect(results).toMatchObject({ state: 'done', rowsNew: 2, rowsFaulty: 1 });
      const jobs = await imported('placements', await tableFile(['姓名', '身份证号', '就业单位', '就业日期', '就业形式', '月收入'], columns((person) => [person.name, person.idNumber, '保康测试厂', '2026-04-01', '单位就业', '4200'])));
      expect(jobs).toMatchObject({ state: 'done', rowsNew: 3, rowsFaulty: 0 });
      expect(await undone(jobs.id)).toMatchObject({ rowsUndone: 3, rowsKept: 0 });
      expect(await undone(results.id)).toMatchObject({ rowsUndone: 2, rowsKept: 0 });
      expect(await count(`select count(*) from ledger_facts where kind = 'retracted'`)).toBe(5);
    });
  });
});
