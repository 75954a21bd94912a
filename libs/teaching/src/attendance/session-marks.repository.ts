import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { SessionPart, SessionPeriod } from '../sessions/session.js';
import { refusing, SessionUnknown } from '../teaching.errors.js';
import type { MarkSource, SessionMarkKind } from './attendance.js';

/** A session as far as attendance is concerned. */
export interface AttendedSession {
  readonly id: string;
  readonly classId: string;
  readonly className: string;
  readonly county: string;
  readonly taughtOn: CivilDate;
  readonly period: SessionPeriod;
  readonly part: SessionPart;
  readonly hours: number;
  readonly isCancelled: boolean;
  /** Planned hours of its part; null: not known. */
  readonly plannedHours: number | null;
}

export interface SessionMark {
  readonly registrationId: string;
  /** 1 = the first about this person and session. */
  readonly number: number;
  readonly mark: SessionMarkKind;
  readonly hours: number | null;
  readonly source: MarkSource;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

export interface NewSessionMark {
  readonly sessionId: string;
  readonly registrationId: string;
  readonly mark: SessionMarkKind;
  readonly hours: number | null;
}

/** What one person's marks in a class come to. */
export interface PersonHours {
  readonly registrationId: string;
  readonly theoryHours: number;
  readonly practiceHours: number;
  readonly present: number;
  readonly absent: number;
  readonly leave: number;
}

/** Hours held so far: sessions up to today that were not cancelled. */
export interface HeldHours {
  readonly theoryHours: number;
  readonly practiceHours: number;
}

/** A mark with the session that it is about. */
export interface StandingMark extends SessionMark {
  readonly sessionId: string;
  readonly classId: string;
  readonly part: SessionPart;
}

const SESSION = `s.id, s.class_id as "classId", c.name as "className", s.county, s.taught_on as "taughtOn", s.period, s.part, s.hours::float8 as hours, s.cancelled_at is not null as "isCancelled",
  case s.part when 'theory' then coalesce(c.theory_hours, k.theory_hours) else coalesce(c.practice_hours, k.practice_hours) end as "plannedHours"
  from class_sessions s join training_classes c on c.id = s.class_id left join courses k on k.id = c.course_id`;
const MARK = `m.registration_id as "registrationId", m.number, m.mark, m.hours::float8 as hours, m.source, m.recorded_by as "recordedBy", m.recorded_at as "recordedAt"`;

@Injectable()
export class SessionMarksRepository {
  /** @throws SessionUnknown */
  async getSession(tx: Transaction, id: string): Promise<AttendedSession> {
    const [row] = await tx.query<AttendedSession[]>(`select ${SESSION} where s.id = $1`, [id]);
    if (row === undefined) throw new SessionUnknown();
    return row;
  }

  /** What stands about the people of a session, as far as they are in the caller's scope. */
  async listNow(tx: Transaction, sessionId: string): Promise<SessionMark[]> {
    return tx.query<SessionMark[]>(`select ${MARK} from session_marks_now m where m.session_id = $1 and m.mark <> 'withdrawn'`, [sessionId]);
  }

  /** Every mark of a session with those that were corrected, as they came. */
  async listAll(tx: Transaction, sessionId: string): Promise<SessionMark[]> {
    return tx.query<SessionMark[]>(`select ${MARK} from session_marks m where m.session_id = $1 order by m.recorded_at, m.registration_id`, [sessionId]);
  }

  /** Hours of these people in the same part of the class, from its other sessions. */
  async hoursOfOthers(tx: Transaction, { id, classId, part }: AttendedSession, registrationIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ registrationId: string; hours: number }[]>(
      `select m.registration_id as "registrationId", sum(m.hours)::float8 as hours from session_marks_now m join class_sessions s on s.id = m.session_id
       where m.class_id = $1 and m.registration_id = any ($2::uuid[]) and s.part = $3 and s.id <> $4 and m.hours is not null group by 1`,
      [classId, registrationIds, part, id],
    );
    return new Map(rows.map(({ registrationId, hours }) => [registrationId, hours]));
  }

  /** Adds marks in one statement; the database stamps them and rolls them up to the day. @throws AttendanceInvalid, SessionNotHeld, SessionToCome, MarkStands */
  async add(tx: Transaction, source: MarkSource, marks: readonly NewSessionMark[]): Promise<void> {
    if (marks.length === 0) return;
    await refusing(tx.query(
      `insert into session_marks (session_id, registration_id, mark, hours, source)
       select g."sessionId", g."registrationId", g.mark, g.hours, $2 from jsonb_to_recordset($1::jsonb) as g ("sessionId" uuid, "registrationId" uuid, mark text, hours numeric)
       -- Class by class in one order: each mark takes the lock of its class's roll.
       order by (select s.class_id from class_sessions s where s.id = g."sessionId"), g."sessionId", g."registrationId"`,
      [JSON.stringify(marks), source],
    ));
  }

  /** Sessions of these classes on these days that are held, with their planned hours. */
  async listSessions(tx: Transaction, classIds: readonly string[], days: readonly CivilDate[]): Promise<AttendedSession[]> {
    return tx.query<AttendedSession[]>(`select ${SESSION} where s.class_id = any ($1::uuid[]) and s.taught_on = any ($2::date[]) and s.cancelled_at is null`, [classIds, days]);
  }

  /** What stands in these sessions, in the caller's scope. */
  async listOfSessions(tx: Transaction, sessionIds: readonly string[]): Promise<NewSessionMark[]> {
    return tx.query<NewSessionMark[]>(`select m.session_id as "sessionId", m.registration_id as "registrationId", m.mark, m.hours::float8 as hours from session_marks_now m where m.session_id = any ($1::uuid[]) and m.mark <> 'withdrawn'`, [sessionIds]);
  }

  /** What stands about these people in every session of these classes. */
  async listOfPeople(tx: Transaction, classIds: readonly string[], registrationIds: readonly string[]): Promise<StandingMark[]> {
    return tx.query<StandingMark[]>(
      `select m.session_id as "sessionId", m.class_id as "classId", s.part, ${MARK} from session_marks_now m join class_sessions s on s.id = m.session_id
       where m.class_id = any ($1::uuid[]) and m.registration_id = any ($2::uuid[]) and m.mark <> 'withdrawn'`,
      [classIds, registrationIds],
    );
  }

  /** What the marks of each person in a class come to. */
  async hoursByPerson(tx: Transaction, classId: string): Promise<PersonHours[]> {
    return tx.query<PersonHours[]>(
      `select m.registration_id as "registrationId", coalesce(sum(m.hours) filter (where s.part = 'theory'), 0)::float8 as "theoryHours", coalesce(sum(m.hours) filter (where s.part = 'practice'), 0)::float8 as "practiceHours",
         count(*) filter (where m.mark = 'present')::int as present, count(*) filter (where m.mark = 'absent')::int as absent, count(*) filter (where m.mark = 'leave')::int as leave
       from session_marks_now m join class_sessions s on s.id = m.session_id where m.class_id = $1 group by 1`,
      [classId],
    );
  }

  async heldHours(tx: Transaction, classId: string, until: CivilDate): Promise<HeldHours> {
    const [row] = await tx.query<HeldHours[]>(
      `select coalesce(sum(hours) filter (where part = 'theory'), 0)::float8 as "theoryHours", coalesce(sum(hours) filter (where part = 'practice'), 0)::float8 as "practiceHours"
       from class_sessions where class_id = $1 and cancelled_at is null and taught_on <= $2`,
      [classId, until],
    );
    return row!;
  }
}
