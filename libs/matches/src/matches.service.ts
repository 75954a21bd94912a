import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { padRegion, today, type Clock } from '@app/kernel';
import { explainPair, explanationSentence, GATE_LABEL, prepareVacancy, rankTraineesForVacancy, type NameLookup, type PairExplanation, type PreparedTrainee, type PreparedVacancy, type TraineeList as RankedTrainees, type TraineeProfile, type VacancyProfile } from '@app/matching';
import { CLOCK, Database, regionRange, type Principal } from '@app/platform';
import { MatchingEngine, type CountyView } from './engine.js';
import { MatchListsRepository, type StoredForecast, type VacancyMatchCount } from './match-lists.repository.js';
import { countyOf } from './match-refresh.service.js';
import { ForecastNotReady, TraineeNotFound, VacancyNotFound } from './matches.errors.js';
import { ShownRowsRepository, type ShownTrainee, type ShownVacancy } from './shown-rows.repository.js';

/** A pair with its reasons, in data and in one Chinese sentence. */
export interface ExplainedMatch {
  readonly explanation: PairExplanation;
  readonly sentence: string;
  readonly gates: readonly { readonly code: string; readonly label: string }[];
}

export interface TraineeMatch extends ExplainedMatch {
  readonly trainee: ShownTrainee;
}

export interface VacancyMatch extends ExplainedMatch {
  readonly vacancy: ShownVacancy;
}

/** The best trainees of a vacancy in the caller's scope; `pending`: those who will qualify once a running course has ended. */
export interface TraineeList {
  readonly vacancy: ShownVacancy;
  readonly asOf: string;
  readonly policyVersion: string;
  readonly ranked: readonly TraineeMatch[];
  readonly pending: readonly TraineeMatch[];
}

export interface VacancyList {
  readonly trainee: ShownTrainee;
  readonly asOf: string;
  readonly policyVersion: string;
  readonly ranked: readonly VacancyMatch[];
  readonly pending: readonly VacancyMatch[];
}

/** Ranked lists with reasons, both ways. */
@Injectable()
export class MatchesService {
  constructor(
    private readonly database: Database,
    private readonly engine: MatchingEngine,
    private readonly rows: ShownRowsRepository,
    private readonly catalogue: CatalogueService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The best trainees of the caller's scope for a vacancy. @throws VacancyNotFound */
  async traineesFor(principal: Principal, vacancyId: string, limit: number): Promise<TraineeList> {
    const vacancy = await this.#shownVacancy(principal, vacancyId);
    const view = await this.engine.county(countyOf(principal), today(this.clock));
    const profile = view.vacancies.get(vacancyId)?.profile ?? (await this.engine.vacancyById(vacancyId));
    if (!profile) throw new VacancyNotFound();
    const { policy } = view.context;
    const { ranked, pending } = bestInScope(view, principal, prepareVacancy(view.context, profile), limit);
    const explain = await this.#explainer(view);
    const shown = await this.database.inScope(principal, (tx) => this.rows.trainees(tx, [...ranked, ...pending].map((pair) => pair.traineeId)));
    const listed = (traineeId: string): TraineeMatch[] => {
      const trainee = shown.get(traineeId);
      return trainee ? [{ trainee, ...explain(view.trainees.get(traineeId)!.profile, profile) }] : [];
    };
    return { vacancy, asOf: view.context.asOf, policyVersion: policy.version, ranked: ranked.flatMap((pair) => listed(pair.traineeId)), pending: pending.flatMap((pair) => listed(pair.traineeId)) };
  }

  /** The best open vacancies for a trainee. @throws TraineeNotFound */
  async vacanciesFor(principal: Principal, traineeId: string, limit: number): Promise<VacancyList> {
    const trainee = await this.#shownTrainee(principal, traineeId);
    const view = await this.engine.county(trainee.county, today(this.clock));
    const person = view.trainees.get(traineeId);
    if (!person) throw new TraineeNotFound();
    const { ranked, pending } = view.vacancyIndex.rank(person.profile, limit);
    const explain = await this.#explainer(view);
    const shown = await this.database.inScope(principal, (tx) => this.rows.vacancies(tx, [...ranked, ...pending].map((pair) => pair.vacancyId)));
    const listed = (vacancyId: string): VacancyMatch[] => {
      const vacancy = shown.get(vacancyId);
      return vacancy ? [{ vacancy, ...explain(person.profile, view.vacancies.get(vacancyId)!.profile) }] : [];
    };
    return { trainee, asOf: view.context.asOf, policyVersion: view.context.policy.version, ranked: ranked.flatMap((pair) => listed(pair.vacancyId)), pending: pending.flatMap((pair) => listed(pair.vacancyId)) };
  }

  /** The whole explanation of one pair, whatever its score and its gates. @throws TraineeNotFound, VacancyNotFound */
  async explain(principal: Principal, traineeId: string, vacancyId: string): Promise<VacancyMatch & TraineeMatch> {
    const [trainee, vacancy] = [await this.#shownTrainee(principal, traineeId), await this.#shownVacancy(principal, vacancyId)];
    const view = await this.engine.county(trainee.county, today(this.clock));
    const person = view.trainees.get(traineeId);
    const profile = view.vacancies.get(vacancyId)?.profile ?? (await this.engine.vacancyById(vacancyId));
    if (!person) throw new TraineeNotFound();
    if (!profile) throw new VacancyNotFound();
    return { trainee, vacancy, ...(await this.#explainer(view))(person.profile, profile) };
  }

  async #explainer(view: CountyView): Promise<(trainee: TraineeProfile, vacancy: VacancyProfile) => ExplainedMatch> {
    const { skillNames, courseNames } = await this.catalogue.current();
    const names: NameLookup = { skill: (id) => skillNames.get(id) ?? id, course: (id) => courseNames.get(id) ?? id };
    return (trainee, vacancy) => {
      const explanation = explainPair(view.context, trainee, vacancy);
      return { explanation, sentence: explanationSentence(explanation, names), gates: explanation.gates.map((code) => ({ code, label: GATE_LABEL[code] })) };
    };
  }

  async #shownVacancy(principal: Principal, id: string): Promise<ShownVacancy> {
    const found = await this.database.inScope(principal, (tx) => this.rows.vacancies(tx, [id]));
    const vacancy = found.get(id);
    if (!vacancy) throw new VacancyNotFound();
    return vacancy;
  }

  async #shownTrainee(principal: Principal, id: string): Promise<ShownTrainee> {
    const found = await this.database.inScope(principal, (tx) => this.rows.trainees(tx, [id]));
    const trainee = found.get(id);
    if (!trainee) throw new TraineeNotFound();
    return trainee;
  }
}

/** Who may see the whole county searches its index; a township's few people are ranked one by one. */
function bestInScope(view: CountyView, principal: Principal, vacancy: PreparedVacancy, limit: number): RankedTrainees {
  const people = inScope(view, principal);
  return people.length === view.trainees.size ? view.traineeIndex.rank(vacancy, limit) : rankTraineesForVacancy(view.context.policy, vacancy, people, limit);
}

/** The caller's scope, as a filter before the cut. */
function inScope(view: CountyView, principal: Principal): PreparedTrainee[] {
  const { from, to } = regionRange(principal.region);
  const prepared: PreparedTrainee[] = [];
  for (const trainee of view.trainees.values()) {
    const region = padRegion(trainee.ownerRegion);
    if (region >= from && region <= to) prepared.push(trainee.prepared);
  }
  return prepared;
}

/** The stored lists as a board, and what an import would match. */
@Injectable()
export class MatchBoard {
  constructor(private readonly database: Database, private readonly lists: MatchListsRepository, private readonly rows: ShownRowsRepository) {}

  /** Vacancies by how many of the caller's people they find, from the stored lists (at most 50 a vacancy). */
  async vacancies(principal: Principal, limit: number): Promise<(VacancyMatchCount & { readonly vacancy: ShownVacancy })[]> {
    return this.database.inScope(principal, async (tx) => {
      const counts = await this.lists.countByVacancy(tx, limit);
      const shown = await this.rows.vacancies(tx, counts.map((count) => count.vacancyId));
      return counts.flatMap((count) => {
        const vacancy = shown.get(count.vacancyId);
        return vacancy ? [{ ...count, vacancy }] : [];
      });
    });
  }

  /** @throws ForecastNotReady */
  async forecast(principal: Principal, runId: string): Promise<StoredForecast> {
    const forecast = await this.database.inScope(principal, (tx) => this.lists.findForecast(tx, runId));
    if (!forecast) throw new ForecastNotReady();
    return forecast;
  }
}
