import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, Outbox, type Principal } from '@app/platform';
import { countyOf, type MatchJobs } from '../match-refresh.service.js';
import { PlanFailed, PlanNotFound, PlanNotMade } from '../matches.errors.js';
import { ShownRowsRepository, type ShownTrainee, type ShownVacancy } from '../shown-rows.repository.js';
import { MatchPlansRepository, type StoredPlan } from './match-plans.repository.js';
import type { PlanWishes } from './plan-figures.js';

/** A place in a plan's list of pairs. */
export interface PairPlace {
  readonly vacancyId: string;
  readonly traineeId: string;
}

export interface ShownPair extends PairPlace {
  readonly trainee: ShownTrainee;
  readonly vacancy: ShownVacancy;
  readonly isDecision: boolean;
}

/** One more than asked for is looked for, to know whether there are more. */
export interface PairPage {
  readonly pairs: readonly ShownPair[];
  readonly next: PairPlace | null;
}

/** Everybody of a county together: plans are asked for here, made by the worker (`MatchPlanMaker`), and looked at here. */
@Injectable()
export class MatchPlans {
  constructor(
    private readonly database: Database,
    private readonly plans: MatchPlansRepository,
    private readonly rows: ShownRowsRepository,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /** Has the worker make a plan. */
  async request(principal: Principal, wishes: PlanWishes): Promise<StoredPlan> {
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const plan = (await this.plans.add(tx, county, wishes, null))!;
      await this.outbox.add<MatchJobs, 'match-plan.make'>(tx, 'match-plan.make', { planId: plan.id }, { queue: 'counties', region: county });
      await this.audit.record(tx, { action: 'match-plan.make', subjectKind: 'match-plan', subjectId: plan.id, region: county, details: { ...wishes } });
      return plan;
    });
  }

  /** The newest first. */
  async list(principal: Principal): Promise<StoredPlan[]> {
    return this.database.inScope(principal, (tx) => this.plans.list(tx, countyOf(principal)));
  }

  /** @throws PlanNotFound */
  async get(principal: Principal, id: string): Promise<StoredPlan> {
    return this.database.inScope(principal, async (tx) => (await this.plans.find(tx, id)) ?? notFound());
  }

  /** Who is put forward for what, of the caller's people. @throws PlanNotFound, PlanNotMade, PlanFailed */
  async pairs(principal: Principal, id: string, after: PairPlace | null, limit: number): Promise<PairPage> {
    return this.database.inScope(principal, async (tx) => {
      const plan = (await this.plans.find(tx, id)) ?? notFound();
      if (plan.failure !== null) throw new PlanFailed(plan.failure);
      if (plan.madeAt === null) throw new PlanNotMade();
      const found = await this.plans.listPairs(tx, id, after, limit + 1);
      const page = found.slice(0, limit);
      const [trainees, vacancies] = [await this.rows.trainees(tx, page.map(({ traineeId }) => traineeId)), await this.rows.vacancies(tx, page.map(({ vacancyId }) => vacancyId))];
      const pairs = page.flatMap((pair): ShownPair[] => {
        const [trainee, vacancy] = [trainees.get(pair.traineeId), vacancies.get(pair.vacancyId)];
        return trainee && vacancy ? [{ ...pair, trainee, vacancy }] : [];
      });
      return { pairs, next: found.length > limit ? page.at(-1)! : null };
    });
  }
}

function notFound(): never {
  throw new PlanNotFound();
}
