import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICES = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;

const scoped = (table: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${OFFICES});
  create policy ${table}_added on ${table} for insert to shouyu_app with check (${OFFICES});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;

const LINKS = `
  create table job_links (
    token_hash text primary key, owner_region text not null, registration_id uuid not null, vacancy_id uuid not null, made_at timestamptz not null, expires_at timestamptz not null,
    constraint one_link_per_person_and_vacancy unique (registration_id, vacancy_id),
    constraint link_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint link_token_is_hashed check (token_hash ~ '^[0-9a-f]{64}$'),
    constraint link_ends_within_14_days check (expires_at > made_at and expires_at <= made_at + interval '14 days')
  );
  ${scoped('job_links')}
  grant select, insert on job_links to shouyu_app;
  create trigger job_links_append_only before update or delete or truncate on job_links for each statement execute function refuse_change();
  -- Whom a link is for: asked by whoever has the token, and by nobody else.
  create function open_job_link(hash text, at timestamptz) returns table (owner_region text, registration_id uuid, vacancy_id uuid) language sql stable security definer set search_path = public, pg_temp as $$
    select l.owner_region, l.registration_id, l.vacancy_id from job_links l where l.token_hash = hash and l.expires_at > open_job_link.at $$;

  -- The operator's: from where links were tried that are none. No token.
  create table link_misses (
    day date not null, source text not null, misses int not null,
    constraint one_count_of_misses_per_day_and_source primary key (day, source)
  );
  grant select, insert, update (misses), delete on link_misses to shouyu_app;`;

const CODES = `
  create table link_codes (
    id uuid primary key default gen_random_uuid(), owner_region text not null, registration_id uuid not null, vacancy_id uuid not null, code_hash text not null, tries int not null default 0,
    made_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz,
    constraint code_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint code_is_tried_five_times check (tries between 0 and 5),
    constraint code_ends_within_ten_minutes check (expires_at > made_at and expires_at <= made_at + interval '10 minutes')
  );
  create index link_codes_of_link on link_codes (registration_id, vacancy_id, made_at);
  ${scoped('link_codes')}
  grant select (id, owner_region, registration_id, vacancy_id, tries, made_at, expires_at, used_at), insert (owner_region, registration_id, vacancy_id, code_hash, made_at, expires_at) on link_codes to shouyu_app;
  -- The newest code of a link, tried: counted before it is compared, so that many at once have five tries together. It is right once.
  create function try_link_code(of_registration uuid, of_vacancy uuid, hash text, at timestamptz) returns text language plpgsql security definer set search_path = public, pg_temp as $$
    declare c link_codes;
    begin
      if acting_kind() <> 'system' then return 'none'; end if;
      select * into c from link_codes k where k.registration_id = of_registration and k.vacancy_id = of_vacancy and in_scope(k.owner_region) order by k.made_at desc, k.id limit 1 for update;
      if c.id is null or c.used_at is not null or c.expires_at <= try_link_code.at then return 'none'; end if;
      if c.tries >= 5 then return 'spent'; end if;
      update link_codes k set tries = c.tries + 1, used_at = case when c.code_hash = hash then try_link_code.at end where k.id = c.id;
      return case when c.code_hash = hash then 'right' when c.tries + 1 >= 5 then 'spent' else 'wrong' end;
    end $$;

  -- Somebody wants to talk to a person instead of the machine.
  create table contact_requests (
    id uuid primary key default gen_random_uuid(), owner_region text not null, registration_id uuid not null, vacancy_id uuid not null, at timestamptz not null, settled_by text, settled_at timestamptz,
    constraint request_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint request_settlement_is_whole check ((settled_by is null) = (settled_at is null))
  );
  create unique index one_open_request_per_person_and_vacancy on contact_requests (registration_id, vacancy_id) where settled_at is null;
  create index contact_requests_by_time on contact_requests (owner_region, at, id);
  ${scoped('contact_requests')}
  create policy contact_requests_settled on contact_requests for update to shouyu_app using (${OFFICES}) with check (${OFFICES});
  grant select, insert (owner_region, registration_id, vacancy_id, at), update (settled_by, settled_at) on contact_requests to shouyu_app;
  revoke execute on function open_job_link(text, timestamptz), try_link_code(uuid, uuid, text, timestamptz) from public;
  grant execute on function open_job_link(text, timestamptz), try_link_code(uuid, uuid, text, timestamptz) to shouyu_app;`;

const STANDING = `
  -- A vacancy whose later waves follow by themselves, on the word of an officer; the newest row counts.
  create table standing_waves (
    id bigint generated always as identity primary key, owner_region text not null, vacancy_id uuid not null, is_on boolean not null, set_by text not null, set_at timestamptz not null,
    constraint standing_region_is_padded check (owner_region ~ '^[0-9]{12}$')
  );
  create index standing_waves_of_vacancy on standing_waves (vacancy_id, id);
  ${scoped('standing_waves')}
  grant select, insert (owner_region, vacancy_id, is_on, set_by, set_at) on standing_waves to shouyu_app;
  create trigger standing_waves_append_only before update or delete or truncate on standing_waves for each statement execute function refuse_change();`;

/** The pages that messages lead to, the codes that protect what is changed there, and waves that follow by themselves. */
export class JobLinks1795865460000 implements MigrationInterface {
  readonly name = 'JobLinks1795865460000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [LINKS, CODES, STANDING]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table standing_waves, contact_requests, link_codes, link_misses, job_links; drop function try_link_code(uuid, uuid, text, timestamptz); drop function open_job_link(text, timestamptz)');
  }
}
