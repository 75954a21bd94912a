import { withCertified, type CountyPlan, type LimitedPlan, type OutsideSolver, type PlanLimits, type PlanRules } from '@app/matching';
import type { DecidedPair, MadePlan, PlanComparison, PlanWishes } from '../plans/plan-figures.js';
import type { CountyBook } from './county-book.js';
import type { EngineQuery } from './query.js';

const TOWNSHIP_DIGITS = 9;

/** The county's plan within what officers wish. Decisions about people or vacancies that are gone are left out. */
export async function makePlan(book: CountyBook, { fanout, perTrainee, mostOfClass, townshipShare }: PlanWishes, decided: readonly DecidedPair[], { query, solve }: { readonly query: EngineQuery; readonly solve: OutsideSolver }): Promise<MadePlan> {
  const decisions = standing(book, decided);
  const limits: PlanLimits = {
    ...(mostOfClass === null ? {} : { atMost: { groupOfTrainee: await classOf(query, book.peopleIds), n: mostOfClass } }),
    ...(townshipShare === null ? {} : { atLeast: { groupOfTrainee: (id: string) => book.person(id)!.ownerRegion.slice(0, TOWNSHIP_DIGITS), share: townshipShare } }),
  };
  const { pairs, ...figures } = await planWithin(book.plan, { fanout, perTrainee, decisions }, limits, solve);
  const isDecided = new Set(decisions.map(keyOf));
  return {
    ...book.madeBy, figures: { ...figures, pairs: pairs.length },
    pairs: pairs.map((pair) => ({ ...pair, ownerRegion: book.person(pair.traineeId)!.ownerRegion, isDecision: isDecided.has(keyOf(pair)) })),
  };
}

function planWithin(plan: CountyPlan, rules: Partial<PlanRules>, limits: PlanLimits, solve: OutsideSolver): LimitedPlan | Promise<LimitedPlan> {
  if (limits.atMost !== undefined || limits.atLeast !== undefined) return plan.planWithLimits(limits, solve, rules);
  const free = plan.plan(rules);
  return { ...free, gap: free.bound - free.objective, freeObjective: free.objective, provenBy: 'own', short: [], over: [] };
}

/** The plan as it is, and as it would be if these people were certified in a course today; null for an unknown course. */
export function comparePlans(book: CountyBook, { courseId, traineeIds, fanout, perTrainee, decided }: { readonly courseId: string; readonly traineeIds: readonly string[]; readonly fanout: number; readonly perTrainee: number; readonly decided: readonly DecidedPair[] }): PlanComparison | null {
  const course = book.context.catalogue.findCourse(courseId);
  if (course === null) return null;
  const rules = { fanout, perTrainee, decisions: standing(book, decided) };
  const before = book.plan.plan(rules);
  const certified = traineeIds.flatMap((id) => {
    const person = book.person(id);
    return person === null ? [] : [withCertified(person.profile, course, book.context.asOf)];
  });
  const after = book.plan.whatIf(certified, rules);
  const [had, has] = [vacanciesByTrainee(before.pairs), vacanciesByTrainee(after.pairs)];
  const gained = certified.flatMap(({ id }) => {
    const vacancyIds = has.get(id) ?? [];
    return vacancyIds.some((vacancy) => !had.get(id)?.includes(vacancy)) ? [{ traineeId: id, vacancyIds }] : [];
  });
  const outcomeOf = ({ objective, bound, unfilled, pairs }: typeof before): PlanComparison['before'] => ({ objective, bound, unfilled, placed: new Set(pairs.map(({ traineeId }) => traineeId)).size });
  return { before: outcomeOf(before), after: outcomeOf(after), gained };
}

function vacanciesByTrainee(pairs: readonly DecidedPair[]): Map<string, string[]> {
  const vacancies = new Map<string, string[]>();
  for (const { traineeId, vacancyId } of pairs) vacancies.set(traineeId, [...(vacancies.get(traineeId) ?? []), vacancyId]);
  return vacancies;
}

const keyOf = ({ traineeId, vacancyId }: DecidedPair): string => `${traineeId} ${vacancyId}`;

const standing = (book: CountyBook, decided: readonly DecidedPair[]): DecidedPair[] => decided.filter(({ traineeId, vacancyId }) => book.person(traineeId) !== null && book.vacancy(vacancyId) !== null);

/** The class that somebody attended last; null = none. Read for the limit alone: no score knows it. */
async function classOf(query: EngineQuery, ids: readonly string[]): Promise<(traineeId: string) => string | null> {
  const rows = await query<{ registration_id: string; class_id: string }>(
    `select distinct on (registration_id) registration_id, class_id from course_records where registration_id = any ($1::uuid[]) and class_id is not null and state in ('certified', 'completed', 'in-progress')
     order by registration_id, coalesce(ended_on, planned_end, 'infinity') desc, class_id`,
    [ids],
  );
  const classes = new Map(rows.map((row) => [row.registration_id, row.class_id]));
  return (id) => classes.get(id) ?? null;
}
