import { digits, isDigit, type Calendar } from './calendar.js';

/** Microseconds since 1970-01-01T00:00:00Z, an exact integer for every year up to 2255. */
export type Instant = number;

const FORM = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/;
const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
const MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
const MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

/**
 * Reads an ISO 8601 instant with an offset, to the microsecond (further digits are cut off).
 * @param calendar remembers the dates already read; one for many instants
 * @returns null when the text is not such an instant; an instant without an offset is none
 */
export function parseInstant(text: string, calendar: Calendar): Instant | null {
  return usualInstant(text, calendar) ?? readAnyForm(text, calendar);
}

const USUAL_SIGNS: readonly (readonly [at: number, sign: number])[] = [[10, 0x54], [13, 0x3a], [16, 0x3a]]; // T : :
const DOT = 0x2e;
const LETTER_Z = 0x5a;
const MOST_DIGITS = 6;

/** An instant as programs write it, `2024-05-01T08:00:00.000001+08:00` or `…Z`, without the cost of a pattern; null: any other form. */
function usualInstant(text: string, calendar: Calendar): Instant | null {
  if (text.length < 20 || USUAL_SIGNS.some(([at, sign]) => text.charCodeAt(at) !== sign)) return null;
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)];
  let at = 19;
  let micros = 0;
  if (text.charCodeAt(at) === DOT) {
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    const length = Math.min(MOST_DIGITS, end - at - 1);
    if (length === 0) return null;
    micros = digits(text, at + 1, length) * 10 ** (MOST_DIGITS - length);
    at = end;
  }
  const offset = offsetMinutes(text, at);
  const day = calendar.dayAt(text);
  if (day === null || offset === null || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  return day * MICROS_PER_DAY + hour * MICROS_PER_HOUR + (minute - offset) * MICROS_PER_MINUTE + second * MICROS_PER_SECOND + micros;
}

/** Minutes of the offset that ends the text, `Z` or `±HH:MM`; null: another form. */
function offsetMinutes(text: string, at: number): number | null {
  const sign = text.charAt(at);
  if (text.charCodeAt(at) === LETTER_Z) return text.length === at + 1 ? 0 : null;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6 || text.charAt(at + 3) !== ':') return null;
  const [hour, minute] = [digits(text, at + 1, 2), digits(text, at + 4, 2)];
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return null;
  return sign === '+' ? 60 * hour + minute : -60 * hour - minute;
}

function readAnyForm(text: string, calendar: Calendar): Instant | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const day = calendar.find(match[1]!);
  const hour = Number(match[2]);
  const minute = Number(match[3]);
  const second = Number(match[4] ?? 0);
  const offsetHour = Number(match[7] ?? 0);
  const offsetMinute = Number(match[8] ?? 0);
  if (day === null || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return null;
  const micros = Number((match[5] ?? '').slice(0, 6).padEnd(6, '0'));
  const local = day * MICROS_PER_DAY + hour * MICROS_PER_HOUR + minute * MICROS_PER_MINUTE + second * MICROS_PER_SECOND + micros;
  const offset = offsetHour * MICROS_PER_HOUR + offsetMinute * MICROS_PER_MINUTE;
  return match[6] === '-' ? local + offset : local - offset;
}
