import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICERS = `acting_kind() in ('officer', 'system')`;
const OWN_PEOPLE = `in_scope(owner_region) and ${OFFICERS}`;
/** Whoever sees the session (the county's officers, its own provider) sees and marks own people in it. */
const OF_A_SESSION = `exists (select from class_sessions s where s.id = session_id)`;
const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;

/** Marks are added, never changed: the last one about a person and a session counts, and the others tell what stood before, by whom. `withdrawn` = nothing is said any more. */
const MARKS = `
  create table session_marks (
    id uuid primary key default gen_random_uuid(), session_id uuid not null constraint mark_of_a_session references class_sessions (id), class_id uuid not null,
    registration_id uuid not null, number int not null, county text not null, owner_region text not null,
    mark text not null, hours numeric(3, 1), source text not null, recorded_by text not null, recorded_at timestamptz not null default now(),
    constraint one_session_mark_per_step unique (session_id, registration_id, number),
    constraint session_mark_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint session_mark_is_known check (mark in ('present', 'absent', 'leave', 'withdrawn')),
    constraint session_mark_source_is_known check (source in ('officer', 'workbook', 'qr')),
    constraint only_presence_has_session_hours check ((mark = 'present') = (hours is not null) and hours > 0)
  );
  create index session_marks_of_class on session_marks (class_id, registration_id);
  alter table session_marks enable row level security; alter table session_marks force row level security;
  create policy session_marks_seen on session_marks for select to shouyu_app using (${OWN_PEOPLE} and ${OF_A_SESSION});
  create policy session_marks_added on session_marks for insert to shouyu_app with check (${OWN_PEOPLE} and ${OF_A_SESSION});
  create policy session_marks_owner on session_marks to current_user using (true) with check (true);
  create trigger session_marks_append_only before update or delete or truncate on session_marks for each statement execute function refuse_change();
  grant select, insert (session_id, registration_id, mark, hours, source) on session_marks to shouyu_app;

  create view session_marks_now with (security_invoker = true) as
    select m.* from session_marks m
    where not exists (select from session_marks l where l.session_id = m.session_id and l.registration_id = m.registration_id and l.number > m.number);
  grant select on session_marks_now to shouyu_app;

  create function check_session_mark() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare s class_sessions; latest session_marks; planned numeric; others numeric;
    begin
      select * into s from class_sessions where id = new.session_id;
      -- One after the other on each class, as its roll: hours and numbers are counted under this lock.
      perform pg_advisory_xact_lock(hashtextextended('classes.roll ' || s.class_id, 0));
      select * into s from class_sessions where id = new.session_id for share;
      if s.id is null or s.cancelled_at is not null then raise exception 'no such session is held' using errcode = 'check_violation', constraint = 'marked_session_is_held'; end if;
      if s.taught_on > ${TODAY} then raise exception 'the session is to come' using errcode = 'check_violation', constraint = 'marked_session_has_come'; end if;
      if not exists (select from ledger_facts e where e.class_id = s.class_id and e.registration_id = new.registration_id and e.kind = 'enrolled' and e.effective_on <= s.taught_on and fact_in_force(e.id))
         or exists (select from ledger_facts d where d.class_id = s.class_id and d.registration_id = new.registration_id and d.kind = 'dropped' and d.effective_on < s.taught_on and fact_in_force(d.id)) then
        raise exception 'not on the roll on that day' using errcode = 'check_violation', constraint = 'marked_person_is_enrolled';
      end if;
      select * into latest from session_marks m where m.session_id = s.id and m.registration_id = new.registration_id order by m.number desc limit 1;
      if new.mark = 'withdrawn' and coalesce(latest.mark, 'withdrawn') = 'withdrawn' then raise exception 'nothing is on record' using errcode = 'check_violation', constraint = 'withdrawn_mark_stood'; end if;
      if new.source = 'qr' and (new.mark <> 'present' or (latest.id is not null and latest.source <> 'qr' and latest.mark <> 'withdrawn')) then
        raise exception 'an officer has marked' using errcode = 'check_violation', constraint = 'mark_of_an_officer_stands';
      end if;
      if new.mark = 'present' then
        new.hours := coalesce(new.hours, s.hours);
        if new.hours > s.hours then raise exception 'more hours than the session has' using errcode = 'check_violation', constraint = 'marked_hours_within_the_session'; end if;
        select case s.part when 'theory' then coalesce(c.theory_hours, k.theory_hours) else coalesce(c.practice_hours, k.practice_hours) end into planned
          from training_classes c left join courses k on k.id = c.course_id where c.id = s.class_id;
        select coalesce(sum(m.hours), 0) into others from session_marks_now m join class_sessions o on o.id = m.session_id
          where m.class_id = s.class_id and m.registration_id = new.registration_id and o.part = s.part and o.id <> s.id;
        if others + new.hours > planned then raise exception 'more hours than planned' using errcode = 'check_violation', constraint = 'marked_hours_within_the_plan'; end if;
      end if;
      select r.owner_region, left(r.owner_region, 6) into new.owner_region, new.county from registrations r where r.id = new.registration_id;
      new.class_id := s.class_id; new.number := coalesce(latest.number, 0) + 1;
      new.recorded_by := coalesce(current_setting('app.actor_id', true), ''); new.recorded_at := clock_timestamp();
      return new;
    end $$;
  create trigger a_mark before insert on session_marks for each row execute function check_session_mark();

  -- A session that somebody was marked in was held: it keeps its day and its hours.
  create function check_marked_session() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if exists (select from session_marks_now m where m.session_id = new.id and m.mark <> 'withdrawn') then
        raise exception 'attendance is on record' using errcode = 'check_violation', constraint = 'session_with_marks_stands';
      end if;
      return new;
    end $$;
  create trigger b_marked before update of taught_on, hours, cancelled_at on class_sessions for each row
    when (new.taught_on <> old.taught_on or new.hours < old.hours or new.cancelled_at is distinct from old.cancelled_at) execute function check_marked_session();`;

/** The one rule by which the sessions of a day make the day: who came to one of them was there, with the hours of all. */
const DAYS = `
  alter table attendance_marks add column by_sessions boolean not null default false;
  create function session_day(of_class uuid, of_person uuid, on_day date) returns table (mark text, hours numeric) language sql stable security definer set search_path = public, pg_temp as $$
    select case when bool_or(m.mark = 'present') then 'present' when bool_or(m.mark = 'absent') then 'absent' else 'leave' end, sum(m.hours)
    from session_marks_now m join class_sessions s on s.id = m.session_id
    where m.class_id = of_class and m.registration_id = of_person and s.taught_on = on_day and m.mark <> 'withdrawn' having count(*) > 0 $$;
  revoke all on function session_day(uuid, uuid, date) from public;

  create function check_day_mark() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare d record;
    begin
      if tg_op = 'DELETE' then
        if exists (select from session_day(old.class_id, old.registration_id, old.attended_on)) then raise exception 'the day follows its sessions' using errcode = 'check_violation', constraint = 'day_follows_its_sessions'; end if;
        return old;
      end if;
      select * into d from session_day(new.class_id, new.registration_id, new.attended_on);
      new.by_sessions := d.mark is not null;
      if new.by_sessions and (new.mark, new.hours) is distinct from (d.mark, d.hours) then
        raise exception 'the day follows its sessions' using errcode = 'check_violation', constraint = 'day_follows_its_sessions';
      end if;
      return new;
    end $$;
  create trigger a_day before insert or update or delete on attendance_marks for each row execute function check_day_mark();

  create function roll_up_session_mark() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.mark = 'withdrawn' then
        delete from attendance_marks a using class_sessions s where s.id = new.session_id and a.class_id = new.class_id and a.registration_id = new.registration_id and a.attended_on = s.taught_on
          and not exists (select from session_day(new.class_id, new.registration_id, s.taught_on));
      end if;
      insert into attendance_marks as a (class_id, registration_id, attended_on, county, owner_region, mark, hours, recorded_by)
      select new.class_id, new.registration_id, s.taught_on, new.county, new.owner_region, d.mark, d.hours, new.recorded_by
      from class_sessions s, session_day(new.class_id, new.registration_id, s.taught_on) d where s.id = new.session_id
      on conflict (class_id, registration_id, attended_on) do update set mark = excluded.mark, hours = excluded.hours, recorded_by = excluded.recorded_by, recorded_at = now();
      return null;
    end $$;
  create trigger z_day after insert on session_marks for each row execute function roll_up_session_mark();`;

/** Check-in by telephone: a code of a session for minutes, a number of a person for the class. */
const CHECK_IN = `
  create table check_in_numbers (
    class_id uuid not null, registration_id uuid not null, seat_number int not null, county text not null, owner_region text not null,
    number_sealed text not null, allotted_by text not null, allotted_at timestamptz not null default now(),
    primary key (class_id, registration_id),
    constraint one_seat_number_per_class unique (class_id, seat_number),
    constraint check_in_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6))
  );
  alter table check_in_numbers enable row level security; alter table check_in_numbers force row level security;
  create policy check_in_numbers_seen on check_in_numbers for select to shouyu_app using (${OWN_PEOPLE});
  create policy check_in_numbers_added on check_in_numbers for insert to shouyu_app with check (${OWN_PEOPLE});
  create policy check_in_numbers_owner on check_in_numbers to current_user using (true) with check (true);
  create trigger check_in_numbers_append_only before update or delete or truncate on check_in_numbers for each statement execute function refuse_change();
  grant select, insert (class_id, registration_id, number_sealed) on check_in_numbers to shouyu_app;
  create function allot_check_in_number() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('classes.roll ' || new.class_id, 0));
      if not exists (select from ledger_facts f where f.class_id = new.class_id and f.registration_id = new.registration_id and f.kind = 'enrolled' and fact_in_force(f.id)) then
        raise exception 'not on the roll' using errcode = 'check_violation', constraint = 'check_in_number_is_of_somebody_enrolled';
      end if;
      select r.owner_region, left(r.owner_region, 6) into new.owner_region, new.county from registrations r where r.id = new.registration_id;
      select coalesce(max(n.seat_number), 0) + 1 into new.seat_number from check_in_numbers n where n.class_id = new.class_id;
      new.allotted_by := coalesce(current_setting('app.actor_id', true), ''); new.allotted_at := now();
      return new;
    end $$;
  create trigger a_number before insert on check_in_numbers for each row execute function allot_check_in_number();

  create table check_in_codes (
    id uuid primary key, session_id uuid not null constraint code_of_a_session references class_sessions (id), county text not null, token_hash bytea not null,
    expires_at timestamptz not null, created_by text not null, created_at timestamptz not null default now(),
    constraint one_check_in_code_per_token unique (token_hash),
    constraint check_in_code_lasts_hours_at_most check (expires_at > created_at and expires_at <= created_at + interval '4 hours')
  );
  alter table check_in_codes enable row level security; alter table check_in_codes force row level security;
  create policy check_in_codes_added on check_in_codes for insert to shouyu_app with check (${OFFICERS} and ${OF_A_SESSION});
  create policy check_in_codes_owner on check_in_codes to current_user using (true) with check (true);
  create trigger check_in_codes_append_only before update or delete or truncate on check_in_codes for each statement execute function refuse_change();
  grant insert (id, session_id, token_hash, expires_at) on check_in_codes to shouyu_app;
  create function check_check_in_code() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare s class_sessions;
    begin
      select * into s from class_sessions where id = new.session_id;
      if s.id is null or s.cancelled_at is not null or s.taught_on <> ${TODAY} then
        raise exception 'no check-in now' using errcode = 'check_violation', constraint = 'check_in_is_on_the_day';
      end if;
      new.county := s.county; new.created_by := coalesce(current_setting('app.actor_id', true), ''); new.created_at := now();
      return new;
    end $$;
  create trigger a_code before insert on check_in_codes for each row execute function check_check_in_code();

  -- Before anybody is known: which session a code opens, while it lasts. It betrays nobody.
  create function find_check_in(of_hash bytea) returns table (code_id uuid, session_id uuid, class_id uuid, county text) language sql stable security definer set search_path = public, pg_temp as $$
    select k.id, k.session_id, s.class_id, k.county from check_in_codes k join class_sessions s on s.id = k.session_id
    where k.token_hash = of_hash and k.expires_at > now() and s.cancelled_at is null $$;
  revoke all on function find_check_in(bytea) from public;
  grant execute on function find_check_in(bytea) to shouyu_app;

  -- Wrong numbers under one code, by the seat that they were tried for.
  create table check_in_tries (
    code_id uuid not null constraint try_of_a_code references check_in_codes (id), seat_number int not null, wrong int not null default 0,
    primary key (code_id, seat_number), constraint five_tries_and_no_more check (wrong between 0 and 5)
  );
  alter table check_in_tries enable row level security; alter table check_in_tries force row level security;
  create policy check_in_tries_by_the_service on check_in_tries to shouyu_app using (acting_kind() = 'system') with check (acting_kind() = 'system');
  create policy check_in_tries_owner on check_in_tries to current_user using (true) with check (true);
  grant select, insert (code_id, seat_number), update (wrong) on check_in_tries to shouyu_app;
  create function check_check_in_try() returns trigger language plpgsql as $$
    begin
      if new.wrong < old.wrong then raise exception 'tries are not given back' using errcode = 'check_violation', constraint = 'five_tries_and_no_more'; end if;
      return new;
    end $$;
  create trigger a_try before update on check_in_tries for each row execute function check_check_in_try();`;

/** Attendance session by session, the days that follow from it, and the check-in by telephone. */
export class SessionAttendance1795860660000 implements MigrationInterface {
  readonly name = 'SessionAttendance1795860660000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [MARKS, DAYS, CHECK_IN]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table check_in_tries; drop function check_check_in_try(); drop function find_check_in(bytea);
      drop table check_in_codes; drop function check_check_in_code(); drop table check_in_numbers; drop function allot_check_in_number();
      drop trigger a_day on attendance_marks; drop function check_day_mark(); alter table attendance_marks drop column by_sessions;
      drop trigger b_marked on class_sessions; drop function check_marked_session();
      drop view session_marks_now; drop table session_marks; drop function roll_up_session_mark(); drop function session_day(uuid, uuid, date); drop function check_session_mark();`);
  }
}
