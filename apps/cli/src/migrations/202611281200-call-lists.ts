import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;
/** Village officers are often kin of whom they call: they see whom to call now, and neither what was answered nor a list that waits for a second officer. */
const NOT_VILLAGES = `coalesce(current_setting('app.role', true), '') <> 'village-officer'`;

const scoped = (table: string, seen: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${seen});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  grant select on ${table} to shouyu_app;`;

/** No right to add or change anything: \`plan_calls\`, \`record_call\` and \`close_calls\` are the only moves. */
const TABLES = `
  create table call_tasks (
    id uuid primary key default gen_random_uuid(), owner_region text not null, wave_id uuid not null constraint call_of_a_wave references notification_waves (id), vacancy_id uuid not null,
    registration_id uuid not null, person_id uuid not null, phone_index text, reason text not null, held boolean not null, planned_at timestamptz not null, valid_until timestamptz not null,
    tries int not null default 0, last_tried_at timestamptz, closed_at timestamptz, closed_for text,
    constraint one_call_per_person_and_vacancy unique (registration_id, vacancy_id),
    constraint call_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint call_reason_is_known check (reason in ('no-mobile', 'number-blocked', 'opted-out', 'sms-failed', 'sms-unanswered', 'call-untried')),
    constraint call_is_valid_for_a_time check (valid_until > planned_at),
    constraint tried_call_says_when check ((tries = 0) = (last_tried_at is null) and tries >= 0),
    constraint closed_call_says_why check ((closed_at is null) = (closed_for is null)),
    constraint call_closing_is_known check (closed_for in ('answered', 'calls-stopped', 'week-cap', 'wave-stopped', 'vacancy-closed', 'lapsed'))
  );
  create index call_tasks_of_person on call_tasks (person_id);
  create index call_tasks_of_telephone on call_tasks (phone_index) where phone_index is not null;
  create index call_tasks_of_wave on call_tasks (wave_id);
  create index call_tasks_open on call_tasks (owner_region, planned_at, id) where closed_at is null;
  ${scoped('call_tasks', `${OWN} and (${NOT_VILLAGES} or (not held and closed_at is null))`)}

  create table call_results (
    id uuid primary key default gen_random_uuid(), owner_region text not null, task_id uuid not null constraint result_of_a_call references call_tasks (id), number int not null,
    result text not null, reason text, recorded_by text not null, at timestamptz not null,
    constraint one_call_result_per_number unique (task_id, number),
    constraint call_result_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint call_results_count_from_one check (number >= 1),
    constraint call_result_is_known check (result in ('not-reached', 'reached', 'interested', 'refused', 'no-more-calls')),
    constraint refusal_by_call_says_why check ((result = 'refused') = (reason is not null) and reason in ('far', 'pay', 'trade', 'other'))
  );
  create index call_results_by_time on call_results (owner_region, at);
  ${scoped('call_results', `${OWN} and ${NOT_VILLAGES}`)}
  create trigger call_results_append_only before update or delete or truncate on call_results for each statement execute function refuse_change();

  -- A person who wants no calls about posts, for good. A telephone may be shared or absent; a call is to a person.
  create table call_opt_outs (
    person_id uuid primary key, owner_region text not null, registration_id uuid not null, recorded_by text not null, at timestamptz not null,
    constraint call_opt_out_region_is_padded check (owner_region ~ '^[0-9]{12}$')
  );
  ${scoped('call_opt_outs', `${OWN} and ${NOT_VILLAGES}`)}
  create trigger call_opt_outs_append_only before update or delete or truncate on call_opt_outs for each statement execute function refuse_change();`;

/**
 * Calls and messages are counted together. A call counts once for each civil day that it was tried on; as long as it is
 * still to be made, it counts as one more, whatever the day: a place kept for it.
 */
const COUNTING = `
  create function count_call(t call_tasks, since timestamptz) returns int language sql stable set search_path = public, pg_temp as $$
    select (t.closed_at is null)::int + (select count(distinct (r.at at time zone 'Asia/Shanghai')::date)::int from call_results r where r.task_id = t.id and r.at > since) $$;

  create or replace function count_contacts(of_purpose text, person uuid, phone text, since timestamptz) returns int language sql stable set search_path = public, pg_temp as $$
    with same as (select coalesce((select a.same_as from person_aliases a where a.person_id = person), person) as id),
      persons as (select id from same union select a.person_id from person_aliases a join same on a.same_as = same.id)
    select greatest(
      (select count(*) from notifications n where n.person_id in (select id from persons) and n.purpose = of_purpose and n.claimed_at > since and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown'))
        + (select coalesce(sum(count_call(t, since)), 0) from call_tasks t where of_purpose = 'message.match' and t.person_id in (select id from persons) and (t.closed_at is null or t.last_tried_at > since)),
      (select count(*) from notifications n where n.phone_index = phone and n.purpose = of_purpose and n.claimed_at > since and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown'))
        + (select coalesce(sum(count_call(t, since)), 0) from call_tasks t where of_purpose = 'message.match' and t.phone_index = phone and (t.closed_at is null or t.last_tried_at > since)))::int $$;

  create function day_begins(at timestamptz) returns timestamptz language sql immutable as $$
    select (date_trunc('day', at at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai') - interval '1 microsecond' $$;

  -- Contacts about posts of people in scope, under every name and in every county: today, and in the last seven days.
  create function contacts_about_posts(ids uuid[], at timestamptz) returns table (registration_id uuid, today int, week int) language sql stable security definer set search_path = public, pg_temp as $$
    select r.id, count_contacts('message.match', r.person_id, r.phone_index, day_begins(contacts_about_posts.at)), count_contacts('message.match', r.person_id, r.phone_index, contacts_about_posts.at - interval '7 days')
    from registrations r where r.id = any (ids) and in_scope(r.owner_region) and acting_kind() in ('officer', 'system') $$;

  -- The same locks as the claim takes, in the same order: whoever counts the contacts of these people counts alone.
  create function lock_contacts(ids uuid[]) returns void language plpgsql set search_path = public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(keys.key) from (select distinct hashtextextended(wanted.name, 0) as key from (
      select 'sms.telephone ' || r.phone_index as name from registrations r where r.id = any (ids) and r.phone_index is not null
      union all select 'sms.person ' || coalesce(a.same_as, r.person_id) from registrations r left join person_aliases a on a.person_id = r.person_id where r.id = any (ids)) as wanted order by 1) as keys;
    end $$;`;

const PLANNING = `
  -- Why somebody is not to be called about the post of a wave; null: nothing is in the way.
  create function call_hindrance(r registrations, w notification_waves, at timestamptz) returns text language sql stable set search_path = public, pg_temp as $$
    select case
      when w.stopped_at is not null then 'wave-stopped'
      when not exists (select from vacancies v where v.id = w.vacancy_id and v.offered) then 'vacancy-closed'
      when not exists (select from vacancies v join employers e on e.id = canonical_employer(v.employer_id) where v.id = w.vacancy_id and e.verified_at is not null) then 'employer-unverified'
      when not exists (select from consents c where c.registration_id = r.id and c.purpose = 'message.match' and c.withdrawn_at is null and c.given_at <= at) then 'no-consent'
      when exists (select from call_opt_outs o where o.person_id = r.person_id or coalesce((select a.same_as from person_aliases a where a.person_id = o.person_id), o.person_id) = coalesce((select a.same_as from person_aliases a where a.person_id = r.person_id), r.person_id)) then 'calls-stopped'
      when exists (select from refusals f join vacancies v on v.id = w.vacancy_id where f.registration_id = r.id and f.withdrawn_at is null and (f.until_on is null or f.until_on >= (at at time zone 'Asia/Shanghai')::date)
        and (f.vacancy_id = v.id or canonical_employer(f.employer_id) = canonical_employer(v.employer_id))) then 'vacancy-refused'
      -- A message that may still arrive, or has arrived, is the contact; one that failed for certain is none.
      when exists (select from notifications n where n.registration_id = r.id and n.vacancy_id = w.vacancy_id and n.purpose = 'message.match' and n.person_id = r.person_id
        and not (n.state in ('failed', 'rejected') or (n.state = 'cancelled' and n.reason in ('telephone-changed', 'number-blocked', 'opted-out')))) then 'told-by-message'
      when count_contacts('message.match', r.person_id, r.phone_index, day_begins(at)) >= (select p.per_day from notification_purposes p where p.purpose = 'message.match') then 'day-cap'
      when count_contacts('message.match', r.person_id, r.phone_index, at - interval '7 days') >= (select p.per_week from notification_purposes p where p.purpose = 'message.match') then 'week-cap'
    end $$;

  -- Puts people on the call list of their waves, each with every check and a place among the contacts, one after another.
  create function plan_calls(wanted jsonb, valid_until timestamptz, at timestamptz) returns table (registration_id uuid, wave_id uuid, verdict text, task_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
    #variable_conflict use_column
    declare g record; r registrations; w notification_waves; why text; made uuid;
    begin
      if acting_kind() not in ('officer', 'system') or current_setting('app.role', true) = 'village-officer' then raise exception 'no list is made here' using errcode = 'insufficient_privilege'; end if;
      perform lock_contacts(array(select (x ->> 'registration_id')::uuid from jsonb_array_elements(wanted) as x));
      for g in select x.registration_id, x.wave_id, x.reason from jsonb_to_recordset(wanted) as x (registration_id uuid, wave_id uuid, reason text) order by 1, 2 loop
        select * into r from registrations k where k.id = g.registration_id and in_scope(k.owner_region);
        select * into w from notification_waves k where k.id = g.wave_id and in_scope(k.owner_region) and left(k.owner_region, 6) = left(r.owner_region, 6) for share;
        continue when r.id is null or w.id is null;
        why := call_hindrance(r, w, plan_calls.at); made := null;
        if why is null then
          insert into call_tasks (owner_region, wave_id, vacancy_id, registration_id, person_id, phone_index, reason, held, planned_at, valid_until)
            values (r.owner_region, w.id, w.vacancy_id, r.id, r.person_id, r.phone_index, g.reason, w.released_at is null, plan_calls.at, plan_calls.valid_until)
            on conflict on constraint one_call_per_person_and_vacancy do nothing returning id into made;
          why := case when made is null then 'listed' end;
        end if;
        return query select r.id, w.id, coalesce(why, 'planned'), made;
      end loop;
    end $$;

  -- A wave that is released opens its calls to the villages; one that is stopped ends those that are still to be made.
  create function move_calls_of_wave() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if old.released_at is null and new.released_at is not null then update call_tasks t set held = false where t.wave_id = new.id and t.held; end if;
      if old.stopped_at is null and new.stopped_at is not null then update call_tasks t set closed_at = new.stopped_at, closed_for = 'wave-stopped' where t.wave_id = new.id and t.closed_at is null; end if;
      return null;
    end $$;
  create trigger wave_moves_its_calls after update of released_at, stopped_at on notification_waves for each row execute function move_calls_of_wave();

  -- Ends calls that nobody made in time, and those of posts that are no longer offered: the place among the contacts is free again.
  create function close_calls(at timestamptz) returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare closed int;
    begin
      if acting_kind() <> 'system' then return 0; end if;
      update call_tasks t set closed_at = close_calls.at, closed_for = case when t.valid_until <= close_calls.at then 'lapsed' else 'vacancy-closed' end
        where t.closed_at is null and in_scope(t.owner_region) and (t.valid_until <= close_calls.at or not exists (select from vacancies v where v.id = t.vacancy_id and v.offered));
      get diagnostics closed = row_count;
      return closed;
    end $$;`;

const RECORDING = `
  -- What a call came to, as an officer taps it in. The same tapped again (of a call in vain: on the same day) is the first. A
  -- late word is still written down, since a contact is a contact; only an answer is the last word. After a call in vain
  -- the list keeps the person only if one more contact is within the week's cap.
  create function record_call(task uuid, result text, reason text, at timestamptz) returns table (verdict text, result_id uuid) language plpgsql security definer set search_path = public, pg_temp as $$
    #variable_conflict use_column
    declare t call_tasks; l call_results; made uuid;
    begin
      if acting_kind() <> 'officer' then raise exception 'only an officer tells of a call' using errcode = 'insufficient_privilege'; end if;
      select * into t from call_tasks k where k.id = task and in_scope(k.owner_region) and not k.held;
      if t.id is null then return; end if;
      perform lock_contacts(array[t.registration_id]);
      select * into t from call_tasks k where k.id = task for update;
      select * into l from call_results k where k.task_id = t.id order by k.number desc limit 1;
      if l.result = record_call.result and l.reason is not distinct from record_call.reason
          and (t.closed_for in ('answered', 'calls-stopped') or (l.at at time zone 'Asia/Shanghai')::date = (record_call.at at time zone 'Asia/Shanghai')::date) then
        return query select 'again', l.id; return;
      end if;
      if t.closed_for in ('answered', 'calls-stopped') then return query select 'closed', null::uuid; return; end if;
      insert into call_results (owner_region, task_id, number, result, reason, recorded_by, at) values (t.owner_region, t.id, t.tries + 1, record_call.result, record_call.reason, current_setting('app.actor_id', true), record_call.at) returning id into made;
      update call_tasks k set tries = t.tries + 1, last_tried_at = record_call.at,
          closed_at = case when record_call.result in ('interested', 'refused', 'no-more-calls') then record_call.at else k.closed_at end,
          closed_for = case when record_call.result in ('interested', 'refused') then 'answered' when record_call.result = 'no-more-calls' then 'calls-stopped' else k.closed_for end where k.id = t.id;
      if record_call.result = 'no-more-calls' then
        insert into call_opt_outs (person_id, owner_region, registration_id, recorded_by, at) values (t.person_id, t.owner_region, t.registration_id, current_setting('app.actor_id', true), record_call.at) on conflict do nothing;
        update call_tasks k set closed_at = record_call.at, closed_for = 'calls-stopped' where k.person_id = t.person_id and k.closed_at is null;
      elsif t.closed_at is null and record_call.result in ('not-reached', 'reached')
          and count_contacts('message.match', t.person_id, t.phone_index, record_call.at - interval '7 days') > (select p.per_week from notification_purposes p where p.purpose = 'message.match') then
        update call_tasks k set closed_at = record_call.at, closed_for = 'week-cap' where k.id = t.id;
      end if;
      return query select 'recorded', made;
    end $$;
  revoke execute on function count_call(call_tasks, timestamptz), contacts_about_posts(uuid[], timestamptz), lock_contacts(uuid[]), call_hindrance(registrations, notification_waves, timestamptz), plan_calls(jsonb, timestamptz, timestamptz), close_calls(timestamptz), record_call(uuid, text, text, timestamptz) from public;
  grant execute on function contacts_about_posts(uuid[], timestamptz), plan_calls(jsonb, timestamptz, timestamptz), close_calls(timestamptz), record_call(uuid, text, text, timestamptz) to shouyu_app;`;

/** Whom village officers call about a post in the place of a message, what each call came to, and calls among the contacts that the caps count. */
export class CallLists1795867200000 implements MigrationInterface {
  readonly name = 'CallLists1795867200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, COUNTING, PLANNING, RECORDING]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function record_call(uuid, text, text, timestamptz); drop function close_calls(timestamptz); drop trigger wave_moves_its_calls on notification_waves; drop function move_calls_of_wave();
      drop function plan_calls(jsonb, timestamptz, timestamptz); drop function call_hindrance(registrations, notification_waves, timestamptz); drop function lock_contacts(uuid[]); drop function contacts_about_posts(uuid[], timestamptz); drop function day_begins(timestamptz);
      create or replace function count_contacts(of_purpose text, person uuid, phone text, since timestamptz) returns int language sql stable set search_path = public, pg_temp as $$
        with same as (select coalesce((select a.same_as from person_aliases a where a.person_id = person), person) as id),
          persons as (select id from same union select a.person_id from person_aliases a join same on a.same_as = same.id)
        select greatest(
          (select count(*) from notifications n where n.person_id in (select id from persons) and n.purpose = of_purpose and n.claimed_at > since and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown')),
          (select count(*) from notifications n where n.phone_index = phone and n.purpose = of_purpose and n.claimed_at > since and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown')))::int $$;
      drop function count_call(call_tasks, timestamptz); drop table call_opt_outs, call_results, call_tasks;`);
  }
}
