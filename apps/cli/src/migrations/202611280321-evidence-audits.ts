import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Row scope of the application; of the migrating owner too, under whose name functions look. */
const scoped = (table: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_scope on ${table} to shouyu_app using (in_scope(owner_region) and acting_kind() in ('officer', 'system')) with check (in_scope(owner_region) and acting_kind() in ('officer', 'system'));
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;

/** Samples of evidence that a second officer looks at: what could be drawn, what was, by which seed, and what was found. */
export class EvidenceAudits1795836060000 implements MigrationInterface {
  readonly name = 'EvidenceAudits1795836060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table evidence_audits (
        id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
        recorded_from date not null, recorded_to date not null, percent int not null, seed text not null,
        started_by text not null, started_at timestamptz not null default now(), finished_by text, finished_at timestamptz,
        constraint audit_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
        constraint audit_period_is_in_order check (recorded_to >= recorded_from),
        constraint a_fifth_at_the_least check (percent between 20 and 100),
        constraint audit_end_is_whole check ((finished_by is null) = (finished_at is null))
      );
      -- Whoever dislikes a sample cannot draw another before this one is finished.
      create unique index one_open_audit_per_county on evidence_audits (county) where finished_at is null;
      ${scoped('evidence_audits')}
      -- The seed, the period and the share are said once.
      grant select, insert, update (finished_by, finished_at) on evidence_audits to shouyu_app;

      create table evidence_audit_items (
        audit_id uuid not null constraint item_of_an_audit references evidence_audits (id), fact_id uuid not null constraint item_is_a_fact references ledger_facts (id),
        owner_region text not null, employment_id uuid not null, level int not null, recorded_by text not null, place int not null, drawn boolean not null,
        verdict text, code text, note text, decided_by text, decided_at timestamptz, refusal_fact_id uuid,
        primary key (audit_id, fact_id),
        constraint one_place_per_level unique (audit_id, level, place),
        constraint audited_level_is_1_or_2 check (level in (1, 2)),
        constraint verdict_is_known check (verdict in ('upheld', 'refused')),
        constraint verdict_is_whole check ((verdict is null) = (decided_by is null) and (verdict is null) = (decided_at is null)),
        constraint only_the_drawn_are_judged check (drawn or verdict is null),
        constraint verdict_is_of_a_second_officer check (decided_by <> recorded_by),
        constraint audit_refusal_is_coded check ((coalesce(verdict, '') = 'refused') = (code is not null) and (code is null) = (refusal_fact_id is null)),
        constraint audit_code_is_known check (code in ('document-missing', 'document-invalid', 'not-at-work', 'employer-denies', 'person-denies', 'details-differ', 'other'))
      );
      ${scoped('evidence_audit_items')}
      grant select, insert, update (verdict, code, note, decided_by, decided_at, refusal_fact_id) on evidence_audit_items to shouyu_app;
      -- A verdict is given once; who judged wrongly says so in another audit.
      create policy evidence_audit_items_once on evidence_audit_items as restrictive for update to shouyu_app using (verdict is null) with check (verdict is not null);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table evidence_audit_items, evidence_audits');
  }
}
