import { createHash } from 'node:crypto';
import type { RegionDirectory } from '@app/catalogue';
import { regionLevel, type CivilDate } from '@app/kernel';
import type { ColumnGuess, Form, RosterReading, SheetLayout } from '../form.js';
import type { Sheet, WorkbookContent } from '../sheet.js';
import { GUIDE_SHEET } from '../template-mark.js';
import { findLayout, layoutKey } from './find-layout.js';
import { readRows } from './read-rows.js';
import type { CellContext } from './read-cell.js';
import { gridOf, type Grid } from './sheet-grid.js';

/** What is known besides the file. */
export interface RosterKnowledge {
  readonly regions: RegionDirectory;
  readonly today: CivilDate;
  /** Whose roster it is: its townships and villages are read inside this county; a township's own where no column names one. */
  readonly ownerRegion: string;
}

/** Layouts from outside: what a sender's like sheets were found to be before, and what an officer says of this file. */
export interface GivenLayouts {
  /** By {@link layoutFingerprint}. */
  readonly remembered?: ReadonlyMap<string, readonly Pick<ColumnGuess, 'column' | 'field'>[]>;
  /** By sheet; wins over everything. */
  readonly corrected?: readonly SheetLayout[];
}

/** Headings of one sheet as one short value: under it a layout is remembered. */
export function layoutFingerprint(layout: SheetLayout): string {
  return createHash('sha256').update(layoutKey(layout)).digest('hex');
}

/**
 * Understands a roster as it is: finds the heading of every sheet, says which column is what, and reads every row. A cell
 * is right, or left out and counted with its reason; never silently wrong. Pure but for the hash of headings.
 */
export function understandRoster(content: WorkbookContent, form: Form, knowledge: RosterKnowledge, given: GivenLayouts = {}): RosterReading {
  const context: CellContext = { regions: knowledge.regions, county: knowledge.ownerRegion.slice(0, 6), township: regionLevel(knowledge.ownerRegion) === 'township' ? knowledge.ownerRegion.slice(0, 9) : null, today: knowledge.today };
  const layouts: SheetLayout[] = [];
  const rows: RosterReading['rows'][number][] = [];
  const passedOver: RosterReading['passedOver'][number][] = [];
  const cells = { right: 0, faulty: 0, leftOut: 0 };
  for (const sheet of content.sheets) {
    const reason = reasonToSkip(sheet);
    if (reason !== null) {
      passedOver.push({ sheet: sheet.name, number: 0, reason });
      continue;
    }
    const grid = gridOf(sheet);
    const layout = layoutOf(grid, form, context, given);
    if (layout.columns.every((column) => column.field === null)) {
      passedOver.push({ sheet: sheet.name, number: 0, reason: '没有认出任何一栏' });
      layouts.push(layout);
      continue;
    }
    const read = readRows(grid, layout, form, context);
    layouts.push(layout);
    rows.push(...read.rows);
    passedOver.push(...read.passedOver);
    cells.right += read.cells.right;
    cells.faulty += read.cells.faulty;
    cells.leftOut += read.cells.leftOut;
  }
  return { layouts, rows, passedOver, cells };
}

/** What is wrong with layouts that an officer gives: Chinese; empty when they can be used. */
export function layoutFaults(layouts: readonly SheetLayout[], form: Form, content: WorkbookContent): string[] {
  return layouts.flatMap((layout) => {
    const sheet = content.sheets.find((each) => each.name === layout.sheet);
    if (sheet === undefined) return [`没有名为“${layout.sheet}”的工作表`];
    const named = layout.columns.flatMap((column) => (column.field === null ? [] : [column.field]));
    const unknown = named.filter((name) => form.fields.every((field) => field.name !== name));
    const twice = named.filter((name, i) => named.indexOf(name) !== i && !(form.name === 'attendance' && name === 'mark'));
    return [...unknown.map((name) => `“${layout.sheet}”：没有名为 ${name} 的栏目`), ...[...new Set(twice)].map((name) => `“${layout.sheet}”：两列都指定为 ${name}`)];
  });
}

function reasonToSkip(sheet: Sheet): string | null {
  if (sheet.hidden) return '隐藏的工作表';
  if (sheet.name === GUIDE_SHEET) return '填写说明';
  return sheet.rows.length === 0 ? '空白的工作表' : null;
}

function layoutOf(grid: Grid, form: Form, context: CellContext, { remembered, corrected }: GivenLayouts): SheetLayout {
  const guessed = findLayout(grid, form, context);
  const said = corrected?.find((layout) => layout.sheet === grid.sheet.name);
  if (said !== undefined) return { ...said, columns: withHeadings(said.columns, guessed.columns) };
  const known = remembered?.get(layoutFingerprint(guessed));
  if (known === undefined) return guessed;
  return { ...guessed, columns: guessed.columns.map((column) => ({ ...column, field: known.find((each) => each.column === column.column)?.field ?? null, reason: 'remembered', confidence: 1 })) };
}

/** Corrected columns, with the headings of the guess where the correction names none; columns that it leaves out stay unknown. */
function withHeadings(said: readonly ColumnGuess[], guessed: readonly ColumnGuess[]): ColumnGuess[] {
  const columns = new Map(guessed.map((column): [number, ColumnGuess] => [column.column, { ...column, field: null, reason: null, confidence: 0 }]));
  for (const column of said) columns.set(column.column, { column: column.column, heading: columns.get(column.column)?.heading ?? column.heading, field: column.field, reason: 'corrected', confidence: 1 });
  return [...columns.values()].sort((a, b) => a.column - b.column);
}
