import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { AskedGround, DeletionGround, DeletionRefusal, DeletionState } from './file-deletion.js';
import type { MarkedFile, ScanDeletions } from '../scans/scan-retention.service.js';
import { refusingDeletion } from './file-deletions.errors.js';

export interface FileDeletion {
  readonly id: string;
  readonly ownerRegion: string;
  readonly factId: string;
  readonly fileId: string;
  readonly registrationId: string;
  readonly ground: DeletionGround;
  readonly state: DeletionState;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly refusalCode: DeletionRefusal | null;
  readonly goneAt: Date | null;
}

const DELETION = `d.id, d.owner_region as "ownerRegion", d.fact_id as "factId", d.file_id as "fileId", e.registration_id as "registrationId", d.ground, d.state, d.asked_by as "askedBy", d.asked_at as "askedAt",
  d.decided_by as "decidedBy", d.decided_at as "decidedAt", d.refusal_code as "refusalCode", d.gone_at as "goneAt"`;
const FROM = 'from evidence_file_deletions d join ledger_facts e on e.id = d.fact_id';
const NOT_DELETED = `not exists (select from evidence_file_deletions d where d.file_id = f.id and d.state in ('marked', 'gone'))`;
/** Evidence with a retraction near: it, or the start of its employment, was retracted at some time. The rest need not be asked about closely. */
const RETRACTED = `(exists (select from ledger_facts r where r.retracts_fact_id = f.fact_id)
  or exists (select from ledger_facts e join ledger_facts s on s.employment_id = e.employment_id and s.kind = 'employment-started' join ledger_facts r on r.retracts_fact_id = s.id where e.id = f.fact_id))`;

@Injectable()
export class EvidenceFileDeletionsRepository implements ScanDeletions {
  /** The files of a person that are there. */
  async listFilesOf(tx: Transaction, registrationId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select f.id from evidence_files f join ledger_facts e on e.id = f.fact_id where e.registration_id = $1 and ${NOT_DELETED} order by f.added_at, f.id`, [registrationId]);
    return rows.map(({ id }) => id);
  }

  /** Asks for each file that is there and is not asked for yet; the ids of the new requests. */
  async ask(tx: Transaction, askedBy: string, fileIds: readonly string[], ground: AskedGround): Promise<string[]> {
    const rows = await refusingDeletion(tx.query<{ id: string }[]>(
      `insert into evidence_file_deletions (county, owner_region, fact_id, file_id, ground, state, asked_by)
       select f.county, f.owner_region, f.fact_id, f.id, $2, 'asked', $3 from evidence_files f where f.id = any ($1::uuid[]) and ${NOT_DELETED} order by f.id
       on conflict (file_id) where state = 'asked' do nothing returning id`,
      [fileIds, ground, askedBy],
    ));
    return rows.map(({ id }) => id);
  }

  /** What waits for a decision about these files, the oldest first. */
  async listAsked(tx: Transaction, fileIds: readonly string[]): Promise<FileDeletion[]> {
    return tx.query<FileDeletion[]>(`select ${DELETION} ${FROM} where d.file_id = any ($1::uuid[]) and d.state = 'asked' order by d.asked_at, d.id`, [fileIds]);
  }

  async find(tx: Transaction, id: string): Promise<FileDeletion | null> {
    const [row] = await tx.query<FileDeletion[]>(`select ${DELETION} ${FROM} where d.id = $1`, [id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, state: DeletionState | null, after: readonly (string | number)[] | null, limit: number): Promise<FileDeletion[]> {
    return tx.query<FileDeletion[]>(
      `select ${DELETION} ${FROM} where ($1::text is null or d.state = $1) and ($2::timestamptz is null or (date_trunc('milliseconds', d.asked_at), d.id) < ($2::timestamptz, $3::uuid))
       order by date_trunc('milliseconds', d.asked_at) desc, d.id desc limit $4`,
      [state, ...(after ?? [null, null]), limit],
    );
  }

  /** False: it does not wait any more. @throws FileUnderAudit, FileDeletionDecided */
  async decide(tx: Transaction, id: string, decidedBy: string, state: 'marked' | 'refused', refusalCode: DeletionRefusal | null): Promise<boolean> {
    const [rows] = await refusingDeletion(tx.query<[unknown[], number]>(
      `update evidence_file_deletions set state = $2, decided_by = $3, decided_at = now(), refusal_code = $4 where id = $1 and state = 'asked' returning id`, [id, state, decidedBy, refusalCode]));
    return rows.length > 0;
  }

  async markDue(tx: Transaction, county: string, askedBy: string, limit: number): Promise<{ expired: number; withdrawn: number }> {
    const [row] = await tx.query<{ expired: number; withdrawn: number }[]>(
      `with old as materialized (
         select f.id, f.county, f.owner_region, f.fact_id, 'expired' as ground from evidence_files f where f.county = $1 and f.added_at <= now() - interval '3 years' and ${NOT_DELETED}
       ), retracted as materialized (
         select f.id, f.county, f.owner_region, f.fact_id from evidence_files f where f.county = $1 and f.added_at > now() - interval '3 years' and ${NOT_DELETED} and ${RETRACTED}
       ), due as (
         select g.* from (select * from old union all select r.*, 'withdrawn' from retracted r where evidence_withdrawn_at(r.fact_id) <= now() - interval '30 days') g where not evidence_is_audited(g.fact_id) limit $3
       ), marked as (
         insert into evidence_file_deletions (county, owner_region, fact_id, file_id, ground, state, asked_by) select county, owner_region, fact_id, id, ground, 'marked', $2 from due
         on conflict (file_id) where state in ('marked', 'gone') do nothing returning ground
       ) select count(*) filter (where ground = 'expired')::int as expired, count(*) filter (where ground = 'withdrawn')::int as withdrawn from marked`,
      [county, askedBy, limit],
    );
    return row!;
  }

  async listMarked(tx: Transaction, county: string, limit: number): Promise<MarkedFile[]> {
    return tx.query<MarkedFile[]>(
      `select d.id, f.blob_key as "blobKey" from evidence_file_deletions d join evidence_files f on f.id = d.file_id where d.county = $1 and d.state = 'marked' order by d.asked_at, d.id limit $2`, [county, limit]);
  }

  async finish(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const [rows] = await tx.query<[{ id: string }[], number]>(`update evidence_file_deletions set state = 'gone', gone_at = now() where id = any ($1::uuid[]) and state = 'marked' returning id`, [ids]);
    return rows.map(({ id }) => id);
  }
}
