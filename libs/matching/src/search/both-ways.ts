import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { compareIds, tieOf } from '../tie.js';
import { BestLists, type BestColumns } from './best-lists.js';
import { PairSweep, type PairSink } from './pair-sweep.js';
import type { PeopleRange, TraineeSegment } from './segment.js';
import { idOf } from './trainee-segment.js';
import type { Vocabulary } from './vocabulary.js';

/** Lists by the number of the vacancy (its place in the input) and by the number of the trainee (in the segment). */
export interface BothWays {
  readonly byVacancy: BestLists;
  readonly byTrainee: BestLists;
}

/** What was found among some of the trainees: plain data in memory that threads share. The lists of all others are empty. */
export interface BothWaysShare {
  readonly byVacancy: BestColumns;
  readonly byTrainee: BestColumns;
}

/**
 * The best trainees of every vacancy and the best vacancies of every trainee, in one go: each pair that can come into one
 * of the two lists is scored once. Exactly what ranking each vacancy and each trainee by themselves gives (eligible pairs).
 * @throws MatchingInputInvalid when `topK` is not an integer of at least 1
 */
export function rankBothWays(context: MatchingContext, segment: TraineeSegment, vocabulary: Vocabulary, vacancies: readonly PreparedVacancy[], topK: number): BothWays {
  return rankPeople(context, segment, vocabulary, vacancies, topK, { from: 0, to: segment.count });
}

/** Cuts the people of a segment into ranges of about one size, for as many threads. */
export function shareOut({ count }: TraineeSegment, shares: number): PeopleRange[] {
  return Array.from({ length: shares }, (_, i) => ({ from: Math.floor((i * count) / shares), to: Math.floor(((i + 1) * count) / shares) }));
}

/**
 * The same among a range of people, for one of several threads. Ranges of people and not of vacancies: so every trainee's
 * list is whole at once, and what is worked out for everybody is worked out by each thread for its own people alone.
 * @throws MatchingInputInvalid when `topK` is not an integer of at least 1
 */
export function rankShare(context: MatchingContext, segment: TraineeSegment, vocabulary: Vocabulary, vacancies: readonly PreparedVacancy[], topK: number, people: PeopleRange): BothWaysShare {
  const { byVacancy, byTrainee } = rankPeople(context, segment, vocabulary, vacancies, topK, people);
  return { byVacancy: byVacancy.columns, byTrainee: byTrainee.columns };
}

/** Puts shares together whose ranges hold everybody: what `rankBothWays` gives, whatever the ranges. */
export function mergeShares(context: MatchingContext, segment: TraineeSegment, vacancies: readonly PreparedVacancy[], shares: readonly BothWaysShare[]): BothWays {
  const { byVacancy, byTrainee } = emptyLists(context, segment, vacancies, shares[0]?.byVacancy.topK ?? 1);
  byVacancy.merge(shares.map((share) => share.byVacancy));
  byTrainee.merge(shares.map((share) => share.byTrainee));
  return { byVacancy, byTrainee };
}

function emptyLists({ policy: { minScore } }: MatchingContext, segment: TraineeSegment, vacancies: readonly PreparedVacancy[], topK: number): BothWays {
  return {
    byVacancy: new BestLists(vacancies.length, topK, minScore, (a, b) => compareIds(idOf(segment, a), idOf(segment, b))),
    byTrainee: new BestLists(segment.count, topK, minScore, (a, b) => compareIds(vacancies[a]!.id, vacancies[b]!.id)),
  };
}

function rankPeople(context: MatchingContext, segment: TraineeSegment, vocabulary: Vocabulary, vacancies: readonly PreparedVacancy[], topK: number, people: PeopleRange): BothWays {
  const { byVacancy, byTrainee } = emptyLists(context, segment, vacancies, topK);
  const sweep = new PairSweep(context, segment, vocabulary, people);
  const sink = new BothSink(segment, byVacancy, byTrainee);
  vacancies.forEach((vacancy, number) => {
    sink.number = number;
    sink.tieHash = vacancy.tieHash;
    sweep.sweep(vacancy, sink);
  });
  return { byVacancy, byTrainee };
}

/** One for all vacancies, since it is called for every pair: functions made anew for each vacancy are not compiled into their caller. */
class BothSink implements PairSink {
  readonly floors: Uint16Array;
  number = 0;
  tieHash = 0;

  constructor(private readonly segment: TraineeSegment, private readonly byVacancy: BestLists, private readonly byTrainee: BestLists) {
    this.floors = byTrainee.floors;
  }

  floor(): number {
    return this.byVacancy.floors[this.number]!;
  }

  take(person: number, score: number): void {
    const tie = tieOf(this.segment.ties[person]!, this.tieHash) | 0;
    this.byVacancy.offer(this.number, person, score, tie);
    this.byTrainee.offer(person, this.number, score, tie);
  }
}
