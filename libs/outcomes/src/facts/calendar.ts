import { dayNumber, isCivilDate, type CivilDate } from '@app/kernel';

/** Days since 1970-01-01: inside the library a civil date is this number. */
export type Day = number;

/** First and last day, both included. */
export interface DaySpan {
  readonly first: Day;
  readonly last: Day;
}

const MONTHS_PER_QUARTER = 3;
const MS_PER_DAY = 86_400_000;

/** Reads civil dates and remembers them: a ledger names few days, many times. */
export class Calendar {
  private readonly known = new Map<string, Day | null>();

  /** The day number of a civil date, or null when the text is not a day of the calendar. */
  find(text: string): Day | null {
    const found = this.known.get(text);
    if (found !== undefined) return found;
    const day = isCivilDate(text) ? dayNumber(text) : null;
    this.known.set(text, day);
    return day;
  }

  /** The day number of a date that was checked before. @throws RangeError when it is not in the calendar. */
  day(date: CivilDate): Day {
    return this.find(date) ?? dayNumber(date);
  }
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
