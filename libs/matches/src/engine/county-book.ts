import { appendTrainee, CountyPlan, TraineeIndex, TraineeRows, VacancyIndex, Vocabulary, type MatchingContext, type PreparedVacancy, type TraineeList, type TraineeProfile, type VacancyList, type VacancyProfile } from '@app/matching';
import type { MadeBy } from '../plans/plan-figures.js';
import { PackedPeople } from './packed-people.js';
import type { PersonRead } from './read-people.js';
import type { VacancyRead } from './read-vacancies.js';

/** The caller's rows: owner regions (12 digits) from … to. */
export interface Scope {
  readonly from: string;
  readonly to: string;
}

/** What has changed: as it is now, and who or what is no longer there or no longer offered. */
export interface CountyChanges {
  readonly people: readonly PersonRead[];
  readonly peopleGone: readonly string[];
  readonly vacancies: readonly VacancyRead[];
  readonly vacanciesGone: readonly string[];
}

/** One county's people and offered vacancies on one day, under one policy and catalogue, kept as they change. */
export class CountyBook {
  readonly #people: PackedPeople;
  readonly #vacancies = new Map<string, VacancyRead>();
  readonly #traineeIndex: TraineeIndex;
  readonly #vacancyIndex: VacancyIndex;
  #plan: CountyPlan | null = null;
  #revision = 0;

  private constructor(readonly context: MatchingContext, rows: TraineeRows, vocabulary: Vocabulary, people: PackedPeople, vacancies: readonly VacancyRead[]) {
    this.#people = people;
    for (const vacancy of vacancies) this.#vacancies.set(vacancy.profile.id, vacancy);
    this.#traineeIndex = TraineeIndex.ofRows(context, rows, vocabulary);
    this.#vacancyIndex = VacancyIndex.of(context, vacancies.map(({ profile }) => profile));
  }

  /** Reads a county page by page: a profile is in memory as an object only while its page is. @throws MatchingInputInvalid for a faulty profile */
  static async of(context: MatchingContext, pages: AsyncIterable<readonly PersonRead[]>, vacancies: readonly VacancyRead[]): Promise<CountyBook> {
    const [rows, vocabulary, people] = [new TraineeRows(), new Vocabulary(), new PackedPeople()];
    for await (const page of pages) {
      for (const person of page) {
        if (people.has(person.profile.id)) continue; // moved while the county was read
        appendTrainee(rows, context, vocabulary, person.profile);
        people.set(person);
      }
    }
    return new CountyBook(context, rows, vocabulary, people, vacancies);
  }

  /** The day and the policy that every answer is of. */
  get madeBy(): MadeBy {
    return { asOf: this.context.asOf, policyVersion: this.context.policy.version };
  }

  /** Moves with every change. */
  get revision(): number {
    return this.#revision;
  }

  get peopleCount(): number {
    return this.#people.size;
  }

  get peopleIds(): string[] {
    return [...this.#people.ids()];
  }

  get vacancyIds(): string[] {
    return [...this.#vacancies.keys()];
  }

  get vacancyProfiles(): VacancyProfile[] {
    return Array.from(this.#vacancies.values(), ({ profile }) => profile);
  }

  get profiles(): TraineeProfile[] {
    return Array.from(this.#people.within(0, Infinity), ({ profile }) => profile);
  }

  /** The people of a scope, one after the other: an object lives only as long as the caller looks at it. */
  peopleIn({ from, to }: Scope): Generator<PersonRead> {
    return this.#people.within(Number(from), Number(to));
  }

  person(id: string): PersonRead | null {
    return this.#people.get(id);
  }

  vacancy(id: string): VacancyRead | null {
    return this.#vacancies.get(id) ?? null;
  }

  /** @throws MatchingInputInvalid for a faulty profile */
  apply({ people, peopleGone, vacancies, vacanciesGone }: CountyChanges): void {
    this.#revision++;
    for (const person of people) {
      this.#traineeIndex.change(person.profile);
      this.#plan?.changeTrainee(person.profile);
      this.#people.set(person);
    }
    for (const id of peopleGone) {
      this.#traineeIndex.remove(id);
      this.#plan?.removeTrainee(id);
      this.#people.delete(id);
    }
    for (const vacancy of vacancies) {
      this.#vacancyIndex.change(vacancy.profile);
      this.#plan?.changeVacancy(vacancy.profile);
      this.#vacancies.set(vacancy.profile.id, vacancy);
    }
    for (const id of vacanciesGone) {
      this.#vacancyIndex.remove(id);
      this.#plan?.removeVacancy(id);
      this.#vacancies.delete(id);
    }
  }

  /** The best trainees of the scope, cut after the filter. @throws MatchingInputInvalid when `limit` is not an integer of at least 1 */
  rankTrainees(vacancy: PreparedVacancy, limit: number, { from, to }: Scope): TraineeList {
    const [first, last] = [Number(from), Number(to)];
    const isWanted = (id: string): boolean => {
      const region = this.#people.regionOf(id);
      return region >= first && region <= last;
    };
    return this.#traineeIndex.rank(vacancy, limit, this.#people.areWithin(first, last) ? undefined : isWanted); // if everybody is, nobody needs to be looked up
  }

  /** @throws MatchingInputInvalid for a faulty profile, or when `limit` is not an integer of at least 1 */
  rankVacancies(profile: TraineeProfile, limit: number): VacancyList {
    return this.#vacancyIndex.rank(profile, limit);
  }

  /** The county's plan, worked out at the first call and kept from then on. */
  get plan(): CountyPlan {
    this.#plan ??= new CountyPlan(this.context, this.profiles, this.vacancyProfiles);
    return this.#plan;
  }
}
