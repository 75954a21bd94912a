import { dayNumber } from '@app/kernel';
import type { Day } from '../facts/calendar.js';
import type { PersonHistory } from '../facts/histories.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { compareCodePoints } from '../facts/code-points.js';
import { IncomeBook, type IncomeStanding } from './income.js';
import { householdsOf, isSupportedOn, supportsOf, type BookView, type IncomeRecord, type LineRecord, type MembershipRecord, type SupportRecord } from './records.js';
import { provenWorkOn, zeroEmploymentHouseholds, type ProvenWork, type ZeroEmploymentHousehold } from './zero-employment.js';
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
  /** Every household that was ever found to be a zero-employment household, by id. */
  readonly zeroEmployment: readonly ZeroEmploymentHousehold[];
}

/**
 * Who is trained, paid, employed for 90 days and above the line, person by person and household by household, put together
 * from parts of the county's people: however it is cut, the closure is the same. Every person must come in one part only.
 * The order of records never matters; what was taken back leaves no trace.
 */
export class ClosureReport {
  private readonly persons: PersonClosure[] = [];
  private readonly work = new Map<string, ProvenWork>();
  private readonly householdOf: ReadonlyMap<string, string | null>;
  private readonly incomes: IncomeBook;
  private readonly asOf: Day;

  constructor(private readonly books: ClosureBooks, private readonly view: BookView) {
    [this.householdOf, this.incomes, this.asOf] = [householdsOf(books.memberships, view), new IncomeBook(books.incomes, books.lines, view), dayNumber(view.asOf)];
  }

  /** @param slice at the two dates of the report @throws RangeError when it has faults */
  add(slice: LedgerSlice): void {
    if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
    for (const person of slice.persons.values()) {
      const work = provenWorkOn(person, this.asOf);
      if (work !== null) this.work.set(person.id, work);
      if (isTrainee(person)) this.persons.push(this.judge(person));
    }
  }

  /** Everybody who was added and took part, by id. */
  everybody(): readonly PersonClosure[] {
    return this.persons.sort((a, b) => compareCodePoints(a.personId, b.personId));
  }

  /** Their households and those in a category, by id, one after the other: whoever judges a whole county may do something else in between. */
  *households(): Generator<HouseholdClosure> {
    const supports = supportsOf(this.books.supports, this.view);
    const membersOf = new Map<string, PersonClosure[]>();
    for (const person of this.everybody()) {
      if (person.household === null) continue;
      const known = membersOf.get(person.household);
      if (known === undefined) membersOf.set(person.household, [person]);
      else known.push(person);
    }
    const categoriesOf = (household: string): string[] => [...new Set((supports.get(household) ?? []).filter((each) => isSupportedOn(each, this.view.asOf)).map(({ category }) => category))];
    for (const household of supports.keys()) if (!membersOf.has(household) && categoriesOf(household).length > 0) membersOf.set(household, []);
    for (const household of [...membersOf.keys()].sort(compareCodePoints)) yield householdClosure(household, membersOf.get(household)!, categoriesOf(household));
  }

  zeroEmployment(): ZeroEmploymentHousehold[] {
    return zeroEmploymentHouseholds(this.work, this.householdOf, supportsOf(this.books.supports, this.view), this.view);
  }

  private judge(person: PersonHistory): PersonClosure {
    const household = this.householdOf.get(person.id) ?? null;
    const judged = judgeSteps(person, { asOf: this.asOf, household, incomes: this.incomes, paidOn: this.books.paidOn });
    return { personId: person.id, household, ...judged, isClosed: isClosed(judged.steps), isExcluded: person.exclusion !== null && judged.steps.employed.state !== 'done' };
  }
}

/** The closure of all people at once, at the slice's two dates. @throws RangeError when the slice has faults */
export function closureOf(slice: LedgerSlice, books: ClosureBooks): Closure {
  const report = new ClosureReport(books, { asOf: slice.asOf, knownBy: slice.knownBy });
  report.add(slice);
  return { persons: report.everybody(), households: [...report.households()], zeroEmployment: report.zeroEmployment() };
}

function isTrainee({ attendances }: PersonHistory): boolean {
  return attendances.some(({ class: { isCounted }, enrolledOn, completedOn }) => isCounted && (enrolledOn !== null || completedOn !== null));
}

function isClosed(steps: Steps): boolean {
  return CLOSURE_STEPS.every((step) => steps[step].state === 'done');
}

function householdClosure(household: string, everybody: readonly PersonClosure[], categories: readonly string[]): HouseholdClosure {
  const isExcluded = everybody.length > 0 && everybody.every((member) => member.isExcluded);
  const members = isExcluded ? everybody : everybody.filter((member) => !member.isExcluded);
  // The income is one for all: who began first is asked, so that the years of everybody count.
  const earliest = members.filter(({ startsOn }) => startsOn !== null).sort((a, b) => compareCodePoints(a.startsOn!, b.startsOn!))[0];
  const steps: Steps = { trained: ofMembers('trained', members), paid: ofMembers('paid', members), employed: ofMembers('employed', members), income: earliest?.steps.income ?? ofMembers('income', members) };
  return { household, members: everybody.map(({ personId }) => personId), steps, income: earliest?.income ?? null, isClosed: isClosed(steps), isExcluded, categories };
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
