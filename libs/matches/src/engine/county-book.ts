import { padRegion } from '@app/kernel';
import { appendTrainee, CountyPlan, TraineeIndex, TraineeRows, VacancyIndex, Vocabulary, type MatchingContext, type PreparedVacancy, type TraineeList, type TraineeProfile, type VacancyList, type VacancyProfile } from '@app/matching';
import type { MadeBy } from '../plans/plan-figures.js';
import type { PersonRead } from './read-people.js';
import type { VacancyRead } from './read-vacancies.js';

/** The caller's rows: owner regions (12 digits) from … to. */
export interface Scope {
  readonly from: string;
  readonly to: string;
}

/** A person between two looks: as text, since a million profiles as objects take several times the room. */
interface PackedPerson {
  readonly ownerRegion: string;
  readonly packed: string;
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
  readonly #people: Map<string, PackedPerson>;
  readonly #vacancies = new Map<string, VacancyRead>();
  readonly #traineeIndex: TraineeIndex;
  readonly #vacancyIndex: VacancyIndex;
  #plan: CountyPlan | null = null;
  #revision = 0;
  /** Nobody's owner region (12 digits) lies outside. */
  #reach: Scope = { from: '9'.repeat(12), to: '0'.repeat(12) };

  private constructor(readonly context: MatchingContext, rows: TraineeRows, vocabulary: Vocabulary, people: Map<string, PackedPerson>, vacancies: readonly VacancyRead[]) {
    this.#people = people;
    for (const vacancy of vacancies) this.#vacancies.set(vacancy.profile.id, vacancy);
    for (const person of people.values()) this.#widen(person);
    this.#traineeIndex = TraineeIndex.ofRows(context, rows, vocabulary);
    this.#vacancyIndex = VacancyIndex.of(context, vacancies.map(({ profile }) => profile));
  }

  /** Reads a county page by page: a profile is in memory as an object only while its page is. @throws MatchingInputInvalid for a faulty profile */
  static async of(context: MatchingContext, pages: AsyncIterable<readonly PersonRead[]>, vacancies: readonly VacancyRead[]): Promise<CountyBook> {
    const [rows, vocabulary, people] = [new TraineeRows(), new Vocabulary(), new Map<string, PackedPerson>()];
    for await (const page of pages) {
      for (const person of page) {
        if (people.has(person.profile.id)) continue; // moved while the county was read
        appendTrainee(rows, context, vocabulary, person.profile);
        people.set(person.profile.id, packed(person));
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
    return [...this.#people.keys()];
  }

  get vacancyIds(): string[] {
    return [...this.#vacancies.keys()];
  }

  get vacancyProfiles(): VacancyProfile[] {
    return Array.from(this.#vacancies.values(), ({ profile }) => profile);
  }

  get profiles(): TraineeProfile[] {
    return Array.from(this.#people.values(), unpacked);
  }

  /** The people of a scope, one after the other: an object lives only as long as the caller looks at it. */
  *peopleIn({ from, to }: Scope): Generator<PersonRead> {
    for (const person of this.#people.values()) {
      const region = padRegion(person.ownerRegion);
      if (region >= from && region <= to) yield { ownerRegion: person.ownerRegion, profile: unpacked(person) };
    }
  }

  person(id: string): PersonRead | null {
    const person = this.#people.get(id);
    return person === undefined ? null : { ownerRegion: person.ownerRegion, profile: unpacked(person) };
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
      this.#people.set(person.profile.id, packed(person));
      this.#widen(person);
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
    const isWanted = (id: string): boolean => {
      const region = padRegion(this.#people.get(id)!.ownerRegion);
      return region >= from && region <= to;
    };
    const isEverybody = from <= this.#reach.from && to >= this.#reach.to; // nobody needs to be looked up
    return this.#traineeIndex.rank(vacancy, limit, isEverybody ? undefined : isWanted);
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

  #widen({ ownerRegion }: Pick<PersonRead, 'ownerRegion'>): void {
    const region = padRegion(ownerRegion);
    if (region < this.#reach.from) this.#reach = { ...this.#reach, from: region };
    if (region > this.#reach.to) this.#reach = { ...this.#reach, to: region };
  }
}

const packed = ({ ownerRegion, profile }: PersonRead): PackedPerson => ({ ownerRegion, packed: JSON.stringify(profile) });
const unpacked = ({ packed: text }: PackedPerson): TraineeProfile => JSON.parse(text) as TraineeProfile;
