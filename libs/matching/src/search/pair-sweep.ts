import { NO_TRADE_FLOOR } from '../parts/skills.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { OccupationGroups } from './occupation-groups.js';
import { passesParticulars } from './particulars.js';
import { addAtLeast, listBits, noBits, type PeopleBits } from './people-bits.js';
import type { PeopleRange, TraineeSegment } from './segment.js';
import { SweepCourses } from './sweep-courses.js';
import { SweepPeople } from './sweep-people.js';
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
  readonly #everybody: SweepPeople;
  /** Who can come into question for this vacancy. */
  readonly #bits: PeopleBits;
  /** The same: the first `#count`. */
  readonly #met: Uint32Array;
  #count = 0;
  /** Σ w·q of these, in their order. */
  readonly #sums: Float64Array;

  /** @param people whom to look at, if not everybody */
  constructor(private readonly context: MatchingContext, private readonly segment: TraineeSegment, vocabulary: Vocabulary, private readonly people: PeopleRange = { from: 0, to: segment.count }) {
    [this.#bits, this.#met, this.#sums] = [noBits(segment.count), new Uint32Array(people.to - people.from), new Float64Array(people.to - people.from)];
    const groups = new OccupationGroups(context.catalogue, vocabulary.occupations);
    this.#gates = new VacancyGates(context, vocabulary);
    this.#everybody = new SweepPeople(segment, people);
    this.#places = new SweepPlaces(context, segment, this.#everybody.words, people);
    this.#skills = new SweepSkills(context, segment, groups, people);
    this.#courses = new SweepCourses(context, segment, groups, this.#gates.asOfDay, people);
  }

  sweep(vacancy: PreparedVacancy, sink: PairSink): void {
    if (vacancy.ownGates !== 0) return;
    this.#gates.set(vacancy);
    this.#courses.set(vacancy);
    const place = this.#places.of(vacancy);
    this.#gather(vacancy, place.most);
    this.#everybody.keepEligible(this.#bits, this.#gates, place.reached);
    const taught = listBits(this.#bits, this.#courses.people, 0, this.people, this.#met, 0);
    this.#count = listBits(this.#bits, this.#courses.people, -1, this.people, this.#met, taught);
    this.#addSkills(vacancy);
    this.#collect(sink, place, taught);
  }

  /** Everybody who can be eligible and good enough: with enough essential skills, or in any list at all unless location alone is enough. */
  #gather({ skills, essentials, occupation, noTrade }: PreparedVacancy, mostOfPlace: number): void {
    const { weights, minScore } = this.context.policy;
    const { essentialsNeeded } = this.#gates;
    this.#bits.fill(0);
    if (essentialsNeeded > 0) return addAtLeast(this.#bits, essentials.map((skill) => this.#skills.holdersOf(skill)), essentialsNeeded, this.people);
    const without = weights.skills * (skills.length === 0 && noTrade ? NO_TRADE_FLOOR : 0) + mostOfPlace;
    if (10_000 * without + ROUNDING >= minScore) {
      this.#bits.fill(-1);
      return;
    }
    const near = skills.length === 0 ? [this.#skills.peopleOf(occupation)] : skills.map(({ index }) => this.#skills.peopleNear(index));
    addAtLeast(this.#bits, near, 1, this.people);
    this.#courses.addPeople(this.#bits, ((minScore - ROUNDING) / 10_000 - without) / weights.courses);
  }

  #addSkills(vacancy: PreparedVacancy): void {
    const [met, sums, count] = [this.#met, this.#sums, this.#count];
    const [first, ...others] = this.#skills.columnsOf(vacancy);
    for (let i = 0; i < count; i++) sums[i] = first!.worths[first!.codes[met[i]!]!]!;
    for (const { codes, worths } of others) for (let i = 0; i < count; i++) sums[i]! += worths[codes[met[i]!]!]!;
  }

  /** Gives away who is good enough. @param taught so many of those who were met may have a record of a fitting course; C of all others is 0 */
  #collect(sink: PairSink, { codes, worths }: PlaceColumn, taught: number): void {
    const { vacancy, certificates } = this.#gates;
    const { weights, minScore } = this.context.policy;
    const { starts, courses, states, recencies, relevance, worths: mostWorths, mostRelevance } = this.#courses;
    const mostOfCourses = weights.courses * mostRelevance;
    const divisor = vacancy.skills.length > 0 ? vacancy.weightSum : 1;
    const [met, sums, particulars, floors, count] = [this.#met, this.#sums, this.#everybody.particulars, sink.floors, this.#count];
    let own = Math.max(minScore, sink.floor());
    for (let i = 0; i < count; i++) {
      const person = met[i]!;
      const floor = Math.max(minScore, Math.min(own, floors[person]!));
      const without = weights.skills * (sums[i]! / divisor) + worths[codes[person]!]!;
      let part = 0;
      if (i < taught) {
        if (10_000 * (without + mostOfCourses * mostWorths[person]!) + ROUNDING < floor) continue;
        for (let e = starts[person]!, end = starts[person + 1]!; e < end; e++) {
          const given = relevance[courses[e]!]! * states[e]! * recencies[e]!;
          if (given > part) part = given;
        }
      }
      const sum = 10_000 * (without + weights.courses * part) + 0.5 + 1e-9; // as `weigh`
      if (sum < floor) continue;
      const at = particulars[person]!;
      if ((at >= 0 || certificates.length > 0) && !passesParticulars(this.segment, at, this.#gates)) continue;
      sink.take(person, sum | 0); // a whole number needs no memory
      own = Math.max(minScore, sink.floor());
    }
  }
}
