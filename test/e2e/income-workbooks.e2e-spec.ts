import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UploadRunner } from '@app/intake';
import { addDays, civilDateOf } from '@app/kernel';
import { systemPrincipal } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople, type MadeUpPerson } from '../support/people.js';
import { placementScene } from '../support/placements.js';
import { tableFile, templateFile, uploadFile, type FileRow } from '../support/workbook-files.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const MALIANG = '420626105';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const COMPLETED = ago(420);
const YEAR = COMPLETED.slice(0, 4);
const NEVER = new AbortController().signal;

type Known = MadeUpPerson & { readonly id: string };

/** Incomes of households by workbook: the runner is called as the worker would call it. */
describe('a workbook of incomes', () => {
  let api: TestApi;
  let county: ApiClient;
  let xiema: ApiClient;
  let people: { one: Known; two: Known; three: Known; alone: Known; away: Known };
  const worker = (region: string) => systemPrincipal('job:workbooks.import', region.padEnd(12, '0'));
  beforeAll(async () => {
    api = await startApi();
    [county, xiema] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA)]);
    const made = madeUpPeople(83, { birthplace: COUNTY });
    const register = async (household: string | null, township = XIEMA): Promise<Known> => {
      const person = made.next();
      const { id } = await api.get(TraineeRegistry).register(api.systemPrincipal(COUNTY), { idNumber: person.idNumber, name: person.name, phone: person.phone, township, ...(household === null ? {} : { household: { number: household } }) });
      return { ...person, id };
    };
    people = { one: await register('H-1'), two: await register('H-1'), three: await register('H-2'), alone: await register(null), away: await register('M-1', MALIANG) };
    await placementScene(api, COUNTY, 61).completedClass([people.one.id, people.three.id], ago(450), COMPLETED);
    await county.post('/v1/poverty-lines', { of: 'province', perHeadYuan: 8_000, fromOn: `${Number(YEAR) - 1}-01-01`, sourceDocument: '省脱贫标准文件' });
  });
  afterAll(() => api.close());

  const income = (more: FileRow): FileRow => ({ year: YEAR, income: '9000', source: '入户核实', 'assessed-on': ago(30), ...more });
  const read = async (id: string, client: ApiClient): Promise<ApiAnswer['body']> => (await client.get(`/v1/workbooks/${id}`)).body;
  const move = async (client: ApiClient, id: string, verb: string): Promise<ApiAnswer> => client.post(`/v1/workbooks/${id}/${verb}`, undefined, { 'if-match': `"${(await read(id, client)).version}"` });
  const planned = async (client: ApiClient, region: string, rows: readonly FileRow[]): Promise<ApiAnswer['body']> => {
    const answer = await uploadFile(client, 'household-incomes', await templateFile('household-incomes', rows));
    expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
    await api.get(UploadRunner).plan(worker(region), answer.body.id);
    return read(answer.body.id, client);
  };
  const imported = async (client: ApiClient, region: string, rows: readonly FileRow[]): Promise<ApiAnswer['body']> => {
    const { id } = await planned(client, region, rows);
    expect((await move(client, id, 'confirm')).status).toBe(202);
    await api.get(UploadRunner).run(worker(region), id, NEVER);
    return read(id, client);
  };
  const undone = async (client: ApiClient, region: string, id: string): Promise<ApiAnswer['body']> => {
    expect((await move(client, id, 'undo')).status).toBe(202);
    await api.get(UploadRunner).undo(worker(region), id, NEVER);
    return read(id, client);
  };
  const outcomes = async (id: string, client: ApiClient): Promise<string[]> => (await client.get(`/v1/workbooks/${id}/rows?limit=200`)).body.items.map((row: { outcome: string; faults: { label: string | null; message: string }[] }) => `${row.outcome} ${row.faults.map(({ label, message }) => `${label}：${message}`).join('；')}`.trim());
  const records = async (): Promise<{ number: string; per_head_yuan: number | null; recorded_by: string }[]> => (await api.database.owner.query('select h.number, i.per_head_yuan, i.recorded_by from household_incomes i join households h on h.id = i.household_id order by i.recorded_at, h.number')).rows;
  const incomeSteps = async (): Promise<object> => (await county.get('/v1/closure')).body.persons.total.steps.income;

  it('is handed out as a template, planned without writing, written once confirmed, and counts in the closure', async () => {
    const template = await xiema.get('/v1/workbooks/templates/household-incomes');
    expect([template.status, template.headers.get('content-disposition')]).toEqual([200, 'attachment; filename="household-incomes-v1.xlsx"']);
    expect(await incomeSteps()).toMatchObject({ done: 0, unknown: 2 });
    const rows = [income({ household: 'H-1', income: '9,000.50' }), income({ 'id-number': people.three.idNumber, name: people.three.name, income: '0.75万元' })];
    const plan = await planned(xiema, XIEMA, rows);
    expect(plan).toMatchObject({ state: 'planned', rowsNew: 2, rowsFaulty: 0 });
    expect(await records()).toEqual([]);
    await move(xiema, plan.id, 'confirm');
    await api.get(UploadRunner).run(worker(XIEMA), plan.id, NEVER);
    expect(await records()).toEqual([{ number: 'H-1', per_head_yuan: 9_000, recorded_by: xiema.principal!.id }, { number: 'H-2', per_head_yuan: 7_500, recorded_by: xiema.principal!.id }]);
    expect(await incomeSteps()).toMatchObject({ done: 1, open: 1, unknown: 0 });
  });

  it('writes nothing more when the same file comes again, or its run is taken up again', async () => {
    const rows = [income({ household: 'H-1', income: '9000' }), income({ household: 'H-2', income: '7500' })];
    const before = await records();
    const again = await imported(xiema, XIEMA, rows);
    expect(again).toMatchObject({ state: 'done', rowsNew: 0, rowsUnchanged: 2 });
    await api.get(UploadRunner).run(worker(XIEMA), again.id, NEVER);
    expect(await imported(county, COUNTY, rows)).toMatchObject({ rowsNew: 0, rowsUnchanged: 2 });
    expect(await records()).toEqual(before);
  });

  it('takes several people of a household for one row, and returns rows that contradict each other or the book', async () => {
    const { id, rowsNew } = await planned(xiema, XIEMA, [
      income({ household: 'H-1', name: people.one.name, 'id-number': people.one.idNumber, 'assessed-on': ago(20) }), income({ household: 'H-1', name: people.two.name, 'id-number': people.two.idNumber, 'assessed-on': ago(20) }),
      income({ 'id-number': people.one.idNumber, 'assessed-on': ago(20) }), income({ household: 'H-2', 'assessed-on': ago(20) }), income({ household: 'H-2', income: '9001', 'assessed-on': ago(20) }), income({ household: 'H-1', income: '9002' }),
      income({ household: 'H-2', 'assessed-on': ago(19) }), income({ 'id-number': people.three.idNumber, income: '1', 'assessed-on': ago(19) }),
    ]);
    expect(await outcomes(id, xiema)).toEqual([
      'new', 'duplicate', 'duplicate', 'faulty 人均年收入（元）：与第 6 行是同一户、同一年度、同一核定日，金额或材料不同；请核对后只留一行', 'faulty 人均年收入（元）：与第 5 行是同一户、同一年度、同一核定日，金额或材料不同；请核对后只留一行',
      'faulty 人均年收入（元）：该户该年度、该核定日、该来源的收入已登记，金额或材料不同；收入不能用表格覆盖，请先撤回原来的记录', 'new', 'faulty 人均年收入（元）：与前面同一户、同一年度、同一核定日的行不一致',
    ]);
    expect(rowsNew).toBe(2);
  });

  it('returns every row that cannot be taken, in Chinese and with nothing personal, and writes none of them', async () => {
    const before = await records();
    const rows = [
      income({}), income({ household: 'nowhere' }), income({ household: 'M-1' }), income({ 'id-number': people.away.idNumber }), income({ 'id-number': people.alone.idNumber }), income({ household: 'H-2', 'id-number': people.one.idNumber }),
      income({ household: 'H-1', 'id-number': people.one.idNumber, name: '别人' }), income({ household: 'H-1', source: '证明材料' }), income({ household: 'H-1', 'assessed-on': addDays(TODAY, 1) }), income({ household: 'H-1', year: '1977' }),
      income({ household: 'H-1', year: String(Number(TODAY.slice(0, 4)) + 1) }), income({ household: 'H-1', income: '八千' }), income({ household: 'H-1', source: '听说' }), { household: 'H-1' },
    ];
    const done = await planned(xiema, XIEMA, rows);
    expect(done).toMatchObject({ rowsTotal: rows.length, rowsFaulty: rows.length });
    const told = await outcomes(done.id, xiema);
    [
      /户编号：户编号和身份证号至少填一项/, /户编号：没有这个户编号，或不在您的管辖范围内/, /户编号：没有这个户编号，或不在您的管辖范围内/, /身份证号：没有这名学员的登记，或不在您的管辖范围内/, /户编号：此人没有登记所在的户/, /户编号：与该身份证号登记的户不一致/,
      /户主或成员姓名：姓名与该身份证号登记的姓名不一致/, /材料名称或编号：须写明系统或材料/, /核定日期：不能晚于今天/, /年度：不能早于 1978 年/, /年度：核定日早于该年度/, /人均年收入（元）：请填一年的金额/, /来源：不在可选内容中/, /年度：缺少内容；.*来源：缺少内容/,
    ].forEach((message, i) => expect(told[i]).toMatch(message));
    for (const { idNumber, name } of Object.values(people)) expect(told.join()).not.toMatch(new RegExp(`${idNumber}|${name}`));
    expect((await move(xiema, done.id, 'confirm')).status).toBe(409);
    expect(await records()).toEqual(before);
  });

  it('is taken back by whoever uploaded it on the same day, and by a second officer later', async () => {
    const before = await incomeSteps();
    const rows = [income({ household: 'H-2', income: '20000', 'assessed-on': ago(3) }), income({ household: 'H-1', income: '20000', 'assessed-on': ago(3) })];
    const first = await imported(xiema, XIEMA, rows);
    expect(await incomeSteps()).toMatchObject({ done: 2 });
    expect(await undone(xiema, XIEMA, first.id)).toMatchObject({ state: 'undone', rowsUndone: 2, rowsKept: 0 });
    expect(await incomeSteps()).toEqual(before);
    const second = await imported(xiema, XIEMA, rows);
    const own = await api.database.owner.connect();
    try {
      await own.query(`alter table household_incomes disable trigger household_incomes_append_only; update household_incomes set recorded_at = recorded_at - interval '1 day' where per_head_yuan = 20000; alter table household_incomes enable trigger household_incomes_append_only;`);
    } finally {
      own.release();
    }
    expect(await undone(xiema, XIEMA, second.id)).toMatchObject({ rowsUndone: 0, rowsKept: 2 });
    expect((await xiema.get(`/v1/workbooks/${second.id}/rows?kept=true`)).body.items[0].keptBecause).toMatch(/须由另一名经办人撤回/);
    const { rows: standing } = await api.database.owner.query<{ id: string }>('select id from household_incomes i where per_head_yuan = 20000 and not exists (select from household_incomes r where r.retracts_id = i.id)');
    for (const { id } of standing) {
      expect((await xiema.post(`/v1/household-incomes/${id}/retraction`, { reason: '录错' })).status).toBe(403);
      expect((await county.post(`/v1/household-incomes/${id}/retraction`, { reason: '录错' })).status).toBe(204);
    }
    expect(await incomeSteps()).toEqual(before);
  });

  it('is understood as offices make it, and is for those who record incomes', async () => {
    const file = await tableFile(['户号', '户主证件号码', '收入年度', '家庭人均纯收入', '数据来源', '核实日期'], [['H-1', people.two.idNumber, `${YEAR}年`, 9_100.9, '入户', ago(10)]]);
    const { body } = await uploadFile(xiema, 'household-incomes', file);
    await api.get(UploadRunner).plan(worker(XIEMA), body.id);
    expect(await read(body.id, xiema)).toMatchObject({ state: 'planned', rowsNew: 1 });
    for (const [role, region] of [['village-officer', `${XIEMA}201`], ['department-officer', COUNTY], ['auditor', COUNTY]] as const) expect((await uploadFile(await api.asOfficer(role, region), 'household-incomes', file)).status).toBe(403);
    expect((await (await api.asOfficer('township-officer', MALIANG)).get(`/v1/workbooks/${body.id}`)).status).toBe(404);
  });

  it('leaves no number, name or amount in the trail and in jobs, and the rows sealed', async () => {
    const { rows } = await api.database.owner.query<{ text: string }>(`
      select (to_jsonb(a) - array['id', 'at', 'xid'])::text as text from audit_events a where action like 'workbook.%' union all select payload::text from outbox where name like 'workbooks.%'`);
    const { rows: sealed } = await api.database.owner.query<{ text: string }>(`select coalesce(content, '') || faults::text || coalesce(trace, '') as text from workbook_rows`);
    expect([rows.length, sealed.length].every((count) => count > 20)).toBe(true);
    const own = new RegExp(Object.values(people).flatMap(({ idNumber, name }) => [idNumber, name]).join('|'));
    for (const { text } of [...rows, ...sealed]) expect(text).not.toMatch(own);
    // Ids are chance, and could hold a figure.
    for (const { text } of rows) expect(text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g, '')).not.toMatch(/H-1|\b(9000|7500|20000)\b/);
    for (const { text } of sealed) expect(text).not.toMatch(/incomeId|"texts"|"values"/);
  });
});
