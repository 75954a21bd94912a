import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { compareIds } from '../tie.js';
import { BestLists, type BestColumns } from './best-lists.js';
import { PairSweep } from './pair-sweep.js';
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
  return new BothWaysRanking(context, segment, vocabulary).rank(vacancies, topK);
}

/**
 * The same for whoever asks more than once, or for one of several threads: keeps what it works out for everybody, for as
 * long as the segment stays and nobody is removed. Ranges of people and not of vacancies for threads: so every trainee's
 * list is whole at once, and each thread works out what is worked out for everybody for its own people alone.
 */
export class BothWaysRanking {
  readonly #sweep: PairSweep;
  /** Whose lists are being made. */
  #lists: BothWays | undefined;

  /** @param people whom to look at, if not everybody; the lists of all others are empty */
  constructor(private readonly context: MatchingContext, private readonly segment: TraineeSegment, vocabulary: Vocabulary, people?: PeopleRange) {
    this.#sweep = new PairSweep(context, segment, vocabulary, {
      ...(people === undefined ? {} : { people }),
      standsFirst: (kind, one, other) => (kind === 0 ? this.#lists!.byVacancy : this.#lists!.byTrainee).lastKey(one, other) <= 0,
    });
  }

  /** @throws MatchingInputInvalid when `topK` is not an integer of at least 1 */
  rank(vacancies: readonly PreparedVacancy[], topK: number): BothWays {
    const lists = (this.#lists = emptyLists(this.context, this.segment, vacancies, topK));
    this.#sweep.rank(vacancies, lists.byVacancy, lists.byTrainee);
    this.#lists = undefined;
    return lists;
  }

  /** The same as plain data, which a thread can post. @throws MatchingInputInvalid when `topK` is not an integer of at least 1 */
  share(vacancies: readonly PreparedVacancy[], topK: number): BothWaysShare {
    const { byVacancy, byTrainee } = this.rank(vacancies, topK);
    return { byVacancy: byVacancy.columns, byTrainee: byTrainee.columns };
  }
}

/** Cuts the people of a segment into ranges of about one size, for as many threads. */
export function shareOut({ count }: TraineeSegment, shares: number): PeopleRange[] {
  return Array.from({ length: shares }, (_, i) => ({ from: Math.floor((i * count) / shares), to: Math.floor(((i + 1) * count) / shares) }));
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
