import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from '../catalogue.js';
import { createPolicy } from '../policy.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { rankTraineesForVacancy } from '../rank.js';
import { Dice, randomWorld, type World } from '../testing/random-world.js';
import { TraineeIndex } from './trainee-index.js';
import { TraineeSearch } from './trainee-search.js';
import { idOf } from './trainee-segment.js';
import { Vocabulary } from './vocabulary.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_124);

const contextOf = (world: World): MatchingContext => ({ asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) });

/** Every other world has its people parted by what their records are worth, as a large index has. */
const indexOf = (context: MatchingContext, trainees: Iterable<TraineeProfile>, i: number): TraineeIndex => TraineeIndex.of(context, trainees, i % 2 === 0 ? 1 : Infinity);

/** The lists as the plain ranking gives them. */
function expected(context: MatchingContext, vacancy: VacancyProfile, trainees: Iterable<TraineeProfile>, topK: number) {
  const { ranked, pending } = rankTraineesForVacancy(context.policy, prepareVacancy(context, vacancy), [...trainees].map((trainee) => prepareTrainee(context, trainee)), topK);
  const listed = (pairs: typeof ranked) => pairs.map(({ traineeId, score }) => ({ traineeId, score }));
  return { ranked: listed(ranked), pending: listed(pending) };
}

describe('the index of trainees', () => {
  it('lists exactly whom the plain ranking lists, over worlds that meet every gate, tie, basis and kind of region', () => {
    let listed = 0;
    for (let i = 0; i < 150; i++) {
      const world = randomWorld(SEED + i, { trainees: 120, vacancies: 40 });
      const context = contextOf(world);
      const index = indexOf(context, world.trainees, i);
      for (const [j, vacancy] of world.vacancies.entries()) {
        const topK = 1 + ((i + j) % 12);
        const got = index.rank(prepareVacancy(context, vacancy), topK);
        expect({ world: SEED + i, vacancy: j, ...got }).toEqual({ world: SEED + i, vacancy: j, ...expected(context, vacancy, world.trainees, topK) });
        listed += got.ranked.length + got.pending.length;
      }
    }
    expect(listed).toBeGreaterThan(10_000);
  });

  it('lists for some of them whom the plain ranking of these alone lists', () => {
    for (let i = 0; i < 20; i++) {
      const world = randomWorld(SEED + 500 + i, { trainees: 120, vacancies: 20 });
      const context = contextOf(world);
      const index = indexOf(context, world.trainees, i);
      const wanted = new Map(world.trainees.filter((_, t) => t % (2 + (i % 5)) === 0).map((trainee) => [trainee.id, trainee]));
      for (const vacancy of world.vacancies) expect(index.rank(prepareVacancy(context, vacancy), 5, (id) => wanted.has(id))).toEqual(expected(context, vacancy, wanted.values(), 5));
    }
  });

  it('stays exact while people come, change and leave, through small segments and merges', () => {
    for (let i = 0; i < 4; i++) {
      const world = randomWorld(SEED + 1_000 + i, { trainees: 1_500, vacancies: 30 });
      const context = contextOf(world);
      const dice = new Dice(SEED + i);
      const live = new Map(world.trainees.slice(0, 300).map((trainee) => [trainee.id, trainee]));
      const index = indexOf(context, live.values(), i);
      world.trainees.slice(300).forEach((trainee, step) => {
        const id = dice.one([...live.keys()]);
        if (dice.chance(0.4)) {
          live.set(trainee.id, trainee);
          index.add(trainee);
        } else if (dice.chance(0.7)) {
          live.set(id, { ...trainee, id });
          index.change({ ...trainee, id });
        } else expect(index.remove(id)).toBe(live.delete(id));
        if (step % 40 !== 0) return;
        const vacancy = dice.one(world.vacancies);
        expect(index.rank(prepareVacancy(context, vacancy), 9)).toEqual(expected(context, vacancy, live.values(), 9));
        expect(index.count).toBe(live.size);
      });
    }
  });

  it('answers for another day and another least score without being built anew, and for no other catalogue or salt', () => {
    for (let i = 0; i < 10; i++) {
      const world = randomWorld(SEED + 1_100 + i, { trainees: 150, vacancies: 20 });
      const context = contextOf(world);
      const index = indexOf(context, world.trainees, i);
      const later: MatchingContext = { ...context, asOf: '2027-03-01', policy: { ...context.policy, weights: { skills: 0.3, location: 0.3, courses: 0.4 }, minScore: 1_000 } };
      index.setContext(later);
      for (const vacancy of world.vacancies) expect(index.rank(prepareVacancy(later, vacancy), 8)).toEqual(expected(later, vacancy, world.trainees, 8));
      expect(() => index.setContext({ ...later, catalogue: contextOf(world).catalogue })).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'catalogue' })] }));
      expect(() => index.setContext(context)).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'asOf' })] }));
      expect(() => index.setContext({ ...later, policy: { ...later.policy, tieSalt: 'another' } })).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'policy.tieSalt' })] }));
    }
  });

  it('parts its people by what their records are worth, and from those who are not available, who stand in no list', () => {
    const world = randomWorld(SEED + 1_150, { trainees: 400, vacancies: 1 });
    const context = contextOf(world);
    const [one, tiers] = [TraineeIndex.of(context, world.trainees, Infinity), TraineeIndex.of(context, world.trainees, 1)];
    const parts = tiers.snapshot().segments;
    expect([one.snapshot().segments.length, parts.length, parts.reduce((sum, { count }) => sum + count, 0)]).toEqual([1, 4, 400]);
    const [most, some, least] = parts.map(({ mostWorth }) => mostWorth);
    expect([most! >= 0.6, some! < 0.6 && some! >= 0.3, least! < 0.3]).toEqual([true, true, true]);
    expect(parts.map(({ isAnybodyAvailable }) => isAnybodyAvailable)).toEqual([true, true, true, false]);
    expect([parts[3]!.count > 0, parts[3]!.postings.skills.values.length, parts[3]!.signatures.words.length]).toEqual([true, 0, 0]);
    expect(parts[0]!.running).toBe(parts[2]!.running);
    expect(world.trainees.every(({ id }) => tiers.has(id))).toBe(true);
  });

  it('is searched elsewhere from its snapshot: the memory is shared, so that somebody removed is gone there at once', () => {
    const world = randomWorld(SEED + 1_200, { trainees: 200, vacancies: 25 });
    const context = contextOf(world);
    const index = TraineeIndex.of(context, world.trainees, 1);
    const { segments, vocabulary } = structuredClone(index.snapshot());
    const elsewhere = new TraineeSearch(context, new Vocabulary(vocabulary));
    const listThere = (vacancy: VacancyProfile) => elsewhere.rank(segments, prepareVacancy(context, vacancy), 7).ranked.map(({ segment, person, score }) => ({ traineeId: idOf(segment, person), score }));
    const listHere = (vacancy: VacancyProfile) => index.rank(prepareVacancy(context, vacancy), 7).ranked;
    expect(world.vacancies.map(listThere)).toEqual(world.vacancies.map(listHere));
    const gone = world.vacancies.flatMap(listHere)[0]!.traineeId;
    index.remove(gone);
    expect(world.vacancies.flatMap(listThere).map(({ traineeId }) => traineeId)).not.toContain(gone);
    expect(world.vacancies.map(listThere)).toEqual(world.vacancies.map(listHere));
  });

  it('draws ties whatever the order of registration', () => {
    const world = randomWorld(SEED + 5, { trainees: 1, vacancies: 1 });
    const context = { ...contextOf(world), policy: createPolicy({ tieSalt: '2026-11', minScore: 0 }) };
    const dice = new Dice(SEED);
    const twins = Array.from({ length: 2_000 }, () => ({ ...world.trainees[0]!, id: randomUuid(dice), available: true, ageBand: '18+' as const, reach: null, refused: { vacancies: [], employers: [] } }));
    const index = TraineeIndex.of(context, twins);
    const order = new Map(twins.map(({ id }, i) => [id, i]));
    const places: number[] = [];
    for (let v = 0; v < 400; v++) {
      const vacancy = { ...world.vacancies[0]!, id: randomUuid(dice), open: true, openings: 1, validThrough: null, skills: [], certificates: [], minEducation: null, pay: null, kind: null, startsOn: null, endsOn: null };
      places.push(...index.rank(prepareVacancy(context, vacancy), 5).ranked.map(({ traineeId }) => order.get(traineeId)!));
    }
    const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
    expect(places).toHaveLength(2_000);
    // the mean place of 2,000 draws from 0..1999 has a standard deviation of 12.9
    expect(Math.abs(mean - 999.5)).toBeLessThan(5 * 12.9);
    expect(places.filter((place) => place < 1_000).length).toBeGreaterThan(1_000 - 5 * 22.4);
  });

  describe('refuses, and is as before', () => {
    const world = randomWorld(SEED + 9, { trainees: 60, vacancies: 10 });
    const context = contextOf(world);
    const [first] = world.trainees;
    const unknownSkill = { ...first!, id: 'new', skills: [{ id: 'none-such', level: 1 }] };

    it.each<[string, (index: TraineeIndex) => void, string]>([
      ['a trainee who is there', (index) => index.add(first!), 'id'],
      ['a skill that is not in the catalogue', (index) => index.add(unknownSkill), 'skills[0].id'],
      ['a level 0', (index) => index.change({ ...first!, skills: [{ id: world.skills[0]!.id, level: 0 }] }), 'skills[0].level'],
      ['a level 6', (index) => index.change({ ...first!, skills: [{ id: world.skills[0]!.id, level: 6 }] }), 'skills[0].level'],
      ['a skill given twice', (index) => index.add({ ...first!, id: 'new', skills: [1, 2].map((level) => ({ id: world.skills[0]!.id, level })) }), 'skills[1].id'],
      ['a course that the catalogue does not have', (index) => index.change({ ...first!, courseRecords: [{ courseId: 'none-such', state: 'dropped', endedOn: null, hoursDone: null, plannedEnd: null }] }), 'courseRecords[0].courseId'],
      ['weights that are no numbers', (index) => index.setContext({ ...context, policy: { ...context.policy, weights: { skills: 0.5, location: NaN, courses: 0.3 } } }), 'weights.location'],
      ['weights that do not sum to 1', (index) => index.setContext({ ...context, policy: { ...context.policy, weights: { skills: 0.5, location: 0.2, courses: 0.4 } } }), 'weights'],
      ['a region ABC', (index) => index.change({ ...first!, region: 'ABC' }), 'region'],
      ['a willing region of 5 digits', (index) => index.change({ ...first!, willingRegions: ['42', '42062'] }), 'willingRegions[1]'],
      ['pay that is no whole number', (index) => index.change({ ...first!, minPay: 3000.5 }), 'minPay'],
      ['pay beyond what a column holds', (index) => index.change({ ...first!, minPay: 2 ** 33 }), 'minPay'],
      ['K = 0', (index) => index.rank(prepareVacancy(context, world.vacancies[0]!), 0), 'topK'],
    ])('%s', (_, refused, path) => {
      const index = TraineeIndex.of(context, world.trainees);
      const before = world.vacancies.map((vacancy) => index.rank(prepareVacancy(context, vacancy), 20));
      expect(() => refused(index)).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path })] }));
      expect(world.vacancies.map((vacancy) => index.rank(prepareVacancy(context, vacancy), 20))).toEqual(before);
      expect(index.count).toBe(60);
    });

    it('the same trainee twice in one list', () => {
      expect(() => TraineeIndex.of(context, [first!, first!])).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'trainees[1].id' })] }));
    });

    it('a policy whose weights do not sum to 1', () => {
      const policy = { ...context.policy, weights: { skills: 0.5, location: 0.2, courses: 0.4 } };
      expect(() => TraineeIndex.of({ ...context, policy }, world.trainees)).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'weights' })] }));
    });
  });
});

function randomUuid(dice: Dice): string {
  const digits = Array.from({ length: 32 }, () => dice.int(0, 15).toString(16)).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
}
