import type { Assignment, AssignmentProblem } from '../assignment/assignment.js';
import type { OutsideSolver } from '../assignment/side-limit.js';
import { solveAssignment } from '../assignment/solve-assignment.js';
import { priceOut } from '../assignment/solve-by-pricing.js';
import { gateBits } from '../eligibility.js';
import { refuse } from '../errors.js';
import { prepareTrainee, prepareVacancy, type MatchingContext, type PreparedTrainee, type PreparedVacancy } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { DEFAULT_TOP_K } from '../rank.js';
import { scorePair } from '../score.js';
import { PairSweep } from '../search/pair-sweep.js';
import { TraineeIndex, type ListedTrainee } from '../search/trainee-index.js';
import { idOf } from '../search/trainee-segment.js';
import { Vocabulary } from '../search/vocabulary.js';
import { compareIds, tieOf } from '../tie.js';
import { KeptPairs, NOT_KEPT } from './kept-pairs.js';
import { planOf, type Plan, type PlanDraft } from './plan-draft.js';
import { planWithin, type LimitedPlan, type PlanLimits } from './plan-limits.js';

export interface PlanRules {
  /** People put forward for each opening. */
  readonly fanout: number;
  /** Vacancies a trainee at the most. */
  readonly perTrainee: number;
  /** Pairs that an officer has decided: they stay, take a place and a turn, and add nothing to the objective. */
  readonly decisions: readonly { readonly traineeId: string; readonly vacancyId: string }[];
  /** Places of some vacancies, by id, in place of openings × fanout: as many as a wave still wants, say. */
  readonly places: ReadonlyMap<string, number>;
  /** People who get no further vacancy this time, because they were asked enough for now, say; their pairs stay. */
  readonly resting: ReadonlySet<string>;
}

export const DEFAULT_PLAN_RULES: PlanRules = { fanout: 3, perTrainee: 1, decisions: [], places: new Map(), resting: new Set() };

interface Numbered<T> {
  readonly numbers: Map<string, number>;
  /** By number; null = free. */
  readonly items: (T | null)[];
}

/**
 * A county's plan, kept as things change: all kept pairs, and the prices of the last assignment. A changed trainee or
 * vacancy costs one line of pairs; the assignment is mended from those prices and proven over all pairs again.
 */
export class CountyPlan {
  readonly #trainees: Numbered<PreparedTrainee> = { numbers: new Map(), items: [] };
  readonly #vacancies: Numbered<PreparedVacancy> = { numbers: new Map(), items: [] };
  readonly #openings: number[] = [];
  #kept: KeptPairs[] = [];
  #prices: Float64Array | undefined;

  /** @throws MatchingInputInvalid for a faulty profile or an id given twice */
  constructor(private readonly context: MatchingContext, trainees: readonly TraineeProfile[], vacancies: readonly VacancyProfile[]) {
    const index = TraineeIndex.of(context, trainees, Infinity);
    for (const trainee of trainees) numberOf(this.#trainees, trainee.id, prepareTrainee(context, trainee));
    vacancies.forEach((vacancy, i) => {
      if (this.#vacancies.numbers.has(vacancy.id)) refuse(`vacancies[${i}].id`, 'given twice');
      this.#openings[numberOf(this.#vacancies, vacancy.id, prepareVacancy(context, vacancy))] = vacancy.openings ?? 1;
    });
    this.#sweepAll(index);
  }

  /** Every kept pair at once, list by list. */
  #sweepAll(index: TraineeIndex): void {
    const { segments: [segment], vocabulary } = index.snapshot();
    if (segment === undefined) {
      this.#kept = this.#vacancies.items.map(() => new KeptPairs());
      return;
    }
    const sweep = new PairSweep(this.context, segment, new Vocabulary(vocabulary));
    const numbers = Uint32Array.from({ length: segment.count }, (_, person) => this.#trainees.numbers.get(idOf(segment, person))!);
    this.#kept = this.#vacancies.items.map((vacancy) => {
      const pairs: [number, number][] = [];
      sweep.sweep(vacancy!, (person, score) => pairs.push([numbers[person]!, score]));
      return new KeptPairs(pairs);
    });
  }

  /** Takes a trainee in, whether or not they were there. @throws MatchingInputInvalid for a faulty profile; nothing is changed then */
  changeTrainee(profile: TraineeProfile): void {
    this.#putTrainees([prepareTrainee(this.context, profile)]);
  }

  removeTrainee(id: string): boolean {
    const number = free(this.#trainees, id);
    if (number !== null) this.#kept = this.#kept.map((kept) => kept.with(Uint32Array.of(number), Int32Array.of(NOT_KEPT)));
    return number !== null;
  }

  /** Takes a vacancy in, whether or not it was there. @throws MatchingInputInvalid for a faulty profile; nothing is changed then */
  changeVacancy(profile: VacancyProfile): void {
    const vacancy = prepareVacancy(this.context, profile);
    const number = numberOf(this.#vacancies, vacancy.id, vacancy);
    this.#openings[number] = profile.openings ?? 1;
    const pairs = this.#trainees.items.flatMap((trainee, t): [number, number][] => {
      const score = trainee === null ? NOT_KEPT : this.#keptScore(trainee, vacancy);
      return score === NOT_KEPT ? [] : [[t, score]];
    });
    this.#kept[number] = new KeptPairs(pairs);
  }

  removeVacancy(id: string): boolean {
    const number = free(this.#vacancies, id);
    if (number !== null) this.#kept[number] = new KeptPairs();
    return number !== null;
  }

  /**
   * The best plan over all kept pairs, proven.
   * @throws MatchingInputInvalid for a fanout below 0, fewer than one vacancy a trainee, places that are no count, or a decision or places of somebody unknown
   */
  plan(rules: Partial<PlanRules> = {}): Plan {
    const { draft, free } = this.#draft(rules);
    return planOf(draft, free);
  }

  /**
   * The best plan that keeps side limits, of the county as it is now: what changes while the port works is not in it.
   * @throws MatchingInputInvalid as `plan`, and for limits that cannot be read; OutsideSolverFailed when the port finds no optimum
   */
  async planWithLimits(limits: PlanLimits, outside: OutsideSolver, rules: Partial<PlanRules> = {}): Promise<LimitedPlan> {
    const { draft, free } = this.#draft(rules);
    return planWithin(draft, limits, outside, free);
  }

  /**
   * The plan as it would be with these profiles in place of theirs ("if class X ran for these 30"); nothing is changed.
   * @throws MatchingInputInvalid for a faulty profile
   */
  whatIf(changed: readonly TraineeProfile[], rules: Partial<PlanRules> = {}): Plan {
    return this.#asIf(changed, () => this.plan(rules));
  }

  /** `whatIf` within side limits. @throws as `whatIf` and `planWithLimits` */
  async whatIfWithLimits(changed: readonly TraineeProfile[], limits: PlanLimits, outside: OutsideSolver, rules: Partial<PlanRules> = {}): Promise<LimitedPlan> {
    const { draft, free } = this.#asIf(changed, () => this.#draft(rules)); // the county is as before when the port begins
    return planWithin(draft, limits, outside, free);
  }

  /** The best of a vacancy's kept pairs, in the order of every list. @throws MatchingInputInvalid for an unknown vacancy, or when `topK` is not an integer of at least 1 */
  shortList(vacancyId: string, topK = DEFAULT_TOP_K): ListedTrainee[] {
    if (!Number.isSafeInteger(topK) || topK < 1) refuse('topK', 'must be an integer of at least 1');
    const number = this.#vacancies.numbers.get(vacancyId) ?? refuse('vacancyId', 'unknown');
    const kept = this.#kept[number]!;
    const { trainees, scores } = kept;
    const [vacancy, people] = [this.#vacancies.items[number]!, this.#trainees.items];
    const floor = kept.floorOfBest(topK);
    const best: { score: number; trainee: PreparedTrainee }[] = [];
    for (let i = 0; i < scores.length; i++) if (scores[i]! >= floor) best.push({ score: scores[i]!, trainee: people[trainees[i]!]! });
    best.sort((a, b) => b.score - a.score || tieOf(a.trainee.tieHash, vacancy.tieHash) - tieOf(b.trainee.tieHash, vacancy.tieHash) || compareIds(a.trainee.id, b.trainee.id));
    return best.slice(0, topK).map(({ score, trainee }) => ({ traineeId: trainee.id, score }));
  }

  /** Everybody who is eligible for a vacancy and good enough, in no order. @throws MatchingInputInvalid for an unknown vacancy */
  keptTrainees(vacancyId: string): string[] {
    const number = this.#vacancies.numbers.get(vacancyId) ?? refuse('vacancyId', 'unknown');
    return Array.from(this.#kept[number]!.trainees, (trainee) => this.#trainees.items[trainee]!.id);
  }

  #asIf<T>(changed: readonly TraineeProfile[], work: () => T): T {
    const prepared = changed.map((profile) => prepareTrainee(this.context, profile));
    const [before, kept, prices] = [prepared.map(({ id }) => this.#trainees.items[this.#trainees.numbers.get(id) ?? -1] ?? null), this.#kept, this.#prices];
    this.#putTrainees(prepared);
    try {
      return work();
    } finally {
      prepared.forEach(({ id }, i) => {
        if (before[i] === null) free(this.#trainees, id);
        else numberOf(this.#trainees, id, before[i]!);
      });
      [this.#kept, this.#prices] = [kept, prices];
    }
  }

  /** Writes down what is to be planned, and solves it without limits. */
  #draft(rules: Partial<PlanRules>): { draft: PlanDraft; free: Assignment } {
    const { fanout, perTrainee, decisions, places, resting } = { ...DEFAULT_PLAN_RULES, ...rules };
    if (!(fanout >= 0 && fanout < Infinity)) refuse('fanout', 'must be a number of at least 0');
    if (!Number.isSafeInteger(perTrainee) || perTrainee < 1) refuse('perTrainee', 'must be an integer of at least 1');
    const capacities = this.#capacitiesOf(fanout, places);
    const decided = decisions.map(({ traineeId, vacancyId }, i): [number, number] => [
      this.#trainees.numbers.get(traineeId) ?? refuse(`decisions[${i}].traineeId`, 'unknown'), this.#vacancies.numbers.get(vacancyId) ?? refuse(`decisions[${i}].vacancyId`, 'unknown'),
    ]);
    const problem = this.#problemOf(capacities, perTrainee, decided, resting);
    const free = this.#prices === undefined ? solveAssignment(problem) : priceOut(problem, this.#prices);
    this.#prices = free.duals.prices;
    const draft = {
      problem, capacities, decided,
      trainees: this.#trainees.items.map((trainee) => trainee?.id ?? null),
      vacancies: this.#vacancies.items.map((vacancy) => (vacancy === null ? null : { id: vacancy.id, employerId: vacancy.employerId, isOffered: vacancy.ownGates === 0 })),
      keptPairs: this.#kept.reduce((sum, { trainees }) => sum + trainees.length, 0),
    };
    return { draft, free };
  }

  /** Takes trainees in, whether or not they were there; of somebody given twice, as given last. */
  #putTrainees(trainees: readonly PreparedTrainee[]): void {
    const byNumber = new Map(trainees.map((trainee) => [numberOf(this.#trainees, trainee.id, trainee), trainee]));
    const numbers = Uint32Array.from(byNumber.keys()).sort();
    const people = Array.from(numbers, (number) => byNumber.get(number)!);
    this.#kept = this.#kept.map((kept, v) => {
      const vacancy = this.#vacancies.items[v]!;
      return vacancy === null ? kept : kept.with(numbers, Int32Array.from(people, (trainee) => this.#keptScore(trainee, vacancy)));
    });
  }

  #keptScore(trainee: PreparedTrainee, vacancy: PreparedVacancy): number {
    const { policy } = this.context;
    if (gateBits(policy, trainee, vacancy) !== 0) return NOT_KEPT;
    const { score } = scorePair(policy, trainee, vacancy);
    return score >= policy.minScore ? score : NOT_KEPT;
  }

  #capacitiesOf(fanout: number, places: ReadonlyMap<string, number>): number[] {
    const capacities = this.#vacancies.items.map((vacancy, v) => (vacancy === null ? 0 : Math.max(0, Math.ceil(this.#openings[v]! * fanout - 1e-9))));
    [...places].forEach(([id, count], i) => {
      if (!Number.isSafeInteger(count) || count < 0) refuse(`places[${i}]`, 'must be a whole number of at least 0');
      capacities[this.#vacancies.numbers.get(id) ?? refuse(`places[${i}]`, 'unknown')] = count;
    });
    return capacities;
  }

  /** The kept pairs that are still to be decided on, with the places and turns that decisions leave. */
  #problemOf(capacities: readonly number[], perTrainee: number, decided: readonly (readonly [number, number])[], resting: ReadonlySet<string>): AssignmentProblem {
    const left = [...capacities];
    const isServed = Uint8Array.from(this.#trainees.items, (trainee) => Number(trainee !== null && resting.has(trainee.id)));
    for (const [trainee, vacancy] of decided) {
      left[vacancy] = Math.max(0, left[vacancy]! - 1);
      isServed[trainee] = 1; // whoever an officer has decided on gets no further vacancy
    }
    const most = this.#kept.reduce((sum, { trainees }) => sum + trainees.length, 0);
    const [trainees, vacancies, scores] = [new Uint32Array(most), new Uint32Array(most), new Uint16Array(most)];
    let count = 0;
    for (let v = 0; v < left.length; v++) {
      if (left[v] === 0) continue; // what has no place has no say in the prices either
      const { trainees: people, scores: theirs } = this.#kept[v]!;
      for (let i = 0; i < people.length; i++) {
        trainees[count] = people[i]!;
        vacancies[count] = v;
        scores[count] = theirs[i]!;
        count += 1 - isServed[people[i]!]!; // the next one is written over whoever is served
      }
    }
    return { traineeCount: isServed.length, capacities: left, perTrainee, edges: { trainees: trainees.subarray(0, count), vacancies: vacancies.subarray(0, count), scores: scores.subarray(0, count) } };
  }
}

/** The number of an id, a free one where it has none, with its item set. */
function numberOf<T>({ numbers, items }: Numbered<T>, id: string, item: T): number {
  let number = numbers.get(id);
  if (number === undefined) {
    number = numbers.size < items.length ? items.indexOf(null) : items.length;
    numbers.set(id, number);
  }
  items[number] = item;
  return number;
}

function free<T>({ numbers, items }: Numbered<T>, id: string): number | null {
  const number = numbers.get(id);
  if (number === undefined) return null;
  numbers.delete(id);
  items[number] = null;
  return number;
}
