import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { Database } from './database.js';
import type { Reader } from './message-reader.js';
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

  describe('read in one message', () => {
    const county = systemPrincipal('test', '420626');
    const ids = (reader: Reader) => reader.query<{ id: number }[]>('select id from scoped_rows order by id').then((rows) => rows.map(({ id }) => id));

    it('shows what a transaction of the same principal shows, and nothing to the next on that connection', async () => {
      for (const region of ['420626', '420626106', '42', '420625', '11']) expect(await database.read(systemPrincipal('test', region), ids)).toEqual(await idsSeenIn(region));
      for (let i = 0; i < 12; i++) expect(await database.statement(ids)).toEqual([]);
    });

    it('is one transaction for what is asked in one go, and another for what is asked afterwards', async () => {
      const at = (reader: Reader, more: string) => reader.query<{ at: Date }[]>(`select now() as at, $1::text as more`, [more]).then(([row]) => row!.at.getTime());
      await database.read(county, async (reader) => {
        const [first, second] = await Promise.all([at(reader, 'a'), at(reader, 'b')]);
        expect(second).toBe(first);
        expect(await at(reader, 'c')).toBeGreaterThan(first);
      });
    });

    it('answers values as a transaction does', async () => {
      const sql = `select null::text as nothing, 7::bigint as count, '2026-02-28'::date as day, $1::text[] as words, $2::int + 1 as more, $3::bytea as bytes, '{"a":[1]}'::jsonb as data, true as yes, now() as at where 1 = 1`;
      const [inOne] = await database.read(county, (reader) => reader.query<object[]>(sql, [['a"b', 'c,d', '授渔'], 1, Buffer.from([0, 255])]));
      const [inTransaction] = await database.inScope(county, (tx) => tx.query<object[]>(sql, [['a"b', 'c,d', '授渔'], 1, Buffer.from([0, 255])]));
      expect(inOne).toEqual({ ...inTransaction, at: expect.any(Date) });
      expect(await database.read(county, (reader) => reader.query('select id from scoped_rows where id < 0'))).toEqual([]);
    });

    it('changes nothing, not even a row in scope', async () => {
      await expect(database.read(county, (reader) => reader.query(`insert into scoped_rows values (11, '420626000000')`))).rejects.toMatchObject({ name: 'QueryFailedError', code: '25006' });
      expect(await idsSeenIn('420626')).toEqual([1, 2]);
    });

    it('is undone as a whole when one statement fails; the next message is answered', async () => {
      const asked = await database.read(county, (reader) => Promise.allSettled([ids(reader), reader.query('select 1 / $1::int', [0]), ids(reader)]));
      expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(asked[0]).toMatchObject({ reason: { query: 'select 1 / $1::int', code: '22012' } });
      for (let i = 0; i < 12; i++) expect(await database.read(county, ids)).toEqual([1, 2]);
    });

    it('reads within the open transaction of the same principal', async () => {
      await expect(
        database.inScope(county, async (tx) => {
          await tx.query(`insert into scoped_rows values (12, '420626000000')`);
          expect(await database.read(county, ids)).toEqual([1, 2, 12]);
          throw new Error('taken back');
        }),
      ).rejects.toThrow('taken back');
    });

    it('reads a table anew whose columns have changed since the statement was prepared', async () => {
      await fresh.owner.query('create table widened (value int not null); insert into widened values (5); grant select on widened to shouyu_app');
      const rows = () => database.read(county, (reader) => reader.query('select value from widened'));
      for (let i = 0; i < 12; i++) expect(await rows()).toEqual([{ value: 5 }]);
      await fresh.owner.query('alter table widened alter column value type text');
      for (let i = 0; i < 12; i++) expect(await rows()).toEqual([{ value: '5' }]);
    });
  });

  it('runs as a role that owns nothing', async () => {
    const [row] = await database.unscoped((tx) => tx.query<{ user: string; super: boolean }[]>(`select current_user as user, (select rolsuper from pg_roles where rolname = current_user) as super`));
    expect(row).toEqual({ user: 'shouyu_app', super: false });
  });
});
