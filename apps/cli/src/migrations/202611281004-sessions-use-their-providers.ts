import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is a provider's own is used by its classes only. */
export class SessionsUseTheirProviders1795860240000 implements MigrationInterface {
  readonly name = 'SessionsUseTheirProviders1795860240000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function check_session_provider() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if exists (
            select from training_classes c, lateral (
              select i.provider_id from instructors i where i.id = new.instructor_id
              union all select r.provider_id from teaching_rooms r where r.id = new.room_id
              union all select b.provider_id from practice_bases b where b.id = new.base_id) used
            where c.id = new.class_id and used.provider_id is not null and used.provider_id is distinct from c.provider_id) then
            raise exception 'it is another provider''s own' using errcode = 'check_violation', constraint = 'session_uses_its_providers_own';
          end if;
          return new;
        end $$;
      create trigger c_provider before insert on class_sessions for each row execute function check_session_provider();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger c_provider on class_sessions; drop function check_session_provider()');
  }
}
