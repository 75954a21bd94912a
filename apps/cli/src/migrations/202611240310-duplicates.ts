import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a vacancy is a duplicate of another, and what officers have said of pairs. */
export class Duplicates1795489800000 implements MigrationInterface {
  readonly name = 'Duplicates1795489800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table vacancies add duplicate_reason text constraint duplicate_reason_is_known check (duplicate_reason in ('officer', 'telephone', 'pay', 'post')),
        add constraint a_duplicate_says_why check ((duplicate_of is null) = (duplicate_reason is null));

      create table vacancy_pair_decisions (
        one uuid not null constraint decision_of_one_vacancy references vacancies,
        other uuid not null constraint decision_of_other_vacancy references vacancies,
        owner_region text not null,
        verdict text not null constraint verdict_is_known check (verdict in ('same', 'different')),
        reason text not null,
        decided_by text not null,
        decided_at timestamptz not null default now(),
        primary key (one, other),
        constraint a_pair_in_order check (one < other)
      );
      create index pair_decisions_of_other on vacancy_pair_decisions (other);
      alter table vacancy_pair_decisions enable row level security; alter table vacancy_pair_decisions force row level security;
      create policy vacancy_pair_decisions_scope on vacancy_pair_decisions to shouyu_app using (in_scope(owner_region) and acting_kind() in ('officer', 'system')) with check (in_scope(owner_region) and acting_kind() in ('officer', 'system'));
      grant select, insert, update on vacancy_pair_decisions to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table vacancy_pair_decisions; alter table vacancies drop constraint a_duplicate_says_why, drop duplicate_reason;');
  }
}
