import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organizations, officers, sessions, employers' API keys, and the narrow functions that work before anybody is known. */
export class Accounts1795472460000 implements MigrationInterface {
  readonly name = 'Accounts1795472460000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(ROW_SCOPE);
    await runner.query(BEFORE_A_PRINCIPAL);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function find_login(text); drop function record_login_failure(uuid, timestamptz); drop function open_session(uuid, bytea, timestamptz);
      drop function session_principal(bytea, timestamptz); drop function close_session(bytea); drop function use_setup_token(bytea, timestamptz);
      drop function use_api_key(text, bytea, timestamptz);
      drop table setup_tokens, api_keys, sessions, officers, organizations;
      drop function end_sessions_of_officer();
    `);
  }
}

const TABLES = `
  create table organizations (
    id uuid not null, owner_region text not null, kind text not null, name text not null, department text,
    created_at timestamptz not null default now(), version int not null default 1,
    constraint organizations_pkey primary key (id),
    constraint organization_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint organization_kind_is_known check (kind in ('county-bureau', 'department', 'township-office', 'village-office', 'training-provider', 'employer', 'practice-base', 'cooperative')),
    constraint only_a_department_has_a_department check ((kind = 'department') = (department is not null)),
    constraint one_organization_per_name unique (owner_region, kind, name)
  );

  create table officers (
    id uuid not null, organization_id uuid not null, owner_region text not null, role text not null,
    login_name text not null, display_name text not null, password_hash text not null,
    failed_attempts int not null default 0, locked_until timestamptz, disabled_at timestamptz,
    created_at timestamptz not null default now(), version int not null default 1,
    constraint officers_pkey primary key (id),
    constraint officer_works_in_an_organization foreign key (organization_id) references organizations (id),
    constraint officer_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint officer_role_is_known check (role in ('system-administrator', 'security-administrator', 'auditor', 'county-officer', 'township-officer', 'village-officer', 'department-officer', 'training-provider')),
    constraint login_name_is_lower_case check (login_name = lower(login_name)),
    constraint one_officer_per_login_name unique (login_name)
  );
  create index officers_of_organization on officers (organization_id);

  create table sessions (
    token_hash bytea not null, officer_id uuid not null, created_at timestamptz not null, last_seen_at timestamptz not null,
    constraint sessions_pkey primary key (token_hash),
    constraint session_belongs_to_an_officer foreign key (officer_id) references officers (id) on delete cascade
  );
  create index sessions_of_officer on sessions (officer_id);

  create table api_keys (
    id text not null, employer_id uuid not null, owner_region text not null, secret_hash bytea not null, scopes text[] not null,
    created_by uuid not null, created_at timestamptz not null default now(), expires_at timestamptz not null, last_used_at timestamptz, revoked_at timestamptz,
    constraint api_keys_pkey primary key (id),
    constraint api_key_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint api_key_was_made_by_an_officer foreign key (created_by) references officers (id)
  );
  create index api_keys_of_employer on api_keys (employer_id);

  create table setup_tokens (
    token_hash bytea not null, created_at timestamptz not null default now(), used_at timestamptz,
    constraint setup_tokens_pkey primary key (token_hash)
  );

  -- A new password or a disabled officer ends every session, whatever code path did it.
  create function end_sessions_of_officer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin delete from sessions where officer_id = new.id; return null; end $$;
  create trigger officer_sessions_end after update on officers for each row
    when (old.password_hash is distinct from new.password_hash or (old.disabled_at is null and new.disabled_at is not null) or old.role is distinct from new.role or old.owner_region is distinct from new.owner_region)
    execute function end_sessions_of_officer();
`;

/** The owner's policy lets the functions below work where the owner is no superuser. */
const ROW_SCOPE = ['organizations', 'officers', 'sessions', 'api_keys', 'setup_tokens']
  .map((table) => `alter table ${table} enable row level security; alter table ${table} force row level security; create policy ${table}_owner on ${table} to current_user using (true) with check (true);`)
  .concat(
    ['organizations', 'officers', 'api_keys'].map((table) => `create policy ${table}_scope on ${table} to shouyu_app using (in_scope(owner_region)) with check (in_scope(owner_region));`),
  )
  .join('\n');

const BEFORE_A_PRINCIPAL = `
  create function find_login(wanted text) returns table (officer_id uuid, password_hash text, locked_until timestamptz, disabled boolean, role text, owner_region text, organization_id uuid)
    language sql stable security definer set search_path = public, pg_temp as $$
    select id, password_hash, locked_until, disabled_at is not null, role, owner_region, organization_id from officers where login_name = wanted $$;

  -- The fifth failure in a row locks for 15 minutes; returns whether it is locked now.
  create function record_login_failure(officer uuid, at timestamptz) returns boolean
    language sql security definer set search_path = public, pg_temp as $$
    update officers set failed_attempts = case when failed_attempts >= 4 then 0 else failed_attempts + 1 end,
                        locked_until = case when failed_attempts >= 4 then at + interval '15 minutes' else locked_until end
    where id = officer returning coalesce(locked_until > at, false) $$;

  create function open_session(officer uuid, hash bytea, at timestamptz) returns void
    language sql security definer set search_path = public, pg_temp as $$
    update officers set failed_attempts = 0, locked_until = null where id = officer and (failed_attempts > 0 or locked_until is not null);
    delete from sessions where officer_id = officer and (last_seen_at <= at - interval '30 minutes' or created_at <= at - interval '12 hours');
    insert into sessions (token_hash, officer_id, created_at, last_seen_at) select hash, id, at, at from officers where id = officer and disabled_at is null $$;

  -- 30 minutes idle, 12 hours in all. The time last seen is written at most once a minute.
  create function session_principal(hash bytea, at timestamptz)
    returns table (officer_id uuid, role text, owner_region text, organization_id uuid, login_name text, display_name text, organization_name text)
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update sessions s set last_seen_at = at where s.token_hash = hash and s.last_seen_at <= at - interval '1 minute' and s.last_seen_at > at - interval '30 minutes';
      return query select o.id, o.role, o.owner_region, o.organization_id, o.login_name, o.display_name, g.name
        from sessions s join officers o on o.id = s.officer_id join organizations g on g.id = o.organization_id
        where s.token_hash = hash and s.last_seen_at > at - interval '30 minutes' and s.created_at > at - interval '12 hours' and o.disabled_at is null;
    end $$;

  create function close_session(hash bytea) returns void language sql security definer set search_path = public, pg_temp as $$
    delete from sessions where token_hash = hash $$;

  -- Good once, and only while there is no officer at all.
  create function use_setup_token(hash bytea, at timestamptz) returns boolean
    language sql security definer set search_path = public, pg_temp as $$
    with used as (update setup_tokens set used_at = at where token_hash = hash and used_at is null and not exists (select from officers) returning 1) select exists (select from used) $$;

  create function use_api_key(key_id text, hash bytea, at timestamptz) returns table (employer_id uuid, owner_region text, scopes text[])
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update api_keys k set last_used_at = at
        where k.id = key_id and k.secret_hash = hash and k.revoked_at is null and k.expires_at > at and (k.last_used_at is null or k.last_used_at <= at - interval '1 minute');
      return query select k.employer_id, k.owner_region, k.scopes from api_keys k where k.id = key_id and k.secret_hash = hash and k.revoked_at is null and k.expires_at > at;
    end $$;
`;

/** Nobody but the functions reads a password's hash or a session. */
const RIGHTS = `
  revoke execute on function find_login(text), record_login_failure(uuid, timestamptz), open_session(uuid, bytea, timestamptz), session_principal(bytea, timestamptz),
    close_session(bytea), use_setup_token(bytea, timestamptz), use_api_key(text, bytea, timestamptz), end_sessions_of_officer() from public;
  grant execute on function find_login(text), record_login_failure(uuid, timestamptz), open_session(uuid, bytea, timestamptz), session_principal(bytea, timestamptz),
    close_session(bytea), use_setup_token(bytea, timestamptz), use_api_key(text, bytea, timestamptz) to shouyu_app;
  grant select, insert on organizations to shouyu_app;
  grant insert, select (id, organization_id, owner_region, role, login_name, display_name, locked_until, disabled_at, created_at, version) on officers to shouyu_app;
  grant update (display_name, password_hash, failed_attempts, locked_until, disabled_at, version) on officers to shouyu_app;
  grant insert, select (id, employer_id, owner_region, scopes, created_by, created_at, expires_at, last_used_at, revoked_at) on api_keys to shouyu_app;
  grant update (revoked_at) on api_keys to shouyu_app;
`;
