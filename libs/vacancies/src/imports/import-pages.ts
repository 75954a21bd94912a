import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK, FIELD_CIPHER, type FieldCipher, type Transaction } from '@app/platform';
import type { PageDigest } from '../sources/page-trail.js';
import type { RawRow, RejectedRow, SourcePage } from '../sources/source.js';
import { ImportRepository, type PageRow, type RunRow } from './import.repository.js';

type Content = Pick<SourcePage, 'rows' | 'rejected'>;

const RESUME_WITHIN_MS = 6 * 3_600_000;

/** What was read of a source, page by page, sealed: rows hold names and telephones. */
@Injectable()
export class ImportPages {
  constructor(
    private readonly imports: ImportRepository,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async keep(tx: Transaction, run: RunRow, fencing: number, page: SourcePage): Promise<void> {
    const content: Content = { rows: page.rows, rejected: page.rejected };
    const digest: PageDigest = { page: page.page, total: page.total, keys: page.keys };
    await this.imports.savePage(tx, run, fencing, { page: page.page, total: page.total, digest, payload: this.#seal(run.id, page.page, JSON.stringify(content)) });
  }

  /** The pages of a run, in order, as they were read; those whose content was dropped are empty. */
  async load(tx: Transaction, runId: string): Promise<SourcePage[]> {
    return (await this.imports.listPages(tx, runId)).map((row) => {
      const content: Content = row.payload === null ? { rows: [], rejected: [] } : (JSON.parse(this.#open(runId, row.page, row.payload)) as { rows: RawRow[]; rejected: RejectedRow[] });
      return { page: row.page, total: row.total, keys: row.digest.keys, ...content };
    });
  }

  /**
   * What a walk can go on from: the run's own pages (its worker died), else those of the run before it, which broke off;
   * they are taken over under this run's name.
   */
  async digestsToResume(tx: Transaction, run: RunRow, fencing: number): Promise<PageDigest[]> {
    const own = await this.imports.listPages(tx, run.id);
    if (own.length > 0) return own.map((page) => page.digest);
    const brokenOff = await this.imports.findBrokenOff(tx, run, new Date(this.clock.now().getTime() - RESUME_WITHIN_MS));
    if (brokenOff === null) return [];
    const theirs = (await this.imports.listPages(tx, brokenOff)).filter((page): page is PageRow & { payload: string } => page.payload !== null);
    for (const page of theirs) await this.imports.savePage(tx, run, fencing, { ...page, payload: this.#seal(run.id, page.page, this.#open(brokenOff, page.page, page.payload)) });
    return theirs.map((page) => page.digest);
  }

  #seal(runId: string, page: number, text: string): string {
    return this.cipher.seal(text, { table: 'import_pages', column: 'payload', rowId: `${runId}/${page}` });
  }

  #open(runId: string, page: number, sealed: string): string {
    return this.cipher.open(sealed, { table: 'import_pages', column: 'payload', rowId: `${runId}/${page}` });
  }
}
