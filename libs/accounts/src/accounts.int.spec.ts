import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataSourceOptions } from '@app/platform';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { ACCOUNTS_ENTITIES } from './accounts.module.js';
import { OFFICER_ROLES } from './permissions.js';
import { ORGANIZATION_KINDS } from './organizations/organization.entity.js';

let fresh: TestDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const checkOf = async (name: string): Promise<string[]> => {
  const { rows } = await fresh.owner.query<{ definition: string }>('select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1', [name]);
  return [...rows[0]!.definition.matchAll(/'([a-z-]+)'/g)].map((match) => match[1]!);
};

describe('the tables of accounts', () => {
  it('are what the entities say: nothing would be changed', async () => {
    const owner = await new DataSource(dataSourceOptions({ url: fresh.ownerUrl, poolMax: 1, entities: [...ACCOUNTS_ENTITIES] })).initialize();
    const { upQueries } = await owner.driver.createSchemaBuilder().log();
    await owner.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('know the same roles and kinds as the code', async () => {
    expect(await checkOf('officer_role_is_known')).toEqual([...OFFICER_ROLES]);
    expect(await checkOf('organization_kind_is_known')).toEqual([...ORGANIZATION_KINDS]);
  });

  it('are under forced row-level security, and their functions are for the application alone', async () => {
    const tables = await fresh.owner.query(`select relname from pg_class where relname in ('organizations', 'officers', 'sessions', 'api_keys', 'setup_tokens') and relrowsecurity and relforcerowsecurity`);
    expect(tables.rowCount).toBe(5);
    const open = await fresh.owner.query(`select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace and has_function_privilege('public', oid, 'execute')
      and proname in ('find_login', 'record_login_failure', 'open_session', 'session_principal', 'close_session', 'use_setup_token', 'use_api_key', 'end_sessions_of_officer')`);
    expect(open.rows).toEqual([]);
  });
});
