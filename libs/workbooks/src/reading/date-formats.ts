import { addDays, type CivilDate } from '@app/kernel';

/** Built-in number formats that show a day, those of East Asian versions among them (ECMA-376, 18.8.30). */
const BUILT_IN_DAYS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58]);
/** The last day that a workbook can name is 9999-12-31. */
const LAST_SERIAL = 2_958_465;
/** 1900 has no 29 February, but serial 60 is called so. */
const AFTER_THE_DAY_THAT_NEVER_WAS = 61;

/** Whether a number format shows a day (not a mere time of day). */
export function isDayFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DAYS.has(id);
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').toLowerCase();
  return bare !== 'general' && !/[#0?]/.test(bare) && /[ydeg]|m{1,4}[年月/\-.]|[年月]/.test(bare);
}

/** The civil day of a serial number; null where it is none. */
export function dayOfSerial(serial: number, is1904: boolean): CivilDate | null {
  if (!Number.isFinite(serial) || serial < 1 || serial > LAST_SERIAL) return null;
  const days = Math.floor(serial);
  if (is1904) return addDays('1904-01-01', days);
  return addDays('1899-12-30', days < AFTER_THE_DAY_THAT_NEVER_WAS ? days + 1 : days);
}
