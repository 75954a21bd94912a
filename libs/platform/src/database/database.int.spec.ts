import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { Database } from './database.js';
import { systemPrincipal } from './principal.js';

describe('the door to the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase();
    await fresh.owner.query(`
      create table scoped_rows (id int primary key, owner_region text not null);
      insert into scoped_rows values (1, '420626106000'), (2, '420626000000'), (3, '420625000000');
      alter table scoped_rows enable row level security; alter table scoped_rows force row level security;
      create policy scope on scoped_rows to shouyu_app using (in_scope(owner_region)) with check (in_scope(owner_region));
      grant select, insert on scoped_rows to shouyu_app;`);
    ({ database } = await fresh.open());
  });
  afterAll(() => fresh.drop());

  const idsSeenIn = (region: string) => database.inScope(systemPrincipal('test', region), async (tx) => (await tx.query<{ id: number }[]>('select id from scoped_rows order by id')).map((row) => row.id));

  it('shows a county its own rows and those of its townships only', async () => {
    expect(await idsSeenIn('420626')).toEqual([1, 2]);
    expect(await idsSeenIn('420626106')).toEqual([1]);
    expect(await idsSeenIn('42')).toEqual([1, 2, 3]);
  });

  it('shows nothing without a context, also on a connection that had one before', async () => {
    await idsSeenIn('42');
    expect(await database.unscoped((tx) => tx.query('select id from scoped_rows'))).toEqual([]);
  });

  it('refuses to write a row of another region', async () => {
    await expect(database.inScope(systemPrincipal('test', '420626'), (tx) => tx.query(`insert into scoped_rows values (9, '420625000000')`))).rejects.toThrow(/row-level security/);
  });

  it('joins the open transaction of the same principal, so that all of it commits or none', async () => {
    const principal = systemPrincipal('test', '420626');
    await expect(
      database.inScope(principal, async () => {
        await database.inScope(principal, (tx) => tx.query(`insert into scoped_rows values (10, '420626000000')`));
        throw new Error('the outer work fails');
      }),
    ).rejects.toThrow('the outer work fails');
    expect(await idsSeenIn('420626')).toEqual([1, 2]);
  });

  it('runs as a role that owns nothing', async () => {
    const [row] = await database.unscoped((tx) => tx.query<{ user: string; super: boolean }[]>(`select current_user as user, (select rolsuper from pg_roles where rolname = current_user) as super`));
    expect(row).toEqual({ user: 'shouyu_app', super: false });
  });
});
