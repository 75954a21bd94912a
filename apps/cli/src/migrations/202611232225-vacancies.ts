import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Employers, vacancies with their skills and validity periods, the networks they come from, and what every import did row by row. */
export class Vacancies1795472700000 implements MigrationInterface {
  readonly name = 'Vacancies1795472700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EMPLOYERS);
    await runner.query(VACANCIES);
    await runner.query(IMPORTS);
    await runner.query(ROW_SCOPE);
    await runner.query(SEATS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function count_hire(uuid, int); drop function lock_vacancy(uuid);
      drop table import_rows, import_pages, import_runs, vacancy_sources, vacancy_periods, vacancy_skills, vacancies, employer_source_ids, employers;
      drop sequence import_fencing;`);
  }
}

const EMPLOYERS = `
  create table employers (
    id uuid primary key default gen_random_uuid(),
    owner_region text not null constraint employer_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
    name text not null,
    normalised_name text not null,
    credit_code text constraint credit_code_has_18_characters check (credit_code ~ '^[0-9A-Z]{18}$'),
    verified_at timestamptz,
    verified_by uuid,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint verification_names_its_officer check ((verified_at is null) = (verified_by is null)),
    constraint only_a_coded_employer_is_verified check (verified_at is null or credit_code is not null)
  );
  create unique index one_employer_per_credit_code on employers (credit_code) where credit_code is not null;
  create unique index one_uncoded_employer_per_name on employers (normalised_name) where credit_code is null;
  create index employers_by_name on employers (normalised_name);

  create table employer_source_ids (
    source text not null,
    external_id text not null,
    employer_id uuid not null constraint source_id_of_employer references employers,
    primary key (source, external_id, employer_id)
  );`;

const VACANCIES = `
  create table vacancies (
    id uuid primary key default gen_random_uuid(),
    owner_region text not null constraint vacancy_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
    employer_id uuid not null constraint vacancy_of_employer references employers,
    source text not null,
    external_id text,
    group_key text,
    title text not null,
    cleaned_title text not null,
    occupation text,
    occupation_by text constraint occupation_is_decided_by_a_rule_or_an_officer check (occupation_by in ('exact', 'alias', 'officer')),
    no_trade boolean not null default false,
    region text constraint workplace_is_a_full_code check (region ~ '^[0-9]{12}$'),
    region_label text,
    address text,
    lodging boolean,
    min_education text,
    pay_from int,
    pay_to int,
    pay_text text,
    pay_months int,
    pay_basis text not null default 'unknown',
    source_openings int,
    openings int constraint openings_are_not_negative check (openings >= 0),
    hired int not null default 0 constraint hires_are_not_negative check (hired >= 0),
    kind text constraint kind_is_known check (kind in ('full-time', 'part-time', 'seasonal', 'day', 'piece', 'internship')),
    kind_label text,
    min_age int not null default 16 constraint minimum_age_is_16_or_18 check (min_age in (16, 18)),
    age_wish_from int,
    age_wish_to int,
    certificates text[] not null default '{}',
    description text,
    published_on date,
    published_text text,
    valid_through date,
    starts_on date,
    ends_on date,
    status text not null constraint status_is_known check (status in ('draft', 'open', 'filled', 'expired', 'withdrawn')),
    closing_reason text constraint closing_reason_is_known check (closing_reason in ('filled', 'expired', 'left-source', 'employer', 'officer')),
    contact_name text,
    contact_phone text,
    contact_phone_index text,
    phone_status text not null default 'missing' constraint phone_status_is_known check (phone_status in ('valid', 'extension', 'agency', 'junk', 'missing')),
    missing_runs int not null default 0,
    first_seen_run uuid,
    last_seen_run uuid,
    content_hash text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint seats_never_overbooked check (openings is null or hired <= openings),
    constraint a_closed_vacancy_says_why check ((status in ('filled', 'expired', 'withdrawn')) = (closing_reason is not null)),
    constraint an_occupation_says_who_decided check (occupation is null or occupation_by is not null),
    constraint pay_to_is_not_below_from check (pay_from is null or pay_to is null or pay_to >= pay_from),
    constraint ends_on_is_not_before_starts_on check (starts_on is null or ends_on is null or ends_on >= starts_on)
  );
  create unique index one_vacancy_per_source_id on vacancies (owner_region, source, external_id) where external_id is not null and source <> 'employer';
  create unique index one_vacancy_per_own_reference on vacancies (employer_id, external_id) where external_id is not null and source = 'employer';
  create index vacancies_of_group on vacancies (owner_region, source, group_key) where group_key is not null;
  create index vacancies_of_source on vacancies (owner_region, source, status);
  create index vacancies_of_employer on vacancies (employer_id);
  create index vacancies_by_status on vacancies (status, created_at, id);
  create index vacancies_by_region on vacancies (region collate "C") where status = 'open';
  create index vacancies_by_occupation on vacancies (occupation) where status = 'open';
  create index vacancies_by_telephone on vacancies (contact_phone_index) where contact_phone_index is not null;
  create index vacancies_to_expire on vacancies (valid_through) where status = 'open';

  create table vacancy_skills (
    vacancy_id uuid not null constraint skill_of_vacancy references vacancies on delete cascade,
    skill_id text not null,
    level int not null constraint skill_level_is_1_to_5 check (level between 1 and 5),
    essential boolean not null,
    primary key (vacancy_id, skill_id)
  );

  create table vacancy_periods (
    vacancy_id uuid not null constraint period_of_vacancy references vacancies on delete cascade,
    number int not null,
    opened_at timestamptz not null default now(),
    opened_by_run uuid,
    closed_at timestamptz,
    closed_by_run uuid,
    closing_reason text,
    primary key (vacancy_id, number),
    constraint a_closed_period_says_why check ((closed_at is null) = (closing_reason is null))
  );
  create unique index one_running_period_per_vacancy on vacancy_periods (vacancy_id) where closed_at is null;`;

const IMPORTS = `
  create sequence import_fencing;

  create table vacancy_sources (
    code text not null,
    owner_region text not null constraint source_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
    protocol text not null constraint protocol_is_known check (protocol in ('hubei', 'cjob')),
    queried_region text not null,
    base_url text not null,
    enabled boolean not null default false,
    spacing_ms int not null default 1000 constraint spacing_is_not_negative check (spacing_ms >= 0),
    daily boolean not null default true,
    version int not null default 1,
    updated_at timestamptz not null default now(),
    primary key (code, owner_region)
  );

  create table import_runs (
    id uuid primary key default gen_random_uuid(),
    owner_region text not null constraint run_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
    source text not null,
    state text not null default 'queued' constraint run_state_is_known check (state in ('queued', 'running', 'complete', 'incomplete', 'held', 'failed', 'stopped')),
    requested_by text not null,
    pages_read int not null default 0,
    fencing bigint not null default 0,
    reported_total int,
    rows_read int not null default 0,
    rows_new int not null default 0,
    rows_changed int not null default 0,
    rows_unchanged int not null default 0,
    rows_rejected int not null default 0,
    rows_closed int not null default 0,
    rows_missing int not null default 0,
    open_before int,
    reason text,
    held_closings uuid[] not null default '{}',
    held_missing uuid[] not null default '{}',
    faults jsonb not null default '[]',
    requested_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz not null default now(),
    version int not null default 1,
    constraint every_row_is_accounted_for check (rows_read = rows_new + rows_changed + rows_unchanged + rows_rejected)
  );
  create unique index one_active_run_per_source on import_runs (owner_region, source) where state in ('queued', 'running');
  create index import_runs_of_source on import_runs (owner_region, source, requested_at desc);

  -- What was read, page by page: facts only when the walk has ended, then kept 90 days for replay.
  create table import_pages (
    run_id uuid not null constraint page_of_run references import_runs,
    page int not null,
    owner_region text not null,
    fencing bigint not null,
    total int not null,
    digest jsonb not null,
    payload text,
    read_at timestamptz not null default now(),
    primary key (run_id, page)
  );
  create index import_pages_with_payload on import_pages (read_at) where payload is not null;

  create table import_rows (
    run_id uuid not null constraint row_of_run references import_runs,
    page int not null,
    number int not null,
    owner_region text not null,
    fencing bigint not null,
    outcome text not null constraint row_outcome_is_known check (outcome in ('new', 'changed', 'unchanged', 'rejected')),
    reason text,
    external_key text,
    vacancy_id uuid,
    primary key (run_id, page, number),
    constraint a_rejected_row_says_why check (outcome <> 'rejected' or reason is not null)
  );`;

/**
 * Networks' vacancies are read by every officer and written by the county that imports them; an employer sees and writes
 * its own posts only. The owner's policy lets the two functions below work where the owner is no superuser.
 */
const ROW_SCOPE = `
  grant select, insert, update on employers, vacancies, vacancy_periods, vacancy_sources, import_runs to shouyu_app;
  grant select, insert on employer_source_ids to shouyu_app;
  grant select, insert, update, delete on vacancy_skills to shouyu_app;
  grant select, insert on import_rows to shouyu_app;
  grant select, insert, update, delete on import_pages to shouyu_app;
  grant usage on sequence import_fencing to shouyu_app;

  alter table employers enable row level security; alter table employers force row level security;
  create policy employers_read on employers for select to shouyu_app using (acting_kind() in ('officer', 'system') or id = acting_organization());
  create policy employers_add on employers for insert to shouyu_app with check (acting_kind() in ('officer', 'system') and in_scope(owner_region));
  create policy employers_change on employers for update to shouyu_app using (acting_kind() in ('officer', 'system') and in_scope(owner_region));
  alter table employer_source_ids enable row level security; alter table employer_source_ids force row level security;
  create policy employer_source_ids_read on employer_source_ids for select to shouyu_app using (acting_kind() in ('officer', 'system'));
  create policy employer_source_ids_add on employer_source_ids for insert to shouyu_app with check (acting_kind() = 'system');

  alter table vacancies enable row level security; alter table vacancies force row level security;
  create policy vacancies_owner on vacancies to current_user using (true) with check (true);
  create policy vacancies_read on vacancies for select to shouyu_app
    using (acting_kind() in ('officer', 'system') or (source = 'employer' and employer_id = acting_organization()));
  create policy vacancies_add on vacancies for insert to shouyu_app
    with check ((acting_kind() in ('officer', 'system') and in_scope(owner_region)) or (acting_kind() = 'employer' and source = 'employer' and employer_id = acting_organization()));
  create policy vacancies_change on vacancies for update to shouyu_app
    using ((acting_kind() in ('officer', 'system') and in_scope(owner_region)) or (acting_kind() = 'employer' and source = 'employer' and employer_id = acting_organization()));

  -- Skills and periods stand and fall with their vacancy: visible where it is, written where it may be written.
  alter table vacancy_skills enable row level security; alter table vacancy_skills force row level security;
  create policy vacancy_skills_scope on vacancy_skills to shouyu_app using (exists (select from vacancies v where v.id = vacancy_id))
    with check (exists (select from vacancies v where v.id = vacancy_id and (in_scope(v.owner_region) or v.employer_id = acting_organization())));
  alter table vacancy_periods enable row level security; alter table vacancy_periods force row level security;
  create policy vacancy_periods_owner on vacancy_periods to current_user using (true) with check (true);
  create policy vacancy_periods_scope on vacancy_periods to shouyu_app using (exists (select from vacancies v where v.id = vacancy_id))
    with check (exists (select from vacancies v where v.id = vacancy_id and (in_scope(v.owner_region) or v.employer_id = acting_organization())));

  alter table vacancy_sources enable row level security; alter table vacancy_sources force row level security;
  create policy vacancy_sources_scope on vacancy_sources to shouyu_app using (acting_kind() in ('officer', 'system') and in_scope(owner_region));
  alter table import_runs enable row level security; alter table import_runs force row level security;
  create policy import_runs_scope on import_runs to shouyu_app using (acting_kind() in ('officer', 'system') and in_scope(owner_region));
  alter table import_pages enable row level security; alter table import_pages force row level security;
  create policy import_pages_scope on import_pages to shouyu_app using (acting_kind() = 'system' and in_scope(owner_region));
  alter table import_rows enable row level security; alter table import_rows force row level security;
  create policy import_rows_scope on import_rows to shouyu_app using (acting_kind() in ('officer', 'system') and in_scope(owner_region));

  grant select (id, owner_region, employer_id, occupation, no_trade, region, lodging, min_education, pay_from, pay_to, openings, hired, kind, min_age,
    certificates, valid_through, starts_on, ends_on, status, source, version, updated_at) on vacancies to shouyu_engine;
  create policy vacancies_engine on vacancies for select to shouyu_engine using (true);
  grant select on vacancy_skills to shouyu_engine;
  create policy vacancy_skills_engine on vacancy_skills for select to shouyu_engine using (true);`;

/**
 * A hire may be recorded by another county's officer than the one that imported the vacancy: these two functions are the
 * only way to touch a row outside the scope, and they touch its seats only.
 */
const SEATS = `
  create function lock_vacancy(vacancy uuid) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if acting_kind() not in ('officer', 'system') then return false; end if;
      perform 1 from vacancies where id = vacancy for update;
      return found;
    end $$;

  create function count_hire(vacancy uuid, by int) returns text language plpgsql security definer set search_path = public, pg_temp as $$
    declare before vacancies; now_hired int;
    begin
      if acting_kind() not in ('officer', 'system') or by not in (1, -1) then return 'refused'; end if;
      select * into before from vacancies where id = vacancy for update;
      if not found then return 'not-found'; end if;
      now_hired := before.hired + by;
      if now_hired < 0 then return 'none-to-undo'; end if;
      if by = 1 and before.openings is not null and now_hired > before.openings then return 'no-seat-left'; end if;
      if by = 1 and before.openings = now_hired and before.status = 'open' then
        update vacancies set hired = now_hired, status = 'filled', closing_reason = 'filled', version = version + 1, updated_at = now() where id = vacancy;
        update vacancy_periods set closed_at = now(), closing_reason = 'filled' where vacancy_id = vacancy and closed_at is null;
      elsif by = -1 and before.status = 'filled' then
        update vacancies set hired = now_hired, status = 'open', closing_reason = null, version = version + 1, updated_at = now() where id = vacancy;
        insert into vacancy_periods (vacancy_id, number) select vacancy, coalesce(max(number), 0) + 1 from vacancy_periods where vacancy_id = vacancy;
      else
        update vacancies set hired = now_hired, version = version + 1, updated_at = now() where id = vacancy;
      end if;
      return 'counted';
    end $$;
  revoke all on function lock_vacancy(uuid), count_hire(uuid, int) from public;
  grant execute on function lock_vacancy(uuid), count_hire(uuid, int) to shouyu_app;`;
