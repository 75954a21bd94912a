import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RefusalsService, TraineeRegistry, TraineesService, type TraineeInput } from '@app/trainees';
import { DATABASE_ROLES, sessionOptions, systemPrincipal } from '@app/platform';
import { EmployersService, OwnVacancies } from '@app/vacancies';
import fc from 'fast-check';
import pg from 'pg';
import { startApi, type TestApi } from '../../../../test/support/api.js';
import { madeUpPeople } from '../../../../test/support/people.js';
import { CountyBooks } from './county-books.js';
import { EngineLine } from './engine-line.js';
import { ENGINE_HANDLERS } from './handlers.js';
import type { EngineQuery } from './query.js';
import { pagesOfPeople, readPeople, type PersonRead } from './read-people.js';

const COUNTY = '420626';
const TOWN = '420626100';
const AS_OF = '2026-11-23';
const EVERYBODY = { from: '420626000000', to: '420626999999' };

describe('the engine over the database', () => {
  let api: TestApi;
  let pool: pg.Pool;
  let query: EngineQuery;
  const people = madeUpPeople(42);
  const county = systemPrincipal('test', COUNTY);
  const register = async (more: Partial<TraineeInput> = {}): Promise<string> => {
    const { idNumber, name, phone } = people.next();
    return (await api.get(TraineeRegistry).register(county, { idNumber, name, phone, township: TOWN, ...more })).id;
  };
  const owner = (sql: string, parameters: unknown[] = []): Promise<pg.QueryResult> => api.database.owner.query(sql, parameters);

  async function post(title: string, more: object = {}): Promise<string> {
    const employer = await api.get(EmployersService).register(county, { name: `保康${title}有限公司`, creditCode: null });
    const key = await api.asEmployer(COUNTY, { employerId: employer.id });
    const { vacancy } = await api.get(OwnVacancies).post(key.principal!, {
      externalRef: title, title, occupation: '6-18-02-04', skills: [{ skillId: 'weld.arc', level: 2, essential: true }], region: TOWN, address: null, lodging: null, minEducation: null, payFrom: 5000, payTo: 7000,
      openings: 2, kind: 'full-time', minAge: 16, certificates: [], description: null, validThrough: null, startsOn: null, endsOn: null, contactName: null, contactPhone: null, ...more,
    });
    return vacancy.id;
  }

  beforeAll(async () => {
    api = await startApi();
    pool = new pg.Pool({ connectionString: api.database.url, max: 2, options: sessionOptions(DATABASE_ROLES.engine, 5_000) });
    query = async <Row extends object>(sql: string, parameters: unknown[]) => (await pool.query<Row>(sql, parameters)).rows;
  });
  afterAll(async () => {
    await pool.end();
    await api.close();
  });

  const listed = (books: CountyBooks, vacancyId: string): Promise<string[] | null> =>
    books.look(COUNTY, AS_OF, async (book) => (await ENGINE_HANDLERS['trainees.list'](book, { vacancyId, scope: EVERYBODY, limit: 50 }, query))?.ranked.map(({ traineeId }) => traineeId) ?? null);

  it('gives the engine exactly the profile of the contract', async () => {
    const id = await register({
      township: TOWN, village: '420626100200', education: 'vocational', occupations: ['6-18-02-04'], skills: [{ id: 'weld.arc', level: 2 }], certificates: ['低压电工作业证'],
      wishes: { askedOn: '2026-01-02', occupations: ['6-18-02-04'], willingRegions: ['420600'], reach: 'prefecture', minPay: 3500, kindsAccepted: ['full-time'], availableFrom: '2026-02-01' },
      courseRecords: [{ courseId: 'welding', state: 'certified', endedOn: '2025-06-30', hoursDone: 160 }],
    });
    const refusals = api.get(RefusalsService);
    const [vacancyId, employerId] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    await refusals.record(county, id, { target: { vacancyId }, reason: 'pay', untilOn: null });
    const gone = await refusals.record(county, id, { target: { employerId }, reason: null, untilOn: null });
    await refusals.withdraw(county, id, gone.id);
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect((await readPeople(query, { county: COUNTY, ids: [id], asOf: day })).map(({ profile }) => profile)).toEqual([{
      id, skills: [{ id: 'weld.arc', level: 2 }], occupations: ['6-18-02-04'], region: '420626100200', willingRegions: ['420600000000'], reach: 'prefecture', education: 'vocational', certificates: ['低压电工作业证'],
      ageBand: '18+', minPay: 3500, available: true, availableFrom: '2026-02-01', availableTo: null, kindsAccepted: ['full-time'],
      courseRecords: [{ courseId: 'welding', state: 'certified', endedOn: '2025-06-30', hoursDone: 160, plannedEnd: null }], refused: { vacancies: [vacancyId], employers: [] },
    }]);
    expect(await readPeople(query, { county: '420625', ids: [id], asOf: day })).toEqual([]);
  });

  it.each([['2010-11-24', '2026-11-23', 'under-16'], ['2010-11-23', '2026-11-23', '16-17'], ['2008-02-29', '2026-02-28', '16-17'], ['2008-02-29', '2026-03-01', '18+']])('puts a person born on %s on %s in the band %s', async (bornOn, asOf, band) => {
    const id = await register();
    await owner('update registrations set born_on = $2 where id = $1', [id, bornOn]);
    expect((await readPeople(query, { county: COUNTY, ids: [id], asOf }))[0]?.profile.ageBand).toBe(band);
  });

  it('reads a county page by page: everybody once, with what is known of them, and nobody of another county', async () => {
    const OTHER = '420625';
    const lines = Array.from({ length: 43 }, (_, i) => {
      const { idNumber, name, phone } = people.next();
      return { line: i + 1, input: { idNumber, name, phone, township: `${OTHER}${100 + (i % 3)}`, skills: [{ id: 'weld.arc', level: 1 + (i % 5) }] } };
    });
    expect((await api.get(TraineeRegistry).registerMany(systemPrincipal('test', OTHER), lines)).counts).toMatchObject({ created: 43 });
    await register();
    const whole = await readPeople(query, { county: OTHER, asOf: AS_OF });
    expect(whole).toHaveLength(43);
    expect(whole.every(({ profile, ownerRegion }) => profile.skills.length === 1 && ownerRegion.startsWith(OTHER))).toBe(true);
    for (const size of [1, 7, 43, 50]) {
      const pages: PersonRead[][] = [];
      for await (const page of pagesOfPeople(query, OTHER, AS_OF, size)) pages.push([...page]);
      expect(pages.flat()).toEqual(whole);
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(size);
    }
  });

  describe('keeps a county as it changes', () => {
    it('sees a new person, a changed one, a refusal and its withdrawal at the next question', async () => {
      const books = new CountyBooks(query, 4);
      const vacancyId = await post('焊接一厂');
      await listed(books, vacancyId);
      const id = await register({ skills: [{ id: 'weld.arc', level: 2 }] });
      const isListed = async (): Promise<boolean> => (await listed(books, vacancyId))!.includes(id);
      expect(await isListed()).toBe(true);
      const { version } = await api.get(TraineesService).get(county, id);
      await api.get(TraineeRegistry).change(county, id, version, { skills: [] });
      expect(await isListed()).toBe(false);
      await owner(`insert into registration_skills (registration_id, owner_region, skill_id, level, source) select id, owner_region, 'weld.arc', 1, 'stated' from registrations where id = $1`, [id]);
      expect(await isListed()).toBe(true);
      const refusal = await api.get(RefusalsService).record(county, id, { target: { vacancyId }, reason: 'pay', untilOn: null });
      expect(await isListed()).toBe(true); // refused today, which is after the day asked for
      await owner(`update refusals set refused_on = '2026-11-01' where id = $1`, [refusal.id]);
      expect(await isListed()).toBe(false);
      await api.get(RefusalsService).withdraw(county, id, refusal.id);
      expect(await isListed()).toBe(true);
      await owner('delete from registrations where id = $1', [id]);
      expect(await isListed()).toBe(false);
    });

    it('looks once at a county that has not changed, and again at one that has: what it saw first, and what failed on it, counts for nothing', async () => {
      const books = new CountyBooks(query, 4);
      await books.with(COUNTY, AS_OF, () => undefined);
      await books.with(COUNTY, AS_OF, () => undefined); // what was being recorded while the county was read is taken in once more
      const seen: number[] = [];
      const look = (): Promise<number> => books.look(COUNTY, AS_OF, (book) => {
        seen.push(book.peopleCount);
        if (seen.length === 2) throw new Error('the county as it was');
        return book.peopleCount;
      });
      const before = await look();
      expect(seen).toEqual([before]);
      await register();
      expect(await look()).toBe(before + 1);
      expect(seen).toEqual([before, before, before + 1]);
      await expect(books.look(COUNTY, AS_OF, () => Promise.reject(new Error('the county as it is')))).rejects.toThrow('the county as it is');
    });

    it('lists the people of a scope, also of one that held everybody until somebody came from elsewhere', async () => {
      const books = new CountyBooks(query, 4);
      const vacancyId = await post('焊接八厂');
      const [town, other] = [{ from: `${TOWN}000`, to: `${TOWN}999` }, '420626106'];
      const here = await register({ skills: [{ id: 'weld.arc', level: 2 }] });
      const listOf = (scope: { from: string; to: string }): Promise<string[]> => books.look(COUNTY, AS_OF, async (book) => (await ENGINE_HANDLERS['trainees.list'](book, { vacancyId, scope, limit: 50 }, query))!.ranked.map(({ traineeId }) => traineeId));
      expect(await listOf(town)).toContain(here);
      const elsewhere = await register({ township: other, skills: [{ id: 'weld.arc', level: 2 }] });
      expect(await listOf(town)).not.toContain(elsewhere);
      expect(await listOf(EVERYBODY)).toEqual(expect.arrayContaining([here, elsewhere]));
      expect(await listOf({ from: `${other}000`, to: `${other}999` })).toEqual([elsewhere]);
    });

    it('sees a new vacancy, its seats and its end, and answers for a closed one by what the database says of it', async () => {
      const books = new CountyBooks(query, 4);
      await books.with(COUNTY, AS_OF, () => undefined);
      const id = await register({ skills: [{ id: 'weld.arc', level: 2 }] });
      const vacancyId = await post('焊接二厂');
      const vacanciesOf = (): Promise<string[]> => books.look(COUNTY, AS_OF, async (book) => (await ENGINE_HANDLERS['vacancies.list'](book, { traineeId: id, limit: 50 }, query))!.ranked.map((pair) => pair.vacancyId));
      expect(await vacanciesOf()).toContain(vacancyId);
      await owner('delete from vacancy_skills where vacancy_id = $1', [vacancyId]);
      await owner(`update vacancies set occupation = '4-03-02-01', version = version + 1 where id = $1`, [vacancyId]);
      expect(await vacanciesOf()).not.toContain(vacancyId);
      await owner(`update vacancies set occupation = '6-18-02-04', hired = 2, version = version + 1 where id = $1`, [vacancyId]);
      expect(await vacanciesOf()).not.toContain(vacancyId);
      await owner(`update vacancies set hired = 0, version = version + 1 where id = $1`, [vacancyId]);
      expect(await vacanciesOf()).toContain(vacancyId);
      await owner(`update vacancies set status = 'withdrawn', closing_reason = 'officer', version = version + 1 where id = $1`, [vacancyId]);
      expect(await vacanciesOf()).not.toContain(vacancyId);
      expect(await listed(books, vacancyId)).toEqual([]);
      expect(await listed(books, '00000000-0000-4000-8000-000000000000')).toBeNull();
    });

    it('misses no transaction that began before a question and committed after it', async () => {
      const books = new CountyBooks(query, 4);
      const vacancyId = await post('焊接三厂');
      const [early, late] = [await register(), await register()];
      const slow = await api.database.owner.connect();
      const learns = `insert into registration_skills (registration_id, owner_region, skill_id, level, source) select id, owner_region, 'weld.arc', 2, 'stated' from registrations where id = $1`;
      try {
        await slow.query('begin');
        await slow.query(learns, [late]);
        const before = await listed(books, vacancyId);
        await owner(learns, [early]); // a younger transaction, committed first
        const between = await listed(books, vacancyId);
        await slow.query('commit');
        const after = await listed(books, vacancyId);
        const has = (list: string[] | null): [boolean, boolean] => [list!.includes(early), list!.includes(late)];
        expect([before, between, after].map(has)).toEqual([[false, false], [true, false], [true, true]]);
      } finally {
        slow.release();
      }
    });

    it('notes nothing of a transaction that was rolled back, nor of an update that changes nothing a score reads', async () => {
      const count = async (): Promise<number> => Number((await owner('select count(*) from matching_changes')).rows[0].count);
      const id = await register();
      const before = await count();
      await owner('begin; update registrations set version = version + 1; rollback');
      await owner('update registrations set updated_at = now() where id = $1', [id]);
      await owner('update vacancies set updated_at = now()');
      expect(await count()).toBe(before);
    });

    it('reads refusals again when the employer of a name is found to be another', async () => {
      const vacancyId = await post('焊接四厂');
      const id = await register({ skills: [{ id: 'weld.arc', level: 2 }] });
      const other = await api.get(EmployersService).register(county, { name: '保康焊接四厂（旧名）有限公司', creditCode: null });
      const refusal = await api.get(RefusalsService).record(county, id, { target: { employerId: other.id }, reason: null, untilOn: null });
      await owner(`update refusals set refused_on = '2026-11-01' where id = $1`, [refusal.id]);
      const books = new CountyBooks(query, 4);
      expect(await listed(books, vacancyId)).toContain(id);
      await owner('update employers set merged_into = (select employer_id from vacancies where id = $2) where id = $1', [other.id, vacancyId]);
      expect(await listed(books, vacancyId)).not.toContain(id);
    });

    it('reads a county anew on another day, under another policy and after a change of the code lists, and lets the one go that was asked for longest ago', async () => {
      const books = new CountyBooks(query, 2);
      const context = (of: string, day = AS_OF) => books.with(of, day, (book) => book.context);
      const first = await context(COUNTY);
      expect(await context(COUNTY)).toBe(first);
      expect((await context(COUNTY, '2026-11-24')).asOf).toBe('2026-11-24');
      await owner('update catalogue_state set version = version + 1');
      const second = await context(COUNTY, '2026-11-24');
      await owner(`insert into scoring_policies select 'p2', 0.4, 0.3, 0.3, min_score, essential_coverage_min, tie_salt, now() from scoring_policies where version = 'p1'`);
      const third = await context(COUNTY, '2026-11-24');
      expect(third.policy).toMatchObject({ version: 'p2', weights: { skills: 0.4, location: 0.3, courses: 0.3 } });
      expect(third.catalogue).not.toBe(second.catalogue);
      await owner(`delete from scoring_policies where version = 'p2'`);
      const bookOf = (of: string) => books.with(of, AS_OF, (book) => book);
      const held = await bookOf(COUNTY);
      await bookOf('420625');
      expect(await bookOf(COUNTY)).toBe(held);
      await bookOf('420683');
      await bookOf('420684');
      expect(await bookOf(COUNTY)).not.toBe(held);
    });

    it('answers after any run of changes what it would answer after reading everything anew', async () => {
      const ids = await Promise.all(Array.from({ length: 12 }, () => register()));
      const posts = [await post('焊接五厂'), await post('焊接六厂', { skills: [], region: '420626000' })];
      const change = fc.record({ person: fc.nat(ids.length - 1), what: fc.constantFrom('skill', 'forget', 'away', 'back', 'home', 'course', 'close', 'open'), level: fc.integer({ min: 1, max: 5 }) });
      const apply = async ({ person, what, level }: { person: number; what: string; level: number }): Promise<void> => {
        const [id, vacancy] = [ids[person]!, posts[person % posts.length]!];
        switch (what) {
          case 'skill': await owner(`insert into registration_skills (registration_id, owner_region, skill_id, level, source) select id, owner_region, 'weld.arc', $2, 'stated' from registrations where id = $1 on conflict (registration_id, skill_id) do update set level = excluded.level`, [id, level]); break;
          case 'forget': await owner('delete from registration_skills where registration_id = $1', [id]); break;
          case 'away': case 'back': await owner('update registrations set available = $2, version = version + 1 where id = $1', [id, what === 'back']); break;
          case 'home': await owner('update registrations set region = $2, version = version + 1 where id = $1', [id, level < 3 ? `${TOWN}000` : '420626106000']); break;
          case 'course': await owner(`insert into course_records (registration_id, owner_region, course_id, state, ended_on) select id, owner_region, 'welding', 'certified', '2026-06-30' from registrations where id = $1 on conflict do nothing`, [id]); break;
          case 'close': case 'open': await owner('update vacancies set hired = $2, version = version + 1 where id = $1', [vacancy, what === 'open' ? 0 : 2]); break;
        }
      };
      const kept = new CountyBooks(query, 1);
      await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        for (const each of changes) await apply(each);
        const fresh = new CountyBooks(query, 1);
        for (const vacancy of posts) expect(await listed(kept, vacancy)).toEqual(await listed(fresh, vacancy));
        const planOf = (books: CountyBooks): Promise<number> => books.with(COUNTY, AS_OF, (book) => book.plan.plan().objective);
        expect(await planOf(kept)).toBe(await planOf(fresh));
      }), { numRuns: 40, seed: 20261128 });
    });
  });

  it('answers from a thread of its own, survives its death, and hands on what was wrong with a question', async () => {
    const line = new EngineLine({ databaseUrl: api.database.url, options: sessionOptions(DATABASE_ROLES.engine, 5_000), countiesMost: 2, solverLimitMs: 120_000 }, 256);
    const vacancyId = await post('焊接七厂');
    const ask = (limit = 5) => line.ask(COUNTY, AS_OF, 'trainees.list', { vacancyId, scope: EVERYBODY, limit });
    const answered = await ask();
    expect(answered!.asOf).toBe(AS_OF);
    const flow = new AsyncLocalStorage<string>();
    const told: [string | undefined, readonly string[]][] = [];
    await flow.run('of the asker', () => line.ask(COUNTY, AS_OF, 'trainees.list', { vacancyId, scope: EVERYBODY, limit: 5 }, (ids) => told.push([flow.getStore(), ids])));
    expect(told).toEqual([['of the asker', [...answered!.ranked, ...answered!.pending].map(({ traineeId }) => traineeId)]]);
    await expect(ask(0)).rejects.toMatchObject({ code: 'MATCHING.INPUT_INVALID', faults: [{ path: 'topK' }] });
    const lost = Promise.allSettled(Array.from({ length: 200 }, () => ask())); // a quick thread answers the first before it dies
    await line.close();
    const unanswered = (await lost).filter((asked) => asked.status === 'rejected');
    expect(unanswered.length).toBeGreaterThan(0);
    for (const { reason } of unanswered) expect(reason).toMatchObject({ code: 'ENGINE.BUSY' });
    expect((await ask())!.asOf).toBe(AS_OF);
    await line.close();
  });
});
