import type { SheetLayout } from '@app/workbooks';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { RowFault, RowOutcome } from '../kinds/workbook-kind.js';
import type { UploadState } from './upload-state.js';

/** A workbook that a sender handed in, and how far it has come. */
@Entity('workbook_uploads')
@Check('upload_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Check('form_is_known', `form in ('trainees', 'vacancies', 'course-results', 'attendance', 'placements', 'household-incomes')`)
@Check('file_hash_is_sha256', `sha256 ~ '^[0-9a-f]{64}$'`)
@Check('upload_state_is_known', `state in ('unclear', 'received', 'planned', 'confirmed', 'done', 'undoing', 'undone', 'cancelled', 'failed')`)
@Check('every_planned_row_is_accounted_for', 'rows_total = rows_new + rows_changed + rows_unchanged + rows_duplicate + rows_faulty')
@Check('progress_ends_at_the_total', 'rows_done between 0 and rows_total')
@Check('confirmation_names_its_officer', '(confirmed_by is null) = (confirmed_at is null)')
@Index('one_run_per_turn', ['turn'], { unique: true, where: `state in ('confirmed', 'undoing')` })
@Index('workbook_uploads_by_time', ['ownerRegion', 'uploadedAt', 'id'])
@Index('workbook_uploads_of_file', ['sha256', 'form'])
@Index('workbook_uploads_with_file', ['uploadedAt'], { where: 'file is not null' })
export class WorkbookUploadEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  /** Organization of the officer; layouts are remembered for it. */
  @Column('text') sender!: string;
  @Column('text') form!: string;
  /** One upload after the other: those whose rows could meet have the same turn. */
  @Column('text') turn!: string;
  /** Sealed for workbook_uploads | file_name | id: may hold a person's name. */
  @Column('text', { nullable: true }) fileName!: string | null;
  @Column('text') sha256!: string;
  /** Bytes. */
  @Column('int') size!: number;
  /** The file in base64, sealed for workbook_uploads | file | id; dropped after 90 days. */
  @Column('text', { nullable: true }) file!: string | null;
  /** The earlier upload of the very same file. */
  @Column('uuid', { nullable: true }) repeats!: string | null;
  /** Where the file says that it is our template. */
  @Column('int', { nullable: true }) templateVersion!: number | null;
  @Column('text') uploadedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) uploadedAt!: Date;
  @Column('text') state!: UploadState;
  @Column('jsonb') layouts!: SheetLayout[];
  /** What the sender should know of the file as a whole, Chinese. */
  @Column('jsonb', { default: [] }) notes!: string[];
  @Column('int', { default: 0 }) passedOver!: number;
  @Column('int', { default: 0 }) rowsTotal!: number;
  @Column('int', { default: 0 }) rowsNew!: number;
  @Column('int', { default: 0 }) rowsChanged!: number;
  @Column('int', { default: 0 }) rowsUnchanged!: number;
  @Column('int', { default: 0 }) rowsDuplicate!: number;
  @Column('int', { default: 0 }) rowsFaulty!: number;
  @Column('int', { default: 0 }) rowsDone!: number;
  @Column('int', { default: 0 }) rowsUndone!: number;
  @Column('int', { default: 0 }) rowsKept!: number;
  @Column('text', { nullable: true }) reason!: string | null;
  /** Counts the workers that took it up: only the last one writes. */
  @Column('int', { default: 0 }) fencing!: number;
  @Column('timestamptz', { nullable: true }) plannedAt!: Date | null;
  @Column('text', { nullable: true }) confirmedBy!: string | null;
  @Column('timestamptz', { nullable: true }) confirmedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('text', { nullable: true }) undoneBy!: string | null;
  @Column('timestamptz', { nullable: true }) undoneAt!: Date | null;
  @Column('int', { default: 1 }) version!: number;
}

/** One row of an upload: what it says (sealed), what it would do, what it did. */
@Entity('workbook_rows')
@Check('workbook_row_outcome_is_known', `outcome in ('new', 'changed', 'unchanged', 'duplicate', 'faulty')`)
@Check('a_faulty_workbook_row_says_why', `outcome <> 'faulty' or faults <> '[]'`)
@Check('a_kept_row_says_why', '(undone is false) = (kept_because is not null)')
@Index('workbook_rows_to_do', ['uploadId', 'place'], { where: 'not done' })
export class WorkbookRowEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => WorkbookUploadEntity, { name: 'row_of_upload' })
  uploadId!: string;
  /** Place in the file, over all sheets, from 0. */
  @PrimaryColumn('int') place!: number;
  @Column('text') ownerRegion!: string;
  @Column('text') sheet!: string;
  /** As the program shows it. */
  @Column('int') number!: number;
  /** Values and texts, sealed for workbook_rows | content | upload/place; dropped with the file. */
  @Column('text', { nullable: true }) content!: string | null;
  @Column('text') outcome!: RowOutcome;
  @Column('jsonb', { default: [] }) faults!: RowFault[];
  /** The trainee, vacancy … that it is about. */
  @Column('uuid', { nullable: true }) subjectId!: string | null;
  @Column('boolean', { default: false }) done!: boolean;
  /** What taking it back needs, sealed for workbook_rows | trace | upload/place; dropped with the file. */
  @Column('text', { nullable: true }) trace!: string | null;
  /** Null: nobody asked; false: it stays, and `keptBecause` says why. */
  @Column('boolean', { nullable: true }) undone!: boolean | null;
  @Column('text', { nullable: true }) keptBecause!: string | null;
}

/** Which column is what on sheets with these headings, as a sender's officer said. */
@Entity('workbook_layouts')
export class WorkbookLayoutEntity {
  @PrimaryColumn('text') sender!: string;
  @PrimaryColumn('text') form!: string;
  @PrimaryColumn('text') fingerprint!: string;
  @Column('text') ownerRegion!: string;
  @Column('jsonb') columns!: { column: number; field: string | null }[];
  @Column('text') rememberedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) rememberedAt!: Date;
}

/** Every table of the lib. */
export const INTAKE_ENTITIES = [WorkbookUploadEntity, WorkbookRowEntity, WorkbookLayoutEntity] as const;
