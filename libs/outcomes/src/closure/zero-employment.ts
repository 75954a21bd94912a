import { compareCodePoints } from '../facts/code-points.js';
import type { Day } from '../facts/calendar.js';
import type { PersonHistory } from '../facts/histories.js';
import { touches } from '../rates/jobs.js';
import { isSupportedOn, type BookView, type SupportCategory, type SupportRecord } from './records.js';

const ZERO_EMPLOYMENT: SupportCategory = 'zero-employment';
const PROVEN = 2;

/** How somebody is at work on a day, on proof: in a job of the headline (wage or self-employment), or only in other kinds (public-welfare posts and the like). */
export type ProvenWork = 'headline' | 'other';

/** A household that was found to be without anybody at work, and who of it is at work on the day. */
export interface ZeroEmploymentHousehold {
  readonly household: string;
  /** Still in the category on the day. */
  readonly isListed: boolean;
  /** Members with a proven job (wage or self-employment) on the day, trained or not. */
  readonly employed: readonly string[];
  /** Members whose only proven work on the day is of another kind: public-welfare posts and the like, a line of their own. */
  readonly otherWork: readonly string[];
}

/** Null: no proven job on the day. */
export function provenWorkOn({ jobs }: PersonHistory, day: Day): ProvenWork | null {
  const proven = jobs.filter((job) => job.level >= PROVEN && touches(job, { first: day, last: day }));
  if (proven.length === 0) return null;
  return proven.some(({ type }) => type === 'wage' || type === 'self-employment') ? 'headline' : 'other';
}

/**
 * Every household that was ever found to be a zero-employment household (the category began on or before the day, ended or
 * not), in the order of ids.
 * @param work who is at work on the day, and how
 */
export function zeroEmploymentHouseholds(work: ReadonlyMap<string, ProvenWork>, householdOf: ReadonlyMap<string, string | null>, supports: ReadonlyMap<string, readonly SupportRecord[]>, { asOf }: BookView): ZeroEmploymentHousehold[] {
  const atWork = new Map<string, string[]>();
  for (const [person] of work) {
    const household = householdOf.get(person);
    if (household == null) continue;
    const known = atWork.get(household);
    if (known === undefined) atWork.set(household, [person]);
    else known.push(person);
  }
  return [...supports].flatMap(([household, all]): ZeroEmploymentHousehold[] => {
    const own = all.filter(({ category }) => category === ZERO_EMPLOYMENT);
    if (own.length === 0) return [];
    const members = (atWork.get(household) ?? []).sort(compareCodePoints);
    const those = (kind: ProvenWork): string[] => members.filter((person) => work.get(person) === kind);
    return [{ household, isListed: own.some((each) => isSupportedOn(each, asOf)), employed: those('headline'), otherWork: those('other') }];
  }).sort((a, b) => compareCodePoints(a.household, b.household));
}
