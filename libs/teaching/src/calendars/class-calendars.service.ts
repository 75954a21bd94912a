import { Injectable } from '@nestjs/common';
import { daysBetween, type CivilDate, type FieldFault } from '@app/kernel';
import { AuditTrail, Database, decodeCursor, Outbox, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { teachableDays } from '@app/scheduling';
import { countyOf } from '../county-of.js';
import type { NewSession } from '../sessions/session.js';
import { SessionBook, type ClassSessions } from '../sessions/session-book.js';
import { CalendarNotReady, CalendarUnknown, TeachingInputInvalid } from '../teaching.errors.js';
import type { TeachingJobs } from '../teaching-jobs.js';
import { calendarState } from './class-calendar.js';
import { ClassCalendarsRepository, type StoredCalendar, type StoredCalendarClass, type StoredSeat } from './class-calendars.repository.js';
import { sessionsOf } from './half-days.js';

const WINDOW_DAYS_MOST = 400;

export interface CalendarDetail {
  readonly calendar: StoredCalendar;
  readonly classes: readonly StoredCalendarClass[];
}

/** Calendars of a county's classes: asked for here, made by the worker (`CalendarMaker`), looked at and confirmed here. */
@Injectable()
export class ClassCalendars {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly calendars: ClassCalendarsRepository,
    private readonly book: SessionBook,
  ) {}

  /**
   * Has the worker make a calendar of the classes that have no timetable yet.
   * @throws TeachingInputInvalid (a window without an end or of a year whose holidays nobody knows)
   */
  async request(principal: Principal, window: { readonly from: CivilDate; readonly to: CivilDate; readonly hoursPerDay: number }): Promise<StoredCalendar> {
    const faults = windowFaults(window);
    if (faults.length > 0) throw new TeachingInputInvalid(faults);
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const calendar = await this.calendars.add(tx, county, window, principal.id);
      await this.outbox.add<TeachingJobs, 'class-calendar.make'>(tx, 'class-calendar.make', { calendarId: calendar.id }, { queue: 'counties', region: county });
      await this.audit.record(tx, { action: 'class-calendar.make', subjectKind: 'class-calendar', subjectId: calendar.id, region: county, details: { ...window } });
      return calendar;
    });
  }

  /** The newest first. */
  async list(principal: Principal): Promise<StoredCalendar[]> {
    return this.database.inScope(principal, (tx) => this.calendars.list(tx, countyOf(principal)));
  }

  /** @throws CalendarUnknown */
  async get(principal: Principal, id: string): Promise<CalendarDetail> {
    return this.database.inScope(principal, async (tx) => ({ calendar: await this.#get(tx, id), classes: await this.calendars.listClasses(tx, id) }));
  }

  /** Who would sit in which class, of the caller's people. @throws CalendarUnknown, CalendarNotReady, CursorInvalid */
  async seats(principal: Principal, id: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<StoredSeat>> {
    const after = decodeCursor(query.cursor, ['uuid', 'uuid']);
    const rows = await this.database.inScope(principal, async (tx) => {
      await this.#made(tx, id);
      return this.calendars.listSeats(tx, id, after, query.limit + 1);
    });
    return pageOf(rows, query.limit, (row) => [row.classId, row.learnerId], (row) => row);
  }

  /**
   * Writes the timetables of classes of a calendar, all or none: whole, or these classes. Once more is the same.
   * @throws CalendarUnknown, CalendarNotReady (not made; a class that it does not hold), SessionInvalid, DoubleBooked (the world has changed since)
   */
  async confirm(principal: Principal, id: string, classIds: readonly string[] | null): Promise<CalendarDetail> {
    return this.database.inScope(principal, async (tx) => {
      const calendar = await this.#made(tx, id);
      const held = new Set((await this.calendars.listClasses(tx, id)).filter(({ reason }) => reason === null).map(({ classId }) => classId));
      if (classIds?.some((each) => !held.has(each)) === true) throw new CalendarNotReady('这份方案没有排上其中的班次，不能确认，未作任何更改。');
      const classes = await this.calendars.lockUnconfirmed(tx, id, classIds);
      const wanted = classes.map((each): ClassSessions => ({ classId: each.classId, sessions: sessionsOfClass(each, calendar.hoursPerDay) }));
      await this.book.write(tx, calendar.county, wanted);
      await this.calendars.confirm(tx, id, classes.map(({ classId }) => classId), principal.id);
      if (classes.length > 0) await this.audit.record(tx, { action: 'class-calendar.confirm', subjectKind: 'class-calendar', subjectId: id, region: calendar.county, details: { classes: classes.length, sessions: wanted.reduce((sum, { sessions }) => sum + sessions.length, 0) } });
      return { calendar, classes: await this.calendars.listClasses(tx, id) };
    });
  }

  async #get(tx: Transaction, id: string): Promise<StoredCalendar> {
    const calendar = await this.calendars.find(tx, id);
    if (calendar === null) throw new CalendarUnknown();
    return calendar;
  }

  async #made(tx: Transaction, id: string): Promise<StoredCalendar> {
    const calendar = await this.#get(tx, id);
    const state = calendarState(calendar);
    if (state === 'waiting') throw new CalendarNotReady('这份排期方案还在计算，请稍后再看。');
    if (state === 'failed') throw new CalendarNotReady('这份排期方案没有算成：后台多次计算出错，请重新申请；仍不行请告知系统管理员。');
    return calendar;
  }
}

function sessionsOfClass(one: StoredCalendarClass, hoursPerDay: number): NewSession[] {
  return sessionsOf(one, { theory: one.theoryHours, practice: one.practiceHours }, hoursPerDay);
}

function windowFaults(window: { readonly from: CivilDate; readonly to: CivilDate }): FieldFault[] {
  if (window.to < window.from) return [{ path: 'to', message: '早于起始日' }];
  if (daysBetween(window.from, window.to) > WINDOW_DAYS_MOST) return [{ path: 'to', message: `时间窗最长 ${WINDOW_DAYS_MOST} 天` }];
  try {
    teachableDays(window);
    return [];
  } catch {
    return [{ path: 'to', message: '放假安排：其中有的年份还没有放假安排，不能排期' }];
  }
}
