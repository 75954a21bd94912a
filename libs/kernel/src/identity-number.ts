import { isCivilDate, type CivilDate } from './civil-date.js';

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const ID_CHECK = '10X98765432';
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

/** Why an identity number is refused. */
export type IdNumberFault = 'form' | 'region' | 'birthday' | 'check-character';

/** Full-width digits and a small x made plain; blanks removed. */
export function normaliseIdNumber(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}

/** The check character of the first 17 digits of an identity number (GB 11643-1999, ISO 7064 MOD 11-2). */
export function idCheckCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * ID_WEIGHTS[i]!;
  return ID_CHECK[sum % 11]!;
}

/** Checks an 18-character citizen identity number; null when it is right. The birthday must be a day between 1900 and `notAfter`. */
export function idNumberFault(idNumber: string, notAfter: CivilDate): IdNumberFault | null {
  if (!/^\d{17}[\dX]$/.test(idNumber)) return 'form';
  if (!/^[1-9]\d/.test(idNumber)) return 'region';
  const birthday = birthdayOf(idNumber);
  if (!isCivilDate(birthday) || birthday < '1900-01-01' || birthday > notAfter) return 'birthday';
  return idCheckCharacter(idNumber.slice(0, 17)) === idNumber[17] ? null : 'check-character';
}

/** The birthday that an identity number states (not validated). */
export function birthdayOf(idNumber: string): CivilDate {
  return `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
}

/** Whole years of age on a day. */
export function ageOn(birthday: CivilDate, day: CivilDate): number {
  return Number(day.slice(0, 4)) - Number(birthday.slice(0, 4)) - (day.slice(5) < birthday.slice(5) ? 1 : 0);
}

/** `420626***********4`: region and last character only. */
export function maskIdNumber(idNumber: string): string {
  return `${idNumber.slice(0, 6)}***********${idNumber.slice(-1)}`;
}

/** `138****8000`. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/** The check character of a unified social credit code (GB 32100-2015) for its first 17 characters; null when a character is not of its alphabet. */
export function creditCodeCheckCharacter(first17: string): string | null {
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = CREDIT_ALPHABET.indexOf(first17[i] ?? '?');
    if (value < 0) return null;
    sum += value * CREDIT_WEIGHTS[i]!;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** Whether the text is a unified social credit code with the right check character. */
export function isCreditCode(text: string): boolean {
  return text.length === 18 && creditCodeCheckCharacter(text.slice(0, 17)) === text[17];
}
