export type { CellValue, MergedRange, Sheet, SheetRow, WorkbookContent } from './sheet.js';
export type { CellFault, ColumnGuess, ColumnReason, FieldType, FieldValue, Form, FormField, RosterReading, RosterRow, SheetLayout } from './form.js';
