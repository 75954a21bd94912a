import { randomInt, timingSafeEqual } from 'node:crypto';

/** So many digits has the number by which a person checks in. */
export const CHECK_IN_DIGITS = 6;
/** So many wrong numbers for one seat lock it under that code. */
export const CHECK_IN_TRIES = 5;
/** No class has more seats. */
export const SEAT_NUMBER_MAX = 9_999;

/** What somebody typed into a telephone: digits of any width, blanks apart; null: not of that form. */
export function readDigits(text: unknown, most: number): string | null {
  if (typeof text !== 'string' || text.length > 40) return null;
  const digits = text.normalize('NFKC').replace(/\s/gu, '');
  return /^\d+$/.test(digits) && digits.length <= most ? digits : null;
}

/** The seat number that somebody typed; null: none. */
export function readSeatNumber(text: unknown): number | null {
  const digits = readDigits(text, 4);
  return digits === null || Number(digits) < 1 ? null : Number(digits);
}

/** A number of six digits, drawn by the system's generator. */
export function drawNumber(): string {
  return String(randomInt(10 ** CHECK_IN_DIGITS)).padStart(CHECK_IN_DIGITS, '0');
}

/** Whether the typed number is the one, in a time that does not tell how much of it is right. */
export function isNumber(typed: string, number: string): boolean {
  const [a, b] = [Buffer.from(typed), Buffer.from(number)];
  return a.length === b.length && timingSafeEqual(a, b);
}
