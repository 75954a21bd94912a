import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The shortage board of each county: what stays empty, and which course would fill most of it. Ids only. */
export class Shortages1795535880000 implements MigrationInterface {
  readonly name = 'Shortages1795535880000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table shortage_boards (
        county text primary key, as_of date not null, policy_version text not null, made_at timestamptz not null default now(), lines jsonb not null,
        constraint board_is_a_list check (jsonb_typeof(lines) = 'array')
      );
      alter table shortage_boards enable row level security; alter table shortage_boards force row level security;
      create policy shortage_boards_scope on shortage_boards to shouyu_app
        using (in_scope(rpad(county, 12, '0')) and acting_kind() in ('officer', 'system')) with check (in_scope(rpad(county, 12, '0')) and acting_kind() = 'system');
      grant select, insert, update on shortage_boards to shouyu_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table shortage_boards');
  }
}
