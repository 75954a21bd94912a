import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { ApiClient } from '../support/api.js';
import { freePort, startService, type StartedService } from '../support/service.js';

/** The README's walk, on the built service with the demo county, over HTTP only. */
describe('the walk through the demo county', () => {
  let folder: string;
  let service: StartedService;
  let url: string;
  let officer: ApiClient;
  let township: ApiClient;

  async function login(name: string): Promise<ApiClient> {
    const password = new RegExp(`${name}\\s+(\\S+)`).exec(service.output())![1]!;
    const answer = await new ApiClient(url).post('/v1/sessions', { loginName: name, password });
    return new ApiClient(url, { cookie: answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ') });
  }
  async function until<T>(ask: () => Promise<T | null>, limitMs = 40_000): Promise<T> {
    for (const end = performance.now() + limitMs; performance.now() < end; await new Promise((done) => setTimeout(done, 200))) {
      const answer = await ask();
      if (answer !== null) return answer;
    }
    throw new Error('it did not come true in time');
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-walk-'));
    await chmod(folder, 0o755);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    service = startService(folder, { PORT: String(port) }, ['--demo']);
    await service.until(/ready at/, 120_000);
    [officer, township] = [await login('demo-county'), await login('demo-420626106')];
  }, 150_000);
  afterAll(async () => {
    service.child.kill('SIGTERM');
    await service.exit;
    await rm(folder, { recursive: true, force: true });
  });

  it('imports the 2,000 vacancies of its bundled feed through the real importer, every row accounted for', async () => {
    const runs = await until(async () => {
      const { items } = (await officer.get('/v1/imports')).body;
      return items.length > 0 && items.every((run: { state: string }) => run.state === 'complete') ? items : null;
    });
    const sum = (field: string): number => runs.reduce((total: number, run: Record<string, number>) => total + run[field]!, 0);
    expect(sum('rowsRead')).toBe(2_000);
    expect(sum('rowsNew') + sum('rowsChanged') + sum('rowsUnchanged') + sum('rowsRejected')).toBe(2_000);
    const forecast = await until(async () => {
      const answer = await officer.get(`/v1/imports/${runs[0].id}/match-forecast`);
      return answer.status === 200 ? answer.body : null;
    });
    expect(forecast.matched).toBeGreaterThan(0);
    expect(forecast.sentence).toContain(`${forecast.vacancies} 个在招岗位中有 ${forecast.matched} 个能找到人`);
  }, 60_000);

  it('shows one county at 40 % and at 70 % and more from one ledger, each with its definition', async () => {
    const rateOf = async (query: string) => (await officer.get(`/v1/rates?rule=${query}`)).body;
    const [headline, weaker, retained, placed] = await Promise.all(['R1', 'R1&minEvidence=1', 'R2@180', 'R7'].map(rateOf));
    expect(headline.total.n).toBe(weaker.total.n);
    expect(headline.total.rate).toBeLessThan(50);
    expect(weaker.total.rate).toBeGreaterThan(60);
    expect(retained.total.rate).toBeLessThan(headline.total.rate);
    expect(placed.total.n).toBeGreaterThan(headline.total.n);
    for (const { definition } of [headline, weaker, retained, placed]) expect(definition).toMatch(/分母为.*分子为.*佐证要求/);
  });

  it('leads from a ranked list with reasons to a hire with a contract, and the rate changes by that person, as of yesterday it has not', async () => {
    const today = civilDateOf(new Date());
    const rate = async (asOf = today) => (await officer.get(`/v1/rates?rule=R1&asOf=${asOf}`)).body.total;
    const before = await rate();
    const yesterdayBefore = await rate(addDays(today, -1));

    const candidates = (await township.get('/v1/rates/persons?rule=R1&part=unknown&limit=100')).body.items;
    const found = await (async () => {
      for (const person of candidates) {
        if (person.employment !== null) continue;
        const { ranked } = (await township.get(`/v1/trainees/${person.traineeId}/matches?limit=5`)).body;
        const best = ranked.find((each: { vacancy: { openings: number | null } }) => each.vacancy.openings === null || each.vacancy.openings > 0);
        if (best) return { person, best };
      }
      throw new Error('nobody to put forward');
    })();
    expect(found.best.match.sentence).toMatch(/匹配度\d+\.\d\d分：技能.*地点.*培训.*目前符合推荐条件/);

    const list = await township.get(`/v1/vacancies/${found.best.vacancy.id}/matches?limit=200`);
    expect(list.body.ranked.map((each: { trainee: { id: string } }) => each.trainee.id)).toContain(found.person.traineeId);

    const startsOn = addDays(found.person.startsOn, 60);
    const referral = await township.post('/v1/referrals', { vacancyId: found.best.vacancy.id, traineeIds: [found.person.traineeId], on: addDays(startsOn, -5) });
    expect([referral.status, referral.body.items[0].outcome]).toEqual([200, 'presented']);
    const hire = await township.post(`/v1/referrals/${referral.body.items[0].referral.id}/hire`, { on: addDays(startsOn, -2), startsOn, type: 'wage', permanent: false, pay: 5_200, contractMonths: 24, workplace: '420626' });
    expect([hire.status, hire.body.state]).toEqual([200, 'hired']);
    expect((await rate()).numerator).toBe(before.numerator); // a hire without proof moves nothing
    const proof = await township.post(`/v1/employments/${hire.body.employmentId}/evidence`, { form: 'contract', on: today, contractNumber: 'YS-2026-001', signedOn: startsOn, contractMonths: 24, confirmedBy: '人事部', confirmedOn: today });
    expect([proof.status, proof.body.level]).toEqual([201, 2]);

    const after = await rate();
    expect([after.numerator, after.n]).toEqual([before.numerator + 1, before.n]);
    const { n, numerator, rate: percent } = yesterdayBefore;
    expect(await rate(addDays(today, -1))).toMatchObject({ n, numerator, rate: percent }); // the job is known by now, its proof is of today
    const behind = (await township.get('/v1/rates/persons?rule=R1&part=numerator&limit=200')).body.items.find((each: { traineeId: string }) => each.traineeId === found.person.traineeId);
    expect(behind.employment.proofs).toEqual([expect.objectContaining({ level: 2, detail: expect.objectContaining({ contractNumber: 'YS-2026-001' }) })]);
  }, 60_000);
});
