import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { NO_TRADE_FLOOR } from '../parts/skills.js';
import { HAS_MIN_PAY, HAS_PARTICULARS } from './gate-word.js';
import { OccupationGroups } from './occupation-groups.js';
import { gateWordAt } from './packed-row.js';
import { passesParticulars } from './particulars.js';
import type { TraineeSegment } from './segment.js';
import { SweepCourses } from './sweep-courses.js';
import { SweepPlaces, type PlaceColumn } from './sweep-places.js';
import { SweepSkills } from './sweep-skills.js';
import { VacancyGates } from './vacancy-gates.js';
import type { Vocabulary } from './vocabulary.js';

/** Takes the pairs of a vacancy, and says which are good enough by now: those at or above either of two floors. */
export interface PairSink {
  /** By person. */
  readonly floors: Uint16Array;
  /** Of the vacancy's own list. */
  floor(): number;
  take(person: number, score: number): void;
}

/** What rounding, and sums made in another order, may add to a score. */
const ROUNDING = 0.5 + 1e-4;
const MOST_TALLY = 2 ** 31;

/**
 * Finds every eligible pair that is good enough for its taker, one vacancy after the other: gathers whoever can come into
 * question from lists, then goes over them part by part. What depends on a workplace, a skill or an occupation alone is
 * worked out once for everybody, since many vacancies share it. For segments of a county's size: its memory grows with the
 * segment. Gives the same numbers as `scorePair`. Who is removed is noted when the sweep is made.
 */
export class PairSweep {
  readonly #gates: VacancyGates;
  readonly #places: SweepPlaces;
  readonly #skills: SweepSkills;
  readonly #courses: SweepCourses;
  readonly #words: Uint32Array;
  /** The least pay of each person, 0 where they name none. */
  readonly #pays: Uint32Array;
  /** In how many lists of this vacancy each person was met: above `#tally`, what is below is of vacancies before. */
  readonly #tallies: Uint32Array;
  #tally = 0;
  readonly #met: Uint32Array;
  #count = 0;
  /** Σ w·q of those who were met, in their order. */
  readonly #sums: Float64Array;

  constructor(private readonly context: MatchingContext, private readonly segment: TraineeSegment, vocabulary: Vocabulary) {
    const { count, rows: { starts, values } } = segment;
    [this.#words, this.#pays, this.#tallies, this.#met, this.#sums] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count), new Uint32Array(count), new Float64Array(count)];
    for (let person = 0; person < count; person++) {
      const word = gateWordAt(values, starts[person]!);
      this.#words[person] = word;
      this.#pays[person] = (word & HAS_MIN_PAY) !== 0 ? segment.pays[person]! : 0;
    }
    this.#gates = new VacancyGates(context, vocabulary);
    const groups = new OccupationGroups(context.catalogue, vocabulary.occupations);
    this.#places = new SweepPlaces(context, segment, this.#words);
    this.#skills = new SweepSkills(context, segment, groups);
    this.#courses = new SweepCourses(context, segment, groups, this.#gates.asOfDay);
  }

  sweep(vacancy: PreparedVacancy, sink: PairSink): void {
    if (vacancy.ownGates !== 0) return;
    this.#gates.set(vacancy);
    this.#courses.set(vacancy);
    const place = this.#places.of(vacancy);
    this.#gather(vacancy, place.most);
    this.#keepEligible(place.codes);
    this.#addSkills(vacancy);
    this.#collect(sink, place);
  }

  /** Everybody who can be eligible and good enough: with enough essential skills, or in any list at all unless location alone is enough. */
  #gather({ skills, occupation, noTrade }: PreparedVacancy, mostOfPlace: number): void {
    const { weights, minScore } = this.context.policy;
    const { essentialsNeeded } = this.#gates;
    this.#count = 0;
    if (this.#tally > MOST_TALLY) this.#tallies.fill((this.#tally = 0));
    if (essentialsNeeded > 0) {
      for (const { index, weight } of skills) if (weight === 2) this.#meetSkill(index, essentialsNeeded);
    } else {
      const without = weights.skills * (skills.length === 0 && noTrade ? NO_TRADE_FLOOR : 0) + mostOfPlace;
      if (10_000 * without + ROUNDING >= minScore) return this.#meetEverybody();
      if (skills.length === 0) {
        const people = this.#skills.peopleOf(occupation);
        this.#meet(people, 0, people.length, 0, 1);
      }
      for (const { index, related } of skills) {
        this.#meetSkill(index, 1);
        for (const other of related) this.#meetSkill(other, 1);
      }
      this.#meetByCourses(((minScore - ROUNDING) / 10_000 - without) / weights.courses);
    }
    this.#tally += Math.max(1, essentialsNeeded);
  }

  #meetEverybody(): void {
    this.#count = this.segment.count;
    for (let person = 0; person < this.#count; person++) this.#met[person] = person;
  }

  #meetSkill(skill: number, needed: number): void {
    const { starts, values } = this.segment.postings.skills;
    this.#meet(values, starts[skill]!, starts[skill + 1]!, 3, needed);
  }

  /** Those who can be good enough without any skill. @param least what C must be at least */
  #meetByCourses(least: number): void {
    const { starts, values } = this.segment.postings.courses;
    for (const course of this.#courses.relevant) if (this.#courses.relevance[course]! >= least) this.#meet(values, starts[course]!, starts[course + 1]!, 0, 1);
  }

  /**
   * Notes whoever stands in a list, once they stand in as many as are needed. Homes come first in every list: what follows
   * are the same people again, in regions where they are willing to go.
   * @param shift bits below the person's number in the entries
   */
  #meet(values: Uint32Array, from: number, to: number, shift: number, needed: number): void {
    const [tallies, met, before, enough] = [this.#tallies, this.#met, this.#tally, this.#tally + needed];
    let count = this.#count;
    for (let e = from; e < to; e++) {
      const person = values[e]! >>> shift;
      if (person >= tallies.length) break;
      const tally = Math.max(tallies[person]!, before);
      if (tally === enough) continue;
      tallies[person] = tally + 1;
      if (tally + 1 === enough) met[count++] = person;
    }
    this.#count = count;
  }

  /** Of those who were met, keeps those whom no gate of the word, the pay or the reach shuts out. */
  #keepEligible(codes: Uint8Array): void {
    const { vacancy, failMask } = this.#gates;
    const payTo = vacancy.payTo ?? Infinity;
    const [met, words, pays, gathered] = [this.#met, this.#words, this.#pays, this.#count];
    let left = 0;
    for (let i = 0; i < gathered; i++) {
      const person = met[i]!;
      if ((words[person]! & failMask) === 0 && codes[person] !== 0 && pays[person]! <= payTo) met[left++] = person;
    }
    this.#count = left;
  }

  #addSkills(vacancy: PreparedVacancy): void {
    const [met, sums, count] = [this.#met, this.#sums, this.#count];
    sums.fill(0, 0, count);
    for (const { codes, worths } of this.#skills.columnsOf(vacancy)) for (let i = 0; i < count; i++) sums[i]! += worths[codes[met[i]!]!]!;
  }

  /** Gives away who is good enough. C is worked out only where the best record and the best fitting course could be enough. */
  #collect(sink: PairSink, { codes, worths }: PlaceColumn): void {
    const { vacancy, certificates } = this.#gates;
    const { weights, minScore } = this.context.policy;
    const [ofSkills, ofCourses, ofBest] = [weights.skills, weights.courses, weights.courses * this.#courses.mostRelevance];
    const divisor = vacancy.skills.length > 0 ? vacancy.weightSum : 1;
    const [met, sums, best, words, floors, count] = [this.#met, this.#sums, this.#courses.worths, this.#words, sink.floors, this.#count];
    let own = Math.max(minScore, sink.floor());
    for (let i = 0; i < count; i++) {
      const person = met[i]!;
      const floor = Math.max(minScore, Math.min(own, floors[person]!));
      const without = ofSkills * (sums[i]! / divisor) + worths[codes[person]!]!;
      if (10_000 * (without + ofBest * best[person]!) + ROUNDING < floor) continue;
      const score = (10_000 * (without + ofCourses * this.#courses.partOf(person)) + 0.5 + 1e-9) | 0; // as `weigh`; whole numbers need no memory
      if (score < floor) continue;
      const hasParticulars = (words[person]! & HAS_PARTICULARS) !== 0;
      if ((hasParticulars || certificates.length > 0) && !passesParticulars(this.segment, person, hasParticulars, this.#gates)) continue;
      sink.take(person, score);
      own = Math.max(minScore, sink.floor());
    }
  }
}
