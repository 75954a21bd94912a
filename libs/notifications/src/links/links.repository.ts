import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { ContactRequestEntity } from './link.entity.js';

/** Whom and what a link is about. */
export interface OpenedLink {
  readonly ownerRegion: string;
  readonly traineeId: string;
  readonly vacancyId: string;
}

export interface NewLink extends OpenedLink {
  readonly tokenHash: string;
}

@Injectable()
export class LinksRepository {
  /** The people who have none about the vacancy yet get one; the others are missing from the answer. */
  async insert(tx: Transaction, links: readonly NewLink[], madeAt: Date, expiresAt: Date): Promise<Set<string>> {
    const rows = await tx.query<{ traineeId: string }[]>(
      `insert into job_links (token_hash, owner_region, registration_id, vacancy_id, made_at, expires_at)
       select "tokenHash", "ownerRegion", "traineeId", "vacancyId", $2, $3 from jsonb_to_recordset($1::jsonb) as g ("tokenHash" text, "ownerRegion" text, "traineeId" uuid, "vacancyId" uuid)
       on conflict on constraint one_link_per_person_and_vacancy do nothing returning registration_id as "traineeId"`,
      [JSON.stringify(links), madeAt, expiresAt],
    );
    return new Set(rows.map(({ traineeId }) => traineeId));
  }

  /** Null: no such link, or it has ended. Needs no scope: who has the token may ask. */
  async open(tx: Transaction, tokenHash: string, at: Date): Promise<OpenedLink | null> {
    const [row] = await tx.query<OpenedLink[]>('select owner_region as "ownerRegion", registration_id as "traineeId", vacancy_id as "vacancyId" from open_job_link($1, $2)', [tokenHash, at]);
    return row ?? null;
  }

  async noteMiss(tx: Transaction, source: string, day: string): Promise<void> {
    await tx.query('insert into link_misses as m (day, source, misses) values ($1, $2, 1) on conflict on constraint one_count_of_misses_per_day_and_source do update set misses = m.misses + 1', [day, source]);
  }

  async addCode(tx: Transaction, { ownerRegion, traineeId, vacancyId }: OpenedLink, codeHash: string, madeAt: Date, expiresAt: Date): Promise<void> {
    await tx.query('insert into link_codes (owner_region, registration_id, vacancy_id, code_hash, made_at, expires_at) values ($1, $2, $3, $4, $5, $6)', [ownerRegion, traineeId, vacancyId, codeHash, madeAt, expiresAt]);
  }

  /** `none`: there is no code, or it has ended or been used; `spent`: five tries are over. */
  async tryCode(tx: Transaction, { traineeId, vacancyId }: OpenedLink, codeHash: string, at: Date): Promise<'right' | 'wrong' | 'spent' | 'none'> {
    const [row] = await tx.query<{ verdict: 'right' | 'wrong' | 'spent' | 'none' }[]>('select try_link_code($1, $2, $3, $4) as verdict', [traineeId, vacancyId, codeHash, at]);
    return row!.verdict;
  }

  /** Asked again while it is open it is the same request. */
  async requestContact(tx: Transaction, { ownerRegion, traineeId, vacancyId }: OpenedLink, at: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>('insert into contact_requests (owner_region, registration_id, vacancy_id, at) values ($1, $2, $3, $4) on conflict do nothing returning id', [ownerRegion, traineeId, vacancyId, at]);
    return rows.length > 0;
  }

  /** Open ones, who waits longest first. */
  async listRequests(tx: Transaction, after: readonly (string | number)[] | null, limit: number): Promise<ContactRequestEntity[]> {
    return tx.query<ContactRequestEntity[]>(
      `select id, owner_region as "ownerRegion", registration_id as "registrationId", vacancy_id as "vacancyId", at, settled_by as "settledBy", settled_at as "settledAt" from contact_requests
       where settled_at is null and ($1::timestamptz is null or (date_trunc('milliseconds', at), id) > ($1::timestamptz, $2::uuid)) order by date_trunc('milliseconds', at), id limit $3`,
      [...(after ?? [null, null]), limit],
    );
  }

  /** Null: none is open in scope. */
  async settleRequest(tx: Transaction, id: string, by: string, at: Date): Promise<{ readonly ownerRegion: string } | null> {
    const [rows] = await tx.query<[{ ownerRegion: string }[], number]>('update contact_requests set settled_by = $2, settled_at = $3 where id = $1 and settled_at is null returning owner_region as "ownerRegion"', [id, by, at]);
    return rows[0] ?? null;
  }
}
