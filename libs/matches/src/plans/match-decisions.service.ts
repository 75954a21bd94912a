import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, type Principal, type Transaction } from '@app/platform';
import { DecisionNotFound, TraineeNotFound, VacancyNotFound } from '../matches.errors.js';
import { ShownRowsRepository, type ShownTrainee } from '../shown-rows.repository.js';
import { MatchPlansRepository, type MatchDecision } from './match-plans.repository.js';

export interface ShownDecision extends MatchDecision {
  readonly trainee: ShownTrainee;
}

/** Whom an officer puts forward, whatever a list or a plan says: plans keep it and work around it. */
@Injectable()
export class MatchDecisions {
  constructor(private readonly database: Database, private readonly plans: MatchPlansRepository, private readonly rows: ShownRowsRepository, private readonly audit: AuditTrail) {}

  /** Deciding the same twice is deciding it once. @throws TraineeNotFound, VacancyNotFound */
  async decide(principal: Principal, traineeId: string, vacancyId: string): Promise<ShownDecision> {
    return this.database.inScope(principal, async (tx) => {
      const trainee = (await this.rows.trainees(tx, [traineeId])).get(traineeId);
      if (trainee === undefined) throw new TraineeNotFound();
      await this.#requireVacancy(tx, vacancyId);
      const { decision, isNew } = await this.plans.decide(tx, { traineeId, vacancyId }, trainee.ownerRegion);
      if (isNew) await this.audit.record(tx, { action: 'match.decide', subjectKind: 'trainee', subjectId: traineeId, region: trainee.ownerRegion, details: { vacancyId } });
      return { ...decision, trainee };
    });
  }

  /** @throws DecisionNotFound */
  async withdraw(principal: Principal, id: string): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const withdrawn = await this.plans.withdraw(tx, id);
      if (withdrawn === null) throw new DecisionNotFound();
      const { traineeId, vacancyId, ownerRegion } = withdrawn;
      await this.audit.record(tx, { action: 'match.undecide', subjectKind: 'trainee', subjectId: traineeId, region: ownerRegion, details: { vacancyId } });
    });
  }

  /** In force, of one vacancy: the caller's people. @throws VacancyNotFound */
  async list(principal: Principal, vacancyId: string): Promise<ShownDecision[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.#requireVacancy(tx, vacancyId);
      const decisions = await this.plans.listDecisions(tx, vacancyId);
      const shown = await this.rows.trainees(tx, decisions.map(({ traineeId }) => traineeId));
      return decisions.flatMap((decision) => (shown.has(decision.traineeId) ? [{ ...decision, trainee: shown.get(decision.traineeId)! }] : []));
    });
  }

  async #requireVacancy(tx: Transaction, id: string): Promise<void> {
    if (!(await this.rows.vacancies(tx, [id])).has(id)) throw new VacancyNotFound();
  }
}
