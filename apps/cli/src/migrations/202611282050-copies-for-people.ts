import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose rows a person's copy is made of: their registrations of this county in the caller's scope, and those of their present
 * telephones that are nobody else's (a shared one answers for others too, and so does a number that has a new owner).
 */
const BOUNDS = `
  create function copy_bounds(of_registration uuid) returns table (registration_ids uuid[], own_phones text[], elsewhere integer) language sql stable security definer set search_path = public, pg_temp as $$
    with same as materialized (select r.id, r.person_id, r.owner_region, r.phone_index from registrations r where r.id = any (registrations_of_same_person(of_registration))),
    own as materialized (select * from same s where in_scope(s.owner_region)),
    names as materialized (select n.id from (select distinct person_id from same) s cross join lateral names_of_person(s.person_id) as n (id))
    select array(select o.id from own o order by o.id),
      array(select distinct o.phone_index from own o where o.phone_index is not null
        and not exists (select from registrations r where r.phone_index = o.phone_index and r.person_id not in (select n.id from names n))
        and not exists (select from number_blocks b where b.phone_index = o.phone_index and b.reason = 'not-the-person' and b.lifted_at is null)),
      (select count(*)::int from same) - (select count(*)::int from own)
    where acting_kind() = 'officer' and coalesce(current_setting('app.role', true), '') in ('county-officer', 'township-officer') $$;
  revoke all on function copy_bounds(uuid) from public;
  grant execute on function copy_bounds(uuid) to shouyu_app;`;

/** By which policy and on which day a list was made is seen all over its county: who stands on it is told so, and sees their rows anyway. */
const LISTS = `
  create policy match_lists_seen_in_their_county on match_lists for select to shouyu_app using (acting_kind() = 'officer' and county = left(coalesce(current_setting('app.region_from', true), ''), 6));`;

/** A person gets a copy of what is held about them. Every row is read under the officer's own scope. */
export class CopiesForPeople1795899000000 implements MigrationInterface {
  readonly name = 'CopiesForPeople1795899000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [BOUNDS, LISTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy match_lists_seen_in_their_county on match_lists; drop function copy_bounds(uuid)');
  }
}
