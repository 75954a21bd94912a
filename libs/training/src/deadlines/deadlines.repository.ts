import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { OrderState } from '../orders/order-moves.js';

@Injectable()
export class DeadlinesRepository {
  /** Submitted, not taken up for review, and nobody reminded of them; the oldest first. */
  async listUnreviewed(tx: Transaction, county: string, limit: number): Promise<{ readonly id: string; readonly submittedOn: CivilDate }[]> {
    return tx.query<{ id: string; submittedOn: CivilDate }[]>(`select id, submitted_on as "submittedOn" from training_orders where county = $1 and state = 'submitted' and reminded_on is null order by submitted_on, id limit $2 for update`, [county, limit]);
  }

  async noteReminded(tx: Transaction, ids: readonly string[], on: CivilDate): Promise<void> {
    if (ids.length > 0) await tx.query('update training_orders set reminded_on = $2 where id = any ($1::uuid[])', [ids, on]);
  }

  /** Orders whose last possible day is past without a class; locked. */
  async lockEnded(tx: Transaction, county: string, today: CivilDate, limit: number): Promise<{ readonly id: string; readonly state: OrderState }[]> {
    return tx.query<{ id: string; state: OrderState }[]>(`select id, state from training_orders where county = $1 and state in ('approved', 'queued', 'recruiting') and window_to < $2::date order by window_to, id limit $3 for update`, [county, today, limit]);
  }
}
