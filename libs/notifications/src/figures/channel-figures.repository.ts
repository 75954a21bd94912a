import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { Channel } from '../channels/next-channel.js';

/** What contacts about posts came to, by way and by the number of the post's wave. */
export interface ChannelFigure {
  readonly channel: Channel;
  /** Null: all waves together. */
  readonly wave: number | null;
  /** Messages handed over and not refused; calls, those to one person on one day counted once. */
  readonly contacts: number;
  /** Delivered messages; calls that somebody took. */
  readonly reached: number;
  readonly answered: number;
  readonly agreed: number;
  /** The person was hired for the post afterwards. */
  readonly hired: number;
}

/** One row for each message, and one for each person called in the time. A hire that was undone is none. */
const FIGURES = `
  with contacts as (
    select 'sms' as channel, n.wave_id, n.registration_id, n.vacancy_id, n.claimed_at as at, 1 as contacts, (n.state = 'delivered')::int as reached, a.answer
    from notifications n left join sms_answers a on a.notification_id = n.id
    where n.purpose = 'message.match' and n.claimed_at >= $1 and n.claimed_at < $2 and n.state not in ('planned', 'queued', 'cancelled', 'rejected')
    union all
    select 'call', t.wave_id, t.registration_id, t.vacancy_id, min(r.at), count(distinct (r.at at time zone 'Asia/Shanghai')::date)::int, count(distinct (r.at at time zone 'Asia/Shanghai')::date) filter (where r.result <> 'not-reached')::int, a.answer
    from call_results r join call_tasks t on t.id = r.task_id left join sms_answers a on a.call_task_id = t.id where r.at >= $1 and r.at < $2 group by t.id, a.answer)
  select c.channel, w.number as wave, sum(c.contacts)::int as contacts, sum(c.reached)::int as reached, count(c.answer)::int as answered, count(*) filter (where c.answer = 'yes')::int as agreed, count(*) filter (where h.hired)::int as hired
  from contacts c join notification_waves w on w.id = c.wave_id
    left join lateral (select true as hired from referrals r join referral_events e on e.referral_id = r.id
      where r.vacancy_id = c.vacancy_id and r.registration_id = c.registration_id and e.kind = 'hired' and e.recorded_at >= c.at and not exists (select from referral_events l where l.referral_id = r.id and l.number > e.number) limit 1) h on true
  group by grouping sets ((c.channel), (c.channel, w.number)) order by c.channel desc, w.number nulls first`;

@Injectable()
export class ChannelFiguresRepository {
  /** First a row for each way, then one for each of its waves. */
  async list(tx: Transaction, from: string, to: string): Promise<ChannelFigure[]> {
    return tx.query<ChannelFigure[]>(FIGURES, [from, to]);
  }
}
