import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from '../catalogue.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { rankTraineesForVacancy } from '../rank.js';
import { randomWorld, type World } from '../testing/random-world.js';
import { TraineeIndex, type IndexSnapshot } from './trainee-index.js';
import { TraineeSearch } from './trainee-search.js';
import { idOf } from './trainee-segment.js';
import { Vocabulary } from './vocabulary.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_129);

const contextOf = (world: World): MatchingContext => ({ asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) });

const listed = (pairs: readonly { traineeId: string; score: number }[]) => pairs.map(({ traineeId, score }) => ({ traineeId, score }));

function plain(context: MatchingContext, vacancy: VacancyProfile, trainees: readonly TraineeProfile[], topK: number) {
  const { ranked, pending } = rankTraineesForVacancy(context.policy, prepareVacancy(context, vacancy), trainees.map((trainee) => prepareTrainee(context, trainee)), topK);
  return { ranked: listed(ranked), pending: listed(pending) };
}

/** A search of one's own over a snapshot, as another thread has it. */
function elsewhere(context: MatchingContext, snapshot: IndexSnapshot): (vacancy: VacancyProfile, topK: number, meanwhile?: () => void) => ReturnType<typeof plain> {
  const { segments, vocabulary } = structuredClone(snapshot);
  const search = new TraineeSearch(context, new Vocabulary(vocabulary));
  const list = (found: ReturnType<TraineeSearch['rank']>['ranked']) => found.map(({ segment, person, score }) => ({ traineeId: idOf(segment, person), score }));
  return (vacancy, topK, meanwhile = () => undefined) => {
    const { ranked, pending } = search.rank(segments, prepareVacancy(context, vacancy), topK, () => (meanwhile(), true));
    return { ranked: list(ranked), pending: list(pending) };
  };
}

describe('the kernel that searches of a thread share', () => {
  it('tells indexes of other catalogues and policies apart, whether it reads their columns in place or copies', () => {
    const worlds = Array.from({ length: 6 }, (_, i) => randomWorld(SEED + i, { trainees: 90, vacancies: 12 }));
    const known = worlds.map((world, i) => ({ world, context: contextOf(world), index: TraineeIndex.of(contextOf(world), world.trainees, i % 2 === 0 ? 1 : Infinity) }));
    for (let v = 0; v < 12; v++) {
      for (const { world, context, index } of known) expect(index.rank(prepareVacancy(context, world.vacancies[v]!), 7)).toEqual(plain(context, world.vacancies[v]!, world.trainees, 7));
    }
  });

  it('has tables of its own where threads read the same columns', () => {
    const world = randomWorld(SEED + 20, { trainees: 600, vacancies: 24 });
    const context = contextOf(world);
    const snapshot = TraineeIndex.of(context, world.trainees, 1).snapshot();
    const [one, other] = [elsewhere(context, snapshot), elsewhere(context, snapshot)];
    let meanwhile = 0;
    for (let v = 0; v + 1 < 24; v++) {
      const [vacancy, next] = [world.vacancies[v]!, world.vacancies[v + 1]!];
      expect(one(vacancy, 20, () => meanwhile++ % 3 === 0 && other(next, 6))).toEqual(plain(context, vacancy, world.trainees, 20));
      expect(other(next, 6)).toEqual(plain(context, next, world.trainees, 6));
    }
    expect(meanwhile).toBeGreaterThan(100);
  });

  it('knows what records of any age are worth', () => {
    const world = randomWorld(SEED + 40, { trainees: 150, vacancies: 30 });
    const ends = ['0987-05-01', '1899-12-31', '1999-01-01', '2004-06-30'];
    const trainees = world.trainees.map((trainee) => ({ ...trainee, courseRecords: trainee.courseRecords.map((record, i) => (record.endedOn === null ? record : { ...record, endedOn: ends[i % ends.length]! })) }));
    const context = contextOf(world);
    const index = TraineeIndex.of(context, trainees);
    for (const vacancy of world.vacancies) expect(index.rank(prepareVacancy(context, vacancy), 20)).toEqual(plain(context, vacancy, trainees, 20));
  });

  it('scores vacancies that ask for more skills than a table had room for before', () => {
    const world = randomWorld(SEED + 60, { trainees: 150, vacancies: 10 });
    const context = contextOf(world);
    const index = TraineeIndex.of(context, world.trainees);
    for (const count of [1, 5, 11, world.skills.length]) {
      for (const vacancy of world.vacancies) {
        const demanding = { ...vacancy, skills: world.skills.slice(0, count).map(({ id }, i) => ({ id, level: 1 + (i % 5), essential: i % 7 === 0 })) };
        expect(index.rank(prepareVacancy(context, demanding), 20)).toEqual(plain(context, demanding, world.trainees, 20));
      }
    }
  });

  it('forgets copies of small segments once there are many, and makes them again', () => {
    const world = randomWorld(SEED + 80, { trainees: 4_000, vacancies: 1 });
    const context = contextOf(world);
    const vacancy = prepareVacancy(context, world.vacancies[0]!);
    const first = TraineeIndex.of(context, world.trainees, Infinity);
    const lists = first.rank(vacancy, 20);
    const { rows, signatures } = first.snapshot().segments[0]!;
    const copied = rows.starts.byteLength + rows.values.byteLength + signatures.words.byteLength;
    for (let bytes = 0; bytes <= 2 ** 24; bytes += copied) expect(TraineeIndex.of(context, world.trainees, Infinity).rank(vacancy, 20)).toEqual(lists);
    expect(first.rank(vacancy, 20)).toEqual(lists);
  });
});
