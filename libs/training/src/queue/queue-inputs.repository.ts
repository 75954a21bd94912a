import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { ClassSlot, QueueTownship, WaitingOrder } from '@app/scheduling';
import { townshipOf } from '../orders/order.js';

/** Days back over which opened seats count. */
const OPENED_DAYS = 90;

/** A waiting order and whose it is. */
export interface QueuedOrder extends WaitingOrder {
  readonly employerId: string | null;
}

export interface CountyQueueInput {
  readonly asOf: CivilDate;
  readonly townships: readonly QueueTownship[];
  readonly orders: readonly QueuedOrder[];
  readonly slots: readonly ClassSlot[];
}

interface OrderFacts extends Pick<WaitingOrder, 'id' | 'occupation' | 'seats' | 'approvedOn' | 'from' | 'to' | 'pay' | 'contractMonths'> {
  readonly employerId: string | null;
  readonly siteRegion: string;
}

/** Reads what a county's queue is worked out from. */
@Injectable()
export class QueueInputsRepository {
  async read(tx: Transaction, county: string, asOf: CivilDate): Promise<CountyQueueInput> {
    const facts = await tx.query<OrderFacts[]>(
      `select id, employer_id as "employerId", occupation, seats, least(approved_on, $2::date) as "approvedOn", window_from as "from", window_to as "to", pay_yuan as pay, contract_months as "contractMonths", site_region as "siteRegion"
       from training_orders where county = $1 and state in ('approved', 'queued')`, [county, asOf]);
    const shortages = await this.#shortages(tx, county);
    const medians = await this.#medianPay(tx, county);
    const kept = await this.#fulfilment(tx, county);
    const orders = facts.map(({ siteRegion, ...order }): QueuedOrder => ({
      ...order, township: townshipOf(siteRegion), unfillable: shortages.get(order.occupation)?.unfillable ?? 0, qualified: shortages.get(order.occupation)?.qualified ?? 0, medianPay: medians.get(order.occupation) ?? null,
      pledgedBefore: (order.employerId === null ? undefined : kept.get(order.employerId))?.pledged ?? 0, retainedBefore: (order.employerId === null ? undefined : kept.get(order.employerId))?.retained ?? 0,
    }));
    return { asOf, orders, townships: await this.#townships(tx, county, asOf, new Set(orders.flatMap(({ township }) => township ?? []))), slots: await this.#freeSlots(tx, county, asOf) };
  }

  /**
   * By occupation, of the last shortage board. Unfillable openings of the months add up; a person who is qualified for two
   * months is one person, so the qualified are those of the month with most of them.
   */
  async #shortages(tx: Transaction, county: string): Promise<ReadonlyMap<string, { unfillable: number; qualified: number }>> {
    const rows = await tx.query<{ occupation: string; unfillable: number; qualified: number }[]>(
      `select l.line->>'occupation' as occupation, sum((l.line->>'unfillable')::int)::int as unfillable, max((l.line->>'qualified')::int) as qualified
       from shortage_boards b, jsonb_array_elements(b.lines) as l (line) where b.county = $1 and l.line->>'occupation' is not null group by 1`, [county]);
    return new Map(rows.map(({ occupation, ...row }) => [occupation, row]));
  }

  /** Yuan a month, by occupation: of the county's offered posts that state a pay, each with the middle of what it states. */
  async #medianPay(tx: Transaction, county: string): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ occupation: string; median: number }[]>(
      `select occupation, percentile_cont(0.5) within group (order by (coalesce(pay_from, pay_to) + coalesce(pay_to, pay_from)) / 2.0) as median
       from vacancies where owner_region = rpad($1, 12, '0') and offered and occupation is not null and coalesce(pay_from, pay_to) > 0 group by occupation`, [county]);
    return new Map(rows.map(({ occupation, median }) => [occupation, median]));
  }

  /** Seats pledged and people retained in the settled orders of each employer. */
  async #fulfilment(tx: Transaction, county: string): Promise<ReadonlyMap<string, { pledged: number; retained: number }>> {
    const rows = await tx.query<{ employerId: string; pledged: number; retained: number }[]>(`select employer_id as "employerId", sum(seats)::int as pledged, sum(retained)::int as retained from training_orders where county = $1 and state = 'settled' and employer_id is not null group by employer_id`, [county]);
    return new Map(rows.map(({ employerId, ...row }) => [employerId, row]));
  }

  async #townships(tx: Transaction, county: string, asOf: CivilDate, named: ReadonlySet<string>): Promise<QueueTownship[]> {
    const rows = await tx.query<QueueTownship[]>(
      `with people as (select left(owner_region, 9) as code, count(*)::int as available from registrations where county = $1 and available and coalesce(available_from, $2::date) <= $2::date and coalesce(available_to, $2::date) >= $2::date group by 1),
            opened as (select left(region, 9) as code, sum(seats)::int as seats from training_classes where county = $1 and starts_on > $3::date and starts_on <= $2::date and state <> 'aborted' group by 1)
       select code, coalesce(people.available, 0) as available, coalesce(opened.seats, 0) as "seatsOpened90" from people full join opened using (code) where right(code, 3) <> '000'`, [county, asOf, addDays(asOf, -OPENED_DAYS)]);
    const known = new Set(rows.map(({ code }) => code));
    return [...rows, ...[...named].filter((code) => !known.has(code)).map((code) => ({ code, available: 0, seatsOpened90: 0 }))];
  }

  /** Neither taken nor withdrawn, of providers that are not paused; nothing opens before the day itself. */
  async #freeSlots(tx: Transaction, county: string, asOf: CivilDate): Promise<ClassSlot[]> {
    return tx.query<ClassSlot[]>(
      `select s.id, s.occupation, greatest(s.from_on, $2::date) as "from", s.seats from provider_slots s
       where s.county = $1 and s.order_id is null and s.withdrawn_at is null and not exists (select from provider_pauses p where p.provider_id = s.provider_id and p.county = s.county and p.resumed_at is null)`, [county, asOf]);
  }
}
