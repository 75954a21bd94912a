import type { Day, DaySpan } from '../facts/calendar.js';
import type { ExclusionReason } from '../facts/fact.js';
import type { Job } from '../facts/histories.js';
import type { PersonCourse } from '../populations/cohort.js';
import { horizonSpan, lastDayOf } from './horizon.js';
import { betterProven, compareForNaming, isSameEmployer, qualifies, touches } from './jobs.js';
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
export function judge({ person, start }: PersonCourse, rule: PlacementRule, asOf: Day): Judgement {
  const span = horizonSpan(rule.horizon, start);
  const last = lastDayOf(rule, span);
  if (asOf < last + EVIDENCE_LAG_DAYS) return judgement('immature', last);
  const exclusion = person.exclusion !== null && person.exclusion.on <= last ? person.exclusion : null;
  if (exclusion !== null && EXCLUDES[rule.population](exclusion.reason)) return judgement('excluded', last, exclusion.reason);

  const { isOutside, deciding, evidenceJob } = lookAtJobs(person.jobs, rule, start, span);
  if (isOutside) return judgement('outside', last);
  if (deciding !== null) return judgement('employed', last, null, deciding, evidenceJob);
  if (rule.countsFurtherStudy === true && exclusion?.reason === 'further-study') return judgement('studying', last, exclusion.reason, evidenceJob, evidenceJob);
  const isAccountedFor = rule.countsFurtherStudy === true && exclusion !== null;
  const isKnown = isAccountedFor || isKnownNotEmployed(person.notEmployedOn, start, last) || hasProvenJob(person.jobs, span);
  return judgement(isKnown ? 'not-employed' : 'unknown', last, null, evidenceJob, evidenceJob);
}

function judgement(standing: Standing, horizonEndsOn: Day, reason: ExclusionReason | null = null, job: Job | null = null, evidenceJob: Job | null = null): Judgement {
  return { standing, horizonEndsOn, reason, job, evidenceJob };
}

interface JobsSeen {
  /** The rule's population has been narrowed to others. */
  readonly isOutside: boolean;
  /** The best proven of those that put the person into the numerator. */
  readonly deciding: Job | null;
  readonly evidenceJob: Job | null;
}
const JOBLESS: JobsSeen = { isOutside: false, deciding: null, evidenceJob: null };
const OUTSIDE: JobsSeen = { isOutside: true, deciding: null, evidenceJob: null };

// Most people have no job in the span, and millions are judged: nothing is made for them, and no closure in these loops.
function lookAtJobs(jobs: readonly Job[], rule: PlacementRule, start: Day, span: DaySpan): JobsSeen {
  const earlierJobs = rule.sameEmployerAs === undefined ? null : jobsToReturnTo(rule.sameEmployerAs, jobs, rule, start);
  if (earlierJobs?.length === 0) return OUTSIDE;
  let deciding: Job | null = null;
  let evidenceJob: Job | null = null;
  for (const job of jobs) {
    if (!touches(job, span) || !rule.kinds.includes(job.type)) continue;
    evidenceJob = betterProven(evidenceJob, job);
    if (qualifies(job, rule, start) && (earlierJobs === null || isWithOneOf(earlierJobs, job))) deciding = betterProven(deciding, job);
  }
  return evidenceJob === null ? JOBLESS : { isOutside: false, deciding, evidenceJob };
}

function jobsToReturnTo(same: NonNullable<PlacementRule['sameEmployerAs']>, jobs: readonly Job[], rule: PlacementRule, start: Day): readonly Job[] {
  const span = horizonSpan(same.horizon, start);
  const held = jobs.filter((job) => qualifies(job, rule, start) && touches(job, span));
  return same.employers === 'any' ? held : held.sort(compareForNaming).slice(0, 1);
}

function isWithOneOf(earlierJobs: readonly Job[], job: Job): boolean {
  return earlierJobs.some((earlier) => isSameEmployer(earlier, job));
}

function isKnownNotEmployed(notEmployedOn: readonly Day[], start: Day, last: Day): boolean {
  for (const day of notEmployedOn) if (day >= start && day <= last) return true;
  return false;
}

function hasProvenJob(jobs: readonly Job[], span: DaySpan): boolean {
  for (const job of jobs) if (job.level >= PROVEN && touches(job, span)) return true;
  return false;
}
