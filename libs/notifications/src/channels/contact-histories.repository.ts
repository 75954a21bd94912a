import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { Exposure } from '../exposure/exposure.repository.js';
import { EXPOSURE } from '../exposure/exposure.repository.js';
import type { ContactHistory } from './next-channel.js';

/** Somebody who may be told of a post now, with the ways that there are and how often the person is told of posts. */
export interface TellablePerson extends ContactHistory {
  readonly traineeId: string;
  readonly ownerRegion: string;
  readonly exposure: Exposure;
}

/** So far back, and so many contacts, the ways are looked at. */
const MONTHS = 6;
const CONTACTS_MAX = 10;
/** A message can be answered for so long; until then it is none that was left unanswered. Source: domain page, SMS. */
const ANSWER_HOURS = 72;

/** What a message came to; one that waits for its answer, or of which nobody knows, tells nothing. */
const MESSAGES = `
  select n.claimed_at as at, 'sms' as channel, case when a.id is not null then 'answered' when n.state in ('failed', 'rejected') then 'failed' else 'unanswered' end as outcome
  from notifications n left join sms_answers a on a.notification_id = n.id
  where n.person_id = r.person_id and n.purpose = 'message.match' and n.claimed_at > $3::timestamptz - interval '${MONTHS} months'
    and (a.id is not null or n.state in ('failed', 'rejected') or (n.state = 'delivered' and n.claimed_at <= $3::timestamptz - interval '${ANSWER_HOURS} hours'))`;
const CALLS = `
  select t.last_tried_at, 'call', case when exists (select from call_results c where c.task_id = t.id and c.result <> 'not-reached') then 'answered' else 'failed' end
  from call_tasks t where t.person_id = r.person_id and t.closed_at is not null and t.last_tried_at > $3::timestamptz - interval '${MONTHS} months'`;

@Injectable()
export class ContactHistoriesRepository {
  /**
   * Of these people those who can be told of the vacancy now: consent given, not told of it before by whatever way, caps of all
   * ways together not reached. The claim and the call list ask all of it again.
   */
  async tellable(tx: Transaction, ids: readonly string[], vacancyId: string, at: Date): Promise<Map<string, TellablePerson>> {
    const rows = await tx.query<TellablePerson[]>(
      `select r.id as "traineeId", r.owner_region as "ownerRegion", coalesce(r.phone_masked like '1%', false) as "hasMobile",
         exists (select from number_blocks b where b.phone_index = r.phone_index and b.lifted_at is null) as "isBlocked",
         exists (select from message_opt_outs o where o.phone_index = r.phone_index and o.purpose = 'message.match') as "hasOptedOut",
         r.id in (select s.registration_id from call_stops_of($1::uuid[]) s where s.stopped_at is not null) as "hasStoppedCalls",
         coalesce((select jsonb_agg(jsonb_build_object('channel', p.channel, 'outcome', p.outcome) order by p.at desc) from (select * from (${MESSAGES} union all ${CALLS}) as every order by at desc limit ${CONTACTS_MAX}) as p), '[]') as past,
         ${EXPOSURE} as exposure
       from registrations r join contacts_about_posts($1::uuid[], $3) c on c.registration_id = r.id, notification_purposes p
       where r.id = any ($1::uuid[]) and p.purpose = 'message.match' and c.today < p.per_day and c.week < p.per_week
         and exists (select from consents c where c.registration_id = r.id and c.purpose = 'message.match' and c.withdrawn_at is null and c.given_at <= $3)
         and not exists (select from notifications n where n.person_id = r.person_id and n.purpose = 'message.match' and n.registration_id = r.id and n.vacancy_id = $2::uuid)
         and not exists (select from call_tasks t where t.registration_id = r.id and t.vacancy_id = $2::uuid)`,
      [ids, vacancyId, at],
    );
    return new Map(rows.map((row) => [row.traineeId, row]));
  }
}
