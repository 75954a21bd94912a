import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK, Database, type Principal, type Transaction } from '@app/platform';
import { formOf, WorkbookRefused, type RosterReading } from '@app/workbooks';
import type { RowDeed, RowJudgement } from '../kinds/workbook-kind.js';
import { WorkbookKinds } from '../kinds/workbook-kinds.js';
import { UploadRecords } from './upload-intake.service.js';
import { UploadRowRepository, type WaitingRow } from './upload-row.repository.js';
import { FILE_KEPT_DAYS, type UploadState } from './upload-state.js';
import { FileDropped } from './uploads.errors.js';
import type { UploadRow } from './upload.repository.js';
import { WorkbookReader } from './workbook-reader.js';

/** The worker was told to stop: what is committed stands, the job is taken up again. */
export class UploadInterrupted extends Error {
  constructor() {
    super('the workbook was interrupted and goes on later');
  }
}

/** The upload is no longer this worker's: taken over, cancelled, or at its end. */
class NotOurs extends Error {}

/** An upload in this worker's hands: `commit` is a transaction in which it is known to be this worker's still. */
interface Turn {
  readonly upload: UploadRow;
  readonly commit: <T>(work: (tx: Transaction, upload: UploadRow) => Promise<T>) => Promise<T>;
}

const BATCH = 500;
const MS_PER_DAY = 86_400_000;

/** The parts that keep an upload, its rows and its file. */
@Injectable()
export class UploadStore {
  constructor(
    readonly records: UploadRecords,
    readonly rows: UploadRowRepository,
    readonly reader: WorkbookReader,
  ) {}
}

/**
 * Plans, writes and takes back uploads, in batches that are committed with their progress: a crash costs one batch, and a
 * batch is done once. A fencing number, counted up by every worker that takes an upload up, stops the one before.
 */
@Injectable()
export class UploadRunner {
  constructor(
    private readonly database: Database,
    private readonly store: UploadStore,
    private readonly kinds: WorkbookKinds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The dry run: what each row would do. Nothing of it is written but the plan. */
  async plan(principal: Principal, uploadId: string): Promise<void> {
    await this.#take(principal, uploadId, 'received', async ({ upload, commit }) => {
      const reading = await this.#read(upload, commit);
      if (typeof reading === 'string') return commit(async (tx) => void (await this.store.records.uploads.change(tx, uploadId, { state: 'failed', reason: reading })));
      await commit((tx) => this.#writePlan(tx, principal, upload, reading));
    });
  }

  /** Writes what was confirmed. @throws UploadInterrupted */
  async run(principal: Principal, uploadId: string, signal: AbortSignal): Promise<void> {
    await this.#take(principal, uploadId, 'confirmed', async ({ commit }) => {
      while (await commit((tx, upload) => this.#writeBatch(tx, principal, upload))) if (signal.aborted) throw new UploadInterrupted();
    });
  }

  /** Takes back what was written. @throws UploadInterrupted */
  async undo(principal: Principal, uploadId: string, signal: AbortSignal): Promise<void> {
    await this.#take(principal, uploadId, 'undoing', async ({ commit }) => {
      while (await commit((tx, upload) => this.#undoBatch(tx, principal, upload))) if (signal.aborted) throw new UploadInterrupted();
    });
  }

  /** Drops the files of a county that are past their time. */
  async cleanUp(principal: Principal): Promise<void> {
    await this.database.inScope(principal, (tx) => this.store.records.uploads.dropFiles(tx, new Date(this.clock.now().getTime() - FILE_KEPT_DAYS * MS_PER_DAY)));
  }

  async #take(principal: Principal, id: string, state: UploadState, work: (turn: Turn) => Promise<void>): Promise<void> {
    const uploads = this.store.records.uploads;
    const taken = await this.database.inScope(principal, async (tx) => {
      const upload = await uploads.lock(tx, id);
      return upload?.state === state ? uploads.change(tx, id, { fencing: upload.fencing + 1 }) : null;
    });
    if (taken === null) return;
    const commit: Turn['commit'] = (inside) => this.database.inScope(principal, async (tx) => {
      const upload = await uploads.lock(tx, id);
      if (upload?.state !== state || upload.fencing !== taken.fencing) throw new NotOurs();
      return inside(tx, upload);
    });
    try {
      await work({ upload: taken, commit });
    } catch (error) {
      if (!(error instanceof NotOurs)) throw error;
    }
  }

  /** The rows, by the layouts that were shown; or why the file cannot be read. */
  async #read(upload: UploadRow, commit: Turn['commit']): Promise<RosterReading | string> {
    try {
      const bytes = await commit((tx) => this.store.records.bytes(tx, upload.id));
      return await this.store.reader.understand(await this.store.reader.open(bytes), formOf(upload.form), upload.ownerRegion, { corrected: upload.layouts });
    } catch (error) {
      if (error instanceof WorkbookRefused || error instanceof FileDropped) return error.message;
      throw error;
    }
  }

  async #writePlan(tx: Transaction, principal: Principal, upload: UploadRow, { rows, passedOver }: RosterReading): Promise<void> {
    const readable = rows.filter((row) => row.faults.length === 0);
    const judged = await this.kinds.of(upload.form).plan(tx, principal, readable);
    const judgementOf = new Map(readable.map((row, i) => [row, judged[i]!]));
    const judgements = rows.map((row): RowJudgement => judgementOf.get(row) ?? { outcome: 'faulty', faults: row.faults.map(({ field, message }) => ({ field, message })), subjectId: null });
    await this.store.rows.replace(tx, upload, rows, judgements);
    await this.store.records.uploads.change(tx, upload.id, { state: 'planned', plannedAt: this.clock.now(), passedOver: passedOver.length, rowsTotal: rows.length, ...(await this.#counts(tx, upload.id)) });
  }

  /** Writes the next rows; false when there were none, and the upload is done. */
  async #writeBatch(tx: Transaction, principal: Principal, upload: UploadRow): Promise<boolean> {
    const { records, rows } = this.store;
    const waiting = await rows.nextWaiting(tx, upload.id, BATCH);
    if (waiting.length === 0) {
      const counts = await this.#counts(tx, upload.id);
      await records.uploads.change(tx, upload.id, { state: 'done', endedAt: this.clock.now(), rowsDone: upload.rowsTotal, ...counts });
      await records.record(tx, 'workbook.end', upload, { new: counts.rowsNew, changed: counts.rowsChanged, unchanged: counts.rowsUnchanged, faulty: counts.rowsFaulty });
      return false;
    }
    const deeds = await this.#apply(tx, principal, upload, waiting);
    await rows.recordDeeds(tx, upload.id, deeds.map((deed, i) => ({ place: waiting[i]!.place, deed })));
    await records.uploads.change(tx, upload.id, { rowsDone: await rows.countDone(tx, upload.id) });
    return true;
  }

  /** Applies a batch; where the database refuses it, the halves, so that one bad row does not keep the good ones out. */
  async #apply(tx: Transaction, principal: Principal, upload: UploadRow, waiting: readonly WaitingRow[]): Promise<RowDeed[]> {
    await tx.query('savepoint part');
    try {
      const deeds = await this.kinds.of(upload.form).apply(tx, principal, waiting, upload.confirmedBy!);
      await tx.query('release savepoint part');
      return deeds;
    } catch (error) {
      if (!isRefusedByData(error)) throw error;
      await tx.query('rollback to savepoint part');
      if (waiting.length === 1) return [{ outcome: 'faulty', faults: [{ field: '', message: '内容不能保存，请核对整行后重新填写' }], subjectId: null, trace: null }];
      const half = Math.ceil(waiting.length / 2);
      return [...(await this.#apply(tx, principal, upload, waiting.slice(0, half))), ...(await this.#apply(tx, principal, upload, waiting.slice(half)))];
    }
  }

  async #undoBatch(tx: Transaction, principal: Principal, upload: UploadRow): Promise<boolean> {
    const { records, rows } = this.store;
    const deeds = await rows.nextToUndo(tx, upload.id, BATCH);
    if (deeds.length > 0) {
      const verdicts = await this.kinds.of(upload.form).undo(tx, principal, deeds.map((deed) => deed.trace), upload.undoneBy!);
      await rows.recordUndone(tx, upload.id, deeds.map(({ place }, i) => ({ place, keptBecause: verdicts[i] ?? null })));
    }
    const { undone, kept } = await rows.countUndone(tx, upload.id);
    if (deeds.length > 0) {
      await records.uploads.change(tx, upload.id, { rowsUndone: undone, rowsKept: kept });
      return true;
    }
    await records.uploads.change(tx, upload.id, { state: 'undone', rowsUndone: undone, rowsKept: kept });
    await records.record(tx, 'workbook.undone', upload, { undone, kept });
    return false;
  }

  async #counts(tx: Transaction, id: string) {
    const counts = await this.store.records.uploads.countOutcomes(tx, id);
    return { rowsNew: counts.new, rowsChanged: counts.changed, rowsUnchanged: counts.unchanged, rowsDuplicate: counts.duplicate, rowsFaulty: counts.faulty };
  }
}

/** A value or a constraint of the rows themselves (SQLSTATE classes 22 and 23), not the database's state. */
function isRefusedByData(error: unknown): boolean {
  const code = (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;
  return typeof code === 'string' && /^2[23]/.test(code);
}
