import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Period } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import type { FulfilmentCounts } from './counts.js';
import type { PledgedHire, PledgedOrder } from './pledges.js';
import type { ProviderCounts } from './scores.js';

export const FULFILMENT_DIMENSIONS = ['county', 'employer', 'provider'] as const;
export type FulfilmentDimension = (typeof FULFILMENT_DIMENSIONS)[number];

/** Which orders are looked at. */
export interface FulfilmentScope {
  readonly county: string;
  readonly by: FulfilmentDimension;
  /** Months of approval; null: all. */
  readonly period: Period | null;
  readonly settledOnly: boolean;
}

/** An effective order, and in whose row it stands. */
export interface EffectiveOrder extends PledgedOrder {
  readonly key: string;
  readonly isSettled: boolean;
  /** Completed or settled: what its provider is judged by. */
  readonly isOver: boolean;
}

export interface FulfilmentPerson {
  readonly registrationId: string;
  readonly name: string;
  readonly idNumberMasked: string;
  readonly hiredOn: CivilDate;
  readonly employmentId: string | null;
  readonly beganOn: CivilDate | null;
  readonly endedOn: CivilDate | null;
}

const KEY = { county: 'o.county', employer: 'o.employer_id::text', provider: 's.provider_id::text' } as const satisfies Record<FulfilmentDimension, string>;
const ORDER = `o.id, o.approved_on as "effectiveOn", o.seats, o.pay_yuan as "payYuan", o.contract_kind as "contractKind", o.contract_months as "contractMonths"`;
const FROM = 'from training_orders o left join provider_slots s on s.id = o.slot_id';
const WITHIN = `order_is_effective(o) and o.county = $1 and ($2::text is null or to_char(o.approved_on, 'YYYY-MM') between $2 and $3) and (not $4::boolean or o.state = 'settled')`;
const within = ({ county, period, settledOnly }: FulfilmentScope): unknown[] => [county, period?.from ?? null, period?.to ?? null, settledOnly];

@Injectable()
export class FulfilmentRepository {
  /** Whose rows there are, in their order, after one. */
  async keys(tx: Transaction, scope: FulfilmentScope, after: string | null, limit: number): Promise<string[]> {
    const rows = await tx.query<{ key: string }[]>(`select distinct ${KEY[scope.by]} as key ${FROM} where ${WITHIN} and ${KEY[scope.by]} is not null and ($5::text is null or ${KEY[scope.by]} > $5) order by 1 limit $6`, [...within(scope), after, limit]);
    return rows.map(({ key }) => key);
  }

  /** The orders in these rows, by their ids, after one. */
  async ordersOf(tx: Transaction, scope: FulfilmentScope, keys: readonly string[], after: string | null, limit: number): Promise<EffectiveOrder[]> {
    return tx.query<EffectiveOrder[]>(
      `select ${ORDER}, ${KEY[scope.by]} as key, o.state = 'settled' as "isSettled", o.state in ('completed', 'settled') as "isOver" ${FROM} where ${WITHIN} and ${KEY[scope.by]} = any ($5::text[]) and ($6::uuid is null or o.id > $6) order by o.id limit $7`, [...within(scope), keys, after, limit]);
  }

  async order(tx: Transaction, id: string): Promise<PledgedOrder | null> {
    const [row] = await tx.query<PledgedOrder[]>(`select o.id, coalesce(o.approved_on, (now() at time zone 'Asia/Shanghai')::date) as "effectiveOn", o.seats, o.pay_yuan as "payYuan", o.contract_kind as "contractKind", o.contract_months as "contractMonths" ${FROM} where o.id = $1`, [id]);
    return row ?? null;
  }

  async countsOf(tx: Transaction, orderIds: readonly string[]): Promise<ReadonlyMap<string, Omit<FulfilmentCounts, 'pledged'>>> {
    const rows = await tx.query<(Omit<FulfilmentCounts, 'pledged'> & { orderId: string })[]>('select order_id as "orderId", enrolled, certified, hired, due90, retained90, due180, retained180 from order_counts($1::uuid[])', [orderIds]);
    return new Map(rows.map(({ orderId, ...counts }) => [orderId, counts]));
  }

  /** Hires that stand, each with the work that it led to as the ledger has it. */
  async hiresOf(tx: Transaction, orderIds: readonly string[]): Promise<PledgedHire[]> {
    return tx.query<PledgedHire[]>(
      `select h.order_id as "orderId", h.registration_id as "personId", h.hired_on as "hiredOn",
         case when f.id is not null then jsonb_build_object('id', f.employment_id, 'startsOn', f.effective_on, 'type', f.payload->>'type', 'employerId', f.employer_id, 'permanent', coalesce((f.payload->>'permanent')::boolean, false), 'pay', (f.payload->>'pay')::int, 'contractMonths', (f.payload->>'contractMonths')::int) end as job
       from training_order_hires h left join ledger_facts f on f.employment_id = h.employment_id and f.kind = 'employment-started' and (not exists (select from ledger_facts r where r.retracts_fact_id = f.id) or fact_in_force(f.id))
       where h.order_id = any ($1::uuid[]) and h.withdrawn_at is null order by h.order_id, h.registration_id`, [orderIds]);
  }

  /** Names of organizations and employers. */
  async namesOf(tx: Transaction, by: FulfilmentDimension, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (by === 'county') return new Map();
    const rows = await tx.query<{ key: string; name: string }[]>(`select id::text as key, name from ${by === 'employer' ? 'employers' : 'organizations'} where id = any ($1::uuid[])`, [keys]);
    return new Map(rows.map(({ key, name }) => [key, name]));
  }

  /** Seats and people of an employer's settled orders: what the queue counts. */
  async settledOf(tx: Transaction, county: string, employerIds: readonly string[]): Promise<ReadonlyMap<string, { readonly pledged: number; readonly retained90: number }>> {
    const rows = await tx.query<{ employerId: string; pledged: number; retained90: number }[]>(
      `select employer_id as "employerId", sum(seats)::int as pledged, sum(retained)::int as "retained90" from training_orders where county = $1 and state = 'settled' and employer_id = any ($2::uuid[]) group by 1`, [county, employerIds]);
    return new Map(rows.map(({ employerId, ...counts }) => [employerId, counts]));
  }

  async providerCounts(tx: Transaction, providerIds: readonly string[]): Promise<ReadonlyMap<string, ProviderCounts>> {
    const rows = await tx.query<(ProviderCounts & { providerId: string })[]>('select provider_id as "providerId", orders, enrolled, certified, hired, due90, retained90 from provider_counts($1::uuid[])', [providerIds]);
    return new Map(rows.map(({ providerId, ...counts }) => [providerId, counts]));
  }

  /** Who was hired from an order, as far as they are in the caller's scope. */
  async persons(tx: Transaction, orderId: string, after: string | null, limit: number): Promise<FulfilmentPerson[]> {
    return tx.query<FulfilmentPerson[]>(
      `select r.id as "registrationId", r.name, r.id_number_masked as "idNumberMasked", h.hired_on as "hiredOn", h.employment_id as "employmentId", f.effective_on as "beganOn",
         (select min(e.effective_on) from ledger_facts e where e.employment_id = h.employment_id and e.kind = 'employment-ended' and fact_in_force(e.id)) as "endedOn"
       from training_order_hires h join registrations r on r.id = h.registration_id left join ledger_facts f on f.employment_id = h.employment_id and f.kind = 'employment-started' and fact_in_force(f.id)
       where h.order_id = $1 and h.withdrawn_at is null and ($2::uuid is null or r.id > $2) order by r.id limit $3`, [orderId, after, limit]);
  }
}
