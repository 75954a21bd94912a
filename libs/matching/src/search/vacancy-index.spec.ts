import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from '../catalogue.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { rankVacanciesForTrainee } from '../rank.js';
import { Dice, randomWorld, type World } from '../testing/random-world.js';
import { VacancyIndex } from './vacancy-index.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_124);

const contextOf = (world: World): MatchingContext => ({ asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) });

function expected(context: MatchingContext, trainee: TraineeProfile, vacancies: Iterable<VacancyProfile>, topK: number) {
  const { ranked, pending } = rankVacanciesForTrainee(context.policy, prepareTrainee(context, trainee), [...vacancies].map((vacancy) => prepareVacancy(context, vacancy)), topK);
  const listed = (pairs: typeof ranked) => pairs.map(({ vacancyId, score }) => ({ vacancyId, score }));
  return { ranked: listed(ranked), pending: listed(pending) };
}

describe('the index of vacancies', () => {
  it('lists for a trainee exactly what the plain ranking lists', () => {
    let listed = 0;
    for (let i = 0; i < 100; i++) {
      const world = randomWorld(SEED + 6_000 + i, { trainees: 30, vacancies: 120 });
      const context = contextOf(world);
      const index = VacancyIndex.of(context, world.vacancies);
      for (const [j, trainee] of world.trainees.entries()) {
        const got = index.rank(trainee, 1 + (j % 9));
        expect({ world: SEED + 6_000 + i, trainee: j, ...got }).toEqual({ world: SEED + 6_000 + i, trainee: j, ...expected(context, trainee, world.vacancies, 1 + (j % 9)) });
        listed += got.ranked.length + got.pending.length;
      }
    }
    expect(listed).toBeGreaterThan(5_000);
  });

  it('stays exact while vacancies come, change and go', () => {
    const world = randomWorld(SEED + 6_500, { trainees: 40, vacancies: 600 });
    const [context, dice] = [contextOf(world), new Dice(SEED)];
    const live = new Map(world.vacancies.slice(0, 100).map((vacancy) => [vacancy.id, vacancy]));
    const index = VacancyIndex.of(context, live.values());
    world.vacancies.slice(100).forEach((vacancy, step) => {
      const id = dice.one([...live.keys()]);
      if (dice.chance(0.4)) {
        live.set(vacancy.id, vacancy);
        index.add(vacancy);
      } else if (dice.chance(0.7)) {
        live.set(id, { ...vacancy, id });
        index.change({ ...vacancy, id });
      } else expect(index.remove(id)).toBe(live.delete(id));
      const trainee = dice.one(world.trainees);
      if (step % 10 === 0) expect(index.rank(trainee, 9)).toEqual(expected(context, trainee, live.values(), 9));
      expect(index.count).toBe(live.size);
    });
  });

  it.each<[string, (index: VacancyIndex, world: World) => void, string]>([
    ['a vacancy that is there', (index, world) => index.add(world.vacancies[0]!), 'id'],
    ['a skill that is not in the catalogue', (index, world) => index.change({ ...world.vacancies[0]!, skills: [{ id: 'none-such', level: 1, essential: true }] }), 'skills[0].id'],
    ['a level 0', (index, world) => index.change({ ...world.vacancies[0]!, skills: [{ id: world.skills[0]!.id, level: 0, essential: true }] }), 'skills[0].level'],
    ['a level 6 in a new vacancy', (index, world) => index.add({ ...world.vacancies[0]!, id: 'new', skills: [{ id: world.skills[0]!.id, level: 6, essential: true }] }), 'skills[0].level'],
    ['a skill that is asked twice', (index, world) => index.change({ ...world.vacancies[0]!, skills: [1, 2].map((level) => ({ id: world.skills[0]!.id, level, essential: true })) }), 'skills[1].id'],
    ['a region ABC', (index, world) => index.change({ ...world.vacancies[0]!, region: 'ABC' }), 'region'],
    ['openings that are no whole number', (index, world) => index.change({ ...world.vacancies[0]!, openings: 1.5 }), 'openings'],
    ['a trainee of level 0', (index, world) => index.rank({ ...world.trainees[0]!, skills: [{ id: world.skills[0]!.id, level: 0 }] }), 'skills[0].level'],
    ['half a place', (index, world) => index.rank(world.trainees[0]!, 1.5), 'topK'],
    ['K = 0', (index, world) => index.rank(world.trainees[0]!, 0), 'topK'],
  ])('refuses %s and is as before', (_, refused, path) => {
    const world = randomWorld(SEED + 6_700, { trainees: 20, vacancies: 40 });
    const index = VacancyIndex.of(contextOf(world), world.vacancies);
    const before = world.trainees.map((trainee) => index.rank(trainee));
    expect(() => refused(index, world)).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path })] }));
    expect(world.trainees.map((trainee) => index.rank(trainee))).toEqual(before);
    expect(index.count).toBe(40);
  });

  it('refuses the same vacancy twice in one list, and a policy whose weights are no numbers or do not sum to 1', () => {
    const world = randomWorld(SEED + 6_700, { trainees: 1, vacancies: 3 });
    const context = contextOf(world);
    const at = (path: string): object => expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path })] });
    expect(() => VacancyIndex.of(context, [world.vacancies[0]!, world.vacancies[1]!, world.vacancies[0]!])).toThrow(at('vacancies[2].id'));
    expect(() => new VacancyIndex({ ...context, policy: { ...context.policy, weights: { skills: NaN, location: 0.2, courses: 0.3 } } })).toThrow(at('weights.skills'));
    expect(() => new VacancyIndex({ ...context, policy: { ...context.policy, weights: { skills: 0.5, location: 0.2, courses: 0.2 } } })).toThrow(at('weights'));
  });
});
