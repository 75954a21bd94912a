import { Injectable } from '@nestjs/common';
import { ClassUnknown } from '@app/placements';
import { AuditTrail, Database, decodeCursor, pageOf, StaleVersion, type Page, type Principal, type Transaction } from '@app/platform';
import { SessionMoveRefused, SessionUnknown } from '../teaching.errors.js';
import { requireOwnClass } from './own-class.js';
import type { NewSession, SessionMove } from './session.js';
import { SessionBook } from './session-book.js';
import { SessionsRepository, type ClassRow, type SessionFilter, type SessionToAdd, type StoredSession } from './sessions.repository.js';

/** A class's timetable with the hours that it comes to. */
export interface Timetable {
  readonly class: ClassRow;
  readonly hours: Readonly<Record<'theory' | 'practice', number>>;
  readonly sessions: readonly StoredSession[];
}

/** Timetables of classes, session by session: a provider keeps those of its own classes, the county's officers everybody's. */
@Injectable()
export class ClassTimetables {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly sessions: SessionsRepository,
    private readonly book: SessionBook,
  ) {}

  /** @throws ClassUnknown */
  async get(principal: Principal, classId: string): Promise<Timetable> {
    return this.database.inScope(principal, async (tx) => {
      const row = await this.sessions.findClass(tx, classId);
      if (row === null) throw new ClassUnknown();
      return { class: row, hours: await this.sessions.hoursOf(tx, classId), sessions: await this.sessions.listOfClass(tx, classId) };
    });
  }

  /** Sessions that stand within some days, by day: who is where. @throws CursorInvalid */
  async list(principal: Principal, query: SessionFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<StoredSession>> {
    const after = decodeCursor(query.cursor, ['date', 'uuid']);
    const rows = await this.database.inScope(principal, (tx) => this.sessions.list(tx, query, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.taughtOn, row.id], (row) => row);
  }

  /**
   * Adds sessions to a class, all or none.
   * @throws ClassUnknown, ClassOfAnother, SessionInvalid naming every rule that is broken, DoubleBooked
   */
  async add(principal: Principal, classId: string, wanted: readonly NewSession[]): Promise<Timetable> {
    return this.database.inScope(principal, async (tx) => {
      const row = await this.#own(tx, principal, classId);
      await this.book.write(tx, row.county, [{ classId, sessions: wanted }]);
      await this.audit.record(tx, { action: 'class-session.add', subjectKind: 'class', subjectId: classId, region: row.county, details: { sessions: wanted.length, overridden: wanted.filter(({ overrideReason }) => overrideReason !== null).length } });
      return this.get(principal, classId);
    });
  }

  /**
   * Moves a session to another time, place or instructor: it is cancelled, and another one follows it.
   * @throws SessionUnknown, StaleVersion, ClassOfAnother, SessionMoveRefused (cancelled), SessionInvalid, DoubleBooked
   */
  async move(principal: Principal, id: string, version: number, { reason, ...change }: SessionMove & { readonly reason: string }): Promise<StoredSession> {
    return this.database.inScope(principal, async (tx) => {
      const { row, session } = await this.#cancel(tx, principal, id, version, reason);
      const isElsewhere = change.roomId !== undefined || change.baseId !== undefined;
      const wanted: SessionToAdd = { ...session, ...(isElsewhere ? { roomId: null, baseId: null } : {}), ...change, replacesId: id };
      const [moved] = await this.book.write(tx, row.county, [{ classId: row.id, sessions: [wanted] }], '');
      await this.audit.record(tx, { action: 'class-session.move', subjectKind: 'class-session', subjectId: id, region: row.county, details: { classId: row.id, to: moved! } });
      return (await this.sessions.find(tx, moved!))!;
    });
  }

  /** @throws SessionUnknown, StaleVersion, ClassOfAnother, SessionMoveRefused (cancelled already) */
  async cancel(principal: Principal, id: string, version: number, reason: string): Promise<StoredSession> {
    return this.database.inScope(principal, async (tx) => {
      const { row } = await this.#cancel(tx, principal, id, version, reason);
      await this.audit.record(tx, { action: 'class-session.cancel', subjectKind: 'class-session', subjectId: id, region: row.county, details: { classId: row.id } });
      return (await this.sessions.find(tx, id))!;
    });
  }

  async #cancel(tx: Transaction, principal: Principal, id: string, version: number, reason: string): Promise<{ readonly row: ClassRow; readonly session: StoredSession }> {
    const session = await this.sessions.find(tx, id);
    if (session === null) throw new SessionUnknown();
    const row = await this.#own(tx, principal, session.classId);
    if (session.cancelledAt !== null) throw new SessionMoveRefused();
    if (!(await this.book.cancel(tx, { county: row.county, id, classId: row.id, version }, principal.id, reason))) throw new StaleVersion();
    return { row, session };
  }

  async #own(tx: Transaction, principal: Principal, classId: string): Promise<ClassRow> {
    const row = await this.sessions.findClass(tx, classId);
    if (row === null) throw new ClassUnknown();
    requireOwnClass(principal, row);
    return row;
  }
}
