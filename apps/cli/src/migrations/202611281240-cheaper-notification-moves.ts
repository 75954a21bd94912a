import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No index holds what a claim or an acceptance changes, so that a move stays on its page. A message is claimed while it is
 * valid only: whoever looks for what was claimed since then need not look at what had ceased to be valid by then.
 * Messages are planned and queued in one transaction: a page must have room for both versions of each.
 */
const INDEXES = `
  alter table notifications add constraint notification_is_claimed_while_valid check (claimed_at < valid_until);
  alter table notifications set (fillfactor = 50);
  drop index notifications_of_person, notifications_of_telephone, notifications_by_provider_id;
  create index notifications_of_person on notifications (person_id, purpose, valid_until);
  create index notifications_of_telephone on notifications (phone_index, purpose, valid_until);
  create index notifications_by_provider_id on notifications (provider_id) where provider_id is not null;`;

/**
 * Everything is looked up by a key, and planned once a session: a plan from when the table was empty would read it whole for
 * ever, and planning anew for each list of keys costs more than the look.
 */
const BY_KEYS = 'set enable_seqscan = off set plan_cache_mode = force_generic_plan';

const CLAIM = `
  -- How often a person or a telephone, whichever more, was contacted for a purpose since then, by message or call (see the call lists), under any name and in any county. What was refused reached nobody.
  create or replace function count_contacts(of_purpose text, person uuid, phone text, since timestamptz) returns int language plpgsql stable set search_path = public, pg_temp as $$
    declare same uuid := coalesce((select a.same_as from person_aliases a where a.person_id = person), person);
      persons uuid[] := array[same] || array(select a.person_id from person_aliases a where a.same_as = same);
    begin
      return greatest(
        (select count(*) from notifications n where n.person_id = any (persons) and n.purpose = of_purpose and n.valid_until > since and n.claimed_at > since and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown'))
          + (select coalesce(sum(count_call(t, since)), 0) from call_tasks t where of_purpose = 'message.match' and t.person_id = any (persons) and (t.closed_at is null or t.last_tried_at > since)),
        (select count(*) from notifications n where n.phone_index = phone and n.purpose = of_purpose and n.valid_until > since and n.claimed_at > since and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown'))
          + (select coalesce(sum(count_call(t, since)), 0) from call_tasks t where of_purpose = 'message.match' and t.phone_index = phone and (t.closed_at is null or t.last_tried_at > since)))::int;
    end $$;

  -- Takes parts out of the county's budget of the day; false: they are not there.
  create or replace function spend_budget(of_county text, on_day date, of_parts int) returns boolean language plpgsql set search_path = public, pg_temp as $$
    declare allowed int := coalesce((select parts_per_day from sms_budgets where county = of_county), 2000);
    begin
      for look in 1 .. 2 loop
        update sms_budget_days set spent = spent + of_parts where county = of_county and day = on_day and spent + of_parts <= allowed;
        if found then return true; end if;
        insert into sms_budget_days (county, day, owner_region) values (of_county, on_day, rpad(of_county, 12, '0')) on conflict do nothing;
      end loop;
      return false;
    end $$;`;

const RECEIPTS = `
  drop function fold_receipts(uuid, timestamptz);
  -- Folds what is known by receipts into the states of messages that the caller has locked, by rank (accepted < failed < delivered): in whatever order they came. A receipt from before the claim is none of its message.
  create function fold_receipts(ids uuid[], at timestamptz) returns void language plpgsql set search_path = public, pg_temp as $$
    begin
      update sms_receipts r set notification_id = n.id, owner_region = n.owner_region from notifications n
        where n.id = any (ids) and n.state in ('submitting', 'unknown', 'accepted', 'delivered', 'failed')
          and r.notification_id is null and r.provider = n.provider and r.reference in (n.out_id, n.provider_id) and r.received_at >= n.claimed_at - interval '1 minute';
      update notifications n set state = 'accepted', accepted_at = coalesce(n.accepted_at, fold_receipts.at)
        where n.id = any (ids) and n.state in ('submitting', 'unknown') and exists (select from sms_receipts r where r.notification_id = n.id and r.provider = n.provider);
      with best as (
        select n.id, r.* from notifications n cross join lateral (select s.status, s.code, s.hard, s.reported_at from sms_receipts s where s.notification_id = n.id and s.provider = n.provider order by array_position(array['accepted', 'failed', 'delivered'], s.status) desc limit 1) as r
          where n.id = any (ids) and n.state in ('accepted', 'failed')
      ), ended as (
        update notifications n set state = best.status, provider_code = best.code, ended_at = coalesce(best.reported_at, fold_receipts.at) from best
          where n.id = any (ids) and n.id = best.id and ((best.status = 'failed' and n.state = 'accepted') or best.status = 'delivered') returning n.id, n.owner_region, n.phone_index, n.state = 'failed' and best.hard as is_hard
      )
      insert into number_blocks (phone_index, owner_region, reason, notification_id, blocked_by, at)
        select e.phone_index, e.owner_region, 'hard-failure', e.id, 'receipt', fold_receipts.at from ended e where e.is_hard order by e.phone_index on conflict (phone_index) where lifted_at is null do nothing;
    end $$;

  -- Receipts as they are given, each with the message that it is about: by our number, else by the provider's own.
  create function read_receipts(given jsonb) returns table (provider text, reference text, status text, code text, hard boolean, source text, reported_at timestamptz, notification_id uuid) language sql stable rows 10 set search_path = public, pg_temp as $$
    select r.provider, r.reference, r.status, r.code, coalesce(r.hard, false), r.source, r.reported_at,
      coalesce((select n.id from notifications n where n.out_id = r.reference and n.provider = r.provider), (select n.id from notifications n where n.provider_id = r.reference and n.provider = r.provider limit 1))
    from (select g.provider, case when g.reference ~* '^[0-9a-f]{32}$' then lower(g.reference) else g.reference end as reference, g.status, g.code, g.hard, g.source, g.reported_at
      from jsonb_to_recordset(given) as g (provider text, reference text, status text, code text, hard boolean, source text, reported_at timestamptz)) as r $$;

  -- Takes receipts in, in any order and number. Answers how many belong to a message of ours. Messages are locked by id, as the claim and the submissions lock them; receipts by what they are known by.
  create or replace function take_receipts(given jsonb, at timestamptz) returns int language plpgsql security definer set search_path = public, pg_temp ${BY_KEYS} as $$
    declare known int; ids uuid[];
    begin
      select count(r.notification_id), array_agg(r.notification_id) into known, ids from read_receipts(given) r;
      perform from notifications n where n.id = any (ids) order by n.id for update;
      insert into sms_receipts as s (provider, reference, status, code, hard, source, reported_at, received_at, last_received_at, times, notification_id, owner_region)
        select r.provider, r.reference, r.status, min(r.code), bool_or(r.hard), min(r.source), min(r.reported_at), take_receipts.at, take_receipts.at, count(*), n.id, n.owner_region
          from read_receipts(given) r left join notifications n on n.id = any (ids) and n.id = r.notification_id and n.state in ('submitting', 'unknown', 'accepted', 'delivered', 'failed') and n.claimed_at <= take_receipts.at + interval '1 minute'
          group by r.provider, r.reference, r.status, n.id, n.owner_region order by r.provider, r.reference, r.status
        on conflict on constraint one_receipt_per_reference_and_status do update set times = s.times + excluded.times, last_received_at = excluded.last_received_at;
      perform fold_receipts(ids, take_receipts.at);
      return known;
    end $$;`;

const SUBMISSIONS = `
  -- What the providers answered, once an attempt. A receipt may have come first: then the state is further on already.
  create or replace function record_submissions(outcomes jsonb, at timestamptz) returns void language plpgsql security definer set search_path = public, pg_temp ${BY_KEYS} as $$
    declare o record; n notifications; ids uuid[]; taken uuid[];
    begin
      if acting_kind() <> 'system' then raise exception 'only the service sends' using errcode = 'insufficient_privilege'; end if;
      ids := array(select g.id from jsonb_to_recordset(outcomes) as g (id uuid));
      perform from notifications m where m.id = any (ids) order by m.id for update;
      with written as (
        insert into notification_attempts (notification_id, number, owner_region, provider, at, outcome, code, latency_ms)
          select m.id, g.attempt, m.owner_region, m.provider, record_submissions.at, g.outcome, g.code, g.latency_ms
            from jsonb_to_recordset(outcomes) as g (id uuid, attempt int, outcome text, code text, latency_ms int) join notifications m on m.id = any (ids) and m.id = g.id and m.attempts = g.attempt and in_scope(m.owner_region)
          on conflict on constraint one_notification_attempt_per_number do nothing returning notification_id, outcome
      )
      select array_agg(w.notification_id), array_agg(w.notification_id) filter (where w.outcome = 'accepted') into ids, taken from written w;
      update notifications m set state = case when m.state in ('submitting', 'unknown') then 'accepted' else m.state end, provider_id = coalesce(g.provider_id, m.provider_id), accepted_at = coalesce(m.accepted_at, record_submissions.at)
        from jsonb_to_recordset(outcomes) as g (id uuid, provider_id text) where m.id = any (taken) and m.id = g.id;
      perform fold_receipts(taken, record_submissions.at);
      update sms_gateways g set failures = 0 where g.failures > 0 and g.provider in (select m.provider from notifications m where m.id = any (taken));
      for o in select * from jsonb_to_recordset(outcomes) as g (id uuid, outcome text, code text, away boolean, next text, due_at timestamptz) where g.id = any (ids) and g.outcome <> 'accepted' order by g.id loop
        select * into n from notifications m where m.id = o.id;
        if o.outcome = 'refused' and n.state in ('submitting', 'unknown') then
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
    end $$;`;

const RIGHTS = `
  alter function claim_notifications(uuid[], timestamptz, text[]) set enable_seqscan = off;
  alter function claim_notifications(uuid[], timestamptz, text[]) set plan_cache_mode = force_generic_plan;
  revoke execute on function fold_receipts(uuid[], timestamptz), read_receipts(jsonb) from public;`;

/** Claims, receipts and submissions cost the database less: a batch is written by few statements, by keys, and moves stay on their pages. */
export class CheaperNotificationMoves1795869600000 implements MigrationInterface {
  readonly name = 'CheaperNotificationMoves1795869600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [INDEXES, CLAIM, RECEIPTS, SUBMISSIONS, RIGHTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The functions of before answer the same; the one of a single message is there for whoever takes it away.
    await runner.query(`
      create function fold_receipts(nid uuid, at timestamptz) returns void language sql set search_path = public, pg_temp as $$ select fold_receipts(array[nid], fold_receipts.at) $$;
      alter table notifications drop constraint notification_is_claimed_while_valid;
      alter table notifications set (fillfactor = 70);
      drop index notifications_of_person, notifications_of_telephone, notifications_by_provider_id;
      create index notifications_of_person on notifications (person_id, purpose, claimed_at);
      create index notifications_of_telephone on notifications (phone_index, purpose, claimed_at);
      create index notifications_by_provider_id on notifications (provider, provider_id) where provider_id is not null;`);
  }
}
