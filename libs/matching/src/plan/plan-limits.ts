import type { Assignment } from '../assignment/assignment.js';
import type { OutsideSolver, SideLimit } from '../assignment/side-limit.js';
import { solveWithLimits, type LimitedAssignment } from '../assignment/side-limits.js';
import { refuse } from '../errors.js';
import { compareIds } from '../tie.js';
import { planOf, type Plan, type PlanDraft } from './plan-draft.js';

/** Which group somebody belongs to, by trainee id; null = none. The caller knows what the groups are, the library does not. */
type GroupOf = (traineeId: string) => string | null;

/** Limits of a whole plan, as officers say them. Pairs are counted; decisions count too. */
export interface PlanLimits {
  /** At most `n` of one group (a class) at one employer. Who has no group, and posts whose employer is not known, are free. */
  readonly atMost?: { readonly groupOfTrainee: GroupOf; readonly n: number };
  /**
   * At least this share (0 … 1) of the places for each group that somebody belongs to (a township): ⌊share × places⌋ pairs.
   * Places are those of all vacancies that anybody may be put forward for today, openings × fanout. Where that cannot be
   * reached, as few as possible are missing in all groups together.
   */
  readonly atLeast?: { readonly groupOfTrainee: GroupOf; readonly share: number | ((group: string) => number) };
}

export interface LimitedPlan extends Plan {
  /** Bound − objective. */
  readonly gap: number;
  /** What the plan without limits is worth: the difference is what the limits cost. */
  readonly freeObjective: number;
  readonly provenBy: LimitedAssignment['provenBy'];
  /** Groups that get less than their share, by name. */
  readonly short: readonly { readonly group: string; readonly least: number; readonly reached: number }[];
  /** Groups of which decisions alone, which stay, put more at an employer than may be: nobody is added there. */
  readonly over: readonly { readonly group: string; readonly employerId: string; readonly most: number; readonly decided: number }[];
}

/** @throws MatchingInputInvalid for an n that is no whole number or a share outside 0 … 1; OutsideSolverFailed as `solveWithLimits` */
export async function planWithin(draft: PlanDraft, limits: PlanLimits, outside: OutsideSolver, free: Assignment): Promise<LimitedPlan> {
  const [most, least] = [mostAtEmployers(draft, limits), leastOfGroups(draft, limits)];
  const found = await solveWithLimits(draft.problem, [...most.limits, ...least.limits], outside, free);
  const short = found.short.map(({ name, least: left, reached }) => ({ group: name, least: left + (least.decided.get(name) ?? 0), reached: reached + (least.decided.get(name) ?? 0) }));
  return { ...planOf(draft, found), gap: found.bound - found.objective, freeObjective: found.freeObjective, provenBy: found.provenBy, short: short.sort((a, b) => compareIds(a.group, b.group)), over: most.over };
}

function mostAtEmployers(draft: PlanDraft, { atMost }: PlanLimits): { limits: SideLimit[]; over: LimitedPlan['over'] } {
  if (atMost === undefined) return { limits: [], over: [] };
  const { n } = atMost;
  if (!Number.isSafeInteger(n) || n < 0) refuse('limits.atMost.n', 'must be an integer of at least 0');
  const groups = numbered(draft.trainees.map((id) => (id === null ? null : atMost.groupOfTrainee(id))));
  const employers = numbered(draft.vacancies.map((vacancy) => vacancy?.employerId ?? null));
  const keyOf = (trainee: number, vacancy: number): number | null => {
    const [group, employer] = [groups.numbers[trainee]!, employers.numbers[vacancy]!];
    return group === NONE || employer === NONE ? null : group * employers.names.length + employer;
  };
  const decided = new Map<number, number>();
  for (const [trainee, vacancy] of draft.decided) count(decided, keyOf(trainee, vacancy));
  const nameOf = (key: number): { group: string; employerId: string } => ({ group: groups.names[Math.floor(key / employers.names.length)]!, employerId: employers.names[key % employers.names.length]! });
  const limits = [...edgesBy(draft, keyOf)].flatMap(([key, edges]): SideLimit[] => {
    const left = Math.max(0, n - (decided.get(key) ?? 0));
    return edges.length > left ? [{ name: JSON.stringify(nameOf(key)), edges, most: left }] : []; // so few cannot be too many
  });
  return { limits, over: [...decided].filter(([, already]) => already > n).map(([key, already]) => ({ ...nameOf(key), most: n, decided: already })) };
}

function leastOfGroups(draft: PlanDraft, { atLeast }: PlanLimits): { limits: SideLimit[]; decided: ReadonlyMap<string, number> } {
  const decided = new Map<string, number>();
  if (atLeast === undefined) return { limits: [], decided };
  const { share } = atLeast;
  const groups = numbered(draft.trainees.map((id) => (id === null ? null : atLeast.groupOfTrainee(id))));
  const keyOf = (trainee: number): number | null => (groups.numbers[trainee] === NONE ? null : groups.numbers[trainee]!);
  for (const [trainee] of draft.decided) {
    const group = keyOf(trainee);
    if (group !== null) count(decided, groups.names[group]!);
  }
  const places = draft.capacities.reduce((sum, capacity, v) => sum + (draft.vacancies[v]?.isOffered === true ? capacity : 0), 0);
  const edges = edgesBy(draft, keyOf);
  const limits = groups.names.flatMap((name, group): SideLimit[] => {
    const part = typeof share === 'number' ? share : share(name);
    if (!(part >= 0 && part <= 1)) refuse('limits.atLeast.share', 'must be a number from 0 to 1');
    const left = Math.floor(part * places + 1e-9) - (decided.get(name) ?? 0);
    return left > 0 ? [{ name, edges: edges.get(group) ?? [], least: left }] : [];
  });
  return { limits, decided };
}

const NONE = -1;

/** Numbers names in the order in which they come; −1 = no name. */
function numbered(names: readonly (string | null)[]): { names: string[]; numbers: Int32Array } {
  const known = new Map<string, number>();
  const numbers = Int32Array.from(names, (name) => {
    if (name === null) return NONE;
    if (!known.has(name)) known.set(name, known.size);
    return known.get(name)!;
  });
  return { names: [...known.keys()], numbers };
}

function edgesBy({ problem: { edges: { trainees, vacancies } } }: PlanDraft, keyOf: (trainee: number, vacancy: number) => number | null): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let e = 0; e < trainees.length; e++) {
    const key = keyOf(trainees[e]!, vacancies[e]!);
    if (key === null) continue;
    const edges = groups.get(key);
    if (edges === undefined) groups.set(key, [e]);
    else edges.push(e);
  }
  return groups;
}

function count<K>(counts: Map<K, number>, key: K | null): void {
  if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
}
