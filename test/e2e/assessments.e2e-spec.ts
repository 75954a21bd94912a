import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@app/platform';
import { ClassResultsRoster, type ResultRow } from '@app/placements';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { inDays, TODAY } from '../support/orders.js';
import { courseOf, placementScene, type PlacementScene } from '../support/placements.js';
import { addSession } from '../support/sessions.js';

const COUNTY = '420626';
const XIEMA = '420626106';

/** Scores make results, results make certificates, and a certificate has a number of its own. */
describe('assessments and certificates', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let county: ApiClient;
  let people: string[];
  let providerId: string;
  let path: string;

  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 75);
    county = await api.asOfficer('county-officer', COUNTY);
    people = await scene.people(4, XIEMA);
  });
  afterAll(() => api.close());

  const newClass = async (more: object = {}): Promise<string> => {
    const made = await county.post('/v1/classes', { name: `电焊班 ${Math.random()}`, courseId: await courseOf(api), programme: '双技能', providerId, region: XIEMA, startsOn: inDays(-10), endsOn: inDays(20), seats: 10, theoryHours: 20, practiceHours: 20, ...more });
    expect(made.status).toBe(201);
    await county.post(`/v1/classes/${made.body.id}/enrolments`, { traineeIds: people.slice(0, 3), on: inDays(-9) });
    return `/v1/classes/${made.body.id}`;
  };
  beforeEach(async () => {
    providerId = await scene.provider();
    path = await newClass();
  });

  const assess = (entries: readonly object[], of = path): Promise<ApiAnswer> => county.post(`${of}/assessments`, { entries: entries.map((entry) => ({ on: inDays(-2), ...entry })) });
  const certify = (entries: readonly object[], of = path): Promise<ApiAnswer> => county.post(`${of}/certificates`, { entries: entries.map((entry) => ({ on: TODAY, ...entry })) });
  const onRecord = async (): Promise<unknown> => [(await county.get(`${path}/assessments`)).body, (await county.get(`${path}/roll`)).body];
  const refused = async (request: () => Promise<ApiAnswer>, status: number, code: string, fault: string | RegExp): Promise<void> => {
    const before = await onRecord();
    const answer = await request();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).toMatch(fault);
    expect(await onRecord()).toEqual(before);
  };

  it('tell who passed by the pass marks of the class, once', async () => {
    path = await newClass({ passTheory: 60, passPractice: 75 });
    const [a, b, c] = people;
    const entries = [{ traineeId: a, theory: 60, practice: 75 }, { traineeId: b, theory: 95, practice: 74.5 }, { traineeId: c, absent: true }];
    expect((await assess(entries)).body.items).toEqual([{ traineeId: a, outcome: 'recorded', passed: true }, { traineeId: b, outcome: 'recorded', passed: false }, { traineeId: c, outcome: 'recorded', passed: false }]);
    expect((await assess(entries)).body.items.map((item: { outcome: string }) => item.outcome)).toEqual(['already', 'already', 'already']);
    const { items } = (await county.get(`${path}/assessments`)).body;
    expect(items).toHaveLength(3);
    expect(items.find((item: { traineeId: string }) => item.traineeId === b)).toMatchObject({ attempt: 1, theory: 95, practice: 74.5, passTheory: 60, passPractice: 75, passed: false, withdrawReason: null, recordedBy: county.principal!.id });
  });

  it('give a second attempt to whoever failed, and no third', async () => {
    const [a] = people;
    await assess([{ traineeId: a, theory: 50, practice: 80 }]);
    expect((await assess([{ traineeId: a, attempt: 2, on: inDays(-1), theory: 65, practice: 80 }])).body.items).toMatchObject([{ passed: true }]);
    expect((await assess([{ traineeId: a, attempt: 3, theory: 65, practice: 80 }])).status).toBe(400);
    await refused(() => assess([{ traineeId: a, attempt: 2, theory: 99, practice: 99 }]), 422, 'PLACEMENT.INVALID', /这一次考核已有成绩/);
    await refused(() => assess([{ traineeId: people[1], attempt: 2, theory: 99, practice: 99 }]), 422, 'PLACEMENT.INVALID', /补考须在首次考核未通过之后/);
  });

  it('refuse scores that cannot be, and people who are not there; nobody of the list is assessed', async () => {
    const [a, b] = people;
    const right = { traineeId: a, theory: 80, practice: 80 };
    await refused(() => assess([right, { traineeId: people[3], theory: 80, practice: 80 }]), 422, 'PLACEMENT.INVALID', /考核当天不在该班名册上/);
    await refused(() => assess([right, { traineeId: b, theory: 80 }]), 422, 'PLACEMENT.INVALID', /缺少实操成绩/);
    await refused(() => assess([right, { traineeId: b, absent: true, theory: 10 }]), 422, 'PLACEMENT.INVALID', /缺考没有成绩/);
    await refused(() => assess([right, { traineeId: b, theory: 80, practice: 80, on: inDays(1) }]), 422, 'PLACEMENT.INVALID', /不能晚于今天/);
    for (const theory of [-1, 100.5, 60.25]) expect((await assess([{ traineeId: a, theory, practice: 80 }])).status).toBe(400);
    expect((await county.post('/v1/classes', { name: '班', courseId: await courseOf(api), programme: '双技能', providerId, region: XIEMA, startsOn: TODAY, endsOn: TODAY, seats: 1, passTheory: null, passPractice: null })).body.faults).toEqual([{ path: 'passTheory', message: '理论和实操至少考一项' }]);
  });

  it('are put right by a withdrawal and a new result; the old one stays to be seen', async () => {
    const [a] = people;
    await assess([{ traineeId: a, theory: 50, practice: 80 }]);
    const id = (await county.get(`${path}/assessments`)).body.items[0].id as string;
    expect((await county.post(`/v1/class-assessments/${id}/withdrawal`, { reasonCode: 'score-wrong' })).status).toBe(204);
    expect((await assess([{ traineeId: a, theory: 60, practice: 80 }])).body.items).toMatchObject([{ outcome: 'recorded', passed: true }]);
    expect((await county.get(`${path}/assessments`)).body.items.map((item: { theory: number; withdrawReason: string | null }) => [item.theory, item.withdrawReason])).toEqual([[50, 'score-wrong'], [60, null]]);
    await refused(() => county.post(`/v1/class-assessments/${id}/withdrawal`, { reasonCode: 'other' }), 409, 'ASSESSMENT.STANDS', /不能撤回/);
    const kept = (await county.get(`${path}/assessments`)).body.items[1].id as string;
    await certify([{ traineeId: a }]);
    await refused(() => county.post(`/v1/class-assessments/${kept}/withdrawal`, { reasonCode: 'other' }), 409, 'ASSESSMENT.STANDS', /证书以它为据/);
    expect((await (await api.asOfficer('county-officer', '420625')).post(`/v1/class-assessments/${kept}/withdrawal`, { reasonCode: 'other' })).status).toBe(404);
  });

  it('stand before a certificate as soon as the class has any; a class without them certifies as before', async () => {
    const [a, b, c] = people;
    expect((await certify([{ traineeId: c }])).status).toBe(200);
    await assess([{ traineeId: a, theory: 80, practice: 80 }]);
    await refused(() => certify([{ traineeId: a }, { traineeId: b }]), 409, 'CERTIFICATE.NOT_EARNED', /entries\[1\].*考核未通过/);
    expect((await certify([{ traineeId: a }])).body.items).toMatchObject([{ outcome: 'recorded' }]);
    await expect(api.get(Database).inScope(county.principal!, (tx) => tx.query(
      `insert into ledger_facts (id, county, owner_region, kind, effective_on, registration_id, person_id, class_id, recorded_by) select gen_random_uuid(), f.county, f.owner_region, 'certified', $2, f.registration_id, f.person_id, f.class_id, 'x' from ledger_facts f where f.class_id = $1 and f.registration_id = $3 and f.kind = 'enrolled'`,
      [path.split('/').at(-1), TODAY, b]))).rejects.toThrow(/not earned/);
  });

  it('ask for the share of attendance that the class demands', async () => {
    path = await newClass({ attendancePercent: 80 });
    const id = path.split('/').at(-1)!;
    const [a, b] = people;
    await refused(() => certify([{ traineeId: a }]), 409, 'CERTIFICATE.NOT_EARNED', /到课率不足/);
    const [first, second] = [await addSession(api.database, { classId: id, taughtOn: inDays(-5), hours: 4 }), await addSession(api.database, { classId: id, taughtOn: inDays(-4), hours: 1 })];
    await county.post(`/v1/class-sessions/${first}/attendance`, { entries: [{ traineeId: a, mark: 'present' }, { traineeId: b, mark: 'present', hours: 3.9 }] });
    await county.post(`/v1/class-sessions/${second}/attendance`, { entries: [{ traineeId: a, mark: 'absent' }, { traineeId: b, mark: 'leave' }] });
    await refused(() => certify([{ traineeId: b }]), 409, 'CERTIFICATE.NOT_EARNED', /到课率不足/);
    expect((await certify([{ traineeId: a }])).status).toBe(200);
  });

  it('take the hours done from the sessions where nobody states them', async () => {
    const id = path.split('/').at(-1)!;
    const [a, b] = people;
    const session = await addSession(api.database, { classId: id, taughtOn: inDays(-5), hours: 4 });
    await county.post(`/v1/class-sessions/${session}/attendance`, { entries: [{ traineeId: a, mark: 'present', hours: 3.5 }] });
    await county.post(`${path}/completions`, { entries: [{ traineeId: a, on: TODAY }, { traineeId: b, on: TODAY, hoursDone: 38 }] });
    const { rows } = await api.database.owner.query<{ id: string; hours: number }>('select registration_id as id, hours_done as hours from course_records where class_id = $1 and hours_done is not null', [id]);
    expect(Object.fromEntries(rows.map((row) => [row.id, row.hours]))).toEqual({ [a!]: 3, [b!]: 38 });
  });

  it('number certificates once in a county for each issuer, also in parallel; a number that was taken back is free', async () => {
    const [a, b, c] = people;
    const other = await newClass();
    const answers = await Promise.all([certify([{ traineeId: a, certificateNumber: 'BK-001' }]), certify([{ traineeId: b, certificateNumber: ' BK-001' }], other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('CERTIFICATE.NUMBER_TAKEN');
    await refused(() => certify([{ traineeId: c, certificateNumber: 'BK-001' }]), 409, 'CERTIFICATE.NUMBER_TAKEN', /证书编号已被使用/);
    await refused(() => certify([{ traineeId: b, certificateNumber: 'BK-002' }, { traineeId: c, certificateNumber: 'BK-002' }]), 409, 'CERTIFICATE.NUMBER_TAKEN', /entries\[1\].certificateNumber/);
    expect((await certify([{ traineeId: c, certificateNumber: 'BK-001', certificateIssuer: '襄阳市技能鉴定中心' }])).status).toBe(200);
    const { rows } = await api.database.owner.query<{ id: string }>(`select id from ledger_facts where payload ->> 'certificateNumber' = 'BK-001' and not payload ? 'certificateIssuer'`);
    expect((await county.post(`/v1/placement-facts/${rows[0]!.id}/corrections`, { reason: '登记错人' })).status).toBe(200);
    expect((await certify([{ traineeId: c, certificateNumber: 'BK-001' }], other)).status).toBe(200);
  });

  it('hold for rosters of results too: a row that is not earned, or whose number is taken, comes back', async () => {
    const [a, b, c] = people;
    await assess([{ traineeId: a, theory: 80, practice: 80 }, { traineeId: b, theory: 80, practice: 80 }]);
    const { rows } = await api.database.owner.query<{ id: string; name: string }>('select id, name from registrations where id = any ($1::uuid[])', [people]);
    const row = (id: string, certificateNumber: string): ResultRow => ({ idNumber: null, name: rows.find((each) => each.id === id)!.name, trainingClass: path.split('/').at(-1)!, result: 'certified', on: TODAY, hoursDone: null, dropCode: null, certificateNumber });
    const system = api.systemPrincipal(COUNTY);
    const outcomes = await api.get(Database).inScope(system, (tx) => api.get(ClassResultsRoster).apply(tx, system, [row(a!, 'S-1'), row(b!, 'S-1'), row(c!, 'S-2')]));
    expect(outcomes.map(({ outcome, faults }) => [outcome, faults.map(({ field, message }) => `${field}: ${message}`)])).toEqual([['new', []], ['faulty', ['certificate-number: 证书编号已被使用']], ['faulty', ['result: 考核未通过']]]);
  });
});
