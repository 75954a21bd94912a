import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The feed tells what data users can see change: not that a nightly run has met a vacancy again, and that its employer was
 * verified or renamed. Setting `changed_xact` to 0 asks for a stamp.
 */
export class FeedOfShownChanges1795527000000 implements MigrationInterface {
  readonly name = 'FeedOfShownChanges1795527000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function stamp_vacancy_change() returns trigger language plpgsql as $$
        begin
          new.was_offered := new.offered or (tg_op = 'UPDATE' and old.was_offered);
          if tg_op = 'INSERT' or new.changed_xact = 0 or (${shown('new')}) is distinct from (${shown('old')}) then
            new.changed_xact := pg_current_xact_id()::text::bigint;
          end if;
          return new;
        end $$;

      create function tell_employer_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          update vacancies set changed_xact = 0 where employer_id = new.id and was_offered;
          return null;
        end $$;
      create trigger employer_change_is_told after update on employers for each row
        when (old.name is distinct from new.name or (old.verified_at is null) is distinct from (new.verified_at is null)) execute function tell_employer_change();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger employer_change_is_told on employers; drop function tell_employer_change();
      create or replace function stamp_vacancy_change() returns trigger language plpgsql as $$
        begin
          new.changed_xact := pg_current_xact_id()::text::bigint;
          new.was_offered := new.offered or (tg_op = 'UPDATE' and old.was_offered);
          return new;
        end $$;`);
  }
}

/** The columns of a vacancy that the feed shows. */
function shown(row: 'new' | 'old'): string {
  return ['offered', 'title', 'occupation', 'employer_id', 'region', 'region_label', 'min_education', 'pay_from', 'pay_to', 'pay_text', 'openings', 'hired', 'kind', 'lodging', 'description', 'published_on', 'valid_through', 'starts_on', 'source'].map((column) => `${row}.${column}`).join(', ');
}
