import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { bundledAliases, CatalogueService } from '@app/catalogue';
import { systemPrincipal, loadConfiguration, PlatformModule, type Principal } from '@app/platform';
import { freshDatabase, TEST_MASTER_KEY, type TestDatabase } from '../../../../test/support/database.js';
import { startNetworkStandIn, type NetworkStandIn } from '../../../../test/support/network-stand-in.js';
import { ImportRunner } from '../imports/import-runner.js';
import { ImportRuns } from '../imports/import-runs.service.js';
import { VacancySourcesService } from '../imports/vacancy-sources.service.js';
import { VacanciesModule } from '../vacancies.module.js';
import { DoubtsOverview } from './doubts-overview.service.js';
import { EmployerDoubts } from './employer-doubts.service.js';
import { TitleDoubts } from './title-doubts.service.js';
import { spellingKey } from '../employers/employer-spelling.js';
import { WordingDoubts } from './wording-doubts.service.js';
import { wordingHashOf } from './wording-columns.js';
import { WordsRereader } from './words-rereader.js';

const WELDER = '6-18-02-04';
const county = systemPrincipal('test', '420626');
/** Decisions name their officer. */
const officer: Principal = { kind: 'officer', id: '6f1c2a3e-0000-4000-8000-000000000001', role: 'county-officer', region: '420626', organizationId: null };
const neighbour: Principal = { ...officer, region: '420625' };

const SOURCE = { code: 'cjob', protocol: 'cjob', queriedRegion: '420000', enabled: true, spacingMs: 0, daily: true } as const;

/** The network at `url` with one title worded otherwise. */
async function rename(url: string, title: string, otherwise: string): Promise<{ readonly server: Server; readonly url: string }> {
  const answer = async (path: string): Promise<string> => (await (await fetch(url + path)).text()).replaceAll(title, otherwise);
  const server = createServer((request, response) => void answer(request.url ?? '/').then((text) => response.end(text)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('the queues of doubts', () => {
  let fresh: TestDatabase;
  let module: TestingModule;
  let network: NetworkStandIn;
  let renamed: Awaited<ReturnType<typeof rename>>;
  let titles: TitleDoubts;
  let rereader: WordsRereader;
  beforeAll(async () => {
    fresh = await freshDatabase();
    network = await startNetworkStandIn({ rows: 60 });
    const configuration = { ...loadConfiguration({ LOG_LEVEL: 'silent', DATABASE_URL: fresh.url, MASTER_KEY: TEST_MASTER_KEY.toString('base64') }), databaseUrl: fresh.url };
    module = await Test.createTestingModule({ imports: [PlatformModule.forRoot({ configuration, processName: 'test', statementTimeoutMs: 30_000 }), VacanciesModule] }).compile();
    await module.init();
    titles = module.get(TitleDoubts);
    rereader = module.get(WordsRereader);
    renamed = await rename(network.url, network.truth()[0]!.title, '丁字撬渣匠');
    await module.get(VacancySourcesService).define(county, { ...SOURCE, baseUrl: network.url });
  });
  afterAll(async () => {
    await module.close();
    renamed.server.close();
    await network.stop();
    await fresh.drop();
  });
  beforeEach(async () => void (await fresh.owner.query('truncate vacancies, import_runs, import_pages, import_rows, vacancy_skills, vacancy_periods, outbox, title_decisions, employer_rejections, employers, employer_source_ids cascade')));

  const importOnce = async (): Promise<void> => {
    const { id } = await module.get(ImportRuns).start(county, 'cjob');
    await module.get(ImportRunner).run(county, id, new AbortController().signal);
  };
  /** Vacancies of one employer, straight into the table: `copies` of every title. */
  const fill = async (wordings: readonly string[], copies = 1, { source = 'hubei', region = '420626000000' } = {}): Promise<void> => {
    await fresh.owner.query(
      `with e as (insert into employers (owner_region, name, normalised_name) values ($3, '某', gen_random_uuid()::text) returning id)
       insert into vacancies (owner_region, employer_id, source, title, cleaned_title, status) select $3, e.id, $4, w, w, 'open' from e, unnest($1::text[]) w, generate_series(1, $2)`,
      [wordings, copies, region, source],
    );
  };
  const occupationsOf = async (title: string): Promise<(string | null)[]> => (await fresh.owner.query<{ occupation: string | null }>('select occupation from vacancies where title = $1 order by id', [title])).rows.map((row) => row.occupation);
  const jobs = async (name: string): Promise<number> => (await fresh.owner.query<{ count: number }>('select count(*)::int as count from outbox where name = $1', [name])).rows[0]!.count;
  const makeWaiting = async (title: string): Promise<void> => void (await fresh.owner.query(`update vacancies set title = $1, cleaned_title = $1, occupation = null, occupation_by = null, no_trade = false, content_hash = null`, [title]));

  it('give a decision to all waiting vacancies in one go, announce them, and ask for the rest to be read', async () => {
    await fill(['甲字撬渣匠'], 1_200);
    expect(await titles.decide(officer, [{ wording: '甲字撬渣匠', occupation: WELDER }], false)).toEqual([{ wording: '甲字撬渣匠', verdict: 'occupation', occupation: WELDER, vacancies: 1_200 }]);
    expect(new Set(await occupationsOf('甲字撬渣匠'))).toEqual(new Set([WELDER]));
    expect([await jobs('vacancies.changed'), await jobs('vacancies.reread-words')]).toEqual([2, 1]);
  });

  it('lose no decision to an import that read by an older catalogue', async () => {
    await module.get(VacancySourcesService).define(county, { ...SOURCE, baseUrl: renamed.url });
    await importOnce();
    expect(await occupationsOf('丁字撬渣匠')).toContain(null);
    await titles.decide(officer, [{ wording: '丁字撬渣匠', occupation: WELDER }], false);
    expect(new Set(await occupationsOf('丁字撬渣匠'))).toEqual(new Set([WELDER]));
    await importOnce(); // within the 2 s that this process goes on reading by the old catalogue: as a run does that began before
    await rereader.rereadTitles(county); // as the worker does when a run ends
    expect(new Set(await occupationsOf('丁字撬渣匠'))).toEqual(new Set([WELDER]));
    await importOnce();
    expect(new Set(await occupationsOf('丁字撬渣匠'))).toEqual(new Set([WELDER]));
    await titles.withdraw(officer, (await titles.listDecisions(officer, { limit: 1 })).items[0]!.id);
    await rereader.rereadCounty(county);
    await importOnce();
    expect(new Set(await occupationsOf('丁字撬渣匠'))).toEqual(new Set([null]));
  });

  it('decide a wording that the bundle leaves between two occupations, and leave it there again when that is withdrawn', async () => {
    const meanings = new Map<string, Set<string>>();
    for (const { alias, code } of bundledAliases()) meanings.set(alias, (meanings.get(alias) ?? new Set()).add(code));
    const [alias, codes] = [...meanings].find(([, each]) => each.size > 1)!;
    const [code] = [...codes];
    await fill([alias]);
    await rereader.rereadTitles(county);
    expect(await occupationsOf(alias)).toEqual([null]);
    await titles.decide(officer, [{ wording: alias, occupation: code! }], false);
    const known = await module.get(CatalogueService).fresh();
    expect(known.titles.decide(alias).decided?.code).toBe(code);
    await titles.withdraw(officer, (await titles.listDecisions(officer, { limit: 1 })).items[0]!.id);
    await rereader.rereadTitles(county);
    expect(await occupationsOf(alias)).toEqual([null]);
    expect((await fresh.owner.query('select source from title_aliases where alias = $1', [alias])).rows.map((row: { source: string }) => row.source)).toEqual([...codes].map(() => 'bundled'));
  });

  it('teach another county at night what one county decided', async () => {
    await fill(['乙字抬石匠']);
    await fill(['乙字抬石匠'], 1, { region: '420625000000' });
    await titles.decide(officer, [{ wording: '乙字抬石匠', noTrade: true }], false);
    expect((await titles.list(neighbour, { limit: 10 })).items).toHaveLength(1);
    expect(await rereader.rereadCounty(systemPrincipal('night', '420625'))).toMatchObject({ titles: 1 });
    expect((await titles.list(neighbour, { limit: 10 })).items).toEqual([]);
  });

  it('let one of two officers decide when both decide at once', async () => {
    await fill(['丙字看林匠']);
    const outcomes = await Promise.allSettled([titles.decide({ ...officer }, [{ wording: '丙字看林匠', occupation: WELDER }], false), titles.decide({ ...officer }, [{ wording: '丙字看林匠', noTrade: true }], false)]);
    expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await titles.listDecisions(officer, { limit: 10 })).items).toHaveLength(1);
  });

  it('hold what a network lists with a restriction, and ask no more once it is refused', async () => {
    await importOnce();
    await makeWaiting('普工（限男）');
    await rereader.rereadCounty(county);
    const wordings = module.get(WordingDoubts);
    const [first] = (await wordings.list(officer, { limit: 1 })).items;
    expect(first).toMatchObject({ flags: expect.arrayContaining(['sex']), sources: ['cjob'] });
    const { count } = (await module.get(DoubtsOverview).get(officer)).wording;
    expect(count).toBeGreaterThan(0);
    expect((await fresh.owner.query('select 1 from vacancies where publication = $1 and offered', ['held'])).rowCount).toBe(0);
    await wordings.decide(officer, [first!.wording], 'refuse', '限制性别', false);
    expect((await module.get(DoubtsOverview).get(officer)).wording.count).toBeLessThan(count);
    await rereader.rereadCounty(county);
    expect((await wordings.list(officer, { limit: 200 })).items.map((each) => each.wording)).not.toContain(first!.wording);
    await importOnce(); // the network's own words come back, and restrict nothing
    expect((await fresh.owner.query(`select 1 from vacancies where title = '普工（限男）'`)).rowCount).toBe(0);
  });

  it('know the same words however they are spaced', () => {
    expect(wordingHashOf('普工（限男）', '包吃 住')).toBe(wordingHashOf('普工(限男)', '包吃住'));
    expect(wordingHashOf('普工', '限男')).not.toBe(wordingHashOf('普工限男', ''));
  });

  it('are read page by page with 5,000 waiting wordings of 25,000 vacancies, each wording once', async () => {
    const digits = '甲乙丙丁戊己庚辛壬癸';
    const wordings = Array.from({ length: 5_000 }, (_, i) => `${[...String(i).padStart(4, '0')].map((digit) => digits[Number(digit)]).join('')}匠`);
    await fill(wordings, 5);
    await fresh.owner.query('analyze vacancies');
    const first = await titles.list(officer, { limit: 50 });
    const second = await titles.list(officer, { limit: 50, cursor: first.nextCursor! });
    expect([first.items.length, second.items.length]).toEqual([50, 50]);
    expect(new Set([...first.items, ...second.items].map((item) => item.wording)).size).toBe(100);
    expect((await module.get(DoubtsOverview).get(officer)).titles.count).toBe(5_000);
    expect((await module.get(EmployerDoubts).list(officer, { limit: 50 })).items.length).toBeGreaterThan(0);
  });

  it('name employers that may be one, by legal form and place, never by likeness', () => {
    const places = ['湖北省保康县', '湖北省', '保康县', '湖北', '保康'];
    const key = (name: string) => spellingKey(name, places);
    expect(['保康青峰建材有限公司', '青峰建材', '湖北青峰建材有限责任公司', '保康县青峰建材厂', '湖北省保康县青峰建材股份有限公司'].map(key)).toEqual(Array.from({ length: 5 }, () => '青峰建材'));
    expect(key('青峰一厂')).not.toBe(key('青峰二厂'));
    expect([key('保康公司'), key('保康县厂')]).toEqual([null, null]);
  });
});
