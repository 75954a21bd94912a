import type { Day, DaySpan } from '../facts/calendar.js';
import { compareCodePoints } from '../facts/code-points.js';
import type { Job } from '../facts/histories.js';
import type { PlacementRule } from './rule.js';

/** Whether the employment covers at least one day of the span. */
export function touches(job: Job, span: DaySpan): boolean {
  return job.firstDay <= span.last && job.lastDay >= span.first;
}

/** Whether the employment is of a kind, a proof, a length and a pay that the rule counts. */
export function qualifies(job: Job, rule: PlacementRule, start: Day): boolean {
  if (!rule.kinds.includes(job.type) || job.level < rule.evidenceAtLeast) return false;
  if (rule.minimumPay !== undefined && (job.pay ?? -1) < rule.minimumPay) return false;
  if (rule.minimumContractMonths !== undefined && !job.isPermanent && (job.contractMonths ?? -1) < rule.minimumContractMonths) return false;
  return rule.minimumDays === undefined || job.lastDay - Math.max(job.firstDay, start) + 1 >= rule.minimumDays;
}

/** Where one of several employments must be named: the permanent, else the longest, else the earliest begun, else the lowest id. */
export function compareForNaming(a: Job, b: Job): number {
  if (a.isPermanent !== b.isPermanent) return a.isPermanent ? -1 : 1;
  const [lengthOfA, lengthOfB] = [a.lastDay - a.firstDay, b.lastDay - b.firstDay];
  if (lengthOfA !== lengthOfB) return lengthOfA > lengthOfB ? -1 : 1;
  return a.firstDay - b.firstDay || compareCodePoints(a.id, b.id);
}

/** Whether two employments are with one employer; one without an employer equals only itself. */
export function isSameEmployer(a: Job, b: Job): boolean {
  return a.employer === null ? a.id === b.id : a.employer === b.employer;
}

/** Which of two employments to show for a person: the better proven, then as for naming. */
export function betterProven(best: Job | null, job: Job): Job {
  return best === null || job.level > best.level || (job.level === best.level && compareForNaming(job, best) < 0) ? job : best;
}
