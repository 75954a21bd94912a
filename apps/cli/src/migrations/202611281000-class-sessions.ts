import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} <> 'training-provider'`;
const OF_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6))`;
/** A provider sees and keeps the timetable of its own classes; the county's officers everybody's. */
const OWN_CLASS = `acting_kind() = 'officer' and ${ROLE} = 'training-provider' and county = left(current_setting('app.region_from', true), 6)
  and exists (select from training_classes c where c.id = class_id and c.provider_id = acting_organization())`;
const SEEN = `(${OF_COUNTY} and ${OFFICES}) or (${OWN_CLASS})`;
const KEPT = `(in_scope(owner_region) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'system')) or (${OWN_CLASS})`;

/** How a class is held, beside when and by whom. */
const ARRANGEMENT = `
  alter table training_classes
    add column order_id uuid, add column delivery text not null default 'fixed', add column site_kind text not null default 'school', add column min_seats int not null default 1,
    add column theory_hours int, add column practice_hours int, add column lodging boolean not null default false,
    add constraint class_delivery_is_known check (delivery in ('fixed', 'flexible')),
    add constraint class_site_is_known check (site_kind in ('school', 'enterprise', 'village')),
    add constraint class_minimum_fits_its_seats check (min_seats between 1 and seats),
    add constraint class_hours_are_counted check (theory_hours between 0 and 5000 and practice_hours between 0 and 5000);
  update training_classes c set theory_hours = k.theory_hours, practice_hours = k.practice_hours from courses k where k.id = c.course_id;
  create index training_classes_of_order on training_classes (order_id) where order_id is not null;

  -- A class is opened for an order of its county that was approved, or for none.
  create function check_class_order() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from training_orders o where o.id = new.order_id and o.county = new.county and o.state in ('approved', 'queued', 'recruiting', 'class-open')) then
        raise exception 'the class serves no approved order' using errcode = 'check_violation', constraint = 'class_is_opened_for_an_approved_order';
      end if;
      return new;
    end $$;
  create trigger b_class_order before insert on training_classes for each row when (new.order_id is not null) execute function check_class_order();`;

const SESSIONS = `
  create table class_sessions (
    id uuid primary key default gen_random_uuid(), class_id uuid not null, county text not null, owner_region text not null,
    taught_on date not null, period text not null, part text not null, hours numeric(3, 1) not null,
    room_id uuid, base_id uuid, instructor_id uuid not null, override_reason text,
    cancelled_by text, cancelled_at timestamptz, cancel_reason text, created_by text not null, created_at timestamptz not null default now(), version int not null default 1,
    constraint session_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint session_period_is_known check (period in ('morning', 'afternoon', 'evening')),
    constraint session_part_is_known check (part in ('theory', 'practice')),
    constraint session_hours_fit_a_period check (hours between 0.5 and 5),
    constraint session_has_one_place check (room_id is null or base_id is null),
    constraint session_cancellation_is_whole check ((cancelled_by is null) = (cancelled_at is null) and (cancelled_at is null) = (cancel_reason is null))
  );
  create unique index one_session_of_a_class_at_a_time on class_sessions (class_id, taught_on, period) where cancelled_at is null;
  create unique index one_place_at_a_time_for_an_instructor on class_sessions (instructor_id, taught_on, period) where cancelled_at is null;
  create unique index one_class_at_a_time_in_a_room on class_sessions (room_id, taught_on, period) where cancelled_at is null;
  create unique index one_class_at_a_time_at_a_base on class_sessions (base_id, taught_on, period) where cancelled_at is null;
  create index class_sessions_by_day on class_sessions (county, taught_on, id);
  alter table class_sessions enable row level security; alter table class_sessions force row level security;
  create policy class_sessions_seen on class_sessions for select to shouyu_app using (${SEEN});
  create policy class_sessions_added on class_sessions for insert to shouyu_app with check (${KEPT});
  create policy class_sessions_changed on class_sessions for update to shouyu_app using (${KEPT}) with check (${KEPT});
  create policy class_sessions_owner on class_sessions to current_user using (true) with check (true);
  grant select, insert (id, class_id, county, owner_region, taught_on, period, part, hours, room_id, base_id, instructor_id, override_reason),
    update (taught_on, period, hours, room_id, base_id, instructor_id, override_reason, cancelled_by, cancelled_at, cancel_reason) on class_sessions to shouyu_app;

  -- One change of a class's timetable at a time, by the row of the class: the hours are counted under it.
  create function check_class_session() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare c training_classes; planned numeric; others numeric;
    begin
      select * into c from training_classes where id = new.class_id for no key update;
      if tg_op = 'UPDATE' then
        if old.cancelled_at is not null then raise exception 'the session is cancelled' using errcode = 'check_violation', constraint = 'cancelled_session_stays'; end if;
        new.version := old.version + 1;
        if new.cancelled_at is not null then return new; end if;
      else
        if c.id is null or c.county <> new.county or c.owner_region <> new.owner_region then raise exception 'the session is of no class of its county' using errcode = 'check_violation', constraint = 'session_is_of_a_class'; end if;
        new.created_by := coalesce(nullif(current_setting('app.actor_id', true), ''), new.created_by, '');
      end if;
      if new.taught_on not between c.starts_on and c.ends_on then raise exception 'the session lies outside its class' using errcode = 'check_violation', constraint = 'session_lies_in_its_class'; end if;
      select case new.part when 'theory' then coalesce(c.theory_hours, k.theory_hours) else coalesce(c.practice_hours, k.practice_hours) end into planned
        from (select 1) one left join courses k on k.id = c.course_id;
      select coalesce(sum(s.hours), 0) into others from class_sessions s where s.class_id = new.class_id and s.part = new.part and s.cancelled_at is null and s.id <> new.id;
      if others + new.hours > planned then raise exception 'more hours than planned' using errcode = 'check_violation', constraint = 'session_hours_within_the_plan'; end if;
      return new;
    end $$;
  create trigger a_session before insert or update on class_sessions for each row execute function check_class_session();`;

/** How a class is held and for which order; the timetable of a class, session by session, with nobody and nothing in two places. */
export class ClassSessions1795860000000 implements MigrationInterface {
  readonly name = 'ClassSessions1795860000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ARRANGEMENT);
    await runner.query(SESSIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table class_sessions; drop function check_class_session();
      drop trigger b_class_order on training_classes; drop function check_class_order();
      alter table training_classes drop column order_id, drop column delivery, drop column site_kind, drop column min_seats, drop column theory_hours, drop column practice_hours, drop column lodging;`);
  }
}
