import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CalendarMaker } from '@app/teaching';
import { TraineeRegistry } from '@app/trainees';
import { EmployersService, OwnVacancies } from '@app/vacancies';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';
import { COUNTY, session, teachingScene, type TeachingScene } from '../support/teaching.js';
import { startWorker } from '../support/worker.js';

const CHENGGUAN = '420626100000';
const WINDOW = { from: '2026-12-01', to: '2027-01-31' };

interface ShownClass { readonly classId: string; readonly reason: string | null; readonly theoryDays: string[]; readonly practiceDays: string[]; readonly people: number; readonly confirmedAt: string | null }

/** The county has the calendar of its classes worked out, looks at what proves it, and confirms it whole or class by class. */
describe('a calendar of classes', () => {
  let api: TestApi;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let scene: TeachingScene;
  let county: ApiClient;
  let provider: string;
  const people = madeUpPeople(71);
  const ids: string[] = [];
  let first: string;
  let second: string;
  let cooks: string;
  let wide: string;

  beforeAll(async () => {
    api = await startApi();
    worker = await startWorker(api.database);
    scene = await teachingScene(api);
    county = scene.county;
    provider = (await scene.provider()).id;
    const employer = await api.get(EmployersService).register(api.systemPrincipal(COUNTY), { name: '保康焊接测试有限公司', creditCode: null });
    const { principal } = await api.asEmployer(COUNTY, { employerId: employer.id });
    for (const region of ['420626100', '420626106']) {
      await api.get(OwnVacancies).post(principal!, {
        externalRef: region, title: '电焊工', occupation: null, skills: [{ skillId: 'weld.arc', level: 1, essential: true }, { skillId: 'weld.gas', level: 2, essential: false }], region, address: null, lodging: null, minEducation: null, payFrom: 5000, payTo: 7000, openings: 9,
        kind: 'full-time', minAge: 16, certificates: [], description: null, validThrough: null, startsOn: null, endsOn: null, contactName: null, contactPhone: null,
      });
    }
    // Three who weld a little, two of 歇马镇; the last does not leave the township.
    for (const [township, reach] of [['420626106', 'county'], ['420626106', 'township'], ['420626100', 'township']] as const) {
      const { idNumber, name, phone } = people.next();
      ids.push((await api.get(TraineeRegistry).register(api.systemPrincipal(COUNTY), { idNumber, name, phone, township, skills: [{ id: 'weld.arc', level: 1, source: 'stated' }], wishes: { askedOn: '2026-11-01', reach } })).id);
    }
    const short = { theoryHours: 12, practiceHours: 6, seats: 20 };
    first = await scene.class(provider, { ...short, minSeats: 2 });
    second = await scene.class(provider, { ...short, region: CHENGGUAN });
    cooks = await scene.class(provider, { courseId: 'cook', theoryHours: 6, practiceHours: 0 });
    wide = await scene.class(provider, { region: COUNTY });
    await scene.room();
    await scene.room({ region: CHENGGUAN });
    await scene.base();
    await scene.instructor();
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
  });

  async function made(): Promise<ApiAnswer['body']> {
    const { status, body } = await county.post('/v1/class-calendars', { ...WINDOW, hoursPerDay: 6 });
    expect([status, body.state, body.figures]).toEqual([202, 'waiting', null]);
    for (const end = performance.now() + 30_000; performance.now() < end; ) {
      const answer = await county.get(`/v1/class-calendars/${body.id}`);
      if (answer.body.state !== 'waiting') return answer.body;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('the calendar did not come about in time');
  }
  const classIn = (calendar: { classes: ShownClass[] }, classId: string): ShownClass => calendar.classes.find((each) => each.classId === classId)!;
  const standing = async (): Promise<number> => (await api.database.owner.query<{ n: number }>('select count(*)::int as n from class_sessions where cancelled_at is null')).rows[0]!.n;
  const confirm = (id: string, classIds?: string[]): Promise<ApiAnswer> => county.post(`/v1/class-calendars/${id}/confirmation`, classIds === undefined ? {} : { classIds });

  it('says when, where and by whom each class is held and who would sit in it, what proves it, and why a class is not held', async () => {
    const calendar = await made();
    expect(calendar).toMatchObject({ state: 'made', failure: null, from: WINDOW.from, hoursPerDay: 6, figures: { classes: 4, held: 2, wishing: 3, seated: 3, gap: 0, definition: expect.stringMatching(/^口径/) } });
    expect(calendar.figures.objective).toBe(calendar.figures.bound);
    expect([classIn(calendar, cooks).reason, classIn(calendar, wide).reason]).toEqual(['NO_PLACE_OR_INSTRUCTOR', 'NO_TOWNSHIP']);
    const [own, other] = [classIn(calendar, first), classIn(calendar, second)];
    expect([own.theoryDays.length, own.practiceDays.length, own.people, other.people]).toEqual([2, 1, 2, 1]);
    // One instructor of the county: never two classes on a day.
    const days = [own, other].flatMap(({ theoryDays, practiceDays }) => [...theoryDays, ...practiceDays]);
    expect(new Set(days).size).toBe(6);
    expect(calendar.figures.busiest[0]).toMatchObject({ kind: 'instructor', daysUsed: 6 });
    expect((await county.get('/v1/class-calendars')).body[0]).toMatchObject({ id: calendar.id, state: 'made' });
  });

  it('shows everybody their own people only', async () => {
    const calendar = await made();
    const seats = (await county.get(`/v1/class-calendars/${calendar.id}/seats`)).body.items;
    expect(new Set(seats.map(({ traineeId }: { traineeId: string }) => traineeId))).toEqual(new Set(ids));
    const township = await api.asOfficer('township-officer', '420626100');
    expect((await township.get(`/v1/class-calendars/${calendar.id}/seats`)).body.items).toEqual([expect.objectContaining({ traineeId: ids[2], idNumberMasked: expect.stringMatching(/\*/) })]);
    const { body: page } = await county.get(`/v1/class-calendars/${calendar.id}/seats?limit=2`);
    expect([page.items.length, (await county.get(`/v1/class-calendars/${calendar.id}/seats?limit=2&cursor=${page.nextCursor}`)).body.items.length]).toEqual([2, 1]);
    expect((await (await api.asOfficer('county-officer', '420625')).get(`/v1/class-calendars/${calendar.id}`)).status).toBe(404);
    for (const role of ['village-officer', 'training-provider', 'department-officer'] as const) expect((await (await api.asOfficer(role, role === 'village-officer' ? '420626106201' : COUNTY)).get(`/v1/class-calendars/${calendar.id}`)).status).toBe(403);
    expect((await township.post('/v1/class-calendars', WINDOW)).status).toBe(403);
    expect((await township.post(`/v1/class-calendars/${calendar.id}/confirmation`, {})).status).toBe(403);
  });

  it.each<[string, object, number]>([
    ['that ends before it begins', { from: '2026-12-02', to: '2026-12-01' }, 422],
    ['of two years', { from: '2026-01-01', to: '2027-12-31' }, 422],
    ['of a year whose holidays nobody knows', { from: '2027-12-01', to: '2028-01-31' }, 422],
    ['of no day', { from: '2026-13-01', to: '2027-01-31' }, 400],
    ['of days that are too long', { ...WINDOW, hoursPerDay: 9 }, 400],
  ])('is not made for a window %s', async (_, window, status) => {
    const before = (await county.get('/v1/class-calendars')).body.length;
    expect((await county.post('/v1/class-calendars', window)).status).toBe(status);
    expect((await county.get('/v1/class-calendars')).body.length).toBe(before);
  });

  it('is refused whole when something that it uses was booked meanwhile, and nothing is written', async () => {
    const calendar = await made();
    const own = classIn(calendar, first);
    const teacher = (await county.get('/v1/instructors')).body.items[0].id;
    const [elsewhere, hall] = [await scene.class(provider), await scene.room()];
    const booked = await county.post(`/v1/classes/${elsewhere}/sessions`, { sessions: [session({ roomId: hall, instructorId: teacher }, { taughtOn: own.theoryDays[0] })] });
    const before = await standing();
    const answer = await confirm(calendar.id);
    expect([answer.status, answer.body.code]).toEqual([409, 'CLASS_SESSION.DOUBLE_BOOKED']);
    expect(await standing()).toBe(before);
    expect((await county.get(`/v1/class-calendars/${calendar.id}`)).body.classes.every(({ confirmedAt }: ShownClass) => confirmedAt === null)).toBe(true);
    expect((await county.post(`/v1/class-sessions/${booked.body.sessions[0].id}/cancellation`, { reason: '测试' }, { 'if-match': '"1"' })).status).toBe(200);
    // It stands in no later calendar: an ended class waits for none.
    expect((await county.post(`/v1/classes/${elsewhere}/moves`, { to: 'aborted', reasonCode: 'other' })).status).toBe(200);
  });

  it('is confirmed class by class, and once more is the same; a class with a timetable is in no later calendar', async () => {
    const calendar = await made();
    expect((await confirm(calendar.id, [cooks])).body.code).toBe('CLASS_CALENDAR.NOT_READY');
    const before = await standing();
    const one = await confirm(calendar.id, [first]);
    expect([one.status, classIn(one.body, first).confirmedAt === null, classIn(one.body, second).confirmedAt]).toEqual([200, false, null]);
    const { sessions, theory, practice } = (await county.get(`/v1/classes/${first}/sessions`)).body;
    expect([theory.timetabled, practice.timetabled, sessions.length]).toEqual([12, 6, 6]);
    expect((await confirm(calendar.id, [first])).status).toBe(200);
    expect(await standing()).toBe(before + 6);
    expect((await confirm(calendar.id)).status).toBe(200);
    expect(await standing()).toBe(before + 12);
    expect((await made()).classes.map(({ classId }: ShownClass) => classId).sort()).toEqual([cooks, wide].sort());
  });

  it('says that it has failed when the work was given up; what is made stays made', async () => {
    const maker = worker.get(CalendarMaker);
    const system = api.systemPrincipal(COUNTY);
    const { rows } = await api.database.owner.query<{ id: string }>(`insert into class_calendars (county, from_on, to_on, hours_per_day, requested_by) values ($1, $2, $3, 6, 'test') returning id`, [COUNTY, WINDOW.from, WINDOW.to]);
    const { id } = rows[0]!;
    await maker.giveUp(system, id);
    expect((await county.get(`/v1/class-calendars/${id}`)).body).toMatchObject({ state: 'failed', failure: 'gave-up', figures: null, classes: [] });
    await maker.make(system, id);
    expect([(await confirm(id)).body.code, (await county.get(`/v1/class-calendars/${id}/seats`)).body.code]).toEqual(['CLASS_CALENDAR.NOT_READY', 'CLASS_CALENDAR.NOT_READY']);
    const calendar = await made();
    await maker.giveUp(system, calendar.id);
    await maker.make(system, calendar.id);
    expect((await county.get(`/v1/class-calendars/${calendar.id}`)).body).toEqual(calendar);
    await expect(api.database.owner.query('update class_calendars set failed_at = now() where id = $1', [calendar.id])).rejects.toThrow(/is made/);
    await expect(api.database.owner.query(`insert into class_calendar_seats (calendar_id, registration_id, class_id, owner_region) values ($1, gen_random_uuid(), gen_random_uuid(), '420626000000')`, [calendar.id])).rejects.toThrow(/is made/);
  });
});
