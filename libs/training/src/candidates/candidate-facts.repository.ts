import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { NO_FACTS, type CandidateFacts } from './order-post.js';
import type { SeatReserve } from './seat-policy.js';

interface AboutOrder {
  readonly orderId: string;
  readonly occupation: string;
  readonly classId: string | null;
  readonly courseId: string;
}

/** What is known of candidates beside their fit; of the caller's own people only, like everything that names people. */
@Injectable()
export class CandidateFactsRepository {
  /** Of these people, in one statement. */
  async of(tx: Transaction, ids: readonly string[], { orderId, occupation, classId, courseId }: AboutOrder): Promise<ReadonlyMap<string, CandidateFacts>> {
    const rows = await tx.query<(CandidateFacts & { id: string })[]>(
      `select r.id,
         exists (select from order_applications a where a.order_id = $2 and a.registration_id = r.id and a.withdrawn_at is null) as "hasApplied",
         exists (select from unnest(r.wanted_occupations) as w where w = $3 or starts_with($3, w || '-')) as "wishesOccupation", $5 = any (r.training_wanted) as "wishesCourse",
         case when exists (select from course_records c where c.registration_id = r.id and c.state = 'in-progress' and (c.planned_end is null or c.planned_end >= (now() at time zone 'Asia/Shanghai')::date) and c.class_id is distinct from $4::uuid) then 'running-class'
              when exists (select from class_offers f where f.registration_id = r.id and f.state = 'accepted' and f.order_id <> $2) then 'another-order' end as taken,
         ${LOSSES} as losses,
         (select min(f.effective_on) from ledger_facts f where f.class_id = $4::uuid and f.registration_id = r.id and f.kind = 'certified' and fact_in_force(f.id)) as "certifiedOn"
       from registrations r where r.id = any ($1::uuid[])`,
      [ids, orderId, occupation, classId, courseId],
    );
    return new Map(rows.map(({ id, ...facts }) => [id, { ...NO_FACTS, ...facts }]));
  }

  /** Who has applied and not taken it back, the first first. */
  async applicants(tx: Transaction, orderIds: readonly string[]): Promise<{ readonly orderId: string; readonly registrationId: string; readonly ownerRegion: string }[]> {
    return tx.query('select order_id as "orderId", registration_id as "registrationId", owner_region as "ownerRegion" from order_applications where order_id = any ($1::uuid[]) and withdrawn_at is null order by recorded_at, id', [orderIds]);
  }

  /** People certified in a class, the first first. */
  async certifiedIn(tx: Transaction, classId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(`select f.registration_id as id from ledger_facts f where f.class_id = $1 and f.kind = 'certified' and fact_in_force(f.id) group by 1 order by min(f.effective_on), 1`, [classId]);
    return rows.map(({ id }) => id);
  }

  /** People of the county who sit in a class, or to whom another seat is offered. */
  async takenIn(tx: Transaction, county: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select f.registration_id as id from class_offers f where f.county = $1 and f.state in ('made', 'told', 'accepted', 'waiting')
       union select c.registration_id from course_records c where c.owner_region between rpad($1, 12, '0') and rpad($1, 12, '9') and c.state = 'in-progress' and (c.planned_end is null or c.planned_end >= (now() at time zone 'Asia/Shanghai')::date)`,
      [county],
    );
    return rows.map(({ id }) => id);
  }

  /** Seats of an order that are spoken for, over the whole county. */
  async seatsOffered(tx: Transaction, orderId: string): Promise<number> {
    const [row] = await tx.query<{ n: number }[]>(`select coalesce(sum(offers), 0)::int as n from class_offer_counts($1) where state in ('made', 'told', 'accepted')`, [orderId]);
    return row!.n;
  }

  /** Draws of an occupation lost since the last seat, of each of these people. */
  async losses(tx: Transaction, ids: readonly string[], occupation: string): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ id: string; losses: number }[]>(`select r.id, ${LOSSES.replaceAll('$3', '$2')} as losses from registrations r where r.id = any ($1::uuid[])`, [ids, occupation]);
    return new Map(rows.map(({ id, losses }) => [id, losses]));
  }

  /** Members of each reserve on a day, of the county or of these people only. What it answers goes to the engine or a draw, and is shown to nobody. */
  async reserveMembers(tx: Transaction, county: string, reserves: readonly SeatReserve[], day: CivilDate, ids: readonly string[] | null = null): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await tx.query<{ group: string; ids: string[] }[]>(
      `with own as (select r.id, r.household_id from registrations r where r.county = $1 and r.household_id is not null and ($4::uuid[] is null or r.id = any ($4::uuid[])))
       select g."group", array_agg(own.id order by own.id) as ids from jsonb_to_recordset($2::jsonb) as g ("group" text, categories text[])
       cross join lateral households_in_reserve(array(select distinct household_id from own), g.categories, $3::date) as h (id) join own on own.household_id = h.id group by 1`,
      [county, JSON.stringify(reserves), day, ids],
    );
    return new Map(rows.map(({ group, ids: members }) => [group, members]));
  }
}

/** Draws over orders of the occupation `$3` in which person `r` was on the list and got no seat, since the last draw that gave one. */
const LOSSES = `(
  select count(*)::int from lottery_entries e join lotteries l on l.id = e.lottery_id join training_orders o on o.id = l.order_id
  where e.registration_id = r.id and l.state = 'drawn' and o.occupation = $3 and not exists (select from lottery_calls c where c.lottery_id = e.lottery_id and c.entry = e.entry)
    and l.drawn_at > coalesce((select max(w.drawn_at) from lottery_entries we join lotteries w on w.id = we.lottery_id join training_orders wo on wo.id = w.order_id join lottery_calls wc on wc.lottery_id = we.lottery_id and wc.entry = we.entry
                               where we.registration_id = r.id and wo.occupation = $3), '-infinity'))`;
