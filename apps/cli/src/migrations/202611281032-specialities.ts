import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OWN_COUNTY = `in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)`;
const DECIDES = `in_scope(owner_region) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'department-officer', 'system')`;
const HOLDS = `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`;

const TABLES = `
  create table speciality_decisions (
    id uuid primary key, county text not null, owner_region text not null, course_id text not null, number int not null, kind text not null, effective_on date not null, reason text not null,
    decided_by text not null, decided_at timestamptz not null default now(),
    constraint one_speciality_decision_per_step unique (county, course_id, number),
    constraint speciality_decision_county_holds_its_region check (${HOLDS}),
    constraint speciality_decision_kind_is_known check (kind in ('retired', 'resumed')),
    constraint speciality_decision_says_why check (btrim(reason) <> '')
  );
  alter table speciality_decisions enable row level security; alter table speciality_decisions force row level security;
  create policy speciality_decisions_seen on speciality_decisions for select to shouyu_app using (${OWN_COUNTY});
  create policy speciality_decisions_added on speciality_decisions for insert to shouyu_app with check (${DECIDES});
  create policy speciality_decisions_owner on speciality_decisions to current_user using (true) with check (true);
  create trigger speciality_decisions_append_only before update or delete or truncate on speciality_decisions for each statement execute function refuse_change();
  grant select, insert (id, county, owner_region, course_id, kind, effective_on, reason) on speciality_decisions to shouyu_app;

  -- The catalogue of a county on a day, published figures only: made at night, and again when somebody asks for it.
  create table speciality_boards (
    county text not null, owner_region text not null, as_of date not null, policy_version text not null, known_by timestamptz, head jsonb not null, lines jsonb not null, computed_at timestamptz not null default now(),
    primary key (county, as_of),
    constraint speciality_board_county_holds_its_region check (${HOLDS})
  );
  alter table speciality_boards enable row level security; alter table speciality_boards force row level security;
  create policy speciality_boards_seen on speciality_boards for select to shouyu_app using (acting_kind() in ('officer', 'system') and (${OWN_COUNTY}));
  create policy speciality_boards_made on speciality_boards for insert to shouyu_app with check (in_scope(owner_region) and acting_kind() = 'system');
  create policy speciality_boards_made_again on speciality_boards for update to shouyu_app using (in_scope(owner_region) and acting_kind() = 'system') with check (in_scope(owner_region) and acting_kind() = 'system');
  create policy speciality_boards_owner on speciality_boards to current_user using (true) with check (true);
  grant select, insert, update on speciality_boards to shouyu_app;`;

const LAW = `
  -- Retired and taken up again in turn, each not before the one before it; one decision of a course at a time.
  create function check_speciality_decision() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare before speciality_decisions;
    begin
      perform pg_advisory_xact_lock(hashtextextended('speciality ' || new.county || new.course_id, 0));
      select * into before from speciality_decisions d where d.county = new.county and d.course_id = new.course_id order by d.number desc limit 1;
      if not exists (select from courses c where c.id = new.course_id) or (new.kind = 'retired') = (coalesce(before.kind, 'resumed') = 'retired') or new.effective_on < before.effective_on then
        raise exception 'illegal decision: %', new.kind using errcode = 'check_violation', constraint = 'course_is_retired_and_resumed_in_turn';
      end if;
      new.number := coalesce(before.number, 0) + 1; new.decided_by := coalesce(current_setting('app.actor_id', true), '');
      return new;
    end $$;
  create trigger a_row before insert on speciality_decisions for each row execute function check_speciality_decision();

  create function course_is_retired(in_county text, course text, on_day date) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select d.kind = 'retired' from speciality_decisions d where d.county = in_county and d.course_id = course and d.effective_on <= on_day order by d.number desc limit 1), false) $$;
  revoke all on function course_is_retired(text, text, date) from public;
  grant execute on function course_is_retired(text, text, date) to shouyu_app;

  -- No class of it opens on or after its last day; what began before goes on.
  create function refuse_retired_course() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if course_is_retired(new.county, new.course_id, new.starts_on) then
        raise exception 'the course is retired' using errcode = 'check_violation', constraint = 'retired_course_is_not_opened';
      end if;
      return new;
    end $$;
  create trigger a_course before insert on training_classes for each row execute function refuse_retired_course();

  -- An order is for an occupation: it is refused where every course that leads to it is retired. A class of a retired course takes no order. Parts of a split order were ordered before.
  create function refuse_order_of_retired_course() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare o training_orders; today date := (now() at time zone 'Asia/Shanghai')::date;
    begin
      select * into o from training_orders t where t.id = new.order_id;
      if new.to_state in ('submitted', 'approved') and new.reason_code is null and exists (select from courses c where c.occupation = o.occupation or o.occupation like c.occupation || '-%')
         and not exists (select from courses c where (c.occupation = o.occupation or o.occupation like c.occupation || '-%') and not course_is_retired(o.county, c.id, today)) then
        raise exception 'every course is retired' using errcode = 'check_violation', constraint = 'retired_course_is_not_ordered';
      end if;
      if new.to_state = 'class-open' and exists (select from training_classes c where c.id = new.class_id and course_is_retired(c.county, c.course_id, c.starts_on)) then
        raise exception 'the course is retired' using errcode = 'check_violation', constraint = 'retired_course_is_not_opened';
      end if;
      return new;
    end $$;
  create trigger c_course before insert on training_order_moves for each row execute function refuse_order_of_retired_course();`;

/** The catalogue of specialities: boards by day, and which courses a county has retired. */
export class Specialities1795861920000 implements MigrationInterface {
  readonly name = 'Specialities1795861920000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, LAW]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger c_course on training_order_moves; drop trigger a_course on training_classes;
      drop function refuse_order_of_retired_course(); drop function refuse_retired_course();
      drop table speciality_boards, speciality_decisions;
      drop function check_speciality_decision(); drop function course_is_retired(text, text, date);`);
  }
}
