import { Buffer } from 'node:buffer';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { from as copyFrom } from './copy.mjs';
import { round, seeded } from './timing.mjs';

const ROWS = Number(process.env.IMPORT_ROWS ?? 100_000);
const ROWS_A_PAGE = 100;
const BAR_ROWS_A_SECOND = 3_000;
const BAR_MIB = 500;
const TITLES = ['电焊工', '急聘缝纫工', '【高薪】叉车司机', '保洁员（包吃住）', '茶叶加工工3名', '厨师', '保安员', '普工', '收银员', '快递员', '家政服务员', '采煤工', '种植工', '电工', '钳工'];
const KINDS = ['建筑劳务有限公司', '生态农业专业合作社', '家政服务有限公司', '机械制造有限公司', '酒店管理有限公司'];

/** 100,000 made-up rows as the Hubei network sends them. */
function* madeUpPages() {
  const random = seeded(7);
  const pick = (list) => list[Math.floor(random() * list.length)];
  for (let page = 1; page <= ROWS / ROWS_A_PAGE; page++) {
    const rows = Array.from({ length: ROWS_A_PAGE }, (_, i) => ({
      AAB004: `保康${Math.floor(random() * 9_000)}号${pick(KINDS)}`, ACB215REMARK: pick(TITLES), ACB21AREMARK: `${2 + Math.floor(random() * 4)}000-${6 + Math.floor(random() * 4)}000元/月`, AAC011REMARK: pick(['初中', '高中', '大专', '不限']),
      AAB301REMARK: pick(['保康县', '南漳县', '谷城县', '樊城区']), UCE466: `2026-11-${10 + (page % 10)} 08:${String(i % 60).padStart(2, '0')}:00`, AAE004: '王经理', AAE005: `138${String(page * ROWS_A_PAGE + i).padStart(8, '0')}`,
    }));
    yield { page, total: ROWS, given: rows, keys: rows.map((_, i) => `${page}/${i}`) };
  }
}

/** In a process of its own, bounded as `start` bounds the worker: that is the memory that counts. */
export async function benchImports(report) {
  const { CHILD_FLAGS } = await import('../../dist/apps/cli/src/start/process-tree.js');
  const child = fork(fileURLToPath(import.meta.url), ['measure'], { execArgv: [...CHILD_FLAGS] });
  child.on('message', report);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the import bench ended with ${code}`);
}

/** Rows of a network, parsed, to stored, normalised and told apart: the path of a real run after its walk, beside a raw COPY of the same rows. */
async function measure(report) {
  const { startEmbeddedServer } = await import('../../dist/apps/cli/src/start/embedded-server.js');
  const { migrate } = await import('../../dist/apps/cli/src/data-source.js');
  const { ensureServiceLogin } = await import('../../dist/apps/cli/src/start/service-login.js');
  const platform = await import('../../dist/libs/platform/src/index.js');
  const vacancies = await import('../../dist/libs/vacancies/src/index.js');
  const { ImportEnding } = await import('../../dist/libs/vacancies/src/imports/import-runner.js');
  const { RunTurns } = await import('../../dist/libs/vacancies/src/imports/run-turns.js');
  const { SourceConnector } = await import('../../dist/libs/vacancies/src/imports/source-connector.js');
  const { VacancySourceRepository } = await import('../../dist/libs/vacancies/src/imports/vacancy-source.repository.js');
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  let app;
  try {
    const masterKey = Buffer.alloc(32, 7);
    await migrate(server.ownerUrl('postgres'), masterKey);
    const client = new pg.Client({ connectionString: server.ownerUrl('postgres') });
    client.on('error', () => undefined);
    await client.connect();
    const url = new URL(server.ownerUrl('postgres'));
    [url.username, url.password] = ['shouyu_service', 'only-for-the-bench'];
    await ensureServiceLogin(server.ownerUrl('postgres'), 'only-for-the-bench');
    const configuration = { ...platform.loadConfiguration({ LOG_LEVEL: 'silent', DATABASE_URL: url.toString(), MASTER_KEY: masterKey.toString('base64') }), databaseUrl: url.toString() };
    class BenchModule {}
    app = await NestFactory.createApplicationContext({ module: BenchModule, imports: [platform.PlatformModule.forRoot({ configuration, processName: 'bench', statementTimeoutMs: 600_000 }), vacancies.VacanciesModule] }, { logger: false });
    const county = platform.systemPrincipal('bench', '420626');
    await app.get(vacancies.VacancySourcesService).define(county, { code: 'hubei', protocol: 'hubei', queriedRegion: '420000', baseUrl: 'http://127.0.0.1:1', enabled: true, spacingMs: 0, daily: false });
    const { id } = await app.get(vacancies.ImportRuns).start(county, 'hubei');
    globalThis.gc?.();
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    let ms = 0;
    await app.get(RunTurns, { strict: false }).take(county, id, async (turn) => {
      const source = await turn.commit((tx) => app.get(VacancySourceRepository, { strict: false }).findSource(tx, turn.run.ownerRegion, 'hubei'));
      const { adapter, catalogue } = await app.get(SourceConnector, { strict: false }).connect(source);
      const walk = { complete: true, stoppedBy: 'end', pagesRead: ROWS / ROWS_A_PAGE, rowsRead: ROWS, total: ROWS, nextPage: null, faults: [], reason: null };
      const begun = performance.now();
      await turn.commit((tx) => app.get(ImportEnding, { strict: false }).apply(tx, { run: turn.run, fencing: turn.fencing, source, adapter, catalogue, pages: madeUpPages, walk }));
      ms = performance.now() - begun;
    });
    clearInterval(watch);
    const { rows: [stored] } = await client.query('select count(*)::int as n from vacancies');
    const copied = await copyFrom(client, 'vacancies');
    const perSecond = (stored.n / ms) * 1_000;
    report({ what: `import of ${stored.n} rows, stored and told apart`, median: round(perSecond, 0), unit: 'rows/s', peer: `raw COPY of the same rows ${round((stored.n / copied) * 1_000, 0)} rows/s`, ratio: round(perSecond / ((stored.n / copied) * 1_000), 3), bar: `≥ 3,000 rows/s: ${perSecond >= BAR_ROWS_A_SECOND ? 'reached' : 'missed'}` });
    report({ what: 'memory at the most during that import, a process bounded as the worker is', median: round(peak / 2 ** 20, 0), unit: 'MiB', bar: `≤ 500 MB: ${peak / 2 ** 20 <= BAR_MIB ? 'reached' : 'missed'}` });
    await client.end();
  } finally {
    await app?.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[2] === 'measure') await measure((row) => process.send(row));
