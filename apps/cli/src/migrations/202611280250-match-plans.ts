import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom officers have decided to put forward, and the plans that are worked out around these decisions. Ids only. */
export class MatchPlans1795834200000 implements MigrationInterface {
  readonly name = 'MatchPlans1795834200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table match_decisions (
        id uuid constraint match_decisions_pkey primary key default gen_random_uuid(), trainee_id uuid not null, vacancy_id uuid not null, owner_region text not null, county text not null,
        decided_by text not null default current_setting('app.actor_id'), decided_at timestamptz not null default now(), withdrawn_by text, withdrawn_at timestamptz,
        constraint withdrawal_is_whole check ((withdrawn_by is null) = (withdrawn_at is null))
      );
      create unique index one_decision_in_force_per_pair on match_decisions (trainee_id, vacancy_id) where withdrawn_at is null;
      create index match_decisions_of_county on match_decisions (county, vacancy_id) where withdrawn_at is null;
      ${scoped('match_decisions', 'in_scope(owner_region)')}
      grant select, insert, update (withdrawn_by, withdrawn_at) on match_decisions to shouyu_app;

      create table match_plans (
        id uuid constraint match_plans_pkey primary key default gen_random_uuid(), county text not null, nightly_on date,
        fanout double precision not null, per_trainee int not null, most_of_class int, township_share double precision,
        requested_at timestamptz not null default now(), made_at timestamptz, as_of date, policy_version text, figures jsonb,
        constraint one_nightly_plan_per_day unique (county, nightly_on),
        constraint fanout_is_0_to_20 check (fanout > 0 and fanout <= 20),
        constraint per_trainee_is_1_to_20 check (per_trainee between 1 and 20),
        constraint most_of_class_is_not_negative check (most_of_class >= 0),
        constraint township_share_is_0_to_1 check (township_share between 0 and 1),
        constraint made_plan_is_whole check ((made_at is null) = (figures is null) and (made_at is null) = (as_of is null) and (made_at is null) = (policy_version is null))
      );
      create index match_plans_of_county on match_plans (county, requested_at desc);
      ${scoped('match_plans', `(in_scope(rpad(county, 12, '0')) or starts_with(current_setting('app.region_from', true), county))`)}
      grant select, insert, update, delete on match_plans to shouyu_app;

      create table match_plan_pairs (
        plan_id uuid not null constraint pair_of_a_plan references match_plans (id) on delete cascade, trainee_id uuid not null, vacancy_id uuid not null, owner_region text not null, is_decision boolean not null,
        constraint match_plan_pairs_pkey primary key (plan_id, vacancy_id, trainee_id)
      );
      ${scoped('match_plan_pairs', 'in_scope(owner_region)')}
      grant select, insert, delete on match_plan_pairs to shouyu_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table match_plan_pairs, match_plans, match_decisions');
  }
}

function scoped(table: string, condition: string): string {
  return `
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy ${table}_scope on ${table} to shouyu_app using (${condition} and acting_kind() in ('officer', 'system')) with check (${condition} and acting_kind() in ('officer', 'system'));
      create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;
}
