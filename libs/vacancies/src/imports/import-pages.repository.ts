import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { PageDigest } from '../sources/page-trail.js';

/** A page as it is kept; `payload` sealed, null once it was kept long enough. */
export interface PageRow {
  readonly page: number;
  readonly total: number;
  readonly digest: PageDigest;
  readonly payload: string | null;
}

/** The pages that runs have read: what they said of the list, and what stood on them. */
@Injectable()
export class ImportPagesRepository {
  async savePage(tx: Transaction, run: { readonly id: string; readonly ownerRegion: string }, fencing: number, page: PageRow): Promise<void> {
    await tx.query(
      `insert into import_pages (run_id, page, owner_region, fencing, total, digest, payload) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (run_id, page) do update set fencing = excluded.fencing, total = excluded.total, digest = excluded.digest, payload = excluded.payload, read_at = now()`,
      [run.id, page.page, run.ownerRegion, fencing, page.total, JSON.stringify(page.digest), page.payload],
    );
    await tx.query('update import_runs set pages_read = $2, reported_total = $3 where id = $1', [run.id, page.page, page.total]);
  }

  async forgetPagesFrom(tx: Transaction, runId: string, page: number): Promise<void> {
    await tx.query('delete from import_pages where run_id = $1 and page >= $2', [runId, page]);
  }

  /** Pages after a number, in order. */
  async listPages(tx: Transaction, runId: string, { after, limit }: { readonly after: number; readonly limit: number }): Promise<PageRow[]> {
    return tx.query<PageRow[]>('select page, total, digest, payload from import_pages where run_id = $1 and page > $2 order by page limit $3', [runId, after, limit]);
  }

  /** What a later walk needs of the pages, in order. */
  async listDigests(tx: Transaction, runId: string): Promise<PageDigest[]> {
    return (await tx.query<{ digest: PageDigest }[]>('select digest from import_pages where run_id = $1 and payload is not null order by page', [runId])).map((row) => row.digest);
  }

  /** Rows on the kept pages, and the last total that they state; no pages = nothing to read again. */
  async countKept(tx: Transaction, runId: string): Promise<{ pages: number; rows: number; total: number | null }> {
    const [row] = await tx.query<{ pages: number; rows: number; total: number | null }[]>(
      `select count(*)::int as pages, coalesce(sum(jsonb_array_length(digest -> 'keys')), 0)::int as rows, (array_agg(total order by page desc))[1] as total from import_pages where run_id = $1 and payload is not null`,
      [runId],
    );
    return row!;
  }
}
