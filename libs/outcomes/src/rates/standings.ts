import { fromDayNumber } from '@app/kernel';
import type { Day } from '../facts/calendar.js';
import { compareCodePoints } from '../facts/code-points.js';
import { EXCLUSION_REASONS, type EvidenceLevel, type ExclusionReason } from '../facts/fact.js';
import type { PersonHistory, TrainingClass } from '../facts/histories.js';
import { coursesOf, type PersonCourse } from '../populations/cohort.js';
import { horizonSpan, lastDayOf } from './horizon.js';
import { EVIDENCE_LAG_DAYS, judge, type Judgement, type Standing } from './judge.js';
import type { CellTally } from './rates.js';
import type { PlacementRule } from './rule.js';

/**
 * Judgements that outlast the day: every person-course is judged as if its time had come, and "is it mature" is left as a
 * comparison with the start of its clock. So nothing is worked out anew because a day has passed, only because a fact came.
 */
export interface StandingUnit {
  readonly class: TrainingClass;
  /** The day on which the clock starts. */
  readonly start: Day;
  /** Month of the cohort, counted from the year 0. */
  readonly month: number;
  /** Month of the person's class before this one; NO_MONTH: this is the first. The person stands here in every period that holds `month` and begins after this. */
  readonly monthBefore: number;
  /** One letter a rule: the standing and the best evidence. */
  readonly profile: string;
}

/** Before every month. */
export const NO_MONTH = -1;

/** A profile's letters, in the order of their codes: standing × evidence. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LEVELS = 5;
type Code = Exclude<Standing, 'immature' | 'excluded'> | ExclusionReason;
const CODES: readonly Code[] = ['outside', 'employed', 'studying', 'not-employed', 'unknown', ...EXCLUSION_REASONS];
const JUDGED_AT = Number.POSITIVE_INFINITY;
const MONTHS = 12;

/**
 * The person-courses of one person in the rules' population, by class.
 * @param rules rules of one family: all on the roll (P1), all of the certified (P3), or all of completers (P2, P4, P5)
 */
export function standingsOf(person: PersonHistory, rules: readonly PlacementRule[]): StandingUnit[] {
  const isOnRoll = rules[0]?.population === 'P1';
  const dayOf = (unit: PersonCourse): Day => (isOnRoll ? unit.class.opensOn : unit.start);
  const units = coursesOf(person, rules[0]?.population ?? 'P2', null);
  units.sort((a, b) => dayOf(a) - dayOf(b) || compareCodePoints(a.class.id, b.class.id));
  let monthBefore = NO_MONTH;
  return units.map((unit) => {
    const month = monthOf(fromDayNumber(dayOf(unit)));
    const standing = { class: unit.class, start: unit.start, month, monthBefore, profile: rules.map((rule) => letterOf(judge(unit, rule, JUDGED_AT))).join('') };
    monthBefore = month;
    return standing;
  });
}

/** The month of a date or of `YYYY-MM`, counted from the year 0. */
export function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * MONTHS + Number(date.slice(5, 7)) - 1;
}

/** For every rule the first start that is too young on this day: clocks that started before it are mature. */
export function firstImmatureStarts(rules: readonly PlacementRule[], asOf: Day): Day[] {
  return rules.map((rule) => {
    const isMature = (start: Day): boolean => lastDayOf(rule, horizonSpan(rule.horizon, start)) + EVIDENCE_LAG_DAYS <= asOf;
    // A later start is never mature earlier, so the edge can be halved down to.
    let [mature, immature] = [asOf - 1, asOf + 1];
    for (let step = 1; !isMature(mature); step *= 2) mature -= step;
    while (immature - mature > 1) {
      const middle = Math.floor((mature + immature) / 2);
      if (isMature(middle)) mature = middle;
      else immature = middle;
    }
    return immature;
  });
}

/** Adds so many persons and person-courses of one profile to a cell. `isMature`: whether this rule's time has come for them. */
export function addStandings(cell: CellTally, letter: string, isMature: boolean, { persons, personCourses }: { readonly persons: number; readonly personCourses: number }): void {
  if (!isMature) {
    cell.immature += persons;
    return;
  }
  const index = LETTERS.indexOf(letter);
  const code = CODES[Math.floor(index / LEVELS)];
  if (code === undefined) throw new RangeError('a letter that no judgement has');
  if (code === 'outside') return;
  if (isReason(code)) {
    if (persons > 0) cell.excluded[code] = (cell.excluded[code] ?? 0) + persons;
    return;
  }
  const isNumerator = code === 'employed' || code === 'studying';
  cell.n += persons;
  cell.personCourses.n += personCourses;
  if (isNumerator) [cell.numerator, cell.personCourses.numerator] = [cell.numerator + persons, cell.personCourses.numerator + personCourses];
  if (code === 'unknown') cell.unknown += persons;
  const level = (index % LEVELS) - 1;
  if (level >= 0) cell.evidence[level as EvidenceLevel] += persons;
}

function letterOf({ standing, reason, evidenceJob }: Judgement): string {
  const code = standing === 'excluded' ? reason! : (standing as Code);
  return LETTERS[CODES.indexOf(code) * LEVELS + (evidenceJob === null ? 0 : evidenceJob.level + 1)]!;
}

function isReason(code: Code): code is ExclusionReason {
  return (EXCLUSION_REASONS as readonly string[]).includes(code);
}
