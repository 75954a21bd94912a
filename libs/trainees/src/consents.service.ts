import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, type Principal, type Transaction } from '@app/platform';
import { ConsentsRepository, type Consent } from './consents.repository.js';
import type { ConsentInput, ConsentPurpose } from './trainee.js';
import { ConsentUnknown, TraineeInvalid, TraineeUnknown } from './trainees.errors.js';
import { TraineeRepository, type StoredTrainee } from './trainee.repository.js';

/** Consents, one a purpose: given, withdrawn, and asked for at the act that needs one. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly database: Database,
    private readonly consents: ConsentsRepository,
    private readonly trainees: TraineeRepository,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every consent of a trainee, withdrawn ones included, the newest first. @throws TraineeUnknown */
  async list(principal: Principal, traineeId: string): Promise<Consent[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.#lock(tx, traineeId);
      return this.consents.list(tx, traineeId);
    });
  }

  /** Notes a consent; one in force already stays as it is. @throws TraineeUnknown, TraineeInvalid */
  async give(principal: Principal, traineeId: string, consent: ConsentInput): Promise<Consent[]> {
    if (consent.givenOn > today(this.clock)) throw new TraineeInvalid([{ path: 'givenOn', message: '不能晚于今天' }]);
    return this.database.inScope(principal, async (tx) => {
      const { ownerRegion } = (await this.#lock(tx, traineeId)).facts;
      const added = await this.consents.give(tx, [{ traineeId, ownerRegion, ...consent }]);
      if (added.size > 0) await this.audit.record(tx, { action: 'consent.give', subjectKind: 'trainee', subjectId: traineeId, region: ownerRegion, details: { purpose: consent.purpose } });
      return this.consents.list(tx, traineeId);
    });
  }

  /** Ends a consent from now on; what was done under it stays. @throws TraineeUnknown, ConsentUnknown */
  async withdraw(principal: Principal, traineeId: string, purpose: ConsentPurpose): Promise<Consent[]> {
    return this.database.inScope(principal, async (tx) => {
      const { ownerRegion } = (await this.#lock(tx, traineeId)).facts;
      if (!(await this.consents.withdraw(tx, traineeId, purpose, this.clock.now()))) throw new ConsentUnknown();
      await this.audit.record(tx, { action: 'consent.withdraw', subjectKind: 'trainee', subjectId: traineeId, region: ownerRegion, details: { purpose } });
      return this.consents.list(tx, traineeId);
    });
  }

  /** Which of these trainees have agreed to the purpose, as of now and inside the caller's transaction: ask at the act. */
  listConsenting(tx: Transaction, traineeIds: readonly string[], purpose: ConsentPurpose): Promise<Set<string>> {
    return this.consents.listConsenting(tx, traineeIds, purpose);
  }

  async #lock(tx: Transaction, id: string): Promise<StoredTrainee> {
    const found = await this.trainees.findForChange(tx, id);
    if (found === null) throw new TraineeUnknown();
    return found;
  }
}

