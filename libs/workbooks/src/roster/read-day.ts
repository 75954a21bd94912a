import type { FieldValue } from '../form.js';
import type { CellValue } from '../sheet.js';
import { addDays, isCivilDate, type CivilDate } from '@app/kernel';

/** Serial numbers of days between 1954 and 2064: what a day is that lost its format. */
const SERIAL_FROM = 20_000;
const SERIAL_TO = 60_000;
/** What a cell comes to. Null value: the cell says that nothing is said (不限, 若干, /). */
export type CellReading = { readonly value: FieldValue | null } | { readonly fault: string };

const YEARS_AHEAD = 30;

const FULL = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:号)?(?:[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const MONTH_ONLY = /^\d{4}\s*[-/.年]\s*\d{1,2}\s*月?$/;
const SHORT_YEAR = /^\d{1,2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}\s*日?$/;

/** Reads a day: a real one, a text in one of the usual ways, or a serial number. A year of two digits is no certainty. */
export function readDay(cell: CellValue, text: string, today: CivilDate): CellReading {
  if (cell.kind === 'date') return plausible(cell.on, today);
  const found = FULL.exec(text) ?? COMPACT.exec(text);
  if (found) {
    const day = `${found[1]!}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`;
    return isCivilDate(day) ? plausible(day, today) : { fault: '没有这一天' };
  }
  const serial = Number(text);
  if (/^\d{5}(\.\d+)?$/.test(text) && serial >= SERIAL_FROM && serial <= SERIAL_TO) return plausible(addDays('1899-12-30', Math.floor(serial)), today);
  if (MONTH_ONLY.test(text)) return { fault: '只有年月，缺少日' };
  return { fault: SHORT_YEAR.test(text) ? '年份请写四位，如 2026-03-05' : '不是日期，请写成 2026-03-05 的样子' };
}

function plausible(day: CivilDate, today: CivilDate): CellReading {
  const year = Number(day.slice(0, 4));
  return year >= 1900 && year <= Number(today.slice(0, 4)) + YEARS_AHEAD ? { value: day } : { fault: '年份不合理，请核对' };
}
