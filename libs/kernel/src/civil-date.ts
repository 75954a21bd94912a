import type { Clock } from './clock.js';

/** A civil date of Asia/Shanghai, `YYYY-MM-DD`; compares as a string. */
export type CivilDate = string;

const MS_PER_DAY = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

const FORM = /^\d{4}-\d{2}-\d{2}$/;
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** 1970-01-01, counted from 0000-03-01. */
const EPOCH = 719_468;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Whether the text is a day of the Gregorian calendar, from year 1 on (there is no year 0, and PostgreSQL refuses it), in the form `YYYY-MM-DD`. By arithmetic: millions of facts are looked at. */
export function isCivilDate(text: unknown): text is CivilDate {
  if (typeof text !== 'string' || !FORM.test(text)) return false;
  const [year, month, day] = [numberAt(text, 0, 4), numberAt(text, 5, 7), numberAt(text, 8, 10)];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= DAYS_OF_MONTH[month - 1]! + (month === 2 && isLeap(year) ? 1 : 0);
}

/** Days since 1970-01-01. @throws RangeError when it is not a day of the calendar. */
export function dayNumber(date: CivilDate): number {
  if (!isCivilDate(date)) throw new RangeError(`not a civil date: ${String(date)}`);
  const month = numberAt(date, 5, 7);
  const year = numberAt(date, 0, 4) - (month <= 2 ? 1 : 0); // a year from March on ends with its leap day
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return 365 * year + leapDays + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + numberAt(date, 8, 10) - 1 - EPOCH;
}

function numberAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = 10 * value + text.charCodeAt(i) - 48;
  return value;
}

/** The civil date of a day number (days since 1970-01-01). */
export function fromDayNumber(day: number): CivilDate {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The date `days` later (negative: earlier). */
export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The civil date in Asia/Shanghai (UTC+8, without daylight saving since 1991) of an instant. */
export function civilDateOf(instant: Date): CivilDate {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** Today in Asia/Shanghai. */
export function today(clock: Clock): CivilDate {
  return civilDateOf(clock.now());
}
