import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { SURVEY_MOVES } from '@app/placements';
import { Database } from '@app/platform';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene } from '../support/placements.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const CHENGGUAN = '420626100';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const contractOf = (signedOn: string) => ({ form: 'contract', on: TODAY, contractNumber: 'HT-2026-031', signedOn, contractMonths: 12, confirmedBy: '人事部', confirmedOn: TODAY });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Call { surveyId: string; traineeId: string; stratum: string; place: number; question: string; phoneMasked: string; needsAnother: boolean; askedTo: string; attempts: unknown[]; answers: { number: number; outcome: string }[] }
interface Member { id: string; stratum: string }

/** The lot of docs/outcomes.md, worked out by hand. */
function lot(seed: string, stratum: string, id: string): number {
  let h = 0x811c9dc5;
  for (const byte of Buffer.from(`${seed}/${stratum}\n${id}`, 'utf16le')) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Who works without a contract is asked on the telephone: by a lot that nobody chose, by somebody who proved nothing before. */
describe('surveys', () => {
  let api: TestApi;
  let county: ApiClient;
  let second: ApiClient;
  let township: ApiClient;
  let elsewhere: ApiClient;
  let auditor: ApiClient;
  let stranger: ApiClient;
  let graduates: string[];
  let visited: string[];
  let id: string;

  beforeAll(async () => {
    api = await startApi();
    const scene = placementScene(api, COUNTY, 41);
    [county, second, township, elsewhere, auditor, stranger] = await Promise.all([
      api.asOfficer('county-officer', COUNTY), api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA), api.asOfficer('township-officer', CHENGGUAN), api.asOfficer('auditor', COUNTY), api.asOfficer('county-officer', '420625'),
    ]);
    graduates = [...(await scene.people(24, XIEMA)), ...(await scene.people(6, CHENGGUAN))];
    await scene.completedClass(graduates, ago(260), ago(230));
    // Six with a contract, four that somebody visited, one known to be out of work; of nineteen nothing is known.
    for (const trainee of graduates.slice(0, 6)) await prove(county, trainee, contractOf(ago(200)));
    visited = graduates.slice(6, 10);
    for (const trainee of visited) await prove(township, trainee, { form: 'visit', on: TODAY });
    expect((await county.post(`/v1/trainees/${graduates[10]}/not-employed`, { on: ago(100) })).status).toBe(201);
  });
  afterAll(() => api.close());

  async function prove(client: ApiClient, trainee: string, evidence: object): Promise<void> {
    const { body } = await client.post(`/v1/trainees/${trainee}/employments`, { startsOn: ago(200), type: 'wage', permanent: false });
    expect((await client.post(`/v1/employments/${body.employmentId}/evidence`, evidence)).status).toBe(201);
  }
  const callsOf = async (client: ApiClient, query = ''): Promise<Call[]> => (await client.get(`/v1/survey-calls?limit=200${query}`)).body.items as Call[];
  const answer = (client: ApiClient, trainee: string, body: object, survey = id): Promise<ApiAnswer> => client.post(`/v1/surveys/${survey}/calls/${trainee}/answers`, body);
  const attempt = (client: ApiClient, trainee: string, result = 'no-answer', survey = id): Promise<ApiAnswer> => client.post(`/v1/surveys/${survey}/calls/${trainee}/attempts`, { result });
  const EMPLOYED = { outcome: 'employed', jobType: 'wage', employerName: '某餐饮店', since: ago(220) };
  const numberOf = async (sql: string, parameters: unknown[] = []): Promise<number> => Number((await api.database.owner.query<{ n: string }>(`select count(*) as n from ${sql}`, parameters)).rows[0]!.n);

  it('close the list and publish the hashes of list and seed before anybody is drawn', async () => {
    const planned = await county.post('/v1/surveys', { size: 15 });
    expect(planned).toMatchObject({ status: 201, body: { state: 'planned', rule: 'R1', asOf: TODAY, proven: 6, notEmployed: 1, people: 23, size: 15, seed: null, strata: [{ key: 'E1', members: 4, drawn: 0 }, { key: 'none', members: 19, drawn: 0 }] } });
    expect(planned.body.definition).toMatch(/^R1：分母为保康县.*95 %/);
    id = planned.body.id as string;
    const frame = (await auditor.get(`/v1/surveys/${id}/frame?limit=200`)).body.items as Member[];
    expect(frame.map((each) => each.id).sort()).toEqual([...graduates.slice(6, 10), ...graduates.slice(11)].sort());
    expect(sha256(frame.map((each) => `${each.stratum} ${each.id}\n`).sort().join(''))).toBe(planned.body.frameHash);
    expect(await callsOf(county)).toEqual([]);
    const page = (await county.get(`/v1/surveys/${id}/frame?limit=10`)).body;
    expect([page.items, (await county.get(`/v1/surveys/${id}/frame?limit=200&cursor=${page.nextCursor}`)).body.items]).toEqual([frame.slice(0, 10), frame.slice(10)]);
  });

  it('keep the seed from everybody until the draw, and the database takes no other', async () => {
    const { rows } = await api.database.owner.query<{ seed: string | null; sealed_seed: string; seed_hash: string }>('select seed, sealed_seed, seed_hash from surveys where id = $1', [id]);
    expect(rows[0]).toMatchObject({ seed: null, sealed_seed: expect.stringMatching(/^v1\./) });
    await expect(api.database.owner.query(`update surveys set state = 'drawn', seed = 'mine', drawn_by = 'x', drawn_at = now() where id = $1`, [id])).rejects.toThrow(/seed_is_the_committed_one/);
  });

  it('are drawn by the seed that was promised, once, as anybody draws again', async () => {
    const before = (await county.get(`/v1/surveys/${id}`)).body;
    const draws = await Promise.all(Array.from({ length: 4 }, () => county.post(`/v1/surveys/${id}/draw`)));
    expect(draws.map(({ status, body }) => [status, body.state, body.seed])).toEqual(Array(4).fill([200, 'drawn', draws[0]!.body.seed]));
    const { seed, strata } = draws[0]!.body as { seed: string; strata: { key: string; drawn: number }[] };
    expect(sha256(seed)).toBe(before.seedHash);
    expect(strata.map(({ key, drawn }) => [key, drawn])).toEqual([['E1', 3], ['none', 12]]);
    const frame = (await auditor.get(`/v1/surveys/${id}/frame?limit=200`)).body.items as Member[];
    const calls = await callsOf(county);
    for (const { key, drawn } of strata) {
      const again = frame.filter(({ stratum }) => stratum === key).map((each) => each.id).sort((a, b) => lot(seed, key, a) - lot(seed, key, b)).slice(0, drawn);
      expect(calls.filter(({ stratum }) => stratum === key).map(({ traineeId }) => traineeId)).toEqual(again);
    }
  });

  it('add nobody to the list and draw nobody more afterwards', async () => {
    await expect(api.database.owner.query(`insert into survey_calls (survey_id, registration_id, owner_region, stratum, place) select survey_id, registration_id, owner_region, stratum, 99 from survey_members where survey_id = $1 limit 1`, [id])).rejects.toThrow(/drawn/);
    await expect(api.database.owner.query(`update survey_members set stratum = 'E1' where survey_id = $1`, [id])).rejects.toThrow(/append-only/);
  });

  it('show each officer the own people, with the question and the telephone masked', async () => {
    const [all, own, other] = [await callsOf(county), await callsOf(township), await callsOf(elsewhere)];
    expect(all).toHaveLength(15);
    expect([...own, ...other].map(({ traineeId }) => traineeId).sort()).toEqual(all.map(({ traineeId }) => traineeId).sort());
    expect(own.every(({ traineeId }) => graduates.slice(0, 24).includes(traineeId))).toBe(true);
    expect(own[0]).toMatchObject({ question: `${ago(230)} 到 ${ago(50)} 之间，您有没有受雇上班，或者自己创业？哪怕一天也算。`, phoneMasked: expect.stringMatching(/^\d{3}\*{4}\d{4}$/), askedTo: ago(50), attempts: [], answers: [] });
    const { traineeId } = own[0]!;
    const revealed = await township.post(`/v1/trainees/${traineeId}/reveal`, { field: 'phone', reason: '抽样调查' });
    expect(revealed.body.value).toMatch(/^\d{11}$/);
    expect([(await elsewhere.get(`/v1/surveys/${id}/calls/${traineeId}`)).status, (await answer(elsewhere, traineeId, { outcome: 'refused' })).status]).toEqual([404, 404]);
  });

  it('give no result before the end', async () => {
    expect((await county.get(`/v1/surveys/${id}/result`)).body).toMatchObject({ status: 409, code: 'SURVEY.NOT_FINISHED' });
    expect((await county.post(`/v1/surveys/${id}/finish`)).body).toMatchObject({ status: 409, code: 'SURVEY.CALLS_UNANSWERED', detail: expect.stringContaining('15') });
  });

  it('are not answered by the officer who recorded the person\'s evidence, and the database refuses with them', async () => {
    const own = (await callsOf(township)).filter(({ stratum }) => stratum === 'E1');
    expect(own.map(({ traineeId, needsAnother }) => [visited.includes(traineeId), needsAnother])).toEqual(Array(3).fill([true, true]));
    const { traineeId } = own[0]!;
    expect((await answer(township, traineeId, EMPLOYED)).body).toMatchObject({ status: 403, code: 'PLACEMENT.SECOND_OFFICER_NEEDED' });
    const write = api.get(Database).inScope(township.principal!, (tx) => tx.query(
      `insert into survey_answers (survey_id, registration_id, owner_region, number, outcome, answered_by) select survey_id, registration_id, owner_region, 1, 'refused', $3 from survey_calls where survey_id = $1 and registration_id = $2`, [id, traineeId, township.principal!.id]));
    await expect(write).rejects.toThrow(/second officer/);
    expect((await callsOf(second)).find((each) => each.traineeId === traineeId)).toMatchObject({ needsAnother: false });
    expect((await answer(second, traineeId, EMPLOYED)).status).toBe(200);
    expect((await county.get(`/v1/surveys/${id}`)).body.state).toBe('answering');
  });

  it.each([
    ['a job without its kind and its first day', { outcome: 'employed' }, 422], ['wages without an employer', { outcome: 'employed', jobType: 'wage', since: ago(100) }, 422], ['a job after the days asked about', { ...EMPLOYED, since: ago(49) }, 422],
    ['a job that ended before them', { ...EMPLOYED, since: ago(300), until: ago(231) }, 422], ['a job of somebody out of work', { outcome: 'not-employed', since: ago(100) }, 422],
    ['a death without saying so', { outcome: 'excluded' }, 422], ['a reason of somebody who refused', { outcome: 'refused', exclusionReason: 'death' }, 422], ['an unknown outcome', { outcome: 'maybe' }, 400],
  ])('refuse %s', async (_, body, status) => {
    const { traineeId } = (await callsOf(second, '&waiting=true')).find(({ stratum }) => stratum === 'none')!;
    expect((await answer(second, traineeId, body)).status).toBe(status);
    expect((await county.get(`/v1/surveys/${id}/calls/${traineeId}`)).body.answers).toEqual([]);
  });

  it('count a call in vain once a day, and nobody as not reached before three days of them', async () => {
    const { traineeId } = (await callsOf(township, '&waiting=true')).find(({ needsAnother }) => !needsAnother)!;
    expect((await answer(township, traineeId, { outcome: 'not-reached' })).body.code).toBe('SURVEY.TOO_FEW_ATTEMPTS');
    await Promise.all(Array.from({ length: 4 }, () => attempt(township, traineeId)));
    expect((await attempt(township, traineeId, 'switched-off')).body.attempts).toEqual([{ attemptedOn: TODAY, result: 'no-answer', attemptedBy: township.principal!.id }]);
    for (const days of [1, 2]) {
      expect((await answer(township, traineeId, { outcome: 'not-reached' })).body.code).toBe('SURVEY.TOO_FEW_ATTEMPTS');
      await api.database.owner.query(
        `insert into survey_attempts (survey_id, registration_id, owner_region, attempted_on, attempted_at, result, attempted_by)
         select survey_id, registration_id, owner_region, $3::date, ($3::date + time '09:00') at time zone 'Asia/Shanghai', 'no-answer', 'x' from survey_calls where survey_id = $1 and registration_id = $2`, [id, traineeId, ago(days)]);
    }
    expect((await answer(township, traineeId, { outcome: 'not-reached' })).body).toMatchObject({ attempts: { length: 3 }, answers: [{ number: 1, outcome: 'not-reached' }] });
    expect((await attempt(township, traineeId)).body.code).toBe('SURVEY.ANSWERED');
  });

  it('take the same answer once, another one only with a reason, and keep both', async () => {
    const { traineeId } = (await callsOf(second, '&waiting=true')).find(({ stratum }) => stratum === 'none')!;
    expect((await answer(second, traineeId, { outcome: 'refused', correctionReason: '记错了' })).body.code).toBe('SURVEY.NOTHING_TO_CORRECT');
    const same = await Promise.all(Array.from({ length: 5 }, () => answer(second, traineeId, { outcome: 'refused' })));
    expect(same.map(({ status, body }) => [status, body.answers.length])).toEqual(Array(5).fill([200, 1]));
    expect((await answer(second, traineeId, { outcome: 'not-employed' })).body).toMatchObject({ status: 409, code: 'SURVEY.ANSWERED' });
    const corrected = await answer(county, traineeId, { outcome: 'not-employed', correctionReason: '后来回了电话' });
    expect(corrected.body.answers).toMatchObject([{ number: 1, outcome: 'refused', correctionReason: null, answeredBy: second.principal!.id }, { number: 2, outcome: 'not-employed', correctionReason: '后来回了电话', answeredBy: county.principal!.id }]);
    expect((await answer(county, traineeId, { outcome: 'not-employed', correctionReason: '后来回了电话' })).body.answers).toHaveLength(2);
    await expect(api.database.owner.query(`update survey_answers set outcome = 'employed' where survey_id = $1`, [id])).rejects.toThrow(/append-only/);
  });

  it('write nothing into the ledger: evidence is an act of its own', async () => {
    const [facts, details] = [await numberOf('ledger_facts'), await numberOf('evidence_details')];
    const { traineeId } = (await callsOf(second, '&waiting=true')).find(({ stratum }) => stratum === 'none')!;
    expect((await answer(second, traineeId, EMPLOYED)).status).toBe(200);
    expect([await numberOf('ledger_facts'), await numberOf('evidence_details')]).toEqual([facts, details]);
    await prove(second, traineeId, { form: 'call', on: TODAY });
    expect(await numberOf('ledger_facts')).toBe(facts + 2);
  });

  it('end when everybody has an answer, and show the rate on evidence beside wider bounds where silence matters', async () => {
    for (const { traineeId, stratum } of await callsOf(second, '&waiting=true')) expect((await answer(second, traineeId, stratum === 'E1' ? EMPLOYED : { outcome: 'not-employed' })).status).toBe(200);
    const ended = await county.post(`/v1/surveys/${id}/finish`);
    expect([ended.status, ended.body.state, (await county.post(`/v1/surveys/${id}/finish`)).body.finishedAt]).toEqual([200, 'finished', ended.body.finishedAt]);
    const { body } = await auditor.get(`/v1/surveys/${id}/result`);
    expect(body).toMatchObject({ n: 30, evidence: { numerator: 6, rate: 20, low: 20, high: 96.67 }, called: 15, silent: 1, responseRate: 93.33, survey: { id, state: 'finished' } });
    expect(body.strata).toMatchObject([{ key: 'E1', members: 4, drawn: 3, employed: 3, notEmployed: 0, silent: 0, responseRate: 100 }, { key: 'none', members: 19, drawn: 12, employed: 1, notEmployed: 10, silent: 1, responseRate: 91.67 }]);
    expect(body.strata[1].outcomes).toContainEqual({ outcome: 'not-reached', count: 1 });
    expect(body.estimate).toMatchObject({ rate: null, message: expect.stringContaining('只给区间'), silenceSpan: 5.28 });
    expect(body.estimate.interval[0]).toBeGreaterThan(20);
    expect(body.estimate.interval[1]).toBeLessThan(70);
  });

  it('give the same result on any later day, whatever the ledger learns', async () => {
    const before = (await county.get(`/v1/surveys/${id}/result`)).body;
    await prove(county, graduates[20]!, contractOf(ago(200)));
    expect((await county.get('/v1/rates?rule=R1')).body.total.numerator).toBe(7);
    expect((await county.get(`/v1/surveys/${id}/result`)).body).toEqual(before);
    const { traineeId } = (await callsOf(second, `&surveyId=${id}`))[0]!;
    expect((await answer(second, traineeId, { outcome: 'refused', correctionReason: '改' })).body.code).toBe('SURVEY.TAKES_NO_ANSWERS');
    expect((await county.post(`/v1/surveys/${id}/cancel`, { reason: '不想要' })).body.code).toBe('SURVEY.MOVE_REFUSED');
    await expect(api.database.owner.query(`update surveys set finished_by = 'x' where id = $1`, [id])).rejects.toThrow(/illegal survey move/);
  });

  it('are cancelled with a reason only, stay in the list, and the next one says that it is not the first draw', async () => {
    const plan = { halfWidth: 5, region: XIEMA, programme: '测试项目', rule: 'R2@90', minEvidence: 1 };
    const first = await county.post('/v1/surveys', plan);
    expect(first).toMatchObject({ status: 201, body: { rule: 'R2@90@E1', region: `${XIEMA}000`, programme: '测试项目', halfWidth: 5, cancelledDraws: 0 } });
    expect(first.body.size).toBeGreaterThan(2);
    expect((await county.post('/v1/surveys', { size: 5 })).body).toMatchObject({ status: 409, code: 'SURVEY.STILL_OPEN' });
    expect((await county.post(`/v1/surveys/${first.body.id}/cancel`, {})).status).toBe(400);
    expect((await county.post(`/v1/surveys/${first.body.id}/draw`)).status).toBe(200);
    expect((await callsOf(township))[0]!.question).toBe(`${ago(140)} 那一天，您是不是在受雇上班，或者自己创业？`);
    expect((await county.post(`/v1/surveys/${first.body.id}/cancel`, { reason: '口径选错' })).body).toMatchObject({ state: 'cancelled', cancelReason: '口径选错' });
    for (const step of ['draw', 'finish']) expect((await county.post(`/v1/surveys/${first.body.id}/${step}`)).status).toBe(409);
    const next = await county.post('/v1/surveys', plan);
    expect(next.body.cancelledDraws).toBe(1);
    const { traineeId } = (await callsOf(county, `&surveyId=${first.body.id}`))[0]!;
    expect((await attempt(second, traineeId, 'no-answer', first.body.id as string)).body.code).toBe('SURVEY.TAKES_NO_ANSWERS');
    expect((await county.post(`/v1/surveys/${next.body.id}/cancel`, { reason: '不再需要' })).body.seed).toBeNull();
    expect((await county.post(`/v1/surveys/${next.body.id}/draw`)).body.code).toBe('SURVEY.MOVE_REFUSED');
    const listed = (await county.get('/v1/surveys?limit=2')).body;
    expect([listed.items, (await county.get(`/v1/surveys?cursor=${listed.nextCursor}`)).body.items].flat().map((each: { id: string }) => each.id)).toEqual([next.body.id, first.body.id, id]);
  });

  it.each([
    ['a rate that asks for an earlier job', { rule: 'R3', size: 5 }, 400], ['a rate of pledges', { rule: 'R4', size: 5 }, 400], ['a rate of a quarter', { rule: 'R6Q2', size: 5 }, 400], ['an unknown rate', { rule: 'R9', size: 5 }, 400],
    ['a rate that asks for no evidence', { minEvidence: 0, size: 5 }, 400], ['neither a size nor a width', {}, 422], ['both', { size: 5, halfWidth: 3 }, 422], ['a size of one', { size: 1 }, 400], ['a width of nothing', { halfWidth: 0 }, 400],
    ['half a period', { from: '2026-01', size: 5 }, 400], ['a programme in which nobody is unknown', { programme: '没有的项目', size: 5 }, 422], ['an unknown region', { region: '420626999', size: 5 }, 400], ['another county', { region: '420625', size: 5 }, 404],
    ['a seed of the caller\'s own', { size: 5, seed: 'x' }, 400],
  ])('are not planned over %s', async (_, body, status) => expect((await county.post('/v1/surveys', body)).status).toBe(status));

  it('are planned and ended by the county\'s officers, called by the offices, read by the auditor, and unknown to the neighbour', async () => {
    const village = await api.asOfficer('village-officer', `${XIEMA}200`);
    for (const client of [township, auditor, village]) expect((await client.post('/v1/surveys', { size: 5 })).status).toBe(403);
    for (const client of [township, village]) expect((await client.get(`/v1/surveys/${id}/result`)).status).toBe(403);
    for (const step of ['draw', 'finish']) expect([(await auditor.post(`/v1/surveys/${id}/${step}`)).status, (await stranger.post(`/v1/surveys/${id}/${step}`)).status]).toEqual([403, 404]);
    expect([(await village.get('/v1/survey-calls')).status, (await attempt(auditor, graduates[11]!)).status]).toEqual([403, 403]);
    for (const path of ['', '/frame', '/result']) expect((await stranger.get(`/v1/surveys/${id}${path}`)).status).toBe(404);
    expect((await stranger.get('/v1/surveys')).body.items).toEqual([]);
    const seen = await api.get(Database).inScope(village.principal!, (tx) => tx.query<unknown[]>('select 1 from survey_answers union all select 1 from survey_calls'));
    expect(seen).toEqual([]);
  });

  it('are answered by who recorded the evidence where the county has nobody else', async () => {
    const scene = placementScene(api, '420625', 42);
    const people = await scene.people(3, '420625100');
    await scene.completedClass(people, ago(260), ago(230));
    await prove(stranger, people[0]!, { form: 'visit', on: TODAY });
    const { body } = await stranger.post('/v1/surveys', { size: 3 });
    await stranger.post(`/v1/surveys/${body.id}/draw`);
    expect((await callsOf(stranger)).map(({ needsAnother }) => needsAnother)).toEqual([false, false, false]);
    expect((await answer(stranger, people[0]!, EMPLOYED, body.id as string)).status).toBe(200);
    await api.asOfficer('township-officer', '420625100');
    expect((await answer(stranger, people[0]!, { outcome: 'refused', correctionReason: '记错人' }, body.id as string)).body.code).toBe('PLACEMENT.SECOND_OFFICER_NEEDED');
    // Everybody is called: the estimate has no doubt left but what is silent.
    for (const trainee of people.slice(1)) expect((await answer(stranger, trainee, { outcome: 'not-employed' }, body.id as string)).status).toBe(200);
    await stranger.post(`/v1/surveys/${body.id}/finish`);
    expect((await stranger.get(`/v1/surveys/${body.id}/result`)).body).toMatchObject({ n: 3, evidence: { rate: 0, low: 0, high: 100 }, estimate: { rate: 33.33, interval: [33.33, 33.33], message: null } });
  });

  it('move as the table says, in the service and in the database', async () => {
    const { rows } = await api.database.owner.query<{ from_state: string; to_state: string }>('select from_state, to_state from survey_moves');
    const inCode = Object.entries(SURVEY_MOVES).flatMap(([from, tos]) => tos.map((to) => `${from} ${to}`));
    expect(rows.map((row) => `${row.from_state} ${row.to_state}`).sort()).toEqual(inCode.sort());
    expect(await numberOf('survey_moves')).toBe(6);
  });

  it('leave in the trail what was done, and nothing that was said', async () => {
    const { rows } = await api.database.owner.query<{ action: string; details: object }>(`select action, details from audit_events where county = $1 and action like 'survey.%'`, [COUNTY]);
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['survey.plan', 'survey.draw', 'survey.attempt', 'survey.answer', 'survey.finish', 'survey.cancel']));
    expect(rows.filter(({ action }) => action === 'survey.answer').flatMap(({ details }) => Object.keys(details)).filter((key) => !['surveyId', 'number'].includes(key))).toEqual([]);
  });
});
