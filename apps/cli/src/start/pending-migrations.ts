import pg from 'pg';
import { MIGRATIONS } from '../migrations/index.js';

/** The names of our migrations that a database does not have yet; all of them for an empty one. The queue's own count as one. */
export async function pendingMigrations(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const names = MIGRATIONS.map((migration) => migration.name);
    const [tables] = (await client.query<{ ours: boolean; queue: boolean }>(`select to_regclass('public.migrations') is not null as ours, to_regclass('bullmq.job') is not null as queue`)).rows;
    if (!tables?.ours || !tables.queue) return names;
    const done = new Set((await client.query<{ name: string }>('select name from public.migrations')).rows.map((row) => row.name));
    return names.filter((name) => !done.has(name));
  } finally {
    await client.end();
  }
}
