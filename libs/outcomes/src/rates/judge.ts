import type { Day, DaySpan } from '../facts/calendar.js';
import type { ExclusionReason } from '../facts/fact.js';
import type { Job, PersonHistory } from '../facts/histories.js';
import type { PersonCourse } from '../populations/cohort.js';
import { horizonSpan, lastDayOf } from './horizon.js';
import { bestProven, compareForNaming, isSameEmployer, qualifies, touches } from './jobs.js';
import type { PlacementRule, PopulationId } from './rule.js';

/** Days that evidence may take to arrive after the horizon's last day. */
export const EVIDENCE_LAG_DAYS = 30;
/** From this level on an employment is proven. */
const PROVEN = 2;

/**
 * Where a person stands in a rule. `immature`: too early to tell · `excluded`: left out with a reason · `outside`: not
 * among those that the rule narrows its population to · `employed`, `studying`: the numerator · `not-employed`,
 * `unknown`: the rest of the denominator.
 */
export type Standing = 'immature' | 'excluded' | 'outside' | 'employed' | 'studying' | 'not-employed' | 'unknown';

/** The judgement of one person-course by one rule. */
export interface Judgement {
  readonly standing: Standing;
  /** The last day that matters to the rule. */
  readonly horizonEndsOn: Day;
  readonly reason: ExclusionReason | null;
  /** Of those employed the employment that decides; of the others the best proven one inside the horizon. */
  readonly job: Job | null;
  /** The best proven employment of the rule's kinds inside the horizon: its level is the person's share by level. */
  readonly evidenceJob: Job | null;
}

const EXCLUDES: Readonly<Record<PopulationId, (reason: ExclusionReason) => boolean>> = {
  P1: () => false,
  P2: () => false,
  P3: () => false,
  P4: () => true,
  P5: (reason) => reason === 'further-study',
};

/** Judges one person-course by one rule, as of a day. Maturity is judged before exclusion, both before narrowing. */
export function judge(unit: PersonCourse, rule: PlacementRule, asOf: Day): Judgement {
  const { person, start } = unit;
  const span = horizonSpan(rule.horizon, start);
  const last = lastDayOf(rule, span);
  const judgement = (standing: Standing, reason: ExclusionReason | null = null, job: Job | null = null, evidenceJob: Job | null = null): Judgement => ({
    standing,
    horizonEndsOn: last,
    reason,
    job,
    evidenceJob,
  });
  if (asOf < last + EVIDENCE_LAG_DAYS) return judgement('immature');
  const exclusion = person.exclusion !== null && person.exclusion.on <= last ? person.exclusion : null;
  if (exclusion !== null && EXCLUDES[rule.population](exclusion.reason)) return judgement('excluded', exclusion.reason);

  const qualifying = thoseOf(person.jobs, (job) => qualifies(job, rule, start));
  let counting = thoseOf(qualifying, (job) => touches(job, span));
  if (rule.sameEmployerAs !== undefined) {
    const earlierJobs = jobsToReturnTo(rule.sameEmployerAs, qualifying, start);
    if (earlierJobs.length === 0) return judgement('outside');
    counting = counting.filter((job) => earlierJobs.some((earlier) => isSameEmployer(earlier, job)));
  }
  const evidenceJob = bestProven(thoseOf(person.jobs, (job) => rule.kinds.includes(job.type) && touches(job, span)));
  if (counting.length > 0) return judgement('employed', null, bestProven(counting), evidenceJob);
  if (rule.countsFurtherStudy === true && exclusion?.reason === 'further-study') return judgement('studying', exclusion.reason, evidenceJob, evidenceJob);
  const isAccountedFor = rule.countsFurtherStudy === true && exclusion !== null;
  const isKnown = isAccountedFor || isKnownNotEmployed(person, start, last) || hasProvenJob(person, span);
  return judgement(isKnown ? 'not-employed' : 'unknown', null, evidenceJob, evidenceJob);
}

/** Most people have no job to look at, and millions are judged: no list is made for them. */
function thoseOf(jobs: readonly Job[], isOne: (job: Job) => boolean): readonly Job[] {
  return jobs.length === 0 ? jobs : jobs.filter(isOne);
}

function jobsToReturnTo(same: NonNullable<PlacementRule['sameEmployerAs']>, qualifying: readonly Job[], start: Day): readonly Job[] {
  const span = horizonSpan(same.horizon, start);
  const held = qualifying.filter((job) => touches(job, span));
  return same.employers === 'any' ? held : held.sort(compareForNaming).slice(0, 1);
}

function isKnownNotEmployed(person: PersonHistory, start: Day, last: Day): boolean {
  return person.notEmployedOn.some((day) => day >= start && day <= last);
}

function hasProvenJob(person: PersonHistory, span: DaySpan): boolean {
  return person.jobs.some((job) => job.level >= PROVEN && touches(job, span));
}
