import { fromDayNumber, type CivilDate } from '@app/kernel';
import type { Day } from '../facts/calendar.js';
import type { Job, PersonHistory } from '../facts/histories.js';
import { EVIDENCE_LAG_DAYS } from '../rates/judge.js';
import { compareForNaming, qualifies, touches } from '../rates/jobs.js';
import { NAMED_RATES, type PlacementRule } from '../rates/rule.js';
import type { IncomeBook, IncomeStanding } from './income.js';

/** 培训一个、补贴一个、就业一个、脱贫一个, in this order. */
export const CLOSURE_STEPS = ['trained', 'paid', 'employed', 'income'] as const;
export type ClosureStep = (typeof CLOSURE_STEPS)[number];

/** `not-due`: too early to tell. `unknown` is never done: nobody recorded what would decide. */
export const STEP_STATES = ['done', 'open', 'not-due', 'unknown'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** Why a step stands where it stands. */
export const STEP_BASES = [
  'completed', 'in-class', 'not-completed', 'no-member', 'paid', 'settling', 'unpaid', 'payments-not-recorded',
  'ninety-days', 'within-the-time', 'under-ninety-days', 'not-employed', 'nothing-proven', 'above-line', 'not-above-line', 'no-line', 'no-income', 'no-household', 'income-later', 'member',
] as const;
export type StepBasis = (typeof STEP_BASES)[number];

export interface Step {
  readonly state: StepState;
  readonly basis: StepBasis;
  /** The day on which it was done; of the income the end of its year. Null unless done. */
  readonly on: CivilDate | null;
}

export type Steps = Readonly<Record<ClosureStep, Step>>;

/** When a person-course was paid; null: no book says what was paid. */
export type PaidOn = ((person: string) => CivilDate | null) | null;

/** What a person's steps are judged from besides the history. */
export interface StepQuestion {
  readonly asOf: Day;
  readonly household: string | null;
  readonly paidOn: PaidOn;
  readonly incomes: IncomeBook;
}

export interface JudgedSteps {
  readonly steps: Steps;
  /** The first completion: from here the clock of work runs. */
  readonly startsOn: CivilDate | null;
  /** The job that did it. */
  readonly job: Job | null;
  readonly income: IncomeStanding | null;
}

const STABLE = NAMED_RATES.find(({ id }) => id === 'R8') as PlacementRule;
const SETTLED = NAMED_RATES.find(({ id }) => id === 'R5') as PlacementRule;
/** One job covers so many consecutive days: R8. */
export const CLOSURE_DAYS = STABLE.minimumDays!;
/** R8's horizon, its last possible 90th day, and the days that evidence may take. */
export const WORK_DUE_DAYS = daysOf(STABLE) + CLOSURE_DAYS - 1 + EVIDENCE_LAG_DAYS;
/** A class is settled by R5 when everybody of it is mature. */
export const PAID_DUE_DAYS = daysOf(SETTLED) + EVIDENCE_LAG_DAYS;
/** A year's income is reckoned in the first quarter of the next. */
const INCOME_DUE = '03-31';

/** Judges the four steps of one person at a day. @see docs/outcomes.md, 四个一 */
export function judgeSteps(person: PersonHistory, question: StepQuestion): JudgedSteps {
  const { asOf } = question;
  const start = firstCompletion(person);
  const { step: employed, job } = employedStep(person, start, asOf);
  const { step: income, standing } = incomeStep(start, question);
  const steps = { trained: trainedStep(person, start, asOf), paid: paidStep(person, start, question), employed, income };
  return { steps, startsOn: start === null ? null : fromDayNumber(start), job, income: standing };
}

/** The day of the earliest completion of a class that placement rates count; null: none. */
function firstCompletion({ attendances }: PersonHistory): Day | null {
  const days = attendances.flatMap(({ class: { isCounted }, completedOn }) => (isCounted && completedOn !== null ? [completedOn] : []));
  return days.length === 0 ? null : Math.min(...days);
}

export function done(basis: StepBasis, on: CivilDate): Step {
  return { state: 'done', basis, on };
}
export function notDone(state: Exclude<StepState, 'done'>, basis: StepBasis): Step {
  return { state, basis, on: null };
}

function trainedStep({ attendances }: PersonHistory, start: Day | null, asOf: Day): Step {
  if (start !== null) return done('completed', fromDayNumber(start));
  const isInClass = attendances.some(({ class: { isCounted, endsOn }, droppedOn }) => isCounted && droppedOn === null && asOf <= endsOn);
  return isInClass ? notDone('not-due', 'in-class') : notDone('open', 'not-completed');
}

function paidStep({ id }: PersonHistory, start: Day | null, { asOf, paidOn }: StepQuestion): Step {
  const on = paidOn === null ? null : paidOn(id);
  if (on !== null && on <= fromDayNumber(asOf)) return done('paid', on);
  if (start === null) return notDone('not-due', 'not-completed');
  if (paidOn === null) return notDone('unknown', 'payments-not-recorded');
  return asOf < start + PAID_DUE_DAYS ? notDone('not-due', 'settling') : notDone('open', 'unpaid');
}

/** Work on proof, as R8 has it, but whenever it began: who finds work late, and keeps it, is no gap. */
function employedStep(person: PersonHistory, start: Day | null, asOf: Day): { readonly step: Step; readonly job: Job | null } {
  if (start === null) return { step: notDone('not-due', 'not-completed'), job: null };
  const worked = person.jobs.filter((job) => qualifies({ ...job, lastDay: Math.min(job.lastDay, asOf) }, STABLE, start));
  const [job] = worked.sort((a, b) => ninetieth(a, start) - ninetieth(b, start) || compareForNaming(a, b));
  if (job !== undefined) return { step: done('ninety-days', fromDayNumber(ninetieth(job, start))), job };
  if (asOf < start + WORK_DUE_DAYS) return { step: notDone('not-due', 'within-the-time'), job: null };
  const since = { first: start, last: asOf };
  if (person.jobs.some((each) => each.level >= STABLE.evidenceAtLeast && touches(each, since))) return { step: notDone('open', 'under-ninety-days'), job: null };
  const isKnown = person.notEmployedOn.some((day) => day >= start && day <= asOf);
  return { step: isKnown ? notDone('open', 'not-employed') : notDone('unknown', 'nothing-proven'), job: null };
}

function ninetieth({ firstDay }: Job, start: Day): Day {
  return Math.max(firstDay, start) + CLOSURE_DAYS - 1;
}

function incomeStep(start: Day | null, { asOf, household, incomes }: StepQuestion): { readonly step: Step; readonly standing: IncomeStanding | null } {
  if (start === null) return { step: notDone('not-due', 'not-completed'), standing: null };
  const fromYear = yearOf(fromDayNumber(start));
  const standing = household === null ? null : incomes.latest(household, fromYear);
  if (standing !== null) return { step: aboveLine(standing), standing };
  if (fromDayNumber(asOf) <= `${fromYear + 1}-${INCOME_DUE}`) return { step: notDone('not-due', 'income-later'), standing };
  return { step: notDone('unknown', household === null ? 'no-household' : 'no-income'), standing };
}

/** Above the line is more than the line. */
function aboveLine({ year, perHeadYuan, line }: IncomeStanding): Step {
  if (line === null) return notDone('unknown', 'no-line');
  return perHeadYuan > line.perHeadYuan ? done('above-line', `${year}-12-31`) : notDone('open', 'not-above-line');
}

function yearOf(day: CivilDate): number {
  return Number(day.slice(0, 'yyyy'.length));
}

function daysOf({ horizon }: PlacementRule): number {
  return horizon.kind === 'quarter' ? 0 : horizon.days;
}
