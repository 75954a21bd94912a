import { eligibleOn, gateBits, isWilling } from '../eligibility.js';
import { refuse } from '../errors.js';
import { occupationAffinity, type OccupationCode } from '../occupation.js';
import { UNKNOWN, WILLING, residencePart } from '../parts/location.js';
import { NO_TRADE_FLOOR, RELATED_SIMILARITY } from '../parts/skills.js';
import { sharedDepth } from '../place.js';
import { checkPolicy } from '../policy.js';
import { prepareTrainee, prepareVacancy, type MatchingContext, type PreparedTrainee, type PreparedVacancy } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { DEFAULT_TOP_K } from '../rank.js';
import { weigh } from '../score.js';
import { compareIds, tieOf } from '../tie.js';
import { TopK } from '../top-k.js';
import { failMask, gateWord } from './gate-word.js';
import { VacancyBounds, type TraineeOffer } from './vacancy-bounds.js';
import { VacancyColumns, type Site } from './vacancy-columns.js';
import { VacancyPostings } from './vacancy-postings.js';

/** One line of a trainee's list. */
export interface ListedVacancy {
  readonly vacancyId: string;
  /** An integer 0..10000. */
  readonly score: number;
}

export interface VacancyList {
  readonly ranked: readonly ListedVacancy[];
  readonly pending: readonly ListedVacancy[];
}

interface Candidate {
  readonly id: string;
  readonly score: number;
  readonly tie: number;
}

const compareCandidates = (a: Candidate, b: Candidate): number => b.score - a.score || a.tie - b.tie || compareIds(a.id, b.id);

/** So many times as many vacancies as are wanted are looked at first: whose bounds are best. */
const FIRST_LOOK = 4;

/** Takes the pairs that a scan finds. */
export interface ScanSink {
  /** The least score that is of use, eligible and pending; asked anew after every pair taken. */
  floor(number: number): number;
  /** How many it takes, where all vacancies have one floor that rises as they come: those that can score the most are given first then. */
  readonly wanted?: number;
  take(number: number, score: number): void;
  pendingFloor?(): number;
  takePending?(number: number, score: number): void;
}

/**
 * The vacancies of a county or a province, to be searched by trainee: bounds of all of them first, then in a row those that
 * these let through, with tables made for the trainee. Whoever comes close is checked gate by gate.
 */
export class VacancyIndex {
  readonly #columns: VacancyColumns;
  readonly #postings = new VacancyPostings();
  readonly #bounds: VacancyBounds;
  readonly #numbers = new Map<string, number>();
  readonly #vacancies: (PreparedVacancy | null)[] = [];
  readonly #free: number[] = [];

  /** @throws MatchingInputInvalid for a faulty policy */
  constructor(private readonly context: MatchingContext) {
    checkPolicy(context.policy);
    this.#columns = new VacancyColumns(context.policy.essentialCoverageMin);
    this.#bounds = new VacancyBounds(this.#columns, this.#postings, context.policy.weights);
  }

  /** @throws MatchingInputInvalid for a faulty profile or an id given twice */
  static of(context: MatchingContext, vacancies: Iterable<VacancyProfile>): VacancyIndex {
    const index = new VacancyIndex(context);
    let i = 0;
    for (const vacancy of vacancies) {
      if (index.#numbers.has(vacancy.id)) refuse(`vacancies[${i}].id`, 'given twice');
      index.change(vacancy);
      i++;
    }
    return index;
  }

  get count(): number {
    return this.#numbers.size;
  }

  /** @throws MatchingInputInvalid for an id that is there already, or a faulty profile; nothing is changed then */
  add(vacancy: VacancyProfile): void {
    if (this.#numbers.has(vacancy.id)) refuse('id', 'a vacancy of this id is in the index');
    this.change(vacancy);
  }

  /** Takes a vacancy in, whether or not it was there; returns its number. @throws MatchingInputInvalid for a faulty profile; nothing is changed then */
  change(profile: VacancyProfile): number {
    const vacancy = prepareVacancy(this.context, profile);
    const number = this.#numbers.get(vacancy.id) ?? this.#free.pop() ?? this.#vacancies.length;
    this.#numbers.set(vacancy.id, number);
    this.#postings.remove(number, this.#vacancies[number]?.skills ?? []);
    this.#postings.add(number, vacancy.skills);
    this.#vacancies[number] = vacancy;
    this.#columns.set(number, vacancy, failMask(vacancy));
    return number;
  }

  /** Whether it was there. */
  remove(id: string): boolean {
    const number = this.#numbers.get(id);
    if (number === undefined) return false;
    this.#numbers.delete(id);
    this.#postings.remove(number, this.#vacancies[number]!.skills);
    this.#vacancies[number] = null;
    this.#columns.close(number);
    this.#free.push(number);
    return true;
  }

  vacancyOf(number: number): PreparedVacancy | null {
    return this.#vacancies[number] ?? null;
  }

  /**
   * The best vacancies for a trainee, exactly as `rankVacanciesForTrainee` over everything in the index.
   * @throws MatchingInputInvalid for a faulty profile, or when `topK` is not an integer of at least 1
   */
  rank(profile: TraineeProfile, topK = DEFAULT_TOP_K): VacancyList {
    if (!Number.isSafeInteger(topK) || topK < 1) refuse('topK', 'must be an integer of at least 1');
    const trainee = prepareTrainee(this.context, profile);
    const [ranked, pending] = [new TopK(topK, compareCandidates), new TopK(topK, compareCandidates)];
    const { minScore } = this.context.policy;
    const offer = (list: TopK<Candidate>, number: number, score: number): void => {
      const vacancy = this.#vacancies[number]!;
      list.offer({ id: vacancy.id, score, tie: tieOf(trainee.tieHash, vacancy.tieHash) });
    };
    this.#scan(trainee, profile, {
      wanted: topK,
      floor: () => Math.max(minScore, ranked.worst?.score ?? 0), take: (number, score) => offer(ranked, number, score),
      pendingFloor: () => Math.max(minScore, pending.worst?.score ?? 0), takePending: (number, score) => offer(pending, number, score),
    });
    const listed = (list: TopK<Candidate>): ListedVacancy[] => list.sorted().map(({ id, score }) => ({ vacancyId: id, score }));
    return { ranked: listed(ranked), pending: listed(pending) };
  }

  /** Gives every vacancy away that is eligible for the trainee and good enough for the taker, with the score. @throws MatchingInputInvalid for a faulty profile */
  scan(profile: TraineeProfile, sink: ScanSink): void {
    this.#scan(prepareTrainee(this.context, profile), profile, sink);
  }

  #scan(trainee: PreparedTrainee, profile: TraineeProfile, sink: ScanSink): void {
    if (trainee.ownGates !== 0) return;
    const tables = new TraineeTables(this.context, this.#columns, trainee, profile);
    this.#bounds.set(tables);
    const { points, couldPend } = this.#bounds;
    const canPend = trainee.pendingCourses.length > 0 && sink.takePending !== undefined;
    const first = sink.wanted === undefined ? 0 : this.#bounds.reachedBy(FIRST_LOOK * sink.wanted);
    for (const [from, to] of first === 0 ? [[0, Infinity]] : [[first, Infinity], [0, first]]) {
      let least = sink.floor(0);
      for (let number = 0; number < this.#columns.count; number++) {
        const most = points[number]!;
        if (most < from! || most >= to!) continue;
        if (sink.wanted === undefined) least = sink.floor(number);
        if (most < least && (!canPend || couldPend[number] === 0 || most < sink.pendingFloor!())) continue;
        const pair = tables.scoreOf(number, least, canPend ? sink.pendingFloor!() : Infinity);
        if (pair < 0) continue;
        this.#give(sink, trainee, number, pair);
        least = sink.floor(number);
      }
    }
  }

  /** @param pair as `TraineeTables.scoreOf` says it */
  #give(sink: ScanSink, trainee: PreparedTrainee, number: number, pair: number): void {
    const vacancy = this.#vacancies[number]!;
    if ((pair & 1) === 0) {
      if (eligibleOn(this.context.policy, trainee, vacancy) !== null) sink.takePending!(number, pair >>> 1);
    } else if (gateBits(this.context.policy, trainee, vacancy) === 0) sink.take(number, pair >>> 1);
  }
}

/** One trainee as tables over the numbers of the columns. */
class TraineeTables implements TraineeOffer {
  readonly #word: number;
  readonly own: Uint8Array;
  readonly related: Uint8Array;
  /** Per skill: the records whose course teaches it. */
  readonly #teaching = new Map<number, number[]>();
  readonly isTaught: Uint8Array;
  readonly willBeTaught: Uint8Array;
  readonly closeness: Float64Array;
  readonly #recordCloseness: Float64Array[];
  readonly recordWorths: Float64Array;
  readonly bestRecord: number;
  readonly locations: Float64Array;
  readonly #taught: Float64Array;
  /** Essential skills held of the vacancy looked at last. */
  #held = 0;

  constructor(private readonly context: MatchingContext, private readonly columns: VacancyColumns, private readonly trainee: PreparedTrainee, profile: TraineeProfile) {
    const { skillCount } = context.catalogue;
    const skills = [...context.catalogue.listSkills()];
    this.#word = gateWord({ ...profile, educationRank: trainee.educationRank });
    [this.own, this.related, this.isTaught] = [new Uint8Array(skillCount), new Uint8Array(skillCount), new Uint8Array(skillCount)];
    trainee.skillIndexes.forEach((skill, i) => {
      const level = trainee.skillLevels[i]!;
      this.own[skill] = level;
      for (const other of skills[skill]!.related) this.related[other] = Math.max(this.related[other]!, level);
    });
    trainee.records.forEach(({ course }, r) => {
      for (const { index } of course.skills) {
        this.isTaught[index] = 1;
        this.#teaching.set(index, [...(this.#teaching.get(index) ?? []), r]);
      }
    });
    this.willBeTaught = new Uint8Array(skillCount);
    for (const { course } of trainee.pendingCourses) for (const { index } of course.skills) this.willBeTaught[index] = 1;
    this.#taught = new Float64Array(trainee.records.length);
    const closest = (codes: readonly (OccupationCode | null)[]): Float64Array => Float64Array.from(columns.occupations, (occupation) => codes.reduce((most, code) => Math.max(most, occupationAffinity(code, occupation)), 0));
    this.closeness = closest(trainee.occupations);
    this.#recordCloseness = trainee.records.map(({ course }) => closest([course.occupation]));
    const worths = trainee.records.map(({ stateFactor, recency }) => stateFactor * recency);
    this.bestRecord = Math.max(0, ...worths);
    this.recordWorths = Float64Array.from(columns.occupations, (_, occupation) => worths.reduce((most, worth, r) => Math.max(most, this.#recordCloseness[r]![occupation]! * worth), 0));
    this.locations = new Float64Array(columns.sites.length);
    for (let site = 0; site < columns.sites.length; site++) this.locations[site] = locationValue(trainee, columns.sites[site]!);
  }

  /**
   * Twice the score, plus 1 where enough essential skills are held; −1 where a gate that costs nothing shuts the pair out or
   * it cannot reach the least score: `least` with enough essential skills, `leastPending` without.
   */
  scoreOf(number: number, least: number, leastPending: number): number {
    const { columns, context: { policy: { weights } } } = this;
    if ((this.#word & columns.failMasks[number]!) !== 0) return -1;
    const requirements = columns.lengths[number]!;
    for (let r = 0; r < this.#taught.length; r++) this.#taught[r] = 0;
    const skills = requirements === 0 ? this.#occupationPart(number) : this.#skillsPart(number, requirements);
    const holdsEnough = requirements === 0 || this.#held >= columns.needed[number]!;
    const floor = holdsEnough ? least : leastPending;
    const location = this.locations[columns.siteNumbers[number]!]!;
    if (weigh(weights, skills, location, this.bestRecord) < floor) return -1;
    const score = weigh(weights, skills, location, this.#coursesPart(number, requirements));
    return score < floor ? -1 : score * 2 + Number(holdsEnough);
  }

  #skillsPart(number: number, requirements: number): number {
    const { starts, required, weightSums } = this.columns;
    let sum = 0;
    this.#held = 0;
    for (let e = starts[number]!, end = e + requirements; e < end; e++) {
      const entry = required[e]!;
      const [skill, level, weight] = [entry >>> 8, (entry >>> 4) & 15, entry & 15];
      const own = this.own[skill]!;
      sum += weight * Math.max(Math.min(1, own / level), RELATED_SIMILARITY * Math.min(1, this.related[skill]! / level));
      if (own > 0 && weight === 2) this.#held++;
      if (this.isTaught[skill] === 1) for (const r of this.#teaching.get(skill)!) this.#taught[r]! += weight;
    }
    return sum / weightSums[number]!;
  }

  #occupationPart(number: number): number {
    return Math.max(this.columns.noTrade[number] === 1 ? NO_TRADE_FLOOR : 0, this.closeness[this.columns.occupationNumbers[number]!]!);
  }

  #coursesPart(number: number, requirements: number): number {
    const { occupationNumbers, weightSums } = this.columns;
    let most = 0;
    for (let r = 0; r < this.#taught.length; r++) {
      const byOccupation = this.#recordCloseness[r]![occupationNumbers[number]!]!;
      const relevance = requirements === 0 ? byOccupation : Math.max(byOccupation, this.#taught[r]! / weightSums[number]!);
      const { stateFactor, recency } = this.trainee.records[r]!;
      most = Math.max(most, relevance * stateFactor * recency);
    }
    return most;
  }
}

function locationValue(trainee: PreparedTrainee, site: Site): number {
  if (isWilling(trainee, site)) return WILLING.value;
  if (trainee.place === null || site.place === null) return UNKNOWN.value;
  return residencePart(sharedDepth(trainee.place, site.place), site.withoutLodging).value;
}
