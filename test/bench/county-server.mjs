import { Buffer } from 'node:buffer';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { fillCounty } from './outcomes-county.mjs';

const MASTER_KEY = Buffer.alloc(32, 7);
const PASSWORD = 'only-for-benches';

/** A real PostgreSQL with that county, for as long as the work takes: the server, a connection of the owner, and connections as the service has them. */
export async function withCounty(courses, work) {
  const { startEmbeddedServer } = await import('../../dist/apps/cli/src/start/embedded-server.js');
  const { migrate } = await import('../../dist/apps/cli/src/data-source.js');
  const { ensureServiceLogin } = await import('../../dist/apps/cli/src/start/service-login.js');
  const { dataSourceOptions, DATABASE_ROLES } = await import('../../dist/libs/platform/src/index.js');
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  const client = new pg.Client({ connectionString: server.ownerUrl('postgres') });
  let dataSource;
  try {
    await migrate(server.ownerUrl('postgres'), MASTER_KEY);
    await ensureServiceLogin(server.ownerUrl('postgres'), PASSWORD);
    await client.connect();
    await fillCounty(client, courses);
    const url = new URL(server.ownerUrl('postgres'));
    [url.username, url.password] = ['shouyu_service', PASSWORD];
    dataSource = await new DataSource(dataSourceOptions({ url: url.toString(), role: DATABASE_ROLES.application, poolMax: 5, entities: [], statementTimeoutMs: 120_000 })).initialize();
    await work({ server, client, dataSource });
  } finally {
    await dataSource?.destroy();
    await client.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
