import { Injectable } from '@nestjs/common';
import { ClassBooks, CountyBooks, type Enrolment, type ShownPerson } from '@app/placements';
import { Database, type Principal, type Transaction } from '@app/platform';
import { AttendanceInvalid, SessionNotHeld, SessionToCome } from './attendance.errors.js';
import { attendancePercent, hoursOf, markFaults, type MarkEntry, type MarkSource } from './attendance.js';
import { SessionMarksRepository, type AttendedSession, type HeldHours, type NewSessionMark, type PersonHours, type SessionMark } from './session-marks.repository.js';

/** Somebody who should come to a session, and what is on record; null: nothing yet. */
export interface ExpectedPerson {
  readonly traineeId: string;
  readonly person: ShownPerson | null;
  readonly mark: SessionMark | null;
}

/** What was done about one person; `already`: the same was on record. */
export interface MarkOutcome {
  readonly traineeId: string;
  readonly outcome: 'recorded' | 'corrected' | 'already';
}

/** What one person attended of a class. */
export interface PersonAttendance extends Omit<PersonHours, 'registrationId'> {
  readonly traineeId: string;
  readonly person: ShownPerson | null;
  /** Of all hours held so far, whole per cent rounded down; null: nothing was held. */
  readonly percent: number | null;
}

/** Who came to which session. A day's mark follows from its sessions by a rule of the database (`session_day`). */
@Injectable()
export class SessionAttendance {
  constructor(
    private readonly database: Database,
    private readonly marks: SessionMarksRepository,
    private readonly classes: ClassBooks,
    private readonly books: CountyBooks,
  ) {}

  /** The list of a session: everybody on the roll of its day, in the caller's scope. @throws SessionUnknown */
  async list(principal: Principal, sessionId: string): Promise<{ readonly session: AttendedSession; readonly people: readonly ExpectedPerson[] }> {
    return this.database.inScope(principal, async (tx) => {
      const session = await this.marks.getSession(tx, sessionId);
      const roll = await this.#rollOn(tx, session);
      const shown = await this.books.people.findShown(tx, [...roll.keys()]);
      const marks = new Map((await this.marks.listNow(tx, sessionId)).map((mark) => [mark.registrationId, mark]));
      return { session, people: [...roll.keys()].map((traineeId) => ({ traineeId, person: shown.get(traineeId) ?? null, mark: marks.get(traineeId) ?? null })) };
    });
  }

  /** Every mark with those that were corrected: who, when, what. @throws SessionUnknown */
  async history(principal: Principal, sessionId: string): Promise<SessionMark[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.marks.getSession(tx, sessionId);
      return this.marks.listAll(tx, sessionId);
    });
  }

  /**
   * Marks several people of a session, all or none. What is on record is corrected by a further mark; the same again adds nothing.
   * @throws SessionUnknown, PersonUnknown, SessionNotHeld, SessionToCome, AttendanceInvalid, MarkStands
   */
  async record(principal: Principal, sessionId: string, entries: readonly MarkEntry[], source: MarkSource = 'officer'): Promise<MarkOutcome[]> {
    return this.database.inScope(principal, async (tx) => {
      const found = await this.marks.getSession(tx, sessionId);
      await this.classes.rows.lock(tx, found.classId);
      const session = await this.marks.getSession(tx, sessionId);
      if (session.isCancelled) throw new SessionNotHeld();
      if (session.taughtOn > this.books.today()) throw new SessionToCome();
      const ids = entries.map(({ traineeId }) => traineeId);
      await this.books.people.getSubjects(tx, ids, 'entries');
      const faults = markFaults(entries, { ...session, roll: await this.#rollOn(tx, session), hoursOfOthers: await this.marks.hoursOfOthers(tx, session, ids) });
      if (faults.length > 0) throw new AttendanceInvalid(faults);
      const known = new Map((await this.marks.listNow(tx, sessionId)).map((mark) => [mark.registrationId, mark]));
      const given = entries.map((entry): NewSessionMark => ({ sessionId, registrationId: entry.traineeId, mark: entry.mark, hours: hoursOf(entry, session.hours) }));
      const outcomes = given.map((mark): MarkOutcome => ({ traineeId: mark.registrationId, outcome: outcomeOf(mark, known.get(mark.registrationId)) }));
      const added = given.filter((_, i) => outcomes[i]!.outcome !== 'already');
      if (added.length === 0) return outcomes;
      await this.marks.add(tx, source, added);
      await this.books.audit.record(tx, { action: 'attendance.record', subjectKind: 'class-session', subjectId: sessionId, region: session.county, details: { marks: added.length, corrected: outcomes.filter(({ outcome }) => outcome === 'corrected').length, source } });
      return outcomes;
    });
  }

  /** What everybody on the roll attended of a class so far, and the hours that were held. @throws ClassUnknown */
  async ofClass(principal: Principal, classId: string): Promise<{ readonly held: HeldHours; readonly people: readonly PersonAttendance[] }> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.get(tx, classId);
      const held = await this.marks.heldHours(tx, classId, this.books.today());
      const roll = [...(await this.classes.enrolments(tx, classId)).keys()];
      const shown = await this.books.people.findShown(tx, roll);
      const hours = new Map((await this.marks.hoursByPerson(tx, classId)).map((each) => [each.registrationId, each]));
      return { held, people: roll.map((traineeId) => {
        const { theoryHours, practiceHours, present, absent, leave } = hours.get(traineeId) ?? { theoryHours: 0, practiceHours: 0, present: 0, absent: 0, leave: 0 };
        return { traineeId, person: shown.get(traineeId) ?? null, theoryHours, practiceHours, present, absent, leave, percent: attendancePercent(theoryHours + practiceHours, held.theoryHours + held.practiceHours) };
      }) };
    });
  }

  /** Who is on the roll on the day of a session. */
  async #rollOn(tx: Transaction, { classId, taughtOn }: AttendedSession): Promise<Map<string, Enrolment>> {
    const all = await this.classes.enrolments(tx, classId);
    return new Map([...all].filter(([, { enrolledOn, droppedOn }]) => enrolledOn <= taughtOn && (droppedOn === null || droppedOn >= taughtOn)));
  }
}

function outcomeOf(given: NewSessionMark, known: SessionMark | undefined): MarkOutcome['outcome'] {
  if (known === undefined) return given.mark === 'withdrawn' ? 'already' : 'recorded';
  return known.mark === given.mark && known.hours === given.hours ? 'already' : 'corrected';
}
