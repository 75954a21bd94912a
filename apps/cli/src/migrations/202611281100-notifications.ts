import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of a region, for officers and for the service itself; an employer sees none. */
const OWN = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;

const scoped = (table: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${OWN});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  grant select on ${table} to shouyu_app;`;

/** What a message may be for, and what each purpose is held to; the twin of \`PURPOSES\` in the library. */
const PURPOSES = `
  create table notification_purposes (purpose text primary key, needs_consent boolean not null, heeds_opt_out boolean not null, in_daytime boolean not null, per_day int not null, per_week int not null);
  insert into notification_purposes values
    ('message.match', true, true, true, 1, 3), ('message.course', true, true, true, 2, 6), ('message.policy', true, true, true, 1, 2), ('message.survey', true, true, true, 1, 3),
    ('opt-out-confirmation', false, false, true, 2, 6), ('code', false, false, false, 5, 15);
  create table notification_transitions (from_state text not null, to_state text not null, primary key (from_state, to_state));
  insert into notification_transitions values
    ('planned', 'queued'), ('planned', 'cancelled'), ('queued', 'cancelled'), ('queued', 'submitting'),
    ('submitting', 'accepted'), ('submitting', 'queued'), ('submitting', 'rejected'), ('submitting', 'unknown'),
    ('unknown', 'accepted'), ('unknown', 'rejected'), ('accepted', 'delivered'), ('accepted', 'failed'), ('failed', 'delivered');
  create table sms_gateways (provider text primary key, failures int not null default 0, opened int not null default 0, open_until timestamptz);
  grant select on notification_purposes, notification_transitions, sms_gateways to shouyu_app;`;

const WAVES = `
  create table notification_waves (
    id uuid primary key default gen_random_uuid(), owner_region text not null, vacancy_id uuid not null, number int not null, size int not null,
    confirmed_by text not null, confirmed_at timestamptz not null, released_by text, released_at timestamptz, stopped_by text, stopped_at timestamptz, stop_reason text,
    constraint wave_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint one_wave_per_vacancy_and_number unique (vacancy_id, number),
    constraint waves_count_from_one check (number >= 1),
    constraint wave_reaches_somebody check (size between 1 and 5000),
    constraint wave_release_is_whole check ((released_by is null) = (released_at is null)),
    constraint small_wave_needs_no_second_officer check (size > 200 or released_by is not null),
    constraint large_wave_is_released_by_a_second_officer check (size <= 200 or released_by is null or released_by <> confirmed_by),
    constraint wave_stop_is_whole check ((stopped_by is null) = (stopped_at is null) and (stopped_by is null) = (stop_reason is null)),
    constraint wave_stop_reason_is_known check (stop_reason in ('officer', 'filled', 'withdrawn', 'expired'))
  );
  create index notification_waves_by_time on notification_waves (owner_region, confirmed_at, id);
  ${scoped('notification_waves')}
  create policy notification_waves_added on notification_waves for insert to shouyu_app with check (${OWN});
  create policy notification_waves_moved on notification_waves for update to shouyu_app using (${OWN}) with check (${OWN});
  grant insert (id, owner_region, vacancy_id, number, size, confirmed_by, confirmed_at, released_by, released_at), update (released_by, released_at, stopped_by, stopped_at, stop_reason) on notification_waves to shouyu_app;
  -- A large wave is born with its trial only; what was released or stopped stays so, and nothing stopped is released.
  create function check_wave() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        if new.size > 200 and new.released_by is not null then raise exception 'a large wave waits for a second officer' using errcode = 'restrict_violation', constraint = 'large_wave_is_released_by_a_second_officer'; end if;
      elsif (old.released_by is not null and (new.released_by, new.released_at) is distinct from (old.released_by, old.released_at))
        or (old.stopped_by is not null and (new.stopped_by, new.stopped_at, new.stop_reason, new.released_by) is distinct from (old.stopped_by, old.stopped_at, old.stop_reason, old.released_by)) then
        raise exception 'a released or stopped wave stays so' using errcode = 'restrict_violation', constraint = 'wave_moves_forward';
      end if;
      return new;
    end $$;
  create trigger wave_moves before insert or update on notification_waves for each row execute function check_wave();`;

const NOTIFICATIONS = `
  create table notifications (
    id uuid primary key, owner_region text not null, registration_id uuid not null, person_id uuid not null, phone_index text not null, phone_masked text not null,
    purpose text not null constraint notification_purpose_is_known references notification_purposes (purpose),
    dedupe_key text not null, out_id text not null, template text not null, text text not null, variables text not null, parts int not null,
    vacancy_id uuid, wave_id uuid constraint notification_of_a_wave references notification_waves (id), wave_position int,
    planned_at timestamptz not null, valid_until timestamptz not null, due_at timestamptz not null,
    state text not null default 'planned', held_for text, reason text, attempts int not null default 0,
    provider text, provider_id text, provider_code text, claimed_at timestamptz, accepted_at timestamptz, ended_at timestamptz, decided_by text, decided_at timestamptz,
    constraint notification_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint one_notification_per_dedupe_key unique (dedupe_key),
    constraint one_notification_per_out_id unique (out_id),
    constraint notification_out_id_is_plain check (out_id ~ '^[0-9a-f]{32}$'),
    constraint one_notification_per_place_of_a_wave unique (wave_id, wave_position),
    constraint notification_place_in_a_wave check ((wave_id is null) = (wave_position is null) and wave_position >= 1),
    constraint notification_has_parts check (parts between 1 and 10),
    constraint match_notice_names_its_vacancy check (purpose <> 'message.match' or vacancy_id is not null),
    constraint notification_is_valid_for_a_time check (valid_until > planned_at),
    constraint notification_state_is_known check (state in ('planned', 'queued', 'submitting', 'accepted', 'delivered', 'failed', 'unknown', 'rejected', 'cancelled')),
    constraint cancelled_notification_says_why check ((state = 'cancelled') = (reason is not null)),
    constraint only_a_queued_notification_is_held check (held_for is null or state = 'queued'),
    constraint submitted_notification_names_its_provider check (state in ('planned', 'queued', 'cancelled') or (provider is not null and claimed_at is not null and attempts > 0)),
    constraint notification_decision_is_whole check ((decided_by is null) = (decided_at is null))
  ) with (fillfactor = 70); -- a message moves four times; no index holds its state, so that a move stays on its page
  create index notifications_by_time on notifications (owner_region, planned_at, id);
  create index notifications_of_wave on notifications (wave_id) where wave_id is not null;
  create index notifications_of_person on notifications (person_id, purpose, claimed_at);
  create index notifications_of_telephone on notifications (phone_index, purpose, claimed_at);
  create index notifications_by_provider_id on notifications (provider, provider_id) where provider_id is not null;
  ${scoped('notifications')}
  create policy notifications_planned on notifications for insert to shouyu_app with check (${OWN});
  -- No right to update: the functions of the next migration are the only moves.
  grant insert (id, owner_region, registration_id, person_id, phone_index, phone_masked, purpose, dedupe_key, out_id, template, text, variables, parts, vacancy_id, wave_id, wave_position, planned_at, valid_until, due_at) on notifications to shouyu_app;

  create function check_notification_move() returns trigger language plpgsql as $$
    begin
      if not exists (select from notification_transitions where from_state = old.state and to_state = new.state) then
        raise exception 'a notification does not go from % to %', old.state, new.state using errcode = 'restrict_violation', constraint = 'notification_moves_by_the_table';
      end if;
      return new;
    end $$;
  create trigger notification_moves before update of state on notifications for each row when (old.state <> new.state) execute function check_notification_move();

  -- A match notice belongs to a confirmed wave of its vacancy and county, at a place that the wave has.
  create function check_notification_wave() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.purpose = 'message.match' and not exists (select from notification_waves w where w.id = new.wave_id and w.vacancy_id = new.vacancy_id and new.wave_position <= w.size and left(w.owner_region, 6) = left(new.owner_region, 6)) then
        raise exception 'a match notice belongs to a confirmed wave' using errcode = 'restrict_violation', constraint = 'match_notice_belongs_to_a_wave';
      end if;
      return new;
    end $$;
  create trigger notification_belongs_to_its_wave before insert on notifications for each row execute function check_notification_wave();

  create table notification_attempts (
    notification_id uuid not null constraint attempt_of_a_notification references notifications (id), number int not null, owner_region text not null, provider text not null,
    at timestamptz not null, outcome text not null, code text, latency_ms int,
    constraint one_notification_attempt_per_number primary key (notification_id, number),
    constraint notification_attempt_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint notification_attempts_count_from_one check (number >= 1),
    constraint notification_attempt_outcome_is_known check (outcome in ('accepted', 'refused', 'unknown'))
  );
  ${scoped('notification_attempts')}
  create trigger notification_attempts_stand before update or delete on notification_attempts for each row execute function refuse_change();`;

const LIMITS = `
  create table message_opt_outs (
    phone_index text not null, purpose text not null, owner_region text not null, registration_id uuid, reply_id uuid, recorded_by text not null, at timestamptz not null,
    constraint one_opt_out_per_telephone_and_purpose primary key (phone_index, purpose),
    constraint opt_out_region_is_padded check (owner_region ~ '^[0-9]{12}$')
  );
  ${scoped('message_opt_outs')}
  create policy message_opt_outs_added on message_opt_outs for insert to shouyu_app with check (${OWN});
  grant insert on message_opt_outs to shouyu_app;
  create trigger message_opt_outs_stand before update or delete on message_opt_outs for each row execute function refuse_change();

  create table number_blocks (
    id uuid primary key default gen_random_uuid(), phone_index text not null, owner_region text not null, reason text not null, notification_id uuid, blocked_by text not null, at timestamptz not null, lifted_by text, lifted_at timestamptz,
    constraint number_block_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint number_block_reason_is_known check (reason in ('hard-failure', 'not-the-person')),
    constraint number_block_lift_is_whole check ((lifted_by is null) = (lifted_at is null))
  );
  create unique index one_block_in_force_per_number on number_blocks (phone_index) where lifted_at is null;
  create index number_blocks_by_time on number_blocks (owner_region, at, id);
  ${scoped('number_blocks')}
  create policy number_blocks_added on number_blocks for insert to shouyu_app with check (${OWN});
  create policy number_blocks_lifted on number_blocks for update to shouyu_app using (${OWN}) with check (${OWN});
  grant insert (phone_index, owner_region, reason, notification_id, blocked_by, at), update (lifted_by, lifted_at) on number_blocks to shouyu_app;

  -- Message parts of a county and civil day; what is spent, only the claim writes.
  create table sms_budgets (
    county text primary key, owner_region text not null, parts_per_day int not null, set_by text not null, set_at timestamptz not null,
    constraint budget_county_holds_its_region check (owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'),
    constraint budget_is_not_negative check (parts_per_day between 0 and 1000000)
  );
  ${scoped('sms_budgets')}
  create policy sms_budgets_added on sms_budgets for insert to shouyu_app with check (${OWN});
  create policy sms_budgets_changed on sms_budgets for update to shouyu_app using (${OWN}) with check (${OWN});
  grant insert, update (parts_per_day, set_by, set_at) on sms_budgets to shouyu_app;
  create table sms_budget_days (
    county text not null, day date not null, owner_region text not null, spent int not null default 0,
    constraint one_budget_per_county_and_day primary key (county, day),
    constraint spent_parts_are_not_negative check (spent >= 0)
  );
  ${scoped('sms_budget_days')}`;

/** Messages to trainees with their fate, the waves that they come in, and what they are held to: opt-outs, blocked numbers, budgets. */
export class Notifications1795863600000 implements MigrationInterface {
  readonly name = 'Notifications1795863600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [PURPOSES, WAVES, NOTIFICATIONS, LIMITS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table sms_budget_days, sms_budgets, number_blocks, message_opt_outs, notification_attempts, notifications, notification_waves, sms_gateways, notification_transitions, notification_purposes;
      drop function check_notification_wave(); drop function check_notification_move(); drop function check_wave();`);
  }
}
