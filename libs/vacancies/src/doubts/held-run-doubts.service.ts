import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, type Page, type Principal, type Transaction } from '@app/platform';
import { HeldRuns, ImportRuns } from '../imports/import-runs.service.js';
import type { HeldFor } from '../imports/import.entity.js';
import type { RunRow } from '../imports/import.repository.js';
import { ImportMoveRefused, ImportRunUnknown } from '../vacancies.errors.js';
import { HeldRunRepository } from './held-run.repository.js';

export const RUN_DECISIONS = ['release', 'discard'] as const;
export type RunDecision = (typeof RUN_DECISIONS)[number];

/** Runs that were held: what they withheld waits for an officer. */
@Injectable()
export class HeldRunDoubts {
  constructor(private readonly database: Database, private readonly runs: ImportRuns, private readonly held: HeldRuns, private readonly repository: HeldRunRepository, private readonly audit: AuditTrail) {}

  /** Newest first. */
  async list(principal: Principal, query: { readonly source?: string; readonly heldFor?: HeldFor; readonly limit: number; readonly cursor?: string }): Promise<Page<RunRow>> {
    return this.runs.list(principal, { ...query, state: 'held' });
  }

  /**
   * Releases held runs (what they withheld is done) or discards them (it never is), all or none, the oldest first.
   * @throws ImportRunUnknown, ImportMoveRefused
   */
  async decide(principal: Principal, ids: readonly string[], decision: RunDecision, reason: string): Promise<RunRow[]> {
    return this.database.inScope(principal, async (tx) => {
      const rows = await this.repository.lock(tx, ids);
      if (rows.length < new Set(ids).size) throw new ImportRunUnknown();
      if (rows.some((row) => row.state !== 'held')) throw new ImportMoveRefused('只有被暂缓的批次才能放行或放弃。');
      const order = rows.map((row) => row.id);
      if (decision === 'discard') await this.#discard(tx, principal, order, reason);
      else for (const id of order) await this.held.release(principal, id, reason); // each release judges what the one before it left
      return Promise.all(order.map((id) => this.runs.get(principal, id)));
    });
  }

  /** The vacancies that they would have closed stay as they are; a later run judges them anew. */
  async #discard(tx: Transaction, principal: Principal, ids: readonly string[], reason: string): Promise<void> {
    await this.repository.discard(tx, ids);
    for (const id of ids) await this.audit.record(tx, { action: 'import.discard', subjectKind: 'import-run', subjectId: id, region: principal.region, reason });
  }
}
