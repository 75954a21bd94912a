import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, type Principal } from '@app/platform';
import { tellsOf, type PersonTraces } from './person-traces.js';
import { UploadForgettingRepository, type KeptRow } from './upload-forgetting.repository.js';
import type { UploadState } from './upload-state.js';

const ROWS_AT_ONCE = 1_000;
/** What is done with the rows of these is over. */
const OVER: readonly UploadState[] = ['done', 'undone', 'cancelled', 'failed'];

/** Takes one person out of the files that offices sent. */
@Injectable()
export class UploadForgetting {
  constructor(
    private readonly database: Database,
    private readonly rows: UploadForgettingRepository,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Empties every raw row of the caller's region that may be about the person, and the files that they stood in. May run again.
   * @returns false: a file is still to be read or written that names them, or may; nothing was emptied
   */
  async forgetPerson(principal: Principal, traces: PersonTraces, signal?: AbortSignal): Promise<boolean> {
    if (await this.database.inScope({ ...principal }, (tx) => this.rows.isAnyUnread(tx))) return false;
    const found: KeptRow[] = [];
    for (let after: KeptRow | null = null; ;) {
      signal?.throwIfAborted();
      const page: KeptRow[] = await this.database.inScope({ ...principal }, (tx) => this.rows.listKept(tx, after, ROWS_AT_ONCE));
      found.push(...page.filter(({ subjectId, contents }) => tellsOf(traces, subjectId, contents)));
      if (page.length < ROWS_AT_ONCE) break;
      after = page.at(-1)!;
    }
    if (found.some(({ state }) => !OVER.includes(state))) return false;
    await this.database.inScope({ ...principal }, async (tx) => {
      const files = await this.rows.forget(tx, found);
      if (files.length > 0) await this.audit.record(tx, { action: 'workbooks.forget', subjectKind: 'county', subjectId: principal.region, region: principal.region, details: { rows: found.length, files } });
    });
    return true;
  }
}
