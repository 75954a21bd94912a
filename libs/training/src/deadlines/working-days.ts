import { addDays, dayNumber, type CivilDate } from '@app/kernel';

/** Whether somebody is at the bureau that day. */
export type IsHoliday = (day: CivilDate) => boolean;

/** Saturdays and Sundays. */
export function isWeekend(day: CivilDate): boolean {
  const weekday = (dayNumber(day) + 4) % 7; // 1970-01-01 was a Thursday
  return weekday === 0 || weekday === 6;
}

/**
 * The day that is so many working days later: the first counted is the next working day.
 * @param days whole, 0 or more; 0 is the day itself
 * @param isHoliday days off besides weekends
 */
export function addWorkingDays(from: CivilDate, days: number, isHoliday: IsHoliday = () => false): CivilDate {
  let day = from;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    if (!isWeekend(day) && !isHoliday(day)) left--;
  }
  return day;
}
