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
      create policy attendance_marks_scope on attendance_marks to shouyu_app using (in_scope(owner_region) and ${OFFICERS}) with check (in_scope(owner_region) and ${OFFICERS});
      grant select, insert, update, delete on attendance_marks to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table attendance_marks; drop function find_registrations(text[]);');
  }
}
