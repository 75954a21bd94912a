import { refuse } from '../errors.js';
import { residencePart } from '../parts/location.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { compareIds, tieOf } from '../tie.js';
import { TopK } from '../top-k.js';
import { REMOVED } from './gate-word.js';
import { gateWordAt } from './packed-row.js';
import { passesRest } from './particulars.js';
import { BATCH, PeopleKernel, WAITING } from './people-kernel.js';
import { CourseCosts, planPending, planSearch, stretchOf, type Stretch } from './search-plan.js';
import { standingRanges, type StandingRange } from './standing-ranges.js';
import { worthOfCodes } from './trainee-postings.js';
import type { TraineeSegment } from './segment.js';
import { idOf } from './trainee-segment.js';
import { VacancyQuery } from './vacancy-query.js';
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

/** A range of a segment, and the most that location and courses can bring there. */
interface SearchPart {
  readonly segment: TraineeSegment;
  readonly costs: CourseCosts;
  readonly range: StandingRange;
  readonly most: number;
}

function compareFound(a: FoundTrainee, b: FoundTrainee): number {
  return b.score - a.score || a.tie - b.tie || compareIds(idOf(a.segment, a.person), idOf(b.segment, b.person));
}

const isSame = (a: FoundTrainee, b: FoundTrainee): boolean => a.person === b.person && a.segment === b.segment;

/** The share of the best record's worth from which on records are looked at first, so that the list fills with good ones. */
const FIRST_LOOK = 0.9;

/** Searches segments for the best trainees of one vacancy after another. Exact. A thread's searches share a kernel: none may begin within another. */
export class TraineeSearch {
  readonly #query: VacancyQuery;
  /** What record codes of a segment are worth on the day. */
  readonly #mostByCode = new WeakMap<TraineeSegment, Float64Array>();
  #segment!: TraineeSegment;
  #courseCosts!: CourseCosts;
  #kernel!: PeopleKernel;
  /** How many stand in the kernel's batch, and how many wait. */
  #gathered = 0;
  #left = 0;
  #eligible!: TopK<FoundTrainee>;
  #pending!: TopK<FoundTrainee>;
  #isWanted: ((traineeId: string) => boolean) | undefined;

  constructor(private readonly context: MatchingContext, vocabulary: Vocabulary) {
    this.#query = new VacancyQuery(context, vocabulary);
  }

  /**
   * @param isWanted whom the list is for, by id; asked only of those who could come into it, and must not search itself. Absent: everybody
   * @throws MatchingInputInvalid when `topK` is not an integer of at least 1
   */
  rank(segments: readonly TraineeSegment[], vacancy: PreparedVacancy, topK: number, isWanted?: (traineeId: string) => boolean): FoundTrainees {
    if (!Number.isSafeInteger(topK) || topK < 1) refuse('topK', 'must be an integer of at least 1');
    this.#eligible = new TopK(topK, compareFound);
    this.#pending = new TopK(topK, compareFound);
    this.#isWanted = isWanted;
    if (vacancy.ownGates === 0) {
      this.#query.set(vacancy);
      this.#searchAll(segments);
    }
    return { ranked: this.#eligible.sorted(), pending: this.#pending.sorted() };
  }

  /** What can bring most comes first, so that lists fill with good ones and the rest falls out at once. */
  #searchAll(segments: readonly TraineeSegment[]): void {
    const { vacancy, essentialsNeeded } = this.#query;
    const parts = segments.flatMap((segment) => (segment.isAnybodyAvailable ? this.#partsOf(segment) : []));
    for (const { range, segment, costs } of parts) {
      if (range.value < residencePart(6, vacancy.withoutLodging).value) continue;
      this.#enter(segment, costs);
      this.#searchBestCourses(range);
    }
    parts.sort((a, b) => b.most - a.most);
    for (const { segment, costs, range } of parts) {
      this.#enter(segment, costs);
      this.#searchRange(range);
    }
    if (essentialsNeeded === 0) return;
    for (const { segment, costs, range } of parts) {
      this.#enter(segment, costs);
      this.#searchPending(range);
    }
  }

  #partsOf(segment: TraineeSegment): SearchPart[] {
    const { vacancy, mostRelevance } = this.#query;
    const { weights } = this.context.policy;
    const costs = new CourseCosts(segment, this.#query);
    const mostCourses = weights.courses * Math.min(1, segment.mostWorth) * mostRelevance;
    return standingRanges(segment, vacancy.place, vacancy.withoutLodging).map((range) => ({ segment, costs, range, most: weights.location * range.value + mostCourses }));
  }

  #enter(segment: TraineeSegment, costs: CourseCosts): void {
    [this.#segment, this.#courseCosts] = [segment, costs];
    this.#kernel = PeopleKernel.of(segment);
    this.#kernel.enter(segment, this.#query, this.context.policy.weights);
  }

  #worthOfCodes(segment: TraineeSegment): Float64Array {
    let worth = this.#mostByCode.get(segment);
    if (worth === undefined) {
      worth = worthOfCodes(segment.newestDay, this.#query.asOfDay);
      this.#mostByCode.set(segment, worth);
    }
    return worth;
  }

  /** The least score that can still come into a list. */
  #floor(list: TopK<FoundTrainee>): number {
    return Math.max(this.context.policy.minScore, list.worst?.score ?? 0);
  }

  /** The most that C can be in the segment. */
  #mostCourses(): number {
    return Math.min(1, this.#segment.mostWorth) * this.#query.mostRelevance;
  }

  /** What wS·S + wC·C must reach in a range for a pair to come into the list. */
  #need(range: StandingRange, list: TopK<FoundTrainee>): number {
    return (this.#floor(list) - 0.5) / 10_000 - this.context.policy.weights.location * range.value - 1e-9;
  }

  #searchBestCourses(range: StandingRange): void {
    this.#kernel.setRange(range, this.#query);
    this.#lookAtCourses(range, FIRST_LOOK * this.#query.mostRelevance, false);
    this.#flush(range, false);
  }

  #searchRange(range: StandingRange): void {
    const { weights } = this.context.policy;
    const need = this.#need(range, this.#eligible);
    if (need > weights.skills + weights.courses * this.#mostCourses() + 1e-9) return;
    const { everybody, stretches, courseCut } = planSearch(this.#segment, this.#query, this.#courseCosts, weights, range, need);
    this.#kernel.setRange(range, this.#query);
    if (everybody) this.#lookAtAll(range);
    else this.#lookAtCourses(range, courseCut, false);
    for (const stretch of stretches) this.#lookAt(stretch, range, false);
    this.#flush(range, false);
  }

  #lookAtAll(range: StandingRange): void {
    const { batch } = this.#kernel;
    for (let standing = range.from; standing < range.to; ) {
      const [before, end] = [this.#gathered - standing, Math.min(range.to, standing + BATCH - this.#gathered)];
      for (; standing < end; standing++) batch[before + standing] = standing;
      this.#gatherTo(before + standing, range, false);
    }
  }

  #lookAt({ values, from, to, shift }: Stretch, range: StandingRange, isPending: boolean): void {
    const { batch } = this.#kernel;
    for (let e = from; e < to; ) {
      const [before, end] = [this.#gathered - e, Math.min(to, e + BATCH - this.#gathered)];
      for (; e < end; e++) batch[before + e] = values[e]! >>> shift;
      this.#gatherTo(before + e, range, isPending);
    }
  }

  #lookAtCourses(range: StandingRange, cut: number, isPending: boolean): void {
    const { courses } = this.#segment.postings;
    const worth = this.#worthOfCodes(this.#segment);
    const { batch } = this.#kernel;
    for (const course of this.#query.relevantCourses) {
      const relevance = this.#query.relevance[course]!;
      if (relevance * this.#segment.mostWorth < cut) break;
      const { values, from, to } = stretchOf(courses, course, range);
      let gathered = this.#gathered;
      for (let e = from; e < to; e++) {
        if (relevance * worth[courses.codes[e]!]! < cut) continue;
        batch[gathered++] = values[e]!;
        if (gathered === BATCH) {
          this.#gatherTo(gathered, range, isPending);
          gathered = 0;
        }
      }
      this.#gathered = gathered;
    }
  }

  /** Trainees are taken together, so that the memory of many is asked for at once and not of one after the other. @param gathered how many standings are in the batch now */
  #gatherTo(gathered: number, range: StandingRange, isPending: boolean): void {
    this.#gathered = gathered;
    if (gathered === BATCH) this.#sift(range, isPending);
  }

  /** Keeps of those who are gathered whom their signature lets come into the list. */
  #sift(range: StandingRange, isPending: boolean): void {
    const { count, willing: { persons } } = this.#segment;
    const { batch } = this.#kernel;
    if (range.isWilling) for (let i = 0; i < this.#gathered; i++) batch[i] = persons[batch[i]! - count]!;
    const need = this.#need(range, isPending ? this.#pending : this.#eligible);
    this.#left = this.#kernel.keep(this.#gathered, need, isPending, this.#left);
    this.#gathered = 0;
    if (this.#left > WAITING - BATCH) this.#lookAtWaiting(range, isPending);
  }

  /** Nobody is left to be looked at. */
  #flush(range: StandingRange, isPending: boolean): void {
    if (this.#gathered > 0) this.#sift(range, isPending);
    if (this.#left > 0) this.#lookAtWaiting(range, isPending);
  }

  #lookAtWaiting(range: StandingRange, isPending: boolean): void {
    const { rows: { starts, values } } = this.#segment;
    const list = isPending ? this.#pending : this.#eligible;
    const { found } = this.#kernel;
    const count = this.#kernel.score(this.#left, this.context.policy.weights.location * range.value, this.#floor(list), isPending);
    this.#left = 0;
    for (let i = 0; i < 2 * count; i += 2) {
      const [person, score] = [found[i]!, found[i + 1]!];
      if (score < this.#floor(list)) continue;
      const at = starts[person]!;
      const word = gateWordAt(values, at);
      if ((word & REMOVED) !== 0 || (isPending && !this.#query.isPending(this.#segment, at)) || !passesRest(this.#segment, this.#query, person, word, range)) continue;
      this.#offer(list, person, score);
    }
  }

  #offer(list: TopK<FoundTrainee>, person: number, score: number): void {
    const segment = this.#segment;
    const found = { segment, person, score, tie: tieOf(segment.ties[person]!, this.#query.vacancy.tieHash) };
    if (list.worst !== null && compareFound(found, list.worst) >= 0) return;
    if (this.#isWanted === undefined || this.#isWanted(idOf(segment, person))) list.offerOnce(found, isSame);
  }

  /** Those who lack essential skills that a running course teaches. */
  #searchPending(range: StandingRange): void {
    const { weights } = this.context.policy;
    const need = this.#need(range, this.#pending);
    if (need > weights.skills * this.#query.mostPendingSkills + weights.courses * this.#mostCourses() + 1e-9) return;
    const { stretches, courseCut } = planPending(this.#segment, this.#query, this.#courseCosts, weights, range, need);
    this.#kernel.setRange(range, this.#query);
    this.#lookAtCourses(range, courseCut, true);
    for (const stretch of stretches) this.#lookAt(stretch, range, true);
    this.#flush(range, true);
  }
}
