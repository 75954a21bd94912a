import parsePhoneNumber from 'libphonenumber-js/max';

/**
 * A Chinese telephone number as it is stored: 11 digits of a mobile (13812348000), or area code and number of a fixed line
 * (07105812345). Full-width digits, blanks, dashes and +86 are understood; null when no such number can exist.
 */
export function readPhone(text: string): string | null {
  const parsed = parsePhoneNumber(text.normalize('NFKC').trim(), 'CN');
  if (!parsed || parsed.country !== 'CN' || parsed.ext !== undefined || !parsed.isValid()) return null;
  const type = parsed.getType();
  if (type === 'MOBILE') return parsed.nationalNumber;
  return type === 'FIXED_LINE' ? `0${parsed.nationalNumber}` : null;
}
