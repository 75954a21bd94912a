import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICERS = `acting_kind() in ('officer', 'system')`;
const OWN_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and ${OFFICERS}`;
const BY_COUNTY = `in_scope(owner_region) and ${OFFICERS} and ${ROLE} in ('county-officer', 'system')`;
const OFFICES = `${OFFICERS} and ${ROLE} in ('county-officer', 'township-officer', 'auditor', 'system')`;

/** How seats are shared out in a county from a day on: everybody of the county reads it, nobody changes what was in force. */
const POLICIES = `
  create table seat_policies (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null, version text not null, from_on date not null,
    reserves jsonb not null, seat_order text[] not null, recorded_by text not null, recorded_at timestamptz not null default now(),
    constraint seat_policy_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint one_seat_policy_per_version unique (county, version),
    constraint one_seat_policy_per_day unique (county, from_on),
    constraint seat_policy_is_for_days_to_come check (from_on > (recorded_at at time zone 'Asia/Shanghai')::date)
  );
  alter table seat_policies enable row level security; alter table seat_policies force row level security;
  create policy seat_policies_seen on seat_policies for select to shouyu_app using (${OWN_COUNTY});
  create policy seat_policies_added on seat_policies for insert to shouyu_app with check (${BY_COUNTY});
  create policy seat_policies_owner on seat_policies to current_user using (true) with check (true);
  create trigger seat_policies_append_only before update or delete or truncate on seat_policies for each statement execute function refuse_change();
  grant select, insert (id, county, owner_region, version, from_on, reserves, seat_order, recorded_by) on seat_policies to shouyu_app;

  -- Of these households those that belong to a reserve on a day, and nothing more. Only who shares seats out may ask.
  create function households_in_reserve(of_households uuid[], of_categories text[], on_day date) returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      if ${ROLE} not in ('county-officer', 'system') then
        raise exception 'reserves are not asked for by this role' using errcode = 'insufficient_privilege';
      end if;
      return query select distinct s.household_id from (
        select distinct on (c.household_id, c.category, c.from_on) c.household_id, c.to_on, c.withdrawn from support_categories c
        where c.household_id = any (of_households) and c.category = any (of_categories) and c.from_on <= on_day order by c.household_id, c.category, c.from_on, c.recorded_at desc) s
      where not s.withdrawn and (s.to_on is null or s.to_on >= on_day);
    end $$;
  revoke all on function households_in_reserve(uuid[], text[], date) from public;
  grant execute on function households_in_reserve(uuid[], text[], date) to shouyu_app;
  grant create on schema public to shouyu_sensitive;
  alter function households_in_reserve(uuid[], text[], date) owner to shouyu_sensitive;
  revoke create on schema public from shouyu_sensitive;`;

/** A person's wish for one order's class; the village's officer may bring it. */
const APPLICATIONS = `
  create table order_applications (
    id uuid primary key default gen_random_uuid(), order_id uuid not null constraint application_for_an_order references training_orders (id), county text not null, owner_region text not null, registration_id uuid not null,
    recorded_by text not null, recorded_at timestamptz not null default now(), withdrawn_by text, withdrawn_at timestamptz,
    constraint application_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint application_withdrawal_is_whole check ((withdrawn_by is null) = (withdrawn_at is null))
  );
  create unique index one_application_per_person_and_order on order_applications (order_id, registration_id) where withdrawn_at is null;
  create index order_applications_of_person on order_applications (registration_id);
  alter table order_applications enable row level security; alter table order_applications force row level security;
  create policy order_applications_scope on order_applications to shouyu_app using (in_scope(owner_region) and ${OFFICERS}) with check (in_scope(owner_region) and ${OFFICERS} and ${ROLE} in ('county-officer', 'township-officer', 'village-officer', 'system'));
  create policy order_applications_owner on order_applications to current_user using (true) with check (true);
  grant select, insert (order_id, registration_id, owner_region), update (withdrawn_at) on order_applications to shouyu_app;

  create function check_order_application() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare of_county text; now_in text;
    begin
      if tg_op = 'UPDATE' then
        if old.withdrawn_at is not null or new.withdrawn_at is null then raise exception 'withdrawn once' using errcode = 'check_violation', constraint = 'application_is_withdrawn_once'; end if;
        new.withdrawn_at := clock_timestamp(); new.withdrawn_by := coalesce(current_setting('app.actor_id', true), '');
        return new;
      end if;
      select o.county, o.state into of_county, now_in from training_orders o where o.id = new.order_id;
      if of_county is null or not exists (select from registrations r where r.id = new.registration_id and r.owner_region = new.owner_region and r.county = of_county) then
        raise exception 'nobody of the county' using errcode = 'check_violation', constraint = 'application_is_of_the_county';
      end if;
      if now_in not in ('queued', 'recruiting') then raise exception 'the order takes no applications' using errcode = 'check_violation', constraint = 'order_takes_applications'; end if;
      new.county := of_county; new.recorded_by := coalesce(current_setting('app.actor_id', true), '');
      return new;
    end $$;
  create trigger a_check before insert or update on order_applications for each row execute function check_order_application();`;

/** Villages have no part in orders, but bring wishes for their classes: what they need to know, and no more. */
const OPENINGS = `
  create function open_training_orders() returns table (id uuid, number text, occupation text, seats int, pay_yuan int, workplace text, contract_kind text, contract_months int, site_kind text, site_region text, window_from date, window_to date, state text)
  language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, o.number, o.occupation, o.seats, o.pay_yuan, o.workplace, o.contract_kind, o.contract_months, o.site_kind, o.site_region, o.window_from, o.window_to, o.state from training_orders o
    where o.county = left(current_setting('app.region_from', true), 6) and ${OFFICERS} and o.state in ('queued', 'recruiting') order by o.window_from, o.number limit 500 $$;
  revoke all on function open_training_orders() from public;
  grant execute on function open_training_orders() to shouyu_app;`;

/** Seats of orders' classes as the engine would give them: advice that stays as it was made. */
const ASSIGNMENTS = `
  create table seat_assignments (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null, wanted_order_ids uuid[], township_share double precision not null, asked_by text not null, asked_at timestamptz not null default now(),
    as_of date, scoring_version text, seat_policy_version text, order_ids uuid[], figures jsonb, made_at timestamptz, failure text,
    constraint assignment_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint assignment_share_is_a_share check (township_share between 0 and 1),
    constraint assignment_is_made_whole check (num_nulls(as_of, scoring_version, seat_policy_version, order_ids, figures, made_at) in (0, 6)),
    constraint assignment_is_made_or_has_failed check (made_at is null or failure is null),
    constraint assignment_failure_is_known check (failure in ('nothing-to-assign', 'solver-gave-up', 'gave-up'))
  );
  create index seat_assignments_by_time on seat_assignments (county, asked_at, id);
  create table seat_assignment_pairs (
    assignment_id uuid not null constraint pair_of_an_assignment references seat_assignments (id), order_id uuid not null, registration_id uuid not null, owner_region text not null, score int not null, has_applied boolean not null,
    constraint one_seat_per_person_and_assignment primary key (assignment_id, registration_id)
  );
  alter table seat_assignments enable row level security; alter table seat_assignments force row level security;
  create policy seat_assignments_seen on seat_assignments for select to shouyu_app using (${OWN_COUNTY} and ${OFFICES});
  create policy seat_assignments_added on seat_assignments for insert to shouyu_app with check (${BY_COUNTY});
  create policy seat_assignments_made on seat_assignments for update to shouyu_app using (${BY_COUNTY}) with check (${BY_COUNTY});
  create policy seat_assignments_owner on seat_assignments to current_user using (true) with check (true);
  grant select, insert (id, county, owner_region, wanted_order_ids, township_share, asked_by), update (as_of, scoring_version, seat_policy_version, order_ids, figures, made_at, failure) on seat_assignments to shouyu_app;
  alter table seat_assignment_pairs enable row level security; alter table seat_assignment_pairs force row level security;
  create policy seat_assignment_pairs_seen on seat_assignment_pairs for select to shouyu_app using (in_scope(owner_region) and ${OFFICES});
  create policy seat_assignment_pairs_added on seat_assignment_pairs for insert to shouyu_app with check (${BY_COUNTY});
  create policy seat_assignment_pairs_owner on seat_assignment_pairs to current_user using (true) with check (true);
  create trigger seat_assignment_pairs_append_only before update or delete or truncate on seat_assignment_pairs for each statement execute function refuse_change();
  grant select, insert on seat_assignment_pairs to shouyu_app;

  -- It is made once, or fails once, and stays as it was made.
  create function check_seat_assignment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if tg_table_name = 'seat_assignments' then
        if old.made_at is not null or old.failure is not null then raise exception 'the assignment is made' using errcode = 'check_violation', constraint = 'assignment_stays_as_it_was_made'; end if;
      elsif not exists (select from seat_assignments a where a.id = new.assignment_id and a.made_at is null and a.failure is null) then
        raise exception 'the assignment is made' using errcode = 'check_violation', constraint = 'assignment_stays_as_it_was_made';
      end if;
      return new;
    end $$;
  create trigger a_once before update on seat_assignments for each row execute function check_seat_assignment();
  create trigger a_once before insert on seat_assignment_pairs for each row execute function check_seat_assignment();`;

/** Who applies for an order's class, by which policy its seats are shared out, and how the engine would share them. */
export class SeatPolicies1795861200000 implements MigrationInterface {
  readonly name = 'SeatPolicies1795861200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [POLICIES, APPLICATIONS, OPENINGS, ASSIGNMENTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table seat_assignment_pairs, seat_assignments, order_applications, seat_policies;
      drop function check_seat_assignment(); drop function open_training_orders(); drop function check_order_application(); drop function households_in_reserve(uuid[], text[], date);`);
  }
}
