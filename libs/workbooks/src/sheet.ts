import type { CivilDate } from '@app/kernel';

/** What stood in a cell. Numbers keep the text that they were shown as where the file says it. */
export type CellValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'date'; readonly on: CivilDate; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A formula is never computed and its cached value never believed. */
  | { readonly kind: 'formula'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string };

/** One row: cells by column (0 = A), null = empty. `number` = as the program shows it, from 1. */
export interface SheetRow {
  readonly number: number;
  readonly hidden: boolean;
  readonly cells: readonly (CellValue | null)[];
}

/** Merged cells, all bounds inclusive; rows as in {@link SheetRow.number}, columns from 0. Only the top left cell holds a value. */
export interface MergedRange {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

/** One sheet as it was in the file; rows without any cell are left out. */
export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly SheetRow[];
  readonly merged: readonly MergedRange[];
}

/** A file read into memory. A CSV file is one sheet of text cells. */
export interface WorkbookContent {
  readonly format: 'xlsx' | 'csv';
  /** Of a CSV file. */
  readonly encoding: 'utf-8' | 'gb18030' | 'utf-16' | null;
  /** `form.version` of our own template, when the file says that it is one. */
  readonly template: { readonly form: string; readonly version: number } | null;
  readonly sheets: readonly Sheet[];
}
