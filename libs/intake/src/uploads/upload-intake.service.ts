import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import { AuditTrail, Database, FIELD_CIPHER, Outbox, StaleVersion, type FieldCipher, type Principal, type Transaction } from '@app/platform';
import { FORM_NAMES, formOf, layoutFaults, layoutFingerprint, WorkbookRefused, type FormName, type SheetLayout } from '@app/workbooks';
import type { IntakeJobs } from '../intake-jobs.js';
import { WorkbookKinds } from '../kinds/workbook-kinds.js';
import { mayMove } from './upload-state.js';
import { FileDropped, FormUnknown, LayoutInvalid, NothingRecognised, UploadMoveRefused, UploadUnknown } from './uploads.errors.js';
import { UploadRepository, type UploadRow } from './upload.repository.js';
import { notesOf, questionsOf, WorkbookReader } from './workbook-reader.js';

/** A file as it was handed in. */
export interface GivenFile {
  readonly form: string;
  readonly name: string;
  readonly bytes: Buffer;
}

/** What an officer says of a sheet. Columns left out are not read; null = not read. */
export interface LayoutCorrection {
  readonly sheet: string;
  /** First and last row of the heading; null = there is none. */
  readonly headerRows: readonly [number, number] | null;
  readonly columns: readonly { readonly column: number; readonly field: string | null }[];
}

/** Keeps an upload under the cipher and asks for its dry run, in the caller's transaction. */
@Injectable()
export class UploadRecords {
  constructor(
    readonly uploads: UploadRepository,
    private readonly kinds: WorkbookKinds,
    private readonly outbox: Outbox,
    readonly audit: AuditTrail,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  /** @throws UploadUnknown */
  async lock(tx: Transaction, id: string): Promise<UploadRow> {
    const upload = await this.uploads.lock(tx, id);
    if (!upload) throw new UploadUnknown();
    return upload;
  }

  /** Uploads whose rows could meet go one after the other. */
  turnOf(form: FormName, ownerRegion: string): string {
    return `${form}/${this.kinds.writingRegion({ form, ownerRegion })}`;
  }

  seal(column: 'file' | 'file_name', id: string, text: string): string {
    return this.cipher.seal(text, { table: 'workbook_uploads', column, rowId: id });
  }

  open(column: 'file' | 'file_name', id: string, sealed: string): string {
    return this.cipher.open(sealed, { table: 'workbook_uploads', column, rowId: id });
  }

  /** @throws FileDropped */
  async bytes(tx: Transaction, id: string): Promise<Buffer> {
    const file = await this.uploads.findFile(tx, id);
    if (file === null) throw new FileDropped();
    return Buffer.from(this.open('file', id, file), 'base64');
  }

  /** Asks the worker, in the scope in which the rows are written. */
  async ask(tx: Transaction, job: 'workbooks.plan' | 'workbooks.import' | 'workbooks.undo', upload: UploadRow): Promise<void> {
    await this.outbox.add<IntakeJobs, typeof job>(tx, job, { uploadId: upload.id }, { queue: 'imports', region: this.kinds.writingRegion(upload) });
  }

  async record(tx: Transaction, action: string, upload: Pick<UploadRow, 'id' | 'ownerRegion' | 'form'>, details: Readonly<Record<string, string | number | boolean | null>> = {}): Promise<void> {
    await this.audit.record(tx, { action, subjectKind: 'workbook', subjectId: upload.id, region: upload.ownerRegion, details: { form: upload.form, ...details } });
  }
}

/** Takes workbooks in: what is in them is guessed, answered as data, and corrected by one call. */
@Injectable()
export class UploadIntake {
  constructor(
    private readonly database: Database,
    private readonly records: UploadRecords,
    private readonly reader: WorkbookReader,
  ) {}

  /**
   * Takes a file in and asks for its dry run, unless columns that the form needs were not found.
   * @throws FormUnknown, NothingRecognised, WorkbookRefused
   */
  async upload(principal: Principal, file: GivenFile): Promise<UploadRow> {
    const name = FORM_NAMES.find((each) => each === file.form);
    if (name === undefined) throw new FormUnknown('invalid');
    const [form, ownerRegion, sender] = [formOf(name), padRegion(principal.region), senderOf(principal)];
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const content = await this.#open(principal, ownerRegion, name, sha256, file.bytes);
    const remembered = await this.database.inScope(principal, (tx) => this.records.uploads.listLayouts(tx, sender, name));
    const layouts = await this.reader.guess(content, form, ownerRegion, { remembered });
    if (layouts.length === 0) throw new NothingRecognised();
    const questions = questionsOf(content, layouts, form, ownerRegion);
    const id = randomUUID();
    return this.database.inScope(principal, async (tx) => {
      const same = await this.records.uploads.findSame(tx, sha256, name, ownerRegion);
      const upload = await this.records.uploads.insert(tx, {
        id, ownerRegion, sender, form: name, turn: this.records.turnOf(name, ownerRegion), fileName: this.records.seal('file_name', id, file.name), sha256, size: file.bytes.length,
        file: this.records.seal('file', id, file.bytes.toString('base64')), repeats: same?.id ?? null, templateVersion: content.template?.form === name ? content.template.version : null, uploadedBy: principal.id,
        state: questions.length > 0 ? 'unclear' : 'received', layouts, notes: [...notesOf(content, layouts, form, ownerRegion), ...questions],
      });
      await this.records.record(tx, 'workbook.upload', upload, { sha256, size: upload.size, repeats: upload.repeats });
      if (upload.state === 'received') await this.records.ask(tx, 'workbooks.plan', upload);
      return upload;
    });
  }

  /**
   * Takes an officer's word on which column is what, remembers it for the sender, and plans again.
   * @throws UploadUnknown, StaleVersion, UploadMoveRefused, LayoutInvalid, FileDropped
   */
  async correct(principal: Principal, id: string, version: number, corrections: readonly LayoutCorrection[]): Promise<UploadRow> {
    const { before, bytes } = await this.database.inScope(principal, async (tx) => {
      const upload = await this.records.uploads.find(tx, id);
      if (!upload) throw new UploadUnknown();
      if (upload.version !== version) throw new StaleVersion();
      if (!mayMove(upload.state, 'correct')) throw new UploadMoveRefused('只有尚未确认写入的表格才能更改栏目对应。');
      return { before: upload, bytes: await this.records.bytes(tx, id) };
    });
    const form = formOf(before.form);
    const corrected = corrections.map((given): SheetLayout => ({ sheet: given.sheet, headerRows: given.headerRows, columns: given.columns.map(({ column, field }) => ({ column, field, heading: '', reason: 'corrected', confidence: 1 })) }));
    const content = await this.reader.open(bytes);
    const faults = layoutFaults(corrected, form, content);
    if (faults.length > 0) throw new LayoutInvalid(faults);
    const kept = before.layouts.filter((layout) => corrected.every((each) => each.sheet !== layout.sheet));
    const layouts = await this.reader.guess(content, form, before.ownerRegion, { corrected: [...corrected, ...kept] });
    const questions = questionsOf(content, layouts, form, before.ownerRegion);
    return this.database.inScope(principal, async (tx) => {
      const upload = await this.records.lock(tx, id);
      if (upload.version !== version) throw new StaleVersion();
      await this.records.uploads.rememberLayouts(tx, upload, principal.id, layouts.filter((layout) => corrected.some((each) => each.sheet === layout.sheet)).map((layout) => ({
        fingerprint: layoutFingerprint(layout), columns: layout.columns.map(({ column, field }) => ({ column, field })),
      })));
      const changed = await this.records.uploads.change(tx, id, { layouts, notes: [...notesOf(content, layouts, form, before.ownerRegion), ...questions], state: questions.length > 0 ? 'unclear' : 'received' });
      await this.records.record(tx, 'workbook.correct', upload, { sheets: corrected.length });
      if (changed.state === 'received') await this.records.ask(tx, 'workbooks.plan', changed);
      return changed;
    });
  }

  /** A refused file leaves a trace in the audit trail, not a row. */
  async #open(principal: Principal, ownerRegion: string, form: FormName, sha256: string, bytes: Buffer) {
    try {
      return await this.reader.open(bytes);
    } catch (error) {
      if (error instanceof WorkbookRefused) {
        await this.database.inScope(principal, (tx) => this.records.audit.record(tx, { action: 'workbook.refuse', subjectKind: 'workbook-file', subjectId: sha256, region: ownerRegion, details: { form, code: error.code, size: bytes.length } }));
      }
      throw error;
    }
  }
}

/** Layouts are remembered for the organization, apart for each region that its officers work for. */
function senderOf({ organizationId, region }: Principal): string {
  return `${organizationId ?? 'service'}/${padRegion(region)}`;
}
