import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DATABASE_ROLES, sessionOptions } from '@app/platform';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';

/** What a schema is made of, with who may do what. */
const INVENTORY = `
  select 'relation' as kind, c.relname || ' ' || c.relkind::text as name, (select string_agg(acl::text, ' ' order by acl::text) from unnest(c.relacl) acl) as rights,
    (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull, ', ' order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as body
  from pg_class c where c.relnamespace = 'bullmq'::regnamespace
  union all select 'function', p.oid::regprocedure::text, (select string_agg(acl::text, ' ' order by acl::text) from unnest(p.proacl) acl), pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'bullmq'::regnamespace
  union all select 'constraint', conname || ' ' || conrelid::regclass::text, null, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'bullmq'::regnamespace
  union all select 'schema', nspname, (select string_agg(acl::text, ' ' order by acl::text) from unnest(nspacl) acl), pg_get_userbyid(nspowner) from pg_namespace where nspname = 'bullmq'
  order by 1, 2, 4`;

describe('the queue store that the application has made anew', () => {
  let fresh: TestDatabase;
  let application: pg.Client;
  beforeAll(async () => {
    fresh = await freshDatabase();
    application = new pg.Client({ connectionString: fresh.url, options: sessionOptions(DATABASE_ROLES.application, 0) });
    await application.connect();
  });
  afterAll(async () => {
    await application.end();
    await fresh.drop();
  });

  const restored = async (client: pg.Client | pg.Pool): Promise<boolean> => (await client.query<{ made: boolean }>('select restore_queue_store() as made')).rows[0]!.made;
  const inventory = async (): Promise<unknown[]> => (await fresh.owner.query(INVENTORY)).rows;
  const ledger = async (): Promise<unknown[]> => (await fresh.owner.query('select version, name, min_client_version from bullmq.migration order by version')).rows;

  it('is the one that the migrations make, to the last right, whatever was left of the lost one', async () => {
    const [before, versions] = [await inventory(), await ledger()];
    expect(versions.length).toBeGreaterThan(0);
    for (const loss of ['drop schema bullmq cascade', 'drop table bullmq.job cascade; drop function bullmq.obliterate']) {
      await fresh.owner.query(loss);
      expect(await restored(application)).toBe(true);
      expect(await inventory()).toEqual(before);
      expect(await ledger()).toEqual(versions);
    }
  });

  it('is made once when many ask at the same time, and stays as it is when nothing is lost', async () => {
    await application.query(`insert into bullmq.meta (queue, field, value) values ('work', 'kept', '1')`);
    expect(await restored(application)).toBe(false);
    expect((await fresh.owner.query('select from bullmq.meta')).rowCount).toBe(1);
    await fresh.owner.query('drop schema bullmq cascade');
    expect((await Promise.all([restored(fresh.owner), restored(application), restored(fresh.owner)])).filter((made) => made)).toHaveLength(1);
  });

  it('is all that the application can make or drop of it', async () => {
    for (const sql of ['drop schema bullmq cascade', 'drop table bullmq.job', 'create schema another', 'create or replace function restore_queue_store() returns boolean language sql as $$ select true $$']) await expect(application.query(sql)).rejects.toMatchObject({ code: '42501' });
  });
});
