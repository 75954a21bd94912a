import type { CellFault, FieldValue, Form, FormField, RosterReading, RosterRow, SheetLayout } from '../form.js';
import type { CellValue, SheetRow } from '../sheet.js';
import { REASON_HEADING } from '../template-mark.js';
import { givenText, headingKey, textOf } from './cell-text.js';
import { dayOfHeading } from './find-layout.js';
import { readCell, readVillage, type CellContext } from './read-cell.js';
import type { Grid } from './sheet-grid.js';

type PassedOver = RosterReading['passedOver'][number];

export interface SheetRows {
  readonly rows: readonly RosterRow[];
  readonly passedOver: readonly PassedOver[];
  readonly cells: { right: number; faulty: number; leftOut: number };
}

const TOTAL = /^(合计|总计|小计|共计|累计|合 计|总 计)/;
const REMARK = /^(注|备注|说明|填表|制表|审核|负责人|填报|单位\(|联系人|日期|附|特此|以上|审批|经办|监督|举报|电话:)/;

interface Column {
  readonly column: number;
  readonly field: FormField;
  readonly heading: string;
}

/** Reads the rows below the heading by a layout. A row is a person's or a vacancy's when it says anything that a field asks for besides its number. */
export function readRows(grid: Grid, layout: SheetLayout, form: Form, context: CellContext): SheetRows {
  const columns = layout.columns.flatMap((each): Column[] => {
    const field = form.fields.find((candidate) => candidate.name === each.field);
    return field === undefined ? [] : [{ column: each.column, field, heading: each.heading }];
  });
  const ignored = new Set(layout.columns.filter((each) => headingKey(each.heading) === headingKey(REASON_HEADING)).map((each) => each.column));
  const cells = { right: 0, faulty: 0, leftOut: 0 };
  const rows: RosterRow[] = [];
  const passedOver: PassedOver[] = [];
  const headings = new Map(layout.columns.map((each) => [each.column, headingKey(each.heading)]));
  for (const row of grid.rows) {
    const reason = row.number <= (layout.headerRows?.[1] ?? 0) ? '标题或表头' : reasonToPass(grid, row, columns, headings);
    if (reason !== null) passedOver.push({ sheet: grid.sheet.name, number: row.number, reason });
    else rows.push(readRow(grid, row, columns, form, context, cells));
    if (reason === null) cells.leftOut += row.cells.filter((cell, i) => cell !== null && !ignored.has(i) && columns.every((each) => each.column !== i)).length;
  }
  return { rows, passedOver, cells };
}

function reasonToPass(grid: Grid, row: SheetRow, columns: readonly Column[], headings: ReadonlyMap<number, string>): string | null {
  if (row.hidden) return '隐藏的行';
  const filled = row.cells.map((cell, column) => ({ cell, column })).filter((each): each is { cell: CellValue; column: number } => each.cell !== null);
  const texts = filled.map(({ cell }) => textOf(cell));
  if (grid.isBanner(row) && filled.length <= 2) return '标题、分组或说明';
  const repeated = filled.filter(({ cell, column }) => headings.get(column) !== '' && headingKey(textOf(cell)) === headings.get(column)).length;
  if (filled.length >= 2 && repeated >= filled.length * 0.6) return '重复的表头';
  if (texts.some((text) => TOTAL.test(text)) && !hasIdentity(row, columns)) return '合计';
  if (REMARK.test(texts[0] ?? '') && !hasIdentity(row, columns)) return '说明';
  const mapped = filled.filter(({ column }) => columns.some((each) => each.column === column && each.field.type !== 'serial'));
  if (mapped.length === 0) return '没有内容';
  return filled.length === 1 && columns.length >= 3 && !hasIdentity(row, columns) ? '标题、分组或说明' : null;
}

/** Whether the row holds an ID number or a telephone: then it is about somebody, whatever else it looks like. */
function hasIdentity(row: SheetRow, columns: readonly Column[]): boolean {
  return columns.some(({ column, field }) => {
    const cell = row.cells[column];
    return (field.type === 'id-number' || field.type === 'telephone') && cell != null && /\d{6,}/.test(textOf(cell));
  });
}

function readRow(grid: Grid, row: SheetRow, columns: readonly Column[], form: Form, context: CellContext, cells: { right: number; faulty: number }): RosterRow {
  const values: Record<string, FieldValue> = {};
  const texts: Record<string, string> = {};
  const faults: CellFault[] = [];
  const days: string[] = [];
  const refuse = (field: FormField, column: number | null, message: string): void => void faults.push({ field: field.name, column, message });
  for (const { column, field, heading } of columns) {
    const cell = grid.cell(row, column);
    if (cell === null) continue;
    const day = form.name === 'attendance' && field.name === 'mark' ? dayOfHeading(heading, context.today) : null;
    texts[field.name] = day === null ? givenText(cell) : [texts[field.name], `${day} ${givenText(cell)}`].filter((each) => each !== undefined).join('；');
    const read = readCell(cell, field, context);
    if ('fault' in read) {
      cells.faulty++;
      refuse(field, column, day === null ? read.fault : `${day}：${read.fault}`);
    } else {
      cells.right++;
      if (read.value !== null && day !== null) days.push(`${day}:${String(read.value)}`);
      else if (read.value !== null) values[field.name] = read.value;
    }
  }
  if (days.length > 0) values['attendance'] = days;
  const isOfOwnTownship = context.township != null && form.fields.some((field) => field.name === 'township') && columns.every((each) => each.field.name !== 'township');
  if (isOfOwnTownship) values['township'] = context.township!;
  settleVillage(values, columns, context, (field, column, message) => {
    cells.right--;
    cells.faulty++;
    refuse(field, column, message);
  });
  for (const field of form.fields) {
    const isSaid = field.name in values || faults.some((each) => each.field === field.name);
    if (field.required && !isSaid) refuse(field, columns.find((each) => each.field === field)?.column ?? null, '缺少内容');
  }
  return { sheet: grid.sheet.name, number: row.number, values, faults, texts };
}

/** A village is read inside its township; a township column that names the village already needs none. */
function settleVillage(values: Record<string, FieldValue>, columns: readonly Column[], context: CellContext, refuse: (field: FormField, column: number, message: string) => void): void {
  const column = columns.find((each) => each.field.name === 'village');
  const [township, village] = [values['township'], values['village']];
  if (typeof township === 'string' && township.length === 12) [values['township'], values['village']] = [township.slice(0, 9), township];
  if (column === undefined || typeof village !== 'string') return;
  delete values['village'];
  if (typeof township !== 'string') return;
  const read = readVillage(village, township, context);
  if ('fault' in read) refuse(column.field, column.column, read.fault);
  else if (read.value !== null) values['village'] = read.value;
}
