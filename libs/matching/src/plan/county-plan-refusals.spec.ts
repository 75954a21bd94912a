import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from '../catalogue.js';
import type { MatchingContext } from '../prepared.js';
import { randomWorld, type World } from '../testing/random-world.js';
import { CountyPlan } from './county-plan.js';

const world: World = randomWorld(20_261_124 + 4_900, { trainees: 30, vacancies: 15 });
const context: MatchingContext = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
const [trainee, other] = world.trainees as [World['trainees'][number], World['trainees'][number]];
const [vacancy] = world.vacancies as [World['vacancies'][number]];
const skill = world.skills[0]!.id;
const refusedAt = (path: string): object => expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path })] });

/** Everything that a plan says. */
function told(plan: CountyPlan): object {
  const { objective, bound, keptPairs, unfilled } = plan.plan();
  return { objective, bound, keptPairs, unfilled, lists: world.vacancies.map(({ id }) => plan.shortList(id, 30)), kept: world.vacancies.map(({ id }) => plan.keptTrainees(id).sort()) };
}

describe('a county\'s plan refuses, and says afterwards what it said before', () => {
  it.each<[string, (plan: CountyPlan) => unknown, string]>([
    ['a changed trainee with a skill that the catalogue does not have', (plan) => plan.changeTrainee({ ...trainee, skills: [{ id: 'none-such', level: 1 }] }), 'skills[0].id'],
    ['a changed trainee of level 0', (plan) => plan.changeTrainee({ ...trainee, skills: [{ id: skill, level: 0 }] }), 'skills[0].level'],
    ['a new trainee of level 6', (plan) => plan.changeTrainee({ ...trainee, id: 'new', skills: [{ id: skill, level: 6 }] }), 'skills[0].level'],
    ['a changed trainee in region ABC', (plan) => plan.changeTrainee({ ...trainee, region: 'ABC' }), 'region'],
    ['a changed vacancy with a skill that the catalogue does not have', (plan) => plan.changeVacancy({ ...vacancy, skills: [{ id: 'none-such', level: 1, essential: true }] }), 'skills[0].id'],
    ['a new vacancy of level 6', (plan) => plan.changeVacancy({ ...vacancy, id: 'new', skills: [{ id: skill, level: 6, essential: true }] }), 'skills[0].level'],
    ['openings that are no whole number', (plan) => plan.changeVacancy({ ...vacancy, openings: NaN }), 'openings'],
    ['a fanout of −1', (plan) => plan.plan({ fanout: -1 }), 'fanout'],
    ['a fanout without end', (plan) => plan.plan({ fanout: Infinity }), 'fanout'],
    ['half a turn', (plan) => plan.plan({ perTrainee: 1.5 }), 'perTrainee'],
    ['a decision about a vacancy that is not there', (plan) => plan.plan({ decisions: [{ traineeId: trainee.id, vacancyId: 'none' }] }), 'decisions[0].vacancyId'],
    ['a decision about a trainee who is not there', (plan) => plan.plan({ decisions: [{ traineeId: 'nobody', vacancyId: vacancy.id }] }), 'decisions[0].traineeId'],
    ['a list of no places', (plan) => plan.shortList(vacancy.id, 0), 'topK'],
    ['a list of half a place', (plan) => plan.shortList(vacancy.id, 1.5), 'topK'],
    ['the kept trainees of no vacancy', (plan) => plan.keptTrainees('none'), 'vacancyId'],
    ['a what-if whose second trainee is faulty', (plan) => plan.whatIf([{ ...trainee, skills: world.skills.map(({ id }) => ({ id, level: 5 })) }, { ...other, region: '42062' }]), 'region'],
    ['a what-if by rules that cannot be', (plan) => plan.whatIf([{ ...trainee, skills: world.skills.map(({ id }) => ({ id, level: 5 })) }], { fanout: NaN }), 'fanout'],
  ])('%s', (_, refused, path) => {
    const plan = new CountyPlan(context, world.trainees, world.vacancies);
    const before = told(plan);
    expect(() => refused(plan)).toThrow(refusedAt(path));
    expect(told(plan)).toEqual(before);
  });

  it('somebody or something given twice, and a policy whose weights do not sum to 1', () => {
    expect(() => new CountyPlan(context, [trainee, other, trainee], [])).toThrow(refusedAt('trainees[2].id'));
    expect(() => new CountyPlan(context, [], [vacancy, vacancy])).toThrow(refusedAt('vacancies[1].id'));
    expect(() => new CountyPlan({ ...context, policy: { ...context.policy, weights: { skills: 1, location: 1, courses: 0 } } }, [], [])).toThrow(refusedAt('weights'));
  });

  it('nothing because a vacancy has fewer places than none: it has no place then, and the others are planned', () => {
    const plan = new CountyPlan(context, world.trainees, world.vacancies);
    plan.changeVacancy({ ...vacancy, openings: -2 });
    const { pairs, objective, bound } = plan.plan();
    expect(pairs.filter(({ vacancyId }) => vacancyId === vacancy.id)).toEqual([]);
    expect([bound, objective > 0]).toEqual([objective, true]);
  });
});
