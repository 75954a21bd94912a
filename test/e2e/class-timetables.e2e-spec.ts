import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { addSession } from '../support/sessions.js';
import { inDays } from '../support/orders.js';
import { COUNTY, session, teachingScene, WEEK, type TeachingScene } from '../support/teaching.js';

const faultsOf = ({ body }: ApiAnswer): unknown => body.faults;

/** Who teaches where and when: written session by session or as the service proposes, with nobody and nothing in two places. */
describe('the timetable of a class', () => {
  let api: TestApi;
  let scene: TeachingScene;
  let county: ApiClient;
  let provider: { readonly id: string; readonly client: ApiClient };
  let teacher: string;
  let room: string;
  beforeAll(async () => {
    api = await startApi();
    scene = await teachingScene(api);
    county = scene.county;
    provider = await scene.provider();
    [teacher, room] = [await scene.instructor(), await scene.room()];
  });
  afterAll(() => api.close());

  const add = (classId: string, sessions: object[], client = county): Promise<ApiAnswer> => client.post(`/v1/classes/${classId}/sessions`, { sessions });
  const standing = async (classId: string): Promise<number> => (await api.database.owner.query<{ n: number }>('select count(*)::int as n from class_sessions where class_id = $1 and cancelled_at is null', [classId])).rows[0]!.n;

  it('is written by the officer, and shows the hours against the plan of the course', async () => {
    const [classId, base] = [await scene.class(provider.id), await scene.base()];
    const answer = await add(classId, [session({ roomId: room, instructorId: teacher }), session({ baseId: base, instructorId: teacher }, { period: 'afternoon', part: 'practice', hours: 3.5 })]);
    expect([answer.status, answer.body.theory, answer.body.practice]).toEqual([201, { planned: 40, timetabled: 4, definition: expect.stringMatching(/口径/) }, { planned: 120, timetabled: 3.5, definition: expect.anything() }]);
    expect(answer.body.sessions).toEqual([
      expect.objectContaining({ taughtOn: WEEK[0], period: 'morning', part: 'theory', hours: 4, roomId: room, placeName: expect.stringMatching(/^教室/), cancelledAt: null, version: 1 }),
      expect.objectContaining({ period: 'afternoon', part: 'practice', baseId: base, placeName: expect.stringMatching(/^基地/) }),
    ]);
    const week = await county.get(`/v1/class-sessions?from=${WEEK[0]}&to=${WEEK[5]}&instructorId=${teacher}&limit=1`);
    expect([week.body.items.length, typeof week.body.nextCursor]).toEqual([1, 'string']);
    expect((await county.get(`/v1/class-sessions?from=${WEEK[0]}&to=${WEEK[5]}&instructorId=${teacher}&limit=1&cursor=${week.body.nextCursor}`)).body).toMatchObject({ items: [{ classId }], nextCursor: null });
  });

  it.each<[string, object, () => Promise<object>, RegExp]>([
    ['a public holiday', { endsOn: '2027-02-28' }, async () => session({ roomId: room, instructorId: teacher }, { taughtOn: '2027-02-06' }), /^法定节假日：.*春节/],
    ['a season of farm work', { startsOn: '2026-09-01' }, async () => session({ roomId: room, instructorId: teacher }, { taughtOn: '2026-09-22' }), /^农忙季节：/],
    ['a day outside the class', {}, async () => session({ roomId: room, instructorId: teacher }, { taughtOn: '2027-02-01' }), /^班次日期：/],
    ['hours beyond the plan', { theoryHours: 3 }, async () => session({ roomId: room, instructorId: teacher }), /^计划课时：/],
    ['an instructor of another occupation', {}, async () => session({ roomId: room, instructorId: await scene.instructor({ occupations: ['4-03-02-01'] }) }), /^教授职业：/],
    ['a room with too few seats', {}, async () => session({ roomId: await scene.room({ seats: 29 }), instructorId: teacher }), /^座位数：/],
    ['a closed room', {}, async () => session({ roomId: await scene.room({ closedDays: [{ from: WEEK[0], to: WEEK[0] }] }), instructorId: teacher }), /^不可用日期：/],
    ['a busy instructor', {}, async () => session({ roomId: room, instructorId: await scene.instructor({ closedDays: [{ from: WEEK[0], to: WEEK[5] }] }) }), /^不可用日期：/],
    ['an instructor who does not go so far', {}, async () => session({ roomId: room, instructorId: await scene.instructor({ homeRegion: '420626100000', reach: 'township' }) }), /^可去范围：/],
  ])('is refused by the name of the rule for %s, and nothing changes', async (_, ofClass, wanted, message) => {
    const classId = await scene.class(provider.id, ofClass);
    const answer = await add(classId, [await wanted()]);
    expect([answer.status, answer.body.code]).toEqual([422, 'CLASS_SESSION.INVALID']);
    expect(faultsOf(answer)).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
    expect(await standing(classId)).toBe(0);
  });

  it('is refused for a class without a provider', async () => {
    const { rows } = await api.database.owner.query<{ id: string }>(`insert into organizations (id, owner_region, kind, name) values (gen_random_uuid(), $1, 'county-bureau', '测试科室') returning id`, [`${COUNTY}000000`]);
    const classId = await scene.class(rows[0]!.id);
    const answer = await add(classId, [session({ roomId: room, instructorId: teacher })]);
    expect([answer.status, faultsOf(answer)]).toEqual([422, [{ path: 'classId', message: expect.stringMatching(/^培训机构：/) }]]);
    await expect(addSession(api.database, { classId, taughtOn: WEEK[0] })).rejects.toThrow(/nobody teaches/);
    expect(await standing(classId)).toBe(0);
  });

  it('ends with its class: sessions to come are cancelled, their time is free, and no other is added', async () => {
    const [classId, own, hall] = [await scene.class(provider.id, { delivery: 'flexible', startsOn: inDays(1), endsOn: inDays(60) }), await scene.instructor(), await scene.room()];
    const wanted = session({ roomId: hall, instructorId: own }, { taughtOn: inDays(30), overrideReason: '学员要求' });
    expect((await add(classId, [wanted])).status).toBe(201);
    expect((await county.put(`/v1/classes/${classId}/seats`, { seats: 41 })).body.code).toBe('CLASS.ROOMS_TOO_SMALL');
    expect((await county.get(`/v1/classes/${classId}`)).body.seats).toBe(30);
    expect((await county.post(`/v1/classes/${classId}/moves`, { to: 'aborted', reasonCode: 'too-few-people' })).status).toBe(200);
    expect((await county.get(`/v1/classes/${classId}/sessions`)).body.sessions).toEqual([expect.objectContaining({ cancelReason: '班次已中止' })]);
    const late = await add(classId, [wanted]);
    expect([late.status, faultsOf(late)]).toEqual([422, [{ path: 'classId', message: expect.stringMatching(/^班次状态：/) }]]);
    await expect(addSession(api.database, { classId, taughtOn: inDays(30) })).rejects.toThrow(/has ended/);
    expect((await add(await scene.class(provider.id, { delivery: 'flexible', startsOn: inDays(1), endsOn: inDays(60) }), [wanted])).status).toBe(201);
  });

  it('of a flexible class takes a holiday for a reason, and without one it does not', async () => {
    const classId = await scene.class(provider.id, { delivery: 'flexible', endsOn: '2027-02-28' });
    const wanted = session({ roomId: room, instructorId: teacher }, { taughtOn: '2027-02-06', period: 'evening' });
    expect(faultsOf(await add(classId, [wanted]))).toEqual([expect.objectContaining({ path: 'sessions[0].overrideReason' })]);
    expect((await add(classId, [{ ...wanted, overrideReason: '返乡人员只有春节在家' }])).body.sessions).toEqual([expect.objectContaining({ overrideReason: '返乡人员只有春节在家' })]);
  });

  it.each<[string, (own: { teacher: string; room: string; base: string }) => object, RegExp]>([
    ['an instructor', ({ teacher: same }) => ({ instructorId: same, fresh: 'room' }), /^教师同一时段只能在一处/],
    ['a room', ({ room: same }) => ({ roomId: same, fresh: 'instructor' }), /^教室同一时段只能用于一个班/],
    ['a base', ({ base: same }) => ({ baseId: same, fresh: 'instructor' }), /^基地同一时段只能用于一个班/],
  ])('does not have %s in two places', async (_, use, message) => {
    const own = { teacher: await scene.instructor(), room: await scene.room(), base: await scene.base() };
    const given = use(own) as { instructorId?: string; roomId?: string; baseId?: string; fresh: string };
    const one = async (): Promise<object> => {
      const place = given.baseId !== undefined ? { baseId: given.baseId } : { roomId: given.roomId ?? (await scene.room()) };
      return session({ ...place, instructorId: given.instructorId ?? (await scene.instructor()) });
    };
    const [first, second] = [await scene.class(provider.id), await scene.class(provider.id)];
    expect((await add(first, [await one()])).status).toBe(201);
    const answer = await add(second, [await one(), session({ roomId: own.room, instructorId: own.teacher }, { taughtOn: WEEK[3] })]);
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([409, 'CLASS_SESSION.DOUBLE_BOOKED', expect.stringMatching(message)]);
    expect(await standing(second)).toBe(0);
  });

  it('under twenty writers at once has the instructor in one place', async () => {
    const same = await scene.instructor();
    const classes = await Promise.all(Array.from({ length: 20 }, async () => ({ classId: await scene.class(provider.id), roomId: await scene.room() })));
    const answers = await Promise.all(classes.map(({ classId, roomId }) => add(classId, [session({ roomId, instructorId: same }, { taughtOn: WEEK[4] }), session({ roomId, instructorId: same }, { taughtOn: WEEK[5] })])));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    const { rows } = await api.database.owner.query('select count(*)::int as n, count(distinct class_id)::int as classes from class_sessions where instructor_id = $1', [same]);
    expect(rows).toEqual([{ n: 2, classes: 1 }]);
  });

  it('under twenty writers at once keeps to the hours of the plan', async () => {
    const classId = await scene.class(provider.id, { theoryHours: 9 });
    const answers = await Promise.all(Array.from({ length: 20 }, async (_, i) => add(classId, [session({ roomId: await scene.room(), instructorId: await scene.instructor() }, { taughtOn: WEEK[i % 6], period: ['morning', 'afternoon', 'evening'][Math.floor(i / 6) % 3] })])));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(await standing(classId)).toBe(2);
  });

  it('moves a session with a reason: the old one is cancelled, another follows it, and it moves once', async () => {
    const [classId, own] = [await scene.class(provider.id), await scene.instructor()];
    const { id, version } = (await add(classId, [session({ roomId: await scene.room(), instructorId: own })])).body.sessions[0];
    const ifMatch = { 'if-match': `"${version}"` };
    const base = await scene.base();
    const moved = await county.post(`/v1/class-sessions/${id}/move`, { taughtOn: WEEK[1], baseId: base, reason: '停电' }, ifMatch);
    expect([moved.status, moved.body]).toEqual([200, expect.objectContaining({ replacesId: id, taughtOn: WEEK[1], period: 'morning', roomId: null, baseId: base, instructorId: own })]);
    const { sessions, theory } = (await county.get(`/v1/classes/${classId}/sessions`)).body;
    expect([theory.timetabled, sessions.map((each: { cancelReason: string | null }) => each.cancelReason)]).toEqual([4, ['停电', null]]);
    const again = await county.post(`/v1/class-sessions/${id}/move`, { taughtOn: WEEK[2], reason: '停电' }, ifMatch);
    expect([again.status, again.body.code]).toEqual([409, 'CLASS_SESSION.MOVE_REFUSED']);
    const stale = await county.post(`/v1/class-sessions/${moved.body.id}/move`, { taughtOn: WEEK[2], reason: '停电' }, { 'if-match': '"7"' });
    expect(stale.status).toBe(412);
    const wrong = await county.post(`/v1/class-sessions/${moved.body.id}/move`, { taughtOn: '2026-12-13', reason: '停电' }, ifMatch);
    expect([wrong.status, faultsOf(wrong)]).toEqual([422, [{ path: 'taughtOn', message: expect.stringMatching(/^休息日：/) }]]);
    expect(await standing(classId)).toBe(1);
  });

  it('cancels a session with a reason, and its time is free again', async () => {
    const [classId, own, hall] = [await scene.class(provider.id), await scene.instructor(), await scene.room()];
    const { id } = (await add(classId, [session({ roomId: hall, instructorId: own })])).body.sessions[0];
    const cancelled = await county.post(`/v1/class-sessions/${id}/cancellation`, { reason: '大雪封路' }, { 'if-match': '"1"' });
    expect([cancelled.status, cancelled.body]).toEqual([200, expect.objectContaining({ cancelReason: '大雪封路', version: 2 })]);
    expect((await county.post(`/v1/class-sessions/${id}/cancellation`, { reason: '大雪封路' }, { 'if-match': '"2"' })).body.code).toBe('CLASS_SESSION.MOVE_REFUSED');
    expect((await add(await scene.class(provider.id), [session({ roomId: hall, instructorId: own })])).status).toBe(201);
    expect((await county.post(`/v1/class-sessions/${id}/cancellation`, {}, { 'if-match': '"2"' })).status).toBe(400);
  });

  it('is proposed around what stands, and is written as it was proposed', async () => {
    const [own, hall] = [await scene.instructor({ occupations: ['6-31-01-03'] }), await scene.room({ region: '420626100000' })];
    const base = await scene.base({ region: '420626100000', occupations: ['6-31-01-03'] });
    const ofClass = { courseId: 'electrician-low', region: '420626100000', theoryHours: 12, practiceHours: 7 };
    const before = await scene.class(provider.id, ofClass);
    expect((await add(before, [session({ roomId: hall, instructorId: own }, { taughtOn: '2026-12-01' })])).status).toBe(201);
    const classId = await scene.class(provider.id, ofClass);
    const proposal = await county.post(`/v1/classes/${classId}/timetable-proposal`, { hoursPerDay: 6 });
    expect([proposal.status, proposal.body.reason]).toEqual([200, null]);
    expect(proposal.body.sessions.map(({ taughtOn, period, part, hours }: { taughtOn: string; period: string; part: string; hours: number }) => `${taughtOn} ${period} ${part} ${String(hours)}`)).toEqual([
      '2026-12-02 morning theory 3', '2026-12-02 afternoon theory 3', '2026-12-03 morning theory 3', '2026-12-03 afternoon theory 3', '2026-12-04 morning practice 3', '2026-12-04 afternoon practice 3', '2026-12-05 morning practice 1',
    ]);
    expect(proposal.body.sessions.at(-1)).toMatchObject({ baseId: base, roomId: null, instructorId: own });
    const written = await add(classId, proposal.body.sessions);
    expect([written.status, written.body.theory.timetabled, written.body.practice.timetabled]).toEqual([201, 12, 7]);
    expect(faultsOf(await county.post(`/v1/classes/${classId}/timetable-proposal`, {}))).toEqual([{ path: 'hours', message: expect.stringMatching(/^计划课时：/) }]);
  });

  it('is kept by the provider of the class and by no other; nobody but those writes', async () => {
    const [own, other] = [await scene.provider(), await scene.provider()];
    const classId = await scene.class(own.id);
    const [hall, someone] = [await scene.room({}, own.client), await scene.instructor()];
    const wanted = [session({ roomId: hall, instructorId: someone })];
    expect((await add(classId, wanted, other.client)).body.code).toBe('CLASS_SESSION.OTHERS_CLASS');
    expect((await other.client.post(`/v1/classes/${classId}/timetable-proposal`, {})).body.code).toBe('CLASS_SESSION.OTHERS_CLASS');
    expect(faultsOf(await add(await scene.class(other.id), wanted, other.client))).toEqual([{ path: 'sessions[0].roomId', message: expect.stringMatching(/属于其他机构/) }]);
    const made = await add(classId, wanted, own.client);
    expect(made.status).toBe(201);
    expect((await other.client.get(`/v1/classes/${classId}/sessions`)).body.sessions).toEqual([]);
    expect((await other.client.post(`/v1/class-sessions/${made.body.sessions[0].id}/cancellation`, { reason: '无' }, { 'if-match': '"1"' })).status).toBe(404);
    for (const role of ['township-officer', 'department-officer', 'auditor'] as const) {
      const client = await api.asOfficer(role, role === 'township-officer' ? '420626106' : COUNTY);
      expect([(await add(classId, wanted, client)).status, (await client.get(`/v1/classes/${classId}/sessions`)).body.sessions.length]).toEqual([403, 1]);
    }
    const neighbour = await api.asOfficer('county-officer', '420625');
    expect((await add(classId, wanted, neighbour)).status).toBe(404);
    expect(await standing(classId)).toBe(1);
  });

  it('counts days of rest and seasons as the county sets them, version by version', async () => {
    const neighbour = await api.asOfficer('county-officer', '420625');
    expect((await neighbour.get('/v1/teaching-days')).body).toMatchObject({ number: 0, restWeekdays: [7], setAt: null });
    const wanted = { basedOn: 0, restWeekdays: [6, 7], farmSeasons: [{ name: '采茶', from: '04-01', to: '04-20' }] };
    expect((await neighbour.put('/v1/teaching-days', wanted)).body).toMatchObject({ number: 1, restWeekdays: [6, 7], farmSeasons: [{ name: '采茶', from: '04-01', to: '04-20' }] });
    expect((await neighbour.put('/v1/teaching-days', wanted)).status).toBe(412);
    expect(faultsOf(await neighbour.put('/v1/teaching-days', { ...wanted, basedOn: 1, farmSeasons: [{ name: '采茶', from: '04-21', to: '04-20' }] }))).toEqual([expect.objectContaining({ path: 'farmSeasons[0]' })]);
    expect((await neighbour.get('/v1/teaching-days')).body.number).toBe(1);
    expect((await county.get('/v1/teaching-days')).body.number).toBe(0);
    expect((await provider.client.put('/v1/teaching-days', wanted)).status).toBe(403);
  });
});
