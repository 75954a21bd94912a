import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICERS = `acting_kind() in ('officer', 'system')`;

/** What rosters of classes and placements need: people found by ID number, and attendance day by day. */
export class Rosters1795491000000 implements MigrationInterface {
  readonly name = 'Rosters1795491000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The registrations in the caller's scope of people with these ID numbers (blind indexes); nobody is added, nobody outside is betrayed.
      create function find_registrations(indexes text[]) returns table (number_index text, registration_id uuid) language sql stable security definer set search_path = public, pg_temp as $$
        select p.id_number_index, r.id
        from persons p left join person_aliases a on a.person_id = p.id
        join registrations r on r.person_id = coalesce(a.same_as, p.id) or r.person_id in (select b.person_id from person_aliases b where b.same_as = coalesce(a.same_as, p.id))
        where p.id_number_index = any (indexes) and in_scope(r.owner_region) and ${OFFICERS} $$;
      revoke all on function find_registrations(text[]) from public;
      grant execute on function find_registrations(text[]) to shouyu_app;

      create table attendance_marks (
        class_id uuid not null constraint mark_of_a_class references training_classes,
        registration_id uuid not null,
        attended_on date not null,
        county text not null,
        owner_region text not null,
        mark text not null constraint mark_is_known check (mark in ('present', 'absent', 'leave')),
        hours numeric(4, 1) constraint hours_of_a_day check (hours between 0 and 16),
        recorded_by text not null,
        recorded_at timestamptz not null default now(),
        primary key (class_id, registration_id, attended_on),
        constraint mark_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
        constraint only_presence_has_hours check (hours is null or mark = 'present')
      );
      alter table attendance_marks enable row level security; alter table attendance_marks force row level security;
      create policy attendance_marks_owner on attendance_marks to current_user using (true) with check (true);
      create policy attendance_marks_scope on attendance_marks to shouyu_app using (in_scope(owner_region) and ${OFFICERS}) with check (in_scope(owner_region) and ${OFFICERS});
      grant select, insert, update, delete on attendance_marks to shouyu_app;

      -- A registration that a roster added is taken back whole, unless somebody has built on it since: then nothing happens and the answer says so.
      create function withdraw_registration(registration uuid, at_version int) returns text language plpgsql security definer set search_path = public, pg_temp as $$
        declare found_person uuid;
        begin
          if acting_kind() not in ('officer', 'system') then return 'not-found'; end if;
          select person_id into found_person from registrations where id = registration and in_scope(owner_region) for update;
          if not found then return 'not-found'; end if;
          if exists (select from registrations where id = registration and version <> at_version)
            or exists (select from ledger_facts where registration_id = registration) or exists (select from referrals where registration_id = registration)
            or exists (select from attendance_marks where registration_id = registration) or exists (select from refusals where registration_id = registration)
          then return 'built-on'; end if;
          delete from registrations where id = registration;
          delete from persons p where p.id = found_person and not exists (select from registrations r where r.person_id = p.id)
            and not exists (select from person_aliases a where p.id in (a.person_id, a.same_as));
          return 'withdrawn';
        end $$;
      revoke all on function withdraw_registration(uuid, int) from public;
      grant execute on function withdraw_registration(uuid, int) to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function withdraw_registration(uuid, int); drop table attendance_marks; drop function find_registrations(text[]);');
  }
}
