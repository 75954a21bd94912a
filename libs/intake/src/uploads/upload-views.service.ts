import { Injectable } from '@nestjs/common';
import { Database, decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { FORM_NAMES, formOf, writeReturned, writeTemplate, type FormName } from '@app/workbooks';
import type { RowOutcome } from '../kinds/workbook-kind.js';
import { UploadRecords } from './upload-intake.service.js';
import { UploadRowRepository, type RowView } from './upload-row.repository.js';
import type { UploadState } from './upload-state.js';
import { FileDropped, FormUnknown, UploadUnknown } from './uploads.errors.js';
import type { UploadRow } from './upload.repository.js';

/** An upload with its file name in plain text. */
export interface UploadView extends UploadRow {
  readonly fileName: string | null;
}

/** Shows uploads, their rows, and what goes back to the sender. */
@Injectable()
export class UploadViews {
  constructor(
    private readonly database: Database,
    private readonly records: UploadRecords,
    private readonly rows: UploadRowRepository,
  ) {}

  /** @throws UploadUnknown */
  async get(principal: Principal, id: string): Promise<UploadView> {
    return this.shown(await this.database.inScope(principal, (tx) => this.#find(tx, id)));
  }

  shown(upload: UploadRow): UploadView {
    return { ...upload, fileName: upload.fileName === null ? null : this.records.open('file_name', upload.id, upload.fileName) };
  }

  /** Newest first. */
  async list(principal: Principal, query: { readonly form?: FormName; readonly state?: UploadState; readonly limit: number; readonly cursor?: string }): Promise<Page<UploadView>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']) as readonly [string, string] | null;
    const rows = await this.database.inScope(principal, (tx) => this.records.uploads.list(tx, { form: query.form ?? null, state: query.state ?? null, after, limit: query.limit + 1 }));
    return pageOf(rows, query.limit, (row) => [row.uploadedAt, row.id], (row) => this.shown(row));
  }

  /** The rows in the order of the file, all or those of one outcome; `kept`: those that an undo left. @throws UploadUnknown */
  async listRows(principal: Principal, id: string, query: { readonly outcome?: RowOutcome; readonly kept?: boolean; readonly limit: number; readonly cursor?: string }): Promise<Page<RowView>> {
    const after = decodeCursor(query.cursor, ['number']) as readonly [number] | null;
    const rows = await this.database.inScope(principal, async (tx) => {
      await this.#find(tx, id);
      return this.rows.list(tx, id, { outcome: query.outcome ?? null, kept: query.kept ?? false, after: after?.[0] ?? null, limit: query.limit + 1 });
    });
    return pageOf(rows, query.limit, (row) => [row.place], (row) => row);
  }

  /** The faulty rows in the form's template, with reasons: personal data, so handing it out is recorded. @throws UploadUnknown, FileDropped */
  async returned(principal: Principal, id: string): Promise<{ readonly form: FormName; readonly file: Buffer }> {
    const { upload, faulty } = await this.database.inScope(principal, async (tx) => {
      const found = await this.#find(tx, id);
      const listed = await this.rows.listReturned(tx, id);
      if (listed.length === 0 && found.rowsFaulty > 0) throw new FileDropped();
      await this.records.record(tx, 'workbook.return', found, { rows: listed.length });
      return { upload: found, faulty: listed };
    });
    return { form: upload.form, file: await writeReturned(formOf(upload.form), faulty) };
  }

  /** The empty template of a form. @throws FormUnknown */
  async template(name: string): Promise<{ readonly form: FormName; readonly version: number; readonly file: Buffer }> {
    const form = FORM_NAMES.find((each) => each === name);
    if (form === undefined) throw new FormUnknown('not-found');
    return { form, version: formOf(form).version, file: await writeTemplate(formOf(form)) };
  }

  async #find(tx: Transaction, id: string): Promise<UploadRow> {
    const upload = await this.records.uploads.find(tx, id);
    if (!upload) throw new UploadUnknown();
    return upload;
  }
}
