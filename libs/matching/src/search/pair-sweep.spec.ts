import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from '../catalogue.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import { rankTraineesForVacancy } from '../rank.js';
import { randomWorld } from '../testing/random-world.js';
import { PairSweep } from './pair-sweep.js';
import { TraineeIndex } from './trainee-index.js';
import { idOf } from './trainee-segment.js';
import { Vocabulary } from './vocabulary.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_124);

describe('a sweep', () => {
  it('finds every eligible pair at or above the least score, each once, with the score of the plain way', () => {
    let found = 0;
    for (let i = 0; i < 80; i++) {
      const world = randomWorld(SEED + 2_000 + i, { trainees: 120, vacancies: 40 });
      const context: MatchingContext = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
      const { segments: [segment], vocabulary } = TraineeIndex.of(context, world.trainees).snapshot();
      const sweep = new PairSweep(context, segment!, new Vocabulary(vocabulary));
      const prepared = world.trainees.map((trainee) => prepareTrainee(context, trainee));
      for (const [j, profile] of world.vacancies.entries()) {
        const vacancy = prepareVacancy(context, profile);
        const { count, persons, scores } = sweep.sweep(vacancy);
        const got = Array.from({ length: count }, (_, k) => `${idOf(segment!, persons[k]!)} ${scores[k]}`).sort();
        const wanted = rankTraineesForVacancy(context.policy, vacancy, prepared, 1_000).ranked.map(({ traineeId, score }) => `${traineeId} ${score}`).sort();
        expect({ world: SEED + 2_000 + i, vacancy: j, pairs: got }).toEqual({ world: SEED + 2_000 + i, vacancy: j, pairs: wanted });
        found += count;
      }
    }
    expect(found).toBeGreaterThan(10_000);
  });
});
