import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { ClassDelivery, ClassState } from '@app/placements';
import type { Transaction } from '@app/platform';
import { refusing } from '../teaching.errors.js';
import type { NewSession, SessionPart } from './session.js';

/** A session with what people call its parts. */
export interface StoredSession extends NewSession {
  readonly id: string;
  readonly classId: string;
  readonly county: string;
  readonly className: string | null;
  readonly placeName: string | null;
  readonly replacesId: string | null;
  readonly cancelledAt: Date | null;
  readonly cancelReason: string | null;
  readonly version: number;
}

/** A class as its timetable sees it. */
export interface ClassRow {
  readonly id: string;
  readonly county: string;
  readonly name: string;
  readonly courseId: string;
  readonly providerId: string | null;
  readonly state: ClassState;
  readonly hasProvider: boolean;
  readonly delivery: ClassDelivery;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly seats: number;
  readonly minSeats: number;
  readonly region: string;
  readonly lodging: boolean;
  readonly occupation: string | null;
  readonly theoryHours: number | null;
  readonly practiceHours: number | null;
}

export interface SessionFilter {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly classId?: string | undefined;
  readonly instructorId?: string | undefined;
  readonly roomId?: string | undefined;
  readonly baseId?: string | undefined;
}

/** Something that is in use on a day: a room, a base, an instructor. */
export interface Booking {
  readonly resourceId: string;
  readonly taughtOn: CivilDate;
}

/** A session to add; `replacesId`: it is the same session, moved. */
export type SessionToAdd = NewSession & { readonly replacesId?: string | null };

const SESSION = `s.id, s.class_id as "classId", s.county, c.name as "className", coalesce(r.name, b.name) as "placeName", s.taught_on as "taughtOn", s.period, s.part, s.hours::float8 as hours, s.room_id as "roomId", s.base_id as "baseId", s.instructor_id as "instructorId",
  s.override_reason as "overrideReason", s.replaces_id as "replacesId", s.cancelled_at as "cancelledAt", s.cancel_reason as "cancelReason", s.version`;
const FROM = 'from class_sessions s left join training_classes c on c.id = s.class_id left join teaching_rooms r on r.id = s.room_id left join practice_bases b on b.id = s.base_id';
const PERIOD_ORDER = `case s.period when 'morning' then 1 when 'afternoon' then 2 else 3 end`;
const CLASS = `c.id, c.county, c.name, c.course_id as "courseId", c.provider_id as "providerId", coalesce(g.kind = 'training-provider', false) as "hasProvider", c.state, c.delivery, c.starts_on as "startsOn", c.ends_on as "endsOn", c.seats, c.min_seats as "minSeats", c.region, c.lodging,
  k.occupation, coalesce(c.theory_hours, k.theory_hours) as "theoryHours", coalesce(c.practice_hours, k.practice_hours) as "practiceHours"`;
const CLASS_FROM = 'from training_classes c left join courses k on k.id = c.course_id left join organizations g on g.id = c.provider_id';

/** Timetables of classes. */
@Injectable()
export class SessionsRepository {
  async findClass(tx: Transaction, id: string): Promise<ClassRow | null> {
    return (await this.listClasses(tx, [id]))[0] ?? null;
  }

  async listClasses(tx: Transaction, ids: readonly string[]): Promise<ClassRow[]> {
    return tx.query<ClassRow[]>(`select ${CLASS} ${CLASS_FROM} where c.id = any ($1::uuid[])`, [ids]);
  }

  /** Classes of the county that lie within these days and have no session that stands, by first day. */
  async listUntimetabled(tx: Transaction, county: string, from: CivilDate, to: CivilDate, limit: number): Promise<ClassRow[]> {
    return tx.query<ClassRow[]>(
      `select ${CLASS} ${CLASS_FROM} where c.county = $1 and c.starts_on <= $3 and c.ends_on >= $2 and not c.outreach and c.state in ('planned', 'open', 'teaching')
         and not exists (select from class_sessions s where s.class_id = c.id and s.cancelled_at is null) order by c.starts_on, c.id limit $4`,
      [county, from, to, limit],
    );
  }

  /** Hours of a class that stand, by part. */
  async hoursOf(tx: Transaction, classId: string): Promise<Record<SessionPart, number>> {
    return (await this.hoursOfMany(tx, [classId])).get(classId)!;
  }

  /** The same of each of these classes. */
  async hoursOfMany(tx: Transaction, classIds: readonly string[]): Promise<Map<string, Record<SessionPart, number>>> {
    const hours = new Map(classIds.map((id) => [id, { theory: 0, practice: 0 }]));
    const rows = await tx.query<{ classId: string; part: SessionPart; hours: number }[]>('select class_id as "classId", part, sum(hours)::float8 as hours from class_sessions where class_id = any ($1::uuid[]) and cancelled_at is null group by class_id, part', [classIds]);
    for (const row of rows) hours.get(row.classId)![row.part] = row.hours;
    return hours;
  }

  /** The timetable of a class, in its order; cancelled sessions stand in it. */
  async listOfClass(tx: Transaction, classId: string): Promise<StoredSession[]> {
    return tx.query<StoredSession[]>(`select ${SESSION} ${FROM} where s.class_id = $1 order by s.taught_on, ${PERIOD_ORDER}, s.created_at, s.id`, [classId]);
  }

  /** Sessions that stand, by day. */
  async list(tx: Transaction, { from, to, classId, instructorId, roomId, baseId }: SessionFilter, after: readonly (string | number)[] | null, limit: number): Promise<StoredSession[]> {
    return tx.query<StoredSession[]>(
      `select ${SESSION} ${FROM} where s.cancelled_at is null and s.taught_on between $1 and $2 and ($3::uuid is null or s.class_id = $3) and ($4::uuid is null or s.instructor_id = $4) and ($5::uuid is null or s.room_id = $5)
         and ($6::uuid is null or s.base_id = $6) and ($7::date is null or (s.taught_on, s.id) > ($7::date, $8::uuid)) order by s.taught_on, s.id limit $9`,
      [from, to, classId ?? null, instructorId ?? null, roomId ?? null, baseId ?? null, ...(after ?? [null, null]), limit],
    );
  }

  async find(tx: Transaction, id: string): Promise<StoredSession | null> {
    const [row] = await tx.query<StoredSession[]>(`select ${SESSION} ${FROM} where s.id = $1`, [id]);
    return row ?? null;
  }

  /** What the county uses on which days, whoever's class it is. */
  async listBookings(tx: Transaction, county: string, from: CivilDate, to: CivilDate): Promise<Booking[]> {
    return tx.query<Booking[]>(
      'select resource_id as "resourceId", taught_on as "taughtOn" from teaching_bookings($1, $2, $3)', [county, from, to],
    );
  }

  /**
   * Adds sessions of classes of one county in one statement, by day, so that two writers wait for each other instead of dead-locking.
   * @throws DoubleBooked, SessionInvalid (hours beyond the plan; what it uses is closed, withdrawn, too small), SessionMoveRefused
   */
  async insert(tx: Transaction, county: string, sessions: readonly (SessionToAdd & { readonly classId: string })[]): Promise<string[]> {
    const rows = await refusing(tx.query<{ id: string }[]>(
      `insert into class_sessions (id, class_id, county, owner_region, taught_on, period, part, hours, room_id, base_id, instructor_id, override_reason, replaces_id)
       select gen_random_uuid(), "classId", $2, rpad($2, 12, '0'), "taughtOn", period, part, hours, "roomId", "baseId", "instructorId", "overrideReason", "replacesId"
       from jsonb_to_recordset($1::jsonb) as s ("classId" uuid, "taughtOn" date, period text, part text, hours numeric, "roomId" uuid, "baseId" uuid, "instructorId" uuid, "overrideReason" text, "replacesId" uuid)
       order by "classId", "taughtOn", ${PERIOD_ORDER} returning id`,
      [JSON.stringify(sessions), county],
    ));
    return rows.map(({ id }) => id);
  }

  /**
   * Takes a session back; null: there is none of this version that stands.
   * @throws SessionMoveRefused
   */
  async cancel(tx: Transaction, id: string, version: number, by: string, reason: string): Promise<boolean> {
    const [, count] = await refusing(tx.query<[unknown[], number]>(
      'update class_sessions set cancelled_by = $3, cancelled_at = now(), cancel_reason = $4 where id = $1 and version = $2 and cancelled_at is null', [id, version, by, reason]));
    return count > 0;
  }
}
