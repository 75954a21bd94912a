import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';

/** A vacancy as a notice tells of it. */
export interface TellableVacancy {
  readonly id: string;
  readonly title: string;
  readonly employerName: string;
  readonly regionLabel: string | null;
  readonly region: string | null;
  readonly payFrom: number | null;
  readonly payTo: number | null;
  readonly lodging: boolean | null;
  /** Still to be filled; null: several. */
  readonly openings: number | null;
  /** Offered, of a verified employer. */
  readonly mayBeSent: boolean;
}

/** How the vacancy's waves stand. */
export interface WaveStanding {
  readonly waves: number;
  readonly lastAt: Date | null;
  /** Of the last wave: messages that left or wait, and are not answered. */
  readonly unanswered: number;
  readonly isStanding: boolean;
  readonly standingBy: string | null;
}

@Injectable()
export class WaveCandidatesRepository {
  async vacancy(tx: Transaction, id: string): Promise<TellableVacancy | null> {
    const [row] = await tx.query<TellableVacancy[]>(
      `select v.id, v.title, e.name as "employerName", v.region_label as "regionLabel", v.region, v.pay_from as "payFrom", v.pay_to as "payTo", v.lodging, v.openings - v.hired as openings, v.offered and c.verified_at is not null as "mayBeSent"
       from vacancies v join employers e on e.id = v.employer_id join employers c on c.id = canonical_employer(v.employer_id) where v.id = $1`, [id]);
    return row ?? null;
  }

  async standing(tx: Transaction, vacancyId: string): Promise<WaveStanding> {
    const [row] = await tx.query<WaveStanding[]>(
      `select coalesce(max(w.number), 0) as waves, max(w.confirmed_at) as "lastAt",
         (select count(*)::int from notifications n join notification_waves l on l.id = n.wave_id where l.vacancy_id = $1 and l.number = (select max(number) from notification_waves where vacancy_id = $1)
           and n.state not in ('cancelled', 'rejected') and not exists (select from sms_answers a where a.notification_id = n.id)) as unanswered,
         coalesce((select s.is_on from standing_waves s where s.vacancy_id = $1 order by s.id desc limit 1), false) as "isStanding", (select s.set_by from standing_waves s where s.vacancy_id = $1 order by s.id desc limit 1) as "standingBy"
       from notification_waves w where w.vacancy_id = $1`, [vacancyId]);
    return row!;
  }

  /** Whom the county's newest plan puts forward for the vacancy, of the caller's people. */
  async planned(tx: Transaction, vacancyId: string, county: string): Promise<Set<string>> {
    const rows = await tx.query<{ traineeId: string }[]>(
      `select p.trainee_id as "traineeId" from match_plan_pairs p where p.vacancy_id = $1 and p.plan_id = (select m.id from match_plans m where m.county = $2 and m.made_at is not null order by m.made_at desc, m.id limit 1)`, [vacancyId, county]);
    return new Set(rows.map(({ traineeId }) => traineeId));
  }

  /** Of these people those who can be told of the vacancy now: a mobile, consent, not stopped, not told of it before, caps not reached. The claim asks all of it again. */
  async reachable(tx: Transaction, ids: readonly string[], vacancyId: string, at: Date): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; ownerRegion: string }[]>(
      `select r.id, r.owner_region as "ownerRegion" from registrations r
       where r.id = any ($1::uuid[]) and r.phone_masked like '1%'
         and exists (select from consents c where c.registration_id = r.id and c.purpose = 'message.match' and c.withdrawn_at is null and c.given_at <= $3)
         and not exists (select from message_opt_outs o where o.phone_index = r.phone_index and o.purpose = 'message.match')
         and not exists (select from number_blocks b where b.phone_index = r.phone_index and b.lifted_at is null)
         and not exists (select from notifications n where n.dedupe_key = 'match/' || $2::text || '/' || r.id)
         and (select count(*) from notifications n where (n.phone_index = r.phone_index or n.person_id = r.person_id) and n.purpose = 'message.match' and n.claimed_at > $3::timestamptz - interval '7 days' and n.state in ('submitting', 'accepted', 'delivered', 'failed', 'unknown')) < 3`,
      [ids, vacancyId, at],
    );
    return new Map(rows.map(({ id, ownerRegion }) => [id, ownerRegion]));
  }

  async setStanding(tx: Transaction, row: { readonly ownerRegion: string; readonly vacancyId: string; readonly isOn: boolean; readonly by: string; readonly at: Date }): Promise<void> {
    await tx.query('insert into standing_waves (owner_region, vacancy_id, is_on, set_by, set_at) values ($1, $2, $3, $4, $5)', [row.ownerRegion, row.vacancyId, row.isOn, row.by, row.at]);
  }
}
