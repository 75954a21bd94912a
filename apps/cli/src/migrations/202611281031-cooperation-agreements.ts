import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'auditor', 'system')`;
const WRITES = `in_scope(owner_region) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'system')`;
const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;

/** What companies, bases and cooperatives have agreed with households (公司+基地+农户): an outcome of its own, in no rate. */
export class CooperationAgreements1795861860000 implements MigrationInterface {
  readonly name = 'CooperationAgreements1795861860000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cooperation_agreements (
        id uuid primary key, county text not null, owner_region text not null, partner_kind text not null, partner_id uuid not null, registration_id uuid not null, household_id uuid,
        kind text not null, signed_on date not null, from_on date not null, to_on date not null, yearly_income_fen bigint not null, recorded_by text not null, recorded_at timestamptz not null default now(),
        constraint one_cooperation_per_partner_kind_and_day unique (partner_id, registration_id, kind, from_on),
        constraint cooperation_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
        constraint cooperation_partner_kind_is_known check (partner_kind in ('company', 'practice-base', 'cooperative')),
        constraint cooperation_kind_is_known check (kind in ('order-planting', 'dividend', 'employment', 'land')),
        constraint cooperation_ends_after_it_begins check (to_on >= from_on),
        constraint cooperation_promises_an_income check (yearly_income_fen between 1 and 10000000000)
      );
      create index cooperation_agreements_by_time on cooperation_agreements (county, recorded_at, id);
      create index cooperation_agreements_by_region on cooperation_agreements (owner_region, from_on);
      create table cooperation_endings (
        agreement_id uuid primary key constraint ending_of_a_cooperation references cooperation_agreements (id), ended_on date not null, reason_code text not null, reason text, recorded_by text not null, recorded_at timestamptz not null default now(),
        constraint cooperation_ending_reason_is_known check (reason_code in ('partner-withdrew', 'household-withdrew', 'not-paid', 'not-delivered', 'entered-by-mistake', 'other')),
        constraint other_cooperation_ending_says_why check (reason_code <> 'other' or reason is not null)
      );
      ${['cooperation_agreements', 'cooperation_endings'].map((table) => `
        alter table ${table} enable row level security; alter table ${table} force row level security;
        create policy ${table}_owner on ${table} to current_user using (true) with check (true);
        create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change();`).join('')}
      create policy cooperation_agreements_seen on cooperation_agreements for select to shouyu_app using (in_scope(owner_region) and ${OFFICES});
      create policy cooperation_agreements_added on cooperation_agreements for insert to shouyu_app with check (${WRITES});
      grant select, insert (id, county, owner_region, partner_kind, partner_id, registration_id, kind, signed_on, from_on, to_on, yearly_income_fen) on cooperation_agreements to shouyu_app;
      create policy cooperation_endings_seen on cooperation_endings for select to shouyu_app using (exists (select from cooperation_agreements a where a.id = agreement_id));
      create policy cooperation_endings_added on cooperation_endings for insert to shouyu_app with check (exists (select from cooperation_agreements where id = agreement_id and ${WRITES}));
      grant select, insert (agreement_id, ended_on, reason_code, reason) on cooperation_endings to shouyu_app;

      -- Whoever signs stands for the household as it is registered on that day. A base is known by its own number: it may be no organization.
      create function check_cooperation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        declare r registrations;
        begin
          select * into r from registrations t where t.id = new.registration_id;
          if r.id is null or r.county <> new.county or r.owner_region <> new.owner_region
             or (new.partner_kind = 'company' and not exists (select from employers e where e.id = new.partner_id))
             or (new.partner_kind = 'cooperative' and not exists (select from organizations g where g.id = new.partner_id and g.kind = 'cooperative')) then
            raise exception 'no such partner or household' using errcode = 'check_violation', constraint = 'cooperation_is_of_known_parties';
          end if;
          if new.signed_on > ${TODAY} then raise exception 'nobody has signed it yet' using errcode = 'check_violation', constraint = 'cooperation_is_signed_by_today'; end if;
          new.household_id := r.household_id;
          new.recorded_by := coalesce(current_setting('app.actor_id', true), ''); new.recorded_at := date_trunc('milliseconds', now()); -- a page's cursor carries milliseconds
          return new;
        end $$;
      create trigger a_row before insert on cooperation_agreements for each row execute function check_cooperation();
      create function check_cooperation_ending() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if new.ended_on > ${TODAY} or not exists (select from cooperation_agreements a where a.id = new.agreement_id and new.ended_on >= a.signed_on and new.ended_on <= a.to_on) then
            raise exception 'ends before it was signed, after it was to end, or after today' using errcode = 'check_violation', constraint = 'cooperation_ends_within_its_time';
          end if;
          new.recorded_by := coalesce(current_setting('app.actor_id', true), '');
          return new;
        end $$;
      create trigger a_row before insert on cooperation_endings for each row execute function check_cooperation_ending();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table cooperation_endings, cooperation_agreements; drop function check_cooperation(); drop function check_cooperation_ending()');
  }
}
