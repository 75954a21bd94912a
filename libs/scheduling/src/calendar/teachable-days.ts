import { dayNumber, fromDayNumber, type CivilDate } from '@app/kernel';
import { refuseFaults } from '../errors.js';
import { PUBLIC_HOLIDAYS, type HolidayYear } from './holidays.js';
import type { Period } from './problem.js';

/** A season of every year in which people are in the fields: `MM-DD` to `MM-DD`, both included, within one year. */
export interface FarmSeason {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** On which days a county teaches; a policy with a version. */
export interface TeachingPolicy {
  readonly version: string;
  /** Days of the week without classes, 1 = Monday … 7 = Sunday; a working Saturday or Sunday of the holiday notice is taught on. */
  readonly restWeekdays: readonly number[];
  readonly farmSeasons: readonly FarmSeason[];
}

/** A mountain county that grows tea, wheat and maize: wheat in and rice out in early summer, maize in and wheat out in autumn. The bureau sets its own days. */
export const DEFAULT_TEACHING_POLICY: TeachingPolicy = {
  version: 'teaching-days-1',
  restWeekdays: [7],
  farmSeasons: [{ name: '夏收夏播', from: '05-25', to: '06-10' }, { name: '秋收秋播', from: '09-20', to: '10-15' }],
};

const DAYS_A_WEEK = 7;
/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % DAYS_A_WEEK) + DAYS_A_WEEK) % DAYS_A_WEEK) + 1;

/** Why a day is not taught on; null where it is. */
export type ClosedBecause = { readonly kind: 'holiday' | 'farm-season' | 'rest-day'; readonly name: string } | null;

/** Why a day of the calendar is not taught on, by a policy and the holidays; null where it is. A holiday is named before a season, and that before a rest day. */
export function closedBecause(date: CivilDate, policy: TeachingPolicy, years: readonly HolidayYear[] = PUBLIC_HOLIDAYS): ClosedBecause {
  const year = years.find((each) => each.year === Number(date.slice(0, 4)));
  const holiday = year?.holidays.find(({ from, to }) => from <= date && date <= to);
  if (holiday !== undefined) return { kind: 'holiday', name: holiday.name };
  const monthDay = date.slice(5);
  const season = policy.farmSeasons.find(({ from, to }) => from <= monthDay && monthDay <= to);
  if (season !== undefined) return { kind: 'farm-season', name: season.name };
  return policy.restWeekdays.includes(weekdayOf(dayNumber(date))) && !year?.workdays.includes(date) ? { kind: 'rest-day', name: '休息日' } : null;
}

/**
 * The days of a period on which classes can be taught, ascending.
 * @throws SchedulingInputInvalid for a year whose holidays are not known, or a policy that cannot be read
 */
export function teachableDays({ from, to }: Period, policy: TeachingPolicy = DEFAULT_TEACHING_POLICY, years: readonly HolidayYear[] = PUBLIC_HOLIDAYS): CivilDate[] {
  const faults = policy.farmSeasons.flatMap((season, i) => (/^\d\d-\d\d$/.test(season.from) && /^\d\d-\d\d$/.test(season.to) && season.from <= season.to ? [] : [{ path: `farmSeasons[${i}]`, message: '须为同一年内先后两个月日' }]));
  policy.restWeekdays.forEach((day, i) => (Number.isInteger(day) && day >= 1 && day <= DAYS_A_WEEK ? 0 : faults.push({ path: `restWeekdays[${i}]`, message: '须为 1 到 7' })));
  const [first, last] = [dayNumber(from), dayNumber(to)];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) if (!years.some((each) => each.year === year)) faults.push({ path: String(year), message: '没有这一年的放假安排' });
  refuseFaults(faults, '教学日历有误');
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => fromDayNumber(first + i)).filter((date) => closedBecause(date, policy, years) === null);
}
