import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { SlotReason, StandingParts } from '@app/scheduling';
import type { OrderState } from '../orders/order-moves.js';

/** What a place was worked out from. */
export interface PlaceInputs extends StandingParts {
  readonly unfillable: number;
  readonly qualified: number;
  readonly payYuan: number | null;
  readonly medianPayYuan: number | null;
  readonly contractMonths: number | null;
  readonly pledgedBefore: number;
  readonly retainedBefore: number;
}

export interface StoredPlace {
  readonly orderId: string;
  readonly employerId: string | null;
  readonly position: number;
  readonly base: number;
  readonly age: number;
  readonly penalty: number;
  readonly effective: number;
  readonly slotId: string | null;
  readonly opensOn: CivilDate | null;
  readonly reason: SlotReason | null;
  readonly inputs: PlaceInputs;
}

/** When and by what a queue was worked out. */
export interface QueueHead {
  readonly county: string;
  readonly asOf: CivilDate;
  readonly policyVersion: string;
  readonly orders: number;
  readonly computedAt: Date;
}

export interface PlacedRow {
  readonly state: OrderState;
  /** Null: nothing has worked it out yet. */
  readonly placed: (StoredPlace & { readonly of: number; readonly asOf: CivilDate; readonly policyVersion: string; readonly computedAt: Date }) | null;
}

const PLACE = 'p.order_id as "orderId", p.employer_id as "employerId", p.position, p.base, p.age, p.penalty, p.effective, p.slot_id as "slotId", p.opens_on as "opensOn", p.reason, p.inputs';
const ROWS_A_STATEMENT = 5_000;

/** The stored queue: a picture that may be thrown away, and is made anew to the same. */
@Injectable()
export class PlacesRepository {
  async find(tx: Transaction, orderId: string): Promise<StoredPlace | null> {
    const [row] = await tx.query<StoredPlace[]>(`select ${PLACE} from order_queue_places p where p.order_id = $1`, [orderId]);
    return row ?? null;
  }

  /** An order's state with its place and its county's head, in one question; null for an order that the caller does not see. */
  async findPlaced(tx: Transaction, orderId: string): Promise<PlacedRow | null> {
    const [row] = await tx.query<(StoredPlace & Omit<QueueHead, 'county'> & { state: OrderState })[]>(
      `select o.state, o.id as "orderId", p.employer_id as "employerId", p.position, p.base, p.age, p.penalty, p.effective, p.slot_id as "slotId", p.opens_on as "opensOn", p.reason, p.inputs,
         q.as_of as "asOf", q.policy_version as "policyVersion", q.orders, q.computed_at as "computedAt"
       from training_orders o left join order_queue_places p on p.order_id = o.id left join order_queues q on q.county = o.county where o.id = $1`, [orderId]);
    if (row === undefined) return null;
    const { state, asOf, policyVersion, orders, computedAt, ...place } = row;
    return { state, placed: place.position === null || asOf === null ? null : { ...place, of: orders, asOf, policyVersion, computedAt } };
  }

  async findHead(tx: Transaction, county: string): Promise<QueueHead | null> {
    const [row] = await tx.query<QueueHead[]>('select county, as_of as "asOf", policy_version as "policyVersion", orders, computed_at as "computedAt" from order_queues where county = $1', [county]);
    return row ?? null;
  }

  /** First to last, with the order's number. */
  async list(tx: Transaction, county: string, after: number, limit: number): Promise<(StoredPlace & { readonly number: string })[]> {
    return tx.query<(StoredPlace & { number: string })[]>(`select ${PLACE}, o.number from order_queue_places p join training_orders o on o.id = p.order_id where p.county = $1 and p.position > $2 order by p.position, p.order_id limit $3`, [county, after, limit]);
  }

  /** One at a time works a county's queue out. */
  async lock(tx: Transaction, county: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('order-queue ' || $1, 0))`, [county]);
  }

  /** What a picture made from now on will have seen. */
  async snapshot(tx: Transaction): Promise<string> {
    const [row] = await tx.query<{ snapshot: string }[]>('select pg_current_snapshot()::text as snapshot');
    return row!.snapshot;
  }

  /** Whether the stored picture is of this day and policy and has seen the transaction. */
  async hasSeen(tx: Transaction, county: string, asOf: CivilDate, policyVersion: string, xact: string): Promise<boolean> {
    const [row] = await tx.query<{ seen: boolean }[]>('select pg_visible_in_snapshot($4::text::xid8, seen_by::pg_snapshot) as seen from order_queues where county = $1 and as_of = $2 and policy_version = $3', [county, asOf, policyVersion, xact]);
    return row?.seen ?? false;
  }

  /**
   * Stores a queue: rows that say the same already are not written.
   * @returns orders whose position or opening day is another than before, or that are new
   */
  async replace(tx: Transaction, head: Omit<QueueHead, 'computedAt'>, seenBy: string, places: readonly StoredPlace[]): Promise<string[]> {
    await tx.query('delete from order_queue_places where county = $1 and order_id <> all ($2::uuid[])', [head.county, places.map(({ orderId }) => orderId)]);
    const moved: string[] = [];
    for (let at = 0; at < places.length; at += ROWS_A_STATEMENT) moved.push(...(await this.#put(tx, head.county, places.slice(at, at + ROWS_A_STATEMENT))));
    await tx.query(
      `insert into order_queues (county, as_of, policy_version, orders, seen_by) values ($1, $2, $3, $4, $5)
       on conflict (county) do update set as_of = excluded.as_of, policy_version = excluded.policy_version, orders = excluded.orders, seen_by = excluded.seen_by, computed_at = now()`,
      [head.county, head.asOf, head.policyVersion, head.orders, seenBy],
    );
    return moved;
  }

  async #put(tx: Transaction, county: string, places: readonly StoredPlace[]): Promise<string[]> {
    const rows = places.map(({ orderId, employerId, position, base, age, penalty, effective, slotId, opensOn, reason, inputs }) => ({ order_id: orderId, employer_id: employerId, position, base, age, penalty, effective, slot_id: slotId, opens_on: opensOn, reason, inputs }));
    const moved = await tx.query<{ orderId: string }[]>(
      `with fresh as (select * from jsonb_to_recordset($2::jsonb) as g (order_id uuid, employer_id uuid, position int, base float8, age int, penalty float8, effective float8, slot_id uuid, opens_on date, reason text, inputs jsonb)),
            put as (
              insert into order_queue_places as p (order_id, county, employer_id, position, base, age, penalty, effective, slot_id, opens_on, reason, inputs)
              select order_id, $1, employer_id, position, base, age, penalty, effective, slot_id, opens_on, reason, inputs from fresh
              on conflict (order_id) do update set county = excluded.county, employer_id = excluded.employer_id, position = excluded.position, base = excluded.base, age = excluded.age, penalty = excluded.penalty, effective = excluded.effective,
                slot_id = excluded.slot_id, opens_on = excluded.opens_on, reason = excluded.reason, inputs = excluded.inputs,
                moved_at = case when (p.position, p.opens_on) is distinct from (excluded.position, excluded.opens_on) then now() else p.moved_at end
              where (p.county, p.employer_id, p.position, p.base, p.age, p.penalty, p.effective, p.slot_id, p.opens_on, p.reason, p.inputs)
                is distinct from (excluded.county, excluded.employer_id, excluded.position, excluded.base, excluded.age, excluded.penalty, excluded.effective, excluded.slot_id, excluded.opens_on, excluded.reason, excluded.inputs))
       select f.order_id as "orderId" from fresh f left join order_queue_places old on old.order_id = f.order_id
       where (old.position, old.opens_on) is distinct from (f.position, f.opens_on) or old.order_id is null`,
      [county, JSON.stringify(rows)],
    );
    return moved.map(({ orderId }) => orderId);
  }
}
