import pg from 'pg';

/**
 * Where nobody can log in yet: makes the one-time token of the first set-up and prints what to do with it. The code behind it
 * is loaded only then.
 */
export async function announceSetup(ownerUrl: string, address: string, say: (line: string) => void): Promise<void> {
  if (await somebodyCanLogIn(ownerUrl)) return;
  const [{ ensureSetupToken }, { ownerDataSource }] = await Promise.all([import('@app/accounts'), import('../data-source.js')]);
  const dataSource = await ownerDataSource(ownerUrl).initialize();
  try {
    const token = await ensureSetupToken(dataSource);
    if (token !== null) say(`First set-up: POST ${address}/v1/setup with the one-time token ${token} (see README, "First administrator"). A new start makes a new token.`);
  } finally {
    await dataSource.destroy();
  }
}

async function somebodyCanLogIn(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return ((await client.query('select 1 from officers limit 1')).rowCount ?? 0) > 0;
  } finally {
    await client.end();
  }
}
