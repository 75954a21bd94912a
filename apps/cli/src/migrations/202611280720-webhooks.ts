import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An employer sees its own rows, under whatever name it is known; officers those of their county; a job the county's. */
const OWN = `((acting_kind() in ('officer', 'system') and in_scope(owner_region)) or (acting_kind() = 'employer' and canonical_employer(employer_id) = acting_organization()))`;
/** What a test key makes stands apart; the jobs that deliver it see both. */
const NO_MIXING = `(test = acting_for_test() or acting_kind() = 'system')`;

const scoped = (table: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${OWN});
  create policy ${table}_added on ${table} for insert to shouyu_app with check (${OWN});
  create policy ${table}_test_stands_apart on ${table} as restrictive to shouyu_app using (${NO_MIXING}) with check (${NO_MIXING});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;

const ENDPOINTS = `
  create table webhook_endpoints (
    id uuid primary key default gen_random_uuid(), owner_region text not null, employer_id uuid not null, test boolean not null default acting_for_test(), slot int not null,
    url text not null, description text, event_types text[] not null,
    secret text not null, previous_secret text, previous_secret_until timestamptz,
    state text not null default 'active', disabled_reason text, disabled_at timestamptz, failing_since timestamptz, last_delivered_at timestamptz,
    created_by text not null, created_at timestamptz not null default now(), updated_at timestamptz not null default now(), version int not null default 1,
    constraint webhook_endpoint_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint at_most_five_webhook_endpoints check (slot between 1 and 5),
    constraint one_webhook_endpoint_per_slot unique (employer_id, test, slot),
    constraint one_webhook_endpoint_per_url unique (employer_id, test, url),
    constraint webhook_endpoint_wants_some_event check (cardinality(event_types) > 0),
    constraint webhook_endpoint_state_is_known check (state in ('active', 'disabled')),
    constraint webhook_endpoint_is_disabled_for_a_reason check ((state = 'disabled') = (disabled_reason is not null) and (disabled_reason is null) = (disabled_at is null) and disabled_reason in ('gone', 'failing')),
    constraint previous_secret_ends check ((previous_secret is null) = (previous_secret_until is null))
  );
  create index webhook_endpoints_by_time on webhook_endpoints (owner_region, created_at, id);
  ${scoped('webhook_endpoints')}
  create policy webhook_endpoints_changed on webhook_endpoints for update to shouyu_app using (${OWN}) with check (${OWN});
  create policy webhook_endpoints_removed on webhook_endpoints for delete to shouyu_app using (${OWN});
  grant select, delete, insert (id, owner_region, employer_id, slot, url, description, event_types, secret, created_by, created_at, updated_at),
    update (url, description, event_types, secret, previous_secret, previous_secret_until, state, disabled_reason, disabled_at, failing_since, last_delivered_at, updated_at, version) on webhook_endpoints to shouyu_app;`;

const DELIVERIES = `
  create table webhook_deliveries (
    id uuid primary key default gen_random_uuid(), owner_region text not null, employer_id uuid not null, test boolean not null default acting_for_test(),
    endpoint_id uuid not null constraint delivery_to_an_endpoint references webhook_endpoints (id) on delete cascade,
    message_id uuid not null, event_key text not null, event_type text not null, body text not null, occurred_at timestamptz not null, created_at timestamptz not null default now(),
    state text not null default 'waiting', attempts int not null default 0, round_from int not null default 0, next_attempt_at timestamptz,
    last_attempt_at timestamptz, last_status int, last_fault text, last_latency_ms int,
    constraint webhook_delivery_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint one_delivery_per_event_and_endpoint unique (endpoint_id, event_key),
    constraint webhook_delivery_state_is_known check (state in ('waiting', 'delivered', 'failed')),
    constraint only_a_waiting_delivery_has_a_next_attempt check ((state = 'waiting') = (next_attempt_at is not null)),
    constraint attempts_count_up check (round_from between 0 and attempts)
  );
  create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint_id, created_at, id);
  create index webhook_deliveries_by_age on webhook_deliveries (owner_region, created_at);
  create index webhook_deliveries_undelivered on webhook_deliveries (state, endpoint_id) where state <> 'delivered';
  ${scoped('webhook_deliveries')}
  create policy webhook_deliveries_moved on webhook_deliveries for update to shouyu_app using (${OWN}) with check (${OWN});
  create policy webhook_deliveries_forgotten on webhook_deliveries for delete to shouyu_app using (acting_kind() = 'system' and in_scope(owner_region));
  grant select, delete, insert (owner_region, employer_id, endpoint_id, message_id, event_key, event_type, body, occurred_at, created_at, next_attempt_at),
    update (state, attempts, round_from, next_attempt_at, last_attempt_at, last_status, last_fault, last_latency_ms) on webhook_deliveries to shouyu_app;

  -- waiting → delivered | failed; both → waiting (asked for again). Nothing else.
  create function check_webhook_delivery_move() returns trigger language plpgsql as $$
    begin raise exception 'a delivery does not go from % to %', old.state, new.state using errcode = 'restrict_violation'; end $$;
  create trigger webhook_delivery_moves before update of state on webhook_deliveries for each row
    when (old.state <> new.state and old.state <> 'waiting' and new.state <> 'waiting') execute function check_webhook_delivery_move();

  create table webhook_attempts (
    delivery_id uuid not null constraint attempt_of_a_delivery references webhook_deliveries (id) on delete cascade, number int not null,
    owner_region text not null, employer_id uuid not null, test boolean not null default acting_for_test(),
    at timestamptz not null, status int, fault text, latency_ms int not null,
    constraint one_attempt_per_number primary key (delivery_id, number),
    constraint webhook_attempt_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint attempts_count_from_one check (number >= 1),
    constraint attempt_has_one_outcome check ((status is null) <> (fault is null)),
    constraint attempt_fault_is_known check (fault in ('address-refused', 'name-unresolved', 'connection-failed', 'tls-failed', 'timed-out'))
  );
  ${scoped('webhook_attempts')}
  create trigger webhook_attempts_are_not_edited before update on webhook_attempts for each statement execute function refuse_change();
  grant select, insert on webhook_attempts to shouyu_app;`;

/**
 * Whoever does a deed need not see the endpoints that are told of it (a township's officer, another county's): the function
 * writes the deliveries and tells nothing else. An employer's key announces its own events only.
 */
const FUNCTIONS = `
  create function announce_webhooks(events jsonb) returns table (made_id uuid, made_region text) language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if acting_kind() not in ('officer', 'system', 'employer') then return; end if;
      return query insert into webhook_deliveries as d (owner_region, employer_id, test, endpoint_id, message_id, event_key, event_type, body, occurred_at, next_attempt_at)
        select w.owner_region, w.employer_id, w.test, w.id, md5(e.key)::uuid, e.key, e.type, e.body, e.occurred_at, e.occurred_at
        from jsonb_to_recordset(events) as e (key text, type text, employer_id uuid, body text, occurred_at timestamptz)
          cross join lateral (select e.employer_id union select m.id from employers m where m.merged_into = e.employer_id) as known (id)
          join webhook_endpoints w on w.employer_id = known.id and w.test = acting_for_test() and w.state = 'active' and e.type = any (w.event_types)
        where acting_kind() <> 'employer' or e.employer_id = acting_organization()
        on conflict on constraint one_delivery_per_event_and_endpoint do nothing
        returning d.id, d.owner_region;
    end $$;
  create function webhook_backlog() returns table (waiting int, failed int, disabled int) language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*)::int from webhook_deliveries where state = 'waiting'), (select count(*)::int from webhook_deliveries where state = 'failed'), (select count(*)::int from webhook_endpoints where state = 'disabled') $$;
  revoke execute on function announce_webhooks(jsonb), webhook_backlog() from public;
  grant execute on function announce_webhooks(jsonb), webhook_backlog() to shouyu_app;`;

/** Where employers are told of what happened, what was sent there, and every attempt. */
export class Webhooks1795850400000 implements MigrationInterface {
  readonly name = 'Webhooks1795850400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ENDPOINTS, DELIVERIES, FUNCTIONS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function announce_webhooks(jsonb); drop function webhook_backlog();
      drop table webhook_attempts, webhook_deliveries, webhook_endpoints;
      drop function check_webhook_delivery_move();`);
  }
}
