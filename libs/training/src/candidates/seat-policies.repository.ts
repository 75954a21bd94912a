import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import { OPEN_SEATS, type SeatPolicy } from './seat-policy.js';

export interface SeatPolicyRow extends SeatPolicy {
  readonly id: string;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

const POLICY = 'id, version, from_on as "fromOn", reserves, seat_order as "order", recorded_by as "recordedBy", recorded_at as "recordedAt"';

@Injectable()
export class SeatPoliciesRepository {
  /** @throws ClassTermsInvalid: the version or the day is taken, or the day has begun */
  async add(tx: Transaction, county: string, { version, fromOn, reserves, order }: SeatPolicy, by: string): Promise<SeatPolicyRow> {
    const [row] = await refusing(tx.query<SeatPolicyRow[]>(
      `insert into seat_policies (county, owner_region, version, from_on, reserves, seat_order, recorded_by) values ($1, rpad($1, 12, '0'), $2, $3, $4, $5, $6) returning ${POLICY}`, [county, version, fromOn, JSON.stringify(reserves), order, by]));
    return row!;
  }

  /** The newest first. */
  async list(tx: Transaction, county: string): Promise<SeatPolicyRow[]> {
    return tx.query<SeatPolicyRow[]>(`select ${POLICY} from seat_policies where county = $1 order by from_on desc`, [county]);
  }

  /** The one in force on a day; open seats where the county has said nothing. */
  async inForce(tx: Transaction, county: string, day: CivilDate): Promise<SeatPolicy> {
    const [row] = await tx.query<SeatPolicyRow[]>(`select ${POLICY} from seat_policies where county = $1 and from_on <= $2::date order by from_on desc limit 1`, [county, day]);
    return row ?? OPEN_SEATS;
  }
}
