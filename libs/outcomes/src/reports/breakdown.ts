import { dayNumber, fromDayNumber } from '@app/kernel';
import type { LedgerSlice } from '../facts/ledger.js';
import { cohortOf, monthOf, type Period, type PersonCourse } from '../populations/cohort.js';
import { keyOf, tally, type CohortDimension, type PlacementTable } from '../rates/rates.js';
import type { PlacementRule } from '../rates/rule.js';

/** What the ledger's facts alone do not say of a person or a course. */
export interface Surroundings {
  /** Where the person lived at the first enrolment, 12 digits; null: no enrolment says so. */
  readonly homeOf: (personId: string) => string | null;
  /** The department whose course it is; null: the catalogue has none. */
  readonly departmentOf: (course: string) => string | null;
}

export interface BreakdownQuery {
  readonly rule: PlacementRule;
  /** Months of completion (of opening for populations on the roll); null: all. */
  readonly period: Period | null;
  readonly by: CohortDimension | null;
  readonly around: Surroundings;
  readonly withMembers?: boolean;
}

/** The key of what is not known: a person without a home, a course without a department. */
export const UNKNOWN_KEY = '';

const TOWNSHIP_DIGITS = 9;
const REGION_DIGITS = 12;
const YEAR_CHARACTERS = 4;
const MONTHS_PER_QUARTER = 3;

/**
 * One rate by any dimension of a cohort report: exact counts, nothing hidden. By a property of the class a person stands
 * where that class stands; by home, where the person lived at the first enrolment; by month, quarter or year, where the
 * cohort starts (the completion; for populations on the roll the opening). Every person stands in one cell, so cells add up.
 * @throws RangeError when the slice has faults
 */
export function breakDown(slice: LedgerSlice, { rule, period, by, around, withMembers = false }: BreakdownQuery): PlacementTable {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const units = cohortOf(slice, rule.population, period);
  const counted = tally(units, rule, { asOf: dayNumber(slice.asOf), keyOf: by === null ? null : (unit) => cohortKey(unit, by, around), withMembers });
  return { rule, asOf: slice.asOf, knownBy: slice.knownBy, period, dimension: by, ...counted };
}

/** The cell in which a person-course stands. */
function cohortKey(unit: PersonCourse, by: CohortDimension, around: Surroundings): string {
  switch (by) {
    case 'township':
      return townshipOf(around.homeOf(unit.person.id));
    case 'village':
      return around.homeOf(unit.person.id) ?? UNKNOWN_KEY;
    case 'department':
      return around.departmentOf(unit.class.course) ?? UNKNOWN_KEY;
    case 'month':
      return monthOf(unit.cohortDay);
    case 'quarter':
      return quarterOf(fromDayNumber(unit.cohortDay));
    case 'year':
      return fromDayNumber(unit.cohortDay).slice(0, YEAR_CHARACTERS);
    default:
      return keyOf(unit.class, by);
  }
}

function townshipOf(home: string | null): string {
  return home === null ? UNKNOWN_KEY : home.slice(0, TOWNSHIP_DIGITS).padEnd(REGION_DIGITS, '0');
}

/** `2024-Q1`. */
function quarterOf(date: string): string {
  return `${date.slice(0, YEAR_CHARACTERS)}-Q${Math.ceil(Number(date.slice(5, 7)) / MONTHS_PER_QUARTER)}`;
}
