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
  /** Of the last wave: messages that left or wait and are not answered, and calls that are still to be made. */
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
           and n.state not in ('cancelled', 'rejected') and not exists (select from sms_answers a where a.notification_id = n.id))
         + (select count(*)::int from call_tasks t join notification_waves l on l.id = t.wave_id where l.vacancy_id = $1 and l.number = (select max(number) from notification_waves where vacancy_id = $1) and t.closed_at is null) as unanswered,
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

  async setStanding(tx: Transaction, row: { readonly ownerRegion: string; readonly vacancyId: string; readonly isOn: boolean; readonly by: string; readonly at: Date }): Promise<void> {
    await tx.query('insert into standing_waves (owner_region, vacancy_id, is_on, set_by, set_at) values ($1, $2, $3, $4, $5)', [row.ownerRegion, row.vacancyId, row.isOn, row.by, row.at]);
  }
}
