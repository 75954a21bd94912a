import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from '../catalogue.js';
import { prepareTrainee, prepareVacancy, type MatchingContext, type PreparedVacancy } from '../prepared.js';
import { rankTraineesForVacancy, rankVacanciesForTrainee } from '../rank.js';
import { randomWorld } from '../testing/random-world.js';
import { compareIds } from '../tie.js';
import { BothWaysRanking, mergeShares, rankBothWays, shareOut, type BothWays } from './both-ways.js';
import { PairSweep } from './pair-sweep.js';
import { TraineeIndex } from './trainee-index.js';
import { idOf } from './trainee-segment.js';
import { Vocabulary } from './vocabulary.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_124);

describe('a sweep', () => {
  it('looks only at the people whom it is given', () => {
    let found = 0;
    for (let i = 0; i < 30; i++) {
      const world = randomWorld(SEED + 4_000 + i, { trainees: 60, vacancies: 20 });
      const context: MatchingContext = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
      const { segments: [segment], vocabulary } = TraineeIndex.of(context, world.trainees).snapshot();
      const people = { from: i % 20, to: 60 - (i % 7) };
      const [all, some] = [undefined, people].map((range) => new PairSweep(context, segment!, new Vocabulary(vocabulary), range === undefined ? {} : { people: range }));
      for (const profile of world.vacancies) {
        const vacancy = prepareVacancy(context, profile);
        const wanted = pairsOf(all!, vacancy).filter(([person]) => person >= people.from && person < people.to);
        expect(pairsOf(some!, vacancy)).toEqual(wanted);
        found += wanted.length;
      }
    }
    expect(found).toBeGreaterThan(1_000);
  });

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
        sweep.sweep(vacancy, (person, score) => got.push(`${idOf(segment!, person)} ${score}`));
        const wanted = rankTraineesForVacancy(context.policy, vacancy, prepared, 1_000).ranked.map(({ traineeId, score }) => `${traineeId} ${score}`).sort();
        expect({ world: SEED + 2_000 + i, vacancy: j, pairs: got.sort() }).toEqual({ world: SEED + 2_000 + i, vacancy: j, pairs: wanted });
        found += got.length;
      }
    }
    expect(found).toBeGreaterThan(10_000);
  });

  it('finds the same when it must forget what it worked out before every vacancy', () => {
    for (let i = 0; i < 10; i++) {
      const world = randomWorld(SEED + 8_000 + i, { trainees: 80, vacancies: 30 });
      const context: MatchingContext = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
      const { segments: [segment], vocabulary } = TraineeIndex.of(context, world.trainees).snapshot();
      const [keeping, forgetting] = [{}, { mostBytes: 0 }].map((options) => new PairSweep(context, segment!, new Vocabulary(vocabulary), options));
      for (const profile of world.vacancies) {
        const [kept, anew] = [keeping!, forgetting!].map((sweep) => pairsOf(sweep, prepareVacancy(context, profile)));
        expect(anew).toEqual(kept);
      }
    }
  });

  it('scores vacancies that ask for more skills than 16 bits can bound', () => {
    const world = randomWorld(SEED + 8_100, { trainees: 60, vacancies: 5 });
    const more = Array.from({ length: 400 }, (_, i) => ({ ...world.skills[0]!, id: `more-${i}`, related: [] }));
    const policy = { ...world.policy, weights: { skills: 0.5, location: 0.2, courses: 0.3 }, minScore: 2_000, essentialCoverageMin: 0.5 };
    const context: MatchingContext = { asOf: world.asOf, policy, catalogue: MatchingCatalogue.of([...world.skills, ...more], world.courses) };
    const trainees = world.trainees.map((trainee, t) => ({ ...trainee, available: true, skills: [...trainee.skills, ...more.filter((_, i) => (i * 7 + t) % 10 < 6).map(({ id }, i) => ({ id, level: 1 + ((i + t) % 5) }))] }));
    const { segments: [segment], vocabulary } = TraineeIndex.of(context, trainees).snapshot();
    const prepared = trainees.map((trainee) => prepareTrainee(context, trainee));
    const sweep = new PairSweep(context, segment!, new Vocabulary(vocabulary));
    let found = 0;
    for (const [v, profile] of world.vacancies.entries()) {
      const vacancy = prepareVacancy(context, { ...profile, skills: more.slice(v * 20, v * 20 + 300).map(({ id }, i) => ({ id, level: 1 + (i % 5), essential: i % 3 !== 0 })) });
      const wanted = rankTraineesForVacancy(policy, vacancy, prepared, 100).ranked.map(({ traineeId, score }) => `${traineeId} ${score}`);
      expect(pairsOf(sweep, vacancy).map(([person, score]) => `${idOf(segment!, person)} ${score}`).sort()).toEqual(wanted.sort());
      found += wanted.length;
    }
    expect(found).toBeGreaterThan(20);
  });
});

function pairsOf(sweep: PairSweep, vacancy: PreparedVacancy): [number, number][] {
  const pairs: [number, number][] = [];
  sweep.sweep(vacancy, (person, score) => pairs.push([person, score]));
  return pairs;
}

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

  it('gives the same lists when several share the people, however many they are, ties included', () => {
    let ties = 0;
    for (let i = 0; i < 40; i++) {
      const { context, segment, vocabulary, vacancies } = tiedWorld(SEED + 5_000 + i);
      const whole = listsOf(rankBothWays(context, segment, vocabulary, vacancies, 5));
      for (const shares of [1, 2, 3, 7, segment.count + 3]) {
        const parts = shareOut(segment, shares).map((people) => new BothWaysRanking(context, segment, vocabulary, people).share(vacancies, 5));
        expect({ world: SEED + 5_000 + i, shares, ...listsOf(mergeShares(context, segment, vacancies, parts)) }).toEqual({ world: SEED + 5_000 + i, shares, ...whole });
      }
      ties += whole.byVacancy.filter((list) => list.some(({ score }, place) => place > 0 && list[place - 1]!.score === score)).length;
    }
    expect(ties).toBeGreaterThan(100);
  });

  it('gives the same lists to whoever asks again, of these vacancies or others', () => {
    for (let i = 0; i < 20; i++) {
      const { context, segment, vocabulary, vacancies } = tiedWorld(SEED + 7_000 + i);
      const ranking = new BothWaysRanking(context, segment, vocabulary);
      for (const asked of [vacancies, vacancies.slice(12).reverse(), vacancies]) expect(listsOf(ranking.rank(asked, 4))).toEqual(listsOf(rankBothWays(context, segment, vocabulary, asked, 4)));
    }
  });

  it('leaves equal scores and equal ties to the ids, on whichever side of a cut they stand', () => {
    for (let i = 0; i < 20; i++) {
      const { context, segment: made, vocabulary, vacancies: prepared } = tiedWorld(SEED + 6_000 + i);
      const [segment, vacancies] = [{ ...made, ties: new Uint32Array(made.count) }, prepared.map((vacancy) => ({ ...vacancy, tieHash: 7 }))];
      const whole = rankBothWays(context, segment, vocabulary, vacancies, 5);
      for (let v = 0; v < vacancies.length; v++) {
        const list = whole.byVacancy.of(v).map(({ entry, score }) => ({ id: idOf(segment, entry), score }));
        expect(list).toEqual([...list].sort((a, b) => b.score - a.score || compareIds(a.id, b.id)));
      }
      const parts = shareOut(segment, 4).map((people) => new BothWaysRanking(context, segment, vocabulary, people).share(vacancies, 5));
      expect(listsOf(mergeShares(context, segment, vacancies, parts))).toEqual(listsOf(whole));
    }
  });
});

/** A world in which many people are alike, so that many scores are equal. */
function tiedWorld(seed: number) {
  const world = randomWorld(seed, { trainees: 30, vacancies: 25 });
  const trainees = world.trainees.flatMap((trainee) => [trainee, { ...trainee, id: `${trainee.id}-twin` }]);
  const context: MatchingContext = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
  const { segments: [segment], vocabulary } = TraineeIndex.of(context, trainees).snapshot();
  return { context, segment: segment!, vocabulary: new Vocabulary(vocabulary), vacancies: world.vacancies.map((vacancy) => prepareVacancy(context, vacancy)) };
}

function listsOf({ byVacancy, byTrainee }: BothWays) {
  const [vacancies, trainees] = [byVacancy, byTrainee].map((lists) => Array.from({ length: lists.lists }, (_, i) => lists.of(i)));
  return { byVacancy: vacancies!, byTrainee: trainees! };
}
