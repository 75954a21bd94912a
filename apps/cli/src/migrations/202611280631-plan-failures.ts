import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A plan that cannot be made says so, and why: whoever waits for it can ask again. */
export class PlanFailures1795847460000 implements MigrationInterface {
  readonly name = 'PlanFailures1795847460000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table match_plans add column failed_at timestamptz, add column failure text,
        add constraint failed_plan_says_why check ((failed_at is null) = (failure is null) and (failed_at is null or made_at is null) and failure in ('solver-gave-up', 'gave-up'));
      -- Those that were waited for in vain until now.
      update match_plans p set failed_at = o.failed_at, failure = 'gave-up' from outbox o
      where o.name = 'match-plan.make' and o.failed_at is not null and o.payload ->> 'planId' = p.id::text and p.made_at is null;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table match_plans drop constraint failed_plan_says_why, drop column failed_at, drop column failure');
  }
}
