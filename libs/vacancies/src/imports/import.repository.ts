import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { ClosingReason, VacancyStatus } from '../vacancies/vacancy-life.js';
import type { HeldFor, RunFault, RunState } from './import.entity.js';

/** A run as it stands. */
export interface RunRow {
  readonly id: string;
  readonly ownerRegion: string;
  readonly source: string;
  readonly state: RunState;
  readonly requestedBy: string;
  readonly pagesRead: number;
  readonly reportedTotal: number | null;
  readonly rowsRead: number;
  readonly rowsNew: number;
  readonly rowsChanged: number;
  readonly rowsUnchanged: number;
  readonly rowsRejected: number;
  readonly rowsClosed: number;
  readonly rowsMissing: number;
  readonly openBefore: number | null;
  readonly reason: string | null;
  /** Why it was held; stays when it is decided. */
  readonly heldFor: HeldFor | null;
  /** Rows read that a held run made nothing of. */
  readonly rowsWithheld: number;
  /** The run whose kept pages it reads instead of asking the source. */
  readonly replays: string | null;
  /** A replay that an officer lets pass whatever its rows are. */
  readonly tolerant: boolean;
  readonly heldClosings: readonly string[];
  readonly heldMissing: readonly string[];
  readonly faults: readonly RunFault[];
  /** ISO 8601, microseconds, UTC. */
  readonly requestedAt: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly version: number;
}

/** What a run must know of a vacancy of its source that is there already. */
export interface KnownVacancy {
  readonly id: string;
  readonly externalId: string | null;
  readonly groupKey: string | null;
  readonly phoneIndex: string | null;
  readonly publishedText: string | null;
  readonly payText: string | null;
  readonly contentHash: string | null;
  readonly status: VacancyStatus;
  readonly closingReason: ClosingReason | null;
  readonly hired: number;
  readonly missingRuns: number;
}

/** A run that is asked for. */
export interface NewRun {
  readonly ownerRegion: string;
  readonly source: string;
  readonly requestedBy: string;
  readonly replays?: string | null;
  readonly tolerant?: boolean;
}

/** What became of one row. */
export interface RowOutcome {
  readonly page: number;
  readonly number: number;
  readonly outcome: 'new' | 'changed' | 'unchanged' | 'rejected';
  readonly reason: string | null;
  readonly externalKey: string | null;
  readonly vacancyId: string | null;
}

/** How a run ends. */
export interface RunEnd {
  readonly state: RunState;
  readonly pagesRead: number;
  readonly reportedTotal: number | null;
  readonly counts: { readonly new: number; readonly changed: number; readonly unchanged: number; readonly rejected: number };
  readonly withheld: number;
  readonly closed: number;
  readonly missing: number;
  readonly openBefore: number | null;
  readonly reason: string | null;
  readonly heldFor: HeldFor | null;
  readonly heldClosings: readonly string[];
  readonly heldMissing: readonly string[];
  readonly faults: readonly RunFault[];
}

const RUN = `id, owner_region as "ownerRegion", source, state, requested_by as "requestedBy", pages_read as "pagesRead", reported_total as "reportedTotal", rows_read as "rowsRead", rows_new as "rowsNew", rows_changed as "rowsChanged",
  rows_unchanged as "rowsUnchanged", rows_rejected as "rowsRejected", rows_closed as "rowsClosed", rows_missing as "rowsMissing", open_before as "openBefore", reason, held_for as "heldFor", rows_withheld as "rowsWithheld", replays, tolerant, held_closings as "heldClosings", held_missing as "heldMissing", faults,
  to_char(requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", started_at as "startedAt", ended_at as "endedAt", version`;
const ROWS_A_STATEMENT = 2000;

@Injectable()
export class ImportRepository {
  /** Adds a waiting run; null when the source has one that waits or is at work. */
  async addRun(tx: Transaction, { ownerRegion, source, requestedBy, replays = null, tolerant = false }: NewRun): Promise<RunRow | null> {
    const [row] = await tx.query<RunRow[]>(
      `insert into import_runs (owner_region, source, requested_by, replays, tolerant) values ($1, $2, $3, $4, $5) on conflict (owner_region, source) where state in ('queued', 'running') do nothing returning ${RUN}`,
      [ownerRegion, source, requestedBy, replays, tolerant],
    );
    return row ?? null;
  }

  async findActiveRun(tx: Transaction, ownerRegion: string, source: string): Promise<RunRow | null> {
    const [row] = await tx.query<RunRow[]>(`select ${RUN} from import_runs where owner_region = $1 and source = $2 and state in ('queued', 'running')`, [ownerRegion, source]);
    return row ?? null;
  }

  async findRun(tx: Transaction, id: string): Promise<RunRow | null> {
    const [row] = await tx.query<RunRow[]>(`select ${RUN} from import_runs where id = $1`, [id]);
    return row ?? null;
  }

  async lockRun(tx: Transaction, id: string): Promise<RunRow | null> {
    const [row] = await tx.query<RunRow[]>(`select ${RUN} from import_runs where id = $1 for update`, [id]);
    return row ?? null;
  }

  /** Newest first. */
  async listRuns(tx: Transaction, { source, state, heldFor, after, limit }: { source: string | null; state: RunState | null; heldFor: HeldFor | null; after: readonly [requestedAt: string, id: string] | null; limit: number }): Promise<RunRow[]> {
    return tx.query<RunRow[]>(
      `select ${RUN} from import_runs where ($1::text is null or source = $1) and ($2::text is null or state = $2) and ($6::text is null or held_for = $6) and ($3::timestamptz is null or (requested_at, id) < ($3, $4::uuid))
       order by requested_at desc, import_runs.id desc limit $5`,
      [source, state, after?.[0] ?? null, after?.[1] ?? null, limit, heldFor],
    );
  }

  async listRows(tx: Transaction, runId: string, { outcome, after, limit }: { outcome: RowOutcome['outcome'] | null; after: readonly [page: number, number: number] | null; limit: number }): Promise<RowOutcome[]> {
    return tx.query<RowOutcome[]>(
      `select page, number, outcome, reason, external_key as "externalKey", vacancy_id as "vacancyId" from import_rows
       where run_id = $1 and ($2::text is null or outcome = $2) and ($3::int is null or (page, number) > ($3, $4::int)) order by page, number limit $5`,
      [runId, outcome, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  /** Takes a run over with a new fencing number; null when it has ended or was stopped. */
  async takeOver(tx: Transaction, id: string): Promise<{ run: RunRow; fencing: number } | null> {
    const [rows] = await tx.query<[(RunRow & { fencing: number })[], number]>(
      `update import_runs set state = 'running', fencing = nextval('import_fencing'), started_at = coalesce(started_at, now()), updated_at = now(), version = version + 1 where id = $1 and state in ('queued', 'running') returning ${RUN}, fencing`,
      [id],
    );
    return rows[0] ? { run: rows[0], fencing: rows[0].fencing } : null;
  }

  /** Whether the run is still this worker's; locks it until the transaction ends and notes that it is alive. */
  async isOurs(tx: Transaction, id: string, fencing: number): Promise<boolean> {
    const [, count] = await tx.query<[unknown[], number]>(`update import_runs set updated_at = now() where id = $1 and fencing = $2 and state = 'running'`, [id, fencing]);
    return count === 1;
  }

  /** The run before this one, where it broke off after some pages and not too long ago: its pages can be gone on from. */
  async findBrokenOff(tx: Transaction, run: { readonly id: string; readonly ownerRegion: string; readonly source: string }, notBefore: Date): Promise<string | null> {
    const [row] = await tx.query<{ id: string; state: RunState; endedAt: Date | null }[]>(
      `select id, state, ended_at as "endedAt" from import_runs where owner_region = $1 and source = $2 and id <> $3 and replays is null order by requested_at desc limit 1`,
      [run.ownerRegion, run.source, run.id],
    );
    return row && (row.state === 'incomplete' || row.state === 'failed') && row.endedAt !== null && row.endedAt >= notBefore ? row.id : null;
  }

  /** Every vacancy of the source, locked until the transaction ends: hires wait, so that seats are counted right. */
  async lockKnown(tx: Transaction, ownerRegion: string, source: string): Promise<KnownVacancy[]> {
    return tx.query<KnownVacancy[]>(
      `select id, external_id as "externalId", group_key as "groupKey", contact_phone_index as "phoneIndex", published_text as "publishedText", pay_text as "payText", content_hash as "contentHash", status,
         closing_reason as "closingReason", hired, missing_runs as "missingRuns" from vacancies where owner_region = $1 and source = $2 order by id for update`,
      [ownerRegion, source],
    );
  }

  /** Rows that the list holds as we know them. */
  async markMet(tx: Transaction, runId: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await tx.query('update vacancies set last_seen_run = $2, missing_runs = 0 where id = any ($1::uuid[])', [ids, runId]);
  }

  async markMissing(tx: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await tx.query('update vacancies set missing_runs = missing_runs + 1 where id = any ($1::uuid[])', [ids]);
  }

  async addRows(tx: Transaction, run: { readonly id: string; readonly ownerRegion: string }, fencing: number, rows: readonly RowOutcome[]): Promise<void> {
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      await tx.query(
        `insert into import_rows (run_id, owner_region, fencing, page, number, outcome, reason, external_key, vacancy_id)
         select $1, $2, $3, page, number, outcome, reason, "externalKey", "vacancyId" from jsonb_to_recordset($4::jsonb) as r (page int, number int, outcome text, reason text, "externalKey" text, "vacancyId" uuid)`,
        [run.id, run.ownerRegion, fencing, JSON.stringify(rows.slice(at, at + ROWS_A_STATEMENT))],
      );
    }
  }

  /** Vacancies of the source that its runs closed on the civil day (Asia/Shanghai). */
  async countClosedOn(tx: Transaction, ownerRegion: string, source: string, day: string): Promise<number> {
    const [row] = await tx.query<{ closed: number }[]>(
      `select coalesce(sum(rows_closed), 0)::int as closed from import_runs where owner_region = $1 and source = $2 and (ended_at at time zone 'Asia/Shanghai')::date = $3::date`,
      [ownerRegion, source, day],
    );
    return row!.closed;
  }

  async endRun(tx: Transaction, id: string, end: RunEnd, at: Date): Promise<void> {
    const { counts } = end;
    await tx.query(
      `update import_runs set state = $2, pages_read = $3, reported_total = $4, rows_new = $5, rows_changed = $6, rows_unchanged = $7, rows_rejected = $8, rows_read = $17, rows_closed = $9, rows_missing = $10,
         open_before = $11, reason = $12, held_closings = $13, held_missing = $14, faults = $15, held_for = $18, rows_withheld = $19, ended_at = $16, updated_at = $16, version = version + 1 where id = $1`,
      [id, end.state, end.pagesRead, end.reportedTotal, counts.new, counts.changed, counts.unchanged, counts.rejected, end.closed, end.missing, end.openBefore, end.reason, end.heldClosings, end.heldMissing, JSON.stringify(end.faults), at, counts.new + counts.changed + counts.unchanged + counts.rejected + end.withheld, end.heldFor, end.withheld],
    );
  }

  /** Held runs of the source of which nothing became a fact: a later run has read the list again. */
  async supersedeUnbelieved(tx: Transaction, run: RunRow): Promise<void> {
    await tx.query(
      `update import_runs set state = 'stopped', reason = reason || '；已由后来的批次代替', updated_at = now(), version = version + 1
       where owner_region = $1 and source = $2 and id <> $3 and state = 'held' and held_for in ('drift', 'bad-rows')`,
      [run.ownerRegion, run.source, run.id],
    );
  }

  /** A run of the source after this one whose rows are facts: what this one read is older than what is known. */
  async findApplied(tx: Transaction, run: RunRow): Promise<string | null> {
    const [row] = await tx.query<{ id: string }[]>(
      `select r.id from import_runs r, import_runs old where old.id = $3 and r.owner_region = $1 and r.source = $2 and r.id <> $3 and r.requested_at > old.requested_at and r.replays is distinct from $3
         and r.rows_read > r.rows_rejected and (r.state in ('complete', 'incomplete') or r.state = 'held' and r.held_for not in ('drift', 'bad-rows')) limit 1`,
      [run.ownerRegion, run.source, run.id],
    );
    return row?.id ?? null;
  }

  async endHeld(tx: Transaction, id: string, word: string): Promise<void> {
    await tx.query(`update import_runs set state = 'stopped', reason = reason || $2, updated_at = now(), version = version + 1 where id = $1`, [id, word]);
  }

  async findRow(tx: Transaction, runId: string, page: number, number: number): Promise<RowOutcome | null> {
    const [row] = await tx.query<RowOutcome[]>(
      `select page, number, outcome, reason, external_key as "externalKey", vacancy_id as "vacancyId" from import_rows where run_id = $1 and page = $2 and number = $3`,
      [runId, page, number],
    );
    return row ?? null;
  }

  /** Of these vacancies, those that no run has met since the given one: what a release may still touch. */
  async stillMissing(tx: Transaction, ids: readonly string[], sinceRun: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select v.id from vacancies v where v.id = any ($1::uuid[]) and v.status = 'open'
         and not exists (select from import_runs met, import_runs held where met.id = v.last_seen_run and held.id = $2 and met.requested_at >= held.requested_at)`,
      [ids, sinceRun],
    );
    return rows.map((row) => row.id);
  }

  async releaseRun(tx: Transaction, id: string, closed: number, missing: number): Promise<void> {
    await tx.query(`update import_runs set state = 'complete', rows_closed = $2, rows_missing = $3, held_closings = '{}', held_missing = '{}', updated_at = now(), version = version + 1 where id = $1`, [id, closed, missing]);
  }

  async stopRun(tx: Transaction, id: string, at: Date): Promise<boolean> {
    const [, count] = await tx.query<[unknown[], number]>(`update import_runs set state = 'stopped', ended_at = $2, updated_at = $2, version = version + 1 where id = $1 and state in ('queued', 'running')`, [id, at]);
    return count === 1;
  }

  /** Runs that nobody has touched for a while: their worker died. */
  async listStranded(tx: Transaction, minutes: number): Promise<{ id: string; ownerRegion: string }[]> {
    return tx.query<{ id: string; ownerRegion: string }[]>(`select id, owner_region as "ownerRegion" from import_runs where state in ('queued', 'running') and requested_at > now() - interval '1 day' and updated_at < now() - make_interval(mins => $1)`, [minutes]);
  }

  /** Runs that were taken up for a whole day and never came to an end. */
  async failAbandoned(tx: Transaction, reason: string): Promise<void> {
    await tx.query(`update import_runs set state = 'failed', reason = $1, ended_at = now(), updated_at = now(), version = version + 1 where state in ('queued', 'running') and requested_at <= now() - interval '1 day'`, [reason]);
  }

  async touchRuns(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.query('update import_runs set updated_at = now() where id = any ($1::uuid[])', [ids]);
  }

  /** Drops the raw pages that were kept long enough; returns how many. */
  async dropPayloads(tx: Transaction, readBefore: Date): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>('update import_pages set payload = null where payload is not null and read_at < $1', [readBefore]);
    return count;
  }
}
