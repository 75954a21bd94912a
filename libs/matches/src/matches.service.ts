import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { today, type Clock } from '@app/kernel';
import { explanationSentence, GATE_LABEL, plainReasons, type NameLookup, type PairExplanation } from '@app/matching';
import { CLOCK, Database, regionRange, type Principal } from '@app/platform';
import { MatchingEngine } from './engine/matching-engine.js';
import { MatchListsRepository, type StoredForecast, type VacancyMatchCount } from './match-lists.repository.js';
import { countyOf } from './match-refresh.service.js';
import { ForecastNotReady, TraineeNotFound, VacancyNotFound } from './matches.errors.js';
import { RowsInTime } from './rows-in-time.js';
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
    const rows = new RowsInTime((ids) => this.database.read(principal, (reader) => Promise.all([this.rows.vacancy(reader, vacancyId), this.rows.trainees(reader, ids)])));
    const asked = this.engine.ask(countyOf(principal), today(this.clock), 'trainees.list', { vacancyId, scope: regionRange(principal.region), limit }, (ids) => rows.foresee(ids));
    const [list, explained] = await Promise.all([asked, this.#explainer()]);
    if (list === null) throw new VacancyNotFound();
    const [vacancy, shown] = await rows.of([...list.ranked, ...list.pending].map(({ traineeId }) => traineeId));
    if (!vacancy) throw new VacancyNotFound(); // whoever may not see the vacancy is told nothing of the list
    const named = (explanation: PairExplanation): TraineeMatch[] => {
      const trainee = shown.get(explanation.traineeId);
      return trainee ? [{ trainee, ...explained(explanation) }] : [];
    };
    return { vacancy, asOf: list.asOf, policyVersion: list.policyVersion, ranked: list.ranked.flatMap(named), pending: list.pending.flatMap(named) };
  }

  /** The best open vacancies for a trainee. @throws TraineeNotFound */
  async vacanciesFor(principal: Principal, traineeId: string, limit: number): Promise<VacancyList> {
    const trainee = await this.#shownTrainee(principal, traineeId);
    const list = await this.engine.ask(trainee.county, today(this.clock), 'vacancies.list', { traineeId, limit });
    if (list === null) throw new TraineeNotFound();
    const explained = await this.#explainer();
    const shown = await this.database.read(principal, (reader) => this.rows.vacancies(reader, [...list.ranked, ...list.pending].map(({ vacancyId }) => vacancyId)));
    const named = (explanation: PairExplanation): VacancyMatch[] => {
      const vacancy = shown.get(explanation.vacancyId);
      return vacancy ? [{ vacancy, ...explained(explanation) }] : [];
    };
    return { trainee, asOf: list.asOf, policyVersion: list.policyVersion, ranked: list.ranked.flatMap(named), pending: list.pending.flatMap(named) };
  }

  /** The whole explanation of one pair, whatever its score and its gates. @throws TraineeNotFound, VacancyNotFound */
  async explain(principal: Principal, traineeId: string, vacancyId: string): Promise<VacancyMatch & TraineeMatch> {
    const [trainee, vacancy] = [await this.#shownTrainee(principal, traineeId), await this.#shownVacancy(principal, vacancyId)];
    const explanation = await this.engine.ask(trainee.county, today(this.clock), 'pair.explain', { traineeId, vacancyId });
    if (explanation === 'no-trainee') throw new TraineeNotFound();
    if (explanation === 'no-vacancy') throw new VacancyNotFound();
    return { trainee, vacancy, ...(await this.#explainer())(explanation) };
  }

  /** @throws VacancyNotFound */
  async vacancy(principal: Principal, vacancyId: string): Promise<ShownVacancy> {
    return this.#shownVacancy(principal, vacancyId);
  }

  /** A post and why it was thought of, in words for the person. @throws TraineeNotFound, VacancyNotFound */
  async reasonsFor(principal: Principal, traineeId: string, vacancyId: string): Promise<{ readonly vacancy: ShownVacancy; readonly reasons: readonly string[] }> {
    const [{ vacancy, explanation }, names] = [await this.explain(principal, traineeId, vacancyId), await this.#names()];
    return { vacancy, reasons: plainReasons(explanation, names) };
  }

  async #names(): Promise<NameLookup> {
    const { skillNames, courseNames } = await this.catalogue.current();
    return { skill: (id) => skillNames.get(id) ?? id, course: (id) => courseNames.get(id) ?? id };
  }

  async #explainer(): Promise<(explanation: PairExplanation) => ExplainedMatch> {
    const names = await this.#names();
    return (explanation) => ({ explanation, sentence: explanationSentence(explanation, names), gates: explanation.gates.map((code) => ({ code, label: GATE_LABEL[code] })) });
  }

  async #shownVacancy(principal: Principal, id: string): Promise<ShownVacancy> {
    const vacancy = await this.database.read(principal, (reader) => this.rows.vacancy(reader, id));
    if (!vacancy) throw new VacancyNotFound();
    return vacancy;
  }

  async #shownTrainee(principal: Principal, id: string): Promise<ShownTrainee> {
    const found = await this.database.read(principal, (reader) => this.rows.trainees(reader, [id]));
    const trainee = found.get(id);
    if (!trainee) throw new TraineeNotFound();
    return trainee;
  }
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
