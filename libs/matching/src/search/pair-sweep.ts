import { refuse } from '../errors.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import type { BestLists } from './best-lists.js';
import { OccupationGroups } from './occupation-groups.js';
import { PairMemory, type StandsFirst } from './pair-memory.js';
import { noBits, wordsOf, type PeopleBits } from './people-bits.js';
import type { PeopleRange, TraineeSegment } from './segment.js';
import { SweepCourses } from './sweep-courses.js';
import { SweepPeople } from './sweep-people.js';
import { SweepPlaces } from './sweep-places.js';
import { SweepSkills } from './sweep-skills.js';
import { VacancyGates } from './vacancy-gates.js';
import type { Vocabulary } from './vocabulary.js';

/** So many bytes of what is worked out for everybody, before it is forgotten and begun anew: a county's skills, places and occupations need far fewer. */
const MOST_BYTES = 1 << 26;
/** Words of an entry of a list in the kernel's memory: its key (two), its number, and nothing. */
const ENTRY_WORDS = 4;
const MOST_WORDS = 2 ** 28;
/** No score reaches it, and 16 bits hold it. */
const OUT_OF_REACH = 20_000;

export interface PairSweepOptions {
  /** Whom to look at; absent: everybody. */
  readonly people?: PeopleRange;
  /** Decides between entries of lists of one score and one tie; absent: whoever came first. */
  readonly standsFirst?: StandsFirst;
  /** So many bytes of what is worked out for everybody are kept, about. */
  readonly mostBytes?: number;
}

/** Lists in the kernel's memory. */
interface PlacedLists {
  readonly floors: Uint16Array;
  readonly sizes: Uint32Array;
  readonly entries: Uint32Array;
}

/**
 * Every pair of some vacancies and of a segment, in a kernel of its own (`kernel/pairs.ts`): what depends on a workplace, a
 * skill or an occupation alone is worked out once for everybody, since many vacancies share it; the kernel bounds 16 people at
 * a time by these columns and scores whoever is good enough, as `scorePair` does, to the last bit. For segments of a county's
 * size: its memory grows with the segment. Who is removed is noted when the sweep is made.
 */
export class PairSweep {
  readonly #people: PeopleRange;
  readonly #mostBytes: number;
  readonly #memory: PairMemory;
  readonly #gates: VacancyGates;
  readonly #everybody: SweepPeople;
  readonly #places: SweepPlaces;
  readonly #skills: SweepSkills;
  readonly #courses: SweepCourses;
  /** Who may be eligible for this vacancy. */
  readonly #eligible: PeopleBits;
  readonly #pairs: Uint32Array;
  /** Addresses of sets that are put together; room to do it; certificates that a vacancy asks for. */
  readonly #sets: Uint32Array;
  readonly #scratch: Uint32Array;
  #certificates: Int32Array;
  /** Floors of those who are in no list: the least score. */
  readonly #leastFloors: Uint16Array;
  readonly #minScore: number;
  readonly #mark: number;
  /** Lists of the size that was asked for last; what is worked out for everybody stands behind them. */
  #lists: { readonly vacancies: PlacedLists; readonly trainees: PlacedLists } | null = null;
  #columnsMark: number;

  constructor(context: MatchingContext, segment: TraineeSegment, vocabulary: Vocabulary, options: PairSweepOptions = {}) {
    const people = (this.#people = options.people ?? { from: 0, to: segment.count });
    this.#mostBytes = options.mostBytes ?? MOST_BYTES;
    const { policy: { weights, minScore }, catalogue } = context;
    const memory = (this.#memory = new PairMemory(options.standsFirst ?? (() => true)));
    const groups = new OccupationGroups(catalogue, vocabulary.occupations);
    this.#gates = new VacancyGates(context, vocabulary);
    this.#everybody = new SweepPeople(memory, segment, people);
    this.#places = new SweepPlaces(context, memory, segment, this.#everybody.words, people);
    this.#skills = new SweepSkills(context, memory, segment, groups, people);
    this.#courses = new SweepCourses(context, memory, segment, groups, people);
    this.#courses.setRecords(this.#gates.asOfDay);
    [this.#eligible, this.#pairs] = [noBits(memory, segment.count), memory.uint32(2 * segment.count)];
    [this.#sets, this.#scratch, this.#certificates] = [memory.uint32(catalogue.skillCount), memory.uint32(2 * catalogue.skillCount), memory.int32(1)];
    this.#minScore = Math.min(OUT_OF_REACH, Math.ceil(minScore));
    this.#leastFloors = memory.uint16(segment.count);
    this.#leastFloors.fill(this.#minScore);
    memory.kernel.setPolicy(weights.skills, weights.courses, this.#minScore);
    this.#mark = this.#columnsMark = memory.mark;
  }

  /** Gives away every eligible pair of a vacancy at or above the least score, by person. */
  sweep(vacancy: PreparedVacancy, take: (person: number, score: number) => void): void {
    const { kernel } = this.#memory;
    if (!this.#aim(vacancy)) return;
    kernel.setLists(0, 0, 0, this.#leastFloors.byteOffset, 0, 0, 1);
    kernel.setPairs(this.#pairs.byteOffset);
    for (let i = 0, end = 2 * kernel.collect(this.#people.from >>> 4, (this.#people.to + 15) >>> 4); i < end; i += 2) take(this.#pairs[i]!, this.#pairs[i + 1]!);
  }

  /** Fills lists, which are empty, with the best pairs: by the number of the vacancy (its place in the input), and by person. */
  rank(vacancies: readonly PreparedVacancy[], byVacancy: BestLists, byTrainee: BestLists): void {
    const { kernel } = this.#memory;
    const { vacancies: ofVacancies, trainees: ofTrainees } = this.#placeLists(byVacancy, byTrainee);
    kernel.setLists(ofVacancies.floors.byteOffset, ofVacancies.sizes.byteOffset, ofVacancies.entries.byteOffset, ofTrainees.floors.byteOffset, ofTrainees.sizes.byteOffset, ofTrainees.entries.byteOffset, byVacancy.topK);
    for (let number = 0; number < vacancies.length; number++) {
      if (this.#aim(vacancies[number]!)) kernel.rank(number, vacancies[number]!.tieHash, this.#people.from >>> 4, (this.#people.to + 15) >>> 4);
    }
    byVacancy.fill(ofVacancies.sizes, ofVacancies.entries);
    byTrainee.fill(ofTrainees.sizes, ofTrainees.entries);
  }

  /** Empty lists of such sizes: those of before, where they are the same. */
  #placeLists(byVacancy: BestLists, byTrainee: BestLists): { readonly vacancies: PlacedLists; readonly trainees: PlacedLists } {
    const isLike = (placed: PlacedLists | undefined, { lists, topK }: BestLists): boolean => placed?.sizes.length === lists && placed.entries.length === ENTRY_WORDS * lists * topK;
    if (this.#lists === null || !isLike(this.#lists.vacancies, byVacancy) || !isLike(this.#lists.trainees, byTrainee)) {
      this.#forget(this.#mark);
      this.#lists = { vacancies: this.#place(byVacancy), trainees: this.#place(byTrainee) };
      this.#columnsMark = this.#memory.mark;
    }
    for (const { floors, sizes } of [this.#lists.vacancies, this.#lists.trainees]) {
      floors.fill(this.#minScore);
      sizes.fill(0);
    }
    return this.#lists;
  }

  #place({ lists, topK }: BestLists): PlacedLists {
    if (ENTRY_WORDS * lists * topK > MOST_WORDS) refuse('topK', 'too many for so many trainees and vacancies');
    return { floors: this.#memory.uint16(lists), sizes: this.#memory.uint32(lists), entries: this.#memory.uint32(ENTRY_WORDS * lists * topK) };
  }

  /** Tells the kernel all about a vacancy; false where nobody can be eligible. */
  #aim(vacancy: PreparedVacancy): boolean {
    if (vacancy.ownGates !== 0) return false;
    if (this.#memory.mark - this.#columnsMark > this.#mostBytes) this.#forget(this.#columnsMark);
    const { kernel } = this.#memory;
    const [from, to] = [this.#people.from >>> 6, wordsOf(this.#people.to)];
    const gates = this.#gates;
    gates.set(vacancy);
    kernel.intersect(this.#eligible.byteOffset, this.#everybody.fitting(gates).byteOffset, this.#everybody.paid(gates).byteOffset, this.#places.set(vacancy).byteOffset, from, to);
    if (gates.essentialsNeeded > 0) {
      vacancy.essentials.forEach((skill, i) => (this.#sets[i] = this.#skills.holdersOf(skill).byteOffset));
      kernel.keepAtLeast(this.#eligible.byteOffset, this.#sets.byteOffset, vacancy.essentials.length, gates.essentialsNeeded, this.#scratch.byteOffset, from, to);
    }
    this.#courses.set(vacancy);
    this.#skills.set(vacancy);
    if (gates.certificates.length > this.#certificates.length) this.#certificates = this.#memory.int32(gates.certificates.length);
    this.#certificates.set(gates.certificates);
    kernel.setGates(this.#eligible.byteOffset, this.#certificates.byteOffset, gates.certificates.length, gates.startsDay, gates.endsDay, gates.vacancyText, gates.employerText);
    return true;
  }

  #forget(mark: number): void {
    for (const part of [this.#everybody, this.#places, this.#skills, this.#courses]) part.forget();
    this.#certificates = new Int32Array(0);
    this.#memory.release(mark);
  }
}
