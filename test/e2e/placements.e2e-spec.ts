import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf, creditCodeCheckCharacter } from '@app/kernel';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { courseOf, placementScene, type PlacementScene } from '../support/placements.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const COMPLETED_ON = ago(230);
const HIRE = { on: ago(100), startsOn: ago(95), type: 'wage', permanent: false, pay: 5200, contractMonths: 24, workplace: '420606' } as const;
const CONTRACT = { form: 'contract', on: TODAY, contractNumber: 'HT-2026-018', signedOn: ago(96), contractMonths: 24, confirmedBy: '人事部', confirmedOn: TODAY } as const;

/** An officer puts people forward, records what came of it, and the rate follows, down to the proof. */
describe('placements', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let county: ApiClient;
  let township: ApiClient;
  let stranger: ApiClient;
  let graduates: string[];

  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 11);
    [county, township, stranger] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA), api.asOfficer('county-officer', '420625')]);
    graduates = await scene.people(25, XIEMA);
    await scene.completedClass(graduates, ago(260), COMPLETED_ON);
  });
  afterAll(() => api.close());

  const present = async (vacancyId: string, traineeIds: readonly string[], client = county, more: object = { on: ago(105) }) => client.post('/v1/referrals', { vacancyId, traineeIds, ...more });
  const referralOf = async (vacancyId: string, traineeId: string, more?: object): Promise<string> => (await present(vacancyId, [traineeId], county, more)).body.items[0].referral.id as string;
  const rate = async (query = '', client = county) => (await client.get(`/v1/rates?rule=R1${query}`)).body;

  it('follows the walk: refer, hire, contract evidence; R1 rises by that person, and as of yesterday it has not', async () => {
    const trainee = graduates[0]!;
    const before = await rate();
    expect(before.total).toMatchObject({ n: 25, numerator: 0, rate: 0, immature: 0, suppressed: false });
    const referral = await referralOf(await scene.vacancy(3), trainee);
    const hired = await township.post(`/v1/referrals/${referral}/hire`, HIRE);
    expect([hired.status, hired.body.state]).toEqual([200, 'hired']);
    expect((await rate()).total).toMatchObject({ n: 25, numerator: 0, evidence: { E0: 1, E1: 0, E2: 0, E3: 0 } });
    const proof = await township.post(`/v1/employments/${hired.body.employmentId}/evidence`, CONTRACT);
    expect([proof.status, proof.body.level]).toEqual([201, 2]);

    const after = await rate();
    expect(after.total).toMatchObject({ n: 25, numerator: 1, rate: 4, low: 4, high: 100, evidence: { E0: 0, E1: 0, E2: 1, E3: 0 }, personCourses: { n: 25, numerator: 1, rate: 4 } });
    expect(after.total.wilson).toEqual([0.71, 19.54]);
    expect(after.definition).toMatch(/分母为保康县.*结业.*分子为.*180 天.*E2.*数据截至/);
    expect((await rate(`&asOf=${ago(1)}`)).total.numerator).toBe(0);
    expect((await rate(`&knownBy=${encodeURIComponent(before.knownBy)}`)).total).toEqual(before.total);
    expect((await rate('&minEvidence=0')).rule).toBe('R1@E0');

    const persons = await county.get(`/v1/rates/persons?rule=R1&part=numerator`);
    expect(persons.body.items).toEqual([
      expect.objectContaining({ traineeId: trainee, standing: 'employed', startsOn: COMPLETED_ON, evidenceLevel: 2, employment: expect.objectContaining({ pay: 5200, proofs: [expect.objectContaining({ factId: proof.body.factId, level: 2, inForce: true, detail: expect.objectContaining({ contractNumber: 'HT-2026-018' }) })] }) }),
    ]);
    expect(persons.body.items[0].idNumberMasked).toMatch(/^420626\*{11}.$/);
  });

  it('pages through the persons behind a number without leaving anybody out', async () => {
    const first = await county.get('/v1/rates/persons?rule=R7&part=denominator&limit=20');
    const second = await county.get(`/v1/rates/persons?rule=R7&part=denominator&limit=20&cursor=${first.body.nextCursor}`);
    const ids = [...first.body.items, ...second.body.items].map((item: { traineeId: string }) => item.traineeId);
    expect([first.body.items.length, second.body.items.length, second.body.nextCursor]).toEqual([20, 5, null]);
    expect(ids.sort()).toEqual([...graduates].sort());
    const { rows } = await api.database.owner.query<{ subject: string; details: object }>(`select subject_id as subject, details from audit_events where action = 'rate.persons' order by id desc limit 2`);
    expect(rows).toEqual([{ subject: 'R7', details: { part: 'denominator', persons: 5 } }, { subject: 'R7', details: { part: 'denominator', persons: 20 } }]);
  });

  it('leaves an excluded person out of R1 and keeps one in R7; the village is told nothing of it', async () => {
    const trainee = graduates[1]!;
    const village = await api.asOfficer('village-officer', `${XIEMA}200`);
    const exclusion = { reason: 'medical-over-90-days', on: ago(200), proofReference: '住院证明 2026-17' };
    expect((await village.post(`/v1/trainees/${trainee}/exclusions`, exclusion)).status).toBe(403);
    const made = await township.post(`/v1/trainees/${trainee}/exclusions`, exclusion);
    expect(made.status).toBe(201);
    expect((await rate()).total).toMatchObject({ n: 24, excluded: { 'medical-over-90-days': 1 } });
    expect((await county.get('/v1/rates?rule=R7')).body.total.n).toBe(25);
    expect((await county.get(`/v1/rates/persons?rule=R1&part=excluded`)).body.items).toMatchObject([{ traineeId: trainee, exclusionReason: 'medical-over-90-days' }]);
    expect((await county.get(`/v1/trainees/${trainee}/placements`)).body.exclusions).toMatchObject([{ reason: 'medical-over-90-days', proofReference: '住院证明 2026-17' }]);
    const correction = await county.post(`/v1/placement-facts/${made.body.factId}/corrections`, { reason: '登记错人' });
    expect([correction.status, (await rate()).total.n]).toEqual([202, 24]);
    expect((await township.post(`/v1/correction-requests/${correction.body.request.id}/confirmation`)).status).toBe(200);
    expect((await rate()).total).toMatchObject({ n: 25, excluded: {} });
  });

  it('hides small numbers from another county and on request, not from the officers of the region', async () => {
    expect((await rate('', stranger)).region).toBe('420625000000');
    const far = placementScene(api, '420625', 12);
    await far.completedClass(await far.people(5, '420625100'), ago(260), COMPLETED_ON);
    const own = await rate('', stranger);
    expect([own.form, own.total.n, own.total.rate]).toEqual(['raw', 5, 0]);
    const seen = await rate('&region=420625');
    expect([seen.form, seen.total.n, seen.total.rate, seen.total.suppressed]).toEqual(['published', 5, null, true]);
    expect(seen.total.message).toContain('不足');
    expect((await rate('&published=true', stranger)).total.rate).toBeNull();
    expect((await county.get('/v1/rates/persons?rule=R1&part=denominator&region=420625')).status).toBe(404);
  });

  it('answers another county as if nothing were there', async () => {
    const vacancyId = await scene.vacancy(2);
    const referral = await referralOf(vacancyId, graduates[2]!);
    for (const [method, path, body] of [
      ['GET', `/v1/referrals/${referral}`, undefined], ['POST', `/v1/referrals/${referral}/hire`, HIRE], ['GET', `/v1/trainees/${graduates[2]}/placements`, undefined],
      ['POST', `/v1/trainees/${graduates[2]}/not-employed`, { on: TODAY }], ['POST', '/v1/referrals', { vacancyId, traineeIds: [graduates[2]] }],
    ] as const) expect([path, (await stranger.request(method, path, body)).status]).toEqual([path, 404]);
    expect((await stranger.get(`/v1/referrals?vacancyId=${vacancyId}`)).body.items).toEqual([]);
  });

  it('makes one event of a double submit, also in parallel', async () => {
    const vacancyId = await scene.vacancy(2);
    const answers = await Promise.all(Array.from({ length: 6 }, () => present(vacancyId, [graduates[3]!])));
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(200));
    expect(answers.map((answer) => answer.body.items[0].outcome).sort()).toEqual(['already', 'already', 'already', 'already', 'already', 'presented']);
    const referral = answers[0]!.body.items[0].referral.id as string;
    const hires = await Promise.all(Array.from({ length: 4 }, () => county.post(`/v1/referrals/${referral}/hire`, HIRE)));
    expect(hires.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(new Set(hires.map((answer) => answer.body.employmentId)).size).toBe(1);
    const events = await api.database.owner.query('select number, kind from referral_events where referral_id = $1 order by number', [referral]);
    expect(events.rows).toEqual([{ number: 1, kind: 'presented' }, { number: 2, kind: 'hired' }]);
    expect((await county.post(`/v1/referrals/${referral}/hire`, { ...HIRE, pay: 9000 })).status).toBe(409);
  });

  it('has one effect for one Idempotency-Key sent fifty times at once', async () => {
    const [vacancyId, trainee] = [await scene.vacancy(5), graduates[9]!];
    const referral = await referralOf(vacancyId, trainee);
    const key = { 'idempotency-key': 'hire-graduate-9' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => county.post(`/v1/referrals/${referral}/hire`, HIRE, key)));
    const done = answers.filter((answer) => answer.status === 200);
    expect(answers.filter((answer) => answer.status !== 200 && answer.status !== 409)).toEqual([]);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map((answer) => answer.text)).size).toBe(1);
    expect((await county.post(`/v1/referrals/${referral}/hire`, { ...HIRE, pay: 1 }, key)).status).toBe(422);
    expect((await county.post(`/v1/referrals/${referral}/hire`, HIRE, key)).text).toBe(done[0]!.text);
    expect((await api.database.owner.query('select hired from vacancies where id = $1', [vacancyId])).rows).toEqual([{ hired: 1 }]);
  });

  it('gives ten seats to ten of forty parallel hires', async () => {
    const vacancyId = await scene.vacancy(10);
    const crowd = await scene.people(40, XIEMA);
    const { body } = await present(vacancyId, crowd);
    const answers = await Promise.all(body.items.map((item: { referral: { id: string } }) => county.post(`/v1/referrals/${item.referral.id}/hire`, HIRE)));
    const statuses = (answers as { status: number }[]).map((answer) => answer.status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(200), ...Array<number>(30).fill(409)]);
    const { rows } = await api.database.owner.query('select hired, status from vacancies where id = $1', [vacancyId]);
    expect(rows).toEqual([{ hired: 10, status: 'filled' }]);
    const started = await api.database.owner.query(`select count(*)::int as count from ledger_facts where kind = 'employment-started' and payload ->> 'vacancyId' = $1`, [vacancyId]);
    expect(started.rows).toEqual([{ count: 10 }]);
  });

  it('closes the person\'s other referrals with a hire, and brings back only those named when it is undone', async () => {
    const trainee = graduates[4]!;
    const [first, second, third] = [await scene.vacancy(1), await scene.vacancy(1), await scene.vacancy(1)];
    const [a, b, c] = [await referralOf(first, trainee), await referralOf(second, trainee), await referralOf(third, trainee)];
    const hired = await county.post(`/v1/referrals/${a}/hire`, HIRE);
    const stateOf = async (id: string) => (await county.get(`/v1/referrals/${id}`)).body.state;
    expect([await stateOf(a), await stateOf(b), await stateOf(c)]).toEqual(['hired', 'obsolete', 'obsolete']);
    expect((await county.post(`/v1/placement-facts/${(await startFactOf(trainee)).factId}/corrections`, { reason: '误录' })).status).toBe(422);
    const undone = await county.post(`/v1/referrals/${a}/undo-hire`, { reason: '用人单位取消录用', restoreReferralIds: [b] });
    expect([undone.status, undone.body.state]).toEqual([200, 'presented']);
    expect([await stateOf(b), await stateOf(c)]).toEqual(['presented', 'obsolete']);
    expect((await county.post(`/v1/employments/${hired.body.employmentId}/evidence`, CONTRACT)).status).toBe(404);
    expect((await api.database.owner.query('select hired, status from vacancies where id = $1', [first])).rows).toEqual([{ hired: 0, status: 'open' }]);
  });

  const startFactOf = async (trainee: string) => (await county.get(`/v1/trainees/${trainee}/placements`)).body.items.find((item: { kind: string }) => item.kind === 'employment-started');

  it('records a refusal by its code, and does not put the person forward again without a reason', async () => {
    const [vacancyId, trainee] = [await scene.vacancy(1), graduates[5]!];
    const referral = await referralOf(vacancyId, trainee, { on: ago(10) });
    expect((await county.post(`/v1/referrals/${referral}/refusal`, { code: 'because' })).status).toBe(400);
    expect((await county.post(`/v1/referrals/${referral}/refusal`, { code: 'trainee-pay' })).body).toMatchObject({ state: 'refused', reasonCode: 'trainee-pay' });
    expect((await county.post(`/v1/referrals/${referral}/hire`, { ...HIRE, on: TODAY })).status).toBe(409);
    expect((await present(vacancyId, [trainee], county, {})).body.items[0].outcome).toBe('not-presented');
    expect((await present(vacancyId, [trainee], county, { reason: '工资已提高' })).body.items[0].outcome).toBe('presented');
    expect((await api.database.owner.query('select reason from refusals where registration_id = $1 and vacancy_id = $2', [trainee, vacancyId])).rows).toEqual([{ reason: 'trainee-pay' }]);
  });

  it('closes a referral without an answer after day 60, until the person is put forward anew', async () => {
    const [vacancyId, trainee] = [await scene.vacancy(1), graduates[6]!];
    const referral = await referralOf(vacancyId, trainee, { on: ago(61) });
    expect((await county.get(`/v1/referrals/${referral}`)).body.state).toBe('no-answer');
    expect((await county.post(`/v1/referrals/${referral}/hire`, { ...HIRE, on: TODAY })).status).toBe(409);
    expect((await present(vacancyId, [trainee], county, {})).body.items[0].outcome).toBe('presented');
    expect((await county.post(`/v1/referrals/${referral}/hire`, { ...HIRE, on: TODAY })).body.state).toBe('hired');
  });

  it('corrects by retracting and adding: the report known before stays as it was', async () => {
    const trainee = graduates[7]!;
    const started = await county.post(`/v1/trainees/${trainee}/employments`, { startsOn: ago(60), type: 'self-employment', permanent: true });
    const licence = { form: 'licence', on: ago(30), reference: `91420626MA49P8J05${creditCodeCheckCharacter('91420626MA49P8J05')}` };
    expect((await county.post(`/v1/employments/${started.body.employmentId}/evidence`, { ...licence, reference: '91420626MA49P8J05I' })).status).toBe(422);
    expect((await county.post(`/v1/employments/${started.body.employmentId}/evidence`, licence)).body.level).toBe(2);
    const fact = await startFactOf(trainee);
    const before = await rate();
    const corrected = await county.post(`/v1/placement-facts/${fact.factId}/corrections`, { reason: '开业日期写错', replacement: { on: ago(20) } });
    expect(corrected.status).toBe(200);
    const after = await rate();
    expect(before.total.numerator - after.total.numerator).toBe(1);
    expect((await rate(`&knownBy=${encodeURIComponent(before.knownBy)}`)).total).toEqual(before.total);
    expect((await county.post(`/v1/placement-facts/${fact.factId}/corrections`, { reason: '再次更正' })).status).toBe(409);
    const history = (await county.get(`/v1/trainees/${trainee}/placements`)).body.items.filter((item: { kind: string }) => item.kind !== 'evidence');
    expect(history.map((item: { kind: string; inForce: boolean }) => [item.kind, item.inForce])).toEqual(expect.arrayContaining([['employment-started', false], ['employment-started', true], ['retracted', true]]));
  });

  it('takes classes from the first enrolment to the certificate, and counts the seats', async () => {
    const [a, b, c] = await scene.people(3, XIEMA);
    const made = await county.post('/v1/classes', { name: '电焊第三期', courseId: await courseOf(api), programme: '双技能', providerId: await scene.provider(), region: XIEMA, startsOn: ago(40), endsOn: ago(10), seats: 2 });
    expect(made.status).toBe(201);
    const path = `/v1/classes/${made.body.id}`;
    expect((await township.post(`${path}/enrolments`, { traineeIds: [a, b, c], on: ago(40) })).body.code).toBe('CLASS.SEATS_EXHAUSTED');
    expect((await township.post(`${path}/enrolments`, { traineeIds: [a, b], on: ago(40) })).body.items.map((item: { outcome: string }) => item.outcome)).toEqual(['recorded', 'recorded']);
    expect((await township.post(`${path}/enrolments`, { traineeIds: [a], on: ago(39) })).body.items[0].outcome).toBe('already');
    expect((await township.post(`${path}/certificates`, { entries: [{ traineeId: c, on: ago(5) }] })).status).toBe(409);
    expect((await township.post(`${path}/completions`, { entries: [{ traineeId: a, on: ago(10), hoursDone: 80 }] })).status).toBe(200);
    expect((await township.post(`${path}/drops`, { entries: [{ traineeId: b, on: ago(20), dropCode: 'found-work' }] })).status).toBe(200);
    expect((await township.post(`${path}/certificates`, { entries: [{ traineeId: a, on: ago(5) }] })).status).toBe(200);
    expect((await township.post(`${path}/completions`, { entries: [{ traineeId: b, on: ago(10) }] })).status).toBe(409);
    expect((await township.get(`${path}/roll`)).body.items.map((item: { state: string }) => item.state).sort()).toEqual(['certified', 'dropped']);
    const { rows } = await api.database.owner.query('select state, ended_on, hours_done from course_records where class_id = $1 order by state', [made.body.id]);
    expect(rows).toEqual([{ state: 'certified', ended_on: ago(5), hours_done: 80 }, { state: 'dropped', ended_on: ago(20), hours_done: null }]);
  });

  it.each([
    ['rule=R9', 'rule'], ['rule=R1&asOf=2026-02-30', 'asOf'], ['rule=R1&asOf=2999-01-01', 'asOf'], ['rule=R1&from=2026-01', 'to'], ['rule=R1&from=2026-05&to=2026-01', 'to'], ['rule=R1&from=2026-13&to=2026-13', 'from'],
    ['rule=R1&by=village', 'by'], ['rule=R1&region=429999', 'region'], ['rule=R1&region=42', 'region'], ['rule=R1&minEvidence=4', 'minEvidence'], ['rule=R1&knownBy=2026-01-01', 'knownBy'],
  ])('answers 400 for ?%s and names the parameter', async (query, path) => {
    const answer = await county.get(`/v1/rates?${query}`);
    expect([answer.status, (answer.body.faults as { path: string }[])[0]?.path]).toEqual([400, path]);
  });

  it('answers 400 for a body with extra fields and 422 for a contract without the employer\'s confirmation', async () => {
    const started = await county.post(`/v1/trainees/${graduates[8]}/employments`, { startsOn: ago(30), type: 'wage', permanent: false });
    const path = `/v1/employments/${started.body.employmentId}/evidence`;
    expect((await county.post(path, { ...CONTRACT, level: 3 })).status).toBe(400);
    const { confirmedBy, ...unconfirmed } = CONTRACT;
    expect([confirmedBy, (await county.post(path, unconfirmed)).status]).toEqual(['人事部', 422]);
    expect((await county.post(`/v1/employments/${started.body.employmentId}/end`, { lastDay: ago(31), code: 'resigned' })).status).toBe(409);
  });
});
