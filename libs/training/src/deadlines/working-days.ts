import { addDays, type CivilDate } from '@app/kernel';
import { closedBecause, type TeachingPolicy } from '@app/scheduling';

/** When nobody is at the bureau: Saturdays, Sundays and public holidays, but for the days that the notice has people work instead. */
const OFFICE_DAYS: TeachingPolicy = { version: 'office-days', restWeekdays: [6, 7], farmSeasons: [] };

/** Whether somebody is at the bureau that day. Of a year whose holidays are not in the table, weekends alone are known. */
export function isWorkingDay(day: CivilDate): boolean {
  return closedBecause(day, OFFICE_DAYS) === null;
}

/**
 * The day that is so many working days later: the first counted is the next working day.
 * @param days whole, 0 or more; 0 is the day itself
 */
export function addWorkingDays(from: CivilDate, days: number): CivilDate {
  let day = from;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}
