import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the matching engine reads again: a line for each person or vacancy that a transaction has changed. Ids only; kept for some days. */
export class MatchingChanges1795832100000 implements MigrationInterface {
  readonly name = 'MatchingChanges1795832100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function current_xact() returns bigint language sql volatile return pg_current_xact_id()::text::bigint;
      create table matching_changes (
        county text not null, xact bigint not null default current_xact(), kind text not null, id uuid not null, noted_at timestamptz not null default now(),
        constraint one_line_per_change primary key (county, xact, kind, id),
        constraint kind_of_change_is_known check (kind in ('trainee', 'vacancy'))
      );
      alter table matching_changes enable row level security; alter table matching_changes force row level security;
      create policy matching_changes_owner on matching_changes to current_user using (true) with check (true);
      create policy matching_changes_engine on matching_changes for select to shouyu_engine using (true);
      grant select (county, xact, kind, id) on matching_changes to shouyu_engine;

      -- Who writes has no right to this table: the triggers note the change under the owner's name.
      create function note_changed_registrations() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into matching_changes (county, kind, id) select distinct substr(c.owner_region, 1, 6), 'trainee', c.id from changed c on conflict do nothing;
          return null;
        end $$;
      create function note_updated_registrations() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into matching_changes (county, kind, id)
          select distinct place.county, 'trainee', n.id from changed n join replaced o on o.id = n.id cross join lateral (values (substr(n.owner_region, 1, 6)), (substr(o.owner_region, 1, 6))) as place (county)
          where (n.version, n.owner_region) is distinct from (o.version, o.owner_region) on conflict do nothing;
          return null;
        end $$;
      create function note_changed_facts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into matching_changes (county, kind, id) select distinct substr(c.owner_region, 1, 6), 'trainee', c.registration_id from changed c on conflict do nothing;
          return null;
        end $$;
      create function note_changed_vacancies() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into matching_changes (county, kind, id) select distinct substr(c.owner_region, 1, 6), 'vacancy', c.id from changed c on conflict do nothing;
          return null;
        end $$;
      create function note_updated_vacancies() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into matching_changes (county, kind, id)
          select distinct substr(n.owner_region, 1, 6), 'vacancy', n.id from changed n join replaced o on o.id = n.id
          where (n.version, n.offered, n.hired, n.employer_id) is distinct from (o.version, o.offered, o.hired, o.employer_id) on conflict do nothing;
          return null;
        end $$;
      create function note_changed_vacancy_skills() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into matching_changes (county, kind, id) select distinct substr(v.owner_region, 1, 6), 'vacancy', v.id from changed c join vacancies v on v.id = c.vacancy_id on conflict do nothing;
          return null;
        end $$;
      -- A refusal of an employer is one of whomever its name means now.
      create function note_merged_employer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into matching_changes (county, kind, id) select distinct substr(f.owner_region, 1, 6), 'trainee', f.registration_id from refusals f where f.employer_id = new.id on conflict do nothing;
          return null;
        end $$;
      create trigger employer_merge_is_noted after update on employers for each row when (old.merged_into is distinct from new.merged_into) execute function note_merged_employer();
      ${triggers('registrations', 'note_changed_registrations', 'note_updated_registrations')}
      ${FACTS.map((table) => triggers(table, 'note_changed_facts')).join('')}
      ${triggers('vacancies', 'note_changed_vacancies', 'note_updated_vacancies')}
      ${triggers('vacancy_skills', 'note_changed_vacancy_skills')}

      create function forget_matching_changes(before timestamptz) returns void language sql security definer set search_path = public, pg_temp as $$
        delete from matching_changes where noted_at < before $$;
      revoke all on function forget_matching_changes(timestamptz) from public;
      grant execute on function forget_matching_changes(timestamptz) to shouyu_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${['registrations', ...FACTS, 'vacancies', 'vacancy_skills'].map((table) => ['added', 'changed', 'removed'].map((what) => `drop trigger ${table}_${what}_is_noted on ${table};`).join(' ')).join(' ')}
      drop trigger employer_merge_is_noted on employers;
      drop function note_changed_registrations(), note_updated_registrations(), note_changed_facts(), note_changed_vacancies(), note_updated_vacancies(), note_changed_vacancy_skills(), note_merged_employer(), forget_matching_changes(timestamptz);
      drop table matching_changes; drop function current_xact();`);
  }
}

/** What is known of a registration and read by a score. */
const FACTS = ['registration_skills', 'registration_certificates', 'registration_occupations', 'course_records', 'refusals'] as const;

/** Once a statement, whatever its number of rows. @param onUpdate sees the rows of before too, as `replaced` */
function triggers(table: string, note: string, onUpdate?: string): string {
  return `
      create trigger ${table}_added_is_noted after insert on ${table} referencing new table as changed for each statement execute function ${note}();
      create trigger ${table}_changed_is_noted after update on ${table} referencing ${onUpdate === undefined ? '' : 'old table as replaced '}new table as changed for each statement execute function ${onUpdate ?? note}();
      create trigger ${table}_removed_is_noted after delete on ${table} referencing old table as changed for each statement execute function ${note}();`;
}
