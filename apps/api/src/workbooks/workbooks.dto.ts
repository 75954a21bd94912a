import { isAtRest, ROW_OUTCOMES, UPLOAD_STATES, type LayoutCorrection, type RowOutcome, type RowView, type UploadState, type UploadView } from '@app/intake';
import { CursorQuery, fieldRule, IsLine } from '@app/platform';
import { FORM_NAMES, formOf, type FormName, type SheetLayout } from '@app/workbooks';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';

const COLUMNS_MAX = 500;
const ROWS_MAX = 1_048_576;
const SHEETS_MAX = 50;

const isHeaderRows = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 2 && value.every((each) => Number.isInteger(each) && (each as number) >= 1 && (each as number) <= ROWS_MAX) && (value[0] as number) <= (value[1] as number));
const IsHeaderRows = fieldRule('isHeaderRows', isHeaderRows, '须为表头的首行和末行（两个行号，首行不大于末行），没有表头时为 null');
const isFieldName = (value: unknown): boolean => value === null || (typeof value === 'string' && /^[a-z][a-z-]{0,39}$/.test(value));
const IsFieldName = fieldRule('isFieldName', isFieldName, '须为本表的栏目名，如 id-number；不读取这一列时为 null');

export class ColumnCorrectionDto {
  /**
   * 0 = A.
   * @example 2
   */
  @IsInt() @Min(0) @Max(COLUMNS_MAX)
  column!: number;
  /**
   * Name of the form's field; null = the column is not read.
   * @example 'id-number'
   */
  @ApiProperty({ type: String, nullable: true }) @IsFieldName()
  field!: string | null;
}

export class SheetCorrectionDto {
  @IsLine(100)
  sheet!: string;
  /**
   * First and last row of the heading, as the program numbers them; null: there is none.
   * @example [3, 3]
   */
  @ApiProperty({ type: [Number], nullable: true }) @IsHeaderRows()
  headerRows!: [number, number] | null;
  /** Columns left out are not read. */
  @IsArray() @ArrayMaxSize(COLUMNS_MAX) @ValidateNested({ each: true }) @Type(() => ColumnCorrectionDto)
  columns!: ColumnCorrectionDto[];
}

/** Sheets that are left out keep what was guessed. */
export class CorrectLayoutsDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(SHEETS_MAX) @ValidateNested({ each: true }) @Type(() => SheetCorrectionDto)
  sheets!: SheetCorrectionDto[];

  static toCorrections(this: void, { sheets }: CorrectLayoutsDto): LayoutCorrection[] {
    return sheets.map(({ sheet, headerRows, columns }) => ({ sheet, headerRows, columns: columns.map(({ column, field }) => ({ column, field })) }));
  }
}

export class ListUploadsQuery extends CursorQuery {
  @IsOptional() @IsIn(FORM_NAMES)
  form?: FormName;
  @IsOptional() @IsIn(UPLOAD_STATES)
  state?: UploadState;
}

export class ListUploadRowsQuery extends CursorQuery {
  @IsOptional() @IsIn(ROW_OUTCOMES)
  outcome?: RowOutcome;
  /** Only the rows that an undo left as they are. */
  @IsOptional() @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)) @IsBoolean()
  kept?: boolean;
}

export class ColumnGuessResponse {
  /** 0 = A. */
  column!: number;
  heading!: string;
  /** Null: nobody knows; its cells are counted as left out. */
  field!: string | null;
  /** The field's label. */
  label!: string | null;
  /** @example 'heading' */
  reason!: string | null;
  confidence!: number;
}

export class SheetLayoutResponse {
  sheet!: string;
  @ApiProperty({ type: [Number], nullable: true })
  headerRows!: number[] | null;
  columns!: ColumnGuessResponse[];

  static of(this: void, layout: SheetLayout, form: FormName): SheetLayoutResponse {
    const labels = new Map(formOf(form).fields.map((field) => [field.name, field.label]));
    return {
      sheet: layout.sheet, headerRows: layout.headerRows === null ? null : [...layout.headerRows],
      columns: layout.columns.map(({ column, heading, field, reason, confidence }) => ({ column, heading, field, label: field === null ? null : (labels.get(field) ?? null), reason, confidence })),
    };
  }
}

/** An uploaded workbook. Rows = new + changed + unchanged + duplicate + faulty: by the dry run, then as they were written. */
export class UploadResponse {
  id!: string;
  @ApiProperty({ enum: FORM_NAMES })
  form!: string;
  fileName!: string | null;
  sha256!: string;
  /** Bytes. */
  size!: number;
  /** The earlier upload of the very same file. */
  repeats!: string | null;
  templateVersion!: number | null;
  @ApiProperty({ enum: UPLOAD_STATES })
  state!: string;
  /** Nothing moves by itself any more. */
  atRest!: boolean;
  layouts!: SheetLayoutResponse[];
  notes!: string[];
  /** Titles, remarks, totals, blank and hidden rows. */
  passedOver!: number;
  rowsTotal!: number;
  rowsNew!: number;
  rowsChanged!: number;
  rowsUnchanged!: number;
  rowsDuplicate!: number;
  rowsFaulty!: number;
  rowsDone!: number;
  rowsUndone!: number;
  /** Could not be undone; `rows?kept=true` says why. */
  rowsKept!: number;
  reason!: string | null;
  uploadedBy!: string;
  uploadedAt!: string;
  confirmedBy!: string | null;
  confirmedAt!: string | null;
  endedAt!: string | null;
  undoneBy!: string | null;
  undoneAt!: string | null;
  version!: number;

  static of(this: void, row: UploadView): UploadResponse {
    return {
      id: row.id, form: row.form, fileName: row.fileName, sha256: row.sha256, size: row.size, repeats: row.repeats, templateVersion: row.templateVersion, state: row.state, atRest: isAtRest(row.state),
      layouts: row.layouts.map((layout) => SheetLayoutResponse.of(layout, row.form)), notes: [...row.notes], passedOver: row.passedOver,
      rowsTotal: row.rowsTotal, rowsNew: row.rowsNew, rowsChanged: row.rowsChanged, rowsUnchanged: row.rowsUnchanged, rowsDuplicate: row.rowsDuplicate, rowsFaulty: row.rowsFaulty, rowsDone: row.rowsDone,
      rowsUndone: row.rowsUndone, rowsKept: row.rowsKept, reason: row.reason, uploadedBy: row.uploadedBy, uploadedAt: row.uploadedAt, confirmedBy: row.confirmedBy, confirmedAt: row.confirmedAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null, undoneBy: row.undoneBy, undoneAt: row.undoneAt?.toISOString() ?? null, version: row.version,
    };
  }
}

export class UploadPage {
  items!: UploadResponse[];
  nextCursor!: string | null;
}

export class UploadRowFaultResponse {
  field!: string;
  /** @example '身份证号' */
  label!: string | null;
  message!: string;
}

/** One row of the file, without its content. */
export class UploadRowResponse {
  sheet!: string;
  /** As the program shows it. */
  number!: number;
  @ApiProperty({ enum: ROW_OUTCOMES })
  outcome!: string;
  faults!: UploadRowFaultResponse[];
  /** The trainee, vacancy … that it is about. */
  subjectId!: string | null;
  done!: boolean;
  undone!: boolean | null;
  keptBecause!: string | null;

  static of(this: void, row: RowView, form: FormName): UploadRowResponse {
    const labels = new Map(formOf(form).fields.map((field) => [field.name, field.label]));
    return {
      sheet: row.sheet, number: row.number, outcome: row.outcome, faults: row.faults.map(({ field, message }) => ({ field, label: labels.get(field) ?? null, message })), subjectId: row.subjectId, done: row.done,
      undone: row.undone, keptBecause: row.keptBecause,
    };
  }
}

export class UploadRowPage {
  items!: UploadRowResponse[];
  nextCursor!: string | null;
}
