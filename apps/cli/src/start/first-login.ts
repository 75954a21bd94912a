import pg from 'pg';

/** Whether anybody can log in: asked without the code that would make the first one, to keep a warm start small. */
export async function somebodyCanLogIn(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return ((await client.query('select 1 from officers limit 1')).rowCount ?? 0) > 0;
  } finally {
    await client.end();
  }
}
