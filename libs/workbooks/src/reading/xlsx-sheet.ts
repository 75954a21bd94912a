import type { CellValue, MergedRange, SheetRow } from '../sheet.js';
import type { Archive } from './archive.js';
import { dayOfSerial } from './date-formats.js';
import { LIMITS } from './limits.js';
import { WorkbookRefused } from './refusals.js';
import type { WorkbookParts } from './xlsx-parts.js';
import { readXml, type XmlAttributes } from './xml.js';

/** Counts over all sheets of a file. */
export interface CellBudget {
  rows: number;
  cells: number;
}

const REFERENCE = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/;

/** Column number from 0 and row number of a reference such as `B3`. */
export function positionOf(reference: string): { column: number; row: number } | null {
  const found = REFERENCE.exec(reference);
  if (!found) return null;
  const column = [...found[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { column, row: Number(found[2]) };
}

/** Reads the cells of one sheet; `keep` takes the rows as they come. @throws WorkbookRefused */
export async function readSheet(archive: Archive, path: string, parts: WorkbookParts, budget: CellBudget, keep: (row: SheetRow) => void): Promise<MergedRange[]> {
  const reader = new SheetReader(parts, budget, keep);
  await readXml(archive.read(path), reader);
  return reader.merged;
}

class SheetReader {
  readonly merged: MergedRange[] = [];
  #row: { number: number; hidden: boolean; cells: (CellValue | null)[] } = { number: 0, hidden: false, cells: [] };
  #cell: { column: number; type: string; style: number } | null = null;
  #nextColumn = 0;
  #value = '';
  #formula: string | null = null;
  #listening: 'value' | 'formula' | null = null;
  #inReading = false;

  constructor(
    private readonly parts: WorkbookParts,
    private readonly budget: CellBudget,
    private readonly keep: (row: SheetRow) => void,
  ) {}

  open(name: string, attributes: XmlAttributes): void {
    switch (name) {
      case 'row':
        this.#row = { number: Number(attributes['r'] ?? this.#row.number + 1), hidden: ['1', 'true'].includes(attributes['hidden'] ?? ''), cells: [] };
        this.#nextColumn = 0;
        break;
      case 'c':
        this.#cell = { column: positionOf(attributes['r'] ?? '')?.column ?? this.#nextColumn, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? -1) };
        this.#nextColumn = this.#cell.column + 1;
        [this.#value, this.#formula] = ['', null];
        break;
      case 'f':
        [this.#formula, this.#listening] = [this.#formula ?? '', 'formula'];
        break;
      case 'v':
        this.#listening = 'value';
        break;
      case 't':
        if (!this.#inReading) this.#listening = 'value';
        break;
      case 'rPh':
        this.#inReading = true;
        break;
      case 'mergeCell':
        this.#merge(attributes['ref'] ?? '');
        break;
    }
  }

  text(piece: string): void {
    if (this.#cell === null || this.#listening === null) return;
    if (this.#listening === 'value') this.#value += piece;
    else this.#formula += piece;
  }

  close(name: string): void {
    if (name === 'f' || name === 'v' || name === 't') this.#listening = null;
    if (name === 'rPh') this.#inReading = false;
    if (name === 'c' && this.#cell !== null) this.#put(this.#cell);
    if (name === 'row' && this.#row.cells.length > 0) {
      if (++this.budget.rows > LIMITS.rows) throw new WorkbookRefused('WORKBOOK.TOO_MANY_CELLS');
      this.keep(this.#row);
    }
  }

  #put(cell: { column: number; type: string; style: number }): void {
    const value = this.#valueOf(cell.type, cell.style);
    this.#cell = null;
    if (value === null) return;
    if (cell.column >= LIMITS.columns || ++this.budget.cells > LIMITS.cells) throw new WorkbookRefused('WORKBOOK.TOO_MANY_CELLS');
    while (this.#row.cells.length < cell.column) this.#row.cells.push(null);
    this.#row.cells[cell.column] = value;
  }

  #valueOf(type: string, style: number): CellValue | null {
    if (this.#formula !== null) return { kind: 'formula', text: `=${this.#formula}` };
    const raw = this.#value;
    switch (type) {
      case 's':
        return textCell(this.parts.strings[Number(raw)] ?? '');
      case 'inlineStr':
      case 'str':
        return textCell(raw);
      case 'b':
        return raw === '' ? null : { kind: 'boolean', value: raw === '1' || raw === 'true' };
      case 'e':
        return raw === '' ? null : { kind: 'error', text: raw };
      case 'd':
        return /^\d{4}-\d{2}-\d{2}/.test(raw) ? { kind: 'date', on: raw.slice(0, 10), text: raw } : textCell(raw);
      default:
        return this.#numberOf(raw.trim(), style);
    }
  }

  #numberOf(raw: string, style: number): CellValue | null {
    if (raw === '') return null;
    const value = Number(raw);
    if (!Number.isFinite(value)) return textCell(raw);
    const day = this.parts.dayStyles[style] ? dayOfSerial(value, this.parts.is1904) : null;
    return day === null ? { kind: 'number', value, text: Number.isSafeInteger(value) ? String(value) : raw } : { kind: 'date', on: day, text: day };
  }

  #merge(reference: string): void {
    const [from, to] = reference.split(':').map(positionOf);
    if (!from || !to) return;
    if (this.merged.length >= LIMITS.rows) throw new WorkbookRefused('WORKBOOK.TOO_MANY_CELLS');
    this.merged.push({ fromRow: from.row, toRow: to.row, fromColumn: from.column, toColumn: to.column });
  }
}

function textCell(text: string): CellValue | null {
  return text.trim() === '' ? null : { kind: 'text', text };
}
