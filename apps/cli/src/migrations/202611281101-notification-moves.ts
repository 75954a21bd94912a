import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;

/** What providers report, once by provider, reference and status, however often it comes; also what belongs to no message of ours. */
const RECEIPTS = `
  create table sms_receipts (
    id bigint generated always as identity primary key, provider text not null, reference text not null, status text not null, code text, hard boolean not null default false, source text not null,
    reported_at timestamptz, received_at timestamptz not null, last_received_at timestamptz not null, times int not null default 1, notification_id uuid, owner_region text,
    constraint one_receipt_per_reference_and_status unique (provider, reference, status),
    constraint receipt_status_is_known check (status in ('accepted', 'failed', 'delivered')),
    constraint receipt_source_is_known check (source in ('callback', 'query')),
    constraint matched_receipt_has_its_region check ((notification_id is null) = (owner_region is null))
  );
  create index sms_receipts_of_notification on sms_receipts (notification_id) where notification_id is not null;
  create index sms_receipts_unmatched on sms_receipts (received_at) where notification_id is null;
  alter table sms_receipts enable row level security; alter table sms_receipts force row level security;
  create policy sms_receipts_seen on sms_receipts for select to shouyu_app using (${OWN});
  create policy sms_receipts_owner on sms_receipts to current_user using (true) with check (true);
  grant select on sms_receipts to shouyu_app;

  -- Folds what is known by receipts into the state, by rank (accepted < failed < delivered): in whatever order they came. A receipt from before the claim is none of this message.
  create function fold_receipts(nid uuid, at timestamptz) returns void language plpgsql set search_path = public, pg_temp as $$
    declare n notifications; best sms_receipts;
    begin
      select * into n from notifications where id = nid for update;
      if n.state not in ('submitting', 'unknown', 'accepted', 'delivered', 'failed') then return; end if;
      update sms_receipts set notification_id = n.id, owner_region = n.owner_region
        where notification_id is null and provider = n.provider and reference in (n.out_id, n.provider_id) and received_at >= n.claimed_at - interval '1 minute';
      select * into best from sms_receipts where notification_id = n.id and provider = n.provider order by array_position(array['accepted', 'failed', 'delivered'], status) desc limit 1;
      if not found then return; end if;
      if n.state in ('submitting', 'unknown') then update notifications set state = 'accepted', accepted_at = coalesce(accepted_at, fold_receipts.at) where id = n.id; n.state := 'accepted'; end if;
      if (best.status = 'failed' and n.state = 'accepted') or (best.status = 'delivered' and n.state in ('accepted', 'failed')) then
        update notifications set state = best.status, provider_code = best.code, ended_at = coalesce(best.reported_at, fold_receipts.at) where id = n.id;
        if best.status = 'failed' and best.hard then
          insert into number_blocks (phone_index, owner_region, reason, notification_id, blocked_by, at) values (n.phone_index, n.owner_region, 'hard-failure', n.id, 'receipt', fold_receipts.at) on conflict (phone_index) where lifted_at is null do nothing;
        end if;
      end if;
    end $$;

  -- Takes receipts in, in any order and number. Answers how many belong to a message of ours.
  create function take_receipts(given jsonb, at timestamptz) returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare r record; n notifications; known int := 0;
    begin
      for r in select g.provider, case when g.reference ~* '^[0-9a-f]{32}$' then lower(g.reference) else g.reference end as reference, g.status, g.code, g.hard, g.source, g.reported_at
        from jsonb_to_recordset(given) as g (provider text, reference text, status text, code text, hard boolean, source text, reported_at timestamptz) order by 2
      loop
        select * into n from notifications m where m.out_id = r.reference and m.provider = r.provider;
        if not found then select * into n from notifications m where m.provider = r.provider and m.provider_id = r.reference; end if;
        known := known + case when n.id is null then 0 else 1 end;
        if n.state not in ('submitting', 'unknown', 'accepted', 'delivered', 'failed') or take_receipts.at < n.claimed_at - interval '1 minute' then n := null; end if;
        insert into sms_receipts as s (provider, reference, status, code, hard, source, reported_at, received_at, last_received_at, notification_id, owner_region)
          values (r.provider, r.reference, r.status, r.code, coalesce(r.hard, false), r.source, r.reported_at, take_receipts.at, take_receipts.at, n.id, n.owner_region)
          on conflict on constraint one_receipt_per_reference_and_status do update set times = s.times + 1, last_received_at = excluded.last_received_at;
        if n.id is not null then perform fold_receipts(n.id, take_receipts.at); end if;
      end loop;
      return known;
    end $$;`;

const HINDRANCES = `
  -- Why a message must never be sent, as of now; null: nothing is in its way.
  create function notification_hindrance(n notifications, rules notification_purposes, at timestamptz) returns text language sql stable set search_path = public, pg_temp as $$
    select case
      when n.valid_until <= at then 'no-longer-valid'
      when exists (select from notification_waves w where w.id = n.wave_id and w.stopped_at is not null) then 'wave-stopped'
      when n.vacancy_id is not null and not exists (select from vacancies v where v.id = n.vacancy_id and v.offered) then 'vacancy-closed'
      when n.vacancy_id is not null and not exists (select from vacancies v join employers e on e.id = canonical_employer(v.employer_id) where v.id = n.vacancy_id and e.verified_at is not null) then 'employer-unverified'
      when not exists (select from registrations r where r.id = n.registration_id and r.phone_index = n.phone_index and r.person_id = n.person_id) then 'telephone-changed'
      when exists (select from number_blocks b where b.phone_index = n.phone_index and b.lifted_at is null) then 'number-blocked'
      when rules.needs_consent and not exists (select from consents c where c.registration_id = n.registration_id and c.purpose = n.purpose and c.withdrawn_at is null and c.given_at <= at) then 'no-consent'
      when rules.heeds_opt_out and exists (select from message_opt_outs o where o.phone_index = n.phone_index and o.purpose = n.purpose) then 'opted-out'
      when n.vacancy_id is not null and exists (select from refusals f join vacancies v on v.id = n.vacancy_id where f.registration_id = n.registration_id and f.withdrawn_at is null and (f.until_on is null or f.until_on >= (at at time zone 'Asia/Shanghai')::date)
        and (f.vacancy_id = v.id or canonical_employer(f.employer_id) = canonical_employer(v.employer_id))) then 'vacancy-refused'
    end $$;

  -- How often a person or a telephone, whichever more, was contacted for a purpose since then, under any name and in any county. What was refused reached nobody.
  create function count_contacts(of_purpose text, person uuid, phone text, since timestamptz) returns int language sql stable set search_path = public, pg_temp as $$
    with same as (select coalesce((select a.same_as from person_aliases a where a.person_id = person), person) as id),
      persons as (select id from same union select a.person_id from person_aliases a join same on a.same_as = same.id)
    select greatest(
      (select count(*) from notifications n where n.person_id in (select id from persons) and n.purpose = of_purpose and n.claimed_at > since and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown')),
      (select count(*) from notifications n where n.phone_index = phone and n.purpose = of_purpose and n.claimed_at > since and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown')))::int $$;

  create function cap_reached(n notifications, rules notification_purposes, at timestamptz) returns text language sql stable set search_path = public, pg_temp as $$
    select case
      when count_contacts(n.purpose, n.person_id, n.phone_index, (date_trunc('day', at at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai') - interval '1 microsecond') >= rules.per_day then 'day-cap'
      when count_contacts(n.purpose, n.person_id, n.phone_index, at - interval '7 days') >= rules.per_week then 'week-cap'
    end $$;

  create function next_morning(at timestamptz) returns timestamptz language sql immutable as $$
    select (case when (at at time zone 'Asia/Shanghai')::time < '08:00' then (at at time zone 'Asia/Shanghai')::date else (at at time zone 'Asia/Shanghai')::date + 1 end + time '08:00') at time zone 'Asia/Shanghai' $$;

  -- Takes parts out of the county's budget of the day; false: they are not there.
  create function spend_budget(of_county text, on_day date, of_parts int) returns boolean language plpgsql set search_path = public, pg_temp as $$
    declare allowed int := coalesce((select parts_per_day from sms_budgets where county = of_county), 2000);
    begin
      insert into sms_budget_days (county, day, owner_region) values (of_county, on_day, rpad(of_county, 12, '0')) on conflict do nothing;
      update sms_budget_days set spent = spent + of_parts where county = of_county and day = on_day and spent + of_parts <= allowed;
      return found;
    end $$;`;

/**
 * The claim: every check and the move to \`submitting\` in one call, committed before the provider is asked. Telephones and
 * persons are locked first, in one order, so that two claims for one of them are counted one after the other.
 */
const CLAIM = `
  create function claim_notifications(ids uuid[], at timestamptz, providers text[])
    returns table (id uuid, verdict text, due_at timestamptz, provider text, attempt int, out_id text, template text, sealed_text text, sealed_variables text, registration_id uuid, sealed_phone text)
    language plpgsql security definer set search_path = public, pg_temp as $$
    #variable_conflict use_column
    declare n notifications; rules notification_purposes; why text; held text; due timestamptz; chosen text; reachable text[];
      day date := (claim_notifications.at at time zone 'Asia/Shanghai')::date; clock time := (claim_notifications.at at time zone 'Asia/Shanghai')::time;
    begin
      if acting_kind() <> 'system' then raise exception 'only the service sends' using errcode = 'insufficient_privilege'; end if;
      perform pg_advisory_xact_lock(keys.key) from (select distinct hashtextextended(wanted.name, 0) as key from (
        select 'sms.telephone ' || m.phone_index as name from notifications m where m.id = any (ids)
        union all select 'sms.person ' || coalesce(a.same_as, m.person_id) from notifications m left join person_aliases a on a.person_id = m.person_id where m.id = any (ids)) as wanted order by 1) as keys;
      reachable := array(select p.name from unnest(providers) with ordinality as p (name, place) where not exists (select from sms_gateways g where g.provider = p.name and g.open_until > claim_notifications.at) order by p.place);
      for n in select m.* from notifications m where m.id = any (ids) and m.state = 'queued' and in_scope(m.owner_region) order by m.id for update loop
        select p.* into rules from notification_purposes p where p.purpose = n.purpose;
        why := notification_hindrance(n, rules, claim_notifications.at); held := null; due := null;
        if why is null then
          if n.due_at > claim_notifications.at then held := coalesce(n.held_for, 'not-due'); due := n.due_at;
          elsif n.wave_position > 20 and exists (select from notification_waves w where w.id = n.wave_id and w.released_at is null) then held := 'trial'; due := claim_notifications.at + interval '1 hour';
          elsif rules.in_daytime and not (clock >= '08:00' and clock < '21:00') then held := 'quiet-hours'; due := next_morning(claim_notifications.at);
          else why := cap_reached(n, rules, claim_notifications.at);
          end if;
        end if;
        if why is null and held is null then
          if cardinality(reachable) = 0 then
            held := 'gateway-closed'; due := coalesce((select min(g.open_until) from sms_gateways g where g.provider = any (providers)), claim_notifications.at + interval '1 minute');
          elsif not spend_budget(left(n.owner_region, 6), day, n.parts) then held := 'budget'; due := next_morning(claim_notifications.at);
          end if;
        end if;
        if held is not null and due >= n.valid_until then why := 'no-longer-valid'; end if;
        if why is not null then
          update notifications as m set state = 'cancelled', reason = why, held_for = null, ended_at = claim_notifications.at where m.id = n.id;
          return query select n.id, 'cancelled', null::timestamptz, null, null::int, null, null, null, null, null::uuid, null;
        elsif held is not null then
          update notifications as m set held_for = held, due_at = due where m.id = n.id;
          return query select n.id, 'held', due, null, null::int, null, null, null, null, null::uuid, null;
        else
          chosen := reachable[1 + n.attempts % cardinality(reachable)];
          update notifications as m set state = 'submitting', held_for = null, attempts = n.attempts + 1, provider = chosen, claimed_at = claim_notifications.at where m.id = n.id;
          return query select n.id, 'claimed', null::timestamptz, chosen, n.attempts + 1, n.out_id, n.template, n.text, n.variables, n.registration_id, (select r.phone from registrations r where r.id = n.registration_id);
        end if;
      end loop;
    end $$;`;

const MOVES = `
  create function queue_notifications(ids uuid[]) returns setof uuid language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if acting_kind() not in ('officer', 'system') then return; end if;
      return query update notifications n set state = 'queued' where n.id = any (ids) and n.state = 'planned' and in_scope(n.owner_region) returning n.id;
    end $$;

  create function cancel_wave(wave uuid, why text, at timestamptz) returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare cancelled int;
    begin
      if acting_kind() not in ('officer', 'system') then return 0; end if;
      update notifications n set state = 'cancelled', reason = why, held_for = null, ended_at = cancel_wave.at where n.wave_id = wave and n.state in ('planned', 'queued') and in_scope(n.owner_region);
      get diagnostics cancelled = row_count;
      return cancelled;
    end $$;

  -- What the providers answered, once an attempt. A receipt may have come first: then the state is further on already.
  create function record_submissions(outcomes jsonb, at timestamptz) returns void language plpgsql security definer set search_path = public, pg_temp as $$
    declare o record; n notifications;
    begin
      if acting_kind() <> 'system' then raise exception 'only the service sends' using errcode = 'insufficient_privilege'; end if;
      for o in select * from jsonb_to_recordset(outcomes) as g (id uuid, attempt int, outcome text, code text, provider_id text, latency_ms int, away boolean, next text, due_at timestamptz) order by id loop
        select * into n from notifications m where m.id = o.id and m.attempts = o.attempt and in_scope(m.owner_region) for update;
        continue when not found;
        insert into notification_attempts (notification_id, number, owner_region, provider, at, outcome, code, latency_ms) values (n.id, o.attempt, n.owner_region, n.provider, record_submissions.at, o.outcome, o.code, o.latency_ms) on conflict on constraint one_notification_attempt_per_number do nothing;
        continue when not found;
        if o.outcome = 'accepted' then
          update notifications m set state = case when m.state in ('submitting', 'unknown') then 'accepted' else m.state end, provider_id = coalesce(o.provider_id, m.provider_id), accepted_at = coalesce(m.accepted_at, record_submissions.at) where m.id = n.id;
          perform fold_receipts(n.id, record_submissions.at);
          update sms_gateways g set failures = 0 where g.provider = n.provider and g.failures > 0;
        elsif o.outcome = 'refused' and n.state in ('submitting', 'unknown') then
          update notifications m set state = case when n.state = 'unknown' then 'rejected' else o.next end, provider_code = o.code, due_at = coalesce(o.due_at, m.due_at), ended_at = case when n.state = 'unknown' or o.next = 'rejected' then record_submissions.at end where m.id = n.id;
          update sms_budget_days b set spent = greatest(0, b.spent - n.parts) where b.county = left(n.owner_region, 6) and b.day = (n.claimed_at at time zone 'Asia/Shanghai')::date;
          -- Five connections refused in a row: nobody is asked to go there for ten seconds. The first that fails afterwards closes it again.
          if o.away then
            insert into sms_gateways as g (provider, failures) values (n.provider, 1)
              on conflict (provider) do update set failures = g.failures + 1,
                opened = g.opened + case when g.failures + 1 >= 5 and coalesce(g.open_until, '-infinity') <= record_submissions.at then 1 else 0 end,
                open_until = case when g.failures + 1 >= 5 and coalesce(g.open_until, '-infinity') <= record_submissions.at then record_submissions.at + interval '10 seconds' else g.open_until end;
          end if;
        elsif n.state = 'submitting' then
          update notifications m set state = 'unknown', provider_code = o.code where m.id = n.id;
        end if;
      end loop;
    end $$;

  -- Handed over and never answered for: the worker died in between. Nobody knows; it is not sent again.
  create function lapse_submissions(ids uuid[], before timestamptz) returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare lapsed int;
    begin
      if acting_kind() <> 'system' then return 0; end if;
      update notifications n set state = 'unknown', provider_code = 'not-answered-for' where n.id = any (ids) and n.state = 'submitting' and n.claimed_at <= before and in_scope(n.owner_region);
      get diagnostics lapsed = row_count;
      return lapsed;
    end $$;

  -- An officer's word about a message of which nobody knows.
  create function decide_notification(nid uuid, was_sent boolean, at timestamptz) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if acting_kind() <> 'officer' then return false; end if;
      update notifications n set state = case when was_sent then 'accepted' else 'rejected' end, accepted_at = case when was_sent then coalesce(n.accepted_at, decide_notification.at) end, ended_at = case when was_sent then null else decide_notification.at end,
        decided_by = current_setting('app.actor_id', true), decided_at = decide_notification.at where n.id = nid and n.state = 'unknown' and in_scope(n.owner_region);
      return found;
    end $$;

  create function sms_backlog() returns table (state text, messages int) language sql stable security definer set search_path = public, pg_temp as $$
    select n.state, count(*)::int from notifications n where n.state in ('planned', 'queued', 'submitting', 'unknown') group by 1 $$;
  revoke execute on function fold_receipts(uuid, timestamptz), take_receipts(jsonb, timestamptz), notification_hindrance(notifications, notification_purposes, timestamptz), count_contacts(text, uuid, text, timestamptz),
    cap_reached(notifications, notification_purposes, timestamptz), spend_budget(text, date, int), claim_notifications(uuid[], timestamptz, text[]), queue_notifications(uuid[]), cancel_wave(uuid, text, timestamptz),
    record_submissions(jsonb, timestamptz), lapse_submissions(uuid[], timestamptz), decide_notification(uuid, boolean, timestamptz), sms_backlog() from public;
  grant execute on function take_receipts(jsonb, timestamptz), claim_notifications(uuid[], timestamptz, text[]), queue_notifications(uuid[]), cancel_wave(uuid, text, timestamptz), record_submissions(jsonb, timestamptz),
    lapse_submissions(uuid[], timestamptz), decide_notification(uuid, boolean, timestamptz), sms_backlog() to shouyu_app;`;

/** The only moves of a notification, as functions; and what providers report of it. */
export class NotificationMoves1795863660000 implements MigrationInterface {
  readonly name = 'NotificationMoves1795863660000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [RECEIPTS, HINDRANCES, CLAIM, MOVES]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function sms_backlog(); drop function decide_notification(uuid, boolean, timestamptz); drop function lapse_submissions(uuid[], timestamptz); drop function record_submissions(jsonb, timestamptz);
      drop function cancel_wave(uuid, text, timestamptz); drop function queue_notifications(uuid[]); drop function claim_notifications(uuid[], timestamptz, text[]); drop function spend_budget(text, date, int);
      drop function next_morning(timestamptz); drop function cap_reached(notifications, notification_purposes, timestamptz); drop function count_contacts(text, uuid, text, timestamptz);
      drop function notification_hindrance(notifications, notification_purposes, timestamptz); drop function take_receipts(jsonb, timestamptz); drop function fold_receipts(uuid, timestamptz);
      drop table sms_receipts;`);
  }
}
