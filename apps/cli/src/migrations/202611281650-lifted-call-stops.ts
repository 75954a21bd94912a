import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A stop stays for good as a fact; lifted, it binds no more, and the person may say stop again. */
const LIFTS = `
  alter table call_opt_outs drop constraint call_opt_outs_pkey;
  alter table call_opt_outs add column id uuid primary key default gen_random_uuid(), add column lifted_by text, add column lifted_at timestamptz, add column lifted_how text,
    add constraint call_stop_lift_is_whole check (num_nonnulls(lifted_by, lifted_at, lifted_how) in (0, 3)),
    add constraint call_stop_is_lifted_after_it_was_said check (lifted_at >= at),
    add constraint call_stop_lift_says_how_it_was_asked check (lifted_how in ('in-person', 'by-telephone', 'by-message', 'in-writing'));
  create unique index one_call_stop_in_force_per_person on call_opt_outs (person_id) where lifted_at is null;
  create index call_opt_outs_of_person on call_opt_outs (person_id);

  drop trigger call_opt_outs_append_only on call_opt_outs;
  create trigger call_opt_outs_stay before delete or truncate on call_opt_outs for each statement execute function refuse_change();
  create function check_call_stop_lift() returns trigger language plpgsql set search_path = public, pg_temp as $$
    begin
      if old.lifted_at is not null or new.lifted_at is null or to_jsonb(new) - '{lifted_by,lifted_at,lifted_how}'::text[] is distinct from to_jsonb(old) - '{lifted_by,lifted_at,lifted_how}'::text[] then
        raise exception 'a stop of calls is lifted once and not changed otherwise' using errcode = 'check_violation', constraint = 'call_stop_is_lifted_once';
      end if;
      return new;
    end $$;
  create trigger call_stop_is_lifted_once before update on call_opt_outs for each row execute function check_call_stop_lift();`;

const ASKING = `
  -- One person under every name.
  create function names_of_person(person uuid) returns setof uuid language sql stable set search_path = public, pg_temp as $$
    with same as (select coalesce((select a.same_as from person_aliases a where a.person_id = person), person) as id)
    select id from same union select a.person_id from person_aliases a join same on a.same_as = same.id $$;

  -- Who of these people in scope has ever said that calls are to stop, under whatever name and in whatever county: since when
  -- they are stopped (null: no longer), when and how that was last lifted. A village, where kin make the calls, is not told.
  create function call_stops_of(ids uuid[]) returns table (registration_id uuid, stopped_at timestamptz, lifted_at timestamptz, lifted_how text) language sql stable security definer set search_path = public, pg_temp as $$
    select r.id, min(o.at) filter (where o.lifted_at is null), max(o.lifted_at), (array_agg(o.lifted_how order by o.lifted_at desc) filter (where o.lifted_at is not null))[1]
    from registrations r cross join lateral names_of_person(r.person_id) as n (id) join call_opt_outs o on o.person_id = n.id
    where r.id = any (ids) and in_scope(r.owner_region) and acting_kind() in ('officer', 'system') and coalesce(current_setting('app.role', true), '') <> 'village-officer'
    group by r.id $$;

  -- The person wants to be called again: every stop of theirs is lifted. No row: there is nobody like that in scope.
  create function lift_call_stops(trainee uuid, how text, at timestamptz) returns table (verdict text, owner_region text) language plpgsql security definer set search_path = public, pg_temp as $$
    #variable_conflict use_column
    declare r registrations; lifted int;
    begin
      if acting_kind() <> 'officer' or current_setting('app.role', true) = 'village-officer' then raise exception 'no stop is lifted here' using errcode = 'insufficient_privilege'; end if;
      select * into r from registrations k where k.id = trainee and in_scope(k.owner_region);
      if r.id is null then return; end if;
      perform lock_contacts(array[r.id]);
      update call_opt_outs o set lifted_by = current_setting('app.actor_id', true), lifted_at = lift_call_stops.at, lifted_how = how
        where o.lifted_at is null and o.person_id in (select names_of_person(r.person_id));
      get diagnostics lifted = row_count;
      return query select case when lifted > 0 then 'lifted' when exists (select from call_opt_outs o where o.person_id in (select names_of_person(r.person_id))) then 'again' else 'none' end, r.owner_region;
    end $$;
  revoke execute on function names_of_person(uuid), call_stops_of(uuid[]), lift_call_stops(uuid, text, timestamptz) from public;
  grant execute on function call_stops_of(uuid[]), lift_call_stops(uuid, text, timestamptz) to shouyu_app;`;

const hindrance = (stopped: string): string => `
  create or replace function call_hindrance(r registrations, w notification_waves, at timestamptz) returns text language sql stable set search_path = public, pg_temp as $$
    select case
      when w.stopped_at is not null then 'wave-stopped'
      when not exists (select from vacancies v where v.id = w.vacancy_id and v.offered) then 'vacancy-closed'
      when not exists (select from vacancies v join employers e on e.id = canonical_employer(v.employer_id) where v.id = w.vacancy_id and e.verified_at is not null) then 'employer-unverified'
      when not exists (select from consents c where c.registration_id = r.id and c.purpose = 'message.match' and c.withdrawn_at is null and c.given_at <= at) then 'no-consent'
      when exists (select from ${stopped}) then 'calls-stopped'
      when exists (select from refusals f join vacancies v on v.id = w.vacancy_id where f.registration_id = r.id and f.withdrawn_at is null and (f.until_on is null or f.until_on >= (at at time zone 'Asia/Shanghai')::date)
        and (f.vacancy_id = v.id or canonical_employer(f.employer_id) = canonical_employer(v.employer_id))) then 'vacancy-refused'
      when exists (select from notifications n where n.registration_id = r.id and n.vacancy_id = w.vacancy_id and n.purpose = 'message.match' and n.person_id = r.person_id
        and not (n.state in ('failed', 'rejected') or (n.state = 'cancelled' and n.reason in ('telephone-changed', 'number-blocked', 'opted-out')))) then 'told-by-message'
      when count_contacts('message.match', r.person_id, r.phone_index, day_begins(at)) >= (select p.per_day from notification_purposes p where p.purpose = 'message.match') then 'day-cap'
      when count_contacts('message.match', r.person_id, r.phone_index, at - interval '7 days') >= (select p.per_week from notification_purposes p where p.purpose = 'message.match') then 'week-cap'
    end $$;`;

/** An officer lifts a stop of calls when the person asks for it; one that is lifted binds no more. */
export class LiftedCallStops1795884600000 implements MigrationInterface {
  readonly name = 'LiftedCallStops1795884600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [LIFTS, ASKING, hindrance('names_of_person(r.person_id) as n (id) join call_opt_outs o on o.person_id = n.id and o.lifted_at is null')]) await runner.query(part);
  }

  /** Stops that were lifted are not known any more, since the former table could not tell them from those in force. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(hindrance('call_opt_outs o where o.person_id = r.person_id or coalesce((select a.same_as from person_aliases a where a.person_id = o.person_id), o.person_id) = coalesce((select a.same_as from person_aliases a where a.person_id = r.person_id), r.person_id)'));
    await runner.query(`
      drop function lift_call_stops(uuid, text, timestamptz); drop function call_stops_of(uuid[]); drop function names_of_person(uuid);
      drop trigger call_stop_is_lifted_once on call_opt_outs; drop function check_call_stop_lift(); drop trigger call_opt_outs_stay on call_opt_outs;
      delete from call_opt_outs where lifted_at is not null;
      drop index call_opt_outs_of_person; drop index one_call_stop_in_force_per_person;
      alter table call_opt_outs drop column lifted_how, drop column lifted_at, drop column lifted_by, drop column id, add primary key (person_id);
      create trigger call_opt_outs_append_only before update or delete or truncate on call_opt_outs for each statement execute function refuse_change();`);
  }
}
