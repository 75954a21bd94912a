import { dayNumber, type CivilDate } from '@app/kernel';

/** Days since 1970-01-01: inside the library a civil date is this number. */
export type Day = number;

/** First and last day, both included. */
export interface DaySpan {
  readonly first: Day;
  readonly last: Day;
}

const MONTHS_PER_QUARTER = 3;
const MS_PER_DAY = 86_400_000;

const DATE_LENGTH = 10;
const HYPHEN = 0x2d;
const ZERO = 0x30;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Reads civil dates and remembers them: a ledger names few days, many times. */
export class Calendar {
  /** By a number made of year, month and day; a day number, or null. */
  private readonly known = new Map<number, Day | null>();

  /** The day number of a civil date, or null when the text is not a day of the calendar. */
  find(text: string): Day | null {
    return text.length === DATE_LENGTH ? this.dayAt(text) : null;
  }

  /** The day number of the civil date that the text begins with, or null. */
  dayAt(text: string): Day | null {
    const [year, month, date] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
    if (year < 1 || month < 1 || month > 12 || date < 1 || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return null;
    const key = (year * 13 + month) * 100 + date;
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const length = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : LENGTHS[month - 1]!;
    const day = date > length ? null : dayNumber(text.slice(0, DATE_LENGTH));
    this.known.set(key, day);
    return day;
  }

  /** The day number of a date that was checked before. @throws RangeError when it is not in the calendar. */
  day(date: CivilDate): Day {
    return this.find(date) ?? dayNumber(date);
  }
}

/** The number that so many digits from a place on make; below 0 when one of them is no digit. */
export function digits(text: string, from: number, length: number): number {
  let number = 0;
  for (let at = from; at < from + length; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return -1;
    number = 10 * number + code - ZERO;
  }
  return number;
}

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

/** By distance, then day: the same few quarters are asked for at every judgement. */
const KNOWN_QUARTERS = new Map<number, Map<Day, DaySpan>>();

/** The calendar quarter that lies `ordinal` quarters after the quarter of the day. */
export function quarterAfter(day: Day, ordinal: number): DaySpan {
  let known = KNOWN_QUARTERS.get(ordinal);
  if (known === undefined) KNOWN_QUARTERS.set(ordinal, (known = new Map<Day, DaySpan>()));
  let quarter = known.get(day);
  if (quarter === undefined) known.set(day, (quarter = workOutQuarterAfter(day, ordinal)));
  return quarter;
}

function workOutQuarterAfter(day: Day, ordinal: number): DaySpan {
  const date = new Date(day * MS_PER_DAY);
  const firstMonth = date.getUTCMonth() - (date.getUTCMonth() % MONTHS_PER_QUARTER) + ordinal * MONTHS_PER_QUARTER;
  return { first: firstDayOf(date.getUTCFullYear(), firstMonth), last: firstDayOf(date.getUTCFullYear(), firstMonth + MONTHS_PER_QUARTER) - 1 };
}

/** The first day of a month of the year, counted from 0; months beyond 11 lie in later years. */
function firstDayOf(year: number, month: number): Day {
  return new Date(0).setUTCFullYear(year, month, 1) / MS_PER_DAY;
}
