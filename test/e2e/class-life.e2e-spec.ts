import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { inDays, TODAY } from '../support/orders.js';
import { addSession } from '../support/sessions.js';
import { courseOf, placementScene, type PlacementScene } from '../support/placements.js';

const COUNTY = '420626';
const XIEMA = '420626106';

/** From the plan to the end, or to an abort that leaves no trace in rates it does not belong in. */
describe('the life of a class', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let county: ApiClient;
  let people: string[];

  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 72);
    county = await api.asOfficer('county-officer', COUNTY);
    people = await scene.people(6, XIEMA);
  });
  afterAll(() => api.close());

  const newClass = async (more: object = {}): Promise<string> => {
    const made = await county.post('/v1/classes', { name: '电焊班', courseId: await courseOf(api), programme: '双技能', providerId: await scene.provider(), region: XIEMA, startsOn: inDays(-5), endsOn: inDays(20), seats: 3, minSeats: 2, ...more });
    expect(made.status).toBe(201);
    return `/v1/classes/${made.body.id}`;
  };
  const move = (path: string, to: string, more: object = {}, client = county): Promise<ApiAnswer> => client.post(`${path}/moves`, { to, ...more });
  const standing = async (path: string): Promise<unknown> => [(await county.get(path)).body, (await county.get(`${path}/moves`)).body, (await county.get(`${path}/roll`)).body];
  const refused = async (path: string, request: () => Promise<ApiAnswer>, code: string, words: RegExp): Promise<void> => {
    const before = await standing(path);
    const answer = await request();
    expect([answer.status, answer.body.code]).toEqual([409, code]);
    expect(answer.body.detail).toMatch(words);
    expect(await standing(path)).toEqual(before);
  };
  const factsOf = async (path: string): Promise<{ kind: string; on: string; code: string | null }[]> => (await api.database.owner.query<{ kind: string; on: string; code: string | null }>(
    `select kind, effective_on::text as on, payload ->> 'dropCode' as code from ledger_facts where class_id = $1 order by recorded_at, kind, effective_on`, [path.split('/').at(-1)])).rows;

  /** The opened head-count of a class (P1), whether its time has come or not. */
  const opened = async (path: string): Promise<number> => {
    const cells = (await county.get('/v1/rates?rule=R5&by=class')).body.cells as { by: Record<string, string>; n: number; immature: number }[];
    const cell = cells.find(({ by }) => path.endsWith(by['class']!));
    return cell === undefined ? 0 : cell.n + cell.immature;
  };

  it('is planned without a provider, opens with one, is taught and completed; each step with its actor', async () => {
    const path = await newClass({ providerId: null });
    expect((await county.get(path)).body).toMatchObject({ state: 'planned', providerId: null });
    expect(await factsOf(path)).toEqual([]);
    await refused(path, () => move(path, 'open'), 'CLASS.WITHOUT_PROVIDER', /没有培训机构/);
    expect((await county.put(`${path}/provider`, { providerId: await scene.provider() })).status).toBe(200);
    expect((await move(path, 'open')).body.state).toBe('open');
    expect((await factsOf(path)).map(({ kind }) => kind)).toEqual(['class']);
    await county.post(`${path}/enrolments`, { traineeIds: people.slice(0, 2) });
    expect((await move(path, 'teaching')).body.state).toBe('teaching');
    expect((await move(path, 'completed')).body.state).toBe('completed');
    const listed = async (state: string): Promise<string[]> => (await county.get(`/v1/classes?limit=200&state=${state}`)).body.items.map(({ id }: { id: string }) => id);
    const id = path.split('/').at(-1)!;
    expect([(await listed('completed')).includes(id), (await listed('open')).includes(id), (await county.get('/v1/classes?state=x')).status]).toEqual([true, false, 400]);
    const moves = (await county.get(`${path}/moves`)).body.items;
    expect(moves.map((each: { number: number; fromState: string; toState: string; seated: number }) => [each.number, each.fromState, each.toState, each.seated])).toEqual([[1, 'planned', 'open', 0], [2, 'open', 'teaching', 2], [3, 'teaching', 'completed', 2]]);
    expect(moves.every((each: { actorKind: string; actorId: string }) => each.actorKind === 'officer' && each.actorId === county.principal!.id)).toBe(true);
  });

  it('makes one step of a double submit, also in parallel', async () => {
    const path = await newClass();
    await county.post(`${path}/enrolments`, { traineeIds: people.slice(0, 2) });
    const answers = await Promise.all(Array.from({ length: 5 }, () => move(path, 'teaching')));
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(Array(5).fill([200, 'teaching']));
    expect((await county.get(`${path}/moves`)).body.items).toHaveLength(1);
  });

  it('does not begin below its minimum, unless for a coded reason', async () => {
    const path = await newClass();
    await county.post(`${path}/enrolments`, { traineeIds: people.slice(0, 1) });
    await refused(path, () => move(path, 'teaching'), 'CLASS.BELOW_MINIMUM', /少于最少开班人数/);
    await refused(path, () => move(path, 'teaching', { reasonCode: 'weather' }), 'CLASS.REASON_NEEDED', /选择一项/);
    expect((await move(path, 'teaching', { reasonCode: 'employer-urgent' })).body.state).toBe('teaching');
  });

  it('refuses steps that its table does not have', async () => {
    const path = await newClass();
    await refused(path, () => move(path, 'completed'), 'CLASS.MOVE_REFUSED', /当前状态不允许/);
    await refused(path, () => move(path, 'planned'), 'CLASS.MOVE_REFUSED', /当前状态不允许/);
    await refused(path, () => move(path, 'aborted'), 'CLASS.REASON_NEEDED', /选择一项/);
    await county.post(`${path}/enrolments`, { traineeIds: people.slice(0, 2) });
    await refused(path, () => move(path, 'teaching', { reasonCode: 'other' }), 'CLASS.REASON_NOT_ASKED', /不需要原因/);
    expect((await move(path, 'paused')).status).toBe(400);
    expect((await move(path, 'teaching', {}, await api.asOfficer('township-officer', XIEMA))).status).toBe(403);
    expect((await move(path, 'teaching', {}, await api.asOfficer('county-officer', '420625'))).status).toBe(404);
  });

  it('takes nobody before it opens and after its end', async () => {
    const planned = await newClass({ isPlanned: true });
    await refused(planned, () => county.post(`${planned}/enrolments`, { traineeIds: people.slice(0, 1) }), 'CLASS.TAKES_NOBODY', /筹备中，不接受报名/);
    const over = await newClass();
    await move(over, 'aborted', { reasonCode: 'no-place' });
    await refused(over, () => county.post(`${over}/enrolments`, { traineeIds: people.slice(0, 1), waitlist: true }), 'CLASS.TAKES_NOBODY', /已中止，不接受报名和候补/);
  });

  // Somebody of its own: a person stands in one opened class, the first, and the tests below count heads.
  it('lets an enrolment be corrected when it is over and every seat is taken: that joins nobody', async () => {
    const path = await newClass({ seats: 1, minSeats: 1 });
    await county.post(`${path}/enrolments`, { traineeIds: [people[5]], on: inDays(-4) });
    await move(path, 'teaching');
    await move(path, 'completed');
    const { rows } = await api.database.owner.query<{ id: string }>(`select id from ledger_facts where class_id = $1 and kind = 'enrolled'`, [path.split('/').at(-1)]);
    expect((await county.post(`/v1/placement-facts/${rows[0]!.id}/corrections`, { reason: '日期登记有误', replacement: { on: inDays(-5) } })).status).toBe(200);
    expect((await county.get(`${path}/roll`)).body.items).toMatchObject([{ traineeId: people[5], enrolledOn: inDays(-5) }]);
  });

  it('aborted before it began: people leave it before its first day and stand in no opened head-count; the list ends', async () => {
    const path = await newClass();
    await county.post(`${path}/enrolments`, { traineeIds: people.slice(0, 4), on: inDays(-9), waitlist: true });
    expect((await move(path, 'aborted', { reasonCode: 'too-few-people', note: '并入下一期' })).body.state).toBe('aborted');
    expect((await factsOf(path)).filter(({ kind }) => kind === 'dropped')).toEqual(Array(3).fill({ kind: 'dropped', on: inDays(-6), code: 'class-aborted' }));
    expect((await county.get(`${path}/waiting`)).body).toMatchObject({ waiting: 0, items: [] });
    const { rows } = await api.database.owner.query<{ state: string }>('select distinct state from course_records where class_id = $1', [path.split('/').at(-1)]);
    expect(rows).toEqual([{ state: 'dropped' }]);
    expect(await opened(path)).toBe(0);
  });

  it('aborted while it was taught: whoever was there on the opening day stays counted; results stay as they are', async () => {
    const path = await newClass();
    const [done, left, here] = people;
    await county.post(`${path}/enrolments`, { traineeIds: [done, left, here], on: inDays(-9) });
    await move(path, 'teaching');
    await county.post(`${path}/completions`, { entries: [{ traineeId: done, on: inDays(-1) }] });
    await county.post(`${path}/drops`, { entries: [{ traineeId: left, on: inDays(-2), dropCode: 'illness' }] });
    expect((await move(path, 'aborted', { reasonCode: 'no-instructor' })).status).toBe(200);
    expect((await factsOf(path)).filter(({ kind }) => kind === 'dropped').map(({ on, code }) => [on, code]).sort()).toEqual([[inDays(-2), 'illness'], [TODAY, 'class-aborted']].sort());
    const states = new Map((await county.get(`${path}/roll`)).body.items.map((item: { traineeId: string; state: string }) => [item.traineeId, item.state]));
    expect([states.get(done!), states.get(left!), states.get(here!)]).toEqual(['completed', 'dropped', 'dropped']);
    expect(await opened(path)).toBe(3);
    expect((await move(path, 'aborted', { reasonCode: 'other', on: inDays(1) })).body.state).toBe('aborted');
  });

  it('keeps its people in their seats, its seats in its rooms, its minimum, and its provider', async () => {
    const path = await newClass();
    await county.post(`${path}/enrolments`, { traineeIds: people.slice(0, 3) });
    await refused(path, () => county.put(`${path}/seats`, { seats: 2 }), 'CLASS.SEATS_HELD', /不能少于在班人数/);
    await refused(path, () => county.put(`${path}/seats`, { seats: 1 }), 'CLASS.SEATS_HELD', /最少开班人数/);
    await addSession(api.database, { classId: path.split('/').at(-1)!, taughtOn: inDays(2), hours: 0.5 });
    await refused(path, () => county.put(`${path}/seats`, { seats: 9 }), 'CLASS.ROOMS_TOO_SMALL', /坐不下/);
    const provider = await scene.provider();
    await refused(path, () => county.put(`${path}/provider`, { providerId: provider }), 'CLASS.PROVIDER_HELD', /筹备中/);
    expect((await county.put(`${path}/seats`, { seats: 0 })).status).toBe(400);
    expect((await county.put(`${await newClass({ isPlanned: true })}/provider`, { providerId: people[0] })).body.faults).toEqual([{ path: 'providerId', message: expect.stringContaining('没有这个培训机构') }]);
  });
});
