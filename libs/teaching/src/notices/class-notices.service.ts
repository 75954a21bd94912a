import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, type Principal, type Transaction } from '@app/platform';
import { DEFAULT_DAYS_BEFORE, noticeDue, SETTLE_MINUTES, toCome } from './class-notice.js';
import { ClassNoticeMessages } from './class-notice-messages.js';
import { ClassNoticesRepository, type ClassNotice, type NoticedClass } from './class-notices.repository.js';

/** Tells those who sit in a class when and where it begins, what has changed, and that it is not held. */
@Injectable()
export class ClassNotices {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly notices: ClassNoticesRepository,
    private readonly messages: ClassNoticeMessages,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The job of a class whose timetable, roll or state has changed, or that is about to begin. Looks at what is, not at what
   * changed: run twice it does nothing more. A timetable that somebody is still at work on is left to the job of the last change.
   * @returns how many messages were made
   */
  async tell(principal: Principal, classId: string): Promise<number> {
    return this.database.inScope(principal, async (tx) => {
      await this.notices.lock(tx, classId);
      const [found, at] = [await this.notices.findClass(tx, classId), this.clock.now()];
      if (found === null || (found.state !== 'aborted' && isUnsettled(found, at))) return 0;
      const [notices, people] = [await this.notices.listNotices(tx, classId), await this.notices.listPeople(tx, found)];
      const last = notices.at(-1) ?? null;
      const kind = noticeDue(found, last, (await this.notices.daysBefore(tx, found.county)) ?? DEFAULT_DAYS_BEFORE, at);
      if (kind === null) return this.#tellLateComers(tx, found, notices, people, at);
      if (people.length === 0 && kind !== 'change') return 0;
      const number = (last?.number ?? 0) + 1;
      await this.notices.insert(tx, { classId, county: found.county, number, kind, timetable: toCome(found.sessions, at), madeAt: at });
      const made = await this.messages.send(tx, { of: found, kind, number, known: last?.timetable ?? [], traineeIds: people, at }, notices);
      await this.audit.record(tx, { action: 'class-notice.tell', subjectKind: 'class', subjectId: classId, region: found.county, details: { number, kind, people: people.length, made } });
      return made;
    });
  }

  /** Whom the last notice was not for, since they joined after it or sit there again, is told where and when to come. */
  async #tellLateComers(tx: Transaction, found: NoticedClass, notices: readonly ClassNotice[], people: readonly string[], at: Date): Promise<number> {
    const last = notices.at(-1);
    if (last === undefined || last.kind === 'aborted' || (found.state !== 'open' && found.state !== 'teaching')) return 0;
    const traineeIds = await this.messages.without(tx, last, people);
    if (traineeIds.length === 0) return 0;
    return this.messages.send(tx, { of: found, kind: 'start', number: last.number, known: last.timetable, traineeIds, at }, notices);
  }
}

function isUnsettled({ changedAt }: NoticedClass, now: Date): boolean {
  return changedAt !== null && now.getTime() - changedAt.getTime() < SETTLE_MINUTES * 60_000;
}
