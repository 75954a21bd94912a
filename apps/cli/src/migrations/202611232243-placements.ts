import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICERS = `acting_kind() in ('officer', 'system')`;
const OWN_PEOPLE = `in_scope(owner_region) and ${OFFICERS}`;
/** A class is nobody's secret inside its county: a township's officer sees the county's classes. */
const OWN_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and ${OFFICERS}`;
const ROLE = `coalesce(current_setting('app.role', true), '')`;

/** Row scope of an insert-only table: who sees, who adds; nobody changes. */
const insertOnly = (table: string, columns: string, seen = OWN_PEOPLE): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${seen});
  create policy ${table}_added on ${table} for insert to shouyu_app with check (${OWN_PEOPLE});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change();
  grant select, insert (${columns}) on ${table} to shouyu_app;`;

const CLASSES = `
  create table training_classes (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
    name text not null, course_id text not null, programme text not null, provider_id uuid not null, region text not null,
    starts_on date not null, ends_on date not null, seats int not null, on_the_job boolean not null default false, outreach boolean not null default false,
    created_by text not null, created_at timestamptz not null default now(),
    constraint class_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint class_ends_after_it_starts check (ends_on >= starts_on),
    constraint class_has_seats check (seats > 0)
  );
  create index training_classes_by_start on training_classes (county, starts_on, id);
  alter table training_classes enable row level security; alter table training_classes force row level security;
  create policy training_classes_seen on training_classes for select to shouyu_app using (${OWN_COUNTY});
  create policy training_classes_added on training_classes for insert to shouyu_app with check (${OWN_PEOPLE});
  create policy training_classes_owner on training_classes to current_user using (true) with check (true);
  grant select, insert on training_classes to shouyu_app;`;

/** The clock of a county's ledger: one stamp a transaction, later than every stamp before it, held until the commit. */
const CLOCK = `
  create table ledger_clocks (county text primary key, last_recorded_at timestamptz not null, last_xid xid8 not null);
  create function ledger_stamp(of_county text) returns timestamptz language plpgsql volatile security definer set search_path = public, pg_temp as $$
    declare stamp timestamptz;
    begin
      select c.last_recorded_at into stamp from ledger_clocks c where c.county = of_county and c.last_xid = pg_current_xact_id();
      if found then return stamp; end if;
      -- The lock first, the clock after it: whoever waited reads a later time. Commit order is stamp order.
      perform pg_advisory_xact_lock(hashtext('shouyu.ledger'), hashtext(of_county));
      insert into ledger_clocks as c (county, last_recorded_at, last_xid) values (of_county, clock_timestamp(), pg_current_xact_id())
      on conflict (county) do update set last_recorded_at = greatest(clock_timestamp(), c.last_recorded_at + interval '1 microsecond'), last_xid = pg_current_xact_id()
      returning c.last_recorded_at into stamp;
      return stamp;
    end $$;
  revoke all on function ledger_stamp(text) from public;
  -- The last committed stamp: nothing can be recorded at or before it any more. A report is known by this instant at the latest.
  create function ledger_head(of_county text) returns timestamptz language sql stable security definer set search_path = public, pg_temp as $$
    select c.last_recorded_at from ledger_clocks c where c.county = of_county $$;
  revoke all on function ledger_head(text) from public;
  grant execute on function ledger_head(text) to shouyu_app;

  create function stamp_recorded_at() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare stamp timestamptz := ledger_stamp(new.county);
    begin
      -- Only the owner can give an instant (a seed's history); the application has no right to the column.
      if new.recorded_at > stamp then raise exception 'recorded_at lies in the future' using errcode = 'check_violation', constraint = 'recorded_in_commit_order'; end if;
      new.recorded_at := coalesce(new.recorded_at, stamp);
      return new;
    end $$;`;

const LEDGER = `
  -- The moves of the ledger: what must be in force about the same subject, what must not, and which fact comes first in time.
  create table ledger_moves (kind text primary key, needs text[] not null, refuses text[] not null, not_before text);
  insert into ledger_moves (kind, needs, refuses, not_before) values
    ('class', '{}', '{class}', null),
    ('enrolled', '{class}', '{enrolled}', null),
    ('completed', '{enrolled}', '{completed,certified,dropped}', 'enrolled'),
    ('certified', '{enrolled}', '{certified,dropped}', 'enrolled'),
    ('dropped', '{enrolled}', '{completed,certified,dropped}', 'enrolled'),
    ('not-employed', '{}', '{}', null),
    ('employment-started', '{}', '{employment-started}', null),
    ('employment-ended', '{employment-started}', '{employment-ended}', 'employment-started'),
    ('evidence', '{employment-started}', '{}', null),
    ('evidence-refused', '{employment-started,evidence}', '{}', null),
    ('retracted', '{}', '{}', null);
  grant select on ledger_moves to shouyu_app;

  create table ledger_facts (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
    kind text not null, effective_on date not null, recorded_at timestamptz not null,
    registration_id uuid, person_id uuid, class_id uuid, employment_id uuid, employer_id uuid, level int, retracts_fact_id uuid,
    payload jsonb not null default '{}', recorded_by text not null, reason text,
    constraint fact_kind_is_known foreign key (kind) references ledger_moves (kind),
    constraint fact_retracts_a_fact foreign key (retracts_fact_id) references ledger_facts (id),
    constraint fact_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint fact_names_its_class check ((kind in ('class', 'enrolled', 'completed', 'certified', 'dropped')) = (class_id is not null)),
    constraint fact_names_its_person check ((kind in ('class', 'retracted')) or (registration_id is not null and person_id is not null)),
    constraint fact_names_its_employment check ((kind in ('employment-started', 'employment-ended', 'evidence', 'evidence-refused')) = (employment_id is not null)),
    constraint evidence_has_a_level check (case when kind in ('evidence', 'evidence-refused') then level is not null and level between 0 and 3 else level is null end),
    constraint retraction_names_a_fact_and_a_reason check (case when kind = 'retracted' then retracts_fact_id is not null and reason is not null else retracts_fact_id is null end)
  );
  create index ledger_facts_of_county on ledger_facts (county, recorded_at);
  create index ledger_facts_of_class on ledger_facts (class_id, registration_id);
  create index ledger_facts_of_employment on ledger_facts (employment_id);
  create index ledger_facts_of_registration on ledger_facts (registration_id, effective_on);
  create index ledger_facts_retractions on ledger_facts (retracts_fact_id);
  ${insertOnly('ledger_facts', 'id, county, owner_region, kind, effective_on, registration_id, person_id, class_id, employment_id, employer_id, level, retracts_fact_id, payload, recorded_by, reason', `(${OWN_PEOPLE}) or (kind in ('class', 'retracted') and registration_id is null and ${OWN_COUNTY})`)}

  -- In force: not retracted by a retraction that is itself in force.
  create function fact_in_force(fact uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin return not exists (select from ledger_facts r where r.retracts_fact_id = fact and fact_in_force(r.id)); end $$;
  revoke all on function fact_in_force(uuid) from public;
  grant execute on function fact_in_force(uuid) to shouyu_app;

  -- Seats taken in a class: enrolled and not dropped. Counted over the county, since a township's officer sees only its own people.
  create function count_seated(of_class uuid) returns int language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::int from ledger_facts e where e.class_id = of_class and e.kind = 'enrolled' and fact_in_force(e.id)
      and not exists (select from ledger_facts d where d.class_id = of_class and d.registration_id = e.registration_id and d.kind = 'dropped' and fact_in_force(d.id)) $$;
  revoke all on function count_seated(uuid) from public;
  grant execute on function count_seated(uuid) to shouyu_app;

  -- Refuses a move that the table does not allow. Runs after the stamp took the county's lock, so no other move slips in between.
  create function check_ledger_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      move ledger_moves; kinds text[]; first_day date; last_day date; target ledger_facts; own boolean;
    begin
      select * into move from ledger_moves m where m.kind = new.kind;
      if new.kind = 'retracted' then
        select * into target from ledger_facts f where f.id = new.retracts_fact_id;
        if target.county is distinct from new.county or target.registration_id is distinct from new.registration_id or not fact_in_force(target.id) then
          raise exception 'illegal ledger move: % ', new.kind using errcode = 'check_violation', constraint = 'legal_ledger_move';
        end if;
        return new;
      end if;
      select coalesce(array_agg(f.kind), '{}'), min(f.effective_on) filter (where f.kind = move.not_before), min(f.effective_on) filter (where f.kind = 'employment-ended'),
             coalesce(bool_and(f.county = new.county and (f.kind = 'class' or f.registration_id = new.registration_id)), true)
        into kinds, first_day, last_day, own
        from ledger_facts f
       where ((new.class_id is not null and f.class_id = new.class_id and (f.registration_id = new.registration_id or f.kind = 'class'))
              or (new.employment_id is not null and f.employment_id = new.employment_id))
         and fact_in_force(f.id);
      if not own or not move.needs <@ kinds or move.refuses && kinds or new.effective_on < first_day or (new.kind = 'employment-started' and last_day < new.effective_on) then
        raise exception 'illegal ledger move: %', new.kind using errcode = 'check_violation', constraint = 'legal_ledger_move';
      end if;
      return new;
    end $$;
  -- In the order of their names: stamp (and lock) first, then judge.
  create trigger a_stamp before insert on ledger_facts for each row execute function stamp_recorded_at();
  create trigger b_check before insert on ledger_facts for each row execute function check_ledger_move();

  create table evidence_details (
    fact_id uuid primary key, county text not null, owner_region text not null, form text not null,
    milestone text, contract_number text, signed_on date, contract_months int, confirmed_by text, confirmed_on date, reference text, months text[] not null default '{}', note text,
    constraint evidence_details_of_a_fact foreign key (fact_id) references ledger_facts (id),
    constraint evidence_form_is_known check (form in ('self-report', 'visit', 'call', 'contract', 'licence', 'site-attendance', 'social-insurance', 'wage-record')),
    constraint milestone_is_known check (milestone in ('probation', '30', '90', '180', '365')),
    constraint contract_is_confirmed check (form <> 'contract' or (contract_number is not null and signed_on is not null and confirmed_by is not null and confirmed_on is not null)),
    constraint licence_and_site_name_their_reference check (form not in ('licence', 'site-attendance') or reference is not null),
    constraint records_cover_two_months check (form not in ('social-insurance', 'wage-record') or cardinality(months) >= 2)
  );
  ${insertOnly('evidence_details', 'fact_id, county, owner_region, form, milestone, contract_number, signed_on, contract_months, confirmed_by, confirmed_on, reference, months, note')}`;

const REFERRALS = `
  create table referrals (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
    vacancy_id uuid not null, registration_id uuid not null, person_id uuid not null, created_by text not null, created_at timestamptz not null default now(),
    constraint one_referral_per_person_and_vacancy unique (vacancy_id, registration_id),
    constraint referral_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6))
  );
  create index referrals_of_registration on referrals (registration_id);
  ${insertOnly('referrals', 'id, county, owner_region, vacancy_id, registration_id, person_id, created_by')}

  -- '' stands before the first event.
  create table referral_moves (from_kind text not null, to_kind text not null, primary key (from_kind, to_kind));
  insert into referral_moves values ('', 'presented'), ('presented', 'hired'), ('presented', 'refused'), ('presented', 'obsolete'),
    ('hired', 'presented'), ('refused', 'presented'), ('obsolete', 'presented');
  grant select on referral_moves to shouyu_app;

  create table referral_events (
    id uuid primary key default gen_random_uuid(), referral_id uuid not null, county text not null, owner_region text not null,
    number int not null, kind text not null, effective_on date not null, recorded_at timestamptz not null,
    reason_code text, reason text, employment_id uuid, office_id uuid, recorded_by text not null,
    constraint event_of_a_referral foreign key (referral_id) references referrals (id),
    constraint one_event_per_step unique (referral_id, number),
    constraint event_kind_is_known check (kind in ('presented', 'hired', 'refused', 'obsolete')),
    constraint refusal_is_coded check ((kind in ('refused', 'obsolete')) = (reason_code is not null)),
    constraint hire_names_its_employment check ((kind = 'hired') = (employment_id is not null))
  );
  create index referral_events_by_day on referral_events (county, effective_on);
  -- Village officers are often kin: they see no refusals.
  ${insertOnly('referral_events', 'id, referral_id, county, owner_region, number, kind, effective_on, reason_code, reason, employment_id, office_id, recorded_by', `${OWN_PEOPLE} and (kind <> 'refused' or ${ROLE} <> 'village-officer')`)}

  -- Every event follows the one before it: the unique number makes a chain, and this judges its links.
  create function check_referral_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare before referral_events; subject referrals; closed boolean;
    begin
      select * into subject from referrals r where r.id = new.referral_id;
      select * into before from referral_events e where e.referral_id = new.referral_id and e.number = new.number - 1;
      -- No answer by the end of day 60 closes a referral; only putting the person forward anew opens it.
      closed := before.kind = 'presented' and new.effective_on > before.effective_on + 60;
      if subject.county is distinct from new.county or subject.owner_region is distinct from new.owner_region
         or (new.number > 1) is distinct from (before.id is not null) or new.effective_on < before.effective_on
         or (new.number > 1 and new.kind = 'presented' and not coalesce(closed, false) and new.reason is null)
         or (case when closed then new.kind <> 'presented' else not exists (select from referral_moves m where m.from_kind = coalesce(before.kind, '') and m.to_kind = new.kind) end)
      then raise exception 'illegal referral move: % to %', coalesce(before.kind, 'nothing'), new.kind using errcode = 'check_violation', constraint = 'legal_referral_move'; end if;
      return new;
    end $$;
  create trigger a_stamp before insert on referral_events for each row execute function stamp_recorded_at();
  create trigger b_check before insert on referral_events for each row execute function check_referral_move();`;

/** Exclusions tell of health and custody: a table and a role of their own; the application reaches them through two functions. */
const EXCLUSIONS = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'shouyu_sensitive') then create role shouyu_sensitive nologin; end if;
  exception when duplicate_object or unique_violation then null; end $$;
  grant usage on schema public to shouyu_sensitive;
  create table exclusion_facts (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
    kind text not null, effective_on date not null, recorded_at timestamptz not null,
    registration_id uuid not null, person_id uuid not null, reason_code text, proof_reference text, retracts_fact_id uuid, recorded_by text not null, reason text,
    constraint exclusion_retracts_an_exclusion foreign key (retracts_fact_id) references exclusion_facts (id),
    constraint exclusion_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint exclusion_kind_is_known check (kind in ('excluded', 'retracted')),
    constraint exclusion_reason_is_known check (reason_code in ('death', 'medical-over-90-days', 'institution', 'call-up', 'further-study')),
    constraint exclusion_is_proven check ((kind = 'excluded') = (reason_code is not null and proof_reference is not null)),
    constraint exclusion_retraction_names_a_fact_and_a_reason check (case when kind = 'retracted' then retracts_fact_id is not null and reason is not null else retracts_fact_id is null end)
  );
  create index exclusion_facts_of_county on exclusion_facts (county, recorded_at);
  create index exclusion_facts_of_registration on exclusion_facts (registration_id);
  create index exclusion_facts_retractions on exclusion_facts (retracts_fact_id);
  alter table exclusion_facts enable row level security; alter table exclusion_facts force row level security;
  create policy exclusion_facts_seen on exclusion_facts for select to shouyu_sensitive using (${OWN_PEOPLE});
  create policy exclusion_facts_added on exclusion_facts for insert to shouyu_sensitive with check (${OWN_PEOPLE});
  create policy exclusion_facts_owner on exclusion_facts to current_user using (true) with check (true);
  create trigger exclusion_facts_append_only before update or delete or truncate on exclusion_facts for each statement execute function refuse_change();
  create trigger a_stamp before insert on exclusion_facts for each row execute function stamp_recorded_at();
  grant select, insert (id, county, owner_region, kind, effective_on, registration_id, person_id, reason_code, proof_reference, retracts_fact_id, recorded_by, reason) on exclusion_facts to shouyu_sensitive;

  create function exclusions_known(of_county text, known_by timestamptz)
  returns table (id uuid, kind text, effective_on date, recorded_at timestamptz, registration_id uuid, person_id uuid, reason_code text, proof_reference text, retracts_fact_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      if ${ROLE} not in ('county-officer', 'township-officer', 'auditor', 'system') then
        raise exception 'exclusions are not read by this role' using errcode = 'insufficient_privilege';
      end if;
      return query select e.id, e.kind, e.effective_on, e.recorded_at, e.registration_id, e.person_id, e.reason_code, e.proof_reference, e.retracts_fact_id
        from exclusion_facts e where e.county = of_county and (known_by is null or e.recorded_at <= known_by);
    end $$;
  create function record_exclusions(given jsonb) returns void language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if ${ROLE} not in ('county-officer', 'township-officer', 'system') then
        raise exception 'exclusions are not recorded by this role' using errcode = 'insufficient_privilege';
      end if;
      if exists (select from jsonb_to_recordset(given) as g (registration_id uuid, retracts_fact_id uuid)
                 where g.retracts_fact_id is not null and not exists (select from exclusion_facts e where e.id = g.retracts_fact_id and e.registration_id = g.registration_id)) then
        raise exception 'illegal exclusion move' using errcode = 'check_violation', constraint = 'legal_ledger_move';
      end if;
      insert into exclusion_facts (id, county, owner_region, kind, effective_on, registration_id, person_id, reason_code, proof_reference, retracts_fact_id, recorded_by, reason)
      select g.id, g.county, g.owner_region, g.kind, g.effective_on, g.registration_id, g.person_id, g.reason_code, g.proof_reference, g.retracts_fact_id, current_setting('app.actor_id', true), g.reason
      from jsonb_to_recordset(given) as g (id uuid, county text, owner_region text, kind text, effective_on date, registration_id uuid, person_id uuid, reason_code text, proof_reference text, retracts_fact_id uuid, reason text);
    end $$;
  revoke all on function exclusions_known(text, timestamptz), record_exclusions(jsonb) from public;
  grant execute on function exclusions_known(text, timestamptz), record_exclusions(jsonb) to shouyu_app;
  -- They run as the restricted role, so that row scope holds inside them too.
  do $$ begin execute format('grant shouyu_sensitive to %I', current_user); end $$;
  grant create on schema public to shouyu_sensitive;
  alter function exclusions_known(text, timestamptz) owner to shouyu_sensitive;
  alter function record_exclusions(jsonb) owner to shouyu_sensitive;
  revoke create on schema public from shouyu_sensitive;

  -- Two registrations found to be one person count once: which person ids stand for another, as known by an instant.
  create function person_aliases_known(known_by timestamptz) returns table (person_id uuid, same_as uuid) language sql stable security definer set search_path = public, pg_temp as $$
    select a.person_id, a.same_as from person_aliases a
    where (known_by is null or a.merged_at <= known_by) and exists (select from registrations r where r.person_id = a.person_id and in_scope(r.owner_region)) and acting_kind() in ('officer', 'system') $$;
  revoke all on function person_aliases_known(timestamptz) from public;
  grant execute on function person_aliases_known(timestamptz) to shouyu_app;`;

/** Classes, the append-only ledger in commit order, referrals and their events, and the restricted exclusions. */
export class Placements1795473780000 implements MigrationInterface {
  readonly name = 'Placements1795473780000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CLASSES, CLOCK, LEDGER, REFERRALS, EXCLUSIONS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function person_aliases_known(timestamptz); drop function record_exclusions(jsonb); drop function exclusions_known(text, timestamptz);
      drop table exclusion_facts, referral_events, referral_moves, referrals, evidence_details, ledger_facts, ledger_moves, ledger_clocks, training_classes;
      drop function check_referral_move(); drop function check_ledger_move(); drop function count_seated(uuid); drop function fact_in_force(uuid); drop function stamp_recorded_at(); drop function ledger_head(text); drop function ledger_stamp(text);`);
  }
}
