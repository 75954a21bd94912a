import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AttendanceRoster } from '@app/placements';
import { Database } from '@app/platform';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { inDays, orderScene } from '../support/orders.js';
import { courseOf, placementScene, type PlacementScene } from '../support/placements.js';
import { addSession } from '../support/sessions.js';

const COUNTY = '420626';
const XIEMA = '420626106';

/** Who came is told session by session; the day, the hours and the share follow from it. */
describe('attendance by session', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let county: ApiClient;
  let people: string[];
  let provider: { readonly id: string; readonly client: ApiClient };
  let classId: string;
  let session: string;

  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 73);
    const orders = await orderScene(api);
    county = orders.county;
    provider = await orders.provider();
    people = await scene.people(4, XIEMA);
  });
  afterAll(() => api.close());

  beforeEach(async () => {
    classId = (await county.post('/v1/classes', { name: '电焊班', courseId: await courseOf(api), programme: '双技能', providerId: provider.id, region: XIEMA, startsOn: inDays(-10), endsOn: inDays(20), seats: 10, theoryHours: 12, practiceHours: 20 })).body.id as string;
    await county.post(`/v1/classes/${classId}/enrolments`, { traineeIds: people.slice(0, 3), on: inDays(-8) });
    session = await addSession(api.database, { classId, taughtOn: inDays(-2), period: 'morning' });
  });

  const mark = (entries: readonly object[], id = session, client = county): Promise<ApiAnswer> => client.post(`/v1/class-sessions/${id}/attendance`, { entries });
  const days = async (): Promise<unknown[]> => (await api.database.owner.query(`select registration_id as id, attended_on::text as on, mark, hours::float8 as hours from attendance_marks where class_id = $1 order by attended_on, mark, registration_id`, [classId])).rows;
  const all = async (): Promise<unknown> => [(await api.database.owner.query('select registration_id, number, mark, hours from session_marks where class_id = $1 order by recorded_at, registration_id', [classId])).rows, await days()];
  const refused = async (request: () => Promise<ApiAnswer>, status: number, code: string, words: RegExp): Promise<void> => {
    const before = await all();
    const answer = await request();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.text).toMatch(words);
    expect(await all()).toEqual(before);
  };

  it('lists who should come, takes marks of many at once, and the same again as nothing new', async () => {
    const [a, b, c] = people;
    const entries = [{ traineeId: a, mark: 'present' }, { traineeId: b, mark: 'present', hours: 2.5 }, { traineeId: c, mark: 'leave' }];
    expect((await mark(entries)).body.items.map((item: { outcome: string }) => item.outcome)).toEqual(['recorded', 'recorded', 'recorded']);
    expect((await mark(entries)).body.items.map((item: { outcome: string }) => item.outcome)).toEqual(['already', 'already', 'already']);
    const { body } = await county.get(`/v1/class-sessions/${session}/attendance`);
    expect(body).toMatchObject({ classId, taughtOn: inDays(-2), period: 'morning', part: 'theory', hours: 4, isCancelled: false });
    expect(Object.fromEntries(body.items.map((item: { traineeId: string; mark: { mark: string; hours: number | null } }) => [item.traineeId, [item.mark.mark, item.mark.hours]]))).toEqual({ [a!]: ['present', 4], [b!]: ['present', 2.5], [c!]: ['leave', null] });
    expect(body.items[0].idNumberMasked).toMatch(/^420626\*{11}.$/);
  });

  it('keeps what a correction put right, with who and when; people and marks are no detail of the trail', async () => {
    const [a] = people;
    await mark([{ traineeId: a, mark: 'absent' }]);
    const township = await api.asOfficer('township-officer', XIEMA);
    expect((await mark([{ traineeId: a, mark: 'present', hours: 3 }], session, township)).body.items).toEqual([{ traineeId: a, outcome: 'corrected' }]);
    const { items } = (await county.get(`/v1/class-sessions/${session}/attendance-history`)).body;
    expect(items.map((item: { number: number; mark: string; hours: number | null; recordedBy: string }) => [item.number, item.mark, item.hours, item.recordedBy])).toEqual([[1, 'absent', null, county.principal!.id], [2, 'present', 3, township.principal!.id]]);
    const { rows } = await api.database.owner.query<{ details: object }>(`select details from audit_events where action = 'attendance.record' and subject_id = $1 order by id`, [session]);
    expect(rows.map(({ details }) => details)).toEqual([{ marks: 1, corrected: 0, source: 'officer' }, { marks: 1, corrected: 1, source: 'officer' }]);
  });

  it('is taken back where it was about another session: the day says nothing any more, and the session is free again', async () => {
    const [a, b] = people;
    expect((await mark([{ traineeId: a, mark: 'withdrawn' }])).body.items).toEqual([{ traineeId: a, outcome: 'already' }]);
    await mark([{ traineeId: a, mark: 'present' }, { traineeId: b, mark: 'absent' }]);
    expect((await mark([{ traineeId: a, mark: 'withdrawn' }, { traineeId: b, mark: 'withdrawn' }])).body.items.map((item: { outcome: string }) => item.outcome)).toEqual(['corrected', 'corrected']);
    expect(await days()).toEqual([]);
    expect((await county.get(`/v1/class-sessions/${session}/attendance`)).body.items.map((item: { mark: unknown }) => item.mark)).toEqual([null, null, null]);
    expect((await county.post(`/v1/class-sessions/${session}/cancellation`, { reason: '下雨' }, { 'if-match': '"1"' })).status).toBe(200);
  });

  it('makes the day of its sessions: there in one of them is there, with the hours of all', async () => {
    const [a, b, c] = people;
    const afternoon = await addSession(api.database, { classId, taughtOn: inDays(-2), period: 'afternoon', part: 'practice', hours: 3 });
    await mark([{ traineeId: a, mark: 'present' }, { traineeId: b, mark: 'absent' }, { traineeId: c, mark: 'leave' }]);
    await mark([{ traineeId: a, mark: 'present' }, { traineeId: b, mark: 'leave' }, { traineeId: c, mark: 'leave' }], afternoon);
    expect(await days()).toEqual([{ id: b, on: inDays(-2), mark: 'absent', hours: null }, { id: c, on: inDays(-2), mark: 'leave', hours: null }, { id: a, on: inDays(-2), mark: 'present', hours: 7 }]);
    await mark([{ traineeId: a, mark: 'absent' }]);
    expect((await days()).at(-1)).toEqual({ id: a, on: inDays(-2), mark: 'present', hours: 3 });
  });

  it('is not overruled by a roster of days: one that differs is returned, one that agrees changes nothing', async () => {
    const [a] = people;
    await mark([{ traineeId: a, mark: 'present' }]);
    const { rows } = await api.database.owner.query<{ name: string }>('select name from registrations where id = $1', [a]);
    const row = (hours: number) => [{ idNumber: null, name: rows[0]!.name, trainingClass: classId, days: [{ on: inDays(-2), mark: 'present' as const, hours }] }];
    const system = api.systemPrincipal(COUNTY);
    const roster = (hours: number) => api.get(Database).inScope(system, (tx) => api.get(AttendanceRoster).apply(tx, system, row(hours)));
    expect(await roster(4)).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await roster(6)).toMatchObject([{ outcome: 'faulty', faults: [{ field: 'attended-on', message: expect.stringContaining('已按课次登记考勤') }] }]);
    await expect(api.get(Database).inScope(system, (tx) => tx.query(`update attendance_marks set mark = 'absent', hours = null where class_id = $1`, [classId]))).rejects.toThrow(/follows its sessions/);
    await expect(api.get(Database).inScope(system, (tx) => tx.query('delete from attendance_marks where class_id = $1', [classId]))).rejects.toThrow(/follows its sessions/);
  });

  it('counts hours and the share of what was held, part by part', async () => {
    const [a, b] = people;
    const practice = await addSession(api.database, { classId, taughtOn: inDays(-1), period: 'evening', part: 'practice', hours: 3 });
    await addSession(api.database, { classId, taughtOn: inDays(3), part: 'practice', hours: 5 });
    await mark([{ traineeId: a, mark: 'present' }, { traineeId: b, mark: 'absent' }]);
    await mark([{ traineeId: a, mark: 'present', hours: 1.5 }], practice);
    const { body } = await county.get(`/v1/classes/${classId}/attendance`);
    expect([body.heldTheoryHours, body.heldPracticeHours]).toEqual([4, 3]);
    const of = (id: string) => body.items.find((item: { traineeId: string }) => item.traineeId === id);
    expect(of(a!)).toMatchObject({ theoryHours: 4, practiceHours: 1.5, present: 2, absent: 0, percent: 78 });
    expect(of(b!)).toMatchObject({ theoryHours: 0, practiceHours: 0, present: 0, absent: 1, percent: 0 });
  });

  it('refuses somebody who is not enrolled, and nobody of the list is marked', async () => {
    await refused(() => mark([{ traineeId: people[0], mark: 'present' }, { traineeId: people[3], mark: 'present' }]), 422, 'ATTENDANCE.INVALID', /上课当天不在该班名册上/);
  });

  it('refuses a session that was cancelled, and one to come', async () => {
    const next = await addSession(api.database, { classId, taughtOn: inDays(1) });
    await refused(() => mark([{ traineeId: people[0], mark: 'present' }], next), 409, 'ATTENDANCE.SESSION_TO_COME', /还没有上/);
    await api.database.owner.query(`update class_sessions set cancelled_by = 'test', cancelled_at = now(), cancel_reason = 'weather' where id = $1`, [session]);
    await refused(() => mark([{ traineeId: people[0], mark: 'present' }]), 409, 'ATTENDANCE.SESSION_CANCELLED', /已取消/);
  });

  it('refuses hours beyond the session, and beyond the plan', async () => {
    await refused(() => mark([{ traineeId: people[0], mark: 'present', hours: 4.5 }]), 422, 'ATTENDANCE.INVALID', /超过本次课的 4 学时/);
    const second = await addSession(api.database, { classId, taughtOn: inDays(-1) });
    await mark([{ traineeId: people[0], mark: 'present' }]);
    await api.database.owner.query('update training_classes set theory_hours = 7 where id = $1', [classId]);
    await refused(() => mark([{ traineeId: people[0], mark: 'present' }], second), 422, 'ATTENDANCE.INVALID', /超过计划的 7 学时/);
  });

  it('keeps a session that people were marked in: it is not cancelled or moved afterwards', async () => {
    await mark([{ traineeId: people[0], mark: 'present' }]);
    await refused(() => county.post(`/v1/class-sessions/${session}/cancellation`, { reason: '下雨' }, { 'if-match': '"1"' }), 409, 'CLASS_SESSION.MOVE_REFUSED', /已登记考勤/);
    await expect(api.database.owner.query(`update class_sessions set taught_on = $2 where id = $1`, [session, inDays(-3)])).rejects.toThrow(/attendance is on record/);
  });

  it('is marked by the village and by the class’s own provider, by no other provider and no other county', async () => {
    const entries = [{ traineeId: people[0], mark: 'present' }];
    expect((await mark(entries, session, provider.client)).status).toBe(200);
    expect((await mark(entries, session, (await (await orderScene(api)).provider()).client)).status).toBe(404);
    expect((await mark(entries, session, await api.asOfficer('county-officer', '420625'))).status).toBe(404);
    expect((await mark(entries, session, await api.asOfficer('department-officer', COUNTY))).status).toBe(403);
    expect((await mark([{ traineeId: people[0], mark: 'late' }])).status).toBe(400);
    expect((await mark([{ traineeId: people[0], mark: 'present', hours: 1.25 }])).status).toBe(400);
  });
});
