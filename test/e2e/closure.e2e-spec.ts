import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { TraineeRegistry } from '@app/trainees';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';
import { placementScene, type PlacementScene } from '../support/placements.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const MALIANG = '420626105';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const STARTED = ago(450);
const COMPLETED = ago(420);
const YEAR = Number(COMPLETED.slice(0, 4));
const INSURANCE = { form: 'social-insurance', on: TODAY, months: [ago(70).slice(0, 7), ago(35).slice(0, 7)] } as const;
const INCOME = { household: 'H-1', year: YEAR, perHeadYuan: 9_000, source: 'visit', on: TODAY };

interface Gap { traineeId: string | null; name: string; idNumberMasked: string; village: string; household: string | null; step: { state: string; basis: string }; steps: Record<string, { state: string }>; responsible: { officerId: string; displayName: string; isNamed: boolean } | null }
interface HouseholdGap { householdId: string; number: string; step: { state: string; basis: string }; steps: Record<string, { state: string }>; categories: string[]; income: object | null; members: { traineeId: string }[] }

/** 培训一个、补贴一个、就业一个、脱贫一个: one row of one ledger, and its gaps by name. */
describe('the closure', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let county: ApiClient;
  let second: ApiClient;
  let xiema: ApiClient;
  let maliang: ApiClient;
  let auditor: ApiClient;
  let village: ApiClient;
  const made = madeUpPeople(77, { birthplace: COUNTY });
  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 41);
    [county, second, xiema, maliang, auditor, village] = await Promise.all([
      api.asOfficer('county-officer', COUNTY), api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA), api.asOfficer('township-officer', MALIANG), api.asOfficer('auditor', COUNTY), api.asOfficer('village-officer', `${XIEMA}201`),
    ]);
  });
  afterAll(() => api.close());

  const person = async (household: string | null, township = XIEMA): Promise<string> => {
    const { idNumber, name, phone } = made.next();
    return (await api.get(TraineeRegistry).register(api.systemPrincipal(COUNTY), { idNumber, name, phone, township, ...(household === null ? {} : { household: { number: household } }) })).id;
  };
  const work = async (traineeId: string, startsOn: string, more: object = {}): Promise<string> => {
    const id = (await county.post(`/v1/trainees/${traineeId}/employments`, { startsOn, type: 'wage', permanent: false, ...more })).body.employmentId as string;
    expect((await county.post(`/v1/employments/${id}/evidence`, INSURANCE)).status).toBe(201);
    return id;
  };
  const ok = (answer: ApiAnswer, status = 201): ApiAnswer => {
    expect([answer.status, answer.text]).toEqual([status, expect.anything()]);
    return answer;
  };
  const count = async (client = county, query = ''): Promise<ApiAnswer['body']> => (await client.get(`/v1/closure${query}`)).body;
  const gapsOf = async (step: string, more = '', client = county): Promise<Gap[]> => (await client.get(`/v1/closure/persons?step=${step}&limit=200${more}`)).body.items as Gap[];
  const householdsOf = async (step: string, more = '', client = county): Promise<HouseholdGap[]> => (await client.get(`/v1/closure/households?step=${step}&limit=200${more}`)).body.items as HouseholdGap[];

  it('follows a person and a household from the class to an income above the line; who is paid by no fund is open', async () => {
    const [worker, sibling] = [await person('H-1'), await person('H-1')];
    const idle = await person('H-2', MALIANG);
    await scene.completedClass([worker, idle], STARTED, COMPLETED);
    await work(worker, ago(400), { pay: 4_200, workplace: '440300' });
    ok(await county.post('/v1/poverty-lines', { of: 'province', perHeadYuan: 8_000, fromOn: `${YEAR - 1}-01-01`, sourceDocument: '省脱贫标准文件' }));
    const recorded = ok(await xiema.post('/v1/household-incomes', INCOME));
    ok(await xiema.post(`/v1/trainees/${worker}/prior-pays`, { payYuan: 1_500, on: STARTED }));

    const body = await count();
    expect(body.persons.total).toMatchObject({ n: 2, closed: 0, excluded: 0, steps: { trained: { done: 2 }, paid: { unknown: 0, done: 0, open: 2 }, employed: { done: 1, unknown: 1, open: 0 }, income: { done: 1, unknown: 1 } } });
    expect(body.persons.townships.map(({ township, n }: { township: string; n: number }) => [township, n])).toEqual([[MALIANG, 1], [XIEMA, 1]]);
    expect(body.households.total).toMatchObject({ n: 2, steps: { employed: { done: 1 }, income: { done: 1 } } });
    expect(body.pay).toMatchObject({ n: 1, figures: { before: { median: 1_500 }, after: { median: 4_200 }, change: { median: 2_700 }, raised: 1 } });
    expect(body.workplaces.figures).toEqual({ inCounty: 0, inProvince: 0, outOfProvince: 1, unknown: 0 });
    for (const { definition } of [...body.steps, body.persons, body.households, body.pay, body.workplaces, body.zeroEmployment]) expect(definition).toMatch(/[一-鿿]{10}/);

    expect(await householdsOf('income', '&state=done')).toMatchObject([{ householdId: recorded.body.householdId, number: 'H-1', income: { year: YEAR, perHeadYuan: 9_000, lineYuan: 8_000, lineRegion: '420000000000' }, members: [{ traineeId: worker }] }]);
    expect((await gapsOf('employed')).map(({ traineeId, step }) => [traineeId, step.basis])).toEqual([[idle, 'nothing-proven']]);
    expect(sibling).not.toBe(worker);
  });

  it('gives the same figures for the same two dates, whatever is recorded afterwards', async () => {
    const { knownBy, asOf } = await count();
    const before = await count(county, `?asOf=${asOf}&knownBy=${encodeURIComponent(knownBy)}`);
    const [late] = [await person('H-1')];
    await scene.completedClass([late], STARTED, COMPLETED);
    ok(await county.post('/v1/household-incomes', { ...INCOME, perHeadYuan: 100, source: 'registry', sourceReference: '防返贫监测系统' }));
    ok(await county.post('/v1/poverty-lines', { of: 'county', perHeadYuan: 20_000, fromOn: `${YEAR}-01-01`, sourceDocument: '县自定标准' }));
    expect(await count(county, `?asOf=${asOf}&knownBy=${encodeURIComponent(knownBy)}`)).toEqual(before);
    expect((await count()).persons.total).toMatchObject({ n: 3, steps: { income: { done: 0, open: 2, unknown: 1 } } });
  });

  it('knows no trace of an income and a line that were taken back; of one’s own record of the day that is one’s own affair', async () => {
    const { body } = await county.get(`/v1/households/${(await householdsOf('income')).find(({ number }) => number === 'H-1')!.householdId}/records`);
    const wrong = body.incomes.find((each: { perHeadYuan: number }) => each.perHeadYuan === 100);
    ok(await county.post(`/v1/household-incomes/${wrong.id}/retraction`, { reason: '录入有误' }), 204);
    expect(await county.post(`/v1/household-incomes/${wrong.id}/retraction`, { reason: '录入有误' })).toMatchObject({ status: 404, body: { code: 'HOUSEHOLD_RECORD.UNKNOWN' } });
    const line = (await county.get('/v1/poverty-lines')).body.items.find((each: { perHeadYuan: number }) => each.perHeadYuan === 20_000);
    ok(await county.post(`/v1/poverty-lines/${line.id}/retraction`, { reason: '文件未印发' }), 204);
    expect((await count()).persons.total.steps.income).toMatchObject({ done: 2, open: 0, unknown: 1 });
    expect((await county.get('/v1/poverty-lines')).body.items.find((each: { id: string }) => each.id === line.id).retraction).toMatchObject({ reason: '文件未印发' });
  });

  it('leaves an older record to a second officer', async () => {
    const { id, householdId } = ok(await county.post('/v1/household-incomes', { ...INCOME, perHeadYuan: 9_100 })).body as { id: string; householdId: string };
    const own = await api.database.owner.connect();
    try {
      // As if it had been recorded the day before yesterday: nothing but the owner, with the trigger off, can do that.
      await own.query(`alter table household_incomes disable trigger household_incomes_append_only; update household_incomes set recorded_at = recorded_at - interval '2 days' where id = '${id}'; alter table household_incomes enable trigger household_incomes_append_only;`);
    } finally {
      own.release();
    }
    expect(await county.post(`/v1/household-incomes/${id}/retraction`, { reason: '重复' })).toMatchObject({ status: 403, body: { code: 'PLACEMENT.SECOND_OFFICER_NEEDED' } });
    ok(await second.post(`/v1/household-incomes/${id}/retraction`, { reason: '重复' }), 204);
    expect((await auditor.get(`/v1/households/${householdId}/records`)).body.incomes.filter((each: { retraction: object | null }) => each.retraction !== null)).toHaveLength(2);
  });

  it('lists the gaps of a township to its own officers, masked, with the village and who answers for the person', async () => {
    const mine = await gapsOf('paid', '', xiema);
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.every(({ idNumberMasked, village: name, responsible }) => /^420626\*{11}.$/.test(idNumberMasked) && name === '歇马镇' && responsible?.officerId === xiema.principal!.id && !responsible.isNamed)).toBe(true);
    expect((await gapsOf('paid', '', maliang)).map(({ traineeId }) => traineeId)).not.toContain(mine[0]!.traineeId);
    expect(await xiema.get(`/v1/closure/persons?step=paid&region=${MALIANG}`)).toMatchObject({ status: 404, body: { code: 'ACCESS.OUT_OF_SCOPE' } });
    expect(await xiema.get(`/v1/closure?region=${COUNTY}`)).toMatchObject({ status: 404 });
  });

  it('names another officer for a person, finds the gaps of that officer, and goes back to who is in charge', async () => {
    const [gap] = await gapsOf('paid', '', xiema);
    const named = ok(await county.put(`/v1/trainees/${gap!.traineeId}/responsible-officer`, { officerId: second.principal!.id }), 200);
    expect(named.body.responsible).toMatchObject({ officerId: second.principal!.id, isNamed: true });
    expect((await gapsOf('paid', `&officerId=${second.principal!.id}`)).map(({ traineeId }) => traineeId)).toEqual([gap!.traineeId]);
    expect((await county.get(`/v1/trainees/${gap!.traineeId}/closure-notes`)).body.responsible).toMatchObject({ isNamed: true });
    ok(await county.put(`/v1/trainees/${gap!.traineeId}/responsible-officer`, {}), 200);
    expect(await gapsOf('paid', `&officerId=${second.principal!.id}`)).toEqual([]);
  });

  it('takes nobody for responsible who does not serve the place', async () => {
    const [gap] = await gapsOf('paid', '', xiema);
    for (const officer of [maliang, auditor]) expect(await county.put(`/v1/trainees/${gap!.traineeId}/responsible-officer`, { officerId: officer.principal!.id })).toMatchObject({ status: 422, body: { code: 'RESPONSIBLE_OFFICER.UNFIT' } });
    expect(await maliang.put(`/v1/trainees/${gap!.traineeId}/responsible-officer`, { officerId: maliang.principal!.id })).toMatchObject({ status: 404, body: { code: 'TRAINEE.UNKNOWN' } });
  });

  it('gives who has moved to the officers of the new place; the count stays with the home at the enrolment', async () => {
    const mover = await person('H-9');
    await scene.completedClass([mover], STARTED, COMPLETED);
    const count9 = async (): Promise<number> => (await count(xiema)).persons.total.n as number;
    const before = await count9();
    expect((await gapsOf('paid', '', xiema)).map(({ traineeId }) => traineeId)).toContain(mover);
    await api.get(TraineeRegistry).change(api.systemPrincipal(COUNTY), mover, 1, { township: MALIANG });
    expect((await gapsOf('paid', '', xiema)).map(({ traineeId }) => traineeId)).not.toContain(mover);
    expect((await gapsOf('paid', '', maliang)).find(({ traineeId }) => traineeId === mover)).toMatchObject({ village: '马良镇', responsible: { officerId: maliang.principal!.id } });
    expect(await count9()).toBe(before);
  });

  it('pages through the gaps, everybody once', async () => {
    const whole = (await gapsOf('paid')).map(({ traineeId }) => traineeId);
    const paged: (string | null)[] = [];
    const said = new Set<string>();
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await county.get(`/v1/closure/persons?step=paid&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...(body.items as Gap[]).map(({ traineeId }) => traineeId));
      said.add(JSON.stringify([body.total, body.asOf, body.knownBy]));
      cursor = body.nextCursor;
      // Meanwhile somebody records: another figure for whoever asks anew, the same for whoever reads on.
      ok(await xiema.post('/v1/household-incomes', { ...INCOME, perHeadYuan: 5_000 + paged.length }));
    }
    expect(paged).toEqual(whole);
    expect([...said].map((each) => (JSON.parse(each) as unknown[])[0])).toEqual([whole.length]);
    const { body: first } = await county.get('/v1/closure/persons?step=paid&limit=1');
    expect(await county.get(`/v1/closure/persons?step=paid&limit=1&cursor=${first.nextCursor}&asOf=${ago(1)}`)).toMatchObject({ status: 409, body: { code: 'CLOSURE.OF_ANOTHER_COMPUTATION' } });
    expect((await county.get('/v1/closure/persons?step=paid&cursor=nonsense')).body.code).toBe('REQUEST.CURSOR_INVALID');
  });

  it('counts zero-employment households with somebody at work, trained or not; ended ones too, mistaken ones never', async () => {
    const [worker] = [await person('Z-1'), await person('Z-2'), await person('Z-3')];
    await work(worker, ago(20));
    for (const household of ['Z-1', 'Z-2', 'Z-3']) ok(await xiema.post('/v1/household-categories', { household, category: 'zero-employment', fromOn: ago(300) }));
    ok(await xiema.post('/v1/household-categories', { household: 'Z-1', category: 'zero-employment', fromOn: ago(300), toOn: ago(10) }));
    expect((await count()).zeroEmployment).toMatchObject({ n: 3, figures: { listed: 2, employed: 1, otherWorkOnly: 0 } });
    expect((await county.get('/v1/closure/zero-employment-households?isEmployed=true')).body.items).toMatchObject([{ number: 'Z-1', isListed: false, employed: [{ traineeId: worker }] }]);
    ok(await xiema.post('/v1/household-categories/withdrawal', { household: 'Z-3', category: 'zero-employment', fromOn: ago(300), reason: '认错了户' }), 204);
    expect(await xiema.post('/v1/household-categories/withdrawal', { household: 'Z-3', category: 'zero-employment', fromOn: ago(300), reason: '认错了户' })).toMatchObject({ status: 404 });
    expect((await xiema.get('/v1/closure/zero-employment-households')).body.items.map(({ number }: { number: string }) => number)).toEqual(['Z-1', 'Z-2']);
    // Nobody of these took part in a class: a gap of training, of the household.
    expect((await householdsOf('trained')).map(({ number, step, categories }) => [number, step.basis, categories])).toEqual([['Z-2', 'no-member', ['zero-employment']]]);
  });

  it('hides small numbers from what is published, and nothing from an officer in scope', async () => {
    const body = await count(county, '?published=true');
    expect(body).toMatchObject({ form: 'published', persons: { total: { closed: null, steps: null, suppressed: true } }, pay: { figures: null }, workplaces: { figures: null }, zeroEmployment: { figures: null } });
    expect(body.persons.total.message).toMatch(/不足 20/);
  });

  it('is not for village officers, departments, providers and administrators', async () => {
    for (const client of [village, await api.asOfficer('department-officer', COUNTY), await api.asOfficer('training-provider', COUNTY), await api.asOfficer('system-administrator', COUNTY)]) {
      expect([(await client.get('/v1/closure')).status, (await client.get('/v1/closure/households?step=income')).status, (await client.get('/v1/poverty-lines')).status, (await client.post('/v1/household-incomes', INCOME)).status]).toEqual([403, 403, 403, 403]);
    }
  });

  it('is read, and not written, by the auditor; lines are the county’s to record', async () => {
    expect([(await auditor.get('/v1/closure')).status, (await auditor.get('/v1/closure/persons?step=paid')).status, (await auditor.post('/v1/household-incomes', INCOME)).status]).toEqual([200, 200, 403]);
    expect((await xiema.post('/v1/poverty-lines', { of: 'county', perHeadYuan: 9_000, fromOn: TODAY, sourceDocument: '文件' })).status).toBe(403);
  });

  it.each([
    ['a household that is not there', 'household-incomes', { ...INCOME, household: 'nowhere' }, 404, 'HOUSEHOLD.UNKNOWN'],
    ['a year that is not over when it is assessed', 'household-incomes', { ...INCOME, on: `${YEAR - 1}-12-31` }, 422, 'PLACEMENT.INVALID'],
    ['a day to come', 'household-incomes', { ...INCOME, on: addDays(TODAY, 1) }, 422, 'PLACEMENT.INVALID'],
    ['a paper without its name', 'household-incomes', { ...INCOME, source: 'document' }, 422, 'PLACEMENT.INVALID'],
    ['a source that is none', 'household-incomes', { ...INCOME, source: 'rumour' }, 400, 'REQUEST.INVALID'],
    ['an income below nothing', 'household-incomes', { ...INCOME, perHeadYuan: -1 }, 400, 'REQUEST.INVALID'],
    ['a category that is none', 'household-categories', { household: 'H-1', category: 'rich', fromOn: TODAY }, 400, 'REQUEST.INVALID'],
    ['a category that ends before it begins', 'household-categories', { household: 'H-1', category: 'monitored', fromOn: TODAY, toOn: ago(1) }, 422, 'PLACEMENT.INVALID'],
    ['a category from a day to come', 'household-categories', { household: 'H-1', category: 'monitored', fromOn: addDays(TODAY, 1) }, 422, 'PLACEMENT.INVALID'],
    ['a second line of one day', 'poverty-lines', { of: 'province', perHeadYuan: 8_100, fromOn: `${YEAR - 1}-01-01`, sourceDocument: '另一份文件' }, 422, 'PLACEMENT.INVALID'],
  ])('refuses %s', async (_, path, body, status, code) => {
    expect(await county.post(`/v1/${path}`, body)).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['a day to come', `asOf=${addDays(TODAY, 1)}`], ['an instant without its zone', 'knownBy=2026-01-01'], ['a region that is none', 'region=429999'], ['more than a county', 'region=42'],
  ])('refuses to count at %s', async (_, query) => {
    expect(await county.get(`/v1/closure?${query}`)).toMatchObject({ status: 400, body: { code: 'PLACEMENT.QUERY_INVALID' } });
  });

  it('refuses a step that is none, and pay of somebody out of scope or of a day to come', async () => {
    expect((await county.get('/v1/closure/persons?step=happy')).status).toBe(400);
    const [gap] = await gapsOf('paid', '', xiema);
    expect((await maliang.post(`/v1/trainees/${gap!.traineeId}/prior-pays`, { payYuan: 1, on: TODAY })).status).toBe(404);
    expect((await xiema.post(`/v1/trainees/${gap!.traineeId}/prior-pays`, { payYuan: 1, on: addDays(TODAY, 1) })).status).toBe(422);
    expect((await xiema.post('/v1/prior-pays/00000000-0000-4000-8000-000000000000/retraction', { reason: '无' })).body.code).toBe('HOUSEHOLD_RECORD.UNKNOWN');
  });

  it('leaves what was recorded twice as one, and pay that was taken back without a trace', async () => {
    const twice = async (path: string, body: object, client = xiema): Promise<ApiAnswer[]> => Promise.all(Array.from({ length: 6 }, () => client.post(path, body)));
    expect(new Set((await twice('/v1/household-incomes', INCOME)).map(({ body }) => body.id)).size).toBe(1);
    expect((await twice('/v1/poverty-lines', { of: 'county', perHeadYuan: 7_000, fromOn: '2010-01-01', sourceDocument: '旧标准' }, county)).map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422, 422]);
    const trainee = (await gapsOf('paid', '', xiema))[0]!.traineeId!;
    const ids = (await twice(`/v1/trainees/${trainee}/prior-pays`, { payYuan: 700, on: ago(500) })).map(({ body }) => body.id as string);
    expect(new Set(ids).size).toBe(1);
    ok(await xiema.post(`/v1/prior-pays/${ids[0]}/retraction`, { reason: '记错' }), 204);
    const { priorPays } = (await xiema.get(`/v1/trainees/${trainee}/closure-notes`)).body;
    expect(priorPays.find((each: { id: string }) => each.id === ids[0]).retraction).toMatchObject({ reason: '记错', recordedBy: xiema.principal!.id });
  });

  it('notes in the trail who recorded and who looked, without a category, an amount or a name', async () => {
    const { rows } = await api.database.owner.query<{ action: string; text: string }>(`select action, (to_jsonb(audit_events) - array['id', 'at', 'xid'])::text as text from audit_events where action ~ '^(closure|household|poverty|prior|responsible)'`);
    expect([...new Set(rows.map(({ action }) => action))].sort()).toEqual([
      'closure.list-households', 'closure.list-persons', 'closure.list-zero-employment', 'household-category.record', 'household-category.withdraw', 'household-income.record', 'household-income.retract', 'household-record.read',
      'poverty-line.record', 'poverty-line.retract', 'prior-pay.record', 'prior-pay.retract', 'responsible-officer.name',
    ]);
    for (const { action, text } of rows) if (!action.startsWith('poverty')) expect(text).not.toMatch(/zero-employment[^"]*"[^}]*Z-|\b9000(00)?\b|Z-1|H-1/);
  });
});
