import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FixedClock } from '@app/kernel';
import { CLOCK, loadConfiguration, PlatformModule, systemPrincipal, type Principal } from '@app/platform';
import { HeldRuns, IMPORT_TUNING, ImportRunner, ImportRuns, OwnVacancies, VacanciesModule, VacanciesService, VacancyDesk, VacancySourcesService, type RunRow, type SourceCode } from '@app/vacancies';
import { freshDatabase, TEST_MASTER_KEY, type TestDatabase } from './database.js';

/** The vacancies' services over a database of their own, with networks asked without pause. */
export interface VacancyImports {
  readonly fresh: TestDatabase;
  readonly clock: FixedClock;
  readonly county: Principal;
  readonly runs: ImportRuns;
  readonly runner: ImportRunner;
  readonly held: HeldRuns;
  readonly sources: VacancySourcesService;
  readonly desk: VacancyDesk;
  readonly vacancies: VacanciesService;
  readonly own: OwnVacancies;
  /** Turns a network of the county on, at this address. */
  enable(code: SourceCode, url: string, queriedRegion?: string): Promise<void>;
  /** Asks for a run and carries it to its end, as a worker would. */
  importOnce(code: SourceCode): Promise<RunRow>;
  /** The titles of the open vacancies of a source, sorted. */
  openTitles(code: SourceCode): Promise<string[]>;
  /** Forgets every vacancy and run. */
  clear(): Promise<void>;
  /** Any provider of the vacancies' library. */
  get<T>(token: Type<T>): T;
  close(): Promise<void>;
}

export const IMPORT_DAY = '2026-11-23';

/** Starts it for 保康县; `timeoutMs` = patience with an answer of a network. */
export async function startVacancyImports({ timeoutMs = 400 }: { readonly timeoutMs?: number } = {}): Promise<VacancyImports> {
  const fresh = await freshDatabase();
  const clock = new FixedClock(`${IMPORT_DAY}T02:00:00Z`);
  const configuration = { ...loadConfiguration({ LOG_LEVEL: 'silent', DATABASE_URL: fresh.url, MASTER_KEY: TEST_MASTER_KEY.toString('base64') }), databaseUrl: fresh.url };
  const module = await Test.createTestingModule({ imports: [PlatformModule.forRoot({ configuration, processName: 'test', statementTimeoutMs: 30_000 }), VacanciesModule] })
    .overrideProvider(CLOCK).useValue(clock)
    .overrideProvider(IMPORT_TUNING).useValue({ polite: { timeoutMs, attempts: 2, backoffMs: 0, maxRetryAfterMs: 50, maxBodyBytes: 4 * 1024 * 1024 }, rereadDelayMs: 0 })
    .compile();
  await module.init();
  const county = systemPrincipal('test', '420626');
  const runs = module.get(ImportRuns);
  const runner = module.get(ImportRunner);
  const sources = module.get(VacancySourcesService);
  return {
    fresh, clock, county, runs, runner, sources,
    held: module.get(HeldRuns),
    desk: module.get(VacancyDesk),
    vacancies: module.get(VacanciesService),
    own: module.get(OwnVacancies),
    get: (token) => module.get(token, { strict: false }),
    async enable(code, url, queriedRegion = '420000') {
      await sources.define(county, { code, protocol: code, queriedRegion, baseUrl: url, enabled: true, spacingMs: 0, daily: true });
    },
    async importOnce(code) {
      const { id } = await runs.start(county, code);
      await runner.run(county, id, new AbortController().signal);
      return runs.get(county, id);
    },
    async openTitles(code) {
      const { rows } = await fresh.owner.query<{ title: string }>(`select title from vacancies where source = $1 and status = 'open'`, [code]);
      return rows.map((row) => row.title).sort();
    },
    async clear() {
      await fresh.owner.query('truncate vacancies, import_runs, import_pages, import_rows, vacancy_skills, vacancy_periods, outbox cascade');
    },
    async close() {
      await module.close();
      await fresh.drop();
    },
  };
}
