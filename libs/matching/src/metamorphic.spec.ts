import { describe, expect, it } from '@jest/globals';
import { solveAssignment } from './assignment/solve-assignment.js';
import { MatchingCatalogue } from './catalogue.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from './prepared.js';
import { rankTraineesForVacancy, rankVacanciesForTrainee, type Ranking } from './rank.js';
import { TraineeIndex } from './search/trainee-index.js';
import { VacancyIndex } from './search/vacancy-index.js';
import { Dice, randomWorld, type World } from './testing/random-world.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_128);
const TOP_K = 9;

const contextOf = (world: World): MatchingContext => ({ asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) });

/** All that a county gets to see of a world, by id: both lists of everybody by both ways, and the worth of the best assignment. */
function outcome(world: World): object {
  const context = contextOf(world);
  const [trainees, vacancies] = [world.trainees.map((trainee) => prepareTrainee(context, trainee)), world.vacancies.map((vacancy) => prepareVacancy(context, vacancy))];
  const [traineeIndex, vacancyIndex] = [TraineeIndex.of(context, world.trainees), VacancyIndex.of(context, world.vacancies)];
  const byId = <T extends { readonly id: string }>(items: readonly T[], of: (item: T, i: number) => unknown): object => Object.fromEntries(items.map((item, i) => [item.id, of(item, i)]));
  const lists = vacancies.map((vacancy) => rankTraineesForVacancy(context.policy, vacancy, trainees, 1_000).ranked);
  const edges = lists.flatMap((list, v) => list.map(({ traineeId, score }) => [trainees.findIndex(({ id }) => id === traineeId), v, score] as const));
  return {
    ofVacancies: byId(vacancies, (vacancy) => [listed(rankTraineesForVacancy(context.policy, vacancy, trainees, TOP_K)), traineeIndex.rank(vacancy, TOP_K)]),
    ofTrainees: byId(world.trainees, (trainee, i) => [listed(rankVacanciesForTrainee(context.policy, trainees[i]!, vacancies, TOP_K)), vacancyIndex.rank(trainee, TOP_K)]),
    best: solveAssignment({ traineeCount: trainees.length, capacities: world.vacancies.map(({ openings }) => openings ?? 1), edges: { trainees: edges.map(([t]) => t), vacancies: edges.map(([, v]) => v), scores: edges.map(([, , score]) => score) } }).objective,
  };
}

/** A ranking without the parts of its scores: sums of doubles may differ in their last digit by order, scores may not. */
const listed = ({ ranked, pending }: Ranking): object => [ranked, pending].map((pairs) => pairs.map(({ traineeId, vacancyId, score, eligible, eligibleOn, gates }) => ({ traineeId, vacancyId, score, eligible, eligibleOn, gates })));

const shuffled = <T>(dice: Dice, items: readonly T[]): T[] => dice.some(items, items.length, items.length);

describe('lists and the assignment', () => {
  it('do not depend on the order in which anything is given', () => {
    for (let i = 0; i < 12; i++) {
      const [world, dice] = [randomWorld(SEED + i, { trainees: 40, vacancies: 20 }), new Dice(SEED + i)];
      const turned: World = {
        ...world,
        skills: shuffled(dice, world.skills).map((skill) => ({ ...skill, occupations: shuffled(dice, skill.occupations), related: shuffled(dice, skill.related) })),
        courses: shuffled(dice, world.courses).map((course) => ({ ...course, skills: shuffled(dice, course.skills) })),
        vacancies: shuffled(dice, world.vacancies).map((vacancy) => ({ ...vacancy, certificates: shuffled(dice, vacancy.certificates), skills: shuffled(dice, vacancy.skills) })),
        trainees: shuffled(dice, world.trainees).map((trainee) => ({
          ...trainee, skills: shuffled(dice, trainee.skills), occupations: shuffled(dice, trainee.occupations), willingRegions: shuffled(dice, trainee.willingRegions), certificates: shuffled(dice, trainee.certificates),
          kindsAccepted: shuffled(dice, trainee.kindsAccepted), courseRecords: shuffled(dice, trainee.courseRecords), refused: { vacancies: shuffled(dice, trainee.refused.vacancies), employers: shuffled(dice, trainee.refused.employers) },
        })),
      };
      expect(outcome(turned)).toEqual(outcome(world));
    }
  });

  it('do not change with anything that is no input: sex, age, household, names, when somebody was registered, what a post pays at the least', () => {
    for (let i = 0; i < 12; i++) {
      const [world, dice] = [randomWorld(SEED + 100 + i, { trainees: 40, vacancies: 20 }), new Dice(SEED + i)];
      const about = () => ({ sex: dice.one(['男', '女']), birthday: `19${dice.int(50, 99)}-01-01`, ethnicity: dice.one(['汉族', '土家族']), household: dice.one(['农业', '非农业']), isPoor: dice.chance(0.5), isDisabled: dice.chance(0.5), isMarried: dice.chance(0.5), name: String(dice.int(0, 1e9)), registeredAt: dice.int(0, 1e9), reachReason: dice.one(['care', 'health']) });
      const withMore: World = {
        ...world,
        policy: { ...world.policy, version: 'another' },
        vacancies: world.vacancies.map((vacancy) => ({ ...vacancy, ...about(), wantsAge: dice.int(18, 60), shifts: dice.chance(0.5), pay: vacancy.pay === null ? null : { ...vacancy.pay, from: dice.int(0, 9_999) } })),
        trainees: world.trainees.map((trainee) => ({
          ...trainee, ...about(),
          // what a finished course was once planned to end on, and how many hours it took
          courseRecords: trainee.courseRecords.map((record) => (record.state === 'certified' || record.state === 'completed' ? { ...record, plannedEnd: dice.maybe(0.5, () => '2027-01-01'), hoursDone: dice.int(0, 500) } : record)),
        })),
      };
      expect(outcome(withMore)).toEqual(outcome(world));
    }
  });
});
