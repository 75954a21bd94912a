import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} <> 'training-provider'`;
const OF_COUNTY = `(in_scope(rpad(county, 12, '0')) or county = left(current_setting('app.region_from', true), 6))`;
const BY_PROVIDER = `acting_kind() = 'officer' and ${ROLE} = 'training-provider' and county = left(current_setting('app.region_from', true), 6)`;
/** A provider sees its own and what is open to all; it keeps its own. The county's officers keep everybody's. */
const SEEN = `(${OF_COUNTY} and ${OFFICES}) or (${BY_PROVIDER} and (provider_id is null or provider_id = acting_organization()))`;
const KEPT = `(in_scope(rpad(county, 12, '0')) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'system')) or (${BY_PROVIDER} and provider_id = acting_organization())`;

const OWNED = `id uuid primary key default gen_random_uuid(), county text not null, provider_id uuid, closed_days datemultirange not null default '{}',
    withdrawn_by text, withdrawn_at timestamptz, created_by text not null, created_at timestamptz not null default now(), version int not null default 1`;
const kept = (table: string, one: string, place: string, words: string, session: string): string => `
  alter table ${table} add constraint ${one}_county_is_a_code check (county ~ '^[0-9]{6}$'), add constraint ${one}_withdrawal_is_whole check ((withdrawn_by is null) = (withdrawn_at is null));
  create index ${table}_by_place on ${table} (county, ${place}, id);
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${SEEN});
  create policy ${table}_added on ${table} for insert to shouyu_app with check (${KEPT});
  create policy ${table}_changed on ${table} for update to shouyu_app using (${KEPT}) with check (${KEPT});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  grant select, insert (id, county, provider_id, closed_days, ${words}), update (closed_days, ${words}, withdrawn_by, withdrawn_at) on ${table} to shouyu_app;
  create trigger a_row before insert or update on ${table} for each row execute function check_teaching_resource('${session}');`;

const RESOURCES = `
  -- Withdrawn stays withdrawn; nothing is closed or withdrawn from under a session that is still to come: that is moved first.
  create function check_teaching_resource() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare is_taken boolean;
    begin
      if tg_op = 'INSERT' then new.created_by := coalesce(nullif(current_setting('app.actor_id', true), ''), new.created_by, ''); return new; end if;
      if old.withdrawn_at is not null then raise exception 'it is withdrawn' using errcode = 'check_violation', constraint = 'withdrawn_resource_stays'; end if;
      if new.withdrawn_at is not null or new.closed_days <> old.closed_days then
        execute format('select exists (select from class_sessions s where s.%I = $1 and s.cancelled_at is null and s.taught_on >= (now() at time zone ''Asia/Shanghai'')::date and ($2 or s.taught_on <@ $3))', tg_argv[0])
          into is_taken using new.id, new.withdrawn_at is not null, new.closed_days - old.closed_days;
        if is_taken then raise exception 'sessions stand on these days' using errcode = 'check_violation', constraint = 'resource_in_use_stays_open'; end if;
      end if;
      new.version := old.version + 1;
      return new;
    end $$;

  create table instructors (
    ${OWNED},
    name text, registration_id uuid, kind text not null, occupations text[] not null, home_region text not null, reach text not null, qualification text, origin text,
    constraint instructor_is_named_or_registered check ((name is null) <> (registration_id is null)),
    constraint instructor_kind_is_known check (kind in ('teacher', 'agronomist', 'official', 'entrepreneur', 'successful-trainee')),
    constraint successful_trainee_is_registered check (kind <> 'successful-trainee' or registration_id is not null),
    constraint instructor_teaches_something check (cardinality(occupations) between 1 and 20),
    constraint instructor_home_is_a_full_code check (home_region ~ '^[0-9]{12}$'),
    constraint instructor_reach_is_known check (reach in ('township', 'county', 'prefecture', 'province', 'any'))
  );
  create unique index one_instructor_per_registration on instructors (county, registration_id) where withdrawn_at is null;
  ${kept('instructors', 'instructor', 'home_region', 'name, registration_id, kind, occupations, home_region, reach, qualification, origin', 'instructor_id')}

  create table teaching_rooms (
    ${OWNED},
    name text not null, kind text not null, region text not null, seats int not null,
    constraint room_kind_is_known check (kind in ('school', 'enterprise', 'village')),
    constraint room_region_is_of_its_county check (region ~ '^[0-9]{12}$' and county = substr(region, 1, 6)),
    constraint room_has_seats check (seats between 1 and 2000)
  );
  create unique index one_room_per_name on teaching_rooms (region, name) where withdrawn_at is null;
  ${kept('teaching_rooms', 'room', 'region', 'name, kind, region, seats', 'room_id')}

  create table practice_bases (
    ${OWNED},
    name text not null, region text not null, seats int not null, occupations text[] not null, company_id uuid, cooperative_id uuid, households int not null default 0,
    constraint base_region_is_of_its_county check (region ~ '^[0-9]{12}$' and county = substr(region, 1, 6)),
    constraint base_has_seats check (seats between 1 and 2000),
    constraint base_serves_an_occupation check (cardinality(occupations) between 1 and 20),
    constraint base_households_are_counted check (households between 0 and 100000)
  );
  create unique index one_base_per_name on practice_bases (region, name) where withdrawn_at is null;
  ${kept('practice_bases', 'base', 'region', 'name, region, seats, occupations, company_id, cooperative_id, households', 'base_id')}`;

/** On which days a county teaches: the last version holds; an old one is never edited. */
const DAYS = `
  create table teaching_day_policies (
    county text not null, number int not null, rest_weekdays int[] not null, farm_seasons jsonb not null, set_by text not null, set_at timestamptz not null default now(),
    constraint teaching_day_policies_pkey primary key (county, number),
    constraint teaching_days_county_is_a_code check (county ~ '^[0-9]{6}$'),
    constraint teaching_days_are_numbered_from_1 check (number >= 1),
    constraint teaching_days_rest_on_weekdays check (rest_weekdays <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(rest_weekdays) <= 6),
    constraint farm_seasons_are_a_list check (jsonb_typeof(farm_seasons) = 'array')
  );
  alter table teaching_day_policies enable row level security; alter table teaching_day_policies force row level security;
  create policy teaching_day_policies_seen on teaching_day_policies for select to shouyu_app using (${OF_COUNTY} and acting_kind() in ('officer', 'system'));
  create policy teaching_day_policies_added on teaching_day_policies for insert to shouyu_app with check (in_scope(rpad(county, 12, '0')) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'system'));
  create policy teaching_day_policies_owner on teaching_day_policies to current_user using (true) with check (true);
  create trigger teaching_day_policies_append_only before update or delete or truncate on teaching_day_policies for each statement execute function refuse_change();
  create function stamp_teaching_days() returns trigger language plpgsql as $$
    begin
      new.set_by := coalesce(nullif(current_setting('app.actor_id', true), ''), new.set_by, '');
      -- The next number and no other: whoever decided by an older version is told.
      if new.number <> (select coalesce(max(p.number), 0) + 1 from teaching_day_policies p where p.county = new.county) then
        raise exception 'not the next version' using errcode = 'unique_violation', constraint = 'teaching_day_policies_pkey';
      end if;
      return new;
    end $$;
  create trigger a_version before insert on teaching_day_policies for each row execute function stamp_teaching_days();
  grant select, insert (county, number, rest_weekdays, farm_seasons) on teaching_day_policies to shouyu_app;`;

const SESSIONS = `
  alter table class_sessions add column replaces_id uuid, drop constraint session_has_one_place,
    add constraint session_has_one_place check (num_nonnulls(room_id, base_id) = 1),
    add constraint session_in_a_room foreign key (room_id) references teaching_rooms (id),
    add constraint session_at_a_base foreign key (base_id) references practice_bases (id),
    add constraint session_by_an_instructor foreign key (instructor_id) references instructors (id),
    add constraint session_replaces_a_session foreign key (replaces_id) references class_sessions (id);
  create unique index one_successor_per_session on class_sessions (replaces_id) where replaces_id is not null;
  -- A session is taken back or replaced, never rewritten.
  revoke update (taught_on, period, hours, room_id, base_id, instructor_id, override_reason) on class_sessions from shouyu_app;
  grant insert (replaces_id) on class_sessions to shouyu_app;

  -- One change of a class's timetable at a time, by the row of the class; what it uses is held against changes meanwhile.
  create or replace function check_class_session() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare c training_classes; planned numeric; others numeric; i instructors; r teaching_rooms; b practice_bases;
    begin
      select * into c from training_classes where id = new.class_id for no key update;
      if tg_op = 'UPDATE' then
        if old.cancelled_at is not null then raise exception 'the session is cancelled' using errcode = 'check_violation', constraint = 'cancelled_session_stays'; end if;
        new.version := old.version + 1;
        return new;
      end if;
      if c.id is null or c.county <> new.county or c.owner_region <> new.owner_region then raise exception 'the session is of no class of its county' using errcode = 'check_violation', constraint = 'session_is_of_a_class'; end if;
      if new.replaces_id is not null and not exists (select from class_sessions s where s.id = new.replaces_id and s.class_id = new.class_id and s.cancelled_at is not null) then
        raise exception 'it replaces no cancelled session of its class' using errcode = 'check_violation', constraint = 'session_is_of_a_class';
      end if;
      new.created_by := coalesce(nullif(current_setting('app.actor_id', true), ''), new.created_by, '');
      if not exists (select from organizations g where g.id = c.provider_id and g.kind = 'training-provider') then
        raise exception 'nobody teaches this class' using errcode = 'check_violation', constraint = 'session_needs_a_provider';
      end if;
      if new.taught_on not between c.starts_on and c.ends_on then raise exception 'the session lies outside its class' using errcode = 'check_violation', constraint = 'session_lies_in_its_class'; end if;
      select * into i from instructors where id = new.instructor_id for share;
      select * into r from teaching_rooms where id = new.room_id for share;
      select * into b from practice_bases where id = new.base_id for share;
      if i.county <> new.county or i.withdrawn_at is not null or r.county <> new.county or r.withdrawn_at is not null or b.county <> new.county or b.withdrawn_at is not null then
        raise exception 'what it uses is withdrawn or of another county' using errcode = 'check_violation', constraint = 'session_uses_what_is_there';
      end if;
      if new.taught_on <@ i.closed_days or new.taught_on <@ r.closed_days or new.taught_on <@ b.closed_days then
        raise exception 'what it uses is closed that day' using errcode = 'check_violation', constraint = 'session_uses_what_is_open';
      end if;
      if r.seats < c.seats or b.seats < c.seats then raise exception 'too few seats' using errcode = 'check_violation', constraint = 'session_seats_its_class'; end if;
      select case new.part when 'theory' then coalesce(c.theory_hours, k.theory_hours) else coalesce(c.practice_hours, k.practice_hours) end into planned
        from (select 1) one left join courses k on k.id = c.course_id;
      select coalesce(sum(s.hours), 0) into others from class_sessions s where s.class_id = new.class_id and s.part = new.part and s.cancelled_at is null;
      if others + new.hours > planned then raise exception 'more hours than planned' using errcode = 'check_violation', constraint = 'session_hours_within_the_plan'; end if;
      return new;
    end $$;`;

/** Which days are taken, and of what: a provider that looks for a free room need not see whose class is in it. */
const BOOKINGS = `
  create function teaching_bookings(of_county text, first_day date, last_day date) returns table (resource_id uuid, taught_on date) language sql stable security definer set search_path = public, pg_temp as $$
    select distinct u.id, s.taught_on from class_sessions s, unnest(array[s.room_id, s.base_id, s.instructor_id]) as u (id)
    where s.county = of_county and s.taught_on between first_day and last_day and s.cancelled_at is null and u.id is not null
      and acting_kind() in ('officer', 'system') and (in_scope(rpad(of_county, 12, '0')) or of_county = left(current_setting('app.region_from', true), 6)) $$;
  revoke all on function teaching_bookings(text, date, date) from public;
  grant execute on function teaching_bookings(text, date, date) to shouyu_app;`;

/** Who can teach, in which rooms and at which practice bases, on which days; sessions use only these. */
export class TeachingResources1795860060000 implements MigrationInterface {
  readonly name = 'TeachingResources1795860060000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [RESOURCES, DAYS, SESSIONS, BOOKINGS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from class_sessions; drop function teaching_bookings(text, date, date);
      alter table class_sessions drop column replaces_id, drop constraint session_in_a_room, drop constraint session_at_a_base, drop constraint session_by_an_instructor;
      drop table instructors, teaching_rooms, practice_bases, teaching_day_policies;
      drop function check_teaching_resource(); drop function stamp_teaching_days();`);
  }
}
