import { addDays } from '@app/kernel';

/** The month `count` months after a month `YYYY-MM`. */
export function addMonths(month: string, count: number): string {
  let [year, number] = month.split('-').map(Number) as [number, number];
  for (let i = 0; i < count; i++) {
    number += 1;
    if (number > 12) [year, number] = [year + 1, 1];
  }
  return `${year}-${String(number).padStart(2, '0')}`;
}

/** Every day of the calendar quarter `ordinal` quarters after the quarter of a date. */
export function quarterOf(date: string, ordinal: number): string[] {
  const month = Number(date.slice(5, 7));
  const firstMonth = addMonths(`${date.slice(0, 4)}-${month <= 3 ? '01' : month <= 6 ? '04' : month <= 9 ? '07' : '10'}`, 3 * ordinal);
  const end = `${addMonths(firstMonth, 3)}-01`;
  const days: string[] = [];
  for (let day = `${firstMonth}-01`; day < end; day = addDays(day, 1)) days.push(day);
  return days;
}
