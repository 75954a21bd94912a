import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { ClassesService, RateReportMaker } from '@app/placements';
import { TraineeRegistry } from '@app/trainees';
import { EmployersService } from '@app/vacancies';
import { readWorkbook } from '@app/workbooks';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';
import { placementScene } from '../support/placements.js';
import { startWorker } from '../support/worker.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const HEDONG = '420626106201';
const CHENGGUAN = '420626100';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const LIMIT_MS = 60_000;
/** A programme that a spreadsheet would compute. */
const HOSTILE = '=HYPERLINK("http://127.0.0.1:1")';
const OWN = { id: '有佐证就算', population: 'P2', horizon: { kind: 'within', days: 180 }, kinds: ['wage', 'self-employment'], evidenceAtLeast: 1 };

interface Figure {
  readonly key: string;
  readonly name: string;
  readonly n: number;
  readonly numerator: number | null;
  readonly immature: number;
  readonly suppressed: boolean;
}

/** An officer has a cohort looked at from every side, for any two dates, down to the persons, and takes it out as a table. */
describe('cohort reports', () => {
  let api: TestApi;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let county: ApiClient;
  let township: ApiClient;
  let stranger: ApiClient;
  const made = madeUpPeople(77, { birthplace: COUNTY });
  const jobs: string[] = [];
  let graduates: string[];
  let [works, farm] = ['', ''];
  let first: ApiAnswer['body'];

  beforeAll(async () => {
    api = await startApi();
    [county, township, stranger] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA), api.asOfficer('county-officer', '420625')]);
    graduates = [...(await people(24, XIEMA, HEDONG)), ...(await people(3, XIEMA)), ...(await people(3, CHENGGUAN))];
    works = await employer('保康甲制造有限公司');
    farm = await employer('保康乙农业有限公司');
    await completed(graduates, { department: '人社', programme: '就业技能培训', on: ago(230) });
    await completed(await people(4, CHENGGUAN), { department: '农业', programme: '雨露计划', on: ago(20) });
    await completed(await people(2, XIEMA), { department: '人社', programme: HOSTILE, on: ago(300), onTheJob: true });
    for (const trainee of graduates.slice(0, 21)) await employ(trainee, works);
    await employ(graduates[21]!, farm);
    await employ(graduates[24]!, null);
    worker = await startWorker(api.database);
  }, 120_000);
  afterAll(async () => {
    await worker?.close();
    await api.close();
  });

  async function people(count: number, town: string, village?: string): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const { idNumber, name, phone } = made.next();
      ids.push((await api.get(TraineeRegistry).register(api.systemPrincipal(COUNTY), { idNumber, name, phone, township: town, ...(village === undefined ? {} : { village }) })).id);
    }
    return ids;
  }
  const employer = async (name: string): Promise<string> => (await api.get(EmployersService).register(api.systemPrincipal(COUNTY), { name, creditCode: null })).id;
  async function completed(trainees: readonly string[], { department, programme, on, onTheJob = false }: { department: string; programme: string; on: string; onTheJob?: boolean }): Promise<void> {
    const classes = api.get(ClassesService);
    const system = api.systemPrincipal(COUNTY);
    const { rows } = await api.database.owner.query<{ id: string }>('select id from courses where department = $1 order by id limit 1', [department]);
    const providerId = await placementScene(api, COUNTY, 1).provider();
    const { id } = await classes.create(system, { name: `${programme}一班`, courseId: rows[0]!.id, programme, providerId, region: COUNTY, startsOn: addDays(on, -30), endsOn: on, seats: 50, onTheJob });
    await classes.enrol(api.systemPrincipal(COUNTY), id, trainees, addDays(on, -30));
    await classes.recordResults(api.systemPrincipal(COUNTY), id, 'completed', trainees.map((traineeId) => ({ traineeId, on })));
  }
  async function employ(trainee: string, employerId: string | null): Promise<void> {
    const started = await county.post(`/v1/trainees/${trainee}/employments`, { startsOn: ago(200), type: employerId === null ? 'self-employment' : 'wage', permanent: false, employerId, pay: 4000 });
    expect(started.status).toBe(201);
    jobs.push(started.body.employmentId as string);
    const proof = await county.post(`/v1/employments/${started.body.employmentId}/evidence`, { form: 'contract', on: TODAY, contractNumber: 'HT-1', signedOn: ago(200), contractMonths: 12, confirmedBy: '人事部', confirmedOn: TODAY });
    expect(proof.status).toBe(201);
  }
  async function ended(id: string, client = county): Promise<ApiAnswer['body']> {
    for (const end = performance.now() + LIMIT_MS; performance.now() < end; ) {
      const { body } = await client.get(`/v1/cohort-reports/${id}`);
      if (body.state === 'done' || body.state === 'failed') return body;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('the report did not come about in time');
  }
  async function report(asked: object, client = county): Promise<ApiAnswer['body']> {
    const { status, body } = await client.post('/v1/cohort-reports', asked);
    expect([status, body.state, body.figures]).toEqual([202, 'waiting', null]);
    const end = await ended(body.id as string, client);
    expect([end.state, end.failure]).toEqual(['done', null]);
    return end;
  }
  const shown = (figures: readonly Figure[]): unknown[] => figures.map(({ name, n, numerator }) => [name, n, numerator]);

  it('show a rate by village, each cell with persons, person-courses, the mix of evidence and the definition', async () => {
    first = await report({ rule: 'R1', by: 'village' });
    expect(first).toMatchObject({ rule: 'R1', region: `${COUNTY}000000`, regionName: '保康县', by: 'village', form: 'raw', asOf: TODAY, personsDone: 36, personsExpected: 36 });
    const { total, cells } = first.figures;
    expect(total).toMatchObject({ name: '合计', n: 30, numerator: 23, rate: 76.67, immature: 4, personCourses: { n: 30, numerator: 23 } });
    expect(shown(cells)).toEqual([['城关镇（未注明村）', 3, 0], ['歇马镇（未注明村）', 3, 1], ['歇马镇河东村委会', 24, 22]]);
    expect(total.evidenceMix).toEqual([{ level: 'E3', persons: 0, share: 0 }, { level: 'E2', persons: 23, share: 76.67 }, { level: 'E1', persons: 0, share: 0 }, { level: 'E0', persons: 0, share: 0 }, { level: 'none', persons: 7, share: 23.33 }]);
    expect(first.definitions.rate).toMatch(/^R1：分母为保康县.*180 天.*E2.*数据截至.*按登记所在村分列.*不得公布/);
    const { total: now } = (await county.get('/v1/rates?rule=R1')).body;
    expect({ n: total.n, numerator: total.numerator, low: total.low, high: total.high, wilson: total.wilson }).toEqual({ n: now.n, numerator: now.numerator, low: now.low, high: now.high, wilson: now.wilson });
  });

  it('keep the immature month apart, draw both lines of the curve, name the employers of the numerator, and count who was trained', () => {
    const { matureMonths, immatureMonths, retention, employers, trained, onTheJob } = first.figures;
    expect([matureMonths, immatureMonths].map((months: Figure[]) => months.map(({ key, n, immature }) => [key, n, immature]))).toEqual([[[ago(230).slice(0, 7), 30, 0]], [[ago(20).slice(0, 7), 0, 4]]]);
    expect(retention.map(({ days, rule, onDay, sameCohort }: { days: number; rule: string; onDay: Figure; sameCohort: { n: number } }) => [days, rule, onDay.n, onDay.numerator, sameCohort.n])).toEqual([[30, 'R2@30', 30, 23, 0], [90, 'R2@90', 30, 23, 0], [180, 'R2@180', 30, 23, 0], [365, 'R2@365', 0, 0, 0]]);
    expect(retention[1].definition).toContain('第 90 天当天');
    expect(employers).toEqual([
      { kind: 'employer', employerId: works, name: '保康甲制造有限公司', employers: null, persons: 21 }, { kind: 'employer', employerId: farm, name: '保康乙农业有限公司', employers: null, persons: 1 },
      { kind: 'without-employer', employerId: null, name: null, employers: null, persons: 1 },
    ]);
    expect(trained.slice(0, 4)).toEqual([
      { programme: null, table: null, persons: 36, personCourses: 36, certified: 0 }, { programme: null, table: 'placement', persons: 34, personCourses: 34, certified: 0 },
      { programme: null, table: 'on-the-job', persons: 2, personCourses: 2, certified: 0 }, { programme: null, table: 'outreach', persons: 0, personCourses: 0, certified: 0 },
    ]);
    expect(onTheJob).toEqual([{ programme: HOSTILE, completed: 2, certified: 0, mature: 2, atWork: 0, retained: 0, payKnown: 0, payBeforeYuan: null, payAfterYuan: null }]);
  });

  it('are by department, township and quarter, for a rate of one\'s own, and of the months asked for', async () => {
    expect(shown((await report({ by: 'department' })).figures.cells)).toEqual([['人社', 30, 23], ['农业', 0, 0]]);
    const own = await report({ definition: OWN, by: 'township', from: ago(230).slice(0, 7), to: ago(230).slice(0, 7) });
    expect(own).toMatchObject({ rule: '有佐证就算', definition: OWN, from: ago(230).slice(0, 7) });
    expect([shown(own.figures.cells), own.figures.total.immature]).toEqual([[['城关镇', 3, 0], ['歇马镇', 27, 23]], 0]);
    const quarters = (await report({ rule: 'R5', by: 'quarter' })).figures.cells.map(({ key }: Figure) => key);
    expect(quarters.every((key: string) => /^\d{4}-Q[1-4]$/.test(key))).toBe(true);
    expect((await report({ by: 'class' })).figures.cells.map(({ name }: Figure) => name).sort()).toEqual(['就业技能培训一班', '雨露计划一班']);
  });

  it('are the same to the byte for the same two dates, whatever was recorded since', async () => {
    await employ(graduates[25]!, works);
    const again = await report({ rule: 'R1', by: 'village', asOf: TODAY, knownBy: first.knownBy });
    expect([again.figures, again.definitions]).toEqual([first.figures, first.definitions]);
    const { rows } = await api.database.owner.query<{ results: number }>('select count(distinct result::text)::int as results from rate_reports where id = any ($1)', [[first.id, again.id]]);
    expect(rows[0]!.results).toBe(1);
    const [before, after] = await Promise.all([first.id, again.id].map((id: string) => county.get(`/v1/cohort-reports/${id}/export?format=csv`)));
    expect(after!.text).toBe(before!.text);
    expect((await report({ rule: 'R1', by: 'village' })).figures.total.numerator).toBe(24);
    expect((await report({ rule: 'R1', asOf: ago(100) })).figures.total).toMatchObject({ n: 0, immature: 30 });
  });

  it('hide small numbers for publication, on request, and from those outside the region: of them no raw figure is kept', async () => {
    const { figures, form, definitions } = (await county.get(`/v1/cohort-reports/${first.id}?forPublication=true`)).body;
    expect([form, figures.total.suppressed, figures.total.numerator]).toEqual(['published', false, 23]);
    expect(figures.cells.map(({ n, numerator, suppressed, evidenceMix }: Figure & { evidenceMix: unknown }) => [n, numerator, suppressed, evidenceMix !== null])).toEqual([[3, null, true, false], [3, null, true, false], [24, 22, false, true]]);
    expect(figures.employers).toEqual([expect.objectContaining({ employerId: works, persons: 21 }), expect.objectContaining({ kind: 'rest', persons: null }), expect.objectContaining({ kind: 'without-employer', persons: null })]);
    expect(figures.onTheJob).toEqual([expect.objectContaining({ completed: 2, certified: null, atWork: null })]);
    expect(definitions.rate).toContain('公布用数字');

    const outside = await report({ region: COUNTY, by: 'village', knownBy: first.knownBy }, stranger);
    expect([outside.form, outside.figures]).toEqual(['published', { ...figures, employers: outside.figures.employers }]);
    const above = await report({ region: COUNTY, by: 'village', knownBy: first.knownBy }, township);
    expect([above.form, above.figures.cells]).toEqual(['published', figures.cells]);
    const asked = await report({ by: 'village', forPublication: true, knownBy: first.knownBy });
    expect([asked.form, asked.figures]).toEqual(['published', figures]);
    const { rows } = await api.database.owner.query<{ raw: unknown }>(`select result -> 'raw' as raw from rate_reports where id = any ($1)`, [[outside.id, above.id, asked.id]]);
    expect(rows).toEqual([{ raw: null }, { raw: null }, { raw: null }]);
    await expect(api.database.owner.query(`update rate_reports set form = 'raw' where id = $1`, [outside.id])).rejects.toThrow('raw_report_is_of_its_own_region');
    expect((await stranger.get(`/v1/cohort-reports/${first.id}`)).status).toBe(404);
    expect((await stranger.get(`/v1/cohort-reports/${outside.id}/persons?part=numerator`)).status).toBe(404);
  });

  it('open down to the persons of a figure, masked, page by page, each look on record, and to nobody outside', async () => {
    const persons = (query: string, client = county): Promise<ApiAnswer> => client.get(`/v1/cohort-reports/${first.id}/persons?${query}`);
    const page = await persons(`part=numerator&key=${HEDONG}&limit=20`);
    const rest = await persons(`part=numerator&key=${HEDONG}&limit=20&cursor=${page.body.nextCursor}`);
    const items = [...page.body.items, ...rest.body.items] as { traineeId: string; idNumberMasked: string; standing: string; employment: { employerId: string } }[];
    expect([items.length, rest.body.nextCursor, items.map(({ traineeId }) => traineeId).sort()]).toEqual([22, null, graduates.slice(0, 22).sort()]);
    expect(items.every(({ idNumberMasked, standing }) => /^420626\*{11}.$/.test(idNumberMasked) && standing === 'employed')).toBe(true);
    expect((await persons(`part=numerator&employerId=${farm}`)).body.items.map(({ traineeId }: { traineeId: string }) => traineeId)).toEqual([graduates[21]]);
    expect((await persons('part=immature')).body.items).toHaveLength(4);
    const own = await report({}, township);
    expect((await township.get(`/v1/cohort-reports/${own.id}/persons?part=denominator&limit=200`)).body.items).toHaveLength(27);
    const { rows } = await api.database.owner.query<{ details: object }>(`select details from audit_events where action = 'cohort-report.persons' and subject_id = $1 order by id`, [first.id]);
    expect(rows.map(({ details }) => details)).toEqual([{ part: 'numerator', persons: 20 }, { part: 'numerator', persons: 2 }, { part: 'numerator', persons: 1 }, { part: 'immature', persons: 4 }]);
    expect((await persons('part=numerator', stranger)).status).toBe(404);
    expect((await persons('part=numerator', await api.asOfficer('department-officer', COUNTY))).status).toBe(403);
    expect((await persons('part=everybody')).status).toBe(400);
    expect((await persons('part=numerator&key=420626999999')).body.faults[0].path).toBe('key');
    expect((await persons(`part=denominator&employerId=${farm}`)).body.faults[0].path).toBe('employerId');
    expect((await persons('part=numerator&cursor=x')).status).toBe(400);
    expect((await county.get(`/v1/cohort-reports/${(await report({})).id}/persons?part=numerator&key=x`)).body.faults[0].path).toBe('key');
  });

  it('leave as a table, a row a figure with its unit and definition, the same in xlsx and CSV, and nothing in it is computed', async () => {
    const read = async (format: string, query = ''): Promise<string[][]> => {
      const response = await county.open(`/v1/cohort-reports/${first.id}/export?format=${format}${query}`);
      expect([response.status, response.headers.get('content-disposition')]).toEqual([200, `attachment; filename="cohort-report-${first.id.slice(0, 8)}.${format}"`]);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (format === 'csv') {
        expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
        expect(bytes.toString('utf8')).toContain(`"'${HOSTILE.replaceAll('"', '""')}"`);
      }
      return (await readWorkbook(bytes)).sheets[0]!.rows.map(({ cells }) => Array.from({ length: 9 }, (_, i) => {
        const cell = cells[i] ?? null;
        return cell === null ? '' : cell.kind === 'number' ? String(cell.value) : cell.kind === 'text' ? cell.text : `?${cell.kind}`;
      }));
    };
    const [xlsx, csv] = [await read('xlsx'), await read('csv')];
    expect(csv).toEqual(xlsx);
    expect(xlsx[0]).toEqual(['表', '指标', '分组', '分组代码', '项目', '数值', '单位', '说明', '口径']);
    expect(xlsx[3]!.slice(0, 7)).toEqual(['比率', 'R1', '合计', '', '比率', '76.67', '%']);
    expect(xlsx.slice(1).every((row) => row[6] !== '' && row[8]!.length > 20 && (row[5] !== '' || row[7] !== ''))).toBe(true);
    for (const table of ['比率', '已到期的月份', '未到期的月份', '留存曲线', '留存曲线（同一批人）', '分子按用人单位', '培训人数', '在岗培训']) expect(xlsx.some((row) => row[0] === table)).toBe(true);
    expect(xlsx.find((row) => row[0] === '分子按用人单位')!.slice(2, 7)).toEqual(['保康甲制造有限公司', works, '分子', '21', '人']);
    expect(xlsx.some((row) => row[0] === '在岗培训' && row[2] === HOSTILE)).toBe(true);
    const published = await read('csv', '&forPublication=true');
    expect(published.find((row) => row[0] === '比率' && row[2] === '歇马镇（未注明村）' && row[4] === '分子')!.slice(5, 8)).toEqual(['', '人', expect.stringContaining('不足 20 人')]);
    const { rows } = await api.database.owner.query<{ details: object }>(`select details from audit_events where action = 'cohort-report.export' and subject_id = $1 order by id desc limit 3`, [first.id]);
    expect(rows.map(({ details }) => details)).toEqual([{ form: 'published', format: 'csv' }, { form: 'raw', format: 'csv' }, { form: 'raw', format: 'xlsx' }]);
    expect((await county.get(`/v1/cohort-reports/${first.id}/export?format=pdf`)).status).toBe(400);
    expect((await stranger.get(`/v1/cohort-reports/${first.id}/export?format=csv`)).status).toBe(404);
  });

  it('of all named rates leave as a table too', async () => {
    const { body } = await county.post('/v1/rate-reports', {});
    let answer = await county.get(`/v1/rate-reports/${body.id}/export?format=csv`);
    for (const end = performance.now() + LIMIT_MS; answer.status === 409 && performance.now() < end; answer = await county.get(`/v1/rate-reports/${body.id}/export?format=csv`)) await new Promise((done) => setTimeout(done, 50));
    expect(answer.status).toBe(200);
    const rows = (await readWorkbook(Buffer.from(answer.text))).sheets[0]!.rows;
    expect(rows.length).toBeGreaterThan(11 * 4 * 10);
    expect((await county.get(`/v1/cohort-reports/${body.id}`)).status).toBe(404);
    expect((await county.get(`/v1/rate-reports/${first.id}`)).status).toBe(404);
  });

  it('say so when the ledger contradicts itself, and are made when asked for again after it is mended', async () => {
    const twice = `insert into ledger_facts select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid()))).* from ledger_facts f where employment_id = $1 and kind = 'employment-started' returning id`;
    const client = await api.database.owner.connect();
    const behindItsBack = async (sql: string, id: string): Promise<string> => {
      await client.query('set session_replication_role = replica');
      const { rows } = await client.query<{ id: string }>(sql, [id]);
      await client.query('set session_replication_role = origin');
      return rows[0]!.id;
    };
    try {
      const bad = await behindItsBack(twice, jobs[0]!);
      const { body } = await county.post('/v1/cohort-reports', { rule: 'R1' });
      expect(await ended(body.id as string)).toMatchObject({ state: 'failed', failure: 'ledger-faulty', figures: null });
      const matrix = (await county.post('/v1/rate-reports', {})).body.id as string;
      for (const end = performance.now() + LIMIT_MS; performance.now() < end && (await county.get(`/v1/rate-reports/${matrix}`)).body.state !== 'failed'; ) await new Promise((done) => setTimeout(done, 50));
      expect((await county.get(`/v1/rate-reports/${matrix}`)).body).toMatchObject({ state: 'failed', failure: 'ledger-faulty', rates: null });
      for (const path of ['export?format=csv', 'persons?part=numerator']) expect(await county.get(`/v1/cohort-reports/${body.id}/${path}`)).toMatchObject({ status: 409, body: { code: 'RATE_REPORT.NOT_DONE' } });
      await behindItsBack('delete from ledger_facts where id = $1 returning id', bad);
    } finally {
      client.release();
    }
    expect((await report({ rule: 'R1' })).figures.total.n).toBe(30);
  });

  it('say so when the work has failed again and again; one that is done stays done', async () => {
    const { rows: [waiting] } = await api.database.owner.query<{ id: string }>(`insert into rate_reports (county, owner_region, region, requested_by, as_of, known_by, kind, rule) select county, owner_region, region, 'test', as_of, known_by, kind, rule from rate_reports where id = $1 returning id`, [first.id]);
    const maker = worker.get(RateReportMaker);
    for (const id of [waiting!.id, first.id as string]) for (let times = 0; times < 2; times++) await maker.giveUp(api.systemPrincipal(COUNTY), id);
    expect((await county.get(`/v1/cohort-reports/${waiting!.id}`)).body).toMatchObject({ state: 'failed', failure: 'gave-up' });
    expect((await county.get(`/v1/cohort-reports/${first.id}`)).body.state).toBe('done');
    await maker.make(api.systemPrincipal(COUNTY), waiting!.id);
    expect((await county.get(`/v1/cohort-reports/${waiting!.id}`)).body.state).toBe('failed');
    expect((await county.get('/v1/cohort-reports')).body.find(({ id }: { id: string }) => id === waiting!.id)).toMatchObject({ state: 'failed', figures: null });
  });

  it.each<[string, object, unknown[]]>([
    ['a rate that nobody knows', { rule: 'R99' }, [400, 'PLACEMENT.QUERY_INVALID', 'rule']],
    ['a rate of seats', { rule: 'R4' }, [400, 'PLACEMENT.QUERY_INVALID', 'rule']],
    ['an unknown dimension', { by: 'colour' }, [400, 'PLACEMENT.QUERY_INVALID', 'by']],
    ['a day to come', { asOf: '2999-01-01' }, [400, 'PLACEMENT.QUERY_INVALID', 'asOf']],
    ['an instant to come', { knownBy: '2999-01-01T00:00:00Z' }, [400, 'PLACEMENT.QUERY_INVALID', 'knownBy']],
    ['half a period', { from: '2026-01' }, [400, 'PLACEMENT.QUERY_INVALID', 'to']],
    ['a region that nobody knows', { region: '420699' }, [400, 'PLACEMENT.QUERY_INVALID', 'region']],
    ['a province', { region: '42' }, [400, 'PLACEMENT.QUERY_INVALID', 'region']],
    ['a definition with a wrong path', { definition: { ...OWN, horizon: { kind: 'within', day: 180 } } }, [422, 'PLACEMENT.INVALID', 'definition.horizon.days']],
    ['a definition that takes a name of the contract', { definition: { ...OWN, id: 'R1' } }, [422, 'PLACEMENT.INVALID', 'definition.id']],
    ['a name beside a definition', { rule: 'R1', definition: OWN }, [400, 'PLACEMENT.QUERY_INVALID', 'definition']],
    ['a definition that is none', { definition: 'R1' }, [422, 'PLACEMENT.INVALID', 'definition']],
    ['a field that nobody knows', { colour: 'red' }, [400, 'REQUEST.INVALID', 'colour']],
  ])('refuse %s', async (_, asked, expected) => {
    const { status, body } = await county.post('/v1/cohort-reports', asked);
    expect([status, body.code, body.faults?.[0]?.path]).toEqual(expected);
  });

  it('refuse a role that may not ask, and one that may not look', async () => {
    const [provider, auditor, department] = await Promise.all([api.asOfficer('training-provider', COUNTY), api.asOfficer('auditor', COUNTY), api.asOfficer('department-officer', COUNTY)]);
    expect([(await provider.post('/v1/cohort-reports', {})).status, (await provider.get(`/v1/cohort-reports/${first.id}`)).status, (await auditor.post('/v1/cohort-reports', {})).status]).toEqual([403, 403, 403]);
    expect((await auditor.get(`/v1/cohort-reports/${first.id}/persons?part=numerator&limit=1`)).status).toBe(200);
    expect([(await auditor.get(`/v1/cohort-reports/${first.id}`)).status, (await department.post('/v1/cohort-reports', {})).status, (await county.get(`/v1/cohort-reports/00000000-0000-4000-8000-000000000000`)).status]).toEqual([200, 202, 404]);
  });
});
