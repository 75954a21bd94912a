import { refuse } from '../errors.js';
import { residencePart } from '../parts/location.js';
import { COMPLETED_FACTOR, type MatchingContext, type PreparedVacancy } from '../prepared.js';
import { weigh } from '../score.js';
import { compareIds, tieOf } from '../tie.js';
import { TopK } from '../top-k.js';
import { HAS_MIN_PAY, HAS_PARTICULARS, HAS_PENDING, HAS_WILLING, reachDepth } from './gate-word.js';
import { passesParticulars } from './particulars.js';
import { planSearch, stretchOf, type Stretch } from './search-plan.js';
import { standingRanges, type StandingRange } from './standing-ranges.js';
import { RECORD_CODES, mostOfCode } from './trainee-postings.js';
import { idOf, type TraineeSegment } from './trainee-segment.js';
import { VacancyQuery, recency } from './vacancy-query.js';
import type { Vocabulary } from './vocabulary.js';

/** A trainee of a list: where they stand in the columns, and the pair's score. */
export interface FoundTrainee {
  readonly segment: TraineeSegment;
  readonly person: number;
  readonly score: number;
  readonly tie: number;
}

/** Best first, each at most K; see `Ranking`. */
export interface FoundTrainees {
  readonly ranked: readonly FoundTrainee[];
  readonly pending: readonly FoundTrainee[];
}

function compareFound(a: FoundTrainee, b: FoundTrainee): number {
  return b.score - a.score || a.tie - b.tie || compareIds(idOf(a.segment, a.person), idOf(b.segment, b.person));
}

/** What a search keeps beside a segment: who was looked at in which round, and what record codes are worth on the day. */
interface Scratch {
  readonly seen: Uint32Array;
  readonly mostByCode: Float64Array;
}

/** The share of the best record's worth from which on records are looked at first, so that the list fills with good ones. */
const FIRST_LOOK = 0.7;

/** Searches segments for the best trainees of one vacancy after another. Exact. Not to be used by two callers at a time. */
export class TraineeSearch {
  readonly #query: VacancyQuery;
  readonly #scratch = new WeakMap<TraineeSegment, Scratch>();
  #round = 0;
  #segment!: TraineeSegment;
  #seen!: Uint32Array;
  #eligible!: TopK<FoundTrainee>;
  #pending!: TopK<FoundTrainee>;
  /** Trainees whose score was worked out in the last search. */
  looked = 0;

  constructor(private readonly context: MatchingContext, vocabulary: Vocabulary) {
    this.#query = new VacancyQuery(context, vocabulary);
  }

  /** @throws MatchingInputInvalid when `topK` is not an integer of at least 1 */
  rank(segments: readonly TraineeSegment[], vacancy: PreparedVacancy, topK: number): FoundTrainees {
    if (!Number.isSafeInteger(topK) || topK < 1) refuse('topK', 'must be an integer of at least 1');
    this.#eligible = new TopK(topK, compareFound);
    this.#pending = new TopK(topK, compareFound);
    this.looked = 0;
    if (vacancy.ownGates === 0) {
      this.#query.set(vacancy);
      for (const segment of segments) this.#search(segment);
    }
    return { ranked: this.#eligible.sorted(), pending: this.#pending.sorted() };
  }

  #search(segment: TraineeSegment): void {
    const { mostByCode, seen } = this.#scratchOf(segment);
    const { vacancy, essentialsNeeded, mostRelevance } = this.#query;
    const ranges = standingRanges(segment, vacancy.place, vacancy.withoutLodging);
    [this.#segment, this.#seen] = [segment, seen];
    this.#round++;
    for (const range of ranges) if (range.value >= residencePart(6, vacancy.withoutLodging).value) this.#lookAtCourses(range, FIRST_LOOK * mostRelevance, mostByCode, true);
    for (const range of ranges) this.#searchRange(range, mostByCode);
    if (essentialsNeeded === 0) return;
    this.#round++;
    for (const range of ranges) this.#searchPending(range);
  }

  #scratchOf(segment: TraineeSegment): Scratch {
    let scratch = this.#scratch.get(segment);
    if (scratch === undefined) {
      const offset = this.#query.asOfDay - segment.newestDay;
      const mostByCode = Float64Array.from({ length: RECORD_CODES }, (_, code) => mostOfCode(code, (days) => recency(Math.max(0, offset + days)), COMPLETED_FACTOR));
      scratch = { seen: new Uint32Array(segment.count), mostByCode };
      this.#scratch.set(segment, scratch);
    }
    return scratch;
  }

  /** The least score that can still come into a list. */
  #floor(list: TopK<FoundTrainee>): number {
    return Math.max(this.context.policy.minScore, list.worst?.score ?? 0);
  }

  /** What wS·S + wC·C must reach in a range for a pair to come into the list. */
  #need(range: StandingRange, list: TopK<FoundTrainee>): number {
    return (this.#floor(list) - 0.5) / 10_000 - this.context.policy.weights.location * range.value - 1e-9;
  }

  #searchRange(range: StandingRange, mostByCode: Float64Array): void {
    const { weights } = this.context.policy;
    const need = this.#need(range, this.#eligible);
    if (need > weights.skills + weights.courses * this.#query.mostRelevance + 1e-9) return;
    const { everybody, stretches, courseCut } = planSearch(this.#segment, this.#query, weights, range, need);
    if (everybody) {
      for (let standing = range.from; standing < range.to; standing++) this.#consider(standing, range);
      return;
    }
    this.#lookAtCourses(range, courseCut, mostByCode, false);
    for (const stretch of stretches) this.#lookAt(stretch, range);
  }

  #lookAt({ values, from, to }: Stretch, range: StandingRange): void {
    for (let e = from; e < to; e++) this.#consider(values[e]!, range);
  }

  /** @param first before those who are willing were looked at: others of them come later, with the location that is theirs */
  #lookAtCourses(range: StandingRange, cut: number, mostByCode: Float64Array, first: boolean): void {
    const { postings, gates } = this.#segment;
    const { codes } = postings.courses;
    for (const course of this.#query.relevantCourses) {
      const relevance = this.#query.relevance[course]!;
      if (relevance < cut) return;
      const { values, from, to } = stretchOf(postings.courses, course, range);
      for (let e = from; e < to; e++) {
        if (relevance * mostByCode[codes[e]!]! < cut) continue;
        if (first && !range.isWilling && (gates[values[e]!]! & HAS_WILLING) !== 0) continue;
        this.#consider(values[e]!, range);
      }
    }
  }

  /** Scores a trainee unless a bound shows that they cannot come into the list. */
  #consider(standing: number, range: StandingRange): void {
    const segment = this.#segment;
    const person = range.isWilling ? segment.willing.persons[standing - segment.count]! : standing;
    if (this.#seen[person] === this.#round) return;
    this.#seen[person] = this.#round;
    const word = segment.gates[person]!;
    if ((word & this.#query.failMask) !== 0) return;
    this.looked++;
    const skills = this.#query.skillsPart(segment, person);
    if (skills < 0) return;
    const { weights } = this.context.policy;
    const floor = this.#floor(this.#eligible);
    if (weigh(weights, skills, range.value, this.#query.mostRelevance) < floor) return;
    const score = weigh(weights, skills, range.value, this.#query.coursesPart(segment, person));
    if (score >= floor && this.#passesRest(person, word, range)) this.#eligible.offer({ segment, person, score, tie: tieOf(segment.ties[person]!, this.#query.vacancy.tieHash) });
  }

  /** The gates that the word of bits does not hold. */
  #passesRest(person: number, word: number, range: StandingRange): boolean {
    const { vacancy } = this.#query;
    if ((word & HAS_MIN_PAY) !== 0 && vacancy.payTo !== null && vacancy.payTo < this.#segment.pays[person]!) return false;
    const reach = reachDepth(word);
    if (reach > 0 && vacancy.place !== null && !range.isWilling && range.depth < Math.min(reach, vacancy.placeDepth)) return false;
    return passesParticulars(this.#segment, person, (word & HAS_PARTICULARS) !== 0, this.#query);
  }

  /** Those who lack essential skills that a running course teaches; few, so that only whole ranges are left out. */
  #searchPending(range: StandingRange): void {
    const { weights } = this.context.policy;
    if (this.#need(range, this.#pending) > weights.skills + weights.courses * this.#query.mostRelevance + 1e-9) return;
    for (const course of this.#query.essentialCourses) {
      const { values, from, to } = stretchOf(this.#segment.postings.pending, course, range);
      for (let e = from; e < to; e++) this.#considerPending(values[e]!, range);
    }
  }

  #considerPending(standing: number, range: StandingRange): void {
    const segment = this.#segment;
    const person = range.isWilling ? segment.willing.persons[standing - segment.count]! : standing;
    if (this.#seen[person] === this.#round) return;
    this.#seen[person] = this.#round;
    const word = segment.gates[person]!;
    if ((word & this.#query.failMask) !== 0 || (word & HAS_PENDING) === 0) return;
    const { weights } = this.context.policy;
    const score = weigh(weights, this.#query.skillsPart(segment, person, true), range.value, this.#query.coursesPart(segment, person));
    if (score < this.#floor(this.#pending) || !this.#query.isPending(segment, person) || !this.#passesRest(person, word, range)) return;
    this.#pending.offer({ segment, person, score, tie: tieOf(segment.ties[person]!, this.#query.vacancy.tieHash) });
  }
}
