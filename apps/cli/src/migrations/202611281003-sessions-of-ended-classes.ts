import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A class that has ended is taught no more, and no class grows out of its rooms. The state of a class comes with its life (202611281010): these functions read it when they run. */
export class SessionsOfEndedClasses1795860180000 implements MigrationInterface {
  readonly name = 'SessionsOfEndedClasses1795860180000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- After the check of sessions, which holds the row of the class.
      create function refuse_session_of_ended_class() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if exists (select from training_classes c where c.id = new.class_id and c.state in ('completed', 'aborted')) then
            raise exception 'the class has ended' using errcode = 'check_violation', constraint = 'ended_class_has_no_new_session';
          end if;
          return new;
        end $$;
      create trigger b_ended before insert on class_sessions for each row execute function refuse_session_of_ended_class();

      create function keep_timetable() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if new.seats > old.seats and exists (
            select from class_sessions s left join teaching_rooms r on r.id = s.room_id left join practice_bases b on b.id = s.base_id
            where s.class_id = new.id and s.cancelled_at is null and s.taught_on >= (now() at time zone 'Asia/Shanghai')::date and coalesce(r.seats, b.seats) < new.seats) then
            raise exception 'its rooms are too small' using errcode = 'check_violation', constraint = 'class_seats_fit_its_rooms';
          end if;
          -- An ended class takes nobody's time any more. A session of today may have been held.
          if new.state in ('completed', 'aborted') and old.state is distinct from new.state then
            update class_sessions set cancelled_by = coalesce(current_setting('app.actor_id', true), ''), cancelled_at = now(), cancel_reason = case new.state when 'aborted' then '班次已中止' else '班次已结业' end
            where class_id = new.id and cancelled_at is null and taught_on > (now() at time zone 'Asia/Shanghai')::date;
          end if;
          return null;
        end $$;
      create trigger z_timetable after update on training_classes for each row execute function keep_timetable();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger z_timetable on training_classes; drop function keep_timetable(); drop trigger b_ended on class_sessions; drop function refuse_session_of_ended_class()');
  }
}
