import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClassesService, EmploymentsService } from '@app/placements';
import { Specialities } from '@app/training';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { COUNTY, inDays, order, orderScene, TODAY, type OrderScene } from '../support/orders.js';
import { placementScene, type PlacementScene } from '../support/placements.js';

/** What a county teaches, what came of it, and what it teaches no more. */
describe('the catalogue of specialities', () => {
  let api: TestApi;
  let scene: OrderScene;
  let people: PlacementScene;
  let county: ApiClient;
  let department: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    scene = await orderScene(api);
    county = scene.county;
    department = await api.asOfficer('department-officer', COUNTY);
    people = placementScene(api, COUNTY, 63);
  });
  afterAll(() => api.close());

  const refresh = () => api.get(Specialities).refresh(api.systemPrincipal(COUNTY));
  const lineOf = async (courseId: string, query = ''): Promise<Record<string, unknown> & { position: number; score: number; parts: { part: string; isKnown: boolean }[]; retention: Record<string, unknown> }> =>
    (await county.get(`/v1/specialities${query}`)).body.items.find((line: { courseId: string }) => line.courseId === courseId);
  const decide = (courseId: string, what: 'retirement' | 'resumption', more: object = {}, client = department) => client.post(`/v1/specialities/${courseId}/${what}`, { from: TODAY, reason: '连续两年无人就业', ...more });

  /** A class of the course that ended long ago: so many of its people began proven work, self-employed or not, and are in it still. */
  async function pastClass(courseId: string, size: number, employed: number, type: 'wage' | 'self-employment' = 'wage'): Promise<void> {
    const trainees = await people.people(size, '420626106');
    const classes = api.get(ClassesService);
    const system = api.systemPrincipal(COUNTY);
    const { id } = await classes.create(system, { name: '往期班', courseId, programme: '项目', providerId: await people.provider(), region: COUNTY, startsOn: inDays(-700), endsOn: inDays(-650), seats: size });
    await classes.enrol(system, id, trainees, inDays(-700));
    await classes.recordResults(system, id, 'completed', trainees.map((traineeId) => ({ traineeId, on: inDays(-650) })));
    const employments = api.get(EmploymentsService);
    for (const traineeId of trainees.slice(0, employed)) {
      const employmentId = await employments.start(system, { traineeId, startsOn: inDays(-640), type, permanent: true });
      await employments.addEvidence(system, employmentId, { form: 'site-attendance', on: inDays(-640), reference: '工地一，工资专户' });
    }
  }

  it('is worked out by the worker, and asked for when it is not there', async () => {
    const answer = await county.get('/v1/specialities');
    expect([answer.status, answer.body.code]).toEqual([503, 'SPECIALITY.NOT_READY']);
    expect((await county.post('/v1/specialities/refresh')).status).toBe(202);
    const { rows } = await api.database.owner.query<{ n: number }>(`select count(*)::int as n from outbox where name = 'specialities.refresh'`);
    expect(rows[0]!.n).toBe(1);
    await refresh();
    const { body } = await county.get('/v1/specialities');
    const { rows: [all] } = await api.database.owner.query<{ n: number }>('select count(*)::int as n from courses');
    expect([body.asOf, body.items.length, body.knownBy, body.shortageAsOf, body.policyVersion]).toEqual([TODAY, all!.n, null, null, 'speciality-1']);
    expect(body.items.map(({ position }: { position: number }) => position)).toEqual(body.items.map((_: unknown, i: number) => i + 1));
    expect(body.items.every(({ parts }: { parts: { part: string; isKnown: boolean }[] }) => parts.every(({ part, isKnown }) => isKnown === (part === 'length')))).toBe(true);
    for (const text of Object.values(body.definitions)) expect(text).toMatch(/[一-鿿]/);
  });

  it('shows hours and days, openings of the shortage board, rates with their n and interval, start-ups; nothing of 1 to 19 people, nor what would give them away', async () => {
    await api.database.owner.query(`insert into shortage_boards (county, as_of, policy_version, lines) values ($1, $2, 'test', $3)`, [COUNTY, TODAY, JSON.stringify([
      { occupation: '6-18-02-04', month: '2027-01', unfillable: 12, qualified: 4, course: { courseId: 'welding', fills: 8, hoursPlanned: 160, people: [] } }, { occupation: '6-18-02-04', month: '2027-02', unfillable: 12, qualified: 4, course: { courseId: 'welding', fills: 4, hoursPlanned: 160, people: [] } },
    ])]);
    await pastClass('welding', 22, 20);
    await pastClass('sewing', 24, 2);
    await pastClass('startup', 21, 7, 'self-employment');
    await pastClass('cook', 6, 5);
    await refresh();
    expect((await lineOf('startup')).startup180).toMatchObject({ n: 21, rate: null, message: expect.stringMatching(/反推/) }); // the small one alone would be found by subtraction
    await pastClass('pastry', 5, 2);
    await refresh();
    const [good, bad, founders, few] = [await lineOf('welding'), await lineOf('sewing'), await lineOf('startup'), await lineOf('cook')];
    expect(good).toMatchObject({ theoryHours: 40, practiceHours: 120, days: 20, fills: 12, department: '人社', occupation: '6-18-02-04', retention: { n: 22, numerator: 20, rate: 90.91, interval: [expect.any(Number), expect.any(Number)] }, settlement: { n: 22 }, standing: 'no-finding', state: 'open', decision: null });
    expect(bad).toMatchObject({ retention: { n: 24, numerator: 2 }, standing: 'does-not-work', standingLabel: '成效不好' });
    expect([founders.startup180, founders.startup365]).toEqual([expect.objectContaining({ n: 21, numerator: 7, rate: 33.33 }), expect.objectContaining({ n: 21, numerator: 7 })]);
    expect(founders.parts.find(({ part }) => part === 'startup')!.isKnown).toBe(true);
    expect(few).toMatchObject({ retention: { n: 6, numerator: null, rate: null, interval: null, message: expect.stringMatching(/不足 20 人/) }, standing: 'too-few' });
    expect(few.parts.find(({ part }) => part === 'employment')!.isKnown).toBe(false);
    expect(good.position).toBe(1);
    const { rows: [board] } = await api.database.owner.query<{ lines: { courseId: string; retention: unknown; settlement: unknown }[] }>('select lines from speciality_boards');
    expect(JSON.stringify(board!.lines.find(({ courseId }) => courseId === 'cook'))).not.toMatch(/"numerator":5/);
  });

  it('leaves as a table with its definitions, and the export is on record', async () => {
    const csv = await county.get('/v1/specialities/export?format=csv');
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(csv.text).toMatch(/名次.*课程.*R2@180/);
    expect(csv.text).toMatch(/口径：排名/);
    const xlsx = await county.open('/v1/specialities/export?format=xlsx');
    expect(Buffer.from(await xlsx.arrayBuffer()).subarray(0, 2).toString()).toBe('PK');
    const { rows } = await api.database.owner.query<{ format: string }>(`select details->>'format' as format from audit_events where action = 'speciality.export' order by id`);
    expect(rows.map(({ format }) => format)).toEqual(['csv', 'xlsx']);
    expect((await county.get('/v1/specialities/export?format=pdf')).status).toBe(400);
  });

  it('retires a course by an officer of the county or a department, with a reason, and takes it up again, in turn', async () => {
    expect((await decide('sewing', 'resumption')).body.code).toBe('SPECIALITY.DECISION_REFUSED');
    const retired = await decide('sewing', 'retirement');
    expect([retired.status, retired.body]).toEqual([200, expect.objectContaining({ courseId: 'sewing', kind: 'retired', effectiveOn: TODAY, decidedBy: department.principal!.id })]);
    expect((await decide('sewing', 'retirement')).body).toEqual(retired.body);
    expect((await decide('sewing', 'retirement', { from: inDays(1) })).body.code).toBe('SPECIALITY.DECISION_REFUSED');
    expect(await lineOf('sewing')).toMatchObject({ state: 'retired', decision: { reason: '连续两年无人就业' } });
    expect((await decide('sewing', 'resumption', { from: inDays(-1) })).body.code).toBe('SPECIALITY.DECISION_REFUSED');
    expect((await decide('sewing', 'resumption', {}, county)).body.kind).toBe('resumed');
    expect((await lineOf('sewing')).state).toBe('open');
    expect((await decide('nothing', 'retirement')).body.code).toBe('SPECIALITY.UNKNOWN');
    expect((await decide('sewing', 'retirement', { from: inDays(400) })).body.code).toBe('TRAINING.INVALID');
    expect((await decide('sewing', 'retirement', { reason: ' ' })).status).toBe(400);
    for (const client of [await api.asOfficer('township-officer', '420626106'), await api.asOfficer('auditor', COUNTY)]) expect((await decide('sewing', 'retirement', {}, client)).status).toBe(403);
  });

  it('keeps a retired course from being ordered or opened anew, by the rule’s name; what runs goes on', async () => {
    const employer = await scene.employer();
    const provider = await scene.provider();
    const wanted = { occupation: '6-05-01-03' };
    const running = await scene.queued(employer.client, wanted);
    const waiting = (await employer.client.post('/v1/training-orders', order(wanted))).body.id as string;
    await scene.act(county, waiting, 'review');
    const draft = (await employer.client.post('/v1/training-orders', order({ ...wanted, draft: true }))).body.id as string;
    const open = (startsOn: string) => county.post('/v1/classes', { name: '缝纫班', courseId: 'sewing', programme: '项目', providerId: provider.id, region: '420626106', startsOn, endsOn: inDays(100), seats: 30 });
    const before = await open(inDays(30));
    expect(before.status).toBe(201);
    const { rows: others } = await api.database.owner.query<{ id: string }>(`select id from courses where occupation = '6-05-01-03' or '6-05-01-03' like occupation || '-%'`);
    for (const { id } of others) expect((await decide(id, 'retirement')).status).toBe(200);
    const refused = await employer.client.post('/v1/training-orders', order(wanted));
    expect([refused.status, refused.body.code]).toEqual([422, 'TRAINING_ORDER.INVALID']);
    expect(JSON.stringify(refused.body)).toMatch(/开设课程：培训这个职业的课程在本县均已停办/);
    expect((await scene.act(employer.client, draft, 'submission')).body.code).toBe('TRAINING_ORDER.INVALID');
    expect((await scene.act(county, waiting, 'approval')).body.code).toBe('TRAINING_ORDER.INVALID');
    expect([(await open(inDays(30))).body.code, (await open(TODAY)).body.code, (await open(inDays(-1))).status]).toEqual(['SPECIALITY.RETIRED', 'SPECIALITY.RETIRED', 201]);
    const slotId = await scene.slot(provider.id, { occupation: null, fromOn: inDays(20) });
    expect((await scene.act(county, running, 'recruiting', { slotId })).body.state).toBe('recruiting');
    await scene.sign(running);
    expect((await scene.act(county, running, 'class', { classId: before.body.id })).body.code).toBe('SPECIALITY.RETIRED');
    await decide('sewing', 'resumption');
    expect((await scene.act(county, running, 'class', { classId: before.body.id })).body.state).toBe('class-open');
    await decide('sewing', 'retirement');
    expect((await scene.act(county, running, 'training')).body.state).toBe('training');
  });

  it('is read by the county’s offices and providers, of a day as it was; not of a day to come, and not by employers', async () => {
    const provider = await scene.provider();
    for (const client of [provider.client, department, await api.asOfficer('village-officer', '420626106200')]) expect((await client.get('/v1/specialities')).status).toBe(200);
    expect((await (await scene.employer()).client.get('/v1/specialities')).status).toBe(403);
    expect((await county.get(`/v1/specialities?asOf=${inDays(1)}`)).body.code).toBe('TRAINING.INVALID');
    expect((await county.get(`/v1/specialities?asOf=${inDays(-1)}`)).body.code).toBe('SPECIALITY.NOT_READY');
    await api.database.owner.query(`update speciality_boards set as_of = $1`, [inDays(-3)]);
    expect((await county.get(`/v1/specialities?asOf=${inDays(-1)}`)).body.asOf).toBe(inDays(-3));
    expect((await lineOf('sewing', `?asOf=${inDays(-1)}`)).state).toBe('open');
    expect((await (await api.asOfficer('county-officer', '420625')).get('/v1/specialities')).body.code).toBe('SPECIALITY.NOT_READY');
  });
});
