import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { fetch } from 'undici';
import { addDays } from '../../dist/libs/kernel/src/index.js';
import { NotificationsModule, WaveMaker } from '../../dist/libs/notifications/src/index.js';
import { FIELD_CIPHER, loadConfiguration, PlatformModule, systemPrincipal } from '../../dist/libs/platform/src/index.js';
import { ImportRuns, VacanciesModule, VacancySourcesService } from '../../dist/libs/vacancies/src/index.js';
import { startGateway } from './sms-gateway.mjs';
import { round, seeded } from './timing.mjs';

const COUNTY = '420626';
const PEOPLE = Number(process.env.NOTICE_TRAINEES ?? 100_000);
/** At least so many are measured: all that a day brings. */
const VACANCIES = Number(process.env.NOTICE_VACANCIES ?? 25);
const ROWS = 3_000;
const DAYS_MAX = 30;
const BATCH = 5_000;
const MASTER_KEY = Buffer.alloc(32, 7);
const NETWORK = join(process.env.SHOUYU_SHARED ?? '../shared', 'public-network/serve.mjs');
const bar = (text, reached) => `${text}: ${reached ? 'reached' : 'missed'}`;
const quantile = (times, q) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(times.length * q) - 1)];

/** From a vacancy's appearing on a network to its ready list, and from an officer's word to the first message at the gateway: PostgreSQL, one worker in a process of its own, a county of 100,000 people. */
export async function benchNotices(report) {
  if (!existsSync(NETWORK)) return console.log(`skipped: notices, since ${NETWORK} is not there (SHOUYU_SHARED)`);
  const { startEmbeddedServer } = await import('../../dist/apps/cli/src/start/embedded-server.js');
  const { migrate } = await import('../../dist/apps/cli/src/data-source.js');
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-notices-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  const url = server.ownerUrl('postgres');
  const client = new pg.Client({ connectionString: url });
  const [gateway, network] = [await startGateway(), await startNetwork()];
  let app;
  let worker;
  try {
    await migrate(url, MASTER_KEY);
    await client.connect();
    const variables = { DATABASE_URL: url, MASTER_KEY: MASTER_KEY.toString('base64'), LOG_LEVEL: 'silent', SMS_PROVIDERS: 'kannel', SMS_KANNEL_URL: gateway.url, SMS_KANNEL_USERNAME: 'u', SMS_KANNEL_PASSWORD: 'made up' };
    const configuration = { ...loadConfiguration(variables), databaseUrl: url };
    app = await NestFactory.createApplicationContext({ module: class {}, imports: [PlatformModule.forRoot({ configuration, processName: 'bench', statementTimeoutMs: 60_000 }), VacanciesModule, NotificationsModule] }, { logger: false });
    await fill(client, app.get(FIELD_CIPHER, { strict: false }));
    worker = spawn(process.execPath, ['dist/apps/worker/src/main.js'], { env: { PATH: process.env.PATH, ...variables }, stdio: ['ignore', 'ignore', 'inherit'] });
    await measure(report, { app, client, gateway, network });
  } finally {
    await app?.close();
    if (worker !== undefined) await ended(worker);
    await ended(network.child);
    await gateway.stop();
    await client.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(report, { app, client, gateway, network }) {
  const county = systemPrincipal('bench', COUNTY);
  const [runs, maker] = [app.get(ImportRuns, { strict: false }), app.get(WaveMaker, { strict: false })];
  await app.get(VacancySourcesService, { strict: false }).define(county, { code: 'hubei', protocol: 'hubei', queriedRegion: COUNTY, baseUrl: network.url, enabled: true, spacingMs: 0, daily: false });
  await imported(client, await runs.start(county, 'hubei'));
  // Whoever stood there on the first day is verified; and a notice may go at whatever hour this is run, to whom the last one was about, too.
  await client.query(`update employers set credit_code = upper(substr(md5(normalised_name), 1, 18)), verified_at = now(), verified_by = gen_random_uuid(); update notification_purposes set in_daytime = false, per_day = 1000, per_week = 1000; analyze`);
  await quiet(client);
  const { rows: [warm] } = await client.query('select v.id from vacancies v join employers e on e.id = v.employer_id where v.offered and e.verified_at is not null limit 1');
  await maker.ready(county, warm.id); // the engine has the county in its memory, as the API's has from its start on
  const [ready, first] = [[], []];
  for (let day = 1; day <= DAYS_MAX && first.length < VACANCIES; day++) {
    await network.advance(1);
    const lists = [];
    for (const { id, seenAt } of await imported(client, await runs.start(county, 'hubei'))) {
      const list = await maker.ready(county, id);
      if (list.notices.length === 0) continue; // nobody fits
      ready.push(Date.now() - seenAt);
      lists.push(list);
    }
    for (const { vacancy, notices } of lists) {
      const before = gateway.messages();
      const confirmed = performance.now();
      await maker.confirm(county, vacancy.id, notices.map(({ traineeId }) => traineeId));
      while (gateway.messages() === before) await pause(2);
      first.push(performance.now() - confirmed);
      while (gateway.messages() < before + notices.length) await pause(20);
    }
  }
  const load = `load ${round(loadavg()[0], 1)}`;
  const row = (what, times, limitMs) => report({ what, median: round(quantile(times, 0.5), 0), p95: round(quantile(times, 0.95), 0), unit: 'ms', peer: `${times.length} vacancies, at the most ${round(Math.max(...times), 0)} ms; ${load}`, bar: bar(`≤ ${limitMs / 1_000} s p95`, quantile(times, 0.95) <= limitMs) });
  row(`a new vacancy, from the first fetch of the run that saw it to its ready list, ${PEOPLE} people`, ready, 5_000);
  row('from the officer’s word to the first message at the gateway', first, 2_000);
}

/** Waits for the end of a run; the vacancies that it brought and that may be told of, with the instant of its first fetch. */
async function imported(client, { id }) {
  for (;;) {
    const { rows: [run] } = await client.query(`select state, (select extract(epoch from min(read_at)) * 1000 from import_pages p where p.run_id = r.id)::float as "seenAt" from import_runs r where id = $1`, [id]);
    if (['queued', 'running'].includes(run.state)) {
      await pause(10);
      continue;
    }
    if (run.state !== 'complete') throw new Error(`the run ended ${run.state}`);
    const { rows } = await client.query(`select v.id from vacancies v join employers e on e.id = v.employer_id join import_runs r on r.id = $1 where v.created_at >= r.started_at and v.offered and e.verified_at is not null`, [id]);
    return rows.map((row) => ({ id: row.id, seenAt: run.seenAt }));
  }
}

/** Until nothing waits that is due: the first day's lists are made. */
async function quiet(client) {
  for (;;) {
    const { rows: [{ waiting }] } = await client.query(`select count(*)::int as waiting from outbox where done_at is null and failed_at is null and due_at <= now()`);
    if (waiting === 0) return;
    await pause(200);
  }
}

/** Made-up people, straight into the tables: each with a trade and its skills by the catalogue, a mobile, and consent to notices. */
async function fill(client, cipher) {
  const { rows: skills } = await client.query('select id, occupations from skills where retired_on is null order by id');
  const random = seeded(20_261_128);
  const add = (table, columns, rows) => client.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)]);
  await client.query('set session_replication_role = replica');
  for (let from = 0; from < PEOPLE; from += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, PEOPLE - from) }, (_, i) => {
      const [id, phone, skill] = [randomUUID(), `138${String(from + i).padStart(8, '0')}`, skills[Math.floor(random() * skills.length)]];
      const owner_region = `${COUNTY}${100 + Math.floor(random() * 11)}000`;
      return {
        skill, id, person_id: randomUUID(), owner_region, county: COUNTY, name: '测试', id_number_masked: '420626***********X', born_on: addDays('1975-01-01', Math.floor(random() * 11_000)), sex: random() < 0.5 ? 'female' : 'male', education: ['junior-high', 'senior-high', 'college'][Math.floor(random() * 3)],
        phone: cipher.seal(phone, { table: 'registrations', column: 'phone', rowId: id }), phone_index: cipher.blindIndex('phone', phone), phone_masked: `138****${phone.slice(-4)}`,
        region: owner_region, willing_regions: [`${COUNTY}000000`], reach: 'county', wanted_occupations: [], kinds_accepted: [], training_wanted: [], available: true, version: 1, created_at: 'now', updated_at: 'now',
      };
    });
    await add('registrations', Object.keys(people[0]).filter((name) => name !== 'skill').join(', '), people);
    await add('registration_skills', 'registration_id, owner_region, skill_id, level, source, recorded_at', people.map(({ id, owner_region, skill }) => ({ registration_id: id, owner_region, skill_id: skill.id, level: 1 + Math.floor(random() * 4), source: 'stated', recorded_at: 'now' })));
    await add('registration_occupations', 'registration_id, owner_region, occupation', people.flatMap(({ id, owner_region, skill }) => skill.occupations.slice(0, 1).map((occupation) => ({ registration_id: id, owner_region, occupation }))));
    await add('consents', 'id, registration_id, owner_region, purpose, wording, given_at, recorded_at', people.map(({ id, owner_region }) => ({ id: randomUUID(), registration_id: id, owner_region, purpose: 'message.match', wording: '同意接收短信', given_at: '2026-01-01', recorded_at: 'now' })));
  }
  await client.query('set session_replication_role = origin');
}

async function startNetwork() {
  const child = spawn(process.execPath, [NETWORK, '--port', '0', '--rows', String(ROWS), '--seed', '1', '--day', '2026-11-23', '--clean'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  const url = /http:\/\/[\d.:]+/.exec(line)[0];
  return { child, url, advance: (days) => fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify({ advanceDays: days }) }).then((answer) => answer.arrayBuffer()) };
}

async function ended(child) {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
