import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One employer under several spellings: what an officer says of two names, and under which name a vacancy came. */
export class EmployerSpellings1795516500000 implements MigrationInterface {
  readonly name = 'EmployerSpellings1795516500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table employers
        add merged_into uuid constraint merged_employer references employers,
        add constraint merged_into_another check (merged_into <> id),
        add constraint a_coded_employer_is_not_merged check (merged_into is null or credit_code is null);
      create index employers_merged on employers (merged_into) where merged_into is not null;
      alter table vacancies add named_employer_id uuid constraint vacancy_named_employer references employers;
      create index vacancies_of_named_employer on vacancies (named_employer_id) where named_employer_id is not null;

      create table employer_decisions (
        one uuid not null constraint decided_employer references employers,
        other uuid not null constraint decided_other_employer references employers,
        owner_region text not null constraint employer_decision_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
        verdict text not null constraint employer_verdict_is_known check (verdict in ('same', 'different')),
        reason text not null,
        decided_by uuid not null,
        decided_at timestamptz not null default now(),
        primary key (one, other),
        constraint employer_pair_is_ordered check (one < other)
      );
      grant select, insert, update on employer_decisions to shouyu_app;
      alter table employer_decisions enable row level security; alter table employer_decisions force row level security;
      create policy employer_decisions_read on employer_decisions for select to shouyu_app using (acting_kind() in ('officer', 'system'));
      create policy employer_decisions_add on employer_decisions for insert to shouyu_app with check (acting_kind() in ('officer', 'system') and in_scope(owner_region));
      create policy employer_decisions_change on employer_decisions for update to shouyu_app using (acting_kind() in ('officer', 'system') and in_scope(owner_region));

      -- Other features keep the id that they were given; this says who that employer is today.
      create policy employers_owner on employers to current_user using (true);
      create function canonical_employer(employer uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
        select coalesce((select merged_into from employers where id = employer), employer) $$;
      revoke execute on function canonical_employer(uuid) from public;
      grant execute on function canonical_employer(uuid) to shouyu_app, shouyu_engine;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function canonical_employer(uuid); drop policy employers_owner on employers;
      drop table employer_decisions;
      update vacancies set employer_id = named_employer_id where named_employer_id is not null;
      alter table vacancies drop named_employer_id;
      alter table employers drop merged_into, drop constraint a_coded_employer_is_not_merged;`);
  }
}
