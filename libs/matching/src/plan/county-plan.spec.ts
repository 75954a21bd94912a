import { describe, expect, it } from '@jest/globals';
import { solveAssignment } from '../assignment/solve-assignment.js';
import { MatchingCatalogue } from '../catalogue.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { rankTraineesForVacancy } from '../rank.js';
import { Dice, randomWorld, type World } from '../testing/random-world.js';
import { CountyPlan } from './county-plan.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_124);

const contextOf = (world: World): MatchingContext => ({ asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) });

/** Everything ranked, then one assignment over all of it: the plain way. */
function fromNothing(context: MatchingContext, trainees: readonly TraineeProfile[], vacancies: readonly VacancyProfile[], placesOf = ({ openings }: VacancyProfile): number => (openings ?? 1) * 3) {
  const people = trainees.map((trainee) => prepareTrainee(context, trainee));
  const lists = vacancies.map((vacancy) => rankTraineesForVacancy(context.policy, prepareVacancy(context, vacancy), people, 10_000).ranked.map(({ traineeId, score }) => ({ traineeId, score })));
  const number = new Map(trainees.map(({ id }, i) => [id, i]));
  const edges = lists.flatMap((list, v) => list.map(({ traineeId, score }) => [number.get(traineeId)!, v, score] as const));
  const capacities = vacancies.map(placesOf);
  const { objective } = solveAssignment({ traineeCount: trainees.length, capacities, edges: { trainees: edges.map(([t]) => t), vacancies: edges.map(([, v]) => v), scores: edges.map(([, , score]) => score) } });
  return { lists, objective, keptPairs: edges.length };
}

function expectPlan(plan: CountyPlan, context: MatchingContext, trainees: readonly TraineeProfile[], vacancies: readonly VacancyProfile[]): void {
  const { lists, objective, keptPairs } = fromNothing(context, trainees, vacancies);
  expect(plan.plan()).toMatchObject({ objective, bound: objective, keptPairs });
  expect(vacancies.map(({ id }) => plan.shortList(id, 8))).toEqual(lists.map((list) => list.slice(0, 8)));
}

describe('a county\'s plan', () => {
  it('is after any change what planning from nothing gives', () => {
    for (let i = 0; i < 12; i++) {
      const world = randomWorld(SEED + 4_000 + i, { trainees: 90, vacancies: 40 });
      const [context, dice] = [contextOf(world), new Dice(SEED + i)];
      const trainees = new Map(world.trainees.slice(0, 60).map((trainee) => [trainee.id, trainee]));
      const vacancies = new Map(world.vacancies.slice(0, 25).map((vacancy) => [vacancy.id, vacancy]));
      const plan = new CountyPlan(context, [...trainees.values()], [...vacancies.values()]);
      for (let step = 0; step < 25; step++) {
        const [trainee, vacancy] = [dice.one(world.trainees), dice.one(world.vacancies)];
        const like = { ...dice.one(world.trainees), id: trainee.id };
        switch (dice.int(0, 3)) {
          case 0:
            trainees.set(trainee.id, like);
            plan.changeTrainee(like);
            break;
          case 1:
            expect(plan.removeTrainee(trainee.id)).toBe(trainees.delete(trainee.id));
            break;
          case 2:
            vacancies.set(vacancy.id, vacancy);
            plan.changeVacancy(vacancy);
            break;
          default:
            expect(plan.removeVacancy(vacancy.id)).toBe(vacancies.delete(vacancy.id));
        }
        if (step % 5 === 0) expectPlan(plan, context, [...trainees.values()], [...vacancies.values()]);
      }
    }
  });

  it('says what a class would change, equal to planning anew, and is as before afterwards', () => {
    let moved = 0;
    for (let i = 0; i < 20; i++) {
      const world = randomWorld(SEED + 4_500 + i, { trainees: 60, vacancies: 30 });
      const context = contextOf(world);
      const plan = new CountyPlan(context, world.trainees, world.vacancies);
      const before = plan.plan();
      const certified = world.trainees.slice(0, 10).map((trainee) => ({ ...trainee, courseRecords: [...trainee.courseRecords, { courseId: world.courses[0]!.id, state: 'certified' as const, endedOn: world.asOf, hoursDone: null, plannedEnd: null }] }));
      const after = plan.whatIf(certified);
      const { objective, keptPairs } = fromNothing(context, [...certified, ...world.trainees.slice(10)], world.vacancies);
      expect(after).toMatchObject({ objective, bound: objective, keptPairs });
      expect(plan.plan()).toMatchObject({ objective: before.objective, keptPairs: before.keptPairs });
      moved += Number(after.objective > before.objective);
    }
    expect(moved).toBeGreaterThan(5);
  });

  it('takes newcomers into such a question, and somebody given twice as given last; neither is there afterwards', () => {
    for (let i = 0; i < 10; i++) {
      const world = randomWorld(SEED + 4_600 + i, { trainees: 50, vacancies: 25 });
      const context = contextOf(world);
      const plan = new CountyPlan(context, world.trainees.slice(0, 40), world.vacancies);
      const { objective, keptPairs } = plan.plan();
      const asked = plan.whatIf([...world.trainees.slice(40), { ...world.trainees[45]!, skills: [] }, { ...world.trainees[3]!, skills: [] }, world.trainees[3]!]);
      const twin = world.trainees.map((trainee, t) => (t === 45 ? { ...trainee, skills: [] } : trainee));
      const anew = fromNothing(context, twin, world.vacancies);
      expect(asked).toMatchObject({ objective: anew.objective, keptPairs: anew.keptPairs });
      expect(plan.plan()).toMatchObject({ objective, keptPairs });
      expect(plan.removeTrainee(world.trainees[45]!.id)).toBe(false);
    }
  });

  it('keeps what an officer has decided, and plans around it', () => {
    for (let i = 0; i < 20; i++) {
      const world = randomWorld(SEED + 4_700 + i, { trainees: 40, vacancies: 20 });
      const plan = new CountyPlan(contextOf(world), world.trainees, world.vacancies);
      const open = world.vacancies.find(({ openings }) => openings !== 0)!;
      const decisions = [{ traineeId: world.trainees[3]!.id, vacancyId: open.id }];
      const { pairs } = plan.plan({ decisions });
      expect(pairs).toContainEqual(decisions[0]);
      expect(pairs.filter(({ traineeId }) => traineeId === world.trainees[3]!.id)).toHaveLength(1);
      expect(pairs.filter(({ vacancyId }) => vacancyId === open.id).length).toBeLessThanOrEqual((open.openings ?? 1) * 3);
    }
  });

  it('gives whoever rests nothing this time, and a vacancy the places it is told: as if these people were not there and openings were those', () => {
    let rested = 0;
    for (let i = 0; i < 20; i++) {
      const world = randomWorld(SEED + 4_800 + i, { trainees: 60, vacancies: 25 });
      const [context, dice] = [contextOf(world), new Dice(SEED + i)];
      const plan = new CountyPlan(context, world.trainees, world.vacancies);
      const before = plan.plan();
      const resting = new Set([...world.trainees.filter(() => dice.chance(0.4)).map(({ id }) => id), 'somebody who has left']);
      const places = new Map(world.vacancies.filter(() => dice.chance(0.5)).map(({ id }) => [id, dice.int(0, 4)]));
      const awake = world.trainees.filter(({ id }) => !resting.has(id));
      const { objective } = fromNothing(context, awake, world.vacancies, ({ id, openings }) => places.get(id) ?? (openings ?? 1) * 2);
      const { pairs, ...found } = plan.plan({ fanout: 2, resting, places });
      expect(found).toMatchObject({ objective, bound: objective, keptPairs: before.keptPairs });
      expect(pairs.filter(({ traineeId }) => resting.has(traineeId))).toEqual([]);
      expect(plan.plan()).toMatchObject({ objective: before.objective });
      rested += before.pairs.filter(({ traineeId }) => resting.has(traineeId)).length;
    }
    expect(rested).toBeGreaterThan(50);
  });

  it.each<[string, (plan: CountyPlan, world: World) => void, string]>([
    ['a fanout that is no number', (plan) => plan.plan({ fanout: NaN }), 'fanout'],
    ['no turn', (plan) => plan.plan({ perTrainee: 0 }), 'perTrainee'],
    ['places for nothing', (plan) => plan.plan({ places: new Map([['nothing', 1]]) }), 'places[0]'],
    ['half a place', (plan, { vacancies: [vacancy] }) => plan.plan({ places: new Map([[vacancy!.id, 0.5]]) }), 'places[0]'],
    ['a decision about nobody', (plan) => plan.plan({ decisions: [{ traineeId: 'nobody', vacancyId: 'nothing' }] }), 'decisions[0].traineeId'],
    ['the list of no vacancy', (plan) => plan.shortList('nothing'), 'vacancyId'],
    ['a changed vacancy in region ABC', (plan, world) => plan.changeVacancy({ ...world.vacancies[0]!, region: 'ABC' }), 'region'],
    ['a trainee of level 6', (plan, world) => plan.whatIf([{ ...world.trainees[0]!, skills: [{ id: world.skills[0]!.id, level: 6 }] }]), 'skills[0].level'],
  ])('refuses %s and is as before', (_, refused, path) => {
    const world = randomWorld(SEED + 4_900, { trainees: 30, vacancies: 15 });
    const plan = new CountyPlan(contextOf(world), world.trainees, world.vacancies);
    const before = plan.plan();
    expect(() => refused(plan, world)).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path })] }));
    expect(plan.plan()).toMatchObject({ objective: before.objective, keptPairs: before.keptPairs });
  });
});
