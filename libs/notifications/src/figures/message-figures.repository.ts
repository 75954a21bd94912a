import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { CancelReason } from '../pipeline/notification-life.js';

/** Counts of some messages. */
export interface MessageFigure {
  /** A purpose, or a wave's number. */
  readonly key: string;
  /** Handed over and not refused. */
  readonly sent: number;
  /** Message parts of those. */
  readonly parts: number;
  /** What those cost, in fen; null: for some of them no price was set. */
  readonly costFen: number | null;
  readonly delivered: number;
  readonly unknown: number;
  readonly answered: number;
  readonly agreed: number;
  /** Of match notices: the person was hired for the post afterwards. */
  readonly hired: number;
}

/** Messages that were never handed over, by why. */
export interface UnsentCount {
  readonly reason: CancelReason;
  readonly messages: number;
}

/** Messages that did not arrive, by the provider's own code. */
export interface FailureCount {
  readonly state: 'failed' | 'rejected';
  readonly code: string | null;
  readonly messages: number;
}

const COUNTS = `
  count(*) filter (where n.state <> 'rejected')::int as sent, coalesce(sum(n.parts) filter (where n.state <> 'rejected'), 0)::int as parts,
  case when count(*) filter (where n.state <> 'rejected' and p.fen is null) = 0 then coalesce(sum(n.parts * p.fen) filter (where n.state <> 'rejected'), 0)::float8 end as "costFen",
  count(*) filter (where n.state = 'delivered')::int as delivered,
  count(*) filter (where n.state = 'unknown')::int as unknown, count(a.id)::int as answered, count(a.id) filter (where a.answer = 'yes')::int as agreed, count(*) filter (where h.hired)::int as hired`;
/** Messages that were handed over in the time; a hire that was undone is none. */
const FROM = `
  from notifications n left join sms_answers a on a.notification_id = n.id
  left join lateral (select q.fen from sms_part_prices q where q.county = left(n.owner_region, 6) and q.from_on <= (n.claimed_at at time zone 'Asia/Shanghai')::date order by q.from_on desc, q.id desc limit 1) p on true
  left join lateral (select true as hired from referrals r join referral_events e on e.referral_id = r.id
    where n.purpose = 'message.match' and r.vacancy_id = n.vacancy_id and r.registration_id = n.registration_id and e.kind = 'hired' and e.recorded_at >= n.claimed_at
      and not exists (select from referral_events l where l.referral_id = r.id and l.number > e.number) limit 1) h on true`;
const WHERE = `where n.claimed_at >= $1 and n.claimed_at < $2 and n.state not in ('planned', 'queued', 'cancelled')`;

@Injectable()
export class MessageFiguresRepository {
  async byPurpose(tx: Transaction, from: string, to: string): Promise<MessageFigure[]> {
    return tx.query<MessageFigure[]>(`select n.purpose as key, ${COUNTS} ${FROM} ${WHERE} group by n.purpose order by n.purpose`, [from, to]);
  }

  async byWave(tx: Transaction, from: string, to: string): Promise<MessageFigure[]> {
    return tx.query<MessageFigure[]>(`select w.number::text as key, ${COUNTS} ${FROM} join notification_waves w on w.id = n.wave_id and w.vacancy_id is not null ${WHERE} group by w.number order by w.number`, [from, to]);
  }

  /** Cancelled in the time, by why. */
  async unsent(tx: Transaction, from: string, to: string): Promise<UnsentCount[]> {
    return tx.query<UnsentCount[]>(`select n.reason, count(*)::int as messages from notifications n where n.state = 'cancelled' and n.ended_at >= $1 and n.ended_at < $2 group by 1 order by 2 desc, 1`, [from, to]);
  }

  async failures(tx: Transaction, from: string, to: string): Promise<FailureCount[]> {
    return tx.query<FailureCount[]>(`select n.state, n.provider_code as code, count(*)::int as messages from notifications n ${WHERE} and n.state in ('failed', 'rejected') group by 1, 2 order by 3 desc, 2`, [from, to]);
  }
}
