import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { ComparedVacancy, DuplicateLink, DuplicateReason, PairDecision } from './find-duplicates.js';

/** A vacancy of a group of duplicates, as officers see it. */
export interface DuplicateMember {
  readonly id: string;
  /** Null: the canonical one. */
  readonly duplicateOf: string | null;
  readonly reason: DuplicateReason | null;
  readonly source: string;
  readonly title: string;
  readonly employer: string;
  readonly regionLabel: string | null;
  readonly payText: string | null;
  readonly status: string;
  readonly createdAt: Date;
}

@Injectable()
export class DuplicatesRepository {
  /** One county's duplicates are judged by one at a time. */
  async lock(tx: Transaction, ownerRegion: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('vacancies.duplicates ' || $1, 0))`, [ownerRegion]);
  }

  /** Employers of these vacancies; with none given: every employer of the county with two open vacancies. */
  async listEmployers(tx: Transaction, ownerRegion: string, vacancyIds: readonly string[] | null): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      vacancyIds === null
        ? `select employer_id as id from vacancies where owner_region = $1 and status = 'open' group by employer_id having count(*) > 1 order by 1`
        : 'select distinct employer_id as id from vacancies where owner_region = $1 and id = any ($2::uuid[]) order by 1',
      vacancyIds === null ? [ownerRegion] : [ownerRegion, vacancyIds],
    );
    return rows.map((row) => row.id);
  }

  /** The county's open vacancies of these employers, those that an officer joined to them included. */
  async listCompared(tx: Transaction, ownerRegion: string, employerIds: readonly string[]): Promise<(ComparedVacancy & { readonly duplicateOf: string | null; readonly reason: DuplicateReason | null })[]> {
    return tx.query(
      `select v.id, v.employer_id as "employerId", v.source, v.cleaned_title as "cleanedTitle", v.region, case when v.phone_status in ('valid', 'extension') then v.contact_phone_index end as telephone,
              v.pay_from as "payFrom", v.pay_to as "payTo", v.created_at as "createdAt", v.duplicate_of as "duplicateOf", v.duplicate_reason as reason
       from vacancies v where v.owner_region = $1 and v.status = 'open' and not v.test and (v.employer_id = any ($2::uuid[]) or v.id in (
         select unnest(array[d.one, d.other]) from vacancy_pair_decisions d where d.verdict = 'same' and d.owner_region = $1
           and exists (select from vacancies w where w.id in (d.one, d.other) and w.employer_id = any ($2::uuid[]))))
       order by v.id`,
      [ownerRegion, employerIds],
    );
  }

  async listDecisions(tx: Transaction, vacancyIds: readonly string[]): Promise<PairDecision[]> {
    return tx.query<PairDecision[]>('select one, other, verdict from vacancy_pair_decisions where one = any ($1::uuid[]) and other = any ($1::uuid[])', [vacancyIds]);
  }

  /** Closed vacancies repeat nobody. */
  async unlinkClosed(tx: Transaction, ownerRegion: string): Promise<void> {
    await tx.query(
      `update vacancies set duplicate_of = null, duplicate_reason = null, version = version + 1, updated_at = now() where owner_region = $1 and duplicate_of is not null and status <> 'open'`,
      [ownerRegion],
    );
  }

  /** Writes links; `canonicalId` null = a vacancy of its own again. */
  async write(tx: Transaction, links: readonly (Pick<DuplicateLink, 'id'> & { readonly canonicalId: string | null; readonly reason: DuplicateReason | null })[]): Promise<void> {
    if (links.length === 0) return;
    await tx.query(
      `update vacancies v set duplicate_of = l.canonical, duplicate_reason = l.reason, version = v.version + 1, updated_at = now()
       from unnest($1::uuid[], $2::uuid[], $3::text[]) as l (id, canonical, reason) where v.id = l.id`,
      [links.map((link) => link.id), links.map((link) => link.canonicalId), links.map((link) => link.reason)],
    );
  }

  async decide(tx: Transaction, ownerRegion: string, decidedBy: string, verdict: PairDecision['verdict'], reason: string, pairs: readonly (readonly [string, string])[]): Promise<void> {
    const ordered = pairs.map(([a, b]) => (a < b ? [a, b] : [b, a]));
    await tx.query(
      `insert into vacancy_pair_decisions (one, other, owner_region, verdict, reason, decided_by) select one, other, $3, $4, $5, $6 from unnest($1::uuid[], $2::uuid[]) as p (one, other)
       on conflict (one, other) do update set verdict = excluded.verdict, reason = excluded.reason, decided_by = excluded.decided_by, decided_at = now()`,
      [ordered.map(([one]) => one), ordered.map(([, other]) => other), ownerRegion, verdict, reason, decidedBy],
    );
  }

  /** Of these vacancies the ones of the county, and the groups that they stand in. */
  async listGroupsOf(tx: Transaction, ownerRegion: string, vacancyIds: readonly string[]): Promise<{ readonly id: string; readonly status: string; readonly canonical: string }[]> {
    return tx.query('select id, status, coalesce(duplicate_of, id) as canonical from vacancies where owner_region = $1 and id = any ($2::uuid[]) and not test for update', [ownerRegion, vacancyIds]);
  }

  /** Ids of canonical vacancies that others repeat, in the order of ids. */
  async listCanonical(tx: Transaction, filter: { readonly source: string | null; readonly reason: DuplicateReason | null }, after: string | null, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select distinct duplicate_of as id from vacancies where duplicate_of is not null and in_scope(owner_region) and ($1::text is null or source = $1) and ($2::text is null or duplicate_reason = $2) and ($3::uuid is null or duplicate_of > $3)
       order by 1 limit $4`,
      [filter.source, filter.reason, after, limit],
    );
    return rows.map((row) => row.id);
  }

  async listMembers(tx: Transaction, canonicalIds: readonly string[]): Promise<DuplicateMember[]> {
    return tx.query<DuplicateMember[]>(
      `select v.id, v.duplicate_of as "duplicateOf", v.duplicate_reason as reason, v.source, v.title, e.name as employer, v.region_label as "regionLabel", v.pay_text as "payText", v.status, v.created_at as "createdAt"
       from vacancies v join employers e on e.id = v.employer_id where v.id = any ($1::uuid[]) or v.duplicate_of = any ($1::uuid[]) order by coalesce(v.duplicate_of, v.id), v.duplicate_of is not null, v.created_at, v.id`,
      [canonicalIds],
    );
  }
}
