import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from '../catalogue.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import { rankTraineesForVacancy, rankVacanciesForTrainee } from '../rank.js';
import { randomWorld } from '../testing/random-world.js';
import { rankBothWays } from './both-ways.js';
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
        const got: string[] = [];
        sweep.sweep(vacancy, { floors: new Uint16Array(segment!.count), floor: () => 0, take: (person, score) => got.push(`${idOf(segment!, person)} ${score}`) });
        const wanted = rankTraineesForVacancy(context.policy, vacancy, prepared, 1_000).ranked.map(({ traineeId, score }) => `${traineeId} ${score}`).sort();
        expect({ world: SEED + 2_000 + i, vacancy: j, pairs: got.sort() }).toEqual({ world: SEED + 2_000 + i, vacancy: j, pairs: wanted });
        found += got.length;
      }
    }
    expect(found).toBeGreaterThan(10_000);
  });
});

describe('ranking both ways', () => {
  it('gives the lists that ranking each vacancy and each trainee gives', () => {
    for (let i = 0; i < 40; i++) {
      const world = randomWorld(SEED + 3_000 + i, { trainees: 90, vacancies: 60 });
      const context: MatchingContext = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
      const { segments: [segment], vocabulary } = TraineeIndex.of(context, world.trainees).snapshot();
      const trainees = new Map(world.trainees.map((trainee) => [trainee.id, prepareTrainee(context, trainee)]));
      const vacancies = world.vacancies.map((vacancy) => prepareVacancy(context, vacancy));
      const { byVacancy, byTrainee } = rankBothWays(context, segment!, new Vocabulary(vocabulary), vacancies, 6);
      vacancies.forEach((vacancy, j) => {
        const wanted = rankTraineesForVacancy(context.policy, vacancy, trainees.values(), 6).ranked.map(({ traineeId, score }) => [traineeId, score]);
        expect(byVacancy.of(j).map(({ entry, score }) => [idOf(segment!, entry), score])).toEqual(wanted);
      });
      for (let person = 0; person < segment!.count; person++) {
        const wanted = rankVacanciesForTrainee(context.policy, trainees.get(idOf(segment!, person))!, vacancies, 6).ranked.map(({ vacancyId, score }) => [vacancyId, score]);
        expect(byTrainee.of(person).map(({ entry, score }) => [vacancies[entry]!.id, score])).toEqual(wanted);
      }
    }
  });
});
