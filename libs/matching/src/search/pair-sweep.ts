import { NO_TRADE_FLOOR, RELATED_SIMILARITY } from '../parts/skills.js';
import { COMPLETED_FACTOR, type MatchingContext, type PreparedVacancy } from '../prepared.js';
import { weigh } from '../score.js';
import { passesRest } from './particulars.js';
import { gateWordAt } from './packed-row.js';
import { recency } from './recency.js';
import { standingRanges, type StandingRange } from './standing-ranges.js';
import { RECORD_CODES, RUNNING_CODES, mostOfCode } from './trainee-postings.js';
import type { TraineeSegment } from './trainee-segment.js';
import { VacancyQuery } from './vacancy-query.js';
import type { Vocabulary } from './vocabulary.js';

/** The trainees of a segment that a vacancy may be offered to; the columns are overwritten by the next sweep. */
export interface SweptPairs {
  readonly count: number;
  readonly persons: Uint32Array;
  readonly scores: Uint16Array;
}

const LEVELS = 8;

/**
 * Finds *every* eligible pair at or above the least score, one vacancy after the other: list by list instead of person by
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
  readonly #isTouched: Uint8Array;
  readonly #touched: Uint32Array;
  readonly #met: Uint32Array;
  readonly #persons: Uint32Array;
  readonly #scores: Uint16Array;
  readonly #worth: Float64Array;
  #touchedCount = 0;

  constructor(private readonly context: MatchingContext, private readonly segment: TraineeSegment, vocabulary: Vocabulary) {
    const { count } = segment;
    this.#query = new VacancyQuery(context, vocabulary);
    [this.#sums, this.#qualities, this.#courses] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    [this.#rangeOf, this.#isTouched] = [new Uint8Array(count), new Uint8Array(count)];
    [this.#touched, this.#met, this.#persons] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
    this.#scores = new Uint16Array(count);
    const offset = this.#query.asOfDay - segment.newestDay;
    this.#worth = Float64Array.from({ length: RECORD_CODES }, (_, code) => mostOfCode(code, (days) => recency(Math.max(0, offset + days)), COMPLETED_FACTOR));
  }

  sweep(vacancy: PreparedVacancy): SweptPairs {
    if (vacancy.ownGates !== 0) return { count: 0, persons: this.#persons, scores: this.#scores };
    this.#query.set(vacancy);
    const { weights, minScore } = this.context.policy;
    const floor = vacancy.skills.length === 0 && vacancy.noTrade ? NO_TRADE_FLOOR : 0;
    if (weigh(weights, floor, 1, 0) >= minScore) this.#touchAll();
    if (vacancy.skills.length > 0) this.#addSkills(vacancy);
    else this.#addOccupations();
    this.#addCourses();
    const count = this.#collect(floor);
    return { count, persons: this.#persons, scores: this.#scores };
  }

  #touch(person: number): void {
    if (this.#isTouched[person] === 1) return;
    this.#isTouched[person] = 1;
    this.#touched[this.#touchedCount++] = person;
  }

  #touchAll(): void {
    for (let person = 0; person < this.segment.count; person++) this.#touch(person);
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
        this.#touch(person);
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
      this.#touch(person);
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
        this.#touch(person);
      }
    }
  }

  /** Keeps who is good enough and passes every gate; leaves the columns clean. */
  #collect(floor: number): number {
    const { segment } = this;
    const { weights, minScore } = this.context.policy;
    const { vacancy, failMask } = this.#query;
    const ranges = this.#placeEverybody(vacancy);
    const divisor = vacancy.skills.length > 0 ? vacancy.weightSum : 1;
    const { starts, values } = segment.rows;
    let kept = 0;
    for (let i = 0; i < this.#touchedCount; i++) {
      const person = this.#touched[i]!;
      const range = ranges[this.#rangeOf[person]!]!;
      const skills = Math.max(floor, this.#sums[person]! / divisor);
      const most = this.#courses[person]!;
      this.#isTouched[person] = this.#sums[person] = this.#courses[person] = 0;
      if (weigh(weights, skills, range.value, most) < minScore) continue;
      const at = starts[person]!;
      const word = gateWordAt(values, at);
      if ((word & failMask) !== 0 || (this.#query.essentialsNeeded > 0 && !this.#query.holdsEssentials(values, at))) continue;
      const score = weigh(weights, skills, range.value, most > 0 ? this.#query.coursesPart(segment, at) : 0);
      if (score < minScore || !passesRest(segment, this.#query, person, word, range)) continue;
      this.#persons[kept] = person;
      this.#scores[kept++] = score;
    }
    this.#touchedCount = 0;
    return kept;
  }

  /** Notes the range of everybody, so that the best location counts; the outermost range of homes first. */
  #placeEverybody(vacancy: PreparedVacancy): StandingRange[] {
    const ranges = standingRanges(this.segment, vacancy.place, vacancy.withoutLodging);
    const { persons } = this.segment.willing;
    for (let r = ranges.length - 1; r >= 0; r--) {
      const { from, to, isWilling } = ranges[r]!;
      if (!isWilling) this.#rangeOf.fill(r, from, to);
      else for (let w = from - this.segment.count; w < to - this.segment.count; w++) this.#rangeOf[persons[w]!] = r;
    }
    return ranges;
  }
}
