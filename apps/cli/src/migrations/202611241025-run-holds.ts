import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a run is held, runs that read kept pages again, and how fresh each source is. */
export class RunHolds1795515900000 implements MigrationInterface {
  readonly name = 'RunHolds1795515900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table import_runs
        add held_for text constraint hold_is_known check (held_for in ('empty', 'shrink', 'daily-limit', 'drift', 'bad-rows')),
        add rows_withheld int not null default 0,
        add replays uuid constraint replayed_run references import_runs,
        add tolerant boolean not null default false,
        drop constraint every_row_is_accounted_for,
        add constraint every_row_is_accounted_for check (rows_read = rows_new + rows_changed + rows_unchanged + rows_rejected + rows_withheld);
      update import_runs set held_for = case when rows_read = 0 then 'empty' when reason like '当日累计%' then 'daily-limit' else 'shrink' end where state = 'held';
      create policy vacancy_sources_owner on vacancy_sources to current_user using (true);
      create policy import_runs_owner on import_runs to current_user using (true);
      create policy import_pages_of_county_officers on import_pages for select to shouyu_app using (acting_kind() = 'officer' and current_setting('app.role', true) = 'county-officer' and in_scope(owner_region));
      create function source_freshness() returns table (owner_region text, source text, read_at timestamptz, held int) language sql stable security definer set search_path = public, pg_temp as $$
        select s.owner_region, s.code, max(r.ended_at) filter (where r.state = 'complete' and r.replays is null), count(*) filter (where r.state = 'held')::int
          from vacancy_sources s left join import_runs r on r.owner_region = s.owner_region and r.source = s.code where s.enabled group by 1, 2 order by 1, 2 $$;
      revoke execute on function source_freshness() from public;
      grant execute on function source_freshness() to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function source_freshness();
      drop policy vacancy_sources_owner on vacancy_sources; drop policy import_runs_owner on import_runs; drop policy import_pages_of_county_officers on import_pages;
      delete from import_rows where run_id in (select id from import_runs where replays is not null);
      delete from import_runs where replays is not null;
      update import_runs set rows_read = rows_read - rows_withheld;
      alter table import_runs drop constraint every_row_is_accounted_for, drop held_for, drop rows_withheld, drop replays, drop tolerant,
        add constraint every_row_is_accounted_for check (rows_read = rows_new + rows_changed + rows_unchanged + rows_rejected);`);
  }
}
