import type { AssignmentProblem } from '../assignment/assignment.js';
import type { OutsideSolver, SideLimit } from '../assignment/side-limit.js';
import { limitsByGroup, solveWithLimits, type LimitedAssignment } from '../assignment/side-limits.js';
import { refuse } from '../errors.js';
import type { MatchingContext } from '../prepared.js';
import type { TraineeProfile } from '../profile.js';
import { compareIds } from '../tie.js';
import { ClassJudge, Learner, type ClassFit, type ClassPost } from './class-fit.js';

/** A class with its seats, and who has applied for it. */
export interface ClassSeats extends ClassPost {
  /** Whole, ≥ 1. */
  readonly seats: number;
  readonly applicants: ReadonlySet<string>;
}

export interface SeatRules {
  /** Seats of every class kept for a group: at least ⌈seats × share⌉ members where there are so many; `shareBp` in hundredths of a percent. The library does not know what a group is. */
  readonly reserves: readonly { readonly group: string; readonly shareBp: number; readonly members: ReadonlySet<string> }[];
  /** At least this part (0 … 1) of the seats that would be a township's by its candidates. */
  readonly townshipShare: number;
}

export interface SeatPair {
  readonly traineeId: string;
  readonly postId: string;
  /** Of the pair once the course is certified, hundredths of a point. */
  readonly score: number;
  readonly hasApplied: boolean;
}

/** Who sits where: nobody twice, no class over its seats, proven. */
export interface SeatPlan extends Pick<LimitedAssignment, 'objective' | 'bound' | 'freeObjective' | 'provenBy'> {
  /** By post, then trainee. */
  readonly pairs: readonly SeatPair[];
  /** People who could sit in any of the classes. */
  readonly candidates: number;
  /** Limits that cannot be kept, by `reserve <group> <post>` or `township <code>`. */
  readonly short: LimitedAssignment['short'];
}

/** What having applied is worth beside a fit: as much as the best score, so that a wish outweighs every difference of scores. */
const APPLIED = 10_000;

/** A person with the township (9 digits) whose work they are. */
export interface SeatPerson {
  readonly profile: TraineeProfile;
  readonly township: string;
}

/**
 * Seats people in classes, one class a person, so that fits and wishes add up to the most within the limits. Seated may be
 * who is fit for the post after the course and gets to the site; who is fit already, only at their own wish.
 * @throws MatchingInputInvalid for a faulty post, seats or shares; OutsideSolverFailed as `solveWithLimits`
 */
export async function seatClasses(context: MatchingContext, classes: readonly ClassSeats[], people: Iterable<SeatPerson>, rules: SeatRules, outside: OutsideSolver): Promise<SeatPlan> {
  checkRules(classes, rules);
  const { edges, ids, townships } = edgesOf(context, classes, people);
  const problem: AssignmentProblem = {
    traineeCount: ids.length, capacities: classes.map(({ seats }) => seats),
    edges: { trainees: edges.map(({ person }) => person), vacancies: edges.map(({ post }) => post), scores: edges.map(({ fit, hasApplied }) => fit.scoreAfter + (hasApplied ? APPLIED : 0)) },
  };
  const limits = [...reserveLimits(classes, edges, ids, rules), ...townshipLimits(classes, edges, townships, rules)];
  const { objective, bound, freeObjective, provenBy, chosen, short } = await solveWithLimits(problem, limits, outside);
  const pairs = chosen.map((e): SeatPair => {
    const { person, post, fit, hasApplied } = edges[e]!;
    return { traineeId: ids[person]!, postId: classes[post]!.post.id, score: fit.scoreAfter, hasApplied };
  });
  return { objective, bound, freeObjective, provenBy, short, candidates: ids.length, pairs: pairs.sort((a, b) => compareIds(a.postId, b.postId) || compareIds(a.traineeId, b.traineeId)) };
}

interface Edge {
  readonly person: number;
  readonly post: number;
  readonly fit: ClassFit;
  readonly hasApplied: boolean;
}

function edgesOf(context: MatchingContext, classes: readonly ClassSeats[], people: Iterable<SeatPerson>): { edges: Edge[]; ids: string[]; townships: string[] } {
  const judges = classes.map((given) => new ClassJudge(context, given));
  const [edges, ids, townships]: [Edge[], string[], string[]] = [[], [], []];
  for (const { profile, township } of people) {
    const learner = new Learner(context, profile);
    const own = judges.flatMap((judge, post): Omit<Edge, 'person'>[] => {
      const hasApplied = classes[post]!.applicants.has(profile.id);
      const fit = judge.judge(learner);
      const maySit = fit.reachesSite && (fit.standing === 'after-course' || (fit.standing === 'qualified' && hasApplied));
      return maySit ? [{ post, fit, hasApplied }] : [];
    });
    if (own.length === 0) continue;
    for (const edge of own) edges.push({ person: ids.length, ...edge });
    ids.push(profile.id);
    townships.push(township);
  }
  return { edges, ids, townships };
}

function reserveLimits(classes: readonly ClassSeats[], edges: readonly Edge[], ids: readonly string[], { reserves }: SeatRules): SideLimit[] {
  return reserves.flatMap(({ group, shareBp, members }) => classes.flatMap(({ post: { id }, seats }, post): SideLimit[] => {
    const own = edges.flatMap((edge, e) => (edge.post === post && members.has(ids[edge.person]!) ? [e] : []));
    const least = Math.min(Math.ceil((seats * shareBp) / 10_000), own.length); // what nobody of the group takes is anybody's
    return least > 0 ? [{ name: `reserve ${group} ${id}`, edges: own, least }] : [];
  }));
}

/** Each township's part of the seats is that of its candidates among all; of it the share, rounded down, is assured. */
function townshipLimits(classes: readonly ClassSeats[], edges: readonly Edge[], townships: readonly string[], { townshipShare }: SeatRules): SideLimit[] {
  const people = new Map<string, number>();
  for (const township of townships) people.set(township, (people.get(township) ?? 0) + 1);
  const seats = Math.min(classes.reduce((sum, each) => sum + each.seats, 0), townships.length);
  return limitsByGroup(edges.length, (e) => townships[edges[e]!.person]!, {}).flatMap(({ name, edges: own }): SideLimit[] => {
    const least = Math.floor((townshipShare * seats * people.get(name)!) / townships.length + 1e-9);
    return least > 0 ? [{ name: `township ${name}`, edges: own, least }] : [];
  });
}

function checkRules(classes: readonly ClassSeats[], { reserves, townshipShare }: SeatRules): void {
  classes.forEach(({ seats, post }, i) => {
    if (!Number.isSafeInteger(seats) || seats < 1) refuse(`classes[${i}].seats`, '须为不小于 1 的整数');
    if (classes.findIndex((each) => each.post.id === post.id) !== i) refuse(`classes[${i}].post.id`, '重复');
  });
  reserves.forEach(({ shareBp }, i) => { if (!Number.isInteger(shareBp) || shareBp < 0 || shareBp > 10_000) refuse(`reserves[${i}].shareBp`, '须为 0 到 10000 的整数（万分之几）'); });
  if (!(townshipShare >= 0 && townshipShare <= 1)) refuse('townshipShare', '须为 0 到 1 的数');
}
