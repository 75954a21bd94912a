export type { CellValue, MergedRange, Sheet, SheetRow, WorkbookContent } from './sheet.js';
export type { CellFault, ColumnGuess, ColumnReason, FieldType, FieldValue, Form, FormField, RosterReading, RosterRow, SheetLayout } from './form.js';
export { readWorkbook } from './reading/read-workbook.js';
export { REFUSALS, WorkbookRefused, type RefusalCode } from './reading/refusals.js';
export { writeReturned, writeTemplate } from './writing/write-template.js';
export { writeCsv, writeXlsx, type Table } from './writing/write-table.js';
export type { WrittenColumn } from './writing/workbook-file.js';
export { GUIDE_SHEET, REASON_HEADING } from './template-mark.js';
