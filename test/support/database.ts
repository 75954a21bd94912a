import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { dataSourceOptions, DATABASE_ROLES, Database } from '@app/platform';
import { DataSource } from 'typeorm';
import { migrate } from '../../apps/cli/src/data-source.js';
import { ensureServiceLogin } from '../../apps/cli/src/start/service-login.js';

const TEMPLATE = 'shouyu_template';
const SERVICE_PASSWORD = 'only-for-tests';

/** The key that wraps the data keys of every test database. */
export const TEST_MASTER_KEY = Buffer.alloc(32, 7);

/** A database of its own for one test file: cloned from one that the migrations built. */
export interface TestDatabase {
  /** For the application's login (row-level security holds). */
  readonly url: string;
  /** For the owner: migrations, set-up and checks behind the application's back. */
  readonly ownerUrl: string;
  /** A pool of the owner, for checks. */
  readonly owner: pg.Pool;
  /** Opens a `Database` as the application's role; closed by `drop`. */
  open(entities?: Parameters<typeof dataSourceOptions>[0]['entities']): Promise<{ dataSource: DataSource; database: Database }>;
  /** Closes what was opened and drops the database. */
  drop(): Promise<void>;
}

/** Makes a fresh, migrated database (about 0.1 s). The server is started by `test/run.mjs`, which gives its URL. */
export async function freshDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env['TEST_DATABASE_ADMIN_URL'];
  if (!adminUrl) throw new Error('no test server: run the tests by `npm test` or `node test/run.mjs <path>`');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`select pg_advisory_lock(hashtext('shouyu.test.template'))`);
    await ensureTemplate(admin, adminUrl);
    await admin.query(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  } finally {
    await admin.end();
  }
  const ownerUrl = urlOf(adminUrl, name);
  const service = new URL(ownerUrl);
  service.username = 'shouyu_service';
  service.password = SERVICE_PASSWORD;
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  owner.on('error', () => undefined);
  const opened: DataSource[] = [];
  return {
    url: service.toString(),
    ownerUrl,
    owner,
    async open(entities = []) {
      const dataSource = await new DataSource(dataSourceOptions({ url: service.toString(), role: DATABASE_ROLES.application, poolMax: 5, entities })).initialize();
      opened.push(dataSource);
      return { dataSource, database: new Database(dataSource) };
    },
    async drop() {
      for (const dataSource of opened) if (dataSource.isInitialized) await dataSource.destroy();
      await owner.end();
      const client = new pg.Client({ connectionString: adminUrl });
      await client.connect();
      await client.query(`drop database if exists ${name} with (force)`);
      await client.end();
    },
  };
}

async function ensureTemplate(admin: pg.Client, adminUrl: string): Promise<void> {
  const found = await admin.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
  if (found.rowCount) return;
  const building = `${TEMPLATE}_${randomBytes(4).toString('hex')}`;
  await admin.query(`create database ${building} encoding 'UTF8' template template0`);
  await migrate(urlOf(adminUrl, building), TEST_MASTER_KEY);
  await ensureServiceLogin(urlOf(adminUrl, building), SERVICE_PASSWORD);
  await admin.query(`alter database ${building} rename to ${TEMPLATE}`);
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
