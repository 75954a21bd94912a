import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { EmployerVerdict } from './employer-decision.entity.js';

/** An employer among those that may be one. */
export interface SpelledEmployer {
  readonly id: string;
  readonly name: string;
  readonly normalisedName: string;
  readonly creditCode: string | null;
  readonly verified: boolean;
  /** Open vacancies of the county. */
  readonly openVacancies: number;
  readonly createdAt: Date;
}

/** An employer that a decision is about. */
export interface DecidedEmployer {
  readonly id: string;
  readonly ownerRegion: string;
  readonly creditCode: string | null;
  readonly verified: boolean;
  readonly mergedInto: string | null;
  readonly createdAt: Date;
}

@Injectable()
export class EmployerSpellingsRepository {
  /** Unmerged employers of the county, and those of anywhere that have a credit code; the one to keep first. */
  async list(tx: Transaction, ownerRegion: string): Promise<SpelledEmployer[]> {
    return tx.query<SpelledEmployer[]>(
      `select e.id, e.name, e.normalised_name as "normalisedName", e.credit_code as "creditCode", e.verified_at is not null as verified, coalesce(v.open, 0) as "openVacancies", e.created_at as "createdAt"
       from employers e left join (select employer_id, count(*)::int as open from vacancies where owner_region = $1 and status = 'open' and not test group by employer_id) v on v.employer_id = e.id
       where e.merged_into is null and (e.owner_region = $1 or e.credit_code is not null)
       order by e.verified_at is null, e.credit_code is null, e.created_at, e.id`,
      [ownerRegion],
    );
  }

  /** Pairs of which an officer has said that they are two. */
  async listDifferent(tx: Transaction): Promise<{ one: string; other: string }[]> {
    return tx.query(`select one, other from employer_decisions where verdict = 'different'`);
  }

  /** The employers of a decision, by id. Those of the caller's scope are locked; another county's can only be looked at. */
  async lock(tx: Transaction, ids: readonly string[]): Promise<DecidedEmployer[]> {
    await tx.query('select id from employers where id = any ($1::uuid[]) order by id for update', [ids]);
    return tx.query<DecidedEmployer[]>(
      `select id, owner_region as "ownerRegion", credit_code as "creditCode", verified_at is not null as verified, merged_into as "mergedInto", created_at as "createdAt" from employers where id = any ($1::uuid[]) order by id`,
      [ids],
    );
  }

  /** References that both have used for vacancies of their own: they could not stand under one employer. */
  async listSharedReferences(tx: Transaction, one: string, other: string): Promise<string[]> {
    const rows = await tx.query<{ reference: string }[]>(
      `select a.external_id as reference from vacancies a join vacancies b on b.external_id = a.external_id and b.source = 'employer' and b.employer_id = $2 where a.source = 'employer' and a.employer_id = $1 order by 1 limit 3`,
      [one, other],
    );
    return rows.map((row) => row.reference);
  }

  /** What was merged into the merged one goes along. */
  async merge(tx: Transaction, merged: string, into: string): Promise<void> {
    await tx.query('update employers set merged_into = $2, version = version + 1, updated_at = now() where id = $1 or merged_into = $1', [merged, into]);
  }

  async split(tx: Transaction, id: string): Promise<void> {
    await tx.query('update employers set merged_into = null, version = version + 1, updated_at = now() where id = $1', [id]);
  }

  async decide(tx: Transaction, ownerRegion: string, officerId: string, { one, other, verdict, reason }: { readonly one: string; readonly other: string; readonly verdict: EmployerVerdict; readonly reason: string }): Promise<void> {
    await tx.query(
      `insert into employer_decisions (one, other, owner_region, verdict, reason, decided_by) values (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4, $5, $6)
       on conflict (one, other) do update set verdict = excluded.verdict, reason = excluded.reason, decided_by = excluded.decided_by, decided_at = now()`,
      [one, other, ownerRegion, verdict, reason, officerId],
    );
  }

  /** Puts the county's vacancies that came under these names with whoever the names mean today. Returns those that moved. */
  async follow(tx: Transaction, ownerRegion: string, names: readonly string[]): Promise<string[]> {
    const [rows] = await tx.query<[{ id: string }[], number]>(
      `update vacancies v set employer_id = coalesce(n.merged_into, n.id), named_employer_id = case when n.merged_into is not null then n.id end, version = v.version + 1, updated_at = now()
       from employers n where n.id = any ($2::uuid[]) and v.owner_region = $1 and (v.named_employer_id = n.id or v.named_employer_id is null and v.employer_id = n.id) and v.employer_id <> coalesce(n.merged_into, n.id) returning v.id`,
      [ownerRegion, names],
    );
    return rows.map((row) => row.id);
  }

  /** The name and those that were merged into it. */
  async namesOf(tx: Transaction, id: string): Promise<string[]> {
    return (await tx.query<{ id: string }[]>('select id from employers where id = $1 or merged_into = $1', [id])).map((row) => row.id);
  }

  async listCounties(tx: Transaction): Promise<string[]> {
    return (await tx.query<{ county: string }[]>('select county from served_counties() as county')).map((row) => row.county);
  }
}
