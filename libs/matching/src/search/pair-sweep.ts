import { NO_TRADE_FLOOR } from '../parts/skills.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { OccupationGroups } from './occupation-groups.js';
import { passesParticulars } from './particulars.js';
import type { PeopleRange, TraineeSegment } from './segment.js';
import { SweepCourses } from './sweep-courses.js';
import { homesOf } from './sweep-lists.js';
import { SweepPeople, isZero } from './sweep-people.js';
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
const MOST_TALLY = 2 ** 30;

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
  /** In how many lists of this vacancy each person was met: above `#tally`, what is below is of vacancies before. */
  readonly #tallies: Uint32Array;
  #tally = 0;
  /** The first `#count` are those who were met; one place more than there are people, so that writing needs no condition. */
  readonly #met: Uint32Array;
  #count = 0;
  /** Σ w·q of those who were met, in their order. */
  readonly #sums: Float64Array;

  /** @param people whom to look at, if not everybody */
  constructor(private readonly context: MatchingContext, private readonly segment: TraineeSegment, vocabulary: Vocabulary, private readonly people: PeopleRange = { from: 0, to: segment.count }) {
    [this.#tallies, this.#met, this.#sums] = [new Uint32Array(segment.count), new Uint32Array(people.to - people.from + 1), new Float64Array(people.to - people.from)];
    const groups = new OccupationGroups(context.catalogue, vocabulary.occupations);
    this.#gates = new VacancyGates(context, vocabulary);
    this.#everybody = new SweepPeople(segment, people);
    this.#places = new SweepPlaces(context, segment, this.#everybody.words, people);
    this.#skills = new SweepSkills(context, segment, groups, people);
    this.#courses = new SweepCourses(context, segment, groups, this.#gates.asOfDay);
  }

  sweep(vacancy: PreparedVacancy, sink: PairSink): void {
    if (vacancy.ownGates !== 0) return;
    this.#gates.set(vacancy);
    this.#courses.set(vacancy);
    const place = this.#places.of(vacancy);
    this.#gather(vacancy, place.most);
    this.#count = this.#everybody.keepEligible(this.#met, this.#count, this.#gates, place.codes);
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
        this.#meet({ values: people, from: 0, to: people.length }, 0, 1);
      }
      for (const { index, related } of skills) {
        this.#meetSkill(index, 1);
        for (const other of related) this.#meetSkill(other, 1);
      }
      this.#meetByCourses(((minScore - ROUNDING) / 10_000 - without) / weights.courses);
    }
    this.#tally += Math.max(1, essentialsNeeded) + 1;
  }

  #meetEverybody(): void {
    const { from, to } = this.people;
    this.#count = to - from;
    for (let i = 0; i < this.#count; i++) this.#met[i] = from + i;
  }

  #meetSkill(skill: number, needed: number): void {
    this.#meet(homesOf(this.segment.postings.skills, skill, 3, this.people), 3, needed);
  }

  /** Those who can be good enough without any skill. @param least what C must be at least */
  #meetByCourses(least: number): void {
    const { relevant, relevance, count } = this.#courses;
    for (let i = 0; i < count; i++) if (relevance[relevant[i]!]! >= least) this.#meet(homesOf(this.segment.postings.courses, relevant[i]!, 0, this.people), 0, 1);
  }

  /** Notes whoever stands in a list, once they stand in as many as are needed. @param shift bits below the person's number in the entries */
  #meet({ values, from, to }: { values: Uint32Array; from: number; to: number }, shift: number, needed: number): void {
    const [tallies, met, before, enough] = [this.#tallies, this.#met, this.#tally, this.#tally + needed];
    let count = this.#count;
    for (let e = from; e < to; e++) {
      const person = values[e]! >>> shift;
      const tally = Math.min(Math.max(tallies[person]!, before), enough) + 1;
      tallies[person] = tally;
      met[count] = person;
      count += isZero(tally - enough);
    }
    this.#count = count;
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
    const { starts, courses, states, recencies, relevance, worths: best, mostRelevance } = this.#courses;
    const divisor = vacancy.skills.length > 0 ? vacancy.weightSum : 1;
    const [met, sums, particulars, floors, count] = [this.#met, this.#sums, this.#everybody.particulars, sink.floors, this.#count];
    let own = Math.max(minScore, sink.floor());
    for (let i = 0; i < count; i++) {
      const person = met[i]!;
      const floor = Math.max(minScore, Math.min(own, floors[person]!));
      const without = weights.skills * (sums[i]! / divisor) + worths[codes[person]!]!;
      if (10_000 * (without + weights.courses * mostRelevance * best[person]!) + ROUNDING < floor) continue;
      let part = 0;
      for (let e = starts[person]!, end = starts[person + 1]!; e < end; e++) {
        const given = relevance[courses[e]!]! * states[e]! * recencies[e]!;
        if (given > part) part = given;
      }
      const score = (10_000 * (without + weights.courses * part) + 0.5 + 1e-9) | 0; // as `weigh`; a whole number needs no memory
      if (score < floor) continue;
      const at = particulars[person]!;
      if ((at >= 0 || certificates.length > 0) && !passesParticulars(this.segment, at, this.#gates)) continue;
      sink.take(person, score);
      own = Math.max(minScore, sink.floor());
    }
  }
}
