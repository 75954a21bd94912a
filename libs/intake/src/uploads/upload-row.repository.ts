import { Inject, Injectable } from '@nestjs/common';
import { FIELD_CIPHER, type FieldCipher, type Transaction } from '@app/platform';
import type { RosterRow } from '@app/workbooks';
import type { RowDeed, RowFault, RowJudgement, RowOutcome, RowToApply } from '../kinds/workbook-kind.js';
import type { UploadRow } from './upload.repository.js';

/** A row as officers see it: no content. */
export interface RowView {
  readonly place: number;
  readonly sheet: string;
  readonly number: number;
  readonly outcome: RowOutcome;
  readonly faults: readonly RowFault[];
  readonly subjectId: string | null;
  readonly done: boolean;
  readonly undone: boolean | null;
  readonly keptBecause: string | null;
}

/** A row that waits to be written. */
export interface WaitingRow extends RowToApply {
  readonly place: number;
}

/** A deed that may be taken back. */
export interface DoneRow {
  readonly place: number;
  readonly trace: unknown;
}

const VIEW = 'place, sheet, number, outcome, faults, subject_id as "subjectId", done, undone, kept_because as "keptBecause"';
const ROWS_A_STATEMENT = 1000;

/** The rows of an upload; their contents and traces are sealed. A few statements a batch, whatever its size. */
@Injectable()
export class UploadRowRepository {
  constructor(@Inject(FIELD_CIPHER) private readonly cipher: FieldCipher) {}

  /** Writes a plan over whatever was planned before. */
  async replace(tx: Transaction, upload: Pick<UploadRow, 'id' | 'ownerRegion'>, rows: readonly RosterRow[], judgements: readonly RowJudgement[]): Promise<void> {
    await tx.query('delete from workbook_rows where upload_id = $1', [upload.id]);
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      const part = rows.slice(at, at + ROWS_A_STATEMENT).map((row, i) => {
        const judgement = judgements[at + i]!;
        return { place: at + i, sheet: row.sheet, number: row.number, content: this.#seal('content', upload.id, at + i, row), outcome: judgement.outcome, faults: judgement.faults, subject_id: judgement.subjectId };
      });
      await tx.query(
        `insert into workbook_rows (upload_id, owner_region, place, sheet, number, content, outcome, faults, subject_id)
         select $1, $2, place, sheet, number, content, outcome, faults, subject_id from jsonb_to_recordset($3::jsonb) as r (place int, sheet text, number int, content text, outcome text, faults jsonb, subject_id uuid)`,
        [upload.id, upload.ownerRegion, JSON.stringify(part)],
      );
    }
  }

  /** The next rows that wait to be written, in the order of the file. */
  async nextWaiting(tx: Transaction, uploadId: string, limit: number): Promise<WaitingRow[]> {
    return this.#opened(uploadId, await tx.query(`select place, subject_id, content from workbook_rows where upload_id = $1 and not done and outcome in ('new', 'changed', 'unchanged') order by place limit $2`, [uploadId, limit]));
  }

  async countDone(tx: Transaction, uploadId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(`select count(*)::int as count from workbook_rows where upload_id = $1 and (done or outcome in ('duplicate', 'faulty'))`, [uploadId]);
    return row!.count;
  }

  async recordDeeds(tx: Transaction, uploadId: string, deeds: readonly { place: number; deed: RowDeed }[]): Promise<void> {
    await tx.query(
      `update workbook_rows r set done = true, outcome = g.outcome, faults = g.faults, subject_id = coalesce(g.subject_id, r.subject_id), trace = g.trace
       from jsonb_to_recordset($2::jsonb) as g (place int, outcome text, faults jsonb, subject_id uuid, trace text) where r.upload_id = $1 and r.place = g.place`,
      [uploadId, JSON.stringify(deeds.map(({ place, deed }) => ({ place, outcome: deed.outcome, faults: deed.faults, subject_id: deed.subjectId, trace: deed.trace === null ? null : this.#seal('trace', uploadId, place, deed.trace) })))],
    );
  }

  /** The next deeds to take back, the last first. */
  async nextToUndo(tx: Transaction, uploadId: string, limit: number): Promise<DoneRow[]> {
    const rows = await tx.query<{ place: number; trace: string }[]>('select place, trace from workbook_rows where upload_id = $1 and done and trace is not null and undone is null order by place desc limit $2', [uploadId, limit]);
    return rows.map((row) => ({ place: row.place, trace: this.#open('trace', uploadId, row.place, row.trace) }));
  }

  async recordUndone(tx: Transaction, uploadId: string, verdicts: readonly { place: number; keptBecause: string | null }[]): Promise<void> {
    await tx.query('update workbook_rows r set undone = g.because is null, kept_because = g.because from unnest($2::int[], $3::text[]) as g (place, because) where r.upload_id = $1 and r.place = g.place', [
      uploadId, verdicts.map((each) => each.place), verdicts.map((each) => each.keptBecause),
    ]);
  }

  async countUndone(tx: Transaction, uploadId: string): Promise<{ undone: number; kept: number }> {
    const [row] = await tx.query<{ undone: number; kept: number }[]>('select count(*) filter (where undone)::int as undone, count(*) filter (where not undone)::int as kept from workbook_rows where upload_id = $1', [uploadId]);
    return row!;
  }

  /** What the application may show of the rows, in the order of the file. */
  async list(tx: Transaction, uploadId: string, { outcome, kept, after, limit }: { outcome: RowOutcome | null; kept: boolean; after: number | null; limit: number }): Promise<RowView[]> {
    return tx.query<RowView[]>(`select ${VIEW} from workbook_rows where upload_id = $1 and ($2::text is null or outcome = $2) and (not $3::boolean or undone is false) and place > $4 order by place limit $5`, [uploadId, outcome, kept, after ?? -1, limit]);
  }

  /** The faulty rows with what their sender wrote, and every reason. */
  async listReturned(tx: Transaction, uploadId: string): Promise<Pick<RosterRow, 'sheet' | 'number' | 'texts' | 'faults'>[]> {
    const rows = await tx.query<{ place: number; content: string | null; faults: RowFault[] }[]>(`select place, content, faults from workbook_rows where upload_id = $1 and outcome = 'faulty' order by place`, [uploadId]);
    return rows.flatMap((row) => {
      if (row.content === null) return [];
      const { sheet, number, texts } = this.#open('content', uploadId, row.place, row.content) as RosterRow;
      return [{ sheet, number, texts, faults: row.faults.map((fault) => ({ ...fault, column: null })) }];
    });
  }

  #opened(uploadId: string, rows: readonly { place: number; subject_id: string | null; content: string | null }[]): WaitingRow[] {
    return rows.flatMap((row) => (row.content === null ? [] : [{ place: row.place, subjectId: row.subject_id, row: this.#open('content', uploadId, row.place, row.content) as RosterRow }]));
  }

  #seal(column: 'content' | 'trace', uploadId: string, place: number, value: unknown): string {
    return this.cipher.seal(JSON.stringify(value), { table: 'workbook_rows', column, rowId: `${uploadId}/${place}` });
  }

  #open(column: 'content' | 'trace', uploadId: string, place: number, sealed: string): unknown {
    return JSON.parse(this.cipher.open(sealed, { table: 'workbook_rows', column, rowId: `${uploadId}/${place}` })) as unknown;
  }
}
