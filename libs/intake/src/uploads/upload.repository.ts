import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { FormName, SheetLayout } from '@app/workbooks';
import { ROW_OUTCOMES, type RowOutcome } from '../kinds/workbook-kind.js';
import type { UploadState } from './upload-state.js';

/** An upload without its file. */
export interface UploadRow {
  readonly id: string;
  readonly ownerRegion: string;
  readonly sender: string;
  readonly form: FormName;
  /** Sealed. */
  readonly fileName: string | null;
  readonly sha256: string;
  readonly size: number;
  readonly repeats: string | null;
  readonly templateVersion: number | null;
  readonly uploadedBy: string;
  /** ISO 8601, microseconds, UTC. */
  readonly uploadedAt: string;
  readonly state: UploadState;
  readonly layouts: readonly SheetLayout[];
  readonly notes: readonly string[];
  readonly passedOver: number;
  readonly rowsTotal: number;
  readonly rowsNew: number;
  readonly rowsChanged: number;
  readonly rowsUnchanged: number;
  readonly rowsDuplicate: number;
  readonly rowsFaulty: number;
  readonly rowsDone: number;
  readonly rowsUndone: number;
  readonly rowsKept: number;
  readonly reason: string | null;
  readonly fencing: number;
  readonly plannedAt: Date | null;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoneAt: Date | null;
  readonly version: number;
}

export interface NewUpload extends Pick<UploadRow, 'id' | 'ownerRegion' | 'sender' | 'form' | 'fileName' | 'sha256' | 'size' | 'repeats' | 'templateVersion' | 'uploadedBy' | 'state' | 'layouts' | 'notes'> {
  readonly turn: string;
  /** Sealed. */
  readonly file: string;
}

/** What may change of an upload; left out = stays. */
export type UploadChange = Partial<Omit<UploadRow, 'id' | 'ownerRegion' | 'sender' | 'form' | 'sha256' | 'size' | 'uploadedBy' | 'uploadedAt' | 'version'>>;

const COLUMN_OF: Readonly<Record<keyof UploadChange, string>> = {
  fileName: 'file_name', repeats: 'repeats', templateVersion: 'template_version', state: 'state', layouts: 'layouts', notes: 'notes', passedOver: 'passed_over', rowsTotal: 'rows_total', rowsNew: 'rows_new', rowsChanged: 'rows_changed',
  rowsUnchanged: 'rows_unchanged', rowsDuplicate: 'rows_duplicate', rowsFaulty: 'rows_faulty', rowsDone: 'rows_done', rowsUndone: 'rows_undone', rowsKept: 'rows_kept', reason: 'reason', fencing: 'fencing', plannedAt: 'planned_at',
  confirmedBy: 'confirmed_by', confirmedAt: 'confirmed_at', endedAt: 'ended_at', undoneBy: 'undone_by', undoneAt: 'undone_at',
};
const UPLOAD = `id, owner_region as "ownerRegion", sender, form, file_name as "fileName", sha256, size, repeats, template_version as "templateVersion", uploaded_by as "uploadedBy",
  to_char(uploaded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "uploadedAt", state, layouts, notes, passed_over as "passedOver", rows_total as "rowsTotal", rows_new as "rowsNew", rows_changed as "rowsChanged",
  rows_unchanged as "rowsUnchanged", rows_duplicate as "rowsDuplicate", rows_faulty as "rowsFaulty", rows_done as "rowsDone", rows_undone as "rowsUndone", rows_kept as "rowsKept", reason, fencing, planned_at as "plannedAt",
  confirmed_by as "confirmedBy", confirmed_at as "confirmedAt", ended_at as "endedAt", undone_by as "undoneBy", undone_at as "undoneAt", version`;
/** What a worker counts while it is at work. */
const PROGRESS: readonly (keyof UploadChange)[] = ['rowsDone', 'rowsUndone', 'rowsKept', 'fencing'];

@Injectable()
export class UploadRepository {
  async insert(tx: Transaction, upload: NewUpload): Promise<UploadRow> {
    const [row] = await tx.query<UploadRow[]>(
      `insert into workbook_uploads (id, owner_region, sender, form, turn, file_name, sha256, size, file, repeats, template_version, uploaded_by, state, layouts, notes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning ${UPLOAD}`,
      [
        upload.id, upload.ownerRegion, upload.sender, upload.form, upload.turn, upload.fileName, upload.sha256, upload.size, upload.file, upload.repeats, upload.templateVersion, upload.uploadedBy, upload.state, JSON.stringify(upload.layouts),
        JSON.stringify(upload.notes),
      ],
    );
    return row!;
  }

  async find(tx: Transaction, id: string): Promise<UploadRow | null> {
    const [row] = await tx.query<UploadRow[]>(`select ${UPLOAD} from workbook_uploads where id = $1`, [id]);
    return row ?? null;
  }

  async lock(tx: Transaction, id: string): Promise<UploadRow | null> {
    const [row] = await tx.query<UploadRow[]>(`select ${UPLOAD} from workbook_uploads where id = $1 for update`, [id]);
    return row ?? null;
  }

  /** The sealed file, or null when it was dropped. */
  async findFile(tx: Transaction, id: string): Promise<string | null> {
    const [row] = await tx.query<{ file: string | null }[]>('select file from workbook_uploads where id = $1', [id]);
    return row?.file ?? null;
  }

  /** The latest upload in scope of the very same file for the same form. */
  async findSame(tx: Transaction, sha256: string, form: FormName, ownerRegion: string): Promise<UploadRow | null> {
    const [row] = await tx.query<UploadRow[]>(`select ${UPLOAD} from workbook_uploads where sha256 = $1 and form = $2 and owner_region = $3 order by uploaded_at desc limit 1`, [sha256, form, ownerRegion]);
    return row ?? null;
  }

  /** Writes what changed. Progress alone is no new version: nobody edits it. */
  async change(tx: Transaction, id: string, change: UploadChange): Promise<UploadRow> {
    const names = Object.keys(change) as (keyof UploadChange)[];
    const values = names.map((name) => (name === 'layouts' || name === 'notes' ? JSON.stringify(change[name]) : change[name]));
    const isProgress = names.every((name) => PROGRESS.includes(name));
    const [rows] = await tx.query<[UploadRow[], number]>(
      `update workbook_uploads set ${names.map((name, i) => `${COLUMN_OF[name]} = $${i + 2}`).join(', ')}${isProgress ? '' : ', version = version + 1'} where id = $1 returning ${UPLOAD}`,
      [id, ...values],
    );
    return rows[0]!;
  }

  /** Newest first. */
  async list(tx: Transaction, { form, state, after, limit }: { form: FormName | null; state: UploadState | null; after: readonly [at: string, id: string] | null; limit: number }): Promise<UploadRow[]> {
    return tx.query<UploadRow[]>(
      `select ${UPLOAD} from workbook_uploads where ($1::text is null or form = $1) and ($2::text is null or state = $2) and ($3::timestamptz is null or (uploaded_at, id) < ($3, $4::uuid))
       order by uploaded_at desc, id desc limit $5`,
      [form, state, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  /** How many rows have each outcome. */
  async countOutcomes(tx: Transaction, id: string): Promise<Readonly<Record<RowOutcome, number>>> {
    const rows = await tx.query<{ outcome: RowOutcome; count: number }[]>('select outcome, count(*)::int as count from workbook_rows where upload_id = $1 group by 1', [id]);
    return Object.fromEntries(ROW_OUTCOMES.map((outcome) => [outcome, rows.find((row) => row.outcome === outcome)?.count ?? 0])) as Record<RowOutcome, number>;
  }

  /** Columns that the sender's officers named on sheets with these headings, by fingerprint. */
  async listLayouts(tx: Transaction, sender: string, form: FormName): Promise<ReadonlyMap<string, { column: number; field: string | null }[]>> {
    const rows = await tx.query<{ fingerprint: string; columns: { column: number; field: string | null }[] }[]>('select fingerprint, columns from workbook_layouts where sender = $1 and form = $2', [sender, form]);
    return new Map(rows.map((row) => [row.fingerprint, row.columns]));
  }

  async rememberLayouts(tx: Transaction, of: Pick<UploadRow, 'sender' | 'form' | 'ownerRegion'>, by: string, layouts: readonly { fingerprint: string; columns: readonly { column: number; field: string | null }[] }[]): Promise<void> {
    await tx.query(
      `insert into workbook_layouts (sender, form, owner_region, remembered_by, fingerprint, columns) select $1, $2, $3, $4, fingerprint, columns from jsonb_to_recordset($5::jsonb) as l (fingerprint text, columns jsonb)
       on conflict (sender, form, fingerprint) do update set columns = excluded.columns, remembered_by = excluded.remembered_by, remembered_at = now()`,
      [of.sender, of.form, of.ownerRegion, by, JSON.stringify([...new Map(layouts.map((layout) => [layout.fingerprint, layout])).values()])],
    );
  }

  /** Drops files and the contents of their rows that were uploaded before an instant; what was decided stays. */
  async dropFiles(tx: Transaction, before: Date): Promise<void> {
    await tx.query('update workbook_rows r set content = null, trace = null from workbook_uploads u where u.id = r.upload_id and u.uploaded_at < $1 and u.file is not null', [before]);
    await tx.query('update workbook_uploads set file = null, file_name = null where uploaded_at < $1 and file is not null', [before]);
  }
}
