import { Inject, Injectable } from '@nestjs/common';
import type { Clock, FieldFault } from '@app/kernel';
import { ClassUnknown } from '@app/placements';
import { CLOCK, Outbox, type Transaction } from '@app/platform';
import { SETTLE_MINUTES } from '../notices/class-notice.js';
import type { TeachingJobs } from '../teaching-jobs.js';
import { TeachingDaysRepository } from '../days/teaching-days.repository.js';
import type { Resource, ResourceKind } from '../registry/resource.js';
import { ResourcesRepository } from '../registry/resources.repository.js';
import { SessionInvalid } from '../teaching.errors.js';
import { sessionFaults, type SessionScene } from './session-rules.js';
import { SessionsRepository, type SessionToAdd } from './sessions.repository.js';

/** Sessions that are to be added to one class. */
export interface ClassSessions {
  readonly classId: string;
  readonly sessions: readonly SessionToAdd[];
}

/** A little after a change has settled, so that clocks need not agree to the second. */
const LOOK_AFTER_MS = (SETTLE_MINUTES + 1) * 60_000;

/** The one way in for sessions: judged by every rule, as far as the caller sees what they use, and written in one statement. Whoever is to be told of it is looked for by a job. */
@Injectable()
export class SessionBook {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly resources: ResourcesRepository,
    private readonly days: TeachingDaysRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * All or none.
   * @param path where sessions stand in the caller's input; of several classes each has its place before it
   * @throws ClassUnknown, SessionInvalid naming every rule that is broken, DoubleBooked
   */
  async write(tx: Transaction, county: string, wanted: readonly ClassSessions[], path = 'sessions'): Promise<string[]> {
    const classes = new Map((await this.sessions.listClasses(tx, wanted.map(({ classId }) => classId))).map((row) => [row.id, row]));
    const hours = await this.sessions.hoursOfMany(tx, [...classes.keys()]);
    const means = await this.#means(tx, county, wanted.flatMap(({ sessions }) => sessions));
    const faults = wanted.flatMap(({ classId, sessions }, i): FieldFault[] => {
      const row = classes.get(classId);
      if (row === undefined) throw new ClassUnknown();
      const taught = { ...row, planned: { theory: row.theoryHours, practice: row.practiceHours }, timetabled: hours.get(classId)! };
      const found = sessionFaults(sessions, { ...means, taught }, path);
      return wanted.length === 1 ? found : found.map((fault) => ({ ...fault, path: `classes[${i}].${fault.path}` }));
    });
    if (faults.length > 0) throw new SessionInvalid(faults);
    await this.#lookLater(tx, county, [...classes.keys()]);
    return this.sessions.insert(tx, county, wanted.flatMap(({ classId, sessions }) => sessions.map((session) => ({ ...session, classId }))));
  }

  /** Takes a session back; false: there is none of this version that stands. @throws SessionMoveRefused */
  async cancel(tx: Transaction, { county, id, classId, version }: { readonly county: string; readonly id: string; readonly classId: string; readonly version: number }, by: string, reason: string): Promise<boolean> {
    await this.#lookLater(tx, county, [classId]);
    return this.sessions.cancel(tx, id, version, by, reason);
  }

  async #lookLater(tx: Transaction, county: string, classIds: readonly string[]): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + LOOK_AFTER_MS);
    await this.outbox.addMany<TeachingJobs, 'class-notice.tell'>(tx, 'class-notice.tell', classIds.map((classId) => ({ classId })), { region: county, dueAt });
  }

  /** What is another provider's is not there. */
  async #means(tx: Transaction, county: string, sessions: readonly SessionToAdd[]): Promise<Omit<SessionScene, 'taught'>> {
    const byId = async <Kind extends ResourceKind>(kind: Kind, ids: readonly (string | null)[]): Promise<Map<string, Resource<Kind>>> =>
      new Map((await this.resources.listByIds(tx, kind, [...new Set(ids.filter((id) => id !== null))])).map((each) => [each.id, each]));
    return {
      policy: await this.days.current(tx, county),
      instructors: await byId('instructor', sessions.map(({ instructorId }) => instructorId)),
      rooms: await byId('room', sessions.map(({ roomId }) => roomId)),
      bases: await byId('base', sessions.map(({ baseId }) => baseId)),
    };
  }
}
