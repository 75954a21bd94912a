import type { CellValue, Sheet, SheetRow } from '../sheet.js';

/** A sheet with its merged cells spread: down a column every row has the value, across columns only headings do. */
export interface Grid {
  readonly sheet: Sheet;
  readonly rows: readonly SheetRow[];
  readonly width: number;
  /** Cell of a row as data: a value merged down counts for every row that it covers. */
  cell(row: SheetRow, column: number): CellValue | null;
  /** Cell as a heading: a value merged across counts for every column, too. */
  heading(row: SheetRow, column: number): CellValue | null;
  /** Whether one merged cell covers most of the row: a title, a section, a remark. */
  isBanner(row: SheetRow): boolean;
}

/** Of the width that a merged cell must cover to be a banner. */
const BANNER_SHARE = 0.5;
/** Rows that one value may be merged over as data. */
const MERGED_DOWN_MAX = 2_000;

export function gridOf(sheet: Sheet): Grid {
  const byNumber = new Map(sheet.rows.map((row) => [row.number, row]));
  const width = Math.max(0, ...sheet.rows.map((row) => row.cells.length));
  const down = new Map<string, CellValue>();
  const across = new Map<string, CellValue>();
  const banners = new Set<number>();
  for (const { fromRow, toRow, fromColumn, toColumn } of sheet.merged) {
    const value = byNumber.get(fromRow)?.cells[fromColumn] ?? null;
    if (toColumn - fromColumn + 1 >= Math.max(3, width * BANNER_SHARE)) banners.add(fromRow);
    if (value === null || toRow - fromRow > MERGED_DOWN_MAX) continue;
    for (let row = fromRow; row <= toRow; row++) {
      down.set(`${row} ${fromColumn}`, value);
      for (let column = fromColumn; column <= Math.min(toColumn, width); column++) across.set(`${row} ${column}`, value);
    }
  }
  return {
    sheet,
    rows: sheet.rows,
    width,
    cell: (row, column) => row.cells[column] ?? down.get(`${row.number} ${column}`) ?? null,
    heading: (row, column) => row.cells[column] ?? across.get(`${row.number} ${column}`) ?? null,
    isBanner: (row) => banners.has(row.number),
  };
}
