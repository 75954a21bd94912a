import { dayNumber, fromDayNumber, isCivilDate, type CivilDate } from '@app/kernel';

/** Days since 1970-01-01: inside the library a civil date is this number. */
export type Day = number;

/** First and last day, both included. */
export interface DaySpan {
  readonly first: Day;
  readonly last: Day;
}

const MONTHS_PER_QUARTER = 3;
const QUARTERS_PER_YEAR = 4;

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

/** The calendar quarter that lies `ordinal` quarters after the quarter of the day. */
export function quarterAfter(day: Day, ordinal: number): DaySpan {
  const date = fromDayNumber(day);
  const quarter = Number(date.slice(0, 4)) * QUARTERS_PER_YEAR + Math.floor((Number(date.slice(5, 7)) - 1) / MONTHS_PER_QUARTER);
  return { first: firstDayOfQuarter(quarter + ordinal), last: firstDayOfQuarter(quarter + ordinal + 1) - 1 };
}

function firstDayOfQuarter(quarter: number): Day {
  const year = String(Math.floor(quarter / QUARTERS_PER_YEAR)).padStart(4, '0');
  const month = String((quarter % QUARTERS_PER_YEAR) * MONTHS_PER_QUARTER + 1).padStart(2, '0');
  return dayNumber(`${year}-${month}-01`);
}
