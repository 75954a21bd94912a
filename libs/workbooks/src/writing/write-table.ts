import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { ROWS_AT_ONCE, streamSheet, writeWorkbook, type WrittenColumn } from './workbook-file.js';

/** A table to leave the service. Numbers stay numbers; text is never computed by whatever opens the file. */
export interface Table {
  /** Name of the sheet, at most 31 characters. */
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What programs take for the beginning of a formula, full-width forms too; an apostrophe, so that disarming can be undone. */
const COMPUTED = /^\s*['=+\-@＝＋－＠]|^[\t\r]/;

/** Writes a table as xlsx, row by row while it is read: text cells. */
export function streamXlsx(table: Table): Readable {
  return streamSheet(table);
}

/** The same as one buffer. */
export function writeXlsx(table: Table): Promise<Buffer> {
  return buffer(streamXlsx(table));
}

/** Several small tables as one xlsx file, a sheet each, whole in memory: text cells. */
export function writeXlsxSheets(tables: readonly Table[]): Promise<Buffer> {
  return writeWorkbook({ sheets: tables });
}

/** Writes a table as CSV, some rows at a time while it is read; as {@link writeCsv}. */
export function streamCsv(table: Omit<Table, 'name'>): Readable {
  return Readable.from(csvInTurns(table), { objectMode: false });
}

/** Writes a table as CSV in UTF-8 with its mark; text that a program would compute gets an apostrophe in front, which our reader takes off again. */
export function writeCsv(table: Omit<Table, 'name'>): Buffer {
  return Buffer.from([...csvParts(table)].join(''));
}

async function* csvInTurns(table: Omit<Table, 'name'>): AsyncGenerator<string> {
  for (const part of csvParts(table)) {
    yield part;
    await setImmediate();
  }
}

function* csvParts({ columns, rows }: Omit<Table, 'name'>): Generator<string> {
  const disarm = (cell: string | number | null): string | number | null => (typeof cell === 'string' && COMPUTED.test(cell) ? `'${cell}` : cell);
  const partOf = (lines: readonly (readonly (string | number | null)[])[], bom: boolean): string => stringify(lines.map((line) => line.map(disarm)), { bom, quoted_string: true, record_delimiter: 'windows' });
  yield partOf([columns.map(({ heading }) => heading)], true);
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield partOf(rows.slice(at, at + ROWS_AT_ONCE), false);
}
