import { NO_TRADE_FLOOR, RELATED_SIMILARITY } from '../parts/skills.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { weigh } from '../score.js';
import { passesRest } from './particulars.js';
import { gateWordAt } from './packed-row.js';
import { standingRanges, type StandingRange } from './standing-ranges.js';
import { RUNNING_CODES, worthOfCodes } from './trainee-postings.js';
import type { TraineeSegment } from './segment.js';
import { VacancyQuery } from './vacancy-query.js';
import type { Vocabulary } from './vocabulary.js';

/** Takes the pairs of a vacancy, and says which are good enough by now: those at or above either of two floors. */
export interface PairSink {
  /** By person. */
  readonly floors: Uint16Array;
  /** Of the vacancy's own list. */
  floor(): number;
  take(person: number, score: number): void;
}

const LEVELS = 8;
/** A score is rounded half up; the rest is for sums made in another order. */
const ROUNDING = 0.5 + 1e-4;

/**
 * Finds every eligible pair that is good enough for its taker, one vacancy after the other: list by list instead of person by
 * person, since where nearly everybody is wanted no bound helps. For segments of a county's size: its memory and a part of
 * its time grow with the segment. Gives the same numbers as `scorePair`.
 */
export class PairSweep {
  readonly #query: VacancyQuery;
  /** Σ w·q of the skills so far, or the closest occupation. */
  readonly #sums: Float64Array;
  readonly #qualities: Float64Array;
  readonly #courses: Float64Array;
  readonly #rangeOf: Uint8Array;
  /** What the location adds to a score, with what rounding may add. */
  readonly #places: Float64Array;
  readonly #met: Uint32Array;
  readonly #worth: Float64Array;

  constructor(private readonly context: MatchingContext, private readonly segment: TraineeSegment, vocabulary: Vocabulary) {
    const { count } = segment;
    this.#query = new VacancyQuery(context, vocabulary);
    [this.#sums, this.#qualities, this.#courses] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    [this.#places, this.#rangeOf, this.#met] = [new Float64Array(count), new Uint8Array(count), new Uint32Array(count)];
    this.#worth = worthOfCodes(segment.newestDay, this.#query.asOfDay);
  }

  sweep(vacancy: PreparedVacancy, sink: PairSink): void {
    if (vacancy.ownGates !== 0) return;
    this.#query.set(vacancy);
    const floor = vacancy.skills.length === 0 && vacancy.noTrade ? NO_TRADE_FLOOR : 0;
    this.#sums.fill(floor);
    this.#courses.fill(0);
    if (vacancy.skills.length > 0) this.#addSkills(vacancy);
    else this.#addOccupations();
    this.#addCourses();
    this.#collect(sink);
  }

  /** Homes come first in every list: what follows are the same people again, in regions where they are willing to go. */
  #addSkills({ skills }: PreparedVacancy): void {
    for (const required of skills) {
      let met = this.#addQualities(required.index, required.level, 1, 0);
      for (const other of required.related) met = this.#addQualities(other, required.level, RELATED_SIMILARITY, met);
      for (let i = 0; i < met; i++) {
        const person = this.#met[i]!;
        this.#sums[person]! += required.weight * this.#qualities[person]!;
        this.#qualities[person] = 0;
      }
    }
  }

  /** Notes for everybody who holds a skill how well it meets a requirement; returns how many have any so far. */
  #addQualities(skill: number, level: number, similarity: number, met: number): number {
    const { starts, values } = this.segment.postings.skills;
    const { count } = this.segment;
    const byLevel = Float64Array.from({ length: LEVELS }, (_, held) => similarity * Math.min(1, held / level));
    for (let e = starts[skill]!; e < starts[skill + 1]!; e++) {
      const entry = values[e]!;
      const person = entry >>> 3;
      if (person >= count) break;
      const quality = byLevel[entry & 7]!;
      if (this.#qualities[person] === 0) this.#met[met++] = person;
      if (quality > this.#qualities[person]!) this.#qualities[person] = quality;
    }
    return met;
  }

  #addOccupations(): void {
    const { occupationAffinities, skillAffinity, courseAffinity } = this.#query;
    const { occupations, skills, courses } = this.segment.postings;
    const { count } = this.segment;
    const note = (person: number, affinity: number): void => {
      if (affinity > this.#sums[person]!) this.#sums[person] = affinity;
    };
    occupationAffinities.forEach((affinity, key) => {
      if (affinity > 0) for (let e = occupations.starts[key]!; e < occupations.starts[key + 1]! && occupations.values[e]! < count; e++) note(occupations.values[e]!, affinity);
    });
    skillAffinity.forEach((affinity, key) => {
      if (affinity > 0) for (let e = skills.starts[key]!; e < skills.starts[key + 1]! && skills.values[e]! >>> 3 < count; e++) note(skills.values[e]! >>> 3, affinity);
    });
    courseAffinity.forEach((affinity, key) => {
      if (affinity > 0) for (let e = courses.starts[key]!; e < courses.starts[key + 1]! && courses.values[e]! < count; e++) if (courses.codes[e]! >= RUNNING_CODES) note(courses.values[e]!, affinity);
    });
  }

  /** The most that the records of each person can be worth; those for whom it matters are scored exactly. */
  #addCourses(): void {
    const { starts, values, codes } = this.segment.postings.courses;
    const { count } = this.segment;
    for (const course of this.#query.relevantCourses) {
      const relevance = this.#query.relevance[course]!;
      for (let e = starts[course]!; e < starts[course + 1]!; e++) {
        const person = values[e]!;
        if (person >= count) break;
        const worth = relevance * this.#worth[codes[e]!]!;
        if (worth > this.#courses[person]!) this.#courses[person] = worth;
      }
    }
  }

  /** Gives away who is good enough and passes every gate. The bound is worked out for everybody in a row, which costs less than remembering whom a list has touched. */
  #collect(sink: PairSink): void {
    const { vacancy } = this.#query;
    const ranges = this.#placeEverybody(vacancy);
    const { weights, minScore } = this.context.policy;
    const divisor = vacancy.skills.length > 0 ? vacancy.weightSum : 1;
    const [ofSum, ofCourses] = [(10_000 * weights.skills) / divisor, 10_000 * weights.courses];
    const [sums, courses, places, floors] = [this.#sums, this.#courses, this.#places, sink.floors];
    let own = Math.max(minScore, sink.floor());
    for (let person = 0; person < sums.length; person++) {
      const most = ofSum * sums[person]! + ofCourses * courses[person]! + places[person]!;
      if (most < own && most < floors[person]!) continue;
      const score = this.#scoreOf(person, sums[person]! / divisor, ranges[this.#rangeOf[person]!]!);
      if (score < minScore || (score < own && score < floors[person]!)) continue;
      sink.take(person, score);
      own = Math.max(minScore, sink.floor());
    }
  }

  /** −1 where a gate shuts the pair out. */
  #scoreOf(person: number, skills: number, range: StandingRange): number {
    const { segment } = this;
    const { starts, values } = segment.rows;
    const at = starts[person]!;
    const word = gateWordAt(values, at);
    if ((word & this.#query.failMask) !== 0 || (this.#query.essentialsNeeded > 0 && !this.#query.holdsEssentials(values, at))) return -1;
    if (!passesRest(segment, this.#query, person, word, range)) return -1;
    return weigh(this.context.policy.weights, skills, range.value, this.#courses[person]! > 0 ? this.#query.coursesPart(segment, at) : 0);
  }

  /** Notes the range of everybody, so that the best location counts; the outermost range of homes first. */
  #placeEverybody(vacancy: PreparedVacancy): StandingRange[] {
    const ranges = standingRanges(this.segment, vacancy.place, vacancy.withoutLodging);
    const { persons } = this.segment.willing;
    for (let r = ranges.length - 1; r >= 0; r--) {
      const { from, to, isWilling, value } = ranges[r]!;
      const worth = 10_000 * this.context.policy.weights.location * value + ROUNDING;
      if (!isWilling) {
        this.#rangeOf.fill(r, from, to);
        this.#places.fill(worth, from, to);
      } else {
        for (let w = from - this.segment.count; w < to - this.segment.count; w++) {
          this.#rangeOf[persons[w]!] = r;
          this.#places[persons[w]!] = worth;
        }
      }
    }
    return ranges;
  }
}
