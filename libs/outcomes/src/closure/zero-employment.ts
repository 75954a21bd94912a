import { dayNumber } from '@app/kernel';
import { compareCodePoints } from '../facts/code-points.js';
import type { Job, PersonHistory } from '../facts/histories.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { touches } from '../rates/jobs.js';
import type { ClosureBooks } from './closure.js';
import { householdsOf, isSupportedOn, supportsOf, type BookView, type SupportCategory } from './records.js';

const ZERO_EMPLOYMENT: SupportCategory = 'zero-employment';
const PROVEN = 2;

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

/**
 * Every household that was ever found to be a zero-employment household (the category began on or before the day, ended or
 * not), in the order of ids.
 * @throws RangeError when the slice has faults
 */
export function zeroEmploymentHouseholds(slice: LedgerSlice, { memberships, supports }: Pick<ClosureBooks, 'memberships' | 'supports'>): ZeroEmploymentHousehold[] {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const view: BookView = { asOf: slice.asOf, knownBy: slice.knownBy };
  const members = new Map<string, string[]>();
  for (const [person, household] of householdsOf(memberships, view)) if (household !== null) members.set(household, [...(members.get(household) ?? []), person]);
  const day = dayNumber(slice.asOf);
  return [...supportsOf(supports, view)].flatMap(([household, all]): ZeroEmploymentHousehold[] => {
    const own = all.filter(({ category }) => category === ZERO_EMPLOYMENT);
    if (own.length === 0) return [];
    const atWork = (members.get(household) ?? []).sort(compareCodePoints).map((person) => ({ person, jobs: provenOn(slice.persons.get(person), day) }));
    const employed = atWork.filter(({ jobs }) => jobs.some(isHeadline)).map(({ person }) => person);
    const otherWork = atWork.filter(({ person, jobs }) => jobs.length > 0 && !employed.includes(person)).map(({ person }) => person);
    return [{ household, isListed: own.some((each) => isSupportedOn(each, slice.asOf)), employed, otherWork }];
  }).sort((a, b) => compareCodePoints(a.household, b.household));
}

function provenOn(person: PersonHistory | undefined, day: number): Job[] {
  return (person?.jobs ?? []).filter((job) => job.level >= PROVEN && touches(job, { first: day, last: day }));
}

function isHeadline({ type }: Job): boolean {
  return type === 'wage' || type === 'self-employment';
}
