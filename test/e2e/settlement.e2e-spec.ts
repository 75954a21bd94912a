import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@app/platform';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { ago, settlementScene, type SettlementScene } from '../support/settlement.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const MALIANG = '420626102';
const YEAR = Number(ago(300).slice(0, 4));
const TIERS = [{ fromPercent: 0, payPercent: 0 }, { fromPercent: 50, payPercent: 60 }, { fromPercent: 65, payPercent: 80 }, { fromPercent: 80, payPercent: 100 }];
const WHOLE = [{ name: '一次', percent: 100 }];
const HALVES = [{ name: '首付', percent: 60 }, { name: '尾款', percent: 40 }];
const RAIN = { id: '雨露', fund: '雨露计划补助', programmes: ['雨露计划'], entitled: 'certified', base: { per: 'head', fen: 150_000 }, tiers: [], parts: WHOLE };
const SKILL = { id: '技能', fund: '就业补助', programmes: ['技能培训'], entitled: 'completed', base: { per: 'head', fen: 100_000 }, tiers: TIERS, parts: HALVES };
const SECOND = { ...SKILL, id: '技能二', fund: '扶贫培训', tiers: [], parts: WHOLE };
const HOURS = { ...SKILL, id: '计时', programmes: ['计时培训'], base: { per: 'hour', fen: 100, mostHours: 40 }, tiers: [], parts: WHOLE };
const CAPPED = { ...RAIN, id: '限额', fund: '就业补助', programmes: ['限额培训'], mostAPersonAndYear: 200_000, mostAPersonAndYearOfAllFunds: 260_000 };
const CAPPED_BY_ALL = { ...CAPPED, id: '限额二', fund: '扶贫培训', programmes: ['限额培训二'] };
const RULES = [RAIN, SKILL, SECOND, HOURS, CAPPED, CAPPED_BY_ALL];
const WAN_FEN = 1_000_000;

interface Statement { id: string; fundName: string; ruleId: string; ruleVersion: number; people: number; totalFen: number; state: string; payPercent: number; opened: number; employed: number; rate: number | null; parts: { part: number; fen: number; paidFen: number; paidPeople: number }[] }

/** From the rate of a class to the money of its people: made once, confirmed by two, paid once. */
describe('settlement of classes', () => {
  let api: TestApi;
  let scene: SettlementScene;
  let county: ApiClient;
  let second: ApiClient;
  let township: ApiClient;
  let auditor: ApiClient;
  const funds = new Map<string, string>();
  beforeAll(async () => {
    api = await startApi();
    [county, second, township, auditor] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA), api.asOfficer('auditor', COUNTY)]);
    scene = settlementScene(api, county, COUNTY, 61);
    for (const name of ['雨露计划补助', '就业补助', '扶贫培训']) {
      const { id } = (await county.post('/v1/funds', { name, source: '省级财政', department: 'poverty-relief', year: YEAR })).body;
      await county.post(`/v1/funds/${id}/appropriations`, { fen: 100 * WAN_FEN, on: ago(200), reference: '文 1' });
      funds.set(name, id as string);
    }
    expect((await county.post('/v1/subsidy-rules', { fromOn: ago(1000), basis: '测试文件 1 号', rules: RULES })).status).toBe(201);
  });
  afterAll(() => api.close());

  const make = (classId: string, body: object = {}, client = county) => client.post(`/v1/classes/${classId}/subsidy-statements`, body);
  const madeOf = async (classId: string): Promise<Statement[]> => {
    const answer = await make(classId);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.items as Statement[];
  };
  const act = (id: string, verb: string, body: object | undefined = undefined, client = second) => client.post(`/v1/subsidy-statements/${id}/${verb}`, body);
  const confirmed = async (classId: string): Promise<Statement> => (await act((await madeOf(classId))[0]!.id, 'confirmation')).body as Statement;
  const pay = (id: string, part: number, reference: string, more: object = {}) => act(id, 'payments', { part, on: ago(1), reference, ...more });
  const reverse = (id: string, part: number, more: object = {}) => act(id, 'payment-reversals', { part, on: ago(0), reason: '账号有误退回', ...more });
  const sumsOf = async (name: string): Promise<number[]> => {
    const { appropriatedFen, committedFen, paidFen } = (await county.get(`/v1/funds/${funds.get(name)}`)).body;
    return [appropriatedFen, committedFen, paidFen] as number[];
  };
  /** What changed in a fund. */
  const movedBy = async (name: string, work: () => Promise<unknown>): Promise<number[]> => {
    const before = await sumsOf(name);
    await work();
    return (await sumsOf(name)).map((sum, i) => sum - before[i]!);
  };
  const skilled = async (people: number, employed: number): Promise<{ id: string; people: string[] }> => {
    const ids = await scene.people(people, XIEMA);
    return { id: await scene.classOf({ programme: '技能培训', people: ids, completed: people, employed }), people: ids };
  };

  describe('by rules', () => {
    it('names every fault by its path and stores nothing', async () => {
      const answer = await county.post('/v1/subsidy-rules', { fromOn: ago(1), basis: '文', rules: [{ ...RAIN, base: { per: 'head', fen: 0.5 } }, { ...SKILL, tiers: [TIERS[0], TIERS[2], TIERS[1]] }] });
      expect([answer.status, answer.body.code, answer.body.faults.map((fault: { path: string }) => fault.path)]).toEqual([422, 'SUBSIDY_RULE.INVALID', ['rules[0].base.fen', 'rules[1].tiers[2].fromPercent', 'rules[1].tiers[2].payPercent']]);
      expect((await county.get('/v1/subsidy-rules')).body.items).toHaveLength(1);
    });

    it('is said again without another version, and changed only by one', async () => {
      const again = await county.post('/v1/subsidy-rules', { fromOn: ago(1000), basis: '测试文件 1 号', rules: RULES });
      expect([again.status, again.body.version]).toEqual([201, 1]);
      const next = await county.post('/v1/subsidy-rules', { fromOn: ago(50), basis: '测试文件 2 号', rules: [{ ...SKILL, base: { per: 'head', fen: 120_000 } }] });
      expect([next.body.version, next.body.rules]).toEqual([2, [{ ...SKILL, base: { per: 'head', fen: 120_000 } }]]);
      expect((await auditor.get('/v1/subsidy-rules')).body.items.map((each: { version: number; fromOn: string; basis: string }) => [each.version, each.fromOn, each.basis])).toEqual([[2, ago(50), '测试文件 2 号'], [1, ago(1000), '测试文件 1 号']]);
    });

    it('is for county officers to set; the database refuses to edit', async () => {
      for (const client of [township, auditor]) expect((await client.post('/v1/subsidy-rules', { fromOn: ago(1), basis: '文', rules: [] })).status).toBe(403);
      await expect(api.database.owner.query('update subsidy_rule_versions set from_on = from_on')).rejects.toThrow(/append-only/);
    });
  });

  describe('as an estimate', () => {
    it('moves with the live rate, and says what is the most and how many are missing for the next tier', async () => {
      const people = await scene.people(4, XIEMA);
      const id = await scene.classOf({ programme: '技能培训', people, completed: 4, endsOn: ago(120) });
      const estimate = async () => (await township.get(`/v1/classes/${id}/subsidy-estimate`)).body;
      const first = await estimate();
      expect(first).toMatchObject({ asOf: ago(0), isMature: false, opened: 4, employed: 0, rate: 0, possible: 4, immature: 4, ruleVersion: 1 });
      expect(first.funds).toEqual([
        { ruleId: '技能', fund: '就业补助', payPercent: 0, people: 4, nowFen: 0, mostFen: 400_000, next: { payPercent: 60, missing: 2, isPossible: true } },
        { ruleId: '技能二', fund: '扶贫培训', payPercent: 100, people: 0, nowFen: 0, mostFen: 0, next: null },
      ]);
      for (const person of people.slice(1, 4)) await scene.employ(person, ago(110));
      expect((await estimate()).funds[0]).toEqual({ ruleId: '技能', fund: '就业补助', payPercent: 80, people: 4, nowFen: 320_000, mostFen: 400_000, next: { payPercent: 100, missing: 1, isPossible: true } });
      expect(Object.values(first.definitions)).toHaveLength(3);
      expect((await make(id)).body.code).toBe('SUBSIDY.CLASS_NOT_MATURE');
    });

    it('does not move by an on-the-job class, and is nothing where no rule is in force', async () => {
      const jobs = await scene.classOf({ programme: '技能培训', people: [], onTheJob: true });
      expect([(await county.get(`/v1/classes/${jobs}/subsidy-estimate`)).body.code, (await make(jobs)).body.code]).toEqual(['SUBSIDY.CLASS_NOT_SETTLED', 'SUBSIDY.CLASS_NOT_SETTLED']);
      const early = await scene.classOf({ programme: '技能培训', people: [], endsOn: ago(1100) });
      expect((await county.get(`/v1/classes/${early}/subsidy-estimate`)).body).toMatchObject({ ruleVersion: null, funds: [], rate: null });
      expect((await make(early)).body.code).toBe('SUBSIDY.NO_RULE');
      expect((await make(await scene.classOf({ programme: '别的项目', people: [] }))).body.code).toBe('SUBSIDY.NO_RULE');
    });

    it('of a class of another county is not found', async () => {
      const { id } = await skilled(1, 0);
      const stranger = await api.asOfficer('county-officer', '420625');
      expect([(await stranger.get(`/v1/classes/${id}/subsidy-estimate`)).body.code, (await make(id, {}, stranger)).body.code]).toEqual(['CLASS.UNKNOWN', 'CLASS.UNKNOWN']);
    });
  });

  describe('as a statement', () => {
    it('keeps the rate with its numerator and denominator, the version, both dates, and every person; asked for again it is the same', async () => {
      const { id, people } = await skilled(5, 4);
      const [made, ...more] = await madeOf(id);
      expect(more).toEqual([]);
      expect(made).toMatchObject({ ruleId: '技能', ruleVersion: 1, fundName: '就业补助', asOf: ago(0), opened: 5, employed: 4, rate: 80, payPercent: 100, people: 5, totalFen: 500_000, state: 'made', madeBy: county.principal!.id, decidedBy: null });
      expect(made!.parts.map(({ part, fen, paidFen }) => [part, fen, paidFen])).toEqual([[1, 300_000, 0], [2, 200_000, 0]]);
      expect(await madeOf(id)).toEqual([made]);
      const lines = (await county.get(`/v1/subsidy-statements/${made!.id}/lines`)).body.items as { traineeId: string; payableFen: number; name: string }[];
      expect(lines.map(({ traineeId, payableFen }) => [traineeId, payableFen])).toEqual([...people].sort().map((person) => [person, 100_000]));
      expect(lines.every(({ name }) => name.length > 0)).toBe(true);
    });

    it('is one, also when forty ask for it at the same time', async () => {
      const { id } = await skilled(3, 3);
      const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => make(id, {}, i % 2 === 0 ? county : second)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => body.items.map((each: Statement) => each.id).join())).size).toBe(1);
      const { rows } = await api.database.owner.query('select count(*)::int as lines, count(distinct person_id)::int as people from subsidy_lines where class_id = $1', [id]);
      expect(rows).toEqual([{ lines: 3, people: 3 }]);
    });

    it('of a class whose people earn nothing leaves nothing to the next fund', async () => {
      const { id } = await skilled(2, 0);
      const statements = await madeOf(id);
      expect(statements.map(({ ruleId, payPercent, people, totalFen }) => [ruleId, payPercent, people, totalFen])).toEqual([['技能', 0, 2, 0]]);
      expect((await act(statements[0]!.id, 'confirmation')).body.state).toBe('confirmed');
      expect((await pay(statements[0]!.id, 1, '凭证')).body.code).toBe('SUBSIDY.NOTHING_DUE');
    });

    it('pays by the hours of the attendance, or of the result where the attendance tells none, in whole fen', async () => {
      const people = await scene.people(3, XIEMA);
      const id = await scene.classOf({ programme: '计时培训', people, completed: 3 });
      const { owner } = api.database;
      const mark = (person: string, day: number, hours: number) => owner.query(`insert into attendance_marks (class_id, registration_id, attended_on, county, owner_region, mark, hours, recorded_by) values ($1, $2, $3, '420626', '420626106000', 'present', $4, 'x')`, [id, person, ago(day), hours]);
      await mark(people[0]!, 320, 4);
      await mark(people[0]!, 319, 0.1);
      await owner.query('update course_records set hours_done = 50 where class_id = $1 and registration_id = any ($2)', [id, people.slice(0, 2)]);
      const [made] = await madeOf(id);
      const lines = (await county.get(`/v1/subsidy-statements/${made!.id}/lines`)).body.items as { traineeId: string; hours: number; payableFen: number }[];
      expect(new Map(lines.map(({ traineeId, hours, payableFen }) => [traineeId, [hours, payableFen]]))).toEqual(new Map([[people[0], [4.1, 410]], [people[1], [50, 4_000]], [people[2], [0, 0]]]));
      expect((await act(made!.id, 'confirmation')).body.state).toBe('confirmed');
      expect((await pay(made!.id, 1, '凭证')).body).toMatchObject({ people: 2, fen: 4_410 });
    });

    it('has one claim for two registrations that were found to be one person', async () => {
      const people = await scene.people(3, XIEMA);
      const id = await scene.classOf({ programme: '技能培训', people, completed: 3, employed: 3 });
      expect((await county.post(`/v1/trainees/${people[0]}/same-person`, { traineeId: people[1], reason: '同一人登记两次' })).status).toBe(204);
      expect((await madeOf(id)).map(({ people: count, opened, employed, totalFen }) => [count, opened, employed, totalFen])).toEqual([[2, 2, 2, 200_000]]);
      expect((await county.get(`/v1/open-person-courses?year=${YEAR}&classId=${id}`)).body).toMatchObject({ trained: { count: 2 }, withFund: { count: 2 }, open: { count: 0 } });
    });

    it('rests on the rate that the county is told', async () => {
      const { id } = await skilled(4, 3);
      const cell = (await county.get('/v1/rates?rule=R5&by=class')).body.cells.find((each: { by: Record<string, string> }) => each.by['class'] === id);
      const [made] = await madeOf(id);
      expect([cell.numerator, cell.n, cell.rate]).toEqual([made!.employed, made!.opened, made!.rate]);
    });

    it('keeps its version when the rules change afterwards', async () => {
      const { id } = await skilled(2, 2);
      const [made] = await madeOf(id);
      await county.post('/v1/subsidy-rules', { fromOn: ago(1000), basis: '追溯调整', rules: RULES.map((rule) => (rule === SKILL ? { ...SKILL, base: { per: 'head', fen: 90_000 } } : rule)) });
      expect((await county.get(`/v1/classes/${id}/subsidy-estimate`)).body.funds[0].nowFen).toBe(180_000);
      expect((await madeOf(id))[0]).toEqual(made);
      expect((await act(made!.id, 'confirmation')).body).toMatchObject({ state: 'confirmed', ruleVersion: 1, totalFen: 200_000 });
      await county.post('/v1/subsidy-rules', { fromOn: ago(1000), basis: '测试文件 3 号', rules: RULES });
    });

    it('names the funds that the county lacks in that year; another year may pay', async () => {
      const { id } = await skilled(1, 1);
      const refused = await make(id, { fundYear: YEAR + 1 });
      expect([refused.status, refused.body.code]).toEqual([409, 'FUND.MISSING']);
      const { id: fund } = (await county.post('/v1/funds', { name: '就业补助', source: '省级财政', department: 'human-resources', year: YEAR + 1 })).body;
      expect((await make(id, { fundYear: YEAR + 1 })).body.items[0].fundId).toBe(fund);
    });

    it('is made by county officers, and seen by others without names, or with those of their own township', async () => {
      const people = [...(await scene.people(1, XIEMA)), ...(await scene.people(2, MALIANG))];
      const id = await scene.classOf({ programme: '技能培训', people, completed: 3, employed: 3 });
      for (const client of [township, auditor]) expect((await make(id, {}, client)).status).toBe(403);
      const [made] = await madeOf(id);
      expect((await township.get(`/v1/subsidy-statements/${made!.id}`)).body).toMatchObject({ people: 3, totalFen: 300_000 });
      expect((await township.get(`/v1/subsidy-statements/${made!.id}/lines`)).body.items.map((line: { traineeId: string }) => line.traineeId)).toEqual([people[0]]);
      const department = await api.asOfficer('department-officer', COUNTY);
      expect([(await department.get(`/v1/subsidy-statements/${made!.id}`)).status, (await department.get(`/v1/subsidy-statements/${made!.id}/lines`)).status]).toEqual([200, 403]);
      const stranger = await api.asOfficer('county-officer', '420625');
      expect([(await stranger.get(`/v1/subsidy-statements/${made!.id}`)).body.code, (await act(made!.id, 'confirmation', undefined, stranger)).body.code]).toEqual(['SUBSIDY_STATEMENT.UNKNOWN', 'SUBSIDY_STATEMENT.UNKNOWN']);
      expect((await county.get(`/v1/subsidy-statements?classId=${id}&state=made`)).body.items.map((each: Statement) => each.id)).toEqual([made!.id]);
    });

    it('that dies half-way leaves nothing, and is made whole afterwards', async () => {
      const { id } = await skilled(3, 3);
      const { owner } = api.database;
      const blocker = await owner.connect();
      await blocker.query('begin; lock table subsidy_lines in exclusive mode');
      const answer = make(id);
      let pid: number | undefined;
      while (pid === undefined) pid = (await owner.query<{ pid: number }>(`select pid from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into subsidy_lines%' and datname = current_database()`)).rows[0]?.pid;
      await owner.query('select pg_terminate_backend($1)', [pid]);
      expect((await answer).status).toBeGreaterThanOrEqual(500);
      await blocker.query('rollback');
      blocker.release();
      expect((await owner.query('select from subsidy_statements where class_id = $1', [id])).rowCount).toBe(0);
      expect((await madeOf(id)).map(({ people, totalFen }) => [people, totalFen])).toEqual([[3, 300_000]]);
    });
  });

  describe('confirmed by a second officer', () => {
    it('promises the money once; the maker cannot, and the same again is the same', async () => {
      const [made] = await madeOf((await skilled(5, 4)).id);
      expect((await act(made!.id, 'confirmation', undefined, county)).body.code).toBe('SUBSIDY_STATEMENT.SECOND_OFFICER_NEEDED');
      expect(await movedBy('就业补助', async () => expect((await act(made!.id, 'confirmation')).body).toMatchObject({ state: 'confirmed', decidedBy: second.principal!.id }))).toEqual([0, 500_000, 0]);
      expect(await movedBy('就业补助', async () => expect((await act(made!.id, 'confirmation')).status).toBe(200))).toEqual([0, 0, 0]);
      expect((await act(made!.id, 'refusal', { reason: '晚了' })).body.code).toBe('SUBSIDY_STATEMENT.MOVE_REFUSED');
      const { rows } = await api.database.owner.query(`select action, actor_id from audit_events where subject_id = $1`, [made!.id]);
      expect(rows.map((row: { action: string; actor_id: string }) => [row.action, row.actor_id]).sort()).toEqual([['subsidy-statement.confirm', second.principal!.id], ['subsidy-statement.make', county.principal!.id]]);
    });

    it('or refused with a reason: its people are free, and another statement is made', async () => {
      const { id } = await skilled(2, 2);
      const [made] = await madeOf(id);
      expect([(await act(made!.id, 'refusal', {})).status, (await act(made!.id, 'refusal', { reason: '我撤回' }, county)).status]).toEqual([400, 403]);
      expect((await act(made!.id, 'refusal', { reason: '人数不符' })).body).toMatchObject({ state: 'refused', refusalReason: '人数不符' });
      const [again] = await madeOf(id);
      expect(again!.id).not.toBe(made!.id);
      expect((await act(again!.id, 'confirmation')).body.state).toBe('confirmed');
    });

    it('not when the ledger says something else by now', async () => {
      const { id, people } = await skilled(2, 1);
      const [made] = await madeOf(id);
      await scene.employ(people[1]!);
      expect((await act(made!.id, 'confirmation')).body.code).toBe('SUBSIDY_STATEMENT.OUTDATED');
      expect((await act(made!.id, 'refusal', { reason: '台账有变化' })).status).toBe(200);
      expect((await confirmed(id)).payPercent).toBe(100);
    });

    it('not beyond what was appropriated: of two at the same time the fund pays one', async () => {
      const { id: fund } = (await county.post('/v1/funds', { name: '就业补助', source: '省级财政', department: 'human-resources', year: YEAR + 2 })).body;
      await county.post(`/v1/funds/${fund}/appropriations`, { fen: 350_000, on: ago(1), reference: '文' });
      const statements = await Promise.all([1, 2].map(async () => (await make((await skilled(2, 2)).id, { fundYear: YEAR + 2 })).body.items[0] as Statement));
      const answers = await Promise.all(statements.map(({ id }) => act(id, 'confirmation')));
      expect(answers.map(({ status, body }) => (status === 200 ? body.state : body.code)).sort()).toEqual(['FUND.EXHAUSTED', 'confirmed']);
      expect((await county.get(`/v1/funds/${fund}`)).body).toMatchObject({ committedFen: 200_000, paidFen: 0, leftFen: 150_000 });
    });

    it('is not paid before', async () => {
      const [made] = await madeOf((await skilled(1, 1)).id);
      expect([(await pay(made!.id, 1, '凭证')).body.code, (await reverse(made!.id, 1)).body.code, (await act(made!.id, 'revocation', { reason: '作废' })).body.code]).toEqual(['SUBSIDY_STATEMENT.MOVE_REFUSED', 'SUBSIDY_STATEMENT.MOVE_REFUSED', 'SUBSIDY_STATEMENT.MOVE_REFUSED']);
    });
  });

  describe('paid', () => {
    it('part by part in their order, each once, also when forty vouchers come at the same time', async () => {
      const { id } = await confirmed((await skilled(5, 4)).id);
      expect((await pay(id, 2, '凭证 2')).body.code).toBe('FUND.MOVE_REFUSED');
      const moved = await movedBy('就业补助', async () => {
        const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => pay(id, 1, `凭证 1-${i}`)));
        expect(answers.map(({ status, body }) => (status === 200 ? body.people : body.code)).sort()).toEqual([5, ...Array.from({ length: 39 }, () => 'SUBSIDY.NOTHING_DUE')].sort());
      });
      expect(moved).toEqual([0, -300_000, 300_000]);
      expect((await pay(id, 2, '凭证 2')).body).toMatchObject({ people: 5, fen: 200_000 });
      expect((await pay(id, 2, '凭证 2')).body).toMatchObject({ people: 0, fen: 0, statement: { parts: [{ paidFen: 300_000, paidPeople: 5 }, { paidFen: 200_000, paidPeople: 5 }] } });
    });

    it('to people by name, and nobody when one of them is not due', async () => {
      const { id, people } = await skilled(3, 3);
      const statement = await confirmed(id);
      expect((await pay(statement.id, 1, '凭证 1', { traineeIds: [people[0]] })).body).toMatchObject({ people: 1, fen: 60_000 });
      const refused = await pay(statement.id, 1, '凭证 2', { traineeIds: [people[1], people[0]] });
      expect([refused.body.code, refused.body.faults.map((fault: { path: string }) => fault.path)]).toEqual(['SUBSIDY.NOTHING_DUE', ['traineeIds[1]']]);
      expect((await pay(statement.id, 1, '凭证 2')).body).toMatchObject({ people: 2, fen: 120_000 });
      expect([(await pay(statement.id, 3, '凭证')).body.code, (await act(statement.id, 'payments', { part: 2, on: ago(-1), reference: '凭证' })).body.code]).toEqual(['FUND.INVALID', 'FUND.INVALID']);
      expect((await act(statement.id, 'payments', { part: 2, on: ago(1) })).status).toBe(400);
      for (const client of [township, auditor]) expect((await act(statement.id, 'payments', { part: 2, on: ago(1), reference: '凭证' }, client)).status).toBe(403);
    });

    it('is taken back with a reason, and can be paid again; every step stays on record', async () => {
      const { id, people } = await skilled(2, 2);
      const statement = await confirmed(id);
      expect((await reverse(statement.id, 1)).body.code).toBe('SUBSIDY.NOTHING_PAID');
      await pay(statement.id, 1, '凭证 1');
      expect((await act(statement.id, 'payment-reversals', { part: 1, on: ago(0) })).status).toBe(400);
      expect(await movedBy('就业补助', async () => expect((await reverse(statement.id, 1, { traineeIds: [people[0]] })).body).toMatchObject({ people: 1, fen: 60_000 }))).toEqual([0, 60_000, -60_000]);
      expect((await reverse(statement.id, 1, { traineeIds: [people[0]] })).body.code).toBe('SUBSIDY.NOTHING_PAID');
      expect((await pay(statement.id, 1, '凭证 2')).body).toMatchObject({ people: 1, fen: 60_000 });
      const own = (await county.get(`/v1/trainees/${people[0]}/subsidies`)).body.items;
      expect(own).toMatchObject([{ statementId: statement.id, fundName: '就业补助', payableFen: 100_000, parts: [{ part: 1, fen: 60_000, reference: '凭证 2' }, { part: 2, fen: 40_000, paidOn: null, reference: null }] }]);
      const { rows } = await api.database.owner.query(`select e.kind, e.part, e.attempt, e.reason from fund_entries e join subsidy_lines l on l.id = e.line_id where l.registration_id = $1 order by e.recorded_at`, [people[0]]);
      expect(rows).toEqual([{ kind: 'committed', part: 0, attempt: 0, reason: null }, { kind: 'paid', part: 1, attempt: 1, reason: null }, { kind: 'reversed', part: 1, attempt: 1, reason: '账号有误退回' }, { kind: 'paid', part: 1, attempt: 2, reason: null }]);
      await expect(api.database.owner.query('delete from fund_entries')).rejects.toThrow(/append-only/);
      expect((await township.get(`/v1/funds/${funds.get('就业补助')}/entries?limit=200`)).body.items.filter((entry: { traineeId: string }) => entry.traineeId === people[0])).toHaveLength(4);
    });

    it('is told of a person to whoever has that person in scope, and to nobody else', async () => {
      const { id, people } = await skilled(1, 1);
      await confirmed(id);
      expect((await township.get(`/v1/trainees/${people[0]}/subsidies`)).body.items).toMatchObject([{ traineeId: people[0], payableFen: 100_000 }]);
      const [elsewhere, department] = await Promise.all([api.asOfficer('township-officer', MALIANG), api.asOfficer('department-officer', COUNTY)]);
      expect([(await elsewhere.get(`/v1/trainees/${people[0]}/subsidies`)).body.code, (await department.get(`/v1/trainees/${people[0]}/subsidies`)).status]).toEqual(['TRAINEE.UNKNOWN', 403]);
      for (const path of ['/v1/subsidy-statements?cursor=xx', '/v1/subsidy-rules?cursor=xx', `/v1/open-person-courses?year=${YEAR}&cursor=xx`, '/v1/subsidy-statements?state=lost']) expect((await county.get(path)).status).toBe(400);
    });

    it('is not revoked before it is taken back; then the money and the people are free', async () => {
      const { id } = await skilled(2, 2);
      const statement = await confirmed(id);
      await pay(statement.id, 1, '凭证 1');
      expect((await act(statement.id, 'revocation', { reason: '开错' })).body.code).toBe('SUBSIDY_STATEMENT.MOVE_REFUSED');
      await reverse(statement.id, 1);
      expect(await movedBy('就业补助', async () => expect((await act(statement.id, 'revocation', { reason: '开错' })).body).toMatchObject({ state: 'revoked', revocationReason: '开错' }))).toEqual([0, -200_000, 0]);
      expect((await madeOf(id))[0]!.id).not.toBe(statement.id);
    });

    it('never beyond the caps of a person and year, over all classes, and where the rule says so all funds', async () => {
      const people = await scene.people(1, XIEMA);
      const totals: number[] = [];
      for (const programme of ['限额培训', '限额培训', '限额培训二', '限额培训']) totals.push((await madeOf(await scene.classOf({ programme, people, certified: 1 })))[0]!.totalFen);
      expect(totals).toEqual([150_000, 50_000, 60_000, 0]);
    });

    it('nor when four classes of one person are settled at the same time', async () => {
      const people = await scene.people(1, XIEMA);
      const classes = await Promise.all(Array.from({ length: 4 }, () => scene.classOf({ programme: '限额培训', people, certified: 1 })));
      const totals = await Promise.all(classes.map(async (id) => (await madeOf(id))[0]!.totalFen));
      expect(totals.sort((a, b) => b - a)).toEqual([150_000, 50_000, 0, 0]);
    });
  });

  it('reproduces 394 × 1,500 yuan = 591,000 yuan, and the 162 of 556 without a fund by name', async () => {
    const people = await scene.people(556, XIEMA);
    const classes = [await scene.classOf({ programme: '雨露计划', people: people.slice(0, 300), certified: 300 }), await scene.classOf({ programme: '雨露计划', people: people.slice(300), certified: 94, completed: 256 })];
    const moved = await movedBy('雨露计划补助', async () => {
      for (const id of classes) {
        const statement = await confirmed(id);
        expect((await pay(statement.id, 1, '凭证 雨露')).status).toBe(200);
      }
    });
    expect(moved).toEqual([0, 0, 59_100_000]);
    const { cells } = (await county.get(`/v1/fund-totals?year=${YEAR}&department=poverty-relief`)).body;
    expect(cells).toHaveLength(1);
    const query = `/v1/open-person-courses?year=${YEAR}&programme=${encodeURIComponent('雨露计划')}`;
    const open: { traineeId: string; name: string; isCertified: boolean }[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await county.get(`${query}&limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect([body.trained.count, body.withFund.count, body.open.count]).toEqual([556, 394, 162]);
      expect(body.open.definition).toMatch(/尚无着落/);
      open.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(open.map(({ traineeId }) => traineeId).sort()).toEqual(people.slice(394).sort());
    expect(open.every(({ name, isCertified }) => name.length > 0 && !isCertified)).toBe(true);
    const elsewhere = await api.asOfficer('township-officer', MALIANG);
    expect((await elsewhere.get(query)).body).toMatchObject({ trained: { count: 0 }, open: { count: 0 }, items: [] });
    expect([(await county.get('/v1/open-person-courses')).status, (await (await api.asOfficer('village-officer', '420626106200')).get(query)).status]).toEqual([400, 403]);
  });

  describe('kept by the database', () => {
    const asOfficer = (sql: string, values: unknown[]) => {
      const { principal } = second;
      return api.get(Database).inScope({ ...principal! }, (tx) => tx.query(sql, values));
    };
    const LINE = `insert into subsidy_lines (statement_id, county, owner_region, class_id, registration_id, person_id, hours, base_fen, earned_fen, payable_fen, parts_fen) select $1, l.county, l.owner_region, $2, l.registration_id, l.person_id, 0, 100, 100, 100, $3 from subsidy_lines l where l.id = $4`;
    const lineOf = async (statement: string): Promise<string> => (await api.database.owner.query<{ id: string }>('select id from subsidy_lines where statement_id = $1 limit 1', [statement])).rows[0]!.id;

    it('refuses a second claim to a person-course, also under the id of a person who was found to be the same', async () => {
      const { id } = await skilled(2, 2);
      const [made] = await madeOf(id);
      const line = await lineOf(made!.id);
      await expect(asOfficer(LINE, [made!.id, id, [60, 40], line])).rejects.toThrow(/claimed|one_claim/);
      const { rows } = await api.database.owner.query<{ id: string }>(`insert into persons (id, id_number_index, id_number) values (gen_random_uuid(), gen_random_uuid()::text, 'sealed') returning id`);
      await api.database.owner.query('insert into person_aliases (person_id, same_as, merged_by) select $1, l.person_id, $3 from subsidy_lines l where l.id = $2', [rows[0]!.id, line, 'test']);
      const other = `insert into subsidy_lines (statement_id, county, owner_region, class_id, registration_id, person_id, hours, base_fen, earned_fen, payable_fen, parts_fen) values ($1, '420626', '420626106000', $2, gen_random_uuid(), $3, 0, 100, 100, 100, '{60,40}')`;
      await expect(asOfficer(other, [made!.id, id, rows[0]!.id])).rejects.toThrow(/claimed/);
    });

    it('refuses a line that does not add up, a statement that is moved otherwise, and money out of turn', async () => {
      const { id } = await skilled(1, 1);
      const [made] = await madeOf(id);
      const line = await lineOf(made!.id);
      const other = await skilled(1, 1);
      await expect(asOfficer(LINE, [made!.id, other.id, [60, 40], line])).rejects.toThrow(/fits its statement/);
      await expect(asOfficer(`update subsidy_statements set state = 'confirmed', decided_by = made_by, decided_at = now() where id = $1`, [made!.id])).rejects.toThrow(/statement_is_decided_by_another/);
      await expect(asOfficer(`update subsidy_statements set state = 'revoked' where id = $1`, [made!.id])).rejects.toThrow(/illegal statement move/);
      await expect(asOfficer('update subsidy_statements set total_fen = 1 where id = $1', [made!.id])).rejects.toThrow(/permission denied/);
      await expect(asOfficer('update subsidy_lines set payable_fen = 1 where id = $1', [line])).rejects.toThrow(/permission denied/);
      await expect(asOfficer('update funds set appropriated_fen = 1 where id = $1', [funds.get('就业补助')])).rejects.toThrow(/permission denied/);
      const entry = `insert into fund_entries (county, owner_region, fund_id, kind, fen, statement_id, line_id, part, attempt, occurred_on, reference, reason, recorded_by) select s.county, l.owner_region, s.fund_id, $2, $3, s.id, l.id, $4, $5, current_date, '凭证', '理由', 'x' from subsidy_lines l join subsidy_statements s on s.id = l.statement_id where l.id = $1`;
      await expect(asOfficer(entry, [line, 'committed', 100_000, 0, 0])).rejects.toThrow(/illegal fund move/);
      await act(made!.id, 'confirmation');
      for (const values of [['paid', 60_001, 1, 1], ['paid', 60_000, 1, 2], ['paid', 40_000, 2, 1], ['reversed', 60_000, 1, 1], ['released', 1, 0, 0]]) await expect(asOfficer(entry, [line, ...values])).rejects.toThrow(/illegal fund move/);
      await expect(asOfficer(entry, [line, 'committed', 100_000, 0, 0])).rejects.toThrow(/one_entry_per_step/);
    });

    it('has sums of every fund that are the sums of its entries', async () => {
      const { rows } = await api.database.owner.query(`
        select f.id from funds f left join lateral (
          select coalesce(sum(fen) filter (where kind = 'appropriated'), 0) - coalesce(sum(fen) filter (where kind = 'withdrawn'), 0) as appropriated,
                 coalesce(sum(fen) filter (where kind in ('committed', 'reversed')), 0) - coalesce(sum(fen) filter (where kind in ('released', 'paid')), 0) as committed,
                 coalesce(sum(fen) filter (where kind = 'paid'), 0) - coalesce(sum(fen) filter (where kind = 'reversed'), 0) as paid
          from fund_entries e where e.fund_id = f.id) e on true
        where (f.appropriated_fen, f.committed_fen, f.paid_fen) is distinct from (e.appropriated, e.committed, e.paid)`);
      expect(rows).toEqual([]);
    });
  });

  it('closes the step 补贴一个 of whoever is paid, opens it again when the payment is taken back, and a report of before stays as it was', async () => {
    const people = await scene.people(2, XIEMA);
    const classId = await scene.classOf({ programme: '雨露计划', people, certified: 2 });
    const paidBy = async (query = ''): Promise<number> => (await county.get(`/v1/closure${query}`)).body.persons.total.steps.paid.done as number;
    const statement = await confirmed(classId);
    const before = await paidBy();
    expect((await pay(statement.id, 1, '凭证 closure-1')).status).toBe(200);
    expect(await paidBy()).toBe(before + 2);
    const { knownBy } = (await county.get('/v1/closure')).body as { knownBy: string };
    expect((await reverse(statement.id, 1)).status).toBe(200);
    expect(await paidBy()).toBe(before);
    expect(await paidBy(`?knownBy=${encodeURIComponent(knownBy)}`)).toBe(before + 2);
  });

  it('is read from the order that the class served, as far as one may', async () => {
    const people = await scene.people(3, XIEMA);
    const classId = await scene.classOf({ programme: '雨露计划', people, certified: 2 });
    const made = await madeOf(classId);
    expect(made.length).toBeGreaterThan(0);
    const { rows: [order] } = await api.database.owner.query<{ id: string }>(
      `insert into training_orders (id, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash, state, approved_on, class_id)
       values (gen_random_uuid(), $1, rpad($1, 12, '0'), gen_random_uuid(), '6-18-02-04', 3, 4000, '420626100000', 'fixed-term', 12, '2026-01-01', '2026-02-01', 'school', '420626100000', 'x', 'completed', '2026-01-01', $2) returning id`, [COUNTY, classId]);
    const { body: { links } } = await county.get(`/v1/training-orders/${order!.id}`);
    expect((await county.get(links.subsidyStatements)).body.items.map(({ id }: { id: string }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    expect((await auditor.get(links.subsidyStatements)).body.items).toHaveLength(made.length);
    expect((await (await api.asOfficer('county-officer', '420625')).get(links.subsidyStatements)).body.code).toBe('TRAINING_ORDER.UNKNOWN');
    expect((await (await api.asEmployer(COUNTY)).get(links.subsidyStatements)).status).toBe(403);
  });
});
