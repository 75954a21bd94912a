import { Injectable } from '@nestjs/common';
import { regionPrefix } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { PolicyNoticeEntity } from './policy-notice.entity.js';

/** A notice with how far it has got. */
export interface PolicyNotice extends PolicyNoticeEntity {
  readonly waves: number;
  /** Messages of its waves that left or wait. */
  readonly told: number;
}

const SHOWN = `p.id, p.owner_region as "ownerRegion", p.wording, p.region, p.programme, p.written_by as "writtenBy", p.written_at as "writtenAt",
  (select count(*)::int from notification_waves w where w.policy_notice_id = p.id) as waves,
  (select count(*)::int from notification_waves w join notifications n on n.wave_id = w.id where w.policy_notice_id = p.id and n.state not in ('cancelled', 'rejected')) as told`;

@Injectable()
export class PolicyNoticesRepository {
  async insert(tx: Transaction, row: Omit<PolicyNoticeEntity, 'id'>): Promise<string> {
    const [made] = await tx.query<{ id: string }[]>(
      'insert into policy_notices (owner_region, wording, region, programme, written_by, written_at) values ($1, $2, $3, $4, $5, $6) returning id', [row.ownerRegion, row.wording, row.region, row.programme, row.writtenBy, row.writtenAt]);
    return made!.id;
  }

  async find(tx: Transaction, id: string): Promise<PolicyNotice | null> {
    const [row] = await tx.query<PolicyNotice[]>(`select ${SHOWN} from policy_notices p where p.id = $1`, [id]);
    return row ?? null;
  }

  /** Newest first. */
  async list(tx: Transaction, after: readonly (string | number)[] | null, limit: number): Promise<PolicyNotice[]> {
    return tx.query<PolicyNotice[]>(
      `select ${SHOWN} from policy_notices p where $1::timestamptz is null or (date_trunc('milliseconds', p.written_at), p.id) < ($1::timestamptz, $2::uuid) order by date_trunc('milliseconds', p.written_at) desc, p.id desc limit $3`,
      [...(after ?? [null, null]), limit],
    );
  }

  /**
   * Whom a notice would be told now, one for a telephone: agreed to such messages, with a mobile, not stopped, caps not
   * reached, not told of it before. The claim asks all of it again.
   */
  async audience(tx: Transaction, { id, region, programme }: Pick<PolicyNotice, 'id' | 'region' | 'programme'>, at: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select a.id from (
         select distinct on (r.phone_index) r.id from registrations r
         where r.owner_region like $2 || '%' and r.phone_masked like '1%'
           and exists (select from consents c where c.registration_id = r.id and c.purpose = 'message.policy' and c.withdrawn_at is null and c.given_at <= $4)
           and ($3::text is null or exists (select from ledger_facts f join training_classes k on k.id = f.class_id where f.registration_id = r.id and f.kind = 'enrolled' and k.programme = $3 and fact_in_force(f.id)))
           and not exists (select from message_opt_outs o where o.phone_index = r.phone_index and o.purpose = 'message.policy')
           and not exists (select from number_blocks b where b.phone_index = r.phone_index and b.lifted_at is null)
           and not exists (select from notifications n where n.phone_index = r.phone_index and n.purpose = 'message.policy' and n.dedupe_key like 'policy/' || $1::text || '/%')
           and (select count(*) from notifications n where (n.phone_index = r.phone_index or n.person_id = r.person_id) and n.purpose = 'message.policy' and n.claimed_at > $4::timestamptz - interval '7 days' and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown'))
             < (select q.per_week from notification_purposes q where q.purpose = 'message.policy')
         order by r.phone_index, r.id) as a order by a.id limit $5`,
      [id, regionPrefix(region), programme, at, limit],
    );
    return rows.map((row) => row.id);
  }
}
