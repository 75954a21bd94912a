import { Injectable } from '@nestjs/common';
import type { MarkedFile, ScanDeletions } from '@app/placements';
import type { Transaction } from '@app/platform';

const NOT_DELETED = 'not exists (select from agreement_file_deletions d where d.file_id = f.id)';

@Injectable()
export class AgreementFileDeletionsRepository implements ScanDeletions {
  async markDue(tx: Transaction, county: string, askedBy: string, limit: number): Promise<{ expired: number; withdrawn: number }> {
    const [row] = await tx.query<{ expired: number; withdrawn: number }[]>(
      `with old as materialized (
         select f.*, 'expired' as ground from agreement_files f join training_agreements a on a.id = f.agreement_id join training_orders o on o.id = a.order_id
         where f.county = $1 and f.added_at <= now() - interval '3 years' and o.state in ('settled', 'cancelled', 'rejected') and ${NOT_DELETED}
       ), replaced as materialized (
         select f.*, 'withdrawn' as ground from agreement_files f where f.county = $1 and ${NOT_DELETED} and not exists (select from old where old.id = f.id) and agreement_replaced_at(f.agreement_id) <= now() - interval '30 days'
       ), marked as (
         insert into agreement_file_deletions (county, owner_region, agreement_id, file_id, ground, state, asked_by)
         select county, owner_region, agreement_id, id, ground, 'marked', $2 from (select * from old union all select * from replaced) due limit $3
         on conflict on constraint one_deletion_per_agreement_file do nothing returning ground
       ) select count(*) filter (where ground = 'expired')::int as expired, count(*) filter (where ground = 'withdrawn')::int as withdrawn from marked`,
      [county, askedBy, limit],
    );
    return row!;
  }

  async listMarked(tx: Transaction, county: string, limit: number): Promise<MarkedFile[]> {
    return tx.query<MarkedFile[]>(
      `select d.id, f.blob_key as "blobKey" from agreement_file_deletions d join agreement_files f on f.id = d.file_id where d.county = $1 and d.state = 'marked' order by d.asked_at, d.id limit $2`, [county, limit]);
  }

  async finish(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const [rows] = await tx.query<[{ id: string }[], number]>(`update agreement_file_deletions set state = 'gone', gone_at = now() where id = any ($1::uuid[]) and state = 'marked' returning id`, [ids]);
    return rows.map(({ id }) => id);
  }
}
