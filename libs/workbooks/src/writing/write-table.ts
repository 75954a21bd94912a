import { stringify } from 'csv-stringify/sync';
import { writeWorkbook, type WrittenColumn } from './workbook-file.js';

/** A table to leave the service. Numbers stay numbers; text is never computed by whatever opens the file. */
export interface Table {
  /** Name of the sheet, at most 31 characters. */
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What programs take for the beginning of a formula, full-width forms too; an apostrophe, so that disarming can be undone. */
const COMPUTED = /^\s*['=+\-@＝＋－＠]|^[\t\r]/;

/** Writes a table as xlsx: text cells. */
export function writeXlsx({ name, columns, rows }: Table): Promise<Buffer> {
  return writeWorkbook({ sheets: [{ name, columns, rows }] });
}

/** Writes a table as CSV in UTF-8 with its mark; text that a program would compute gets an apostrophe in front, which our reader takes off again. */
export function writeCsv({ columns, rows }: Omit<Table, 'name'>): Buffer {
  const disarm = (cell: string | number | null): string | number | null => (typeof cell === 'string' && COMPUTED.test(cell) ? `'${cell}` : cell);
  return Buffer.from(stringify([columns.map((column) => disarm(column.heading)), ...rows.map((row) => row.map(disarm))], { bom: true, quoted_string: true, record_delimiter: 'windows' }));
}
