import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
/** Also exclusions are corrected: village officers, who are often kin, see none of it. */
const SEEN = `in_scope(owner_region) and acting_kind() in ('officer', 'system') and ${ROLE} <> 'village-officer'`;

/** Corrections of the ledger wait here for a second officer. */
export class CorrectionRequests1795836300000 implements MigrationInterface {
  readonly name = 'CorrectionRequests1795836300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table correction_requests (
        id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
        fact_id uuid not null, fact_kind text not null, registration_id uuid not null, reason text not null, replacement jsonb,
        asked_by text not null, asked_at timestamptz not null default now(),
        state text not null default 'pending', decided_by text, decided_at timestamptz, refusal_reason text, right_fact_id uuid,
        constraint correction_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
        constraint correction_state_is_known check (state in ('pending', 'confirmed', 'refused', 'superseded')),
        constraint correction_is_decided_by_another check (decided_by <> asked_by),
        constraint correction_decision_is_whole check ((state in ('confirmed', 'refused')) = (decided_by is not null) and (state = 'pending') = (decided_at is null)),
        constraint correction_refusal_says_why check ((state = 'refused') = (refusal_reason is not null)),
        constraint right_fact_of_a_confirmed_replacement check (case when right_fact_id is not null then state = 'confirmed' and replacement is not null else state <> 'confirmed' or replacement is null end)
      );
      create unique index one_pending_correction_per_fact on correction_requests (fact_id) where state = 'pending';
      create index correction_requests_by_time on correction_requests (county, asked_at, id);
      create index correction_requests_of_right_fact on correction_requests (right_fact_id);
      alter table correction_requests enable row level security; alter table correction_requests force row level security;
      create policy correction_requests_scope on correction_requests to shouyu_app using (${SEEN}) with check (${SEEN});
      create policy correction_requests_once on correction_requests as restrictive for update to shouyu_app using (state = 'pending') with check (state <> 'pending');
      create policy correction_requests_owner on correction_requests to current_user using (true) with check (true);
      grant select, insert (county, owner_region, fact_id, fact_kind, registration_id, reason, replacement, asked_by), update (state, decided_by, decided_at, refusal_reason, right_fact_id) on correction_requests to shouyu_app;

      -- Who recorded an exclusion and when: whether its correction is a slip of the same hand.
      create function exclusion_recorder(of_exclusion uuid) returns table (recorded_by text, recorded_at timestamptz) language plpgsql stable security definer set search_path = public, pg_temp as $$
        begin
          if ${ROLE} not in ('county-officer', 'township-officer', 'auditor', 'system') then
            raise exception 'exclusions are not read by this role' using errcode = 'insufficient_privilege';
          end if;
          return query select e.recorded_by, e.recorded_at from exclusion_facts e where e.id = of_exclusion;
        end $$;
      revoke all on function exclusion_recorder(uuid) from public;
      grant execute on function exclusion_recorder(uuid) to shouyu_app;
      -- It runs as the restricted role, so that row scope holds inside it too.
      grant create on schema public to shouyu_sensitive;
      alter function exclusion_recorder(uuid) owner to shouyu_sensitive;
      revoke create on schema public from shouyu_sensitive;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function exclusion_recorder(uuid); drop table correction_requests;');
  }
}
