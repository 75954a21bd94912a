import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scoring policies, the best trainees of each vacancy, and what an import would match. */
export class Matches1795474500000 implements MigrationInterface {
  readonly name = 'Matches1795474500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table scoring_policies (
        version text primary key, skills_weight double precision not null, location_weight double precision not null, courses_weight double precision not null,
        min_score int not null, essential_coverage_min double precision not null, tie_salt text not null, in_force_at timestamptz not null default now(),
        constraint weights_are_not_negative check (skills_weight >= 0 and location_weight >= 0 and courses_weight >= 0),
        constraint weights_sum_to_1 check (abs(skills_weight + location_weight + courses_weight - 1) <= 1e-9),
        constraint minimum_score_is_0_to_10000 check (min_score between 0 and 10000),
        constraint coverage_is_0_to_1 check (essential_coverage_min between 0 and 1)
      );
      grant select on scoring_policies to shouyu_app, shouyu_engine;
      insert into scoring_policies (version, skills_weight, location_weight, courses_weight, min_score, essential_coverage_min, tie_salt)
      values ('p1', 0.5, 0.2, 0.3, 4000, 0.5, encode(sha256(gen_random_uuid()::text::bytea), 'hex'));

      -- At most the best 50 of a vacancy and a county; a list kept for speed, never the only place where a pair is known.
      create table matches (
        vacancy_id uuid not null, trainee_id uuid not null, owner_region text not null, county text not null,
        score int not null, skills double precision not null, location double precision not null, courses double precision not null, rank int not null,
        constraint matches_pkey primary key (vacancy_id, trainee_id),
        constraint score_is_0_to_10000 check (score between 0 and 10000),
        constraint at_most_50_are_kept check (rank between 1 and 50)
      );
      create index matches_of_trainee on matches (trainee_id, score desc);
      create table match_lists (
        vacancy_id uuid not null, county text not null, policy_version text not null, as_of date not null, vacancy_version int not null,
        kept int not null, refreshed_at timestamptz not null default now(),
        constraint match_lists_pkey primary key (vacancy_id, county)
      );
      create table match_forecasts (
        run_id uuid primary key, county text not null, as_of date not null, policy_version text not null,
        vacancies int not null, matched int not null, missing_field text, vacancies_gained int, made_at timestamptz not null default now(),
        constraint no_more_match_than_there_are check (matched <= vacancies)
      );
      alter table matches enable row level security; alter table matches force row level security;
      create policy matches_scope on matches to shouyu_app using (in_scope(owner_region) and acting_kind() in ('officer', 'system')) with check (in_scope(owner_region) and acting_kind() = 'system');
      grant select, insert, update, delete on matches to shouyu_app;
      alter table match_lists enable row level security; alter table match_lists force row level security;
      create policy match_lists_scope on match_lists to shouyu_app using (in_scope(rpad(county, 12, '0'))) with check (in_scope(rpad(county, 12, '0')) and acting_kind() = 'system');
      grant select, insert, update, delete on match_lists to shouyu_app;
      alter table match_forecasts enable row level security; alter table match_forecasts force row level security;
      create policy match_forecasts_scope on match_forecasts to shouyu_app using (in_scope(rpad(county, 12, '0'))) with check (in_scope(rpad(county, 12, '0')) and acting_kind() = 'system');
      grant select, insert, update on match_forecasts to shouyu_app;

      -- The engine notices that something changed by these, and by nothing personal.
      grant select (version) on registrations to shouyu_engine;
      grant select (version) on vacancies to shouyu_engine;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table match_forecasts, match_lists, matches, scoring_policies');
  }
}
