import { NO_TRADE_FLOOR, RELATED_SIMILARITY } from '../parts/skills.js';
import type { ScoringWeights } from '../policy.js';
import { HIGHEST_SCORE } from '../score.js';
import { float32Column, uint32Column, uint8Column } from './columns.js';
import { CLOSED_SITE, type VacancyColumns } from './vacancy-columns.js';
import { POSTING_CODES, codeOf, vacancyOf, weightOf, type VacancyPostings } from './vacancy-postings.js';

/** What a trainee brings, by the numbers of the columns. */
export interface TraineeOffer {
  /** Per skill: the level held, the highest level of a related one, whether a record's course taught it, whether a running course teaches it. */
  readonly own: Uint8Array;
  readonly related: Uint8Array;
  readonly isTaught: Uint8Array;
  readonly willBeTaught: Uint8Array;
  /** Per occupation: how close the trainee's own are; and the most that a record is worth there. */
  readonly closeness: Float64Array;
  readonly recordWorths: Float64Array;
  /** The most that a record is worth anywhere. */
  readonly bestRecord: number;
  /** L per site. */
  readonly locations: Float64Array;
}

/** What rounding, and sums of half the precision in another order, may add to a score. */
const ROUNDING = 0.5 + 0.05;
const STEP_BITS = 6;

/**
 * What every vacancy can score at the most with one trainee after another: a trainee has few skills, so the vacancies that
 * ask for one of them are gone through skill by skill, and all of them once more to put the parts together.
 */
export class VacancyBounds {
  /** By vacancy: above its score, if only by rounding; below 0 where it is not open. */
  points = float32Column(0);
  /** By vacancy: whether a running course teaches an essential skill. Only of use where there is a running course. */
  couldPend = uint8Column(0);
  /** Σ w·q, and Σ w of what was taught. */
  #sums = float32Column(0);
  #taught = float32Column(0);
  /** How many can score so much at the most, step by step. */
  readonly #counts = uint32Column((2 * HIGHEST_SCORE) >>> STEP_BITS);

  constructor(private readonly columns: VacancyColumns, private readonly postings: VacancyPostings, private readonly weights: ScoringWeights) {}

  set(offer: TraineeOffer): void {
    const room = this.columns.shares.length;
    if (this.points.length !== room) [this.points, this.couldPend, this.#sums, this.#taught] = [float32Column(room), uint8Column(room), float32Column(room), float32Column(room)];
    this.couldPend.fill(0);
    this.#sums.fill(0);
    this.#taught.fill(0);
    for (let skill = 0; skill < offer.own.length; skill++) {
      if (offer.own[skill] !== 0 || offer.related[skill] !== 0) this.#addSkill(skill, offer.own[skill]!, offer.related[skill]!);
      if (offer.isTaught[skill] === 1) this.#addTaught(skill);
      if (offer.willBeTaught[skill] === 1) this.#addPending(skill);
    }
    this.#addUp(offer);
  }

  #addSkill(skill: number, own: number, related: number): void {
    const worths = Float64Array.from({ length: POSTING_CODES }, (_, code) => {
      const level = code >>> 1;
      return level === 0 ? 0 : weightOf(code) * Math.max(Math.min(1, own / level), RELATED_SIMILARITY * Math.min(1, related / level));
    });
    const [postings, sums] = [this.postings.of(skill), this.#sums];
    for (let e = 0; e < postings.length; e++) sums[vacancyOf(postings[e]!)]! += worths[codeOf(postings[e]!)]!;
  }

  #addTaught(skill: number): void {
    const [postings, taught] = [this.postings.of(skill), this.#taught];
    for (let e = 0; e < postings.length; e++) taught[vacancyOf(postings[e]!)]! += weightOf(postings[e]!);
  }

  #addPending(skill: number): void {
    const [postings, couldPend] = [this.postings.of(skill), this.couldPend];
    for (let e = 0; e < postings.length; e++) if (weightOf(postings[e]!) === 2) couldPend[vacancyOf(postings[e]!)] = 1;
  }

  #addUp({ closeness, recordWorths, bestRecord, locations }: TraineeOffer): void {
    const [points, sums, taught, counts] = [this.points, this.#sums, this.#taught, this.#counts];
    const { count, shares, basisNumbers, occupationNumbers, siteNumbers } = this.columns;
    const { skills, location, courses } = this.weights;
    const bases = Float64Array.from({ length: 2 * closeness.length + 1 }, (_, basis) => (basis === 0 ? 0 : HIGHEST_SCORE * skills * Math.max(((basis - 1) & 1) === 1 ? NO_TRADE_FLOOR : 0, closeness[(basis - 1) >>> 1]!)));
    const sites = locations.map((value) => HIGHEST_SCORE * location * value + ROUNDING);
    sites[CLOSED_SITE] = -2 * HIGHEST_SCORE;
    const [ofSkills, ofCourses] = [HIGHEST_SCORE * skills, HIGHEST_SCORE * courses];
    counts.fill(0);
    for (let number = 0; number < count; number++) {
      const share = shares[number]!;
      const c = Math.max(recordWorths[occupationNumbers[number]!]!, taught[number]! * share * bestRecord);
      const most = ofSkills * sums[number]! * share + bases[basisNumbers[number]!]! + sites[siteNumbers[number]!]! + ofCourses * c;
      points[number] = most;
      if (most > 0) counts[most >>> STEP_BITS]!++;
    }
  }

  /** A score that the bounds of at least so many vacancies reach; 0 where there are not so many. */
  reachedBy(wanted: number): number {
    let count = 0;
    for (let step = this.#counts.length - 1; step > 0; step--) if ((count += this.#counts[step]!) >= wanted) return step << STEP_BITS;
    return 0;
  }
}
