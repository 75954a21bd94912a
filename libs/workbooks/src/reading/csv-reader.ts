import { parse } from 'csv-parse/sync';
import type { CellValue, SheetRow, WorkbookContent } from '../sheet.js';
import { isUtf16 } from './file-kind.js';
import { LIMITS } from './limits.js';
import { WorkbookRefused } from './refusals.js';

/** `="420626…"`: how programs write a text that must not become a number. */
const FORCED_TEXT = /^="([^"]*)"$/;
/** What our own exports put an apostrophe before, so that no program computes it. */
const DISARMED = /^'(?=\s*['=+\-@＝＋－＠\t\r])/;
const FORMULA = /^[=＝]/;

/** Reads a CSV file: UTF-8, GB18030, or UTF-16 with its mark; comma, semicolon or tab. @throws WorkbookRefused */
export function readCsv(bytes: Buffer): WorkbookContent {
  const { text, encoding } = decode(bytes);
  const records = parseRecords(text, delimiterOf(text));
  if (records.length > LIMITS.rows) throw new WorkbookRefused('WORKBOOK.TOO_MANY_CELLS');
  let cells = 0;
  const rows = records.flatMap((record, i): SheetRow[] => {
    if (record.length > LIMITS.columns) throw new WorkbookRefused('WORKBOOK.TOO_MANY_CELLS');
    const row = record.map(cellOf);
    const filled = row.filter((cell) => cell !== null).length;
    if ((cells += filled) > LIMITS.cells) throw new WorkbookRefused('WORKBOOK.TOO_MANY_CELLS');
    return filled === 0 ? [] : [{ number: i + 1, hidden: false, cells: row }];
  });
  return { format: 'csv', encoding, template: null, sheets: [{ name: 'CSV', hidden: false, rows, merged: [] }] };
}

function parseRecords(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false });
  } catch {
    throw new WorkbookRefused('WORKBOOK.BROKEN');
  }
}

function decode(bytes: Buffer): { text: string; encoding: 'utf-8' | 'gb18030' | 'utf-16' } {
  if (isUtf16(bytes)) return { text: new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes), encoding: 'utf-16' };
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      continue;
    }
  }
  throw new WorkbookRefused('WORKBOOK.ENCODING_UNKNOWN');
}

/** The delimiter that stands most often in the first lines, outside of quotes. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4_096).replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => head.split(delimiter).length;
  return [',', '\t', ';'].reduce((best, each) => (count(each) > count(best) ? each : best));
}

function cellOf(text: string): CellValue | null {
  if (text.trim() === '') return null;
  const forced = FORCED_TEXT.exec(text.trim());
  if (forced) return forced[1]!.trim() === '' ? null : { kind: 'text', text: forced[1]! };
  if (DISARMED.test(text)) return { kind: 'text', text: text.slice(1) };
  return FORMULA.test(text.trimStart()) ? { kind: 'formula', text } : { kind: 'text', text };
}
