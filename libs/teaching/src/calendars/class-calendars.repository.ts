import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { TakenSeat } from '@app/scheduling';
import type { CalendarClass, CalendarFailure, CalendarFigures, LeftOutReason } from './class-calendar.js';

export interface StoredCalendar {
  readonly id: string;
  readonly county: string;
  readonly fromOn: CivilDate;
  readonly toOn: CivilDate;
  readonly hoursPerDay: number;
  readonly requestedAt: Date;
  readonly madeAt: Date | null;
  readonly failedAt: Date | null;
  readonly failure: CalendarFailure | null;
  readonly figures: CalendarFigures | null;
}

/** A class of a calendar with what people call its parts. */
export interface StoredCalendarClass extends CalendarClass {
  readonly className: string | null;
  readonly roomName: string | null;
  readonly baseName: string | null;
  readonly confirmedAt: Date | null;
}

export interface StoredSeat extends TakenSeat {
  readonly name: string;
  readonly idNumberMasked: string;
}

/** A seat with the region of the person whose it is. */
export type SeatToKeep = TakenSeat & { readonly ownerRegion: string };

/** So many calendars of a county are kept, the newest. */
const CALENDARS_KEPT = 20;
const CALENDAR = 'id, county, from_on as "fromOn", to_on as "toOn", hours_per_day as "hoursPerDay", requested_at as "requestedAt", made_at as "madeAt", failed_at as "failedAt", failure, figures';
const CLASS = `k.class_id as "classId", c.name as "className", k.reason, k.theory_hours::float8 as "theoryHours", k.practice_hours::float8 as "practiceHours", k.theory_days::text[] as "theoryDays", k.practice_days::text[] as "practiceDays",
  k.room_id as room, k.theory_instructor_id as "theoryInstructor", k.base_id as base, k.practice_instructor_id as "practiceInstructor", r.name as "roomName", b.name as "baseName", k.people, k.confirmed_at as "confirmedAt"`;
const CLASS_FROM = 'from class_calendar_classes k left join training_classes c on c.id = k.class_id left join teaching_rooms r on r.id = k.room_id left join practice_bases b on b.id = k.base_id';

@Injectable()
export class ClassCalendarsRepository {
  async add(tx: Transaction, county: string, window: { readonly from: CivilDate; readonly to: CivilDate; readonly hoursPerDay: number }, by: string): Promise<StoredCalendar> {
    const [row] = await tx.query<StoredCalendar[]>(`insert into class_calendars (id, county, from_on, to_on, hours_per_day, requested_by) values (gen_random_uuid(), $1, $2, $3, $4, $5) returning ${CALENDAR}`, [county, window.from, window.to, window.hoursPerDay, by]);
    await tx.query(`delete from class_calendars where county = $1 and id in (select id from class_calendars where county = $1 order by requested_at desc, id offset ${CALENDARS_KEPT})`, [county]);
    return row!;
  }

  async find(tx: Transaction, id: string): Promise<StoredCalendar | null> {
    const [row] = await tx.query<StoredCalendar[]>(`select ${CALENDAR} from class_calendars where id = $1`, [id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, county: string): Promise<StoredCalendar[]> {
    return tx.query<StoredCalendar[]>(`select ${CALENDAR} from class_calendars where county = $1 order by requested_at desc, id`, [county]);
  }

  /** Held classes by first day, then the others. */
  async listClasses(tx: Transaction, id: string): Promise<StoredCalendarClass[]> {
    return tx.query<StoredCalendarClass[]>(`select ${CLASS} ${CLASS_FROM} where k.calendar_id = $1 order by k.reason is not null, least(k.theory_days[1], k.practice_days[1]), k.class_id`, [id]);
  }

  /** These held and not confirmed classes of a calendar, all without `classIds`; held until the end of the transaction. */
  async lockUnconfirmed(tx: Transaction, id: string, classIds: readonly string[] | null): Promise<StoredCalendarClass[]> {
    await tx.query('select from class_calendar_classes where calendar_id = $1 and ($2::uuid[] is null or class_id = any ($2::uuid[])) order by class_id for update', [id, classIds]);
    return tx.query<StoredCalendarClass[]>(`select ${CLASS} ${CLASS_FROM} where k.calendar_id = $1 and k.reason is null and k.confirmed_at is null and ($2::uuid[] is null or k.class_id = any ($2::uuid[])) order by k.class_id`, [id, classIds]);
  }

  async confirm(tx: Transaction, id: string, classIds: readonly string[], by: string): Promise<void> {
    await tx.query('update class_calendar_classes set confirmed_by = $3, confirmed_at = now() where calendar_id = $1 and class_id = any ($2::uuid[])', [id, classIds, by]);
  }

  /** Who would sit where, of the caller's people, by class and person. */
  async listSeats(tx: Transaction, id: string, after: readonly (string | number)[] | null, limit: number): Promise<StoredSeat[]> {
    return tx.query<StoredSeat[]>(
      `select s.registration_id as "learnerId", s.class_id as "classId", r.name, r.id_number_masked as "idNumberMasked" from class_calendar_seats s join registrations r on r.id = s.registration_id
       where s.calendar_id = $1 and ($2::uuid is null or (s.class_id, s.registration_id) > ($2::uuid, $3::uuid)) order by s.class_id, s.registration_id limit $4`,
      [id, ...(after ?? [null, null]), limit],
    );
  }

  /** Keeps what was made, once: whoever comes second changes nothing. */
  async save(tx: Transaction, { id, county }: StoredCalendar, classes: readonly CalendarClass[], seats: readonly SeatToKeep[], figures: CalendarFigures): Promise<void> {
    const [waiting] = await tx.query<unknown[]>('select 1 from class_calendars where id = $1 and made_at is null and failed_at is null for update', [id]);
    if (waiting === undefined) return;
    await tx.query(
      `insert into class_calendar_classes (calendar_id, class_id, county, reason, theory_hours, practice_hours, theory_days, practice_days, room_id, theory_instructor_id, base_id, practice_instructor_id, people)
       select $1, "classId", $2, reason, "theoryHours", "practiceHours", array(select jsonb_array_elements_text("theoryDays")::date), array(select jsonb_array_elements_text("practiceDays")::date), room, "theoryInstructor", base, "practiceInstructor", people
       from jsonb_to_recordset($3::jsonb) as k ("classId" uuid, reason text, "theoryHours" numeric, "practiceHours" numeric, "theoryDays" jsonb, "practiceDays" jsonb, room uuid, "theoryInstructor" uuid, base uuid, "practiceInstructor" uuid, people int)`,
      [id, county, JSON.stringify(classes)],
    );
    await tx.query(
      `insert into class_calendar_seats (calendar_id, registration_id, class_id, owner_region) select $1, "learnerId", "classId", "ownerRegion" from jsonb_to_recordset($2::jsonb) as s ("learnerId" uuid, "classId" uuid, "ownerRegion" text)`,
      [id, JSON.stringify(seats)],
    );
    await tx.query('update class_calendars set made_at = now(), figures = $2 where id = $1', [id, JSON.stringify(figures)]);
  }

  /** A calendar that is made stays made. */
  async fail(tx: Transaction, id: string, failure: CalendarFailure): Promise<void> {
    await tx.query('update class_calendars set failed_at = now(), failure = $2 where id = $1 and made_at is null and failed_at is null', [id, failure]);
  }
}

/** A class that the calendar leaves out. */
export const leftOut = (classId: string, reason: LeftOutReason, theoryHours: number, practiceHours: number): CalendarClass => ({
  classId, reason, theoryHours, practiceHours, theoryDays: [], practiceDays: [], room: null, theoryInstructor: null, base: null, practiceInstructor: null, people: 0,
});
