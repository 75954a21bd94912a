import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, type Principal, type Transaction } from '@app/platform';
import { SealedScans } from '../scans/sealed-scans.service.js';
import { EVIDENCE_SHELF } from './evidence-files.service.js';
import { EvidenceFileDeletionsRepository } from './evidence-file-deletions.repository.js';
import { KEEP_FILES_YEARS, KEEP_WITHDRAWN_DAYS } from './file-deletion.js';

/** So many in one transaction: nobody waits long for a row. */
const MARK_AT_ONCE = 500;
const REMOVE_AT_ONCE = 100;

/**
 * Takes scans away whose time is over or whose deletion was decided: marked first (shown to nobody any more), then removed
 * from the store, then told to be gone. Killed anywhere between, the next run finishes it; a store that is away is tried again.
 */
@Injectable()
export class EvidenceFileForgetting {
  constructor(
    private readonly database: Database,
    private readonly deletions: EvidenceFileDeletionsRepository,
    private readonly audit: AuditTrail,
    private readonly scans: SealedScans,
  ) {}

  /** The job of a county, at night and after a decision; once more it finds nothing. @returns how many files are gone @throws ScansAway */
  async forget(principal: Principal, signal?: AbortSignal): Promise<number> {
    await this.#markDue(principal, signal);
    return this.#removeMarked(principal, signal);
  }

  async #markDue(principal: Principal, signal: AbortSignal | undefined): Promise<void> {
    for (let last = MARK_AT_ONCE; last === MARK_AT_ONCE;) {
      signal?.throwIfAborted();
      last = await this.database.inScope({ ...principal }, async (tx) => {
        const { expired, withdrawn } = await this.deletions.markDue(tx, principal.region.slice(0, 6), principal.id, MARK_AT_ONCE);
        if (expired + withdrawn > 0) await this.#record(tx, principal, 'mark', { expired, withdrawn, years: KEEP_FILES_YEARS, withdrawnDays: KEEP_WITHDRAWN_DAYS });
        return expired + withdrawn;
      });
    }
  }

  async #removeMarked(principal: Principal, signal: AbortSignal | undefined): Promise<number> {
    for (let gone = 0; ;) {
      signal?.throwIfAborted();
      const marked = await this.database.inScope({ ...principal }, (tx) => this.deletions.listMarked(tx, principal.region.slice(0, 6), REMOVE_AT_ONCE));
      if (marked.length === 0) return gone;
      for (const { blobKey } of marked) await this.scans.remove(EVIDENCE_SHELF, blobKey);
      gone += await this.database.inScope({ ...principal }, async (tx) => {
        const deletionIds = await this.deletions.finish(tx, marked.map(({ id }) => id));
        if (deletionIds.length > 0) await this.#record(tx, principal, 'forget', { count: deletionIds.length, deletionIds });
        return deletionIds.length;
      });
    }
  }

  async #record(tx: Transaction, { region }: Principal, verb: 'mark' | 'forget', details: Readonly<Record<string, number | readonly string[]>>): Promise<void> {
    await this.audit.record(tx, { action: `evidence-files.${verb}`, subjectKind: 'county', subjectId: region, region, details });
  }
}
