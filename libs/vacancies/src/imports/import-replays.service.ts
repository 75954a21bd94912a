import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, Outbox, type Principal, type Transaction } from '@app/platform';
import type { VacancyJobs } from '../vacancy-jobs.js';
import { ImportMoveRefused, ImportRowUnknown, ImportRunning, ImportRunUnknown } from '../vacancies.errors.js';
import { ImportPages } from './import-pages.js';
import { ImportRepository, type RowOutcome, type RunRow } from './import.repository.js';

const ENDED: readonly string[] = ['complete', 'incomplete', 'held', 'failed'];

/** Reads the kept pages of a run again: whole, after a mapping was mended, or one row for an officer's eye. */
@Injectable()
export class ImportReplays {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly pages: ImportPages,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Asks for a new run that reads the pages kept of this one with today's mapping, without asking the source; it closes
   * nothing. `tolerant` = it is not held for its bad rows. Only the newest reading of a source may be replayed: an older
   * one would undo what is known since.
   * @throws ImportRunUnknown, ImportMoveRefused, ImportRunning
   */
  async replay(principal: Principal, id: string, { reason, tolerant = false }: { readonly reason: string; readonly tolerant?: boolean }): Promise<RunRow> {
    return this.database.inScope(principal, async (tx) => {
      const run = await this.imports.lockRun(tx, id);
      if (!run) throw new ImportRunUnknown();
      await this.#refuse(tx, run);
      const next = await this.imports.addRun(tx, { ownerRegion: run.ownerRegion, source: run.source, requestedBy: principal.id, replays: id, tolerant });
      if (!next) throw new ImportRunning((await this.imports.findActiveRun(tx, run.ownerRegion, run.source))?.id ?? '');
      await this.outbox.add<VacancyJobs, 'vacancies.import'>(tx, 'vacancies.import', { runId: next.id }, { queue: 'imports', region: run.ownerRegion });
      await this.audit.record(tx, { action: 'import.replay', subjectKind: 'import-run', subjectId: next.id, region: run.ownerRegion, reason, details: { of: id, source: run.source, tolerant } });
      return next;
    });
  }

  /** A row as the source sent it, with what became of it; holds personal data, so the look is audited. @throws ImportRunUnknown, ImportRowUnknown */
  async rawRow(principal: Principal, runId: string, { page, number }: { readonly page: number; readonly number: number }): Promise<{ readonly outcome: RowOutcome; readonly raw: unknown }> {
    return this.database.inScope(principal, async (tx) => {
      const run = await this.imports.findRun(tx, runId);
      if (!run) throw new ImportRunUnknown();
      const outcome = await this.imports.findRow(tx, runId, page, number);
      const raw = await this.pages.rawRow(tx, run.replays ?? runId, page, number);
      if (outcome === null || raw === undefined) throw new ImportRowUnknown();
      await this.audit.record(tx, { action: 'import.read-raw', subjectKind: 'import-run', subjectId: runId, region: run.ownerRegion, details: { page, number } });
      return { outcome, raw };
    });
  }

  async #refuse(tx: Transaction, run: RunRow): Promise<void> {
    if (!ENDED.includes(run.state)) throw new ImportMoveRefused('该批次尚未结束，或已停止、放弃，不能重放。');
    if (run.replays !== null) throw new ImportMoveRefused('该批次本身是重放，请重放原批次。');
    if ((await this.pages.countKept(tx, run.id)).rows === 0) throw new ImportMoveRefused('该批次没有留存的原始页（原始页保存 90 天）。');
    if ((await this.imports.findApplied(tx, run)) !== null) throw new ImportMoveRefused('该来源之后已有更新的批次入库，请重放最近的批次。');
  }
}
