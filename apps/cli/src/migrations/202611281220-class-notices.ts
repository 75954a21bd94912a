import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} <> 'training-provider'`;
const OF_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6))`;
/** A provider sees what the people of its own classes were told. */
const OWN_CLASS = `acting_kind() = 'officer' and ${ROLE} = 'training-provider' and county = left(current_setting('app.region_from', true), 6)
  and exists (select from training_classes c where c.id = class_id and c.provider_id = acting_organization())`;

const NOTICES = `
  create table class_notices (
    id uuid primary key default gen_random_uuid(), class_id uuid not null, county text not null, owner_region text not null, number int not null, kind text not null, timetable jsonb not null, made_at timestamptz not null,
    constraint one_class_notice_per_number unique (class_id, number),
    constraint class_notice_county_holds_its_region check (owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'),
    constraint class_notice_kind_is_known check (kind in ('start', 'change', 'aborted')),
    constraint class_notices_begin_with_the_start check (case kind when 'start' then number = 1 when 'change' then number > 1 else number >= 1 end),
    constraint class_notice_tells_a_timetable check (jsonb_typeof(timetable) = 'array')
  );
  alter table class_notices enable row level security; alter table class_notices force row level security;
  create policy class_notices_seen on class_notices for select to shouyu_app using ((${OF_COUNTY} and ${OFFICES}) or (${OWN_CLASS}));
  create policy class_notices_added on class_notices for insert to shouyu_app with check (in_scope(owner_region) and acting_kind() = 'system');
  create policy class_notices_owner on class_notices to current_user using (true) with check (true);
  grant select, insert (class_id, county, owner_region, number, kind, timetable, made_at) on class_notices to shouyu_app;
  create trigger class_notices_append_only before update or delete or truncate on class_notices for each statement execute function refuse_change();
  -- A notice tells what is: the next number of its class, aborted only when the class is, and nothing after that.
  create function check_class_notice() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare class_state text; last class_notices;
    begin
      select c.state into class_state from training_classes c where c.id = new.class_id and c.county = new.county;
      select * into last from class_notices n where n.class_id = new.class_id order by n.number desc limit 1;
      if class_state is null or (new.kind = 'aborted') <> (class_state = 'aborted') or (new.kind <> 'aborted' and class_state not in ('open', 'teaching')) then
        raise exception 'the notice is not true of its class' using errcode = 'check_violation', constraint = 'class_notice_is_true';
      end if;
      if new.number <> coalesce(last.number, 0) + 1 or last.kind = 'aborted' then
        raise exception 'not the next notice' using errcode = 'unique_violation', constraint = 'one_class_notice_per_number';
      end if;
      return new;
    end $$;
  create trigger a_notice before insert on class_notices for each row execute function check_class_notice();`;

const POLICIES = `
  create table class_notice_policies (
    county text primary key, owner_region text not null, days_before int not null, set_by text not null, set_at timestamptz not null,
    constraint notice_policy_county_holds_its_region check (owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'),
    constraint class_is_announced_1_to_14_days_before check (days_before between 1 and 14)
  );
  alter table class_notice_policies enable row level security; alter table class_notice_policies force row level security;
  create policy class_notice_policies_seen on class_notice_policies for select to shouyu_app using (${OF_COUNTY} and acting_kind() in ('officer', 'system'));
  create policy class_notice_policies_added on class_notice_policies for insert to shouyu_app with check (in_scope(owner_region) and acting_kind() = 'officer' and ${ROLE} = 'county-officer');
  create policy class_notice_policies_changed on class_notice_policies for update to shouyu_app using (in_scope(owner_region) and acting_kind() = 'officer' and ${ROLE} = 'county-officer') with check (in_scope(owner_region));
  create policy class_notice_policies_owner on class_notice_policies to current_user using (true) with check (true);
  grant select, insert, update (days_before, set_by, set_at) on class_notice_policies to shouyu_app;`;

const SUPERSEDE = `
  -- What has not been handed over and is no longer true does not go: a newer message tells what is.
  create function supersede_notifications(keys text[], at timestamptz) returns int language plpgsql security definer set search_path = public, pg_temp as $$
    declare superseded int;
    begin
      if acting_kind() <> 'system' then return 0; end if;
      update notifications n set state = 'cancelled', reason = 'superseded', held_for = null, ended_at = supersede_notifications.at where n.dedupe_key = any (keys) and n.state in ('planned', 'queued') and in_scope(n.owner_region);
      get diagnostics superseded = row_count;
      return superseded;
    end $$;
  revoke execute on function supersede_notifications(text[], timestamptz) from public;
  grant execute on function supersede_notifications(text[], timestamptz) to shouyu_app;`;

/** What the people of a class have been told of its timetable, notice by notice; how long before it begins. */
export class ClassNotices1795868400000 implements MigrationInterface {
  readonly name = 'ClassNotices1795868400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [NOTICES, POLICIES, SUPERSEDE]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function supersede_notifications(text[], timestamptz); drop table class_notice_policies, class_notices; drop function check_class_notice()');
  }
}
