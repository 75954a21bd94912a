import { randomUUID } from 'node:crypto';
import type { SessionPart, SessionPeriod } from '@app/teaching';
import type { TestDatabase } from './database.js';

export interface GivenSession {
  readonly classId: string;
  readonly taughtOn: string;
  readonly period?: SessionPeriod;
  readonly part?: SessionPart;
  readonly hours?: number;
}

/** Puts a session into a class's timetable behind the application's back, with a room and an instructor that do nothing else; its id. The class's provider is a training provider. */
export async function addSession({ owner }: TestDatabase, { classId, taughtOn, period = 'morning', part = 'theory', hours = 4 }: GivenSession): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `with c as (select * from training_classes where id = $1),
       r as (insert into teaching_rooms (county, name, kind, region, seats, created_by) select county, $6, 'school', region, seats, 'test' from c returning id),
       i as (insert into instructors (county, name, kind, occupations, home_region, reach, created_by) select county, $6, 'teacher', '{6}', region, 'any', 'test' from c returning id)
     insert into class_sessions (class_id, county, owner_region, taught_on, period, part, hours, room_id, instructor_id, created_by)
     select c.id, county, owner_region, $2, $3, $4, $5, r.id, i.id, 'test' from c, r, i returning id`,
    [classId, taughtOn, period, part, hours, `测试 ${randomUUID()}`],
  );
  return rows[0]!.id;
}
