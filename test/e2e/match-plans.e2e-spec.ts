import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { civilDateOf } from '@app/kernel';
import { MatchPlanMaker } from '@app/matches';
import { TraineeRegistry } from '@app/trainees';
import { EmployersService, OwnVacancies } from '@app/vacancies';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';
import { startWorker } from '../support/worker.js';

const COUNTY = '420626';
const CHENGGUAN = '420626100';
const XIEMA = '420626106';

/** An officer has everybody planned together, keeps what is decided, sets limits, and asks what a class would change. */
describe('planning a county together', () => {
  let api: TestApi;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let officer: ApiClient;
  const people = madeUpPeople(11);
  const ids: Record<string, string> = {};
  const posts: Record<string, string> = {};

  async function register(name: string, township: string, change: object): Promise<void> {
    const person = people.next();
    ids[name] = (await api.get(TraineeRegistry).register(api.systemPrincipal(COUNTY), { idNumber: person.idNumber, name, township, phone: person.phone, ...change })).id;
  }
  async function post(title: string, openings: number, skillId: string): Promise<void> {
    const employer = await api.get(EmployersService).register(api.systemPrincipal(COUNTY), { name: `保康${title}有限公司`, creditCode: null });
    const { principal } = await api.asEmployer(COUNTY, { employerId: employer.id });
    const { vacancy } = await api.get(OwnVacancies).post(principal!, {
      externalRef: title, title, occupation: null, skills: [{ skillId, level: 1, essential: true }], region: CHENGGUAN, address: null, lodging: null, minEducation: null, payFrom: 5000, payTo: 7000, openings, kind: 'full-time', minAge: 16,
      certificates: [], description: null, validThrough: null, startsOn: null, endsOn: null, contactName: null, contactPhone: null,
    });
    posts[title] = vacancy.id;
  }

  beforeAll(async () => {
    api = await startApi();
    worker = await startWorker(api.database);
    officer = await api.asOfficer('county-officer', COUNTY);
    await post('电焊工', 1, 'weld.arc');
    await post('家政员', 1, 'clean.room');
    const weld = [{ id: 'weld.arc', level: 1, source: 'stated' }];
    await register('两样都会', CHENGGUAN, { skills: [...weld, { id: 'clean.room', level: 1, source: 'stated' }] });
    await register('只会焊', CHENGGUAN, { skills: weld });
    await register('歇马焊工', XIEMA, { skills: weld });
    await register('什么都不会', XIEMA, {});
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
  });

  async function made(asked: object): Promise<ApiAnswer['body']> {
    const plan = await ended(asked);
    expect(plan).toMatchObject({ state: 'made', failure: null });
    return plan;
  }
  async function ended(asked: object): Promise<ApiAnswer['body']> {
    const { status, body } = await officer.post('/v1/match-plans', asked);
    expect(status).toBe(202);
    for (const end = performance.now() + 30_000; performance.now() < end; ) {
      const plan = await officer.get(`/v1/match-plans/${body.id}`);
      if (plan.body.state !== 'waiting') return plan.body;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('the plan did not come about in time');
  }
  const pairsOf = async (plan: { id: string }, client = officer): Promise<string[]> =>
    (await client.get(`/v1/match-plans/${plan.id}/pairs`)).body.items.map((pair: { trainee: { name: string }; vacancy: { title: string }; isDecision: boolean }) => `${pair.trainee.name}→${pair.vacancy.title}${pair.isDecision ? '（已定）' : ''}`).sort();

  it('puts everybody where the sum is greatest, proves it, and says by what definition', async () => {
    const plan = await made({ fanout: 1 });
    expect(await pairsOf(plan)).toEqual(['两样都会→家政员', '只会焊→电焊工']);
    expect(plan.figures).toMatchObject({ gap: 0, provenBy: 'own', pairs: 2, keptPairs: 4, unfilled: 0, unassigned: 2, coverage: 1, short: [], over: [] });
    expect(plan.figures.bound).toBe(plan.figures.objective);
    expect(plan.definition).toContain('须经办人确认');
    expect((await officer.get('/v1/match-plans')).body[0].id).toBe(plan.id);
  });

  it('keeps what an officer has decided and plans the others around it, until it is withdrawn', async () => {
    const pair = { traineeId: ids['歇马焊工'], vacancyId: posts['电焊工'] };
    const decided = await officer.post('/v1/match-decisions', pair);
    expect(decided).toMatchObject({ status: 200, body: { trainee: { name: '歇马焊工' } } });
    expect((await officer.post('/v1/match-decisions', pair)).body.id).toBe(decided.body.id);
    expect((await officer.get(`/v1/match-decisions?vacancyId=${pair.vacancyId}`)).body).toHaveLength(1);
    expect(await pairsOf(await made({ fanout: 1 }))).toEqual(['两样都会→家政员', '歇马焊工→电焊工（已定）']);
    expect((await officer.delete(`/v1/match-decisions/${decided.body.id}`)).status).toBe(204);
    expect(await officer.delete(`/v1/match-decisions/${decided.body.id}`)).toMatchObject({ status: 404, body: { code: 'MATCH_DECISION.NOT_FOUND' } });
    expect(await pairsOf(await made({ fanout: 1 }))).toEqual(['两样都会→家政员', '只会焊→电焊工']);
    const { rows } = await api.database.owner.query(`select action from audit_events where action like 'match.%decide' order by id`);
    expect(rows.map((row) => row.action)).toEqual(['match.decide', 'match.undecide']);
  });

  it('gives each township its share of the places, and says what that costs', async () => {
    const plan = await made({ fanout: 1, townshipShare: 0.5 });
    expect(await pairsOf(plan)).toEqual(['两样都会→家政员', '歇马焊工→电焊工']);
    expect(plan.figures.freeObjective).toBeGreaterThan(plan.figures.objective);
    expect(plan.figures).toMatchObject({ short: [] });
    expect(plan.definition).toContain('各乡镇的人至少占名额的 50%');
    const { short } = (await made({ fanout: 1, townshipShare: 1 })).figures; // both places for each of the two cannot be
    expect(short.reduce((sum: number, { least, reached }: { least: number; reached: number }) => sum + least - reached, 0)).toBe(2);
  });

  it('sends no more of one class to one employer than may be', async () => {
    await api.database.owner.query(
      `insert into course_records (registration_id, owner_region, course_id, class_id, state, ended_on) select id, owner_region, 'welding', '00000000-0000-4000-8000-00000000000c', 'certified', '2026-06-30' from registrations where id = any ($1)`,
      [[ids['只会焊'], ids['歇马焊工']]],
    );
    expect((await made({ fanout: 2 })).figures.pairs).toBe(3);
    const plan = await made({ fanout: 2, mostOfClass: 1 });
    expect(plan.figures).toMatchObject({ pairs: 2 });
    expect((await pairsOf(plan)).filter((pair) => pair.endsWith('电焊工'))).toHaveLength(1);
  });

  it('shows a township the pairs of its own people, page by page', async () => {
    const plan = await made({ fanout: 3 });
    const xiema = await api.asOfficer('township-officer', XIEMA);
    expect((await xiema.get(`/v1/match-plans/${plan.id}`)).status).toBe(200);
    expect(await pairsOf(plan, xiema)).toEqual(['歇马焊工→电焊工']);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: ApiAnswer = await officer.get(`/v1/match-plans/${plan.id}/pairs?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { trainee: { id: string } }) => item.trainee.id));
      cursor = body.nextCursor;
    }
    expect(new Set(seen).size).toBe(plan.figures.pairs);
  });

  it('says what a class for some of them would change, and stores nothing', async () => {
    const before = (await officer.get('/v1/match-plans')).body.length;
    const { status, body } = await officer.post('/v1/match-plans/what-if', { courseId: 'housekeeping', traineeIds: [ids['什么都不会']], fanout: 3 });
    expect(status).toBe(200);
    expect(body.after.placed).toBe(body.before.placed + 1);
    expect(body.after.bound).toBe(body.after.objective);
    expect(body.gained.map((gain: { trainee: { name: string }; vacancies: { title: string }[] }) => [gain.trainee.name, gain.vacancies[0]!.title])).toEqual([['什么都不会', '家政员']]);
    expect((await officer.get('/v1/match-plans')).body).toHaveLength(before);
  });

  it('shows a plan as failed whose solver gives up, says why, and makes it when it is asked for again', async () => {
    await worker.close();
    worker = await startWorker(api.database, { ENGINE_SOLVER_LIMIT_MS: '1' });
    const asked = { fanout: 1, townshipShare: 0.5 };
    const failed = await ended(asked);
    expect(failed).toMatchObject({ state: 'failed', failure: 'solver-gave-up', madeAt: null, figures: null });
    const pairs = await officer.get(`/v1/match-plans/${failed.id}/pairs`);
    expect(pairs).toMatchObject({ status: 409, body: { code: 'MATCH_PLAN.FAILED' } });
    expect(JSON.stringify(pairs.body)).toContain('求解器');
    await worker.close();
    worker = await startWorker(api.database);
    expect(await ended(asked)).toMatchObject({ state: 'made', failure: null });
    expect((await officer.get('/v1/match-plans')).body.map(({ id, state }: { id: string; state: string }) => [id, state])).toContainEqual([failed.id, 'failed']);
    await expect(api.database.owner.query(`update match_plans set made_at = now(), as_of = current_date, policy_version = 'p1', figures = '{}' where id = $1`, [failed.id])).rejects.toThrow('failed_plan_says_why');
  });

  it('shows the morning\'s plan as failed when the work on it has failed again and again; one that is made stays made', async () => {
    const system = api.systemPrincipal(COUNTY);
    const maker = worker.get(MatchPlanMaker);
    await maker.giveUpNightly(system); // there is none today
    const { rows: [nightly] } = await api.database.owner.query(`insert into match_plans (county, nightly_on, fanout, per_trainee) values ('${COUNTY}', $1, 3, 1) returning id`, [civilDateOf(new Date())]);
    const done = await made({ fanout: 1 });
    await maker.giveUp(system, done.id);
    for (let times = 0; times < 2; times++) await maker.giveUpNightly(system);
    expect((await officer.get(`/v1/match-plans/${nightly.id}`)).body).toMatchObject({ state: 'failed', failure: 'gave-up' });
    expect((await officer.get(`/v1/match-plans/${done.id}`)).body.state).toBe('made');
    await maker.makeNightly(system);
    expect((await officer.get(`/v1/match-plans/${nightly.id}`)).body.state).toBe('failed');
    await api.database.owner.query('delete from match_plans where id = $1', [nightly.id]);
  });

  it('refuses what cannot be', async () => {
    for (const asked of [{ fanout: 0 }, { fanout: null }, { fanout: 21 }, { perTrainee: 0 }, { perTrainee: 1.5 }, { mostOfClass: -1 }, { townshipShare: 1.01 }, { else: 1 }]) expect({ asked, status: (await officer.post('/v1/match-plans', asked)).status }).toEqual({ asked, status: 400 });
    expect(await officer.post('/v1/match-plans/what-if', { courseId: 'none', traineeIds: [ids['只会焊']] })).toMatchObject({ status: 422, body: { code: 'COURSE.NOT_FOUND' } });
    expect((await officer.post('/v1/match-plans/what-if', { courseId: 'welding', traineeIds: [] })).status).toBe(400);
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect(await officer.post('/v1/match-decisions', { traineeId: nobody, vacancyId: posts['电焊工'] })).toMatchObject({ status: 404, body: { code: 'TRAINEE.NOT_FOUND' } });
    expect(await officer.post('/v1/match-decisions', { traineeId: ids['只会焊'], vacancyId: nobody })).toMatchObject({ status: 404, body: { code: 'VACANCY.NOT_FOUND' } });
    expect(await officer.get(`/v1/match-plans/${nobody}`)).toMatchObject({ status: 404, body: { code: 'MATCH_PLAN.NOT_FOUND' } });
    expect((await officer.get(`/v1/match-plans/${nobody}/pairs?cursor=x`)).status).toBe(400);
    const { rows: [waiting] } = await api.database.owner.query(`insert into match_plans (county, fanout, per_trainee) values ('${COUNTY}', 3, 1) returning id`);
    expect(await officer.get(`/v1/match-plans/${waiting.id}/pairs`)).toMatchObject({ status: 409, body: { code: 'MATCH_PLAN.NOT_MADE' } });
  });

  it('is nobody else’s: another county sees none of it, a township asks for no plan, a village decides nothing', async () => {
    const [plan] = (await officer.get('/v1/match-plans')).body;
    const elsewhere = await api.asOfficer('county-officer', '420625');
    expect((await elsewhere.get(`/v1/match-plans/${plan.id}`)).status).toBe(404);
    expect((await elsewhere.get('/v1/match-plans')).body).toEqual([]);
    expect((await elsewhere.post('/v1/match-decisions', { traineeId: ids['只会焊'], vacancyId: posts['电焊工'] })).status).toBe(404);
    const [township, village] = [await api.asOfficer('township-officer', XIEMA), await api.asOfficer('village-officer', `${XIEMA}001`)];
    expect((await township.post('/v1/match-plans', {})).status).toBe(403);
    expect((await township.post('/v1/match-decisions', { traineeId: ids['只会焊'], vacancyId: posts['电焊工'] })).status).toBe(404);
    expect((await village.post('/v1/match-decisions', { traineeId: ids['什么都不会'], vacancyId: posts['电焊工'] })).status).toBe(403);
  });
});
