import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICERS = `acting_kind() in ('officer', 'system')`;
const OWN_PEOPLE = `in_scope(owner_region) and ${OFFICERS}`;
const OWN_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and ${OFFICERS}`;
const NOT_VILLAGE = `${ROLE} <> 'village-officer'`;
const DAY = (instant: string): string => `(${instant} at time zone 'Asia/Shanghai')::date`;

/** What every book has: a record says something, or takes one back for good, with a reason; stamped in commit order, never changed. */
const book = (table: string, columns: string, rules: string): string => `
  create table ${table} (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null, ${columns},
    effective_on date not null, recorded_at timestamptz not null, recorded_by text not null, retracts_id uuid, reason text,
    constraint ${table}_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint ${table}_retraction_says_why check ((retracts_id is null) = (reason is null)),
    constraint ${table}_retraction_of_a_record foreign key (retracts_id) references ${table} (id),
    ${rules}
  );
  create index ${table}_of_county on ${table} (county, recorded_at);
  create unique index one_retraction_per_record_of_${table} on ${table} (retracts_id);
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change();
  create trigger a_stamp before insert on ${table} for each row execute function stamp_recorded_at();
  create trigger b_check before insert on ${table} for each row execute function check_book_retraction();`;

/** A record is taken back by another officer, or by the same hand on the same day; a retraction is not taken back. */
const RETRACTIONS = `
  create function check_book_retraction() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare target record;
    begin
      if new.retracts_id is null then return new; end if;
      execute format('select county, owner_region, retracts_id, recorded_by, recorded_at from %I where id = $1', tg_table_name) into target using new.retracts_id;
      if target.county is distinct from new.county or target.owner_region is distinct from new.owner_region or target.retracts_id is not null then
        raise exception 'illegal retraction' using errcode = 'check_violation', constraint = 'legal_book_retraction';
      end if;
      if target.recorded_by = new.recorded_by and ${DAY('target.recorded_at')} <> ${DAY('clock_timestamp()')} then
        raise exception 'a record is taken back by another officer' using errcode = 'check_violation', constraint = 'book_retraction_by_another';
      end if;
      return new;
    end $$;`;

const INCOMES = `
  ${book('household_incomes', 'household_id uuid not null, year int, per_head_yuan int, source text, source_reference text', `
    constraint income_is_whole check ((retracts_id is null) = (year is not null and per_head_yuan is not null and source is not null)),
    constraint income_year_is_not_ahead check (year between 1978 and extract(year from effective_on)),
    constraint income_per_head_is_likely check (per_head_yuan between 0 and 10000000),
    constraint income_source_is_known check (source in ('registry', 'visit', 'document', 'self-report')),
    constraint income_on_paper_names_it check (source not in ('registry', 'document') or source_reference is not null)`)}
  create index household_incomes_of_household on household_incomes (household_id, year);
  create policy household_incomes_seen on household_incomes for select to shouyu_sensitive using (${OWN_PEOPLE});
  create policy household_incomes_added on household_incomes for insert to shouyu_sensitive with check (${OWN_PEOPLE});
  grant select, insert on household_incomes to shouyu_sensitive;

  create function household_incomes_known(of_county text, known_by timestamptz)
  returns table (id uuid, household_id uuid, year int, per_head_yuan int, source text, source_reference text, effective_on date, recorded_at timestamptz, recorded_by text, retracts_id uuid, reason text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      if ${ROLE} not in ('county-officer', 'township-officer', 'auditor', 'system') then
        raise exception 'incomes of households are not read by this role' using errcode = 'insufficient_privilege';
      end if;
      return query select i.id, i.household_id, i.year, i.per_head_yuan, i.source, i.source_reference, i.effective_on, i.recorded_at, i.recorded_by, i.retracts_id, i.reason
        from household_incomes i where i.county = of_county and (known_by is null or i.recorded_at <= known_by);
    end $$;

  -- Records an income; the same once more is the one that stands. The owner region is the household's, handed over by who may see it.
  create function record_household_income(of_household uuid, of_region text, of_year int, per_head int, from_source text, reference text, on_day date) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
    declare known uuid;
    begin
      if ${ROLE} not in ('county-officer', 'township-officer', 'system') then
        raise exception 'incomes of households are not recorded by this role' using errcode = 'insufficient_privilege';
      end if;
      -- One at a time for a household: of two alike at once the second sees the first.
      perform pg_advisory_xact_lock(hashtext('shouyu.household-incomes'), hashtext(of_household::text));
      select i.id into known from household_incomes i where i.household_id = of_household and i.year = of_year and i.per_head_yuan = per_head and i.source = from_source and i.source_reference is not distinct from reference and i.effective_on = on_day
        and not exists (select from household_incomes r where r.retracts_id = i.id) limit 1;
      if known is not null then return known; end if;
      insert into household_incomes as i (county, owner_region, household_id, year, per_head_yuan, source, source_reference, effective_on, recorded_by)
      values (left(of_region, 6), of_region, of_household, of_year, per_head, from_source, reference, on_day, current_setting('app.actor_id', true)) returning i.id into known;
      return known;
    end $$;

  -- Takes an income back; null: there is none in the caller's scope, or it is taken back already.
  create function retract_household_income(income uuid, why text) returns text language plpgsql security definer set search_path = public, pg_temp as $$
    declare target household_incomes;
    begin
      if ${ROLE} not in ('county-officer', 'township-officer', 'system') then
        raise exception 'incomes of households are not recorded by this role' using errcode = 'insufficient_privilege';
      end if;
      select * into target from household_incomes i where i.id = income and i.retracts_id is null and not exists (select from household_incomes r where r.retracts_id = i.id);
      if target.id is null then return null; end if;
      insert into household_incomes (county, owner_region, household_id, effective_on, recorded_by, retracts_id, reason)
      values (target.county, target.owner_region, target.household_id, ${DAY('clock_timestamp()')}, current_setting('app.actor_id', true), target.id, why);
      return target.owner_region;
    end $$;
  revoke all on function household_incomes_known(text, timestamptz), record_household_income(uuid, text, int, int, text, text, date), retract_household_income(uuid, text) from public;
  grant execute on function household_incomes_known(text, timestamptz), record_household_income(uuid, text, int, int, text, text, date), retract_household_income(uuid, text) to shouyu_app;
  -- They run as the restricted role, so that row scope holds inside them too.
  grant create on schema public to shouyu_sensitive;
  alter function household_incomes_known(text, timestamptz) owner to shouyu_sensitive;
  alter function record_household_income(uuid, text, int, int, text, text, date) owner to shouyu_sensitive;
  alter function retract_household_income(uuid, text) owner to shouyu_sensitive;
  revoke create on schema public from shouyu_sensitive;`;

const LINES = `
  ${book('poverty_lines', 'region text, per_head_yuan int, source_document text', `
    constraint line_is_whole check ((retracts_id is null) = (region is not null and per_head_yuan is not null and source_document is not null)),
    constraint line_of_the_province_or_the_county check (owner_region = rpad(county, 12, '0') and region in (rpad(left(county, 2), 12, '0'), owner_region)),
    constraint line_is_likely check (per_head_yuan between 1 and 1000000)`)}
  create policy poverty_lines_seen on poverty_lines for select to shouyu_app using (${OWN_COUNTY});
  create policy poverty_lines_added on poverty_lines for insert to shouyu_app with check (${OWN_PEOPLE} and ${ROLE} in ('county-officer', 'system'));
  grant select, insert (id, county, owner_region, region, per_head_yuan, source_document, effective_on, recorded_by, retracts_id, reason) on poverty_lines to shouyu_app;`;

const PRIOR_PAYS = `
  ${book('prior_pays', 'registration_id uuid not null, person_id uuid not null, pay_yuan int', `
    constraint prior_pay_is_whole check ((retracts_id is null) = (pay_yuan is not null)),
    constraint prior_pay_is_likely check (pay_yuan between 0 and 1000000)`)}
  create index prior_pays_of_registration on prior_pays (registration_id);
  create policy prior_pays_seen on prior_pays for select to shouyu_app using (${OWN_PEOPLE} and ${NOT_VILLAGE});
  create policy prior_pays_added on prior_pays for insert to shouyu_app with check (${OWN_PEOPLE} and ${NOT_VILLAGE});
  grant select, insert (id, county, owner_region, registration_id, person_id, pay_yuan, effective_on, recorded_by, retracts_id, reason) on prior_pays to shouyu_app;`;

const RESPONSIBLE = `
  create table responsible_namings (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null, registration_id uuid not null, officer_id uuid,
    recorded_at timestamptz not null, recorded_by text not null,
    constraint naming_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6))
  );
  create index responsible_namings_of_registration on responsible_namings (registration_id, recorded_at);
  alter table responsible_namings enable row level security; alter table responsible_namings force row level security;
  create policy responsible_namings_seen on responsible_namings for select to shouyu_app using (${OWN_PEOPLE});
  create policy responsible_namings_added on responsible_namings for insert to shouyu_app with check (${OWN_PEOPLE} and ${ROLE} in ('county-officer', 'township-officer', 'system'));
  create policy responsible_namings_owner on responsible_namings to current_user using (true) with check (true);
  create trigger responsible_namings_append_only before update or delete or truncate on responsible_namings for each statement execute function refuse_change();
  create trigger a_stamp before insert on responsible_namings for each row execute function stamp_recorded_at();
  grant select, insert (id, county, owner_region, registration_id, officer_id, recorded_by) on responsible_namings to shouyu_app;

  -- In charge of a place: who serves the village, else the township, else the county; of several the one who is there longest.
  create function officer_in_charge(of_region text) returns table (officer_id uuid, display_name text) language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, o.display_name from officers o
    where in_scope(of_region) and acting_kind() in ('officer', 'system') and o.disabled_at is null
      and (o.role, o.owner_region) in (('village-officer', of_region), ('township-officer', rpad(left(of_region, 9), 12, '0')), ('county-officer', rpad(left(of_region, 6), 12, '0')))
    order by array_position(array['village-officer', 'township-officer', 'county-officer'], o.role), o.created_at, o.id limit 1 $$;

  -- Who is responsible for these registrations (those in the caller's scope): the officer who was named last, while at work, else who is in charge.
  create function responsible_officers(of_registrations uuid[]) returns table (registration_id uuid, officer_id uuid, display_name text, is_named boolean) language sql stable security definer set search_path = public, pg_temp as $$
    select r.id, coalesce(n.officer_id, c.officer_id), coalesce(n.display_name, c.display_name), n.officer_id is not null
    from registrations r
    left join lateral (select o.id as officer_id, o.display_name from (select m.officer_id from responsible_namings m where m.registration_id = r.id order by m.recorded_at desc, m.id desc limit 1) m
                       join officers o on o.id = m.officer_id and o.disabled_at is null) n on true
    left join lateral officer_in_charge(r.owner_region) c on n.officer_id is null
    where r.id = any (of_registrations) and in_scope(r.owner_region) and acting_kind() in ('officer', 'system') $$;
  revoke all on function officer_in_charge(text), responsible_officers(uuid[]) from public;
  grant execute on function officer_in_charge(text), responsible_officers(uuid[]) to shouyu_app;`;

/** What the four steps are judged from beside the ledger: incomes (restricted), lines, pay before training; and who is responsible for whom. */
export class ClosureBooks1795846860000 implements MigrationInterface {
  readonly name = 'ClosureBooks1795846860000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [RETRACTIONS, INCOMES, LINES, PRIOR_PAYS, RESPONSIBLE]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function responsible_officers(uuid[]); drop function officer_in_charge(text);
      drop function retract_household_income(uuid, text); drop function record_household_income(uuid, text, int, int, text, text, date); drop function household_incomes_known(text, timestamptz);
      drop table responsible_namings, prior_pays, poverty_lines, household_incomes; drop function check_book_retraction();`);
  }
}
