import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClassesService } from '@app/placements';
import { Database } from '@app/platform';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { ago, settlementScene, type SettlementScene } from '../support/settlement.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const YEAR = Number(ago(300).slice(0, 4));
const TIERS = [{ fromPercent: 0, payPercent: 0 }, { fromPercent: 50, payPercent: 60 }, { fromPercent: 80, payPercent: 100 }];
const WHOLE = [{ name: '一次', percent: 100 }];
const SKILL = { id: '技能', fund: '就业补助', programmes: ['技能培训'], entitled: 'completed', base: { per: 'head', fen: 100_000 }, tiers: TIERS, parts: [{ name: '首付', percent: 60 }, { name: '尾款', percent: 40 }] };
const SECOND = { ...SKILL, id: '技能二', fund: '扶贫培训', tiers: [], parts: WHOLE };
const RAIN = { id: '雨露', fund: '就业补助', programmes: ['雨露计划'], entitled: 'certified', base: { per: 'head', fen: 150_000 }, tiers: [], parts: WHOLE };
const CAPPED = { ...RAIN, id: '限额', programmes: ['限额培训'], mostAPersonAndYear: 200_000 };

interface Statement { id: string; totalFen: number; people: number; state: string; supplementsId: string | null; supplementNumber: number; parts: { fen: number; paidFen: number; paidPeople: number }[] }

/** What changes after a statement was confirmed is settled by another one that names it; the first one stays as it was. */
describe('supplementary statements', () => {
  let api: TestApi;
  let scene: SettlementScene;
  let county: ApiClient;
  let second: ApiClient;
  let fund: string;
  beforeAll(async () => {
    api = await startApi();
    [county, second] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('county-officer', COUNTY)]);
    scene = settlementScene(api, county, COUNTY, 67);
    for (const name of ['扶贫培训', '就业补助']) {
      fund = (await county.post('/v1/funds', { name, source: '省级财政', department: 'human-resources', year: YEAR })).body.id as string;
      await county.post(`/v1/funds/${fund}/appropriations`, { fen: 50_000_000, on: ago(200), reference: '文 1' });
    }
    expect((await county.post('/v1/subsidy-rules', { fromOn: ago(1000), basis: '测试文件 1 号', rules: [SKILL, SECOND, RAIN, CAPPED] })).status).toBe(201);
  });
  afterAll(() => api.close());

  const act = (id: string, verb: string, body: object | undefined = undefined, client = second) => client.post(`/v1/subsidy-statements/${id}/${verb}`, body);
  const made = async (classId: string): Promise<Statement> => (await county.post(`/v1/classes/${classId}/subsidy-statements`, {})).body.items[0] as Statement;
  const get = async (id: string): Promise<Statement> => (await county.get(`/v1/subsidy-statements/${id}`)).body as Statement;
  const supplement = (id: string, client = county): Promise<ApiAnswer> => act(id, 'supplements', { reason: '佐证更正后安置率变化' }, client);
  const supplemented = async (id: string): Promise<Statement> => {
    const answer = await supplement(id);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as Statement;
  };
  const confirm = (id: string, client = second) => act(id, 'confirmation', undefined, client);
  const pay = (id: string, part = 1, more: object = {}) => act(id, 'payments', { part, on: ago(0), reference: `付 ${id} ${part}`, ...more });
  const takeIn = (id: string, more: object = {}) => act(id, 'returns', { on: ago(0), reference: `收 ${id}`, ...more });
  const linesOf = async (id: string): Promise<{ traineeId: string; payableFen: number; earnedFen: number; isDifference: boolean; parts: { paidOn: string | null }[] }[]> => (await county.get(`/v1/subsidy-statements/${id}/lines`)).body.items;
  const sums = async (): Promise<number[]> => {
    const { appropriatedFen, committedFen, paidFen, leftFen } = (await county.get(`/v1/funds/${fund}`)).body;
    expect(appropriatedFen).toBe(committedFen + paidFen + leftFen);
    return [committedFen, paidFen] as number[];
  };
  const movedBy = async (work: () => Promise<unknown>): Promise<number[]> => {
    const before = await sums();
    await work();
    return (await sums()).map((sum, i) => sum - before[i]!);
  };
  const classOf = async (people: number, employed: number): Promise<{ id: string; people: string[] }> => {
    const ids = await scene.people(people, XIEMA);
    return { id: await scene.classOf({ programme: '技能培训', people: ids, completed: people, employed }), people: ids };
  };
  /** The newest fact of a person is taken back, by a second officer where one is needed. */
  const retract = async (person: string, kind: string): Promise<void> => {
    const { rows: [fact] } = await api.database.owner.query<{ id: string }>('select id from ledger_facts where registration_id = $1 and kind = $2 order by recorded_at desc limit 1', [person, kind]);
    const answer = await county.post(`/v1/placement-facts/${fact!.id}/corrections`, { reason: '核实有误' });
    if (answer.status === 202) expect((await second.post(`/v1/correction-requests/${answer.body.request.id}/confirmation`)).status).toBe(200);
    else expect(answer.status).toBe(200);
  };
  /** A confirmed statement with everything paid. */
  const paidInFull = async (classId: string, parts = 2): Promise<Statement> => {
    const { id } = await made(classId);
    expect((await confirm(id)).status).toBe(200);
    for (let part = 1; part <= parts; part++) expect((await pay(id, part)).status).toBe(200);
    return get(id);
  };
  /** Four of five employed, all paid; then one of them turns out not to have been. */
  const lowered = async (): Promise<{ first: Statement; people: string[]; id: string }> => {
    const { id, people } = await classOf(5, 4);
    const first = await paidInFull(id);
    await retract(people[0]!, 'evidence');
    return { first, people, id };
  };
  const paidTo = async (classId: string): Promise<number> =>
    (await api.database.owner.query<{ fen: number }>(`select sum(case when e.kind in ('paid', 'return-reversed') then e.fen else -e.fen end)::int as fen from fund_entries e join subsidy_lines l on l.id = e.line_id where l.class_id = $1 and e.kind in ('paid', 'reversed', 'returned', 'return-reversed')`, [classId])).rows[0]!.fen;

  it('asks back what a lower tier leaves; the first statement is not touched, and the fund has the money again', async () => {
    const { first, people, id } = await lowered();
    expect(first).toMatchObject({ payPercent: 100, totalFen: 500_000, supplementsId: null, supplementNumber: 0 });
    const made = await supplemented(first.id);
    expect(made).toMatchObject({ supplementsId: first.id, supplementNumber: 1, supplementReason: '佐证更正后安置率变化', state: 'made', opened: 5, employed: 3, rate: 60, payPercent: 60, people: 5, totalFen: -200_000, ruleVersion: 1, madeBy: county.principal!.id });
    expect((made as unknown as { definition: string }).definition).toMatch(/负数退回/);
    expect((await linesOf(made.id)).map(({ traineeId, earnedFen, payableFen, isDifference }) => [traineeId, earnedFen, payableFen, isDifference])).toEqual([...people].sort().map((person) => [person, 60_000, -40_000, true]));
    expect(await movedBy(() => confirm(made.id))).toEqual([0, 0]);

    expect(await movedBy(async () => expect((await takeIn(made.id, { traineeIds: [people[0]] })).body).toMatchObject({ people: 1, fen: 40_000 }))).toEqual([0, -40_000]);
    expect(await movedBy(async () => expect((await takeIn(made.id)).body).toMatchObject({ people: 4, fen: 160_000, statement: { parts: [{ fen: -200_000, paidFen: -200_000, paidPeople: 5 }] } }))).toEqual([0, -160_000]);
    expect((await takeIn(made.id)).body).toMatchObject({ people: 0, fen: 0 });
    expect((await linesOf(made.id)).every(({ parts }) => parts[0]!.paidOn === ago(0))).toBe(true);
    expect([await get(first.id), await paidTo(id)]).toEqual([first, 300_000]);
    const nothing = await supplement(first.id);
    expect([nothing.status, nothing.body.code]).toEqual([409, 'SUBSIDY_STATEMENT.NOTHING_CHANGED']);
    const { rows } = await api.database.owner.query(`select action, details from audit_events where subject_id = $1 order by id`, [made.id]);
    expect(rows.map(({ action }: { action: string }) => action)).toEqual(['subsidy-statement.supplement', 'subsidy-statement.confirm', 'subsidy.take-in', 'subsidy.take-in']);
    expect(rows[0]).toMatchObject({ details: { classId: id, supplements: first.id, number: 1, people: 5, totalFen: -200_000, opened: 5, employed: 3 } });
  });

  it('pays the difference of a higher tier, also while the first is paid in part; all together everybody has what the class is worth', async () => {
    const { id, people } = await classOf(5, 3);
    const first = (await made(id)).id;
    await confirm(first);
    await pay(first, 1);
    await scene.employ(people[4]!);
    const more = await supplemented(first);
    expect(more).toMatchObject({ employed: 4, payPercent: 100, people: 5, totalFen: 200_000 });
    expect(await movedBy(() => confirm(more.id))).toEqual([200_000, 0]);
    expect(await movedBy(() => pay(more.id))).toEqual([-200_000, 200_000]);
    expect(await movedBy(() => pay(first, 2))).toEqual([-120_000, 120_000]);
    expect(await paidTo(id)).toBe(500_000);
    expect((await county.get(`/v1/trainees/${people[0]}/subsidies`)).body.items.map(({ payableFen, isDifference }: { payableFen: number; isDifference: boolean }) => [payableFen, isDifference])).toEqual([[40_000, true], [60_000, false]]);
    // And down again: the next one counts from both.
    await retract(people[4]!, 'evidence');
    expect(await supplemented(first)).toMatchObject({ supplementNumber: 2, totalFen: -200_000 });
    expect((await county.get(`/v1/subsidy-statements?supplementsId=${first}`)).body.items.map(({ supplementNumber }: Statement) => supplementNumber)).toEqual([2, 1]);
  });

  it('has a claim for who is entitled since, and for nobody a second one', async () => {
    const ids = await scene.people(3, XIEMA);
    const id = await scene.classOf({ programme: '技能培训', people: ids, completed: 2, employed: 3 });
    const first = await paidInFull(id);
    await api.get(ClassesService).recordResults(api.systemPrincipal(COUNTY), id, 'completed', [{ traineeId: ids[2]!, on: ago(300) }]);
    // The next fund does not get whom the first one pays for.
    expect((await county.post(`/v1/classes/${id}/subsidy-statements`, {})).body.items.map((each: Statement) => each.id)).toEqual([first.id]);
    const more = await supplemented(first.id);
    expect((await linesOf(more.id)).map(({ traineeId, payableFen, isDifference }) => [traineeId, payableFen, isDifference])).toEqual([[ids[2], 100_000, false]]);
    expect((await county.post(`/v1/classes/${id}/subsidy-statements`, {})).body.items.map((each: Statement) => each.id)).toEqual([first.id]);
    await confirm(more.id);
    await pay(more.id);
    expect([await paidTo(id), (await supplement(first.id)).body.code]).toEqual([300_000, 'SUBSIDY_STATEMENT.NOTHING_CHANGED']);
    const { rows } = await api.database.owner.query('select count(*)::int as claims, count(distinct person_id)::int as people from subsidy_lines where class_id = $1 and released_at is null and supplements_line_id is null', [id]);
    expect(rows).toEqual([{ claims: 3, people: 3 }]);
  });

  it('brings back what one person was paid under two registrations', async () => {
    const { id, people } = await classOf(3, 3);
    const first = await paidInFull(id);
    expect((await county.post(`/v1/trainees/${people[0]}/same-person`, { traineeId: people[1], reason: '同一人登记两次' })).status).toBe(204);
    const more = await supplemented(first.id);
    expect([more.totalFen, (await linesOf(more.id)).map(({ payableFen }) => payableFen)]).toEqual([-100_000, [-100_000]]);
    await confirm(more.id);
    expect((await takeIn(more.id)).body).toMatchObject({ people: 1, fen: 100_000 });
    expect(await paidTo(id)).toBe(200_000);
  });

  it('is one, also when many ask for it at the same time', async () => {
    const { first } = await lowered();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => supplement(first.id, i % 2 === 0 ? county : second)));
    expect([new Set(answers.map(({ status }) => status)), new Set(answers.map(({ body }) => body.id)).size]).toEqual([new Set([200]), 1]);
  });

  it('is refused by a second officer and made anew with the next number', async () => {
    const { first } = await lowered();
    const one = await supplemented(first.id);
    expect((await act(one.id, 'refusal', { reason: '理由不清' })).body.state).toBe('refused');
    const two = await supplemented(first.id);
    expect([two.id === one.id, two.supplementNumber, two.totalFen, two.people]).toEqual([false, 2, -200_000, 5]);
  });

  it('closes no step 补贴一个 for whom everything came back', async () => {
    const people = await scene.people(2, XIEMA);
    const id = await scene.classOf({ programme: '雨露计划', people, completed: 2 });
    await api.get(ClassesService).recordResults(api.systemPrincipal(COUNTY), id, 'certified', people.map((traineeId) => ({ traineeId, on: ago(300) })));
    const done = async (): Promise<number> => (await county.get('/v1/closure')).body.persons.total.steps.paid.done as number;
    const before = await done();
    const first = await paidInFull(id, 1);
    expect(await done()).toBe(before + 2);
    await retract(people[0]!, 'certified');
    const less = await supplemented(first.id);
    expect(less.totalFen).toBe(-150_000);
    await confirm(less.id);
    expect(await done()).toBe(before + 2);
    await takeIn(less.id);
    expect(await done()).toBe(before + 1);
    expect((await act(less.id, 'return-reversals', { on: ago(0), reason: '登记有误' })).body).toMatchObject({ people: 1, fen: 150_000 });
    expect(await done()).toBe(before + 2);
  });

  it('makes room below the cap of a year once it is confirmed, not before', async () => {
    const people = await scene.people(1, XIEMA);
    const id = await scene.classOf({ programme: '限额培训', people, certified: 1 });
    const first = await paidInFull(id, 1);
    await retract(people[0]!, 'certified');
    const less = await supplemented(first.id);
    const other = await scene.classOf({ programme: '限额培训', people, certified: 1 });
    const early = await made(other);
    expect(early.totalFen).toBe(50_000);
    expect((await act(early.id, 'refusal', { reason: '待退回后重开' })).status).toBe(200);
    await confirm(less.id);
    expect((await made(other)).totalFen).toBe(150_000);
  });

  describe('is refused', () => {
    const unchanged = async (work: () => Promise<ApiAnswer>, status: number, code: string): Promise<void> => {
      const moved = await movedBy(async () => {
        const answer = await work();
        expect([answer.status, answer.body.code]).toEqual([status, code]);
      });
      expect(moved).toEqual([0, 0]);
    };

    it('to a statement that is not confirmed, to a supplement, and where nothing has changed', async () => {
      const { id } = await classOf(2, 2);
      const open = await made(id);
      await unchanged(() => supplement(open.id), 409, 'SUBSIDY_STATEMENT.MOVE_REFUSED');
      await confirm(open.id);
      await unchanged(() => supplement(open.id), 409, 'SUBSIDY_STATEMENT.NOTHING_CHANGED');
      const { first } = await lowered();
      const more = await supplemented(first.id);
      await confirm(more.id);
      await unchanged(() => supplement(more.id), 409, 'SUBSIDY_STATEMENT.MOVE_REFUSED');
    });

    it('by whoever made it, by who may not, without a reason, and of another county', async () => {
      const { first } = await lowered();
      const [township, auditor, stranger] = await Promise.all([api.asOfficer('township-officer', XIEMA), api.asOfficer('auditor', COUNTY), api.asOfficer('county-officer', '420625')]);
      for (const client of [township, auditor]) {
        expect((await supplement(first.id, client)).status).toBe(403);
        expect((await act(first.id, 'returns', { on: ago(0), reference: '收' }, client)).status).toBe(403);
      }
      expect([(await act(first.id, 'supplements', {}, county)).status, (await supplement(first.id, stranger)).body.code]).toEqual([400, 'SUBSIDY_STATEMENT.UNKNOWN']);
      const made = await supplemented(first.id);
      await unchanged(() => confirm(made.id, county), 403, 'SUBSIDY_STATEMENT.SECOND_OFFICER_NEEDED');
      expect((await get(made.id)).state).toBe('made');
    });

    it('when the ledger says something else again by the time it is confirmed', async () => {
      const { first, people } = await lowered();
      const made = await supplemented(first.id);
      await scene.employ(people[0]!);
      await unchanged(() => confirm(made.id), 409, 'SUBSIDY_STATEMENT.OUTDATED');
      expect((await act(made.id, 'refusal', { reason: '台账又有更正' })).status).toBe(200);
      await unchanged(() => supplement(first.id), 409, 'SUBSIDY_STATEMENT.NOTHING_CHANGED');
    });

    it('as money that comes back before it is confirmed, twice, on a day to come, or that nobody was paid', async () => {
      const { first, people } = await lowered();
      const { id } = await supplemented(first.id);
      await unchanged(() => takeIn(id), 409, 'SUBSIDY_STATEMENT.MOVE_REFUSED');
      await confirm(id);
      await unchanged(() => act(id, 'return-reversals', { on: ago(0), reason: '误' }), 409, 'SUBSIDY.NOTHING_RETURNED');
      await unchanged(() => takeIn(id, { on: ago(-1) }), 422, 'FUND.INVALID');
      await unchanged(() => pay(id), 409, 'SUBSIDY.NOTHING_DUE');
      await unchanged(() => takeIn(first.id), 409, 'SUBSIDY.NOTHING_TO_RETURN');
      await takeIn(id, { traineeIds: [people[0]] });
      await unchanged(() => takeIn(id, { traineeIds: [people[0]], reference: '另一张' }), 409, 'SUBSIDY.NOTHING_TO_RETURN');
      // What came back is no more there to be reversed.
      await act(first.id, 'payment-reversals', { part: 2, on: ago(0), reason: '退票', traineeIds: [people[1]] });
      await act(first.id, 'payment-reversals', { part: 1, on: ago(0), reason: '退票', traineeIds: [people[1]] });
      await unchanged(() => takeIn(id, { traineeIds: [people[1]] }), 409, 'FUND.MOVE_REFUSED');
    });

    it('as a revocation of what others rest on, or of what asks money back', async () => {
      const { id, people } = await classOf(5, 3);
      const first = (await made(id)).id;
      await confirm(first);
      await scene.employ(people[4]!);
      const more = await supplemented(first);
      await confirm(more.id);
      await unchanged(() => act(first, 'revocation', { reason: '开错' }), 409, 'SUBSIDY_STATEMENT.MOVE_REFUSED');
      await retract(people[4]!, 'evidence');
      const less = await supplemented(first);
      await unchanged(() => act(more.id, 'revocation', { reason: '开错' }), 409, 'SUBSIDY_STATEMENT.MOVE_REFUSED');
      await confirm(less.id);
      await unchanged(() => act(less.id, 'revocation', { reason: '开错' }), 409, 'SUBSIDY_STATEMENT.MOVE_REFUSED');
      expect((await Promise.all([first, more.id, less.id].map(get))).map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    });

    it('only so: a supplement that only pays more is revoked like a statement, and the first one after it', async () => {
      const { id, people } = await classOf(5, 3);
      const first = (await made(id)).id;
      await confirm(first);
      await scene.employ(people[4]!);
      const more = await supplemented(first);
      await confirm(more.id);
      expect(await movedBy(() => act(more.id, 'revocation', { reason: '开错' }))).toEqual([-200_000, 0]);
      expect(await movedBy(() => act(first, 'revocation', { reason: '重开' }))).toEqual([-300_000, 0]);
      expect((await made(id)).totalFen).toBe(500_000);
    });
  });

  describe('kept by the database', () => {
    const asOfficer = (sql: string, values: unknown[]) => api.get(Database).inScope({ ...county.principal! }, (tx) => tx.query(sql, values));
    const STATEMENT = `insert into subsidy_statements (county, owner_region, class_id, programme, ends_on, year, rule_version_id, rule_id, fund_id, fund_name, as_of_on, known_by, opened, employed, pay_percent, people, total_fen, part_names, parts_fen, made_by, supplements_id, supplement_number, supplement_reason)
      select county, owner_region, class_id, programme, ends_on, year, rule_version_id, rule_id, fund_id, fund_name, as_of_on, known_by, opened, employed, pay_percent, 1, $2::bigint, '{差额}', array[$2::bigint], $3, id, $4, '更正' from subsidy_statements where id = $1 returning id`;
    const LINE = `insert into subsidy_lines (statement_id, county, owner_region, class_id, registration_id, person_id, hours, base_fen, earned_fen, payable_fen, parts_fen, supplements_line_id)
      select $1, c.county, c.owner_region, c.class_id, c.registration_id, c.person_id, 0, 100000, 60000, $3::bigint, array[$3::bigint], c.id from subsidy_lines c where c.id = $2`;
    const lineOf = async (statement: string): Promise<string> => (await api.database.owner.query<{ id: string }>('select id from subsidy_lines where statement_id = $1 limit 1', [statement])).rows[0]!.id;

    it('a supplement names a confirmed statement, in turn, and its differences fit the claims of that one', async () => {
      const [{ first }, other, unconfirmed] = [await lowered(), await lowered(), await made((await classOf(1, 1)).id)];
      const by = county.principal!.id;
      await expect(asOfficer(STATEMENT, [unconfirmed.id, -1, by, 1])).rejects.toThrow(/supplement_fits_its_statement|fits the first/);
      await expect(asOfficer(STATEMENT, [first.id, -1, by, 2])).rejects.toThrow(/fits the first/);
      const [{ id }] = (await asOfficer(STATEMENT, [first.id, -40_000, by, 1])) as [{ id: string }];
      await expect(asOfficer(STATEMENT, [first.id, -40_000, by, 2])).rejects.toThrow(/one_open_supplement_per_statement/);
      const [claim, foreign] = [await lineOf(first.id), await lineOf(other.first.id)];
      await expect(asOfficer(LINE, [id, foreign, -40_000])).rejects.toThrow(/fits its (statement|claim)/);
      for (const fen of [-100_001, -39_999]) await expect(asOfficer(LINE, [id, claim, fen])).rejects.toThrow(/fits its claim/);
      await expect(asOfficer(LINE, [id, claim, 0])).rejects.toThrow(/line_pays_at_most/);
      await asOfficer(LINE, [id, claim, -40_000]);
      await expect(asOfficer(LINE, [id, claim, -1])).rejects.toThrow(/one_difference_per_claim/);
      const entry = `insert into fund_entries (county, owner_region, fund_id, kind, fen, statement_id, line_id, part, attempt, occurred_on, reference, reason, recorded_by)
        select s.county, l.owner_region, s.fund_id, $2, $3, s.id, l.id, 1, $4, current_date, '凭证', '理由', 'x' from subsidy_lines l join subsidy_statements s on s.id = l.statement_id where l.id = $1`;
      const difference = await lineOf(id);
      await expect(asOfficer(entry, [difference, 'returned', 40_000, 1])).rejects.toThrow(/illegal fund move/);
      expect((await api.get(Database).inScope({ ...second.principal! }, (tx) => tx.query(`update subsidy_statements set state = 'confirmed', decided_by = $2, decided_at = now() where id = $1 returning id`, [id, second.principal!.id])))[1]).toBe(1);
      for (const [kind, fen, attempt] of [['returned', 40_001, 1], ['returned', 40_000, 2], ['paid', 40_000, 1], ['return-reversed', 40_000, 1]]) await expect(asOfficer(entry, [difference, kind, fen, attempt])).rejects.toThrow(/illegal fund move/);
      await expect(asOfficer(entry, [claim, 'returned', 60_000, 1])).rejects.toThrow(/illegal fund move/);
      await expect(asOfficer(`update subsidy_statements set state = 'revoked', revoked_by = 'x', revoked_at = now(), revocation_reason = 'x' where id = $1`, [id])).rejects.toThrow(/illegal statement move/);
      for (const sql of ['update subsidy_statements set supplements_id = null where id = $1', 'update subsidy_lines set payable_fen = 1 where statement_id = $1']) await expect(asOfficer(sql, [id])).rejects.toThrow(/permission denied/);
    });

    it('has sums of every fund that are the sums of its entries, and pays no person-course more than all its lines say', async () => {
      const { rows } = await api.database.owner.query(`
        select f.id from funds f left join lateral (
          select coalesce(sum(fen) filter (where kind = 'appropriated'), 0) - coalesce(sum(fen) filter (where kind = 'withdrawn'), 0) as appropriated,
                 coalesce(sum(fen) filter (where kind in ('committed', 'reversed')), 0) - coalesce(sum(fen) filter (where kind in ('released', 'paid')), 0) as committed,
                 coalesce(sum(fen) filter (where kind in ('paid', 'return-reversed')), 0) - coalesce(sum(fen) filter (where kind in ('reversed', 'returned')), 0) as paid
          from fund_entries e where e.fund_id = f.id) e on true
        where (f.appropriated_fen, f.committed_fen, f.paid_fen) is distinct from (e.appropriated, e.committed, e.paid)`);
      expect(rows).toEqual([]);
      const above = await api.database.owner.query(`
        select from subsidy_lines l join fund_entries e on e.line_id = l.id and e.kind in ('paid', 'reversed', 'returned', 'return-reversed') group by coalesce(l.supplements_line_id, l.id)
        having sum(case when e.kind in ('paid', 'return-reversed') then e.fen else -e.fen end) not between 0 and 150000`);
      expect(above.rows).toEqual([]);
    });
  });
});
