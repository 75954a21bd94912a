export type { CellValue, MergedRange, Sheet, SheetRow, WorkbookContent } from './sheet.js';
export type { CellFault, ColumnGuess, ColumnReason, FieldType, FieldValue, Form, FormField, RosterReading, RosterRow, SheetLayout } from './form.js';
export { readWorkbook } from './reading/read-workbook.js';
export { REFUSALS, WorkbookRefused, type RefusalCode } from './reading/refusals.js';
