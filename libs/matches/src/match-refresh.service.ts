import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, Database, type Principal } from '@app/platform';
import { today, type Clock } from '@app/kernel';
import type { Answered, Asked, EngineCall } from './engine/calls.js';
import { MatchingEngine } from './engine/matching-engine.js';
import { MatchListsRepository } from './match-lists.repository.js';

/** How many trainees of a vacancy are stored. */
export const STORED_TOP_K = 50;
/** Above this many changed trainees the whole county is done anew: it costs less than asking whom each one touches. */
const ONE_BY_ONE_MAX = 20;
/** Of a shortage board so many lines are kept, the greatest shortage first. */
const STORED_SHORTAGES = 300;
/** Lists made and stored between two looks at the signal. */
const LISTS_A_TURN = 100;

/** Jobs of this feature; it also answers `vacancies.changed`, `vacancies.import-ended` and `trainees.changed`. */
export type MatchJobs = {
  'matches.refresh-county': Readonly<Record<string, never>>;
  'shortages.refresh': Readonly<Record<string, never>>;
  'match-plan.make': { readonly planId: string };
  'match-plan.make-nightly': Readonly<Record<string, never>>;
};

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
    const { ids } = await this.#ask(principal, 'vacancies.offered', {});
    await this.#refresh(principal, ids, signal);
    await this.database.inScope(principal, (tx) => this.lists.dropExcept(tx, countyOf(principal), ids));
  }

  /** New, changed or closed vacancies. A closed one has no list. */
  async refreshVacancies(principal: Principal, vacancyIds: readonly string[], signal?: AbortSignal): Promise<void> {
    const offered = new Set((await this.#ask(principal, 'vacancies.offered', {})).ids);
    await this.#refresh(principal, vacancyIds.filter((id) => offered.has(id)), signal);
    const closed = vacancyIds.filter((id) => !offered.has(id));
    if (closed.length > 0) await this.database.inScope(principal, (tx) => this.lists.drop(tx, countyOf(principal), closed));
  }

  /** New or changed trainees: the lists that they stand in, or come into. */
  async refreshTrainees(principal: Principal, traineeIds: readonly string[], signal?: AbortSignal): Promise<void> {
    if (traineeIds.length > ONE_BY_ONE_MAX) return this.refreshCounty(principal, signal);
    const best = await this.#ask(principal, 'vacancies.of-trainees', { traineeIds });
    const near = await this.database.inScope(principal, (tx) => this.lists.vacanciesNear(tx, countyOf(principal), best, traineeIds));
    await this.#refresh(principal, near, signal);
  }

  /** What an import run would match, over the open vacancies that it left behind. */
  async forecastRun(principal: Principal, runId: string): Promise<void> {
    const { forecast, ...madeBy } = await this.#ask(principal, 'vacancies.forecast', {});
    await this.database.inScope(principal, (tx) => this.lists.saveForecast(tx, runId, countyOf(principal), madeBy, forecast));
  }

  /** What stays empty in the county, and what to train for. Safe to run twice. */
  async refreshShortages(principal: Principal): Promise<void> {
    const { lines, ...madeBy } = await this.#ask(principal, 'shortages.work-out', { most: STORED_SHORTAGES });
    await this.database.inScope(principal, (tx) => this.lists.saveBoard(tx, countyOf(principal), madeBy, lines));
  }

  #ask<Name extends EngineCall>(principal: Principal, call: Name, asked: Asked<Name>): Promise<Answered<Name>> {
    return this.engine.ask(countyOf(principal), today(this.clock), call, asked);
  }

  async #refresh(principal: Principal, vacancyIds: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    for (let i = 0; i < vacancyIds.length; i += LISTS_A_TURN) {
      signal?.throwIfAborted();
      const { lists, ...madeBy } = await this.#ask(principal, 'lists.make', { vacancyIds: vacancyIds.slice(i, i + LISTS_A_TURN), topK: STORED_TOP_K });
      await this.database.inScope(principal, (tx) => this.lists.replace(tx, countyOf(principal), madeBy, lists));
    }
  }
}

/** The county (6 digits) that a principal works in. */
export function countyOf(principal: Principal): string {
  return principal.region.padEnd(6, '0').slice(0, 6);
}
