import { describe, expect, it } from '@jest/globals';
import { highsLimitedTotals, highsSolver } from '../../../../test/support/highs.mjs';
import { MatchingCatalogue } from '../catalogue.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import type { TraineeProfile } from '../profile.js';
import { rankTraineesForVacancy } from '../rank.js';
import { Dice, randomWorld, type World } from '../testing/random-world.js';
import { CountyPlan } from './county-plan.js';
import type { LimitedPlan, PlanLimits } from './plan-limits.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_124);
const FANOUT = 2;

type Decision = { readonly traineeId: string; readonly vacancyId: string };

const contextOf = (world: World): MatchingContext => ({ asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) });

/** Classes and townships drawn by seed; some people belong to none. */
function drawn(world: World, seed: number): { classOf: (id: string) => string | null; townshipOf: (id: string) => string | null; limits: PlanLimits } {
  const dice = new Dice(seed);
  const [classes, townships] = [new Map(world.trainees.map(({ id }) => [id, dice.maybe(0.8, () => `class ${dice.int(1, 3)}`)])), new Map(world.trainees.map(({ id }) => [id, dice.maybe(0.9, () => `township ${dice.int(1, 4)}`)]))];
  const [classOf, townshipOf] = [(id: string): string | null => classes.get(id)!, (id: string): string | null => townships.get(id)!];
  return { classOf, townshipOf, limits: { atMost: { groupOfTrainee: classOf, n: dice.int(0, 2) }, atLeast: { groupOfTrainee: townshipOf, share: dice.one([0.02, 0.05, 0.1]) } } };
}

/** Everything ranked, every pair and every limit in one programme of HiGHS. */
function plainly(world: World, trainees: readonly TraineeProfile[], decisions: readonly Decision[], { classOf, townshipOf, limits }: ReturnType<typeof drawn>) {
  const context = contextOf(world);
  const people = trainees.map((trainee) => prepareTrainee(context, trainee));
  const posts = world.vacancies.map((vacancy) => ({ ...vacancy, prepared: prepareVacancy(context, vacancy), places: (vacancy.openings ?? 1) * FANOUT }));
  const decided = new Set(decisions.map(({ traineeId }) => traineeId));
  const pairs = posts.flatMap(({ prepared }, v) => rankTraineesForVacancy(context.policy, prepared, people, 10_000).ranked.filter(({ traineeId }) => !decided.has(traineeId)).map(({ traineeId, score }) => ({ traineeId, t: trainees.findIndex(({ id }) => id === traineeId), v, score })));
  const capacities = posts.map(({ id, places }) => Math.max(0, places - decisions.filter(({ vacancyId }) => vacancyId === id).length));
  const employers = [...new Set(posts.flatMap(({ employerId }) => employerId ?? []))];
  const where = (holds: (pair: (typeof pairs)[number]) => boolean): number[] => pairs.flatMap((pair, e) => (holds(pair) ? [e] : []));
  const most = employers.flatMap((employer) => [1, 2, 3].map((i) => ({
    edges: where(({ traineeId, v }) => posts[v]!.employerId === employer && classOf(traineeId) === `class ${i}`),
    most: Math.max(0, limits.atMost!.n - decisions.filter(({ traineeId, vacancyId }) => classOf(traineeId) === `class ${i}` && posts.find(({ id }) => id === vacancyId)!.employerId === employer).length),
  })));
  const share = Math.floor((limits.atLeast!.share as number) * posts.reduce((sum, { prepared, places }) => sum + (prepared.ownGates === 0 ? places : 0), 0) + 1e-9);
  const least = [1, 2, 3, 4].filter((i) => trainees.some(({ id }) => townshipOf(id) === `township ${i}`)).map((i) => ({
    edges: where(({ traineeId }) => townshipOf(traineeId) === `township ${i}`), least: Math.max(0, share - decisions.filter(({ traineeId }) => townshipOf(traineeId) === `township ${i}`).length),
  }));
  return { problem: { traineeCount: trainees.length, capacities, edges: { trainees: pairs.map(({ t }) => t), vacancies: pairs.map(({ v }) => v), scores: pairs.map(({ score }) => score) } }, limits: [...most, ...least] };
}

const missingIn = ({ short }: LimitedPlan): number => short.reduce((sum, { least, reached }) => sum + least - reached, 0);

/** Counts the plan's pairs themselves. */
function expectKept(world: World, plan: LimitedPlan, { classOf, townshipOf, limits }: ReturnType<typeof drawn>): void {
  const employerOf = new Map(world.vacancies.map(({ id, employerId }) => [id, employerId]));
  const counts = new Map<string, number>();
  for (const { traineeId, vacancyId } of plan.pairs) {
    const [group, employer] = [classOf(traineeId), employerOf.get(vacancyId)!];
    if (group !== null && employer !== null) counts.set(`${group} ${employer}`, (counts.get(`${group} ${employer}`) ?? 0) + 1);
  }
  const over = new Map(plan.over.map(({ group, employerId, decided }) => [`${group} ${employerId}`, decided]));
  for (const [key, count] of counts) expect([key, count <= (over.get(key) ?? limits.atMost!.n)]).toEqual([key, true]);
  for (const { group, reached } of plan.short) expect(plan.pairs.filter(({ traineeId }) => townshipOf(traineeId) === group)).toHaveLength(reached);
}

describe('a county\'s plan within side limits', () => {
  it('is what one programme with every pair and every limit gives, decisions counted, and says what the limits cost', async () => {
    const [solver, totalOf] = [await highsSolver(), await highsLimitedTotals()];
    let [dearer, short, over] = [0, 0, 0];
    for (let i = 0; i < 24; i++) {
      const world = randomWorld(SEED + 5_100 + i, { trainees: 36, vacancies: 14 });
      const groups = drawn(world, SEED + i);
      const open = world.vacancies.filter(({ openings }) => openings !== 0);
      const decisions = i % 2 === 0 || open.length === 0 ? [] : world.trainees.slice(0, 3).map(({ id }, at) => ({ traineeId: id, vacancyId: open[at % Math.min(2, open.length)]!.id }));
      const county = new CountyPlan(contextOf(world), world.trainees, world.vacancies);
      const plan = await county.planWithLimits(groups.limits, solver, { fanout: FANOUT, decisions });
      const plain = plainly(world, world.trainees, decisions, groups);
      expect({ i, missing: missingIn(plan), objective: plan.objective }).toEqual({ i, ...totalOf(plain.problem, plain.limits) });
      expect(plan.freeObjective).toBe(county.plan({ fanout: FANOUT, decisions }).objective);
      expect(plan.gap).toBe(plan.bound - plan.objective);
      expect(plan.pairs).toEqual(expect.arrayContaining(decisions));
      expectKept(world, plan, groups);
      dearer += Number(plan.freeObjective > plan.objective);
      short += Number(plan.short.length > 0);
      over += Number(plan.over.length > 0);
    }
    expect(Math.min(dearer, short)).toBeGreaterThan(5);
    expect(over).toBeGreaterThan(0);
  });

  it('says what a class would change within the limits, and neither hears of changes meanwhile nor leaves any', async () => {
    const solver = await highsSolver();
    let moved = 0;
    for (let i = 0; i < 10; i++) {
      const world = randomWorld(SEED + 5_300 + i, { trainees: 40, vacancies: 16 });
      const { limits } = drawn(world, SEED + i);
      const certified = world.trainees.slice(0, 10).map((trainee) => ({ ...trainee, courseRecords: [...trainee.courseRecords, { courseId: world.courses[0]!.id, state: 'certified' as const, endedOn: world.asOf, hoursDone: null, plannedEnd: null }] }));
      const county = new CountyPlan(contextOf(world), world.trainees, world.vacancies);
      const before = await county.planWithLimits(limits, solver);
      const asked = county.whatIfWithLimits(certified, limits, async (programme) => solver(programme));
      expect((await county.planWithLimits(limits, solver)).objective).toBe(before.objective);
      for (const { id } of world.trainees.slice(20)) county.removeTrainee(id);
      const after = await asked;
      const anew = new CountyPlan(contextOf(world), [...certified, ...world.trainees.slice(10)], world.vacancies);
      const { objective, freeObjective, keptPairs } = await anew.planWithLimits(limits, solver);
      expect(after).toMatchObject({ objective, freeObjective, keptPairs });
      moved += Number(after.objective !== before.objective);
    }
    expect(moved).toBeGreaterThan(3);
  });

  it('gives a group its share of the places, more or less where the officer says so for each', async () => {
    const world = randomWorld(SEED + 5_500, { trainees: 60, vacancies: 20 });
    const county = new CountyPlan(contextOf(world), world.trainees, world.vacancies);
    const places = world.vacancies.filter((vacancy) => prepareVacancy(contextOf(world), vacancy).ownGates === 0).reduce((sum, { openings }) => sum + (openings ?? 1) * 3, 0);
    const plan = await county.planWithLimits({ atLeast: { groupOfTrainee: (id) => (id === world.trainees[0]!.id ? 'one' : 'others'), share: (group) => (group === 'one' ? 1 : 0) } }, await highsSolver());
    expect(plan.short).toEqual([{ group: 'one', least: places, reached: plan.pairs.filter(({ traineeId }) => traineeId === world.trainees[0]!.id).length }]);
  });

  it.each<[string, PlanLimits, string]>([
    ['half a person', { atMost: { groupOfTrainee: () => 'class', n: 0.5 } }, 'limits.atMost.n'],
    ['more than everything', { atLeast: { groupOfTrainee: () => 'township', share: 1.1 } }, 'limits.atLeast.share'],
    ['a share that is no number', { atLeast: { groupOfTrainee: () => 'township', share: () => NaN } }, 'limits.atLeast.share'],
  ])('refuses %s', async (_, limits, path) => {
    const world = randomWorld(SEED + 5_600, { trainees: 10, vacancies: 5 });
    const county = new CountyPlan(contextOf(world), world.trainees, world.vacancies);
    await expect(county.planWithLimits(limits, await highsSolver())).rejects.toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path })] }));
  });
});
