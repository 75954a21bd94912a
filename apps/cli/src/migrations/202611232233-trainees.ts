import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The condition of every row about a person: in the caller's region, and the caller is an officer or the service itself, never an employer. */
const OWN_PEOPLE = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;

/** Row scope for the application (`grants` only), and for the migrating owner, under whose name the functions below look. */
function scoped(table: string, grants: string, condition = OWN_PEOPLE): string {
  return `
    alter table ${table} enable row level security; alter table ${table} force row level security;
    create policy ${table}_scope on ${table} to shouyu_app using (${condition}) with check (${condition});
    create policy ${table}_owner on ${table} to current_user using (true) with check (true);
    grant ${grants} on ${table} to shouyu_app;`;
}

/** The engine reads these columns of every county it serves, and no other. */
function scoring(table: string, columns: string): string {
  return `
    create policy ${table}_engine on ${table} for select to shouyu_engine using (true);
    grant select (${columns}) on ${table} to shouyu_engine;`;
}

const PERSONS = `
  create table persons (
    id uuid primary key, id_number_index text not null constraint one_person_per_id_number unique,
    id_number text not null, created_at timestamptz not null default now()
  );
  create table person_aliases (
    person_id uuid primary key constraint alias_of_a_person references persons (id),
    same_as uuid not null constraint alias_to_a_person references persons (id),
    merged_by text not null, merged_at timestamptz not null default now(),
    constraint alias_is_another_person check (person_id <> same_as)
  );
  create index person_aliases_by_person on person_aliases (same_as);
  -- No grant to anyone: only the functions of this migration look here.
  alter table persons enable row level security; alter table persons force row level security;
  create policy persons_owner on persons to current_user using (true) with check (true);
  alter table person_aliases enable row level security; alter table person_aliases force row level security;
  create policy person_aliases_owner on person_aliases to current_user using (true) with check (true);`;

const REGISTRATIONS = `
  create table households (
    id uuid primary key default gen_random_uuid(), owner_region text not null, county text not null, number text not null,
    created_at timestamptz not null default now(),
    constraint one_household_per_county_and_number unique (county, number),
    constraint household_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6))
  );
  create table registrations (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null constraint registration_of_a_person references persons (id),
    owner_region text not null, county text not null,
    name text not null, id_number_masked text not null, born_on date not null, sex text not null,
    phone text, phone_index text, phone_masked text, address text,
    education text, region text, willing_regions text[] not null default '{}', reach text,
    wanted_occupations text[] not null default '{}', kinds_accepted text[] not null default '{}', training_wanted text[] not null default '{}',
    min_pay int, available boolean not null default true, available_from date, available_to date,
    wishes_asked_on date, wishes_hold_until date,
    household_id uuid constraint registration_in_a_household references households (id), household_relation text,
    version int not null default 1, created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    constraint one_registration_per_person_and_county unique (person_id, county),
    constraint registration_with_its_region unique (id, owner_region),
    constraint registration_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint sex_is_known check (sex in ('female', 'male')),
    constraint phone_is_whole check ((phone is null) = (phone_index is null) and (phone is null) = (phone_masked is null)),
    constraint minimum_pay_is_not_negative check (min_pay >= 0),
    constraint available_in_order check (available_to >= available_from),
    constraint relation_within_a_household check (household_id is not null or household_relation is null)
  );
  create index registrations_by_region on registrations (owner_region collate "C", id);
  create index registrations_by_phone on registrations (phone_index);
  create index registrations_by_household on registrations (household_id);
  ${scoped('households', 'select, insert, update')}
  ${scoped('registrations', 'select, insert, update')}
  ${scoring('registrations', 'id, owner_region, county, education, region, willing_regions, reach, kinds_accepted, min_pay, available, available_from, available_to, version')}`;

/** A table of facts about one registration; its owner region follows the registration's. */
const ofRegistration = (table: string, columns: string): string => `
  create table ${table} (
    registration_id uuid not null, owner_region text not null, ${columns},
    constraint ${table}_of_a_registration foreign key (registration_id, owner_region) references registrations (id, owner_region) on update cascade on delete cascade
  );`;

const ABILITIES = `
  ${ofRegistration('registration_skills', `skill_id text not null, level int not null, source text not null, recorded_at timestamptz not null default now(),
    primary key (registration_id, skill_id),
    constraint skill_level_is_1_to_5 check (level between 1 and 5), constraint skill_source_is_known check (source in ('stated', 'observed', 'certificate'))`)}
  ${ofRegistration('registration_certificates', 'name text not null, primary key (registration_id, name)')}
  ${ofRegistration('registration_occupations', 'occupation text not null, primary key (registration_id, occupation)')}
  ${ofRegistration('course_records', `id uuid primary key default gen_random_uuid(), course_id text not null, class_id uuid, state text not null,
    hours_done int, ended_on date, planned_end date, created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    constraint one_record_per_course_and_class unique nulls not distinct (registration_id, course_id, class_id),
    constraint course_state_is_known check (state in ('certified', 'completed', 'in-progress', 'dropped', 'failed')),
    constraint hours_done_are_not_negative check (hours_done >= 0),
    constraint finished_course_has_its_end check (state not in ('certified', 'completed') or ended_on is not null)`)}
  ${ofRegistration('refusals', `id uuid primary key default gen_random_uuid(), vacancy_id uuid, employer_id uuid, reason text,
    refused_on date not null, until_on date, withdrawn_at timestamptz, created_at timestamptz not null default now(),
    constraint refusal_of_a_vacancy_or_an_employer check ((vacancy_id is null) <> (employer_id is null)),
    constraint refusal_ends_after_it_begins check (until_on >= refused_on)`)}
  create unique index one_refusal_in_force_per_target on refusals (registration_id, coalesce(vacancy_id, employer_id)) where withdrawn_at is null;
  ${scoped('registration_skills', 'select, insert, update, delete')}
  ${scoped('registration_certificates', 'select, insert, delete')}
  ${scoped('registration_occupations', 'select, insert, delete')}
  ${scoped('course_records', 'select, insert, update')}
  -- Village officers are often kin: they see no refusals.
  ${scoped('refusals', 'select, insert, update', `${OWN_PEOPLE} and coalesce(current_setting('app.role', true), '') <> 'village-officer'`)}
  ${scoring('registration_skills', 'registration_id, skill_id, level')}
  ${scoring('registration_certificates', 'registration_id, name')}
  ${scoring('registration_occupations', 'registration_id, occupation')}
  ${scoring('course_records', 'registration_id, course_id, class_id, state, hours_done, ended_on, planned_end')}
  ${scoring('refusals', 'registration_id, vacancy_id, employer_id, refused_on, until_on, withdrawn_at')}`;

const CONSENTS = `
  ${ofRegistration('legal_bases', `id uuid primary key default gen_random_uuid(), purpose text not null, basis text not null, wording text not null,
    noticed_on date not null, recorded_at timestamptz not null default now(),
    constraint one_basis_per_purpose unique (registration_id, purpose),
    constraint basis_is_known check (basis in ('statutory-duty', 'consent', 'contract'))`)}
  ${ofRegistration('consents', `id uuid primary key default gen_random_uuid(), purpose text not null, wording text not null,
    given_at timestamptz not null, withdrawn_at timestamptz, recorded_at timestamptz not null default now(),
    constraint consent_ends_after_it_is_given check (withdrawn_at >= given_at)`)}
  create unique index one_consent_in_force_per_purpose on consents (registration_id, purpose) where withdrawn_at is null;
  ${scoped('legal_bases', 'select, insert')}
  ${scoped('consents', 'select, insert, update (withdrawn_at)')}`;

/** Support categories: a table and a role of their own; the application can record one by a function and read none. */
const SENSITIVE = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'shouyu_sensitive') then create role shouyu_sensitive nologin; end if;
  exception when duplicate_object or unique_violation then null; end $$;
  grant usage on schema public to shouyu_sensitive;
  create table support_categories (
    id uuid primary key default gen_random_uuid(), household_id uuid not null constraint support_of_a_household references households (id),
    owner_region text not null, category text not null, from_on date not null, to_on date, recorded_by text not null, recorded_at timestamptz not null default now(),
    constraint support_ends_after_it_begins check (to_on >= from_on),
    constraint one_support_category_per_household_and_day unique (household_id, category, from_on)
  );
  alter table support_categories enable row level security; alter table support_categories force row level security;
  create policy support_categories_scope on support_categories for select to shouyu_sensitive using (${OWN_PEOPLE});
  create policy support_categories_owner on support_categories to current_user using (true) with check (true);
  grant select on support_categories to shouyu_sensitive;
  create function record_support_category(household uuid, category text, from_on date, to_on date) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
    declare region text; recorded uuid;
    begin
      if acting_kind() <> 'system' and coalesce(current_setting('app.role', true), '') not in ('county-officer', 'township-officer') then
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
  grant execute on function record_support_category(uuid, text, date, date) to shouyu_app;`;

const FUNCTIONS = `
  -- One ID number is one person everywhere; same_ids are all the ids of that person, aliases included. The ids come back alike whether the person was known or not; callers give random
  -- new ids and pass the answer to nobody. Sorted, so that two callers with the same people wait for each other in one order.
  create function find_or_create_persons(indexes text[], new_ids uuid[], envelopes text[]) returns table (number_index text, found_id uuid, same_ids uuid[]) language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if acting_kind() not in ('officer', 'system') then raise exception 'persons are registered by officers' using errcode = 'insufficient_privilege'; end if;
      insert into persons (id, id_number_index, id_number)
      select distinct on (given.number_index) given.id, given.number_index, given.envelope from unnest(new_ids, indexes, envelopes) as given (id, number_index, envelope) order by given.number_index
      on conflict on constraint one_person_per_id_number do nothing;
      return query select p.id_number_index, p.id, array(select coalesce(a.same_as, p.id) union select b.person_id from person_aliases b where b.same_as = coalesce(a.same_as, p.id))
      from persons p left join person_aliases a on a.person_id = p.id where p.id_number_index = any (indexes);
    end $$;
  revoke all on function find_or_create_persons(text[], uuid[], text[]) from public;
  grant execute on function find_or_create_persons(text[], uuid[], text[]) to shouyu_app;

  -- The sealed ID number of a registration in the caller's scope, else null.
  create function reveal_id_number(registration uuid) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select p.id_number from registrations r join persons p on p.id = r.person_id
    where r.id = registration and in_scope(r.owner_region) and acting_kind() in ('officer', 'system') $$;
  revoke all on function reveal_id_number(uuid) from public;
  grant execute on function reveal_id_number(uuid) to shouyu_app;

  -- The person behind one registration is found to be the person behind another: an alias, no edit. False when one is out of scope.
  create function merge_persons(kept uuid, other uuid) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
    declare kept_person uuid; other_person uuid;
    begin
      lock table person_aliases in share row exclusive mode;
      select coalesce(a.same_as, r.person_id) into kept_person from registrations r left join person_aliases a on a.person_id = r.person_id where r.id = kept and in_scope(r.owner_region) and acting_kind() in ('officer', 'system');
      select coalesce(a.same_as, r.person_id) into other_person from registrations r left join person_aliases a on a.person_id = r.person_id where r.id = other and in_scope(r.owner_region) and acting_kind() in ('officer', 'system');
      if kept_person is null or other_person is null then return false; end if;
      if kept_person = other_person then return true; end if;
      update person_aliases set same_as = kept_person where same_as = other_person;
      insert into person_aliases (person_id, same_as, merged_by) values (other_person, kept_person, current_setting('app.actor_id', true));
      return true;
    end $$;
  revoke all on function merge_persons(uuid, uuid) from public;
  grant execute on function merge_persons(uuid, uuid) to shouyu_app;

  -- The engine learns the band of the legal minimum ages, not the birthday.
  create function scoring_age_bands(registrations uuid[], as_of date) returns table (registration_id uuid, age_band text) language sql stable security definer set search_path = public, pg_temp as $$
    select r.id, case when r.born_on > as_of - interval '16 years' then 'under-16' when r.born_on > as_of - interval '18 years' then '16-17' else '18+' end
    from registrations r where r.id = any (scoring_age_bands.registrations) $$;
  revoke all on function scoring_age_bands(uuid[], date) from public;
  grant execute on function scoring_age_bands(uuid[], date) to shouyu_engine;`;

/** Persons (seen by no role), registrations and what hangs on them, consents, and the restricted table of support categories. */
export class Trainees1795473180000 implements MigrationInterface {
  readonly name = 'Trainees1795473180000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [PERSONS, REGISTRATIONS, ABILITIES, CONSENTS, SENSITIVE, FUNCTIONS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function scoring_age_bands(uuid[], date); drop function merge_persons(uuid, uuid); drop function reveal_id_number(uuid);
      drop function find_or_create_persons(text[], uuid[], text[]); drop function record_support_category(uuid, text, date, date);
      drop table support_categories, consents, legal_bases, refusals, course_records, registration_occupations, registration_certificates, registration_skills, registrations, households, person_aliases, persons;`);
  }
}
