import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OWN = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;

const NOTICES = `
  create table policy_notices (
    id uuid primary key default gen_random_uuid(), owner_region text not null, wording text not null, region text not null, programme text, written_by text not null, written_at timestamptz not null,
    constraint policy_notice_region_is_padded check (owner_region ~ '^[0-9]{12}$'),
    constraint policy_notice_is_short check (length(wording) between 5 and 120),
    constraint policy_notice_audience_is_of_its_county check (region ~ '^[0-9]{12}$' and left(region, 6) = left(owner_region, 6)),
    constraint policy_notice_programme_is_named check (length(programme) between 1 and 60)
  );
  create index policy_notices_by_time on policy_notices (owner_region, written_at, id);
  alter table policy_notices enable row level security; alter table policy_notices force row level security;
  create policy policy_notices_seen on policy_notices for select to shouyu_app using (${OWN});
  create policy policy_notices_added on policy_notices for insert to shouyu_app with check (in_scope(owner_region) and acting_kind() = 'officer' and ${ROLE} = 'county-officer');
  create policy policy_notices_owner on policy_notices to current_user using (true) with check (true);
  grant select, insert (owner_region, wording, region, programme, written_by, written_at) on policy_notices to shouyu_app;
  create trigger policy_notices_append_only before update or delete or truncate on policy_notices for each statement execute function refuse_change();`;

const WAVES = `
  alter table notification_waves alter column vacancy_id drop not null,
    add column policy_notice_id uuid constraint wave_of_a_policy_notice references policy_notices (id),
    add constraint wave_is_about_one_thing check (num_nonnulls(vacancy_id, policy_notice_id) = 1),
    add constraint one_wave_per_policy_notice_and_number unique (policy_notice_id, number);
  grant insert (policy_notice_id) on notification_waves to shouyu_app;`;

/** A match notice belongs to a confirmed wave of its vacancy, a policy notice to one of its notice; each to its county, at a place that the wave has. Nothing else travels in a wave. */
const belongs = (policies: string): string => `
  create or replace function check_notification_wave() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.purpose = 'message.match' and not exists (select from notification_waves w where w.id = new.wave_id and w.vacancy_id = new.vacancy_id and new.wave_position <= w.size and left(w.owner_region, 6) = left(new.owner_region, 6)) then
        raise exception 'a match notice belongs to a confirmed wave' using errcode = 'restrict_violation', constraint = 'match_notice_belongs_to_a_wave';
      end if;${policies}
      return new;
    end $$;`;
const POLICIES = `
      if new.purpose = 'message.policy' and not exists (select from notification_waves w where w.id = new.wave_id and new.vacancy_id is null and new.wave_position <= w.size and left(w.owner_region, 6) = left(new.owner_region, 6)
          and new.dedupe_key = 'policy/' || w.policy_notice_id || '/' || new.registration_id) then
        raise exception 'a policy notice belongs to a confirmed wave' using errcode = 'restrict_violation', constraint = 'policy_notice_belongs_to_a_wave';
      end if;
      if new.wave_id is not null and new.purpose not in ('message.match', 'message.policy') then
        raise exception 'nothing else travels in a wave' using errcode = 'restrict_violation', constraint = 'wave_carries_what_was_confirmed';
      end if;`;

/** Policy notices: what a county tells those who agreed to it, in waves like those of vacancies. */
export class PolicyNotices1795868460000 implements MigrationInterface {
  readonly name = 'PolicyNotices1795868460000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [NOTICES, WAVES, belongs(POLICIES)]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${belongs('')}
      delete from notifications where wave_id in (select id from notification_waves where policy_notice_id is not null); delete from notification_waves where policy_notice_id is not null;
      alter table notification_waves drop column policy_notice_id, alter column vacancy_id set not null; drop table policy_notices;`);
  }
}
