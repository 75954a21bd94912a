import { describe, expect, it } from '@jest/globals';
import { highsLimitedTotals, highsSolver } from '../../../../test/support/highs.mjs';
import { MatchingCatalogue } from '../catalogue.js';
import { withCertified } from '../next-course.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import { rankTraineesForVacancy } from '../rank.js';
import { exampleContext, exampleTrainee, exampleVacancy } from '../testing/example.js';
import { Dice, randomWorld, type World } from '../testing/random-world.js';
import { classCandidates } from './class-candidates.js';
import { ClassJudge, Learner, type ClassPost } from './class-fit.js';
import { seatClasses, type ClassSeats, type SeatRules } from './class-seats.js';

const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_128);
const contextOf = (world: World): MatchingContext => ({ asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) });
const NO_RULES: SeatRules = { reserves: [], townshipShare: 0 };

/** A class for a post of the world, its site at the workplace or anywhere. */
function classOf(world: World, dice: Dice, at: number): ClassPost {
  return { post: { ...world.vacancies[at]!, openings: 5, open: true, validThrough: null }, courseId: dice.one(world.courses).id, siteRegion: dice.one(['420626100', '420626106000', '420625100', '4206']) };
}

describe('the people for a class', () => {
  it('are, over random worlds, those whom a vacancy ranks today, and those whom it ranks once they hold the certificate', () => {
    let later = 0;
    for (let i = 0; i < 60; i++) {
      const world = randomWorld(SEED + i, { trainees: 40, vacancies: 2 });
      if (world.courses.length === 0) continue;
      const [context, given] = [contextOf(world), classOf(world, new Dice(SEED + i), 0)];
      const post = prepareVacancy(context, given.post);
      const course = context.catalogue.findCourse(given.courseId)!;
      const { qualified, afterCourse, counts } = classCandidates(context, given, world.trainees, { limit: 1_000, alsoIds: new Set() });
      const today = rankTraineesForVacancy(context.policy, post, world.trainees.map((trainee) => prepareTrainee(context, trainee)), 1_000).ranked.map(({ traineeId }) => traineeId);
      expect(qualified.map(({ explanation }) => explanation.traineeId)).toEqual(today);
      const learners = world.trainees.filter(({ id, courseRecords }) => !today.includes(id) && !courseRecords.some(({ courseId, state }) => courseId === course.id && state === 'certified'));
      const after = rankTraineesForVacancy(context.policy, post, learners.map((trainee) => prepareTrainee(context, withCertified(trainee, course, world.asOf))), 1_000).ranked;
      expect(afterCourse.map(({ explanation, scoreAfter }) => [explanation.traineeId, scoreAfter])).toEqual(after.map(({ traineeId, score }) => [traineeId, score]));
      expect(counts).toEqual({ qualified: today.length, afterCourse: after.length });
      expect(afterCourse.every(({ explanation }) => !explanation.eligible || explanation.score < context.policy.minScore)).toBe(true);
      later += after.length;
    }
    expect(later).toBeGreaterThan(20);
  });

  it('are cut to the best, but whoever applied is shown with the reasons that keep them apart', () => {
    const given: ClassPost = { post: exampleVacancy({ minEducation: 'college' }), courseId: 'arc-2', siteRegion: '420626106000' };
    const people = [exampleTrainee({ id: 'a', skills: [], education: 'college' }), exampleTrainee({ id: 'b', skills: [], education: 'college' }), exampleTrainee({ id: 'c', education: 'primary' })];
    const { afterCourse, others, counts } = classCandidates(exampleContext(), given, people, { limit: 1, alsoIds: new Set(['a', 'b', 'c']) });
    expect(counts).toEqual({ qualified: 0, afterCourse: 2 });
    expect(afterCourse.map(({ explanation }) => explanation.traineeId).sort()).toEqual(['a', 'b']);
    expect(others.map(({ explanation }) => [explanation.traineeId, explanation.gates])).toEqual([['c', ['EDUCATION_BELOW']]]);
  });

  it('are not taught what they hold a certificate of, and need not reach the site to be listed', () => {
    const judge = new ClassJudge(exampleContext(), { post: exampleVacancy({ minEducation: 'college' }), courseId: 'arc-2', siteRegion: '420625100000' });
    const learner = (profile: World['trainees'][number]): Learner => new Learner(exampleContext(), profile);
    const certified = exampleTrainee({ education: 'college', minPay: null, skills: [], courseRecords: [{ courseId: 'arc-2', state: 'certified', endedOn: '2020-01-01', hoursDone: 120, plannedEnd: null }], available: false });
    expect(judge.judge(learner(certified)).standing).toBe('neither');
    expect(judge.judge(learner(exampleTrainee({ education: 'college', skills: [], reach: 'county' })))).toMatchObject({ standing: 'after-course', reachesSite: false });
    expect(judge.judge(learner(exampleTrainee({ education: 'college', reach: 'county' })))).toMatchObject({ standing: 'qualified' });
  });

  it('of an unknown course are refused', () => {
    expect(() => new ClassJudge(exampleContext(), { post: exampleVacancy(), courseId: 'nothing', siteRegion: '420626' })).toThrow(expect.objectContaining({ faults: [{ path: 'courseId', message: '专业目录中没有这门课程' }] }));
  });
});

describe('seats', () => {
  it('go, over random worlds, to nobody twice, never to more than there are, and to the best that the limits allow', async () => {
    const [solver, plainTotals] = [await highsSolver(), await highsLimitedTotals()];
    let [dearer, seated] = [0, 0];
    for (let i = 0; i < 40; i++) {
      const world = randomWorld(SEED + 500 + i, { trainees: 30, vacancies: 4 });
      if (world.courses.length === 0) continue;
      const [context, dice] = [contextOf(world), new Dice(SEED + i)];
      const classes = world.vacancies.map((_, at): ClassSeats => ({ ...classOf(world, dice, at), seats: dice.int(1, 6), applicants: new Set(dice.some(world.trainees, 0, 10).map(({ id }) => id)) }));
      const people = world.trainees.map((profile) => ({ profile, township: `town-${dice.int(1, 4)}` }));
      const members = new Set(dice.some(world.trainees, 0, 12).map(({ id }) => id));
      const rules: SeatRules = { reserves: [{ group: 'g', shareBp: 3_000, members }], townshipShare: 0.5 };
      const plan = await seatClasses(context, classes, people, rules, solver);
      expect(new Set(plan.pairs.map(({ traineeId }) => traineeId)).size).toBe(plan.pairs.length);
      for (const { post, seats } of classes) expect(plan.pairs.filter(({ postId }) => postId === post.id).length).toBeLessThanOrEqual(seats);
      for (const { post, seats } of classes) {
        const has = plan.pairs.filter(({ postId, traineeId }) => postId === post.id && members.has(traineeId)).length;
        const short = plan.short.find(({ name }) => name === `reserve g ${post.id}`);
        if (short === undefined) expect(has).toBeGreaterThanOrEqual(Math.min(Math.ceil(seats * 0.3), fitting(context, classes, post.id, people.filter(({ profile }) => members.has(profile.id)))));
      }
      const { problem, limits } = plainly(context, classes, people, rules);
      const plain = problem.edges.scores.length === 0 ? { missing: 0, objective: 0 } : plainTotals(problem, limits);
      expect({ i, missing: plan.short.reduce((sum, { least, reached }) => sum + least - reached, 0), objective: plan.objective }).toEqual({ i, ...plain });
      dearer += Number(plan.freeObjective > plan.objective);
      seated += plan.pairs.length;
    }
    expect(dearer).toBeGreaterThan(3);
    expect(seated).toBeGreaterThan(100);
  });

  it('are given to whoever applied before a better score, and not to whoever needs no course and did not apply', async () => {
    const classes: ClassSeats[] = [{ post: exampleVacancy(), courseId: 'arc-2', siteRegion: '420626106000', seats: 1, applicants: new Set(['far']) }];
    const people = [exampleTrainee({ id: 'near', skills: [], region: '420626100000' }), exampleTrainee({ id: 'far', skills: [], region: '420625100000' }), exampleTrainee({ id: 'ready' })].map((profile) => ({ profile, township: '420626100' }));
    const plan = await seatClasses(exampleContext(), classes, people, NO_RULES, await highsSolver());
    expect(plan.pairs).toEqual([expect.objectContaining({ traineeId: 'far', hasApplied: true })]);
    const free = await seatClasses(exampleContext(), classes.map((each) => ({ ...each, seats: 3, applicants: new Set<string>() })), people, NO_RULES, await highsSolver());
    expect(free.pairs.map(({ traineeId }) => traineeId)).toEqual(['far', 'near']);
  });

  it.each<[string, Partial<ClassSeats>, Partial<SeatRules>, string]>([
    ['no seats', { seats: 0 }, {}, 'classes[0].seats'], ['half a seat', { seats: 0.5 }, {}, 'classes[0].seats'], ['more than everything reserved', {}, { reserves: [{ group: 'g', shareBp: 10_001, members: new Set() }] }, 'reserves[0].shareBp'], ['a township share above 1', {}, { townshipShare: 1.5 }, 'townshipShare'],
  ])('are refused for %s', async (_, more, rules, path) => {
    const classes: ClassSeats[] = [{ post: exampleVacancy(), courseId: 'arc-2', siteRegion: '420626', seats: 1, applicants: new Set(), ...more }];
    await expect(seatClasses(exampleContext(), classes, [], { ...NO_RULES, ...rules }, await highsSolver())).rejects.toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path })] }));
  });
});

type People = readonly { readonly profile: World['trainees'][number]; readonly township: string }[];

const edgesFor = (context: MatchingContext, classes: readonly ClassSeats[], people: People): { person: number; post: number; score: number }[] => people.flatMap(({ profile }, person) => classes.flatMap((given, post) => {
  const fit = new ClassJudge(context, given).judge(new Learner(context, profile));
  const applied = given.applicants.has(profile.id);
  return fit.reachesSite && (fit.standing === 'after-course' || (fit.standing === 'qualified' && applied)) ? [{ person, post, score: fit.scoreAfter + (applied ? 10_000 : 0) }] : [];
}));

const fitting = (context: MatchingContext, classes: readonly ClassSeats[], postId: string, people: People): number => edgesFor(context, classes, people).filter(({ post }) => classes[post]!.post.id === postId).length;

/** The same in one programme, written down the plain way. */
function plainly(context: MatchingContext, classes: readonly ClassSeats[], people: People, { reserves, townshipShare }: SeatRules) {
  const edges = edgesFor(context, classes, people);
  const seatable = [...new Set(edges.map(({ person }) => person))];
  const seats = Math.min(classes.reduce((sum, each) => sum + each.seats, 0), seatable.length);
  const at = (holds: (edge: { person: number; post: number }) => boolean): number[] => edges.flatMap((edge, e) => (holds(edge) ? [e] : []));
  const limits = reserves.flatMap(({ shareBp, members }) => classes.map((each, post) => {
    const own = at((edge) => edge.post === post && members.has(people[edge.person]!.profile.id));
    return { name: `r${post}`, edges: own, least: Math.min(own.length, Math.ceil((each.seats * shareBp) / 10_000)) };
  }));
  for (const township of new Set(people.map((person) => person.township))) {
    const own = seatable.filter((person) => people[person]!.township === township);
    limits.push({ name: township, edges: at(({ person }) => people[person]!.township === township), least: Math.floor((townshipShare * seats * own.length) / Math.max(1, seatable.length) + 1e-9) });
  }
  const problem = { traineeCount: people.length, capacities: classes.map((each) => each.seats), edges: { trainees: edges.map(({ person }) => person), vacancies: edges.map(({ post }) => post), scores: edges.map(({ score }) => score) } };
  return { problem, limits: limits.filter(({ least }) => least > 0) };
}
