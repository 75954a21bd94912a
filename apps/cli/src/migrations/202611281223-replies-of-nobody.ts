import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;

/**
 * Where several counties are served, a reply from a telephone that none of them knows belongs to none (`take_reply`). Officers
 * of every served county see it, and the first who takes it has it.
 */
export class RepliesOfNobody1795868580000 implements MigrationInterface {
  readonly name = 'RepliesOfNobody1795868580000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create policy sms_replies_of_nobody on sms_replies for select to shouyu_app using (owner_region = repeat('0', 12) and acting_kind() = 'officer' and ${ROLE} in ('county-officer', 'auditor')
        and exists (select from served_counties() as c where c = left(current_setting('app.region_from', true), 6)));

      create function take_over_reply(rid uuid) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
        declare county text := left(current_setting('app.region_from', true), 6);
        begin
          if acting_kind() <> 'officer' or ${ROLE} <> 'county-officer' or not exists (select from served_counties() as c where c = county) then return false; end if;
          update sms_replies r set owner_region = rpad(county, 12, '0') where r.id = rid and r.owner_region = repeat('0', 12) and r.state = 'inbox';
          return found;
        end $$;
      revoke execute on function take_over_reply(uuid) from public;
      grant execute on function take_over_reply(uuid) to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function take_over_reply(uuid); drop policy sms_replies_of_nobody on sms_replies');
  }
}
