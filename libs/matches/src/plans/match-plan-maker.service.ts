import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { OutsideSolverFailed } from '@app/matching';
import { CLOCK, Database, type Principal } from '@app/platform';
import { MatchingEngine } from '../engine/matching-engine.js';
import { countyOf } from '../match-refresh.service.js';
import { CourseNotFound } from '../matches.errors.js';
import { ShownRowsRepository, type ShownTrainee, type ShownVacancy } from '../shown-rows.repository.js';
import { MatchPlansRepository } from './match-plans.repository.js';
import { DEFAULT_WISHES, planState, type PlanComparison } from './plan-figures.js';

export interface ShownComparison extends Omit<PlanComparison, 'gained'> {
  /** The caller's people only. */
  readonly gained: readonly { readonly trainee: ShownTrainee; readonly vacancies: readonly ShownVacancy[] }[];
}

/** Has the engine plan a county: for a plan that was asked for, for the morning, or to see what a class would change. */
@Injectable()
export class MatchPlanMaker {
  constructor(
    private readonly database: Database,
    private readonly engine: MatchingEngine,
    private readonly plans: MatchPlansRepository,
    private readonly rows: ShownRowsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A plan that is made, has failed, or was dropped meanwhile, stays as it is. A solver that gives up would give up again: the plan has failed. */
  async make(principal: Principal, planId: string): Promise<void> {
    const county = countyOf(principal);
    const [plan, decided] = await this.database.inScope(principal, async (tx) => [await this.plans.find(tx, planId), await this.plans.listDecided(tx, county)] as const);
    if (plan === null || planState(plan) !== 'waiting') return;
    const { fanout, perTrainee, mostOfClass, townshipShare } = plan;
    try {
      const made = await this.engine.ask(county, today(this.clock), 'plan.make', { wishes: { fanout, perTrainee, mostOfClass, townshipShare }, decided });
      await this.database.inScope(principal, (tx) => this.plans.save(tx, planId, made));
    } catch (error) {
      if (!(error instanceof OutsideSolverFailed)) throw error;
      await this.database.inScope(principal, (tx) => this.plans.fail(tx, planId, 'solver-gave-up'));
    }
  }

  /** The work on a plan has failed for good: whoever waits for it sees that. */
  async giveUp(principal: Principal, planId: string): Promise<void> {
    await this.database.inScope(principal, (tx) => this.plans.fail(tx, planId, 'gave-up'));
  }

  /** The same for the morning's plan of today. */
  async giveUpNightly(principal: Principal): Promise<void> {
    const plan = await this.database.inScope(principal, (tx) => this.plans.findNightly(tx, countyOf(principal), today(this.clock)));
    if (plan !== null) await this.giveUp(principal, plan.id);
  }

  /** The plan that every county has in the morning, by what is usual. */
  async makeNightly(principal: Principal): Promise<void> {
    const [county, day] = [countyOf(principal), today(this.clock)];
    const plan = await this.database.inScope(principal, async (tx) => (await this.plans.add(tx, county, DEFAULT_WISHES, day)) ?? (await this.plans.findNightly(tx, county, day)));
    if (plan !== null) await this.make(principal, plan.id);
  }

  /** "If a class in this course ran for these people": today's plan beside the one after it; nothing is stored. @throws CourseNotFound */
  async whatIf(principal: Principal, asked: { readonly courseId: string; readonly traineeIds: readonly string[]; readonly fanout: number; readonly perTrainee: number }): Promise<ShownComparison> {
    const county = countyOf(principal);
    const { own, decided } = await this.database.inScope(principal, async (tx) => ({ own: [...(await this.rows.trainees(tx, asked.traineeIds)).keys()], decided: await this.plans.listDecided(tx, county) }));
    const compared = await this.engine.ask(county, today(this.clock), 'plan.what-if', { ...asked, traineeIds: own, decided });
    if (compared === null) throw new CourseNotFound();
    return this.database.inScope(principal, async (tx) => {
      const trainees = await this.rows.trainees(tx, compared.gained.map(({ traineeId }) => traineeId));
      const vacancies = await this.rows.vacancies(tx, compared.gained.flatMap(({ vacancyIds }) => vacancyIds));
      return { ...compared, gained: compared.gained.flatMap(({ traineeId, vacancyIds }) => (trainees.has(traineeId) ? [{ trainee: trainees.get(traineeId)!, vacancies: vacancyIds.flatMap((vacancy) => vacancies.get(vacancy) ?? []) }] : [])) };
    });
  }
}
