import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, type Principal } from '@app/platform';
import { TraineeRepository } from './trainee.repository.js';
import { TraineeUnknown } from './trainees.errors.js';

/** Two registrations found to be one person are joined by an alias; no row of either is edited. */
@Injectable()
export class MergingService {
  constructor(
    private readonly database: Database,
    private readonly trainees: TraineeRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Notes that the person of `otherId` is the person of `keptId`. Again it changes nothing. @throws TraineeUnknown when one is out of scope */
  async merge(principal: Principal, keptId: string, otherId: string, reason: string): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const [row] = await tx.query<{ merged: boolean }[]>('select merge_persons($1, $2) as merged', [keptId, otherId]);
      const [kept] = await this.trainees.listByIds(tx, [keptId]);
      if (!row?.merged || !kept) throw new TraineeUnknown();
      await this.audit.record(tx, { action: 'trainee.merge', subjectKind: 'trainee', subjectId: keptId, region: kept.facts.ownerRegion, reason, details: { other: otherId } });
    });
  }
}
