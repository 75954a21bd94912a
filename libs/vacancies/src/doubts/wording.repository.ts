import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { WordingVerdict } from './doubt.entity.js';
import type { CountyRange } from './title-doubts.repository.js';

/** Vacancies of one wording that are held. */
export interface HeldWording {
  readonly wording: string;
  readonly vacancies: number;
  readonly oldestAt: Date;
  readonly exampleId: string;
  readonly title: string;
  readonly description: string | null;
  readonly ageFrom: number | null;
  readonly ageTo: number | null;
  readonly employerName: string;
  readonly sources: readonly string[];
  /** Microseconds since 1970: the place in the list. */
  readonly place: string;
}

/** An open vacancy with its words and what was read in them. */
export interface WordingRow {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly ageFrom: number | null;
  readonly ageTo: number | null;
  readonly flags: readonly string[];
  readonly hash: string | null;
}

const HELD = `v.status = 'open' and v.publication = 'held' and v.owner_region between $1 and $2`;
const ROWS_A_PAGE = 5_000;

@Injectable()
export class WordingRepository {
  /** The longest held first. */
  async listHeld(tx: Transaction, { from, to }: CountyRange, { flag, after, limit }: { flag: string | null; after: readonly [oldestAt: string, wording: string] | null; limit: number }): Promise<HeldWording[]> {
    return tx.query<HeldWording[]>(
      `with page as (
         select wording_hash, count(*)::int as vacancies, min(created_at) as oldest_at, array_agg(distinct source order by source) as sources from vacancies v where ${HELD} and ($3::text is null or v.wording_flags @> array[$3]) group by wording_hash
         having $4::timestamptz is null or (min(created_at), wording_hash) > ($4, $5) order by min(created_at), wording_hash limit $6)
       select page.wording_hash as wording, page.vacancies, page.oldest_at as "oldestAt", page.sources, to_char(page.oldest_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place, example.*
       from page, lateral (
         select v.id as "exampleId", v.title, v.description, v.age_wish_from as "ageFrom", v.age_wish_to as "ageTo", e.name as "employerName" from vacancies v join employers e on e.id = v.employer_id
         where ${HELD} and v.wording_hash = page.wording_hash order by v.created_at, v.id limit 1) example
       order by page.oldest_at, page.wording_hash`,
      [from, to, flag, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  async countBySource(tx: Transaction, { from, to }: CountyRange): Promise<{ source: string; count: number; oldestAt: Date }[]> {
    return tx.query(`select source, count(*)::int as count, min(created_at) as "oldestAt" from vacancies v where ${HELD} group by source order by source`, [from, to]);
  }

  /** Vacancies by wording, held or decided, whatever their state; locked against a second officer. */
  async countByWording(tx: Transaction, { from, to }: CountyRange, wordings: readonly string[]): Promise<ReadonlyMap<string, number>> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('wording-decisions.' || $1, 0))`, [from]);
    const rows = await tx.query<{ wording: string; count: number }[]>(`select wording_hash as wording, count(*)::int as count from vacancies where owner_region between $1 and $2 and wording_hash = any ($3::text[]) group by wording_hash`, [from, to, wordings]);
    return new Map(rows.map((row) => [row.wording, row.count]));
  }

  /** Remembers the verdict for these words and gives it to the vacancies that carry them. @returns those that are not as they were */
  async decide(tx: Transaction, { from, to }: CountyRange, officerId: string, wordings: ReadonlyMap<string, number>, verdict: WordingVerdict, reason: string): Promise<string[]> {
    await tx.query(`insert into wording_decisions (owner_region, wording_hash, verdict, reason, vacancies, decided_by) select $1, hash, $2, $3, vacancies, $4 from unnest($5::text[], $6::int[]) as w (hash, vacancies)`, [
      from, verdict, reason, officerId, [...wordings.keys()], [...wordings.values()],
    ]);
    const [rows] = await tx.query<[{ id: string }[], number]>(
      `update vacancies set publication = $4, version = version + 1, updated_at = now() where owner_region between $1 and $2 and wording_hash = any ($3::text[]) and publication <> $4 returning id`,
      [from, to, [...wordings.keys()], verdict === 'clear' ? 'cleared' : 'refused'],
    );
    return rows.map((row) => row.id);
  }

  /** The next open vacancies by id. `last` = where the next page begins; null = this was the last. */
  async listOpen(tx: Transaction, { from, to }: CountyRange, after: string | null): Promise<{ rows: WordingRow[]; last: string | null }> {
    const rows = await tx.query<WordingRow[]>(
      `select id, title, description, age_wish_from as "ageFrom", age_wish_to as "ageTo", wording_flags as flags, wording_hash as hash from vacancies
       where status = 'open' and owner_region between $1 and $2 and ($3::uuid is null or id > $3) order by id limit ${ROWS_A_PAGE}`,
      [from, to, after],
    );
    return { rows, last: rows.length === ROWS_A_PAGE ? rows.at(-1)!.id : null };
  }

  async write(tx: Transaction, rows: readonly { readonly id: string; readonly wording_flags: readonly string[]; readonly wording_hash: string | null }[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `update vacancies v set wording_flags = r.wording_flags, wording_hash = r.wording_hash, version = v.version + 1, updated_at = now()
       from jsonb_to_recordset($1::jsonb) as r (id uuid, wording_flags text[], wording_hash text) where v.id = r.id`,
      [JSON.stringify(rows)],
    );
  }
}
