import { bundleIsInDatabase } from '@app/catalogue';
import pg from 'pg';
import { MIGRATIONS } from '../migrations/index.js';

/** Whether a database has every migration, the queue's tables and the bundled code lists as this build has them. */
export async function isUpToDate(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const [tables] = (await client.query<{ ours: boolean; queue: boolean }>(`select to_regclass('public.migrations') is not null as ours, to_regclass('bullmq.job') is not null and to_regprocedure('public.restore_queue_store()') is not null as queue`)).rows;
    if (!tables?.ours || !tables.queue) return false;
    const done = new Set((await client.query<{ name: string }>('select name from public.migrations')).rows.map((row) => row.name));
    if (!MIGRATIONS.every((migration) => done.has(new migration().name))) return false;
    return await bundleIsInDatabase({ query: async <Row>(sql: string) => (await client.query(sql)).rows as Row[] });
  } finally {
    await client.end();
  }
}
