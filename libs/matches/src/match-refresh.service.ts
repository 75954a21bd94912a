import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, Database, type Principal } from '@app/platform';
import { today, type Clock } from '@app/kernel';
import { describePair, forecastVacancies, shortageBoard } from '@app/matching';
import { MatchingEngine, type CountyView, type EngineVacancy } from './engine.js';
import { MatchListsRepository, type StoredList } from './match-lists.repository.js';

/** How many trainees of a vacancy are stored. */
export const STORED_TOP_K = 50;
/** Above this many changed trainees the whole county is done anew: it costs less than asking whom each one touches. */
const ONE_BY_ONE_MAX = 20;
/** Of a shortage board so many lines are kept, the greatest shortage first. */
const STORED_SHORTAGES = 300;
/** Lists ranked between two looks at the event loop and at the signal. */
const LISTS_A_TURN = 40;

/** Jobs of this feature; it also answers `vacancies.changed`, `vacancies.import-ended` and `trainees.changed`. */
export type MatchJobs = { 'matches.refresh-county': Readonly<Record<string, never>>; 'shortages.refresh': Readonly<Record<string, never>> };

/** Keeps the stored lists up to date after changes, and every night (course recency moves with the days). */
@Injectable()
export class MatchRefresh {
  constructor(
    private readonly database: Database,
    private readonly engine: MatchingEngine,
    private readonly lists: MatchListsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every open vacancy of the principal's county. Safe to run twice; stops between two turns when told to. */
  async refreshCounty(principal: Principal, signal?: AbortSignal): Promise<void> {
    const view = await this.#view(principal);
    await this.#refresh(principal, view, [...view.vacancies.values()], signal);
    await this.database.inScope(principal, (tx) => this.lists.dropExcept(tx, countyOf(principal), [...view.vacancies.keys()]));
  }

  /** New, changed or closed vacancies. A closed one has no list. */
  async refreshVacancies(principal: Principal, vacancyIds: readonly string[], signal?: AbortSignal): Promise<void> {
    const view = await this.#view(principal);
    const open = vacancyIds.flatMap((id) => view.vacancies.get(id) ?? []);
    await this.#refresh(principal, view, open, signal);
    const closed = vacancyIds.filter((id) => !view.vacancies.has(id));
    if (closed.length > 0) await this.database.inScope(principal, (tx) => this.lists.replace(tx, countyOf(principal), view.context.policy.version, view.context.asOf, closed.map((vacancyId) => ({ vacancyId, vacancyVersion: 0, pairs: [] }))));
  }

  /** New or changed trainees: the lists that they stand in, or come into. */
  async refreshTrainees(principal: Principal, traineeIds: readonly string[], signal?: AbortSignal): Promise<void> {
    if (traineeIds.length > ONE_BY_ONE_MAX) return this.refreshCounty(principal, signal);
    const view = await this.#view(principal);
    const best = traineeIds.flatMap((id) => {
      const trainee = view.trainees.get(id);
      return trainee ? view.vacancyIndex.rank(trainee.profile, Math.max(1, view.vacancies.size)).ranked : [];
    });
    const near = await this.database.inScope(principal, (tx) => this.lists.vacanciesNear(tx, countyOf(principal), best, traineeIds));
    await this.#refresh(principal, view, near.flatMap((id) => view.vacancies.get(id) ?? []), signal);
  }

  /** What an import run would match, over the open vacancies that it left behind. */
  async forecastRun(principal: Principal, runId: string): Promise<void> {
    const view = await this.#view(principal);
    const forecast = forecastVacancies(view.context, [...view.vacancies.values()].map((vacancy) => vacancy.profile), [...view.trainees.values()].map((trainee) => trainee.profile));
    await this.database.inScope(principal, (tx) => this.lists.saveForecast(tx, runId, countyOf(principal), view.context.asOf, view.context.policy.version, forecast));
  }

  /** What stays empty in the county, and what to train for. Safe to run twice. */
  async refreshShortages(principal: Principal): Promise<void> {
    const { context, trainees, vacancies } = await this.#view(principal);
    const lines = shortageBoard(context, [...trainees.values()].map(({ profile }) => profile), [...vacancies.values()].map(({ profile }) => profile)).slice(0, STORED_SHORTAGES);
    await this.database.inScope(principal, (tx) => this.lists.saveBoard(tx, countyOf(principal), context.asOf, context.policy.version, lines));
  }

  async #view(principal: Principal): Promise<CountyView> {
    return this.engine.county(countyOf(principal), today(this.clock));
  }

  async #refresh(principal: Principal, view: CountyView, vacancies: readonly EngineVacancy[], signal: AbortSignal | undefined): Promise<void> {
    for (let i = 0; i < vacancies.length; i += LISTS_A_TURN) {
      signal?.throwIfAborted();
      const turn = vacancies.slice(i, i + LISTS_A_TURN).map((vacancy): StoredList => ({
        vacancyId: vacancy.profile.id,
        vacancyVersion: vacancy.version,
        pairs: view.traineeIndex.rank(vacancy.prepared, STORED_TOP_K).ranked.map(({ traineeId }) => {
          const { prepared, ownerRegion } = view.trainees.get(traineeId)!;
          return { pair: describePair(view.context.policy, prepared, vacancy.prepared), ownerRegion };
        }),
      }));
      await this.database.inScope(principal, (tx) => this.lists.replace(tx, countyOf(principal), view.context.policy.version, view.context.asOf, turn));
    }
  }
}

/** The county (6 digits) that a principal works in. */
export function countyOf(principal: Principal): string {
  return principal.region.padEnd(6, '0').slice(0, 6);
}
