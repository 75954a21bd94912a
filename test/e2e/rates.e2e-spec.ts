import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene, type PlacementScene } from '../support/placements.js';
import { startWorker } from '../support/worker.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const CHENGGUAN = '420626100';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const LIMIT_MS = 60_000;

interface Rate {
  readonly rule: string;
  readonly definition: string;
  readonly total: { readonly n: number; readonly numerator: number; readonly rate: number | null };
  readonly townships: readonly { readonly township: string | null; readonly total: { readonly n: number; readonly numerator: number }; readonly programmes: readonly { readonly by: object; readonly n: number }[] }[];
}

/** An officer looks at every rate of today at once, and has the same made for another day. */
describe('rates kept ready', () => {
  let api: TestApi;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let scene: PlacementScene;
  let county: ApiClient;
  let township: ApiClient;
  let stranger: ApiClient;
  let graduates: string[];
  let first: ApiAnswer['body'];

  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 31);
    [county, township, stranger] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA), api.asOfficer('county-officer', '420625')]);
    graduates = [...(await scene.people(3, XIEMA)), ...(await scene.people(2, CHENGGUAN))];
    await scene.completedClass(graduates, ago(260), ago(230));
  });
  afterAll(async () => {
    await worker?.close();
    await api.close();
  });

  async function until(ask: () => Promise<ApiAnswer>, isThere: (answer: ApiAnswer) => boolean): Promise<ApiAnswer['body']> {
    for (const end = performance.now() + LIMIT_MS; performance.now() < end; ) {
      const answer = await ask();
      if (isThere(answer)) return answer.body;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('it did not come about in time');
  }
  const today = (client = county, query = ''): Promise<ApiAnswer> => client.get(`/v1/rates/townships${query}`);
  const rateOf = (body: ApiAnswer['body'], rule = 'R1'): Rate => (body.rates as Rate[]).find((rate) => rate.rule === rule)!;
  const report = async (asked: object, client = county): Promise<ApiAnswer['body']> => {
    const { status, body } = await client.post('/v1/rate-reports', asked);
    expect([status, body.state, body.rates]).toEqual([202, 'waiting', null]);
    return until(() => client.get(`/v1/rate-reports/${body.id}`), (answer) => answer.body.state === 'done');
  };
  const employ = async (trainee: string, startsOn: string): Promise<string> => {
    const started = await county.post(`/v1/trainees/${trainee}/employments`, { startsOn, type: 'wage', permanent: false });
    const { body } = await county.post(`/v1/employments/${started.body.employmentId}/evidence`, { form: 'contract', on: TODAY, contractNumber: 'HT-1', signedOn: startsOn, contractMonths: 12, confirmedBy: '人事部', confirmedOn: TODAY });
    return body.factId as string;
  };

  it('are not there before the worker has been through the county; one rate is worked out meanwhile', async () => {
    const answer = await today();
    expect([answer.status, answer.body.code]).toEqual([409, 'RATE.NOT_READY']);
    expect((await county.get('/v1/rates?rule=R1')).body.total).toMatchObject({ n: 5, numerator: 0 });
  });

  it('come when the worker has been through the county: every named rate, by township and programme, each with its definition', async () => {
    worker = await startWorker(api.database);
    first = await until(today, ({ status }) => status === 200);
    expect((first.rates as Rate[]).map((rate) => rate.rule)).toEqual(['R1', 'R2@90', 'R2@180', 'R2@365', 'R3', 'R6Q2', 'R6Q4', 'R6S', 'R7', 'R8', 'R5', 'R4', 'R4p']);
    expect(rateOf(first)).toMatchObject({ total: { n: 5, numerator: 0, rate: 0 } });
    expect(rateOf(first).townships.map(({ township: code, total, programmes }) => [code, total.n, programmes.map(({ by, n }) => [by, n])])).toEqual([
      [`${CHENGGUAN}000`, 2, [[{ programme: '测试项目' }, 2]]], [`${XIEMA}000`, 3, [[{ programme: '测试项目' }, 3]]],
    ]);
    expect(rateOf(first, 'R5').definition).toMatch(/^R5：分母为保康县在全部时期开班的开班当日在册人员.*E2.*数据截至/);
  });

  it('hold every fact at once, without waiting for a job', async () => {
    await employ(graduates[0]!, ago(200));
    const answer = await today();
    expect([answer.status, rateOf(answer.body).total]).toEqual([200, expect.objectContaining({ n: 5, numerator: 1, rate: 20 })]);
    expect(rateOf(answer.body).townships[1]!.total).toMatchObject({ n: 3, numerator: 1 });
    expect((await county.get('/v1/rates?rule=R1&by=class')).body).toMatchObject({ knownBy: answer.body.knownBy, total: { n: 5, numerator: 1 }, cells: [{ n: 5, numerator: 1 }] });
    expect((await county.get(`/v1/rates?rule=R1&region=${CHENGGUAN}`)).body.total).toMatchObject({ n: 2, numerator: 0 });
  });

  it('of an earlier answer are the same in a report that names its instant', async () => {
    const again = await report({ asOf: TODAY, knownBy: first.knownBy });
    expect(again.rates).toEqual(first.rates);
    expect(again).toMatchObject({ region: `${COUNTY}000000`, asOf: TODAY, knownBy: first.knownBy, personsDone: 5, personsExpected: 5 });
    expect(rateOf(await report({ asOf: ago(60) }), 'R1').total).toMatchObject({ n: 0, rate: null });
  });

  it('follow a correction, an exclusion, and two registrations found to be one person', async () => {
    const proof = await employ(graduates[1]!, ago(190));
    expect(rateOf((await today()).body).total).toMatchObject({ n: 5, numerator: 2 });
    expect((await county.post(`/v1/placement-facts/${proof}/corrections`, { reason: '误录' })).status).toBe(200);
    expect(rateOf((await today()).body).total).toMatchObject({ n: 5, numerator: 1 });
    expect((await county.post(`/v1/trainees/${graduates[2]}/exclusions`, { on: ago(100), reason: 'call-up', proofReference: '入伍通知书 12 号' })).status).toBe(201);
    expect(rateOf((await today()).body).total).toMatchObject({ n: 4, numerator: 1 });
    await api.database.owner.query(
      `insert into person_aliases (person_id, same_as, merged_by) select a.person_id, b.person_id, 'test' from registrations a, registrations b where a.id = $1 and b.id = $2`, [graduates[3], graduates[4]]);
    const merged = await today();
    expect(rateOf(merged.body).total).toMatchObject({ n: 3, numerator: 1 });
    expect((await report({ asOf: TODAY })).rates).toEqual(merged.body.rates);
    expect((await county.get('/v1/rates?rule=R1&minEvidence=0')).body.total).toMatchObject({ n: 3, numerator: 2 });
  });

  it('show a township its own people, and nobody a region outside the own', async () => {
    const own = await today(township);
    expect(rateOf(own.body).townships.map((each) => each.township)).toEqual([`${XIEMA}000`]);
    expect((await report({}, township)).rates).toEqual(own.body.rates);
    expect((await today(township, `?region=${COUNTY}`)).status).toBe(404);
    expect((await today(stranger, `?region=${COUNTY}`)).status).toBe(404);
    expect((await stranger.post('/v1/rate-reports', { region: COUNTY })).status).toBe(404);
    const made = await county.post('/v1/rate-reports', {});
    expect((await stranger.get(`/v1/rate-reports/${made.body.id}`)).status).toBe(404);
    expect((await township.get(`/v1/rate-reports/${made.body.id}`)).status).toBe(404);
  });

  it('refuse a role that may not, a day to come, half a period, and a field that nobody knows', async () => {
    const provider = await api.asOfficer('training-provider', COUNTY);
    expect([(await today(provider)).status, (await provider.post('/v1/rate-reports', {})).status]).toEqual([403, 403]);
    expect((await county.post('/v1/rate-reports', { asOf: '2999-01-01' })).body.faults[0].path).toBe('asOf');
    expect((await today(county, '?from=2026-01')).body.faults[0].path).toBe('to');
    expect((await county.post('/v1/rate-reports', { rule: 'R1' })).status).toBe(400);
  });
});
