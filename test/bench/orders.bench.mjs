import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { fetch } from 'undici';
import { addDays, civilDateOf } from '../../dist/libs/kernel/src/index.js';
import { freePort } from './free-port.mjs';
import { fsyncMs } from './fsync.mjs';
import { round, seeded, timed } from './timing.mjs';

const SEED = 20_261_128;
const COUNTY = '420626';
const EMPLOYERS = 50;
const ORDERS = 10_000;
const WAITING = Number(process.env.ORDERS_WAITING ?? 100_000);
const SLOTS = 400;
const QUESTIONS = 400;
const TOWNSHIPS = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 200].map((code) => `${COUNTY}${code}`);
const OCCUPATIONS = ['6-18-02-04', '6-31-01-03', '3-01-02-05', '3-01-02-02'];
const MASTER_KEY = Buffer.alloc(32, 7);
const TODAY = civilDateOf(new Date());
const bar = (text, reached) => `${text}: ${reached ? 'reached' : 'missed'}`;

/** Orders as employers hand them in, all at once, over HTTP into a real PostgreSQL with its fsync; the queue as the worker makes it; places as employers ask for them. */
export async function benchOrders(report) {
  const { startEmbeddedServer } = await import('../../dist/apps/cli/src/start/embedded-server.js');
  const { migrate } = await import('../../dist/apps/cli/src/data-source.js');
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-orders-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  const started = [];
  const client = new pg.Client({ connectionString: server.ownerUrl('postgres') });
  try {
    const url = server.ownerUrl('postgres');
    await migrate(url, MASTER_KEY);
    await client.connect();
    const employers = await fill(client);
    const api = await start('api', url);
    started.push(api);
    const orders = await submitted(report, client, api.base, employers, folder);
    started.push(await start('worker', url));
    await queued(report, client, orders);
    await placed(report, client, api.base, employers);
  } finally {
    for (const { child, ended } of started) {
      child.kill('SIGTERM');
      await ended;
    }
    await client.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Verified employers with a key each, and providers' slots. */
async function fill(client) {
  const random = seeded(SEED);
  await client.query('set session_replication_role = replica');
  const employers = [];
  for (let i = 0; i < EMPLOYERS; i++) {
    const [id, keyId, secret] = [randomUUID(), `bench${String(i).padStart(7, '0')}`, randomBytes(32).toString('base64url')];
    await client.query(`insert into employers (id, owner_region, name, normalised_name, credit_code, verified_at, verified_by) values ($1, $2, $3, $3, $4, now(), gen_random_uuid())`, [id, `${COUNTY}000000`, `演示单位 ${i}`, `91420626MA${String(i).padStart(8, '0')}`]);
    await client.query(`insert into api_keys (id, employer_id, owner_region, secret_hash, scopes, created_by, expires_at) values ($1, $2, $3, $4, '{training-order.create,training-order.read}', gen_random_uuid(), now() + interval '1 day')`, [keyId, id, `${COUNTY}000000`, createHash('sha256').update(secret).digest()]);
    employers.push({ id, authorization: `Bearer sy_${keyId}_${secret}` });
  }
  const slots = Array.from({ length: SLOTS }, () => ({ id: randomUUID(), county: COUNTY, provider_id: employers[0].id, occupation: random() < 0.2 ? null : OCCUPATIONS[Math.floor(random() * 4)], from_on: addDays(TODAY, 5 + Math.floor(random() * 90)), seats: 20 + Math.floor(random() * 40), created_by: 'bench' }));
  await client.query('insert into provider_slots (id, county, provider_id, occupation, from_on, seats, created_by) select id, county, provider_id, occupation, from_on, seats, created_by from jsonb_populate_recordset(null::provider_slots, $1)', [JSON.stringify(slots)]);
  await client.query('set session_replication_role = origin');
  return Object.assign(employers, { slots });
}

function someOrder(random, i) {
  const windowFrom = addDays(TODAY, 10 + Math.floor(random() * 60));
  return {
    externalRef: `B${i}`, occupation: OCCUPATIONS[Math.floor(random() * 4)], seats: 10 + Math.floor(random() * 45), payYuan: 2_500 + Math.floor(random() * 40) * 100, workplace: '420626100', contractKind: 'fixed-term', contractMonths: 3 + Math.floor(random() * 22),
    windowFrom, windowTo: addDays(windowFrom, 20 + Math.floor(random() * 40)), siteKind: 'school', siteRegion: TOWNSHIPS[Math.floor(random() * 11)], skills: [{ skillId: 'weld.arc', level: 2 }],
  };
}

/** Fifty employers at once, each with one file; then all files once more. */
async function submitted(report, client, base, employers, folder) {
  const random = seeded(SEED + 1);
  const orders = Array.from({ length: ORDERS }, (_, i) => someOrder(random, i));
  const files = employers.map((_, at) => orders.filter((__, i) => i % EMPLOYERS === at).map((order) => JSON.stringify(order)).join('\n'));
  const send = async (at, query = '') => {
    const answer = await fetch(`${base}/v1/training-orders/import${query}`, { method: 'POST', headers: { authorization: employers[at].authorization, 'content-type': 'application/x-ndjson' }, body: files[at] });
    const lines = (await answer.text()).trim().split('\n').map((line) => JSON.parse(line));
    if (answer.status !== 200 || lines.at(-1).rejected > 0) throw new Error(`orders were refused: ${answer.status} ${JSON.stringify(lines.find(({ outcome }) => outcome === 'rejected') ?? lines[0])}`);
    return lines.at(-1);
  };
  const all = async () => {
    const begun = performance.now();
    const sums = await Promise.all(files.map((_, at) => send(at)));
    return { seconds: (performance.now() - begun) / 1_000, created: sums.reduce((sum, { created }) => sum + created, 0) };
  };
  await send(0, '?dryRun=true'); // a service that is up has read its code lists
  const [first, again] = [await all(), await all()];
  const { rows: [stored] } = await client.query(`select count(*)::int as orders, count(distinct external_ref)::int as refs, count(distinct number)::int as numbers, count(*) filter (where state = 'submitted' and moves = 1)::int as submitted, (select count(*)::int from training_order_moves) as moves from training_orders`);
  const isWhole = first.created === ORDERS && again.created === 0 && Object.values(stored).every((count) => count === ORDERS);
  report({
    what: `${ORDERS} orders submitted at once by ${EMPLOYERS} employers (NDJSON)`, median: round(ORDERS / first.seconds, 0), unit: 'orders/s', peer: `the same files once more ${round(ORDERS / again.seconds, 0)} orders/s; ${await fsyncMs(folder)} ms an fsync here`,
    bar: bar(`≥ 300/s, none lost, none doubled (${stored.orders} stored, ${again.created} made by the repeat)`, isWhole && ORDERS / first.seconds >= 300),
  });
  return orders;
}

const asOfficer = `set_config('app.actor_kind', 'officer', false), set_config('app.actor_id', 'bench', false), set_config('app.role', 'county-officer', false), set_config('app.region_from', '420626000000', false), set_config('app.region_to', '420626999999', false)`;

/** An officer approves them all; the worker works the queue out; a slow reference says what it should be. */
async function queued(report, client, orders) {
  await client.query(`select ${asOfficer}`);
  for (const [from, to] of [['submitted', 'under-review'], ['under-review', 'approved'], ['approved', 'queued']]) await client.query('insert into training_order_moves (order_id, from_state, to_state) select id, $1, $2 from training_orders where state = $1', [from, to]);
  const random = seeded(SEED + 2);
  const days = Array.from({ length: 200 }, () => Math.floor(random() * 100));
  await client.query(`update training_orders set approved_on = $1::date - ($2::int[])[1 + substr(external_ref, 2)::int % 200]`, [TODAY, days]);
  const seconds = await refreshed(client, ORDERS);
  report({ what: `the queue of ${ORDERS} orders, from an outbox row to stored places`, median: round(seconds, 1), unit: 's', bar: bar('equal to the slow reference', await isReference(client, orders)) });
}

/** The contract word by word, for orders without a shortage, a history or a penalty: every order looks at every slot. */
function slowQueue(orders, slots) {
  const six = (x) => Math.floor(x * 1e6 + 0.5) / 1e6;
  const free = new Set(slots);
  const points = orders.map((order) => {
    const base = 100 * (0.35 * (0.5 + 0.5 * Math.min(1, order.contractMonths / 12)) + 0.25 * 0.5);
    const age = (Date.parse(TODAY) - Date.parse(order.approvedOn)) / 86_400_000;
    return { order, base: six(base), age, effective: six(base + age) };
  });
  points.sort((a, b) => b.effective - a.effective || (a.order.approvedOn < b.order.approvedOn ? -1 : a.order.approvedOn > b.order.approvedOn ? 1 : a.order.id < b.order.id ? -1 : 1));
  return points.map(({ order, base, age, effective }, at) => {
    const opens = (slot) => (slot.from > order.from ? slot.from : order.from);
    const fitting = [...free].filter(({ occupation }) => occupation === null || occupation === order.occupation);
    const inWindow = fitting.filter(({ from }) => from <= order.to);
    const [best] = inWindow.filter(({ seats }) => seats >= order.seats).sort((a, b) => (opens(a) < opens(b) ? -1 : opens(a) > opens(b) ? 1 : a.seats - b.seats || (a.id < b.id ? -1 : 1)));
    if (best !== undefined) free.delete(best);
    const reason = best !== undefined ? null : fitting.length === 0 ? 'NO_SLOT_FOR_OCCUPATION' : inWindow.length === 0 ? 'NO_SLOT_IN_WINDOW' : 'NO_SLOT_WITH_SEATS';
    return { id: order.id, position: at + 1, base, age, penalty: 0, effective, slot: best?.id ?? null, opensOn: best === undefined ? null : opens(best), reason };
  });
}

async function isReference(client, orders) {
  const { rows } = await client.query(`select o.id, o.external_ref, o.approved_on::text from training_orders o`);
  const { rows: slots } = await client.query('select id, occupation, from_on::text as "from", seats from provider_slots');
  const waiting = rows.map(({ id, external_ref, approved_on }) => {
    const { occupation, seats, windowFrom, windowTo, contractMonths } = orders[Number(external_ref.slice(1))];
    return { id, occupation, seats, approvedOn: approved_on, from: windowFrom, to: windowTo, contractMonths };
  });
  const expected = slowQueue(waiting, slots);
  const { rows: stored } = await client.query('select order_id as id, position, base, age, penalty, effective, slot_id as slot, opens_on::text as "opensOn", reason from order_queue_places order by position');
  return JSON.stringify(stored) === JSON.stringify(expected);
}

/** Seconds from a wake to the stored queue. */
async function refreshed(client, orders) {
  const begun = performance.now();
  await client.query(`insert into outbox (queue, name, payload, region) values ('work', 'order-queue.refresh', '{}', $1); notify outbox`.replace('$1', `'${COUNTY}'`));
  for (const end = begun + 300_000; performance.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    const { rows: [row] } = await client.query(`select orders from order_queues where county = $1 and not exists (select from outbox where name = 'order-queue.refresh' and done_at is null)`, [COUNTY]);
    if (row?.orders === orders) return (performance.now() - begun) / 1_000;
  }
  throw new Error('the queue was not worked out in time');
}

/** Many more orders wait; employers ask where theirs stands. */
async function placed(report, client, base, employers) {
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into training_orders (id, number, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash, state, moves, approved_on, created_by_kind, created_by)
     select gen_random_uuid(), 'N' || n, county, owner_region, (array[${employers.map(({ id }) => `'${id}'`).join(', ')}]::uuid[])[1 + n % ${EMPLOYERS}], occupation, 10 + n % 45, 2500 + 37 * (n % 90), workplace, contract_kind, 3 + n % 22, window_from, window_to, site_kind, site_region, content_hash, 'queued', 4, current_date - n % 100, 'employer', 'bench'
     from (select row_number() over ()::int as n, o.* from training_orders o, generate_series(1, 9) limit $1) as made`, [WAITING - ORDERS]);
  await client.query('set session_replication_role = origin; analyze training_orders');
  const seconds = await refreshed(client, WAITING);
  report({ what: `the queue of ${WAITING} orders, worked out anew and stored by the worker`, median: round(seconds, 1), unit: 's' });
  for (let waits = true; waits; await new Promise((done) => setTimeout(done, 500))) ({ rows: [{ waits }] } = await client.query('select exists (select from outbox where done_at is null) as waits')); // everybody has been told
  await client.query('vacuum analyze order_queue_places');
  const { rows } = await client.query(`select order_id as id, employer_id as employer from order_queue_places where employer_id is not null order by md5(order_id::text) limit $1`, [QUESTIONS]);
  const keys = new Map(employers.map(({ id, authorization }) => [id, authorization]));
  const ask = async (i) => {
    const { id, employer } = rows[(i + QUESTIONS) % QUESTIONS];
    const answer = await fetch(`${base}/v1/training-orders/${id}/queue-place`, { headers: { authorization: keys.get(employer) } });
    if (answer.status !== 200) throw new Error(`the place was answered with ${answer.status}`);
    return answer.json();
  };
  const asked = await timed(ask, { runs: QUESTIONS, warmup: 20 });
  const plain = await timed(async () => (await fetch(`${base}/v1/me`, { headers: { authorization: employers[0].authorization } })).json(), { runs: QUESTIONS, warmup: 20 });
  report({ what: `position and expected opening of an order of ${WAITING}, over HTTP`, median: round(asked.median), p95: round(asked.p95), unit: 'ms', peer: `who am I, over HTTP, ${round(plain.median)} ms, p95 ${round(plain.p95)} ms`, bar: bar('≤ 20 ms p95', asked.p95 <= 20) });
}

async function start(app, url) {
  const port = await freePort();
  const env = { PATH: process.env.PATH, DATABASE_URL: url, MASTER_KEY: MASTER_KEY.toString('base64'), PORT: String(port), LOG_LEVEL: 'info', RATE_LIMIT_PER_MINUTE: '1000000' };
  const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const process_ = { child, base: `http://127.0.0.1:${port}`, output: '', ended: new Promise((done) => child.once('exit', done)) };
  child.stdout.on('data', (chunk) => (process_.output = (process_.output + String(chunk)).slice(-20_000)));
  if (app === 'worker') return process_;
  for (const end = performance.now() + 60_000; performance.now() < end; await new Promise((done) => setTimeout(done, 50))) if (process_.output.includes('"listening"')) return process_;
  throw new Error('the API did not start in time');
}
