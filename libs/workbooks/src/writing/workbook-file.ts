// The one file that knows the library which writes xlsx.
import { PassThrough, type Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import ExcelJS from 'exceljs';

/** A cell to be written: text stays text whatever it begins with; a fault is marked and noted. */
export interface WrittenCell {
  readonly text: string;
  readonly fault?: string;
}

export interface WrittenColumn {
  readonly heading: string;
  /** Characters. */
  readonly width?: number;
  /** The heading stands out: the column must be filled. */
  readonly required?: boolean;
  /** Whatever is typed stays text: numbers longer than 15 digits keep their tail. */
  readonly asText?: boolean;
  /** Drop-down. */
  readonly choices?: readonly string[];
}

export interface WrittenSheet {
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  readonly rows: readonly (readonly (WrittenCell | string | number | null)[])[];
}

export interface WrittenWorkbook {
  readonly sheets: readonly WrittenSheet[];
  /** Marks the file as our template. */
  readonly mark?: { readonly sheet: string; readonly choicesSheet: string; readonly form: string; readonly version: number };
}

const FAULTY: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } };
const HEADING: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF7' } };
const REQUIRED_FONT = { bold: true, color: { argb: 'FFC00000' } };
/** Rows of a template that have drop-downs. */
const CHOICE_ROWS = 5_000;
const WIDTH = 14;
/** Then whoever else waits has a turn. */
export const ROWS_AT_ONCE = 100;

/** Writes an xlsx file. Every string becomes a text cell: nothing is ever a formula. */
export async function writeWorkbook({ sheets, mark }: WrittenWorkbook): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  let choices: ExcelJS.Worksheet | null = null;
  for (const sheet of sheets) {
    const written = workbook.addWorksheet(sheet.name, { views: [{ state: 'frozen', ySplit: 1 }] });
    writeColumns(written, sheet.columns);
    for (const row of sheet.rows) writeRow(written, row);
    sheet.columns.forEach((column, i) => {
      if (column.choices === undefined || column.choices.length === 0 || mark === undefined) return;
      choices ??= workbook.addWorksheet(mark.choicesSheet, { state: 'veryHidden' });
      addDropDown(written, choices, i + 1, column.choices);
    });
  }
  if (mark !== undefined) workbook.addWorksheet(mark.sheet, { state: 'veryHidden' }).addRow([mark.form, mark.version]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** Writes one sheet as an xlsx file while it is read: neither memory nor the event loop is taken for long, however many rows there are. Every string becomes a text cell. */
export function streamSheet({ name, columns, rows }: WrittenSheet): Readable {
  const out = new PassThrough();
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: true });
  const write = async (): Promise<void> => {
    const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    writeColumns(sheet, columns);
    for (const [at, row] of rows.entries()) {
      writeRow(sheet, row).commit();
      if (at % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await setImmediate();
    }
    await workbook.commit();
  };
  write().catch((error: unknown) => out.destroy(error as Error));
  return out;
}

function writeColumns(sheet: ExcelJS.Worksheet, columns: readonly WrittenColumn[]): void {
  columns.forEach(({ heading, width = WIDTH, required, asText }, i) => {
    const column = sheet.getColumn(i + 1);
    column.width = width;
    if (asText) column.numFmt = '@';
    const cell = sheet.getCell(1, i + 1);
    cell.value = heading;
    cell.fill = HEADING;
    cell.font = required ? REQUIRED_FONT : { bold: true };
  });
}

function writeRow(sheet: ExcelJS.Worksheet, cells: readonly (WrittenCell | string | number | null)[]): ExcelJS.Row {
  const row = sheet.addRow(cells.map((cell) => (typeof cell === 'object' && cell !== null ? cell.text : cell)));
  cells.forEach((cell, i) => {
    if (typeof cell !== 'object' || cell?.fault === undefined) return;
    const written = row.getCell(i + 1);
    written.fill = FAULTY;
    written.note = cell.fault;
  });
  return row;
}

function addDropDown(sheet: ExcelJS.Worksheet, choices: ExcelJS.Worksheet, column: number, list: readonly string[]): void {
  list.forEach((choice, i) => (choices.getCell(i + 1, column).value = choice));
  const letter = choices.getColumn(column).letter;
  const validation: ExcelJS.DataValidation = { type: 'list', allowBlank: true, showErrorMessage: true, errorTitle: '请从列表中选择', error: '所填内容不在列表中', formulae: [`'${choices.name}'!$${letter}$1:$${letter}$${list.length}`] };
  // The typings lack what the library has had for years: one rule for a whole range.
  (sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } }).dataValidations.add(`${letter}2:${letter}${CHOICE_ROWS}`, validation);
}
