import pg from 'pg';

/** The login that the application uses: member of the two roles, owner of nothing; its password is set anew. Returns its URL. */
export async function ensureServiceLogin(ownerUrl: string, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const exists = await client.query(`select 1 from pg_roles where rolname = 'shouyu_service'`);
    if (!exists.rowCount) await client.query('create role shouyu_service login noinherit').catch((error: { code?: string }) => { if (error.code !== '42710' && error.code !== '23505') throw error; });
    await client.query(`alter role shouyu_service with login password ${client.escapeLiteral(password)}`);
    await client.query('grant shouyu_app, shouyu_engine to shouyu_service');
  } finally {
    await client.end();
  }
  const url = new URL(ownerUrl);
  url.username = 'shouyu_service';
  url.password = password;
  return url.toString();
}
