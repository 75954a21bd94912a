import { dayNumber } from '@app/kernel';
import type { LedgerSlice } from '../facts/ledger.js';
import { compareCodePoints } from '../facts/code-points.js';
import { IncomeBook, type IncomeStanding } from './income.js';
import { householdsOf, isSupportedOn, supportsOf, type BookView, type IncomeRecord, type LineRecord, type MembershipRecord, type SupportRecord } from './records.js';
import { CLOSURE_STEPS, done, judgeSteps, notDone, type ClosureStep, type JudgedSteps, type PaidOn, type Step, type Steps } from './steps.js';

/** What the closure is judged from besides the ledger of the rates. */
export interface ClosureBooks {
  readonly incomes: readonly IncomeRecord[];
  readonly lines: readonly LineRecord[];
  readonly memberships: readonly MembershipRecord[];
  readonly supports: readonly SupportRecord[];
  readonly paidOn: PaidOn;
}

/** Where a person stands in the four steps. */
export interface PersonClosure extends JudgedSteps {
  readonly personId: string;
  readonly household: string | null;
  /** All four are done. */
  readonly isClosed: boolean;
  /** Left out of the counts with a reason that the rates know, before work was done. */
  readonly isExcluded: boolean;
}

/** Where a household stands: one member is enough for training, pay and work; the income is the household's. */
export interface HouseholdClosure {
  readonly household: string;
  readonly members: readonly string[];
  readonly steps: Steps;
  readonly income: IncomeStanding | null;
  readonly isClosed: boolean;
  /** Everybody of it who took part is left out. */
  readonly isExcluded: boolean;
  /** Support categories that hold on the day. */
  readonly categories: readonly string[];
}

export interface Closure {
  /** Everybody who joined or completed a class that placement rates count, by id. */
  readonly persons: readonly PersonClosure[];
  /** Households of these people, and every household with a support category on the day, by id. */
  readonly households: readonly HouseholdClosure[];
}

/**
 * Who is trained, paid, employed for 90 days and above the line, person by person and household by household, at the
 * slice's two dates. The order of records never matters; what was taken back leaves no trace.
 * @throws RangeError when the slice has faults
 */
export function closureOf(slice: LedgerSlice, books: ClosureBooks): Closure {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const view: BookView = { asOf: slice.asOf, knownBy: slice.knownBy };
  const [households, incomes, asOf] = [householdsOf(books.memberships, view), new IncomeBook(books.incomes, books.lines, view), dayNumber(slice.asOf)];
  const persons: PersonClosure[] = [];
  for (const person of slice.persons.values()) {
    if (!person.attendances.some(({ class: { isCounted }, enrolledOn, completedOn }) => isCounted && (enrolledOn !== null || completedOn !== null))) continue;
    const household = households.get(person.id) ?? null;
    const judged = judgeSteps(person, { asOf, household, incomes, paidOn: books.paidOn });
    persons.push({ personId: person.id, household, ...judged, isClosed: isClosed(judged.steps), isExcluded: person.exclusion !== null && judged.steps.employed.state !== 'done' });
  }
  persons.sort((a, b) => compareCodePoints(a.personId, b.personId));
  return { persons, households: householdClosures(persons, supportsOf(books.supports, view), view) };
}

function isClosed(steps: Steps): boolean {
  return CLOSURE_STEPS.every((step) => steps[step].state === 'done');
}

function householdClosures(persons: readonly PersonClosure[], supports: ReadonlyMap<string, readonly SupportRecord[]>, { asOf }: BookView): HouseholdClosure[] {
  const membersOf = new Map<string, PersonClosure[]>();
  for (const person of persons) if (person.household !== null) membersOf.set(person.household, [...(membersOf.get(person.household) ?? []), person]);
  const categoriesOf = (household: string): string[] => [...new Set((supports.get(household) ?? []).filter((each) => isSupportedOn(each, asOf)).map(({ category }) => category))];
  for (const household of supports.keys()) if (!membersOf.has(household) && categoriesOf(household).length > 0) membersOf.set(household, []);
  return [...membersOf].sort(([a], [b]) => compareCodePoints(a, b)).map(([household, everybody]) => {
    const isExcluded = everybody.length > 0 && everybody.every((member) => member.isExcluded);
    const members = isExcluded ? everybody : everybody.filter((member) => !member.isExcluded);
    // The income is one for all: who began first is asked, so that the years of everybody count.
    const earliest = members.filter(({ startsOn }) => startsOn !== null).sort((a, b) => compareCodePoints(a.startsOn!, b.startsOn!))[0];
    const steps: Steps = { trained: ofMembers('trained', members), paid: ofMembers('paid', members), employed: ofMembers('employed', members), income: earliest?.steps.income ?? ofMembers('income', members) };
    return { household, members: everybody.map(({ personId }) => personId), steps, income: earliest?.income ?? null, isClosed: isClosed(steps), isExcluded, categories: categoriesOf(household) };
  });
}

/** One member who did it is enough. Otherwise: still time for somebody, not known of somebody, or open. */
function ofMembers(step: ClosureStep, members: readonly PersonClosure[]): Step {
  if (members.length === 0) return step === 'trained' ? notDone('open', 'no-member') : notDone('not-due', 'no-member');
  const steps = members.map(({ steps: own }) => own[step]);
  const finished = steps.flatMap(({ state, on }) => (state === 'done' && on !== null ? [on] : [])).sort();
  if (finished[0] !== undefined) return done('member', finished[0]);
  const state = (['not-due', 'unknown', 'open'] as const).find((each) => steps.some((own) => own.state === each))!;
  return notDone(state, steps.find((own) => own.state === state)!.basis);
}
