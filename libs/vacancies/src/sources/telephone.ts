import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** `valid` can be dialled; `extension` can be dialled by a person, not by SMS; `junk` cannot; `absent` = none given. */
export type PhoneStatus = 'valid' | 'extension' | 'junk' | 'absent';

export interface Telephone {
  readonly text: string;
  readonly status: PhoneStatus;
  /** E.164, without the extension; null when junk or absent. */
  readonly number: string | null;
  readonly extension: string | null;
}

const EXTENSION = /^(.*?\d{7,8})\s*(?:转|分机|ext\.?|#|-)\s*(\d{1,6})$/i;

/**
 * Reads a telephone of mainland China as networks give it: full-width digits, an extension after `-` or `转`, several
 * numbers in one field (the first good one counts). A quarter of real ones are junk: those are marked, not dropped.
 */
export function readTelephone(given: string): Telephone {
  const text = given.normalize('NFKC').trim();
  if (text === '') return { text: given, status: 'absent', number: null, extension: null };
  for (const part of text.split(/[/、,;，；]|\s{2,}/)) {
    const whole = dialable(part);
    if (whole !== null) return { text: given, status: 'valid', number: whole, extension: null };
    const split = EXTENSION.exec(part.trim());
    const main = split === null ? null : dialable(split[1]!);
    if (main !== null) return { text: given, status: 'extension', number: main, extension: split![2]! };
  }
  return { text: given, status: 'junk', number: null, extension: null };
}

function dialable(text: string): string | null {
  const number = parsePhoneNumberFromString(text, 'CN');
  return number?.country === 'CN' && number.isValid() && number.ext === undefined ? number.number : null;
}
