import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports on one rate of a cohort, beside those of all named rates, and what became of a report that cannot be made. A report
 * on a region outside its asker's own holds published figures only: the row lies in the asker's scope.
 */
export class CohortReports1795847400000 implements MigrationInterface {
  readonly name = 'CohortReports1795847400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table rate_reports
        add column kind text not null default 'matrix', add column region text, add column form text not null default 'raw', add column rule jsonb, add column dimension text, add column failure text;
      update rate_reports set region = owner_region;
      alter table rate_reports alter column region set not null,
        drop constraint report_state_is_known, drop constraint done_report_has_its_result,
        add constraint report_state_is_known check (state in ('waiting', 'working', 'done', 'failed')),
        add constraint done_report_has_its_result check ((state = 'done') = (result is not null) and (state in ('done', 'failed')) = (ended_at is not null)),
        add constraint failed_report_says_why check ((state = 'failed') = (failure is not null) and failure in ('ledger-faulty', 'gave-up')),
        add constraint report_kind_is_known check (kind in ('matrix', 'cohort')),
        add constraint report_form_is_known check (form in ('raw', 'published')),
        add constraint cohort_report_has_its_rule check ((kind = 'cohort') = (rule is not null) and (kind = 'cohort' or dimension is null)),
        add constraint raw_report_is_of_its_own_region check (region ~ '^[0-9]{12}$' and (form = 'published' or region = owner_region));
      grant update (failure) on rate_reports to shouyu_app;
      -- Those that were waited for in vain until now.
      update rate_reports r set state = 'failed', failure = 'gave-up', ended_at = o.failed_at from outbox o
      where o.name = 'rate-report.make' and o.failed_at is not null and o.payload ->> 'reportId' = r.id::text and r.state in ('waiting', 'working');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from rate_reports where kind <> 'matrix' or state = 'failed';
      alter table rate_reports drop constraint failed_report_says_why, drop constraint done_report_has_its_result, drop constraint report_state_is_known, drop constraint cohort_report_has_its_rule, drop constraint raw_report_is_of_its_own_region,
        drop column kind, drop column region, drop column form, drop column rule, drop column dimension, drop column failure,
        add constraint report_state_is_known check (state in ('waiting', 'working', 'done')),
        add constraint done_report_has_its_result check ((state = 'done') = (result is not null) and (state = 'done') = (ended_at is not null));`);
  }
}
