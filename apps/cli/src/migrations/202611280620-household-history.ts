import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OWN_PEOPLE = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;
const TODAY = `(clock_timestamp() at time zone 'Asia/Shanghai')::date`;

/** Who belonged to which household since when: written by the database itself whenever a registration changes its household. */
const MEMBERSHIPS = `
  create table household_memberships (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
    registration_id uuid not null constraint membership_of_a_registration references registrations (id), person_id uuid not null,
    household_id uuid constraint membership_in_a_household references households (id), effective_on date not null, recorded_at timestamptz not null,
    constraint membership_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6))
  );
  create index household_memberships_of_county on household_memberships (county, recorded_at);
  create index household_memberships_of_registration on household_memberships (registration_id, recorded_at);
  alter table household_memberships enable row level security; alter table household_memberships force row level security;
  create policy household_memberships_seen on household_memberships for select to shouyu_app using (${OWN_PEOPLE});
  create policy household_memberships_owner on household_memberships to current_user using (true) with check (true);
  create trigger household_memberships_append_only before update or delete or truncate on household_memberships for each statement execute function refuse_change();
  create trigger a_stamp before insert on household_memberships for each row execute function stamp_recorded_at();
  grant select on household_memberships to shouyu_app;
  insert into household_memberships (county, owner_region, registration_id, person_id, household_id, effective_on, recorded_at)
  select r.county, r.owner_region, r.id, r.person_id, r.household_id, (r.created_at at time zone 'Asia/Shanghai')::date, r.created_at from registrations r where r.household_id is not null order by r.county, r.created_at, r.id;

  -- At the commit, so that the county's ledger lock is the last that a transaction takes; what stands then is what is noted, once.
  create function note_household() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare own registrations; known household_memberships;
    begin
      select * into own from registrations r where r.id = new.id;
      select * into known from household_memberships m where m.registration_id = new.id order by m.recorded_at desc limit 1;
      if own.id is not null and own.household_id is distinct from known.household_id then
        insert into household_memberships (county, owner_region, registration_id, person_id, household_id, effective_on)
        values (own.county, own.owner_region, own.id, own.person_id, own.household_id, ${TODAY});
      end if;
      return null;
    end $$;
  create constraint trigger household_joined after insert on registrations deferrable initially deferred for each row when (new.household_id is not null) execute function note_household();
  create constraint trigger household_changed after update of household_id on registrations deferrable initially deferred for each row when (old.household_id is distinct from new.household_id) execute function note_household();`;

/** Support categories become append-only: a change is a later record of the same household, category and first day. */
const SUPPORTS = `
  alter table support_categories drop constraint one_support_category_per_household_and_day, alter column recorded_at drop default,
    add column county text, add column withdrawn boolean not null default false, add column reason text;
  update support_categories set county = left(owner_region, 6);
  alter table support_categories alter column county set not null,
    add constraint support_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    add constraint support_withdrawal_says_why check (not withdrawn or reason is not null);
  create index support_categories_of_county on support_categories (county, recorded_at);
  create index support_categories_of_household on support_categories (household_id, category, from_on);
  create trigger support_categories_append_only before update or delete or truncate on support_categories for each statement execute function refuse_change();
  create trigger a_stamp before insert on support_categories for each row execute function stamp_recorded_at();

  drop function record_support_category(uuid, text, date, date);
  create function record_support_category(household uuid, category text, from_on date, to_on date, withdrawn boolean default false, reason text default null) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
    declare region text; latest support_categories; recorded uuid;
    begin
      if acting_kind() <> 'system' and ${ROLE} not in ('county-officer', 'township-officer') then
        raise exception 'support categories are not recorded by this role' using errcode = 'insufficient_privilege';
      end if;
      select h.owner_region into region from households h where h.id = household and in_scope(h.owner_region);
      if region is null then return null; end if;
      -- The county's lock first: of two alike at once the second sees the first.
      perform ledger_stamp(left(region, 6));
      select * into latest from support_categories s where s.household_id = household and s.category = record_support_category.category and s.from_on = record_support_category.from_on order by s.recorded_at desc limit 1;
      if record_support_category.withdrawn and (latest.id is null or latest.withdrawn) then return null; end if;
      if latest.id is not null and latest.to_on is not distinct from record_support_category.to_on and latest.withdrawn = record_support_category.withdrawn then return latest.id; end if;
      insert into support_categories as s (household_id, county, owner_region, category, from_on, to_on, withdrawn, reason, recorded_by)
      values (household, left(region, 6), region, record_support_category.category, record_support_category.from_on, record_support_category.to_on, record_support_category.withdrawn, record_support_category.reason, current_setting('app.actor_id', true))
      returning s.id into recorded;
      return recorded;
    end $$;
  revoke all on function record_support_category(uuid, text, date, date, boolean, text) from public;
  grant execute on function record_support_category(uuid, text, date, date, boolean, text) to shouyu_app;

  create function support_categories_known(of_county text, known_by timestamptz)
  returns table (id uuid, household_id uuid, category text, from_on date, to_on date, withdrawn boolean, reason text, recorded_by text, recorded_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      if ${ROLE} not in ('county-officer', 'township-officer', 'auditor', 'system') then
        raise exception 'support categories are not read by this role' using errcode = 'insufficient_privilege';
      end if;
      return query select s.id, s.household_id, s.category, s.from_on, s.to_on, s.withdrawn, s.reason, s.recorded_by, s.recorded_at
        from support_categories s where s.county = of_county and (known_by is null or s.recorded_at <= known_by);
    end $$;
  revoke all on function support_categories_known(text, timestamptz) from public;
  grant execute on function support_categories_known(text, timestamptz) to shouyu_app;
  -- It runs as the restricted role, so that row scope holds inside it too.
  grant create on schema public to shouyu_sensitive;
  alter function support_categories_known(text, timestamptz) owner to shouyu_sensitive;
  revoke create on schema public from shouyu_sensitive;`;

/** Households as they were at any instant: who belonged to them, and which support categories they had. */
export class HouseholdHistory1795846800000 implements MigrationInterface {
  readonly name = 'HouseholdHistory1795846800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [MEMBERSHIPS, SUPPORTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function support_categories_known(text, timestamptz); drop function record_support_category(uuid, text, date, date, boolean, text);
      drop trigger a_stamp on support_categories; drop trigger support_categories_append_only on support_categories;
      delete from support_categories s where s.withdrawn or exists (select from support_categories l where (l.household_id, l.category, l.from_on) = (s.household_id, s.category, s.from_on) and l.recorded_at > s.recorded_at);
      drop index support_categories_of_county, support_categories_of_household;
      alter table support_categories drop constraint support_withdrawal_says_why, drop constraint support_county_holds_its_region, drop column county, drop column withdrawn, drop column reason,
        alter column recorded_at set default now(), add constraint one_support_category_per_household_and_day unique (household_id, category, from_on);
      create function record_support_category(household uuid, category text, from_on date, to_on date) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
        declare region text; recorded uuid;
        begin
          if acting_kind() <> 'system' and ${ROLE} not in ('county-officer', 'township-officer') then
            raise exception 'support categories are not recorded by this role' using errcode = 'insufficient_privilege';
          end if;
          select h.owner_region into region from households h where h.id = household and in_scope(h.owner_region);
          if region is null then return null; end if;
          insert into support_categories as s (household_id, owner_region, category, from_on, to_on, recorded_by)
          values (household, region, record_support_category.category, record_support_category.from_on, record_support_category.to_on, current_setting('app.actor_id', true))
          on conflict on constraint one_support_category_per_household_and_day do update set to_on = excluded.to_on
          returning s.id into recorded;
          return recorded;
        end $$;
      revoke all on function record_support_category(uuid, text, date, date) from public;
      grant execute on function record_support_category(uuid, text, date, date) to shouyu_app;
      drop trigger household_joined on registrations; drop trigger household_changed on registrations; drop function note_household(); drop table household_memberships;`);
  }
}
