export { INTAKE_ENTITIES } from './uploads/workbook.entity.js';
export { FILE_KEPT_DAYS, UNDO_HOURS, UPLOAD_STATES, type UploadState } from './uploads/upload-state.js';
export { ROW_OUTCOMES, type RowDeed, type RowFault, type RowJudgement, type RowOutcome, type RowToApply, type WorkbookKind } from './kinds/workbook-kind.js';
