import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { TeachingDaysRepository } from '../days/teaching-days.repository.js';
import type { Resource, ResourceKind } from '../registry/resource.js';
import { ResourcesRepository } from '../registry/resources.repository.js';
import type { NewSession } from './session.js';
import type { SessionScene } from './session-rules.js';
import { SessionsRepository, type ClassRow } from './sessions.repository.js';

/** Reads what sessions are judged by: the class, what they use, the county's days. As far as the caller sees it: what is another provider's is not there. */
@Injectable()
export class SessionScenes {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly resources: ResourcesRepository,
    private readonly days: TeachingDaysRepository,
  ) {}

  async of(tx: Transaction, row: ClassRow, wanted: readonly NewSession[]): Promise<SessionScene> {
    const byId = async <Kind extends ResourceKind>(kind: Kind, ids: readonly (string | null)[]): Promise<Map<string, Resource<Kind>>> =>
      new Map((await this.resources.listByIds(tx, kind, [...new Set(ids.filter((id) => id !== null))])).map((each) => [each.id, each]));
    return {
      taught: { ...row, planned: { theory: row.theoryHours, practice: row.practiceHours }, timetabled: await this.sessions.hoursOf(tx, row.id) },
      policy: await this.days.current(tx, row.county),
      instructors: await byId('instructor', wanted.map(({ instructorId }) => instructorId)),
      rooms: await byId('room', wanted.map(({ roomId }) => roomId)),
      bases: await byId('base', wanted.map(({ baseId }) => baseId)),
    };
  }
}
