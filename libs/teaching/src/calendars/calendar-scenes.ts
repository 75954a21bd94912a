import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { Period, TeachingPolicy } from '@app/scheduling';
import { TeachingDaysRepository } from '../days/teaching-days.repository.js';
import { ResourcesRepository } from '../registry/resources.repository.js';
import { SessionsRepository, type ClassRow } from '../sessions/sessions.repository.js';
import type { TeachingMeans, WaitingClass } from './calendar-problem.js';
import type { StoredCalendar } from './class-calendars.repository.js';
import type { HoursToTeach } from './half-days.js';
import { WishingPeopleRepository, type EnrolledPerson, type OccupiedPerson } from './wishing-people.repository.js';

/** What there is to teach with, as far as the caller sees it. */
export interface CountyMeans extends TeachingMeans {
  readonly policy: TeachingPolicy;
}

export interface ClassInScene {
  readonly waiting: WaitingClass;
  readonly row: ClassRow;
  /** Days on which the class has a session already. */
  readonly taken: ReadonlySet<CivilDate>;
}

/** A county's classes without a timetable, its means, and the people that the ledger names. */
export interface CountyCalendarScene {
  readonly rows: readonly ClassRow[];
  /** The same in the same order, within the window. */
  readonly waiting: readonly WaitingClass[];
  readonly means: CountyMeans;
  readonly enrolled: readonly EnrolledPerson[];
  readonly occupied: readonly OccupiedPerson[];
}

/** So many classes are planned at once. */
const CLASSES_MOST = 300;

/** Reads what calendars are made from. */
@Injectable()
export class CalendarScenes {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly resources: ResourcesRepository,
    private readonly days: TeachingDaysRepository,
    private readonly people: WishingPeopleRepository,
  ) {}

  /** One class with what it still needs. */
  async classOf(tx: Transaction, classId: string): Promise<ClassInScene | null> {
    const row = await this.sessions.findClass(tx, classId);
    if (row === null) return null;
    const stand = (await this.sessions.listOfClass(tx, classId)).filter(({ cancelledAt }) => cancelledAt === null);
    return { waiting: waitingClass(row, await this.sessions.hoursOf(tx, classId)), row, taken: new Set(stand.map(({ taughtOn }) => taughtOn)) };
  }

  /** What the calendar of a window is made from. */
  async county(tx: Transaction, { county, fromOn, toOn }: StoredCalendar): Promise<CountyCalendarScene> {
    const window = { from: fromOn, to: toOn };
    const rows = await this.sessions.listUntimetabled(tx, county, fromOn, toOn, CLASSES_MOST);
    const ids = rows.map(({ id }) => id);
    return {
      rows, waiting: rows.map((row) => within(waitingClass(row), window)), means: await this.means(tx, county, window),
      enrolled: await this.people.listEnrolled(tx, ids), occupied: await this.people.listOccupied(tx, county, window, ids),
    };
  }

  /** The county's rooms, bases and instructors with the days on which they are taken. */
  async means(tx: Transaction, county: string, { from, to }: Period): Promise<CountyMeans> {
    const booked = new Map<string, CivilDate[]>();
    for (const { resourceId, taughtOn } of await this.sessions.listBookings(tx, county, from, to)) booked.set(resourceId, [...(booked.get(resourceId) ?? []), taughtOn]);
    return {
      rooms: await this.resources.listOpen(tx, 'room', county), bases: await this.resources.listOpen(tx, 'base', county), instructors: await this.resources.listOpen(tx, 'instructor', county),
      booked, policy: await this.days.current(tx, county),
    };
  }
}

const within = (waiting: WaitingClass, { from, to }: Period): WaitingClass => ({ ...waiting, from: waiting.from > from ? waiting.from : from, to: waiting.to < to ? waiting.to : to });

/** @param done hours that are timetabled already */
export function waitingClass(row: ClassRow, done: HoursToTeach = { theory: 0, practice: 0 }): WaitingClass {
  const left = (planned: number | null, taught: number): number => Math.max(0, (planned ?? 0) - taught);
  return {
    id: row.id, occupation: row.occupation, toTeach: { theory: left(row.theoryHours, done.theory), practice: left(row.practiceHours, done.practice) },
    minSize: row.minSeats, maxSize: row.seats, from: row.startsOn, to: row.endsOn, region: row.region, lodging: row.lodging, providerId: row.providerId,
  };
}
