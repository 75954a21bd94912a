import { Inject, Injectable } from '@nestjs/common';
import { FIELD_CIPHER, type FieldCipher, type Transaction } from '@app/platform';
import type { UploadState } from './upload-state.js';

/** A row with what is kept of it, opened. */
export interface KeptRow {
  readonly uploadId: string;
  readonly place: number;
  readonly state: UploadState;
  readonly subjectId: string | null;
  readonly contents: readonly string[];
}

/** Forms whose rows are about people. */
const OF_PEOPLE = `u.form <> 'vacancies'`;

/** Raw rows of a county, read and emptied to forget one person. */
@Injectable()
export class UploadForgettingRepository {
  constructor(@Inject(FIELD_CIPHER) private readonly cipher: FieldCipher) {}

  /** Whether a file waits to be read: nobody can tell yet whom it names. */
  async isAnyUnread(tx: Transaction): Promise<boolean> {
    const [row] = await tx.query<{ unread: boolean }[]>(`select exists (select from workbook_uploads u where u.state in ('unclear', 'received') and u.file is not null and ${OF_PEOPLE}) as unread`);
    return row!.unread;
  }

  /** The next rows of which something is kept, after that one. */
  async listKept(tx: Transaction, after: Pick<KeptRow, 'uploadId' | 'place'> | null, limit: number): Promise<KeptRow[]> {
    const rows = await tx.query<{ upload_id: string; place: number; state: UploadState; subject_id: string | null; content: string | null; trace: string | null }[]>(
      `select r.upload_id, r.place, u.state, r.subject_id, r.content, r.trace from workbook_rows r join workbook_uploads u on u.id = r.upload_id
       where u.file is not null and ${OF_PEOPLE} and (r.content is not null or r.trace is not null) and ($1::uuid is null or (r.upload_id, r.place) > ($1, $2::int)) order by r.upload_id, r.place limit $3`,
      [after?.uploadId ?? null, after?.place ?? 0, limit],
    );
    return rows.map((row) => {
      const opened = (column: 'content' | 'trace'): string[] => (row[column] === null ? [] : [this.cipher.open(row[column], { table: 'workbook_rows', column, rowId: `${row.upload_id}/${row.place}` })]);
      return { uploadId: row.upload_id, place: row.place, state: row.state, subjectId: row.subject_id, contents: [...opened('content'), ...opened('trace')] };
    });
  }

  /** Empties these rows, and the files that they stood in; also files that could not be read, since nobody can tell whom they name. What was decided stays. @returns the files */
  async forget(tx: Transaction, rows: readonly Pick<KeptRow, 'uploadId' | 'place'>[]): Promise<string[]> {
    await tx.query('update workbook_rows r set content = null, trace = null from unnest($1::uuid[], $2::int[]) as g (upload, place) where r.upload_id = g.upload and r.place = g.place', [rows.map(({ uploadId }) => uploadId), rows.map(({ place }) => place)]);
    const files = await tx.query<{ id: string }[]>(`select u.id from workbook_uploads u where u.file_name is not null and (u.id = any ($1::uuid[]) or u.state = 'failed' and ${OF_PEOPLE}) order by u.id`, [rows.map(({ uploadId }) => uploadId)]);
    const ids = files.map(({ id }) => id);
    // An empty file, not none: the other rows of it are dropped in their time, which goes by the file.
    await tx.query('update workbook_uploads u set file = g.file, file_name = null from unnest($1::uuid[], $2::text[]) as g (id, file) where u.id = g.id', [ids, ids.map((id) => this.cipher.seal('', { table: 'workbook_uploads', column: 'file', rowId: id }))]);
    return ids;
  }
}
