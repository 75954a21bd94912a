import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK, FIELD_CIPHER, type FieldCipher, type Transaction } from '@app/platform';
import type { PageDigest } from '../sources/page-trail.js';
import type { SourcePage } from '../sources/source.js';
import { ImportPagesRepository, type PageRow } from './import-pages.repository.js';
import { ImportRepository, type RunRow } from './import.repository.js';

const PAGES_AT_A_TIME = 20;
const RESUME_WITHIN_MS = 6 * 3_600_000;

/** What was read of a source, page by page, sealed: rows hold names and telephones. */
@Injectable()
export class ImportPages {
  constructor(
    private readonly pages: ImportPagesRepository,
    private readonly imports: ImportRepository,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async keep(tx: Transaction, run: RunRow, fencing: number, page: SourcePage): Promise<void> {
    const digest: PageDigest = { page: page.page, total: page.total, keys: page.keys };
    await this.pages.savePage(tx, run, fencing, { page: page.page, total: page.total, digest, payload: this.#seal(run.id, page.page, JSON.stringify({ given: page.given })) });
  }

  /** Forgets a page and those after it. */
  async forgetFrom(tx: Transaction, runId: string, page: number): Promise<void> {
    await this.pages.forgetPagesFrom(tx, runId, page);
  }

  /** Rows on the kept pages, and the last total that they state; no pages = nothing to read again. */
  async countKept(tx: Transaction, runId: string): Promise<{ pages: number; rows: number; total: number | null }> {
    return this.pages.countKept(tx, runId);
  }

  /** The pages of a run, in order, as they were read, a few in memory at a time; those whose content was dropped are empty. */
  async *read(tx: Transaction, runId: string): AsyncGenerator<SourcePage> {
    for (let after = 0; ;) {
      const batch = await this.pages.listPages(tx, runId, { after, limit: PAGES_AT_A_TIME });
      for (const row of batch) yield { page: row.page, total: row.total, keys: row.digest.keys, given: this.#given(runId, row) };
      if (batch.length < PAGES_AT_A_TIME) return;
      after = batch.at(-1)!.page;
    }
  }

  /** One row as it was sent; undefined when it is not there, or was dropped after its 90 days. */
  async rawRow(tx: Transaction, runId: string, page: number, number: number): Promise<unknown> {
    const [row] = await this.pages.listPages(tx, runId, { after: page - 1, limit: 1 });
    return row?.page === page ? this.#given(runId, row)[number - 1] : undefined;
  }

  /**
   * What a walk can go on from: the run's own pages (its worker died), else those of the run before it, which broke off;
   * they are taken over under this run's name.
   */
  async digestsToResume(tx: Transaction, run: RunRow, fencing: number): Promise<PageDigest[]> {
    const own = await this.pages.listDigests(tx, run.id);
    if (own.length > 0) return own;
    const brokenOff = await this.imports.findBrokenOff(tx, run, new Date(this.clock.now().getTime() - RESUME_WITHIN_MS));
    if (brokenOff === null) return [];
    await this.#takeOver(tx, run, fencing, brokenOff);
    return this.pages.listDigests(tx, run.id);
  }

  async #takeOver(tx: Transaction, run: RunRow, fencing: number, from: string): Promise<void> {
    for (let after = 0; ;) {
      const batch = await this.pages.listPages(tx, from, { after, limit: PAGES_AT_A_TIME });
      for (const page of batch) if (page.payload !== null) await this.pages.savePage(tx, run, fencing, { ...page, payload: this.#seal(run.id, page.page, this.#open(from, page.page, page.payload)) });
      if (batch.length < PAGES_AT_A_TIME) return;
      after = batch.at(-1)!.page;
    }
  }

  #given(runId: string, { page, payload }: PageRow): readonly unknown[] {
    if (payload === null) return [];
    const kept = JSON.parse(this.#open(runId, page, payload)) as { given?: unknown[]; rows?: unknown[]; rejected?: { raw: unknown }[] };
    return kept.given ?? [...(kept.rows ?? []), ...(kept.rejected ?? []).map((row) => row.raw)]; // as pages were kept before 0.2
  }

  #seal(runId: string, page: number, text: string): string {
    return this.cipher.seal(text, { table: 'import_pages', column: 'payload', rowId: `${runId}/${page}` });
  }

  #open(runId: string, page: number, sealed: string): string {
    return this.cipher.open(sealed, { table: 'import_pages', column: 'payload', rowId: `${runId}/${page}` });
  }
}
