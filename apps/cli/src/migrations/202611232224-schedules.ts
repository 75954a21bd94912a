import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What runs by the clock, and for which counties. */
export class Schedules1795472640000 implements MigrationInterface {
  readonly name = 'Schedules1795472640000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row a schedule, region and slot: whichever worker comes first takes it.
      create table schedule_slots (
        name text not null, region text not null, slot text not null, taken_at timestamptz not null default now(),
        constraint schedule_slots_pkey primary key (name, region, slot)
      );
      grant select, insert, delete on schedule_slots to shouyu_app;

      -- The counties that have a bureau here: the service works for each of them in its own scope. Codes only.
      create function served_counties() returns setof text language sql stable security definer set search_path = public, pg_temp as $$
        select distinct left(owner_region, 6) from organizations where kind = 'county-bureau' order by 1 $$;
      revoke execute on function served_counties() from public;
      grant execute on function served_counties() to shouyu_app, shouyu_engine;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function served_counties(); drop table schedule_slots');
  }
}
