import type { Sheet, SheetRow, WorkbookContent } from '../sheet.js';
import type { RefusalCode } from './refusals.js';

/** What the reading child tells its parent, in order: each sheet followed by its rows, then `done` or `refused`. */
export type ChildMessage =
  | { readonly sheet: Omit<Sheet, 'rows'> }
  | { readonly rows: readonly SheetRow[] }
  | { readonly done: Omit<WorkbookContent, 'sheets'> }
  | { readonly refused: RefusalCode };
