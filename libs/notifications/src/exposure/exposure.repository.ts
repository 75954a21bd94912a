import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';

/** How often somebody is told of posts, by messages that were not refused and by calls that were made or are to be made. */
export interface Exposure {
  /** Posts in the last 7 and in the last 30 days. */
  readonly offers7: number;
  readonly offers30: number;
  /** Of those of the last 30 days: answered, by whatever way. */
  readonly answered30: number;
  /** Of those: not answered, and the post is still offered. */
  readonly waiting: number;
}

/** How crowded the offers of a post are. */
export interface Congestion {
  /** People told of it, or to be told. */
  readonly offered: number;
  /** Places still to be filled; null: several. */
  readonly openings: number | null;
  /** Of the people: were told of another post within 7 days before or after. */
  readonly alsoElsewhere: number;
  /** Other posts that they were told of then. */
  readonly otherVacancies: number;
}

/** The same, of one wave. */
export interface WaveCongestion extends Congestion {
  readonly waveId: string;
  readonly number: number;
  readonly byMessage: number;
  readonly byCall: number;
}

/** Every offer of the wave `w` to a person: one row for each way. Named by the wave inside, so that the indexes of waves are used under row-level security. */
const OFFERS = `
  left join lateral (
    select n.person_id, n.vacancy_id, 'sms' as channel, coalesce(n.claimed_at, n.planned_at) as at from notifications n where n.wave_id = w.id and n.purpose = 'message.match' and n.state not in ('cancelled', 'rejected')
    union all select t.person_id, t.vacancy_id, 'call', coalesce(t.last_tried_at, t.planned_at) from call_tasks t where t.wave_id = w.id and (t.tries > 0 or t.closed_at is null)) as o on true`;

/** Of the registration `r`, as of $3. */
export const EXPOSURE = `
  (select jsonb_build_object('offers7', count(distinct o.vacancy_id) filter (where o.at > $3::timestamptz - interval '7 days'), 'offers30', count(distinct o.vacancy_id),
      'answered30', count(distinct o.vacancy_id) filter (where o.is_answered), 'waiting', count(distinct o.vacancy_id) filter (where not o.is_answered and o.offered))
    from (select f.vacancy_id, f.at, v.offered, exists (select from sms_answers a where a.registration_id = f.registration_id and a.vacancy_id = f.vacancy_id) as is_answered
      from (
        select n.registration_id, n.vacancy_id, coalesce(n.claimed_at, n.planned_at) as at from notifications n where n.person_id = r.person_id and n.purpose = 'message.match' and n.state not in ('cancelled', 'rejected')
        union all select t.registration_id, t.vacancy_id, coalesce(t.last_tried_at, t.planned_at) from call_tasks t where t.person_id = r.person_id and (t.tries > 0 or t.closed_at is null)) as f
      join vacancies v on v.id = f.vacancy_id where f.at > $3::timestamptz - interval '30 days') as o)`;

const CONGESTION = `
  count(distinct o.person_id)::int as offered, count(distinct o.person_id) filter (where e.vacancy_id is not null)::int as "alsoElsewhere", count(distinct e.vacancy_id)::int as "otherVacancies"`;
const ELSEWHERE = `
  left join lateral (
    select n.vacancy_id from notifications n where n.person_id = o.person_id and n.purpose = 'message.match' and n.vacancy_id <> o.vacancy_id and n.state not in ('cancelled', 'rejected') and coalesce(n.claimed_at, n.planned_at) between o.at - interval '7 days' and o.at + interval '7 days'
    union all select t.vacancy_id from call_tasks t where t.person_id = o.person_id and t.vacancy_id <> o.vacancy_id and (t.tries > 0 or t.closed_at is null) and coalesce(t.last_tried_at, t.planned_at) between o.at - interval '7 days' and o.at + interval '7 days') as e on true`;

@Injectable()
export class ExposureRepository {
  /** Of one person in scope; null: there is none. */
  async ofPerson(tx: Transaction, traineeId: string, at: Date): Promise<Exposure | null> {
    const [row] = await tx.query<{ exposure: Exposure }[]>(`select ${EXPOSURE} as exposure from registrations r where r.id = $1 and $2::uuid is null`, [traineeId, null, at]);
    return row?.exposure ?? null;
  }

  /** Of a vacancy, over all its waves. */
  async ofVacancy(tx: Transaction, vacancyId: string): Promise<Congestion | null> {
    const [row] = await tx.query<Congestion[]>(
      `select v.openings - v.hired as openings, ${CONGESTION} from vacancies v left join notification_waves w on w.vacancy_id = v.id ${OFFERS} ${ELSEWHERE} where v.id = $1 group by v.id`, [vacancyId]);
    return row ?? null;
  }

  /** Of each of these waves; of every wave of a vacancy where that is given instead. */
  async ofWaves(tx: Transaction, waves: readonly string[] | { readonly vacancyId: string }): Promise<WaveCongestion[]> {
    const [ids, vacancyId] = 'vacancyId' in waves ? [[], waves.vacancyId] : [waves, null];
    return tx.query<WaveCongestion[]>(
      `select w.id as "waveId", w.number, v.openings - v.hired as openings, count(distinct o.person_id) filter (where o.channel = 'sms')::int as "byMessage", count(distinct o.person_id) filter (where o.channel = 'call')::int as "byCall", ${CONGESTION}
       from notification_waves w left join vacancies v on v.id = w.vacancy_id ${OFFERS} ${ELSEWHERE} where w.id = any ($1::uuid[]) or w.vacancy_id = $2::uuid group by w.id, v.id order by w.number`,
      [ids, vacancyId],
    );
  }
}
