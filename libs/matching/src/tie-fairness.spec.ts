import { describe, expect, it } from '@jest/globals';
import { prepareTrainee, prepareVacancy } from './prepared.js';
import { rankTraineesForVacancy, rankVacanciesForTrainee } from './rank.js';
import { TraineeIndex } from './search/trainee-index.js';
import { VacancyIndex } from './search/vacancy-index.js';
import { exampleContext, exampleTrainee, exampleVacancy } from './testing/example.js';
import { Dice } from './testing/random-world.js';

const SEED = 20_261_129;
const TIED = 40;
const ROUNDS = 600;
const BINS = 8;
const context = exampleContext({ tieSalt: '2026-11', minScore: 0 });

/** A random UUID, as the service gives them. */
function uuid(dice: Dice): string {
  const digits = Array.from({ length: 32 }, () => dice.int(0, 15).toString(16)).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
}

/** How far counts are from all being equal: Pearson's sum, by chance about as large as the bins less one. */
function chiSquare(counts: readonly number[]): number {
  const even = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - even) ** 2 / even, 0);
}

/** Spearman's correlation of two orders of the same things: 1 the same, −1 turned round, by chance about 0. */
function correlation(places: readonly number[]): number {
  const n = places.length;
  return 1 - (6 * places.reduce((sum, place, i) => sum + (place - i) ** 2, 0)) / (n * (n * n - 1));
}

const tally = (values: readonly number[]): number[] => Array.from({ length: BINS }, (_, bin) => values.filter((value) => Math.floor((value * BINS) / TIED) === bin).length);

/** @param listed the ids of one round in the order of registration, and of the list; all of them tie */
function expectChance(listed: (dice: Dice, round: number) => { readonly registered: readonly string[]; readonly list: readonly string[] }): void {
  const dice = new Dice(SEED);
  const [firstRegistered, firstListed, correlations]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const { registered, list } = listed(dice, round);
    const places = registered.map((id) => list.indexOf(id));
    expect([...places].sort((a, b) => a - b)).toEqual(places.map((_, i) => i));
    firstRegistered.push(places[0]!);
    firstListed.push(places.indexOf(0));
    correlations.push(correlation(places));
  }
  // chance passes 24.32 once in a thousand draws (7 degrees of freedom); the seed is fixed
  expect(chiSquare(tally(firstRegistered))).toBeLessThan(24.32);
  expect(chiSquare(tally(firstListed))).toBeLessThan(24.32);
  // one round's correlation has a standard deviation of 1 ÷ √39, the mean of 600 one of 0.0065
  expect(Math.abs(correlations.reduce((sum, each) => sum + each, 0) / ROUNDS)).toBeLessThan(3.3 * 0.0065);
}

describe('the place of equals in a list', () => {
  it('is as chance would have it, whoever was registered first: trainees of a vacancy', () => {
    expectChance((dice, round) => {
      const people = Array.from({ length: TIED }, () => exampleTrainee({ id: uuid(dice) }));
      const vacancy = prepareVacancy(context, exampleVacancy({ id: uuid(dice) }));
      const list = rankTraineesForVacancy(context.policy, vacancy, people.map((trainee) => prepareTrainee(context, trainee)), TIED).ranked;
      expect(new Set(list.map(({ score }) => score)).size).toBe(1);
      if (round % 40 === 0) expect(TraineeIndex.of(context, people).rank(vacancy, TIED).ranked.map(({ traineeId }) => traineeId)).toEqual(list.map(({ traineeId }) => traineeId));
      return { registered: people.map(({ id }) => id), list: list.map(({ traineeId }) => traineeId) };
    });
  });

  it('is as chance would have it, whichever was entered first: vacancies of a trainee', () => {
    expectChance((dice, round) => {
      const posts = Array.from({ length: TIED }, () => exampleVacancy({ id: uuid(dice) }));
      const trainee = exampleTrainee({ id: uuid(dice) });
      const list = rankVacanciesForTrainee(context.policy, prepareTrainee(context, trainee), posts.map((post) => prepareVacancy(context, post)), TIED).ranked;
      if (round % 40 === 0) expect(VacancyIndex.of(context, posts).rank(trainee, TIED).ranked.map(({ vacancyId }) => vacancyId)).toEqual(list.map(({ vacancyId }) => vacancyId));
      return { registered: posts.map(({ id }) => id), list: list.map(({ vacancyId }) => vacancyId) };
    });
  });

  it('would be seen to follow the registration if it did', () => {
    const inOrder = (dice: Dice) => {
      const ids = Array.from({ length: TIED }, () => uuid(dice));
      return { registered: ids, list: ids };
    };
    expect(() => expectChance(inOrder)).toThrow(/toBeLessThan/);
  });
});
