import type pg from 'pg';

/** Writes a row as it is given. */
export type Plant = (table: string, row: Readonly<Record<string, unknown>>) => Promise<void>;

/** Writes rows behind the application's back, where no trigger and no foreign key looks: all of them or, on a failure, none. */
export async function planting(owner: pg.Pool, write: (plant: Plant, client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('begin; set local session_replication_role = replica');
    await write(async (table, row) => {
      const columns = Object.keys(row);
      await client.query(`insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`, Object.values(row));
    }, client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
