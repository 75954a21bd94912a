import { Injectable } from '@nestjs/common';
import type { Education } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { VacancyKind } from '../vacancies/vacancy-life.js';

/** An offered vacancy as data users and the public see it: no contact, no telephone, no address. */
export interface OfferedVacancy {
  readonly id: string;
  readonly title: string;
  readonly occupation: string | null;
  readonly employer: string;
  /** Whether an officer has seen its licence. */
  readonly employerVerified: boolean;
  readonly region: string | null;
  readonly regionLabel: string | null;
  readonly minEducation: Education | null;
  readonly payFrom: number | null;
  readonly payTo: number | null;
  readonly payText: string | null;
  /** Seats left; null = unknown. */
  readonly openings: number | null;
  readonly kind: VacancyKind | null;
  readonly lodging: boolean | null;
  readonly description: string | null;
  readonly publishedOn: string | null;
  readonly validThrough: string | null;
  readonly startsOn: string | null;
  readonly source: string;
  readonly updatedAt: Date;
}

/** One change: the vacancy as it is now, or that it is offered no longer. */
export interface FeedRow extends OfferedVacancy {
  readonly xact: string;
  readonly offered: boolean;
}

/** What the feed shows; the trigger `stamped_with_its_transaction` knows the same columns of a vacancy, and the one of employers their name and verification. */
const COLUMNS = `v.id, v.title, v.occupation, e.name as employer, e.verified_at is not null as "employerVerified", v.region, v.region_label as "regionLabel", v.min_education as "minEducation", v.pay_from as "payFrom", v.pay_to as "payTo",
  v.pay_text as "payText", v.openings - v.hired as openings, v.kind, v.lodging, v.description, v.published_on as "publishedOn", v.valid_through as "validThrough", v.starts_on as "startsOn", v.source, v.updated_at as "updatedAt"`;
/** No transaction that still runs can commit below it. */
const BOUND = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

@Injectable()
export class FeedRepository {
  /** The database's epoch, the bound below which nothing is still to come, and what tells one state of the whole list from another: every change lifts the sum, also one that commits late. */
  async state(tx: Transaction): Promise<{ readonly epoch: string; readonly bound: string; readonly next: string; readonly sum: string; readonly offered: number }> {
    const [row] = await tx.query<{ epoch: string; bound: string; next: string; sum: string; offered: number }[]>(
      `select (select epoch from vacancy_feed_epoch) as epoch, ${BOUND} as bound, pg_snapshot_xmax(pg_current_snapshot())::text as next,
              (select coalesce(sum(changed_xact), 0)::text from vacancies where was_offered) as sum, (select count(*)::int from vacancies where offered) as offered`,
    );
    return row!;
  }

  /** Changes after a place, the oldest first; never one that a running transaction could still come before. */
  async listChanges(tx: Transaction, xact: string, id: string, limit: number): Promise<FeedRow[]> {
    return tx.query<FeedRow[]>(
      `select ${COLUMNS}, v.changed_xact as xact, v.offered from vacancies v join employers e on e.id = v.employer_id
       where v.was_offered and (v.changed_xact, v.id) > ($1::bigint, $2::uuid) and v.changed_xact < ${BOUND} order by v.changed_xact, v.id limit $3`,
      [xact, id, limit],
    );
  }

  /** Offered vacancies by id. */
  async listOffered(tx: Transaction, afterId: string, limit: number): Promise<OfferedVacancy[]> {
    return tx.query<OfferedVacancy[]>(`select ${COLUMNS} from vacancies v join employers e on e.id = v.employer_id where v.offered and v.id > $1::uuid order by v.id limit $2`, [afterId, limit]);
  }

  async findOffered(tx: Transaction, id: string): Promise<OfferedVacancy | null> {
    const [row] = await tx.query<OfferedVacancy[]>(`select ${COLUMNS} from vacancies v join employers e on e.id = v.employer_id where v.offered and v.id = $1`, [id]);
    return row ?? null;
  }
}
