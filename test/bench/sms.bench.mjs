import { Buffer } from 'node:buffer';
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { addDays, idCheckCharacter } from '../../dist/libs/kernel/src/index.js';
import { Notifications, NotificationsModule } from '../../dist/libs/notifications/src/index.js';
import { Database, loadConfiguration, PlatformModule, systemPrincipal } from '../../dist/libs/platform/src/index.js';
import { TraineeRegistry, TraineesModule } from '../../dist/libs/trainees/src/index.js';
import { freePort } from './free-port.mjs';
import { fsyncMs } from './fsync.mjs';
import { startGateway } from './sms-gateway.mjs';
import { round } from './timing.mjs';

const COUNTY = '420626';
const MESSAGES = Number(process.env.SMS_MESSAGES ?? 10_000);
const MASTER_KEY = Buffer.alloc(32, 7);
const SECRET = 'only-for-benches-0123456789abcdef';
const bar = (text, reached) => `${text}: ${reached ? 'reached' : 'missed'}`;

/** Messages through a gateway on the loopback, every receipt and audit row included: a PostgreSQL with its fsync, the API for receipts and one worker in processes of their own, once with each queue. */
export async function benchSms(report) {
  if (process.env.SMS_QUEUE !== 'redis') await through(report, null, 250);
  if (process.env.SMS_QUEUE === 'postgresql') return;
  if (spawnSync('redis-server', ['--version']).status !== 0) return console.log('skipped: messages on Redis, since redis-server is not on this machine');
  await through(report, 'redis', 400);
}

async function through(report, redis, wanted) {
  const { startEmbeddedServer } = await import('../../dist/apps/cli/src/start/embedded-server.js');
  const { migrate } = await import('../../dist/apps/cli/src/data-source.js');
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-sms-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  const url = server.ownerUrl('postgres');
  const client = new pg.Client({ connectionString: url });
  const gateway = await startGateway();
  const port = await freePort();
  const children = [];
  let sender;
  try {
    await migrate(url, MASTER_KEY);
    await client.connect();
    const variables = { DATABASE_URL: url, MASTER_KEY: MASTER_KEY.toString('base64'), LOG_LEVEL: 'silent', SMS_PROVIDERS: 'kannel', SMS_KANNEL_URL: gateway.url, SMS_KANNEL_USERNAME: 'u', SMS_KANNEL_PASSWORD: 'made up', SMS_CALLBACK_BASE: `http://127.0.0.1:${port}`, SMS_CALLBACK_SECRET: SECRET };
    if (redis !== null) variables.REDIS_URL = await startRedis(folder, children);
    for (const name of ['api', 'worker']) children.push(spawn(process.execPath, [`dist/apps/${name}/src/main.js`], { env: { PATH: process.env.PATH, PORT: String(port), ...variables }, stdio: ['ignore', 'ignore', 'inherit'] }));
    const configuration = { ...loadConfiguration(variables), databaseUrl: url };
    sender = await NestFactory.createApplicationContext({ module: class {}, imports: [PlatformModule.forRoot({ configuration, processName: 'bench', statementTimeoutMs: 60_000 }), NotificationsModule, TraineesModule] }, { logger: false });
    const people = await registered(sender);
    await client.query(`insert into sms_budgets (county, owner_region, parts_per_day, set_by, set_at) values ('${COUNTY}', '${COUNTY}000000', 1000000, 'bench', now())`);
    await sent(sender, people.slice(0, 200)); // everything is loaded and connected
    await allDelivered(gateway, client, 200);
    const [begun, cpuBefore] = [performance.now(), await cpuOf(server, children)];
    await sent(sender, people.slice(200));
    await allDelivered(gateway, client, 200 + MESSAGES);
    const seconds = (performance.now() - begun) / 1_000;
    const cpu = (await cpuOf(server, children)).map((ms, i) => round((ms - cpuBefore[i]) / MESSAGES, 1));
    const { rows: [kept] } = await client.query(`select (select count(*)::int from sms_receipts where notification_id is not null) as receipts, (select sum(jsonb_array_length(details -> 'notificationIds'))::int from audit_events where action = 'notification.submit') as audited`);
    const whole = gateway.taken.size === 200 + MESSAGES && [...gateway.taken.values()].every((times) => times === 1) && kept.receipts === 200 + MESSAGES && kept.audited === 200 + MESSAGES;
    report({
      what: `${MESSAGES} messages through one worker on ${redis === null ? 'PostgreSQL' : 'Redis'}, receipts and audit included`, median: round(MESSAGES / seconds, 0), unit: 'messages/s',
      peer: `processor a message: API ${cpu[0]} ms, worker ${cpu[1]} ms, database ${cpu[2]} ms; ${await fsyncMs(folder)} ms an fsync, load ${round(loadavg()[0], 1)}`, bar: bar(`≥ ${wanted}/s, every number taken once`, whole && MESSAGES / seconds >= wanted),
    });
  } finally {
    await sender?.close();
    for (const child of children.reverse()) {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    }
    await gateway.stop();
    await client.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Processor time of API, worker and database so far, in milliseconds. */
async function cpuOf(server, children) {
  const [api, worker] = children.slice(-2);
  return [await cpuMs(api.pid), await cpuMs(worker.pid), await cpuMs(server.pid)];
}

/** Of a process and what it has started. */
async function cpuMs(root) {
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (root === Number(name) || root === Number(fields[1])) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * 10;
}

async function startRedis(folder, children) {
  const port = await freePort();
  await mkdir(join(folder, 'redis'));
  children.push(spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction', '--dir', join(folder, 'redis'), '--save', ''], { stdio: 'ignore' }));
  return `redis://127.0.0.1:${port}`;
}

/** Made-up people, each with a number of their own. */
async function registered(sender) {
  const lines = Array.from({ length: 200 + MESSAGES }, (_, line) => {
    const first17 = `${COUNTY}${addDays('1980-01-01', line % 9_000).replaceAll('-', '')}${String(Math.floor(line / 9_000) * 2 + 1).padStart(3, '0')}`;
    return { line, input: { idNumber: first17 + idCheckCharacter(first17), name: '测试', phone: `138${String(line).padStart(8, '0')}`, township: `${COUNTY}104` } };
  });
  const { results } = await sender.get(TraineeRegistry, { strict: false }).registerMany(systemPrincipal('bench', COUNTY), lines);
  return results.map(({ traineeId }) => traineeId);
}

/** A code to each: codes go at any hour, and so does a bench. */
async function sent(sender, people) {
  const messages = people.map((traineeId) => ({ traineeId, purpose: 'code', dedupeKey: randomUUID(), template: 'code.v1', text: '【保康人社】验证码 1234', variables: {}, parts: 1, validUntil: new Date(Date.now() + 3_600_000) }));
  await sender.get(Database).inScope(systemPrincipal('bench', COUNTY), (tx) => sender.get(Notifications, { strict: false }).send(tx, messages));
}

/** The database is asked when every receipt was taken: not while it works. */
async function allDelivered(gateway, client, count) {
  for (const end = performance.now() + 300_000; performance.now() < end; await new Promise((done) => setTimeout(done, 20))) {
    if (gateway.told() < count) continue;
    const { rows: [{ delivered }] } = await client.query(`select count(*)::int as delivered from notifications where state = 'delivered'`);
    if (delivered === count) return;
  }
  throw new Error('not all were delivered in time');
}
