import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'department-officer', 'auditor', 'system')`;
const OF_COUNTY = `(in_scope(rpad(county, 12, '0')) or county = left(current_setting('app.region_from', true), 6))`;
/** A provider sees and keeps its own; the county's officers keep everybody's. */
const OWN_PROVIDER = `acting_kind() = 'officer' and ${ROLE} = 'training-provider' and provider_id = acting_organization() and county = left(current_setting('app.region_from', true), 6)`;
const SEEN = `(${OF_COUNTY} and ${OFFICES}) or (${OWN_PROVIDER})`;
const KEPT = `(in_scope(rpad(county, 12, '0')) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'system')) or (${OWN_PROVIDER})`;

const ofProvider = (table: string, inserted: string, updated: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${SEEN});
  create policy ${table}_added on ${table} for insert to shouyu_app with check (${KEPT});
  create policy ${table}_changed on ${table} for update to shouyu_app using (${KEPT}) with check (${KEPT});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  grant select, insert (${inserted}), update (${updated}) on ${table} to shouyu_app;`;

const CAPACITY = `
  create table provider_slots (
    id uuid primary key default gen_random_uuid(), county text not null, provider_id uuid not null, occupation text, from_on date not null, seats int not null,
    order_id uuid, withdrawn_by text, withdrawn_at timestamptz, created_by text not null, created_at timestamptz not null default now(), version int not null default 1,
    constraint slot_county_is_a_code check (county ~ '^[0-9]{6}$'),
    constraint slot_has_seats check (seats between 1 and 500),
    constraint slot_withdrawal_is_whole check ((withdrawn_by is null) = (withdrawn_at is null)),
    constraint taken_slot_is_not_withdrawn check (order_id is null or withdrawn_at is null)
  );
  create unique index one_slot_per_order on provider_slots (order_id) where order_id is not null;
  create index provider_slots_by_day on provider_slots (county, from_on, id);
  create index provider_slots_of_provider on provider_slots (provider_id, from_on, id);
  ${ofProvider('provider_slots', 'id, county, provider_id, occupation, from_on, seats', 'occupation, from_on, seats, withdrawn_by, withdrawn_at')}

  -- What serves an order, or was withdrawn, stays as it was.
  create function check_slot() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then new.created_by := coalesce(current_setting('app.actor_id', true), ''); return new; end if;
      if (old.order_id is not null or old.withdrawn_at is not null) and (old.occupation, old.from_on, old.seats, old.withdrawn_at) is distinct from (new.occupation, new.from_on, new.seats, new.withdrawn_at) then
        raise exception 'the slot is taken' using errcode = 'check_violation', constraint = 'only_a_free_slot_changes';
      end if;
      new.version := old.version + 1;
      return new;
    end $$;
  create trigger a_slot before insert or update on provider_slots for each row execute function check_slot();

  create table provider_pauses (
    id uuid primary key default gen_random_uuid(), county text not null, provider_id uuid not null, reason text not null, paused_by text not null, paused_at timestamptz not null default now(), resumed_by text, resumed_at timestamptz,
    constraint pause_county_is_a_code check (county ~ '^[0-9]{6}$'),
    constraint resumption_is_whole check ((resumed_by is null) = (resumed_at is null))
  );
  create unique index one_pause_per_provider on provider_pauses (provider_id, county) where resumed_at is null;
  ${ofProvider('provider_pauses', 'county, provider_id, reason, paused_by', 'resumed_by, resumed_at')}`;

/** Worked out from the rest: thrown away and made anew at any time. */
const PROJECTION = `
  create table order_queues (
    county text primary key, as_of date not null, policy_version text not null, orders int not null, seen_by text not null, computed_at timestamptz not null default now(),
    constraint queue_county_is_a_code check (county ~ '^[0-9]{6}$')
  );
  create table order_queue_places (
    order_id uuid primary key, county text not null, employer_id uuid, "position" int not null,
    base double precision not null, age int not null, penalty double precision not null, effective double precision not null,
    slot_id uuid, opens_on date, reason text, inputs jsonb not null,
    constraint place_opens_or_says_why_not check ((opens_on is null) = (reason is not null) and (slot_id is null) = (opens_on is null)),
    constraint place_reason_is_known check (reason in ('NO_SLOT_FOR_OCCUPATION', 'NO_SLOT_IN_WINDOW', 'NO_SLOT_WITH_SEATS')),
    constraint place_is_counted_from_1 check ("position" >= 1)
  );
  create index order_queue_places_in_order on order_queue_places (county, "position");
  alter table order_queues enable row level security; alter table order_queues force row level security;
  create policy order_queues_seen on order_queues for select to shouyu_app using ((${OF_COUNTY} and ${OFFICES}) or (acting_kind() = 'employer' and county = left(current_setting('app.region_from', true), 6)));
  create policy order_queues_kept on order_queues to shouyu_app using (in_scope(rpad(county, 12, '0')) and acting_kind() = 'system') with check (in_scope(rpad(county, 12, '0')) and acting_kind() = 'system');
  grant select, insert, update, delete on order_queues to shouyu_app;
  alter table order_queue_places enable row level security; alter table order_queue_places force row level security;
  create policy order_queue_places_seen on order_queue_places for select to shouyu_app using ((${OF_COUNTY} and ${OFFICES}) or (acting_kind() = 'employer' and employer_id = acting_organization()));
  create policy order_queue_places_kept on order_queue_places to shouyu_app using (in_scope(rpad(county, 12, '0')) and acting_kind() = 'system') with check (in_scope(rpad(county, 12, '0')) and acting_kind() = 'system');
  grant select, insert, update, delete on order_queue_places to shouyu_app;`;

/** Providers' capacity, and the queue of orders as it was worked out last. */
export class OrderQueue1795851660000 implements MigrationInterface {
  readonly name = 'OrderQueue1795851660000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CAPACITY, PROJECTION]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table order_queue_places, order_queues, provider_pauses, provider_slots; drop function check_slot();');
  }
}
