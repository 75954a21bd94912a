import { Injectable } from '@nestjs/common';
import type { StatedSkill } from '@app/catalogue';
import type { Transaction } from '@app/platform';
import type { DecidedBy } from '../vacancies/vacancy-life.js';
import type { TitleVerdict } from './doubt.entity.js';

/** First and last owner region of the county that asks. */
export interface CountyRange {
  readonly from: string;
  readonly to: string;
}

/** A wording that waits for an officer. */
export interface WaitingTitle {
  readonly wording: string;
  readonly vacancies: number;
  readonly oldestAt: Date;
  readonly exampleId: string;
  readonly exampleTitle: string;
  readonly sources: readonly string[];
}

export interface TitleDecisionRow {
  readonly id: string;
  readonly wording: string;
  readonly alias: string;
  readonly verdict: TitleVerdict;
  readonly occupation: string | null;
  readonly taught: boolean;
  readonly vacancies: number;
  readonly decidedBy: string;
  /** ISO 8601, microseconds, UTC. */
  readonly decidedAt: string;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: Date | null;
}

/** The words of a vacancy that is to be read again. */
export interface WordsRow {
  readonly id: string;
  readonly title: string;
  readonly cleanedTitle: string;
  readonly description: string | null;
}

/** What a vacancy's words mean now. */
export interface Reread {
  readonly id: string;
  readonly cleanedTitle: string;
  readonly occupation: string | null;
  readonly by: DecidedBy | null;
  readonly noTrade: boolean;
  readonly skills: readonly StatedSkill[];
}

/** Neither a rule nor an officer has said what the work is. The index vacancies_waiting_for_occupation is of these rows. */
const WAITING = `v.status = 'open' and v.occupation is null and v.occupation_by is null and not v.no_trade and not v.test and v.owner_region between $1 and $2`;
const ASKED = `${WAITING} and not exists (select from title_decisions d where d.owner_region = rpad(left(v.owner_region, 6), 12, '0') and d.wording = v.cleaned_title and d.verdict = 'undecidable' and d.withdrawn_at is null)`;
const DECISION = `id, wording, alias, verdict, occupation, taught, vacancies, decided_by as "decidedBy", to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", withdrawn_by as "withdrawnBy", withdrawn_at as "withdrawnAt"`;
const ROWS_A_STATEMENT = 500;

@Injectable()
export class TitleDoubtsRepository {
  /** Wordings with most vacancies first. */
  async listWaiting(tx: Transaction, { from, to }: CountyRange, { source, after, limit }: { source: string | null; after: readonly [vacancies: number, wording: string] | null; limit: number }): Promise<WaitingTitle[]> {
    return tx.query<WaitingTitle[]>(
      `with page as (
         select cleaned_title as wording, count(*)::int as vacancies, min(created_at) as oldest_at from vacancies v where ${ASKED} and ($3::text is null or v.source = $3)
         group by cleaned_title having $4::int is null or count(*) < $4 or (count(*) = $4 and cleaned_title collate "C" > $5 collate "C") order by count(*) desc, cleaned_title collate "C" limit $6)
       select page.wording, page.vacancies, page.oldest_at as "oldestAt", example.id as "exampleId", example.title as "exampleTitle", origin.sources
       from page, lateral (select v.id, v.title from vacancies v where ${WAITING} and v.cleaned_title = page.wording order by v.created_at, v.id limit 1) example,
         lateral (select array_agg(distinct v.source order by v.source) as sources from vacancies v where ${WAITING} and v.cleaned_title = page.wording) origin
       order by page.vacancies desc, page.wording collate "C"`,
      [from, to, source, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  async countBySource(tx: Transaction, { from, to }: CountyRange): Promise<{ source: string; count: number; oldestAt: Date }[]> {
    return tx.query(`select source, count(*)::int as count, min(created_at) as "oldestAt" from vacancies v where ${ASKED} group by source order by source`, [from, to]);
  }

  async countWordings(tx: Transaction, { from, to }: CountyRange): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(`select count(distinct cleaned_title)::int as count from vacancies v where ${ASKED}`, [from, to]);
    return row!.count;
  }

  /** Waiting vacancies by wording; one that is not asked about is absent. */
  async countWaiting(tx: Transaction, { from, to }: CountyRange, wordings: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ wording: string; count: number }[]>(`select cleaned_title as wording, count(*)::int as count from vacancies v where ${ASKED} and cleaned_title = any ($3::text[]) group by cleaned_title`, [from, to, wordings]);
    return new Map(rows.map((row) => [row.wording, row.count]));
  }

  /** The waiting vacancies of these wordings, or with these titles as given, locked. */
  async lockWaiting(tx: Transaction, { from, to }: CountyRange, by: 'cleaned_title' | 'title', words: readonly string[]): Promise<WordsRow[]> {
    return tx.query<WordsRow[]>(`select id, title, cleaned_title as "cleanedTitle", description from vacancies v where ${WAITING} and ${by} = any ($3::text[]) order by id for update`, [from, to, words]);
  }

  async listWaitingTitles(tx: Transaction, { from, to }: CountyRange): Promise<{ title: string; cleanedTitle: string }[]> {
    return tx.query(`select distinct title, cleaned_title as "cleanedTitle" from vacancies v where ${WAITING}`, [from, to]);
  }

  /** Open vacancies that an alias of this meaning decided (null = needs no trade), locked. */
  async lockDecided(tx: Transaction, { from, to }: CountyRange, occupation: string | null): Promise<(WordsRow & { source: string })[]> {
    return tx.query<(WordsRow & { source: string })[]>(
      `select id, title, cleaned_title as "cleanedTitle", description, source from vacancies v where v.owner_region between $1 and $2 and v.status = 'open'
         and case when $3::text is null then v.no_trade and v.occupation_by is null else v.occupation = $3 and v.occupation_by = 'alias' end order by id for update`,
      [from, to, occupation],
    );
  }

  /** Writes what the words mean now. The hash is forgotten, so that the next import reads the row again whatever it meant when it came. */
  async write(tx: Transaction, rows: readonly Reread[]): Promise<void> {
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      const batch = rows.slice(at, at + ROWS_A_STATEMENT);
      await tx.query(
        `update vacancies v set cleaned_title = r."cleanedTitle", occupation = r.occupation, occupation_by = r.by, no_trade = r."noTrade", content_hash = null, version = v.version + 1, updated_at = now()
         from jsonb_to_recordset($1::jsonb) as r (id uuid, "cleanedTitle" text, occupation text, by text, "noTrade" boolean) where v.id = r.id`,
        [JSON.stringify(batch)],
      );
      await tx.query('delete from vacancy_skills where vacancy_id = any ($1::uuid[])', [batch.map((row) => row.id)]);
      await tx.query(
        `insert into vacancy_skills (vacancy_id, skill_id, level, essential) select r.id, s."skillId", s.level, s.essential
         from jsonb_to_recordset($1::jsonb) as r (id uuid, skills jsonb), jsonb_to_recordset(r.skills) as s ("skillId" text, level int, essential boolean)`,
        [JSON.stringify(batch)],
      );
    }
  }

  /** A decision that stands already stays as it is. */
  async addDecisions(tx: Transaction, ownerRegion: string, officerId: string, rows: readonly Pick<TitleDecisionRow, 'wording' | 'alias' | 'verdict' | 'occupation' | 'taught' | 'vacancies'>[]): Promise<void> {
    await tx.query(
      `insert into title_decisions (owner_region, decided_by, wording, alias, verdict, occupation, taught, vacancies)
       select $1, $2, wording, alias, verdict, occupation, taught, vacancies from jsonb_to_recordset($3::jsonb) as r (wording text, alias text, verdict text, occupation text, taught boolean, vacancies int)
       on conflict (owner_region, wording) where withdrawn_at is null do nothing`,
      [ownerRegion, officerId, JSON.stringify(rows)],
    );
  }

  /** Newest first. */
  async listDecisions(tx: Transaction, after: readonly [decidedAt: string, id: string] | null, limit: number): Promise<TitleDecisionRow[]> {
    return tx.query<TitleDecisionRow[]>(`select ${DECISION} from title_decisions where $1::timestamptz is null or (decided_at, id) < ($1, $2::uuid) order by title_decisions.decided_at desc, title_decisions.id desc limit $3`, [after?.[0] ?? null, after?.[1] ?? null, limit]);
  }

  /** Null when it is withdrawn, another county's, or not there. */
  async withdraw(tx: Transaction, id: string, officerId: string): Promise<TitleDecisionRow | null> {
    const [rows] = await tx.query<[TitleDecisionRow[], number]>(`update title_decisions set withdrawn_by = $2, withdrawn_at = now() where id = $1 and withdrawn_at is null returning ${DECISION}`, [id, officerId]);
    return rows[0] ?? null;
  }
}
