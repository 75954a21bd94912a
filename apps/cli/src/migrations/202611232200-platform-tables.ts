import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles, row scope, outbox, idempotency, data keys, audit trail: what every later table stands on. */
export class PlatformTables1795471200000 implements MigrationInterface {
  readonly name = 'PlatformTables1795471200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'shouyu_app') then create role shouyu_app nologin; end if;
        if not exists (select from pg_roles where rolname = 'shouyu_engine') then create role shouyu_engine nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$;
      grant usage on schema public to shouyu_app, shouyu_engine;
      revoke create on schema public from public;

      -- Row scope: the owner region lies in the context's range. Unset or empty context: no row.
      create function in_scope(owner_region text) returns boolean language sql stable parallel safe
        return (owner_region collate "C") >= current_setting('app.region_from', true) and (owner_region collate "C") <= current_setting('app.region_to', true);
      create function acting_organization() returns uuid language sql stable parallel safe
        return nullif(current_setting('app.organization_id', true), '')::uuid;
      create function acting_kind() returns text language sql stable parallel safe
        return coalesce(current_setting('app.actor_kind', true), '');
      -- One answer for every append-only table.
      create function refuse_change() returns trigger language plpgsql as $$
        begin raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$;

      create table outbox (
        id bigint generated always as identity primary key,
        queue text not null, name text not null, payload jsonb not null, region text not null,
        created_at timestamptz not null default now(), due_at timestamptz not null default now(),
        published_at timestamptz, done_at timestamptz, failed_at timestamptz, attempts int not null default 0, error text
      );
      create index outbox_unfinished on outbox (due_at, id) where done_at is null and failed_at is null;
      grant select, insert, update, delete on outbox to shouyu_app;

      create table idempotency_keys (
        principal text not null, key text not null, request_hash text not null,
        status int, headers jsonb, body text, created_at timestamptz not null default now(),
        primary key (principal, key)
      );
      create index idempotency_keys_by_age on idempotency_keys (created_at);
      grant select, insert, update, delete on idempotency_keys to shouyu_app;

      create table data_keys (
        id text primary key, purpose text not null check (purpose in ('encrypt', 'index')),
        wrapped text not null, created_at timestamptz not null default now(), retired_at timestamptz
      );
      grant select on data_keys to shouyu_app;

      create table audit_events (
        id bigint generated always as identity primary key,
        county char(6) not null, at timestamptz not null default clock_timestamp(),
        actor_kind text not null, actor_id text not null, action text not null,
        subject_kind text not null, subject_id text not null, reason text, details jsonb not null default '{}',
        xid xid8 not null default pg_current_xact_id()
      );
      create index audit_events_of_subject on audit_events (subject_kind, subject_id);
      create index audit_events_by_xid on audit_events (xid, id);
      create table audit_seals (
        county char(6) not null, number bigint not null, event_id bigint not null unique references audit_events (id),
        previous_hash bytea not null, hash bytea not null, sealed_at timestamptz not null default now(),
        primary key (county, number)
      );
      create trigger audit_events_append_only before update or delete or truncate on audit_events for each statement execute function refuse_change();
      create trigger audit_seals_append_only before update or delete or truncate on audit_seals for each statement execute function refuse_change();
      grant select, insert on audit_events, audit_seals to shouyu_app;
      alter table audit_events enable row level security; alter table audit_events force row level security;
      create policy audit_events_write on audit_events for insert to shouyu_app with check (true);
      create policy audit_events_read on audit_events for select to shouyu_app using (in_scope(rpad(county, 12, '0')) or acting_kind() = 'system');
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first migration has no way back: drop the database instead');
  }
}
