import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which worker holds which share of the counties: a lease that runs out by itself when its worker dies. */
export class CountyShards1795833000000 implements MigrationInterface {
  readonly name = 'CountyShards1795833000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table county_workers (id uuid constraint county_workers_pkey primary key, seen_until timestamptz not null);
      create table county_shards (
        shard int constraint county_shards_pkey primary key, holder uuid, held_until timestamptz,
        constraint shard_is_not_negative check (shard >= 0),
        constraint lease_has_its_end check ((holder is null) = (held_until is null))
      );
      grant select, insert, update, delete on county_workers, county_shards to shouyu_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table county_workers, county_shards');
  }
}
