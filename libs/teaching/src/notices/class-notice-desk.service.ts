import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateOf, type Clock } from '@app/kernel';
import type { CancelReason, MessageStanding, NotificationState } from '@app/notifications';
import { ClassUnknown } from '@app/placements';
import { CLOCK, Database, type Principal, type Transaction } from '@app/platform';
import { countyOf } from '../county-of.js';
import type { TeachingJobs } from '../teaching-jobs.js';
import { DEFAULT_DAYS_BEFORE, readNoticeKey } from './class-notice.js';
import { ClassNoticeBooks } from './class-notice-books.js';
import { ClassNoticeMessages, hasLeft } from './class-notice-messages.js';
import { ClassNoticesRepository, type ClassNotice } from './class-notices.repository.js';

/** Somebody of a class whom its newest notice did not reach: an officer tells them. */
export interface UntoldPerson {
  readonly traineeId: string;
  /** Null: no message could be made (no mobile). */
  readonly state: NotificationState | null;
  readonly reason: CancelReason | null;
}

/** What the people of a class were told, as far as they are the caller's. */
export interface ClassNoticeBoard {
  readonly notices: readonly (ClassNotice & { readonly counts: Readonly<Partial<Record<NotificationState, number>>> })[];
  readonly untold: readonly UntoldPerson[];
}

/** What officers see and set of notices, and the morning's look at what is about to begin. */
@Injectable()
export class ClassNoticeDesk {
  constructor(
    private readonly database: Database,
    private readonly books: ClassNoticeBooks,
    private readonly notices: ClassNoticesRepository,
    private readonly messages: ClassNoticeMessages,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ClassUnknown */
  async board(principal: Principal, classId: string): Promise<ClassNoticeBoard> {
    return this.database.inScope(principal, async (tx) => {
      const found = await this.notices.findClass(tx, classId);
      if (found === null) throw new ClassUnknown();
      const [notices, people] = [await this.notices.listNotices(tx, classId), await this.notices.listPeople(tx, found)];
      const standings = await this.messages.standings(tx, classId, people, notices);
      const counted = notices.map((notice) => ({ ...notice, counts: countsOf(standings.filter(({ dedupeKey }) => readNoticeKey(dedupeKey).number === notice.number)) }));
      return { notices: counted, untold: notices.length === 0 ? [] : untoldOf(people, standings) };
    });
  }

  /** How many days before its first session a class is announced. */
  async daysBefore(principal: Principal): Promise<number> {
    return this.database.inScope(principal, (tx) => this.#daysBefore(tx, countyOf(principal)));
  }

  /** @param days 1 to 14 */
  async setDaysBefore(principal: Principal, days: number): Promise<number> {
    return this.database.inScope(principal, async (tx) => {
      const county = countyOf(principal);
      await this.notices.setDaysBefore(tx, { county, days, by: principal.id, at: this.clock.now() });
      await this.books.audit.record(tx, { action: 'class-notice-policy.set', subjectKind: 'county', subjectId: county, region: county, details: { days } });
      return this.#daysBefore(tx, county);
    });
  }

  /** The morning's job: a look at every class of the county that is taught in the days before which it is announced. */
  async lookAtDue(principal: Principal): Promise<number> {
    return this.database.inScope(principal, async (tx) => {
      const [county, today] = [countyOf(principal), civilDateOf(this.clock.now())];
      const classIds = await this.notices.listTaught(tx, county, today, addDays(today, await this.#daysBefore(tx, county)));
      await this.books.outbox.addMany<TeachingJobs, 'class-notice.tell'>(tx, 'class-notice.tell', classIds.map((classId) => ({ classId })), { region: county });
      return classIds.length;
    });
  }

  async #daysBefore(tx: Transaction, county: string): Promise<number> {
    return (await this.notices.daysBefore(tx, county)) ?? DEFAULT_DAYS_BEFORE;
  }
}

function countsOf(standings: readonly MessageStanding[]): Partial<Record<NotificationState, number>> {
  const counts: Partial<Record<NotificationState, number>> = {};
  for (const { state } of standings) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** Whose newest message has neither left nor waits. */
function untoldOf(people: readonly string[], standings: readonly MessageStanding[]): UntoldPerson[] {
  const newest = new Map<string, MessageStanding>();
  const numberOf = (standing: MessageStanding | undefined): number => (standing === undefined ? 0 : readNoticeKey(standing.dedupeKey).number);
  for (const standing of standings) {
    const { traineeId, number } = readNoticeKey(standing.dedupeKey);
    if (number > numberOf(newest.get(traineeId))) newest.set(traineeId, standing);
  }
  return people.flatMap((traineeId): UntoldPerson[] => {
    const standing = newest.get(traineeId);
    if (standing === undefined) return [{ traineeId, state: null, reason: null }];
    return hasLeft(standing) || standing.state === 'planned' || standing.state === 'queued' ? [] : [{ traineeId, state: standing.state, reason: standing.reason }];
  });
}
