import { randomUUID } from 'node:crypto';
import type { SessionPart, SessionPeriod } from '@app/teaching';
import type { TestDatabase } from './database.js';

export interface GivenSession {
  readonly classId: string;
  readonly taughtOn: string;
  readonly period?: SessionPeriod;
  readonly part?: SessionPart;
  readonly hours?: number;
  readonly instructorId?: string;
}

/** Puts a session into a class's timetable behind the application's back, with an instructor who does nothing else; its id. */
export async function addSession({ owner }: TestDatabase, { classId, taughtOn, period = 'morning', part = 'theory', hours = 4, instructorId = randomUUID() }: GivenSession): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into class_sessions (class_id, county, owner_region, taught_on, period, part, hours, instructor_id, created_by)
     select id, county, owner_region, $2, $3, $4, $5, $6, 'test' from training_classes where id = $1 returning id`,
    [classId, taughtOn, period, part, hours, instructorId],
  );
  return rows[0]!.id;
}
