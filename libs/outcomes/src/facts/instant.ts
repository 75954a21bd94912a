import type { Calendar } from './calendar.js';

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
