import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { Demand } from './merge-candidates.js';

/** What waits for a class, or is one that has not begun. Orders and rolls are other libraries' tables, read here and never written. */
@Injectable()
export class DemandsRepository {
  /** Classes of the county that begin after `today`, with those on the roll who are in the caller's scope. */
  async listClasses(tx: Transaction, county: string, today: CivilDate, limit: number): Promise<Demand[]> {
    return tx.query<Demand[]>(
      `select 'class' as kind, c.id, c.name, c.course_id as "courseId", k.occupation, c.region, c.starts_on as "from", c.ends_on as "to", c.seats, c.min_seats as "minSeats", count_seated(c.id) as people,
         (select coalesce(jsonb_agg(jsonb_build_object('region', r.region, 'reach', r.reach)), '[]') from ledger_facts f join registrations r on r.id = f.registration_id
          where f.class_id = c.id and f.kind = 'enrolled' and fact_in_force(f.id) and not exists (select from ledger_facts d where d.class_id = c.id and d.registration_id = f.registration_id and d.kind = 'dropped' and fact_in_force(d.id))) as travellers
       from training_classes c left join courses k on k.id = c.course_id where c.county = $1 and c.starts_on > $2 and not c.outreach and c.state in ('planned', 'open') order by c.starts_on, c.id limit $3`,
      [county, today, limit],
    );
  }

  /** Orders of the county that wait in the queue and whose window has not ended, those with the earliest end first. */
  async listQueuedOrders(tx: Transaction, county: string, today: CivilDate, limit: number): Promise<Demand[]> {
    return tx.query<Demand[]>(
      `select 'order' as kind, id, number as name, null as "courseId", occupation, site_region as region, window_from as "from", window_to as "to", seats, seats as "minSeats", seats as people, '[]'::jsonb as travellers
       from training_orders where county = $1 and state = 'queued' and window_to >= $2 order by window_to, id limit $3`,
      [county, today, limit],
    );
  }
}
