import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, type Principal, type Transaction } from '@app/platform';
import type { ScanShelf } from './scan-shelf.js';
import { SealedScans } from './sealed-scans.service.js';

/** Years that a scan is kept from the day it came: as long as a claim about the work can be brought (civil code, article 188). */
export const KEEP_FILES_YEARS = 3;
/** Days that a scan is kept after what it proves was withdrawn or replaced: that itself may be taken back. */
export const KEEP_WITHDRAWN_DAYS = 30;

/** So many in one transaction: nobody waits long for a row. */
const MARK_AT_ONCE = 500;
const REMOVE_AT_ONCE = 100;

/** A file that nobody is shown any more, and where it lies. */
export interface MarkedFile {
  readonly id: string;
  readonly blobKey: string;
}

/** The deletions of one shelf, row by row. The database looks again whether each is due. */
export interface ScanDeletions {
  /** Marks what is due in a county, at most so many; how many by which ground. */
  markDue(tx: Transaction, county: string, askedBy: string, limit: number): Promise<{ readonly expired: number; readonly withdrawn: number }>;
  /** What is to be taken away, the longest marked first. */
  listMarked(tx: Transaction, county: string, limit: number): Promise<MarkedFile[]>;
  /** These are gone; those that another run has told so already are left out of the answer. */
  finish(tx: Transaction, ids: readonly string[]): Promise<string[]>;
}

/** A shelf, its deletions, and what the audit trail calls its files (`evidence-files`). */
export interface KeptShelf {
  readonly shelf: ScanShelf;
  readonly deletions: ScanDeletions;
  readonly audited: string;
}

/**
 * Takes scans away whose time is over or whose deletion was decided: marked first (shown to nobody any more), then removed
 * from the store, then told to be gone. Killed anywhere between, the next run finishes it; a store that is away is tried again.
 */
@Injectable()
export class ScanRetention {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly scans: SealedScans,
  ) {}

  /** The job of a county; once more it finds nothing. @returns how many files are gone @throws ScansAway */
  async forget(principal: Principal, kept: KeptShelf, signal?: AbortSignal): Promise<number> {
    await this.#markDue(principal, kept, signal);
    return this.#removeMarked(principal, kept, signal);
  }

  async #markDue(principal: Principal, kept: KeptShelf, signal: AbortSignal | undefined): Promise<void> {
    for (let last = MARK_AT_ONCE; last === MARK_AT_ONCE;) {
      signal?.throwIfAborted();
      last = await this.database.inScope({ ...principal }, async (tx) => {
        const { expired, withdrawn } = await kept.deletions.markDue(tx, principal.region.slice(0, 6), principal.id, MARK_AT_ONCE);
        if (expired + withdrawn > 0) await this.#record(tx, principal, `${kept.audited}.mark`, { expired, withdrawn, years: KEEP_FILES_YEARS, withdrawnDays: KEEP_WITHDRAWN_DAYS });
        return expired + withdrawn;
      });
    }
  }

  async #removeMarked(principal: Principal, kept: KeptShelf, signal: AbortSignal | undefined): Promise<number> {
    for (let gone = 0; ;) {
      signal?.throwIfAborted();
      const marked = await this.database.inScope({ ...principal }, (tx) => kept.deletions.listMarked(tx, principal.region.slice(0, 6), REMOVE_AT_ONCE));
      if (marked.length === 0) return gone;
      for (const { blobKey } of marked) await this.scans.remove(kept.shelf, blobKey);
      gone += await this.database.inScope({ ...principal }, async (tx) => {
        const deletionIds = await kept.deletions.finish(tx, marked.map(({ id }) => id));
        if (deletionIds.length > 0) await this.#record(tx, principal, `${kept.audited}.forget`, { count: deletionIds.length, deletionIds });
        return deletionIds.length;
      });
    }
  }

  async #record(tx: Transaction, { region }: Principal, action: string, details: Readonly<Record<string, number | readonly string[]>>): Promise<void> {
    await this.audit.record(tx, { action, subjectKind: 'county', subjectId: region, region, details });
  }
}
