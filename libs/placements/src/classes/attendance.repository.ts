import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { AttendanceMark } from './attendance.entity.js';

/** One person, one class, one day. `hours` = present, null = not stated. */
export interface DayMark {
  readonly classId: string;
  readonly registrationId: string;
  readonly attendedOn: CivilDate;
  readonly mark: AttendanceMark;
  readonly hours: number | null;
  /** The sessions of the day say so: no roster changes it. */
  readonly bySessions?: boolean;
}

const RECORD = 'g ("classId" uuid, "registrationId" uuid, "attendedOn" date, mark text, hours numeric, "ownerRegion" text)';

@Injectable()
export class AttendanceRepository {
  /** The marks on record of these people in these classes. */
  async list(tx: Transaction, classIds: readonly string[], registrationIds: readonly string[]): Promise<DayMark[]> {
    return tx.query<DayMark[]>(
      `select class_id as "classId", registration_id as "registrationId", attended_on as "attendedOn", mark, hours::float8 as hours, by_sessions as "bySessions"
       from attendance_marks where class_id = any ($1::uuid[]) and registration_id = any ($2::uuid[])`,
      [classIds, registrationIds],
    );
  }

  /** Writes marks over what stands; one statement. */
  async write(tx: Transaction, recordedBy: string, marks: readonly (DayMark & { readonly ownerRegion: string })[]): Promise<void> {
    if (marks.length === 0) return;
    await tx.query(
      `insert into attendance_marks as m (class_id, registration_id, attended_on, county, owner_region, mark, hours, recorded_by)
       select "classId", "registrationId", "attendedOn", substr("ownerRegion", 1, 6), "ownerRegion", mark, hours, $2 from jsonb_to_recordset($1::jsonb) as ${RECORD}
       order by 1, 2, 3 on conflict (class_id, registration_id, attended_on) do update set mark = excluded.mark, hours = excluded.hours, recorded_by = excluded.recorded_by, recorded_at = now()`,
      [JSON.stringify(marks), recordedBy],
    );
  }

  /** Takes marks away that still say what is given. */
  async remove(tx: Transaction, marks: readonly DayMark[]): Promise<void> {
    if (marks.length === 0) return;
    await tx.query(
      `delete from attendance_marks m using jsonb_to_recordset($1::jsonb) as g ("classId" uuid, "registrationId" uuid, "attendedOn" date)
       where m.class_id = g."classId" and m.registration_id = g."registrationId" and m.attended_on = g."attendedOn"`,
      [JSON.stringify(marks)],
    );
  }
}
