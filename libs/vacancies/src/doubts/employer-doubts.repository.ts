import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { CountyRange } from './title-doubts.repository.js';

/** An employer that nobody has verified, with what its county knows of it. */
export interface UnverifiedEmployer {
  readonly id: string;
  readonly name: string;
  readonly normalisedName: string;
  readonly creditCode: string | null;
  readonly openVacancies: number;
  readonly oldestAt: Date;
  readonly sources: readonly string[];
  /** The last time that an officer rejected it, where it has posted again since. */
  readonly rejectedAt: Date | null;
  readonly rejectedFor: string | null;
  readonly version: number;
}

const UNVERIFIED = `from vacancies v join employers e on e.id = v.employer_id where v.status = 'open' and not v.test and v.owner_region between $1 and $2 and e.verified_at is null and e.owner_region between $1 and $2`;

@Injectable()
export class EmployerDoubtsRepository {
  /** Those with most open vacancies first. */
  async list(tx: Transaction, { from, to }: CountyRange, { source, after, limit }: { source: string | null; after: readonly [openVacancies: number, id: string] | null; limit: number }): Promise<UnverifiedEmployer[]> {
    return tx.query<UnverifiedEmployer[]>(
      `select e.id, e.name, e.normalised_name as "normalisedName", e.credit_code as "creditCode", open.vacancies as "openVacancies", open.oldest_at as "oldestAt", open.sources, r.rejected_at as "rejectedAt", r.reason as "rejectedFor", e.version
       from (select e.id, count(*)::int as vacancies, min(v.created_at) as oldest_at, array_agg(distinct v.source order by v.source) as sources ${UNVERIFIED} and ($3::text is null or v.source = $3) group by e.id
             having $4::int is null or count(*) < $4 or (count(*) = $4 and e.id > $5::uuid) order by count(*) desc, e.id limit $6) open
         join employers e on e.id = open.id
         left join lateral (select rejected_at, reason from employer_rejections where employer_id = e.id order by rejected_at desc limit 1) r on true
       order by open.vacancies desc, e.id`,
      [from, to, source, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  /** Employers by the source of their open vacancies; one of two sources counts under both. */
  async countBySource(tx: Transaction, { from, to }: CountyRange): Promise<{ source: string; count: number; oldestAt: Date }[]> {
    return tx.query(`select v.source, count(distinct e.id)::int as count, min(v.created_at) as "oldestAt" ${UNVERIFIED} group by v.source order by v.source`, [from, to]);
  }

  async count(tx: Transaction, { from, to }: CountyRange): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(`select count(distinct e.id)::int as count ${UNVERIFIED}`, [from, to]);
    return row!.count;
  }

  /** Employers of the county, locked. */
  async lock(tx: Transaction, { from, to }: CountyRange, ids: readonly string[]): Promise<{ id: string; creditCode: string | null; verified: boolean }[]> {
    return tx.query(`select id, credit_code as "creditCode", verified_at is not null as verified from employers where id = any ($1::uuid[]) and owner_region between $2 and $3 order by id for update`, [ids, from, to]);
  }

  async ownersOfCodes(tx: Transaction, creditCodes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await tx.query<{ id: string; code: string }[]>('select id, credit_code as code from employers where credit_code = any ($1::text[])', [creditCodes]);
    return new Map(rows.map((row) => [row.code, row.id]));
  }

  async verify(tx: Transaction, officerId: string, at: Date, rows: readonly { readonly employerId: string; readonly creditCode: string }[]): Promise<void> {
    await tx.query(
      `update employers e set credit_code = r."creditCode", verified_at = $2, verified_by = $1, version = e.version + 1, updated_at = $2 from jsonb_to_recordset($3::jsonb) as r ("employerId" uuid, "creditCode" text) where e.id = r."employerId"`,
      [officerId, at, JSON.stringify(rows)],
    );
  }

  async listOpen(tx: Transaction, { from, to }: CountyRange, employerIds: readonly string[]): Promise<{ id: string; employerId: string }[]> {
    return tx.query(`select id, employer_id as "employerId" from vacancies where status = 'open' and owner_region between $1 and $2 and employer_id = any ($3::uuid[]) order by id for update`, [from, to, employerIds]);
  }

  async addRejections(tx: Transaction, ownerRegion: string, officerId: string, reason: string, closed: ReadonlyMap<string, number>): Promise<void> {
    await tx.query('insert into employer_rejections (employer_id, owner_region, reason, closed, rejected_by) select id, $1, $2, closed, $3 from unnest($4::uuid[], $5::int[]) as r (id, closed)', [ownerRegion, reason, officerId, [...closed.keys()], [...closed.values()]]);
  }
}
