import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { compareIds, tieOf } from '../tie.js';
import { BestLists } from './best-lists.js';
import { PairSweep } from './pair-sweep.js';
import type { TraineeSegment } from './segment.js';
import { idOf } from './trainee-segment.js';
import type { Vocabulary } from './vocabulary.js';

/** Lists by the number of the vacancy (its place in the input) and by the number of the trainee (in the segment). */
export interface BothWays {
  readonly byVacancy: BestLists;
  readonly byTrainee: BestLists;
}

/**
 * The best trainees of every vacancy and the best vacancies of every trainee, in one go: each pair that can come into one
 * of the two lists is scored once. Exactly what ranking each vacancy and each trainee by themselves gives (eligible pairs).
 * @throws MatchingInputInvalid when `topK` is not an integer of at least 1
 */
export function rankBothWays(context: MatchingContext, segment: TraineeSegment, vocabulary: Vocabulary, vacancies: readonly PreparedVacancy[], topK: number): BothWays {
  const { minScore } = context.policy;
  const byVacancy = new BestLists(vacancies.length, topK, minScore, (a, b) => compareIds(idOf(segment, a), idOf(segment, b)));
  const byTrainee = new BestLists(segment.count, topK, minScore, (a, b) => compareIds(vacancies[a]!.id, vacancies[b]!.id));
  const sweep = new PairSweep(context, segment, vocabulary);
  vacancies.forEach((vacancy, number) => {
    sweep.sweep(vacancy, {
      floors: byTrainee.floors,
      floor: () => byVacancy.floors[number]!,
      take: (person, score) => {
        const tie = tieOf(segment.ties[person]!, vacancy.tieHash);
        byVacancy.offer(number, person, score, tie);
        byTrainee.offer(person, number, score, tie);
      },
    });
  });
  return { byVacancy, byTrainee };
}
