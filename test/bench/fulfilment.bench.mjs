import { Buffer } from 'node:buffer';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { round, timed } from './timing.mjs';

const COUNTY = '420626';
const ORDERS = Number(process.env.FULFILMENT_ORDERS ?? 10_000);
const SEATS = 20;
const EMPLOYERS = 150;
const PROVIDERS = 40;
const MASTER_KEY = Buffer.alloc(32, 7);
const STATEMENT_LIMIT_MS = 5_000;
const idOf = (what, of) => `md5('${what}' || ${of})::uuid`;

/** Every order of a county that has kept them for years, on one page of each dimension: the real service over a real PostgreSQL. */
export async function benchFulfilment(report) {
  const { startEmbeddedServer } = await import('../../dist/apps/cli/src/start/embedded-server.js');
  const { migrate } = await import('../../dist/apps/cli/src/data-source.js');
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-fulfilment-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  const client = new pg.Client({ connectionString: server.ownerUrl('postgres') });
  let source;
  try {
    await migrate(server.ownerUrl('postgres'), MASTER_KEY);
    await client.connect();
    await fill(client);
    const service = await open(server.ownerUrl('postgres'));
    source = service.source;
    for (const by of ['county', 'employer', 'provider']) {
      let longest = 0;
      service.onStatement((ms) => (longest = Math.max(longest, ms)));
      const page = () => service.fulfilment.list(service.principal, { by, settledOnly: false, limit: 200 });
      const { items } = await page();
      const orders = items.reduce((sum, row) => sum + row.orders, 0);
      longest = 0;
      const asked = await timed(page, { runs: 3, warmup: 0 });
      report({ what: `fulfilment by ${by}: ${orders} orders and ${items.reduce((sum, row) => sum + row.counts.hired, 0)} hires on one page of ${items.length} rows`, median: round(asked.median, 0), p95: round(asked.p95, 0), unit: 'ms', bar: `longest statement ${round(longest, 0)} ms of ${STATEMENT_LIMIT_MS} ms` });
    }
  } finally {
    await source?.destroy();
    await client.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Orders that are over, each with its facts side by side as recording leaves them: 16 of 20 seats enrolled, 14 certified, 12 hired, of whom a third left. */
async function fill(client) {
  const region = `${COUNTY}101000`;
  await client.query(`set session_replication_role = replica; set synchronous_commit = off`);
  // Many rows into an index of random ids are slow; made afterwards it is the same index.
  const { rows: indexes } = await client.query(`select indexname as name, indexdef as made from pg_indexes where tablename in ('ledger_facts', 'training_order_hires') and indexname not in (select conname from pg_constraint)`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  await client.query(`
    insert into provider_slots (id, county, provider_id, from_on, seats, created_by, order_id) select ${idOf('slot', 'n')}, '${COUNTY}', ${idOf('provider', `n % ${PROVIDERS}`)}, current_date - 400, 50, 'bench', ${idOf('order', 'n')} from generate_series(1, ${ORDERS}) n;
    insert into training_orders (id, number, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash, state, approved_on, slot_id, class_id, hired, retained, created_by_kind, created_by)
      select ${idOf('order', 'n')}, 'N' || n, '${COUNTY}', '${COUNTY}000000', ${idOf('employer', `n % ${EMPLOYERS}`)}, '6-18-02-04', ${SEATS}, 4000, '${COUNTY}100000', 'fixed-term', 12, current_date - 500, current_date - 300, 'school', '${region}', 'x', case when n % 2 = 0 then 'settled' else 'completed' end, current_date - 500, ${idOf('slot', 'n')}, ${idOf('class', 'n')}, 12, case when n % 2 = 0 then 8 end, 'officer', 'bench' from generate_series(1, ${ORDERS}) n;
    create temp table people as select n, s, ${idOf('person', `n * ${SEATS} + s`)} as person, ${idOf('job', `n * ${SEATS} + s`)} as job from generate_series(1, ${ORDERS}) n, generate_series(1, 16) s;
    insert into ledger_facts (id, county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, class_id, employment_id, employer_id, payload, recorded_by)
      select gen_random_uuid(), '${COUNTY}', '${region}', kind, day, now(), person, person, class, job, employer, payload::jsonb, 'bench' from (
        select n, 'enrolled' as kind, current_date - 400 as day, person, ${idOf('class', 'n')} as class, null::uuid as job, null::uuid as employer, '{}' as payload from people
        union all select n, 'certified', current_date - 350, person, ${idOf('class', 'n')}, null, null, '{}' from people where s <= 14
        union all select n, 'employment-started', current_date - 340, person, null, job, ${idOf('employer', `n % ${EMPLOYERS}`)}, '{"type":"wage","pay":4200,"contractMonths":12}' from people where s <= 12
        union all select n, 'employment-ended', current_date - 300, person, null, job, null, '{}' from people where s <= 4) f order by n, kind, person;
    insert into training_order_hires (order_id, registration_id, owner_region, hired_on, employment_id, recorded_by) select ${idOf('order', 'n')}, person, '${region}', current_date - 340, job, 'bench' from people where s <= 12 order by n;
    drop table people; set session_replication_role = origin; set synchronous_commit = on`);
  for (const { made } of indexes) await client.query(made);
  await client.query('vacuum (analyze) ledger_facts');
  await client.query('analyze training_orders; analyze training_order_hires; analyze provider_slots');
}

/** The service as the API has it, as the application's role with a request's limit of time. */
async function open(url) {
  const { DataSource } = await import('typeorm');
  const { AuditTrail, Database, DATABASE_ROLES, dataSourceOptions, Outbox, systemPrincipal } = await import('../../dist/libs/platform/src/index.js');
  const { systemClock } = await import('../../dist/libs/kernel/src/index.js');
  const { OrderFulfilment } = await import('../../dist/libs/training/src/index.js');
  const { FulfilmentRepository } = await import('../../dist/libs/training/src/fulfilment/fulfilment.repository.js');
  const { TrainingOrdersRepository } = await import('../../dist/libs/training/src/orders/training-orders.repository.js');
  const { TrainingBooks } = await import('../../dist/libs/training/src/training-books.js');
  let heard = () => undefined;
  const logger = { logQuery: () => undefined, logQueryError: () => undefined, logQuerySlow: (ms) => heard(ms), logSchemaBuild: () => undefined, logMigration: () => undefined, log: () => undefined };
  const source = await new DataSource({ ...dataSourceOptions({ url, role: DATABASE_ROLES.application, statementTimeoutMs: STATEMENT_LIMIT_MS }), maxQueryExecutionTime: 1, logger }).initialize();
  const database = new Database(source);
  return {
    source, principal: systemPrincipal('bench', COUNTY), onStatement: (listener) => (heard = listener),
    fulfilment: new OrderFulfilment(new TrainingBooks(database, new AuditTrail(), new Outbox(), systemClock), new FulfilmentRepository(), new TrainingOrdersRepository()),
  };
}
