import exceljs from 'exceljs';
import type { FieldValue, FormName } from '@app/workbooks';
import { madeUpPeople, type MadeUpPerson } from '../people.js';

/** It must be left out and counted: nobody can tell what was meant. */
export const ASKED = { asked: true } as const;
export type Truth = FieldValue | typeof ASKED;
type Shown = string | number | boolean | Date | null;

/** A cell that means something: what stands there, and what a careful clerk takes from it. */
export interface MeaningfulCell {
  readonly shown: Shown;
  readonly truth: Readonly<Record<string, Truth>>;
}
export type HandCell = Shown | MeaningfulCell;

export interface HandSheet {
  readonly name: string;
  readonly hidden?: boolean;
  /** From row 1 on; a row with a meaningful cell is somebody's, every other is none. */
  readonly rows: readonly (readonly HandCell[])[];
  /** As the program writes them: A1:F1. */
  readonly merged?: readonly string[];
  /** Numbers of hidden rows. */
  readonly hiddenRows?: readonly number[];
}

/** A roster as one office really makes it. */
export interface HandMadeRoster {
  /** Who sends what. */
  readonly title: string;
  readonly form: FormName;
  /** The sender's region; the county by default. */
  readonly from?: string;
  readonly sheets: readonly HandSheet[];
  /** Written as text instead of a workbook. */
  readonly csv?: { readonly encoding: 'utf-8' | 'gb18030'; readonly separator: ',' | ';' | '\t' };
}

export const says = (field: string, shown: Shown, value: FieldValue): MeaningfulCell => ({ shown, truth: { [field]: value } });
export const asks = (field: string, shown: Shown): MeaningfulCell => ({ shown, truth: { [field]: ASKED } });
/** Nothing stands here; the value is that of a cell merged over it. */
export const under = (field: string, value: FieldValue): MeaningfulCell => says(field, null, value);

const wide = (text: string): string => text.replace(/[0-9A-Za-z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

export const name = ({ name: given }: MadeUpPerson, shown = given): MeaningfulCell => says('name', shown, given);
export const spacedName = ({ name: given }: MadeUpPerson): MeaningfulCell => says('name', [...given].join('　'), given);
export const id = ({ idNumber }: MadeUpPerson): MeaningfulCell => says('id-number', idNumber, idNumber);
export const idSpaced = ({ idNumber }: MadeUpPerson): MeaningfulCell => says('id-number', `${idNumber.slice(0, 6)} ${idNumber.slice(6, 14)} ${idNumber.slice(14)}`, idNumber);
export const idWide = ({ idNumber }: MadeUpPerson): MeaningfulCell => says('id-number', wide(idNumber), idNumber);
export const idLower = ({ idNumber }: MadeUpPerson): MeaningfulCell => says('id-number', `'${idNumber.toLowerCase()}`, idNumber);
export const idMasked = ({ idNumber }: MadeUpPerson): MeaningfulCell => asks('id-number', `${idNumber.slice(0, 6)}********${idNumber.slice(14)}`);
export const idNumeric = ({ idNumber }: MadeUpPerson): MeaningfulCell => asks('id-number', Number(idNumber.slice(0, 17)) * 10);
export const idShort = ({ idNumber }: MadeUpPerson): MeaningfulCell => asks('id-number', idNumber.slice(0, 17));
export const tel = ({ phone }: MadeUpPerson): MeaningfulCell => says('telephone', phone, phone);
export const telDashed = ({ phone }: MadeUpPerson): MeaningfulCell => says('telephone', `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`, phone);
export const telCountry = ({ phone }: MadeUpPerson): MeaningfulCell => says('telephone', `+86${phone}`, phone);
export const telWide = ({ phone }: MadeUpPerson): MeaningfulCell => says('telephone', wide(phone), phone);
export const telTwo = ({ phone }: MadeUpPerson): MeaningfulCell => asks('telephone', `${phone}、13900000000`);
export const telNumeric = ({ phone }: MadeUpPerson): MeaningfulCell => asks('telephone', Number(phone));

type Twelve = readonly [MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson, MadeUpPerson];

/** Twelve people, the same in every run. */
export function twelve(seed: number): Twelve {
  const { next } = madeUpPeople(seed);
  return [next(), next(), next(), next(), next(), next(), next(), next(), next(), next(), next(), next()];
}

const isMeaningful = (cell: HandCell): cell is MeaningfulCell => typeof cell === 'object' && cell !== null && 'truth' in cell;
const shownOf = (cell: HandCell): Shown => (isMeaningful(cell) ? cell.shown : cell);

/** What must come of each row, by `sheet/row`. Hidden sheets and rows are nobody's. */
export function truthOf({ sheets, csv }: HandMadeRoster): ReadonlyMap<string, Readonly<Record<string, Truth>>> {
  return new Map(sheets.filter((sheet) => sheet.hidden !== true).flatMap((sheet) => sheet.rows.flatMap((row, at): [string, Record<string, Truth>][] => {
    const truth = Object.assign({}, ...row.filter(isMeaningful).map((cell) => cell.truth)) as Record<string, Truth>;
    return Object.keys(truth).length === 0 || sheet.hiddenRows?.includes(at + 1) ? [] : [[`${csv === undefined ? sheet.name : ''}/${at + 1}`, truth]];
  })));
}

/** The file itself. */
export async function bytesOf(roster: HandMadeRoster): Promise<Buffer> {
  if (roster.csv !== undefined) return csvOf(roster.sheets[0]!, roster.csv);
  const workbook = new exceljs.Workbook();
  for (const { name: sheetName, hidden, rows, merged = [], hiddenRows = [] } of roster.sheets) {
    const sheet = workbook.addWorksheet(sheetName, hidden === true ? { state: 'hidden' } : {});
    rows.forEach((row, r) => row.forEach((cell, c) => {
      const shown = shownOf(cell);
      if (shown !== null) sheet.getCell(r + 1, c + 1).value = shown;
      if (shown instanceof Date) sheet.getCell(r + 1, c + 1).numFmt = 'yyyy-mm-dd';
    }));
    for (const range of merged) sheet.mergeCells(range);
    for (const row of hiddenRows) sheet.getRow(row).hidden = true;
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function csvOf({ rows }: HandSheet, { encoding, separator }: NonNullable<HandMadeRoster['csv']>): Buffer {
  const quoted = (shown: Shown): string => {
    const text = shown === null ? '' : String(shown);
    return /["\n\r]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const text = rows.map((row) => row.map((cell) => quoted(shownOf(cell))).join(separator)).join('\r\n');
  return encoding === 'utf-8' ? Buffer.from(text) : inGbk(text);
}

/** The platform decodes GB18030 and does not encode it: the table of its two-byte half, turned round. */
function inGbk(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, readonly number[]>();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) if (low !== 0x7f) codes.set(decoder.decode(new Uint8Array([high, low])), [high, low]);
  }
  return Buffer.from([...text].flatMap((char) => (char.charCodeAt(0) < 0x80 ? [char.charCodeAt(0)] : [...codes.get(char)!])));
}
