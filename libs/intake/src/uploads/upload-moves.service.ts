import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK, Database, StaleVersion, type Principal, type Transaction } from '@app/platform';
import { UploadRecords } from './upload-intake.service.js';
import { mayMove, UNDO_HOURS } from './upload-state.js';
import { AnotherRunning, UndoTooLate, UploadMoveRefused } from './uploads.errors.js';
import type { UploadChange, UploadRow } from './upload.repository.js';

const MS_PER_HOUR = 3_600_000;

/** What an officer decides of a planned upload. The work is the worker's. */
@Injectable()
export class UploadMoves {
  constructor(
    private readonly database: Database,
    private readonly records: UploadRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The good rows may go in. @throws UploadUnknown, StaleVersion, UploadMoveRefused, AnotherRunning */
  async confirm(principal: Principal, id: string, version: number): Promise<UploadRow> {
    return this.database.inScope(principal, async (tx) => {
      const upload = await this.#locked(tx, id, version);
      if (!mayMove(upload.state, 'confirm')) throw new UploadMoveRefused('只有试算完成、尚未确认的表格才能确认写入。');
      if (upload.rowsNew + upload.rowsChanged + upload.rowsUnchanged === 0) throw new UploadMoveRefused('没有可以写入的行。');
      const confirmed = await this.#change(tx, id, { state: 'confirmed', confirmedBy: principal.id, confirmedAt: this.clock.now() });
      await this.records.record(tx, 'workbook.confirm', upload, { new: upload.rowsNew, changed: upload.rowsChanged, faulty: upload.rowsFaulty });
      await this.records.ask(tx, 'workbooks.import', confirmed);
      return confirmed;
    });
  }

  /** Nothing, or nothing more, is written; what is written already can be taken back. @throws UploadUnknown, StaleVersion, UploadMoveRefused */
  async cancel(principal: Principal, id: string, version: number): Promise<UploadRow> {
    return this.database.inScope(principal, async (tx) => {
      const upload = await this.#locked(tx, id, version);
      if (!mayMove(upload.state, 'cancel')) throw new UploadMoveRefused('这份表格已经结束，不能取消。');
      await this.records.record(tx, 'workbook.cancel', upload, { done: upload.rowsDone });
      return this.#change(tx, id, { state: 'cancelled', endedAt: this.clock.now() });
    });
  }

  /** What the upload wrote is taken back where nothing was built on it. @throws UploadUnknown, StaleVersion, UploadMoveRefused, UndoTooLate, AnotherRunning */
  async undo(principal: Principal, id: string, version: number): Promise<UploadRow> {
    return this.database.inScope(principal, async (tx) => {
      const upload = await this.#locked(tx, id, version);
      if (!mayMove(upload.state, 'undo') || upload.confirmedAt === null) throw new UploadMoveRefused('这份表格没有写入内容，或已经撤销。');
      if (this.clock.now().getTime() - upload.endedAt!.getTime() > UNDO_HOURS * MS_PER_HOUR) throw new UndoTooLate();
      const undoing = await this.#change(tx, id, { state: 'undoing', undoneBy: principal.id, undoneAt: this.clock.now() });
      await this.records.record(tx, 'workbook.undo', upload);
      await this.records.ask(tx, 'workbooks.undo', undoing);
      return undoing;
    });
  }

  async #locked(tx: Transaction, id: string, version: number): Promise<UploadRow> {
    const upload = await this.records.lock(tx, id);
    if (upload.version !== version) throw new StaleVersion();
    return upload;
  }

  /** One upload of a turn is at work at a time: a unique index says so. */
  async #change(tx: Transaction, id: string, change: UploadChange): Promise<UploadRow> {
    try {
      return await this.records.uploads.change(tx, id, change);
    } catch (error) {
      if (constraintOf(error) === 'one_run_per_turn') throw new AnotherRunning();
      throw error;
    }
  }
}

function constraintOf(error: unknown): unknown {
  return (error as { driverError?: { constraint?: unknown } } | null)?.driverError?.constraint;
}
