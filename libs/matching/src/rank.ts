import type { CivilDate } from '@app/kernel';
import { eligibleOn, gateBits } from './eligibility.js';
import { refuse } from './errors.js';
import { gateNames, type Gate } from './gate.js';
import type { ScoringPolicy } from './policy.js';
import type { PreparedTrainee, PreparedVacancy } from './prepared.js';
import { scorePair, type ScoreParts } from './score.js';
import { compareIds, tieOf } from './tie.js';
import { TopK } from './top-k.js';

/** A trainee and a vacancy with everything that a list shows of them. */
export interface RankedPair {
  readonly traineeId: string;
  readonly vacancyId: string;
  readonly score: number;
  readonly parts: ScoreParts;
  readonly eligible: boolean;
  /** See {@link eligibleOn}; null for an eligible pair. */
  readonly eligibleOn: CivilDate | null;
  readonly gates: readonly Gate[];
}

/** Eligible pairs, and apart from them those that will pass once a running course has ended; both best first. */
export interface Ranking {
  readonly ranked: readonly RankedPair[];
  readonly pending: readonly RankedPair[];
}

export const DEFAULT_TOP_K = 20;

interface Candidate {
  readonly trainee: PreparedTrainee;
  readonly vacancy: PreparedVacancy;
  readonly score: number;
  readonly tie: number;
  /** The id that differs within the list. */
  readonly listedId: string;
}

/** Descending score, then ascending tie, then ascending id by code point: negative when `a` stands before `b`. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return b.score - a.score || a.tie - b.tie || compareIds(a.listedId, b.listedId);
}

/**
 * The best trainees for a vacancy: exactly the first `topK` of all pairs at or above the policy's least score.
 * @throws MatchingInputInvalid when `topK` is not an integer of at least 1.
 */
export function rankTraineesForVacancy(policy: ScoringPolicy, vacancy: PreparedVacancy, trainees: Iterable<PreparedTrainee>, topK = DEFAULT_TOP_K): Ranking {
  const lists = new RankingLists(policy, topK);
  for (const trainee of trainees) lists.offer(trainee, vacancy, trainee.id);
  return lists.ranking();
}

/** The best vacancies for a trainee; as {@link rankTraineesForVacancy}, the last key being the vacancy's id. */
export function rankVacanciesForTrainee(policy: ScoringPolicy, trainee: PreparedTrainee, vacancies: Iterable<PreparedVacancy>, topK = DEFAULT_TOP_K): Ranking {
  const lists = new RankingLists(policy, topK);
  for (const vacancy of vacancies) lists.offer(trainee, vacancy, vacancy.id);
  return lists.ranking();
}

/** Every trainee for a vacancy in the same order, whatever the eligibility and the score. */
export function rankAllTrainees(policy: ScoringPolicy, vacancy: PreparedVacancy, trainees: Iterable<PreparedTrainee>): RankedPair[] {
  const candidates = Array.from(trainees, (trainee) => candidateOf(policy, trainee, vacancy, trainee.id));
  return candidates.sort(compareCandidates).map(({ trainee }) => describePair(policy, trainee, vacancy));
}

function candidateOf(policy: ScoringPolicy, trainee: PreparedTrainee, vacancy: PreparedVacancy, listedId: string): Candidate {
  return { trainee, vacancy, score: scorePair(policy, trainee, vacancy).score, tie: tieOf(trainee.tieHash, vacancy.tieHash), listedId };
}

/** A pair with everything that a list shows of it, whatever its eligibility and its score. */
export function describePair(policy: ScoringPolicy, trainee: PreparedTrainee, vacancy: PreparedVacancy): RankedPair {
  const bits = gateBits(policy, trainee, vacancy);
  const { score, parts } = scorePair(policy, trainee, vacancy);
  return { traineeId: trainee.id, vacancyId: vacancy.id, score, parts, eligible: bits === 0, eligibleOn: eligibleOn(policy, trainee, vacancy, bits), gates: gateNames(bits) };
}

/** The two lists while pairs are offered to them. */
class RankingLists {
  readonly #policy: ScoringPolicy;
  readonly #eligible: TopK<Candidate>;
  readonly #pending: TopK<Candidate>;

  constructor(policy: ScoringPolicy, topK: number) {
    if (!Number.isSafeInteger(topK) || topK < 1) refuse('topK', 'must be an integer of at least 1');
    this.#policy = policy;
    this.#eligible = new TopK(topK, compareCandidates);
    this.#pending = new TopK(topK, compareCandidates);
  }

  /** Gates come first: most pairs end there, and they cost less than a score. */
  offer(trainee: PreparedTrainee, vacancy: PreparedVacancy, listedId: string): void {
    const bits = gateBits(this.#policy, trainee, vacancy);
    if (bits !== 0 && eligibleOn(this.#policy, trainee, vacancy, bits) === null) return;
    const candidate = candidateOf(this.#policy, trainee, vacancy, listedId);
    if (candidate.score >= this.#policy.minScore) (bits === 0 ? this.#eligible : this.#pending).offer(candidate);
  }

  ranking(): Ranking {
    const listOf = (kept: TopK<Candidate>): RankedPair[] => kept.sorted().map(({ trainee, vacancy }) => describePair(this.#policy, trainee, vacancy));
    return { ranked: listOf(this.#eligible), pending: listOf(this.#pending) };
  }
}
