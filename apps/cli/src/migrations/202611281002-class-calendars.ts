import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const SEEN = `(in_scope(rpad(county, 12, '0')) or county = left(current_setting('app.region_from', true), 6)) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'auditor', 'system')`;
const KEPT = `in_scope(rpad(county, 12, '0')) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'system')`;
const MADE_BY = `in_scope(rpad(county, 12, '0')) and acting_kind() = 'system'`;

const scoped = (table: string, seen: string, added: string): string => `
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy ${table}_seen on ${table} for select to shouyu_app using (${seen});
      create policy ${table}_added on ${table} for insert to shouyu_app with check (${added});
      create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;

/** Calendars that the service proposes for a county's classes, who would sit where, and what an officer confirmed of them. Ids only. */
export class ClassCalendars1795860120000 implements MigrationInterface {
  readonly name = 'ClassCalendars1795860120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table class_calendars (
        id uuid constraint class_calendars_pkey primary key default gen_random_uuid(), county text not null, from_on date not null, to_on date not null, hours_per_day int not null,
        requested_by text not null, requested_at timestamptz not null default now(), made_at timestamptz, failed_at timestamptz, failure text, figures jsonb,
        constraint calendar_county_is_a_code check (county ~ '^[0-9]{6}$'),
        constraint calendar_window_is_of_400_days check (to_on between from_on and from_on + 400),
        constraint calendar_hours_per_day check (hours_per_day between 2 and 8),
        constraint made_calendar_is_whole check ((made_at is null) = (figures is null)),
        constraint failed_calendar_says_why check ((failed_at is null) = (failure is null) and (failed_at is null or made_at is null) and failure in ('gave-up'))
      );
      create index class_calendars_of_county on class_calendars (county, requested_at desc);
      ${scoped('class_calendars', SEEN, KEPT)}
      create policy class_calendars_changed on class_calendars for update to shouyu_app using (${MADE_BY}) with check (${MADE_BY});
      create policy class_calendars_dropped on class_calendars for delete to shouyu_app using (${KEPT});
      grant select, insert (id, county, from_on, to_on, hours_per_day, requested_by), update (made_at, failed_at, failure, figures), delete on class_calendars to shouyu_app;

      create table class_calendar_classes (
        calendar_id uuid not null constraint class_of_a_calendar references class_calendars (id) on delete cascade, class_id uuid not null, county text not null,
        reason text, theory_hours numeric(5, 1) not null, practice_hours numeric(5, 1) not null, theory_days date[] not null default '{}', practice_days date[] not null default '{}',
        room_id uuid, theory_instructor_id uuid, base_id uuid, practice_instructor_id uuid, people int not null default 0, confirmed_by text, confirmed_at timestamptz,
        constraint class_calendar_classes_pkey primary key (calendar_id, class_id),
        constraint class_is_held_or_says_why_not check ((reason is null) = (cardinality(theory_days) + cardinality(practice_days) > 0)),
        constraint not_held_reason_is_known check (reason in ('NO_DAYS', 'NO_PLACE_OR_INSTRUCTOR', 'TOO_FEW_PEOPLE', 'CROWDED_OUT', 'NO_TOWNSHIP', 'NO_HOURS')),
        constraint calendar_confirmation_is_whole check ((confirmed_by is null) = (confirmed_at is null) and (confirmed_at is null or reason is null))
      );
      ${scoped('class_calendar_classes', SEEN, MADE_BY)}
      create policy class_calendar_classes_changed on class_calendar_classes for update to shouyu_app using (${KEPT}) with check (${KEPT});
      grant select, insert (calendar_id, class_id, county, reason, theory_hours, practice_hours, theory_days, practice_days, room_id, theory_instructor_id, base_id, practice_instructor_id, people),
        update (confirmed_by, confirmed_at) on class_calendar_classes to shouyu_app;

      create table class_calendar_seats (
        calendar_id uuid not null constraint seat_of_a_calendar references class_calendars (id) on delete cascade, registration_id uuid not null, class_id uuid not null, owner_region text not null,
        constraint class_calendar_seats_pkey primary key (calendar_id, registration_id)
      );
      create index class_calendar_seats_in_order on class_calendar_seats (calendar_id, class_id, registration_id);
      ${scoped('class_calendar_seats', `in_scope(owner_region) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'auditor', 'system')`, `in_scope(owner_region) and acting_kind() = 'system'`)}
      grant select, insert on class_calendar_seats to shouyu_app;

      -- What a calendar says is written with it, once; a confirmed class stays confirmed.
      create function check_calendar() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if old.made_at is not null or old.failed_at is not null then raise exception 'the calendar is made' using errcode = 'check_violation', constraint = 'calendar_is_made_once'; end if;
          return new;
        end $$;
      create trigger a_calendar before update on class_calendars for each row execute function check_calendar();
      create function check_calendar_part() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if exists (select from class_calendars c where c.id = new.calendar_id and (c.made_at is not null or c.failed_at is not null)) then
            raise exception 'the calendar is made' using errcode = 'check_violation', constraint = 'calendar_is_made_once';
          end if;
          return new;
        end $$;
      create trigger a_part before insert on class_calendar_classes for each row execute function check_calendar_part();
      create trigger a_part before insert on class_calendar_seats for each row execute function check_calendar_part();
      create function check_calendar_confirmation() returns trigger language plpgsql as $$
        begin
          if old.confirmed_at is not null then raise exception 'the class is confirmed' using errcode = 'check_violation', constraint = 'calendar_class_is_confirmed_once'; end if;
          return new;
        end $$;
      create trigger a_confirmation before update on class_calendar_classes for each row execute function check_calendar_confirmation();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table class_calendar_seats, class_calendar_classes, class_calendars; drop function check_calendar(); drop function check_calendar_part(); drop function check_calendar_confirmation()');
  }
}
