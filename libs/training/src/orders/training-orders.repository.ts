import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { OrderContent, OrderSkill, ShortageRow } from './order.js';
import type { OrderReason, OrderState } from './order-moves.js';
import type { TrainingOrderEntity, TrainingOrderMoveEntity } from './training-order.entity.js';

/** An order as it is stored, without its skills. */
export type OrderRow = Omit<TrainingOrderEntity, 'ownerRegion'>;
export type OrderMoveRow = Omit<TrainingOrderMoveEntity, 'orderId'>;

export interface NewOrder {
  readonly id: string;
  readonly county: string;
  readonly employerId: string | null;
  readonly externalRef: string | null;
  readonly content: OrderContent;
  readonly contentHash: string;
  readonly shortage: ShortageRow | null;
  /** Of a part: whose, and its own number. */
  readonly splitFrom?: string;
  readonly number?: string;
}

export interface NewMove {
  readonly orderId: string;
  readonly from: OrderState;
  readonly to: OrderState;
  readonly reasonCode?: OrderReason | null;
  readonly reason?: string | null;
  readonly slotId?: string;
  readonly classId?: string;
}

export interface OrderFilter {
  readonly state?: OrderState | undefined;
  readonly employerId?: string | undefined;
  readonly occupation?: string | undefined;
  /** Submitted on or before this day and not reviewed. */
  readonly submittedUntil?: CivilDate | undefined;
}

/** Seats of an order from pledged to retained. */
export interface OrderOutcome {
  readonly enrolled: number;
  readonly certified: number;
  readonly retained: number;
}

const ORDER = `o.id, o.number, o.county, o.employer_id as "employerId", o.external_ref as "externalRef", o.occupation, o.seats, o.pay_yuan as "payYuan", o.workplace, o.contract_kind as "contractKind", o.contract_months as "contractMonths",
  o.window_from as "windowFrom", o.window_to as "windowTo", o.site_kind as "siteKind", o.site_region as "siteRegion", o.min_education as "minEducation", o.min_age as "minAge", o.certificates, o.requirements, o.content_hash as "contentHash",
  o.shortage_as_of as "shortageAsOf", o.shortage_month as "shortageMonth", o.split_from as "splitFrom", o.state, o.moves, o.submitted_on as "submittedOn", o.reminded_on as "remindedOn", o.approved_on as "approvedOn", o.slot_id as "slotId", o.class_id as "classId",
  o.enrolled, o.certified, o.hired, o.retained, o.created_by_kind as "createdByKind", o.created_by as "createdBy", o.version, o.created_at as "createdAt", o.updated_at as "updatedAt"`;
const CONTENT = `occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, min_education, min_age, certificates, requirements, content_hash`;
const CONTENT_RECORD = `occupation text, seats int, pay_yuan int, workplace text, contract_kind text, contract_months int, window_from date, window_to date, site_kind text, site_region text, min_education text, min_age int, certificates text[], requirements text, content_hash text`;

const contentRow = (content: OrderContent, contentHash: string): object => ({
  occupation: content.occupation, seats: content.seats, pay_yuan: content.payYuan, workplace: content.workplace, contract_kind: content.contractKind, contract_months: content.contractMonths, window_from: content.windowFrom, window_to: content.windowTo,
  site_kind: content.siteKind, site_region: content.siteRegion, min_education: content.minEducation, min_age: content.minAge, certificates: content.certificates, requirements: content.requirements, content_hash: contentHash,
});

@Injectable()
export class TrainingOrdersRepository {
  /** Adds orders with their skills, in two statements. @throws OrderMoveRefused (the reference is taken meanwhile), OrderByTestKey */
  async insertMany(tx: Transaction, orders: readonly NewOrder[]): Promise<void> {
    if (orders.length === 0) return;
    const rows = orders.map(({ id, number = null, county, employerId, externalRef, content, contentHash, shortage, splitFrom = null }) => ({
      id, number, county, employer_id: employerId, external_ref: externalRef, ...contentRow(content, contentHash), shortage_as_of: shortage?.asOf ?? null, shortage_month: shortage?.month ?? null, split_from: splitFrom,
    }));
    await refusing(tx.query(
      `insert into training_orders (id, number, county, owner_region, employer_id, external_ref, ${CONTENT}, shortage_as_of, shortage_month, split_from)
       select id, number, county, rpad(county, 12, '0'), employer_id, external_ref, ${CONTENT}, shortage_as_of, shortage_month, split_from
       from jsonb_to_recordset($1::jsonb) as g (id uuid, number text, county text, employer_id uuid, external_ref text, ${CONTENT_RECORD}, shortage_as_of date, shortage_month text, split_from uuid)`,
      [JSON.stringify(rows)],
    ));
    await this.#addSkills(tx, orders.map(({ id, content }) => ({ id, skills: content.skills })));
  }

  /** Writes new words into orders that are open to change. @throws OrderMoveRefused */
  async change(tx: Transaction, changes: readonly { readonly id: string; readonly content: OrderContent; readonly contentHash: string }[]): Promise<void> {
    if (changes.length === 0) return;
    const set = CONTENT.split(', ').map((column) => `${column} = g.${column}`).join(', ');
    await refusing(tx.query(`update training_orders o set ${set} from jsonb_to_recordset($1::jsonb) as g (id uuid, ${CONTENT_RECORD}) where o.id = g.id`, [JSON.stringify(changes.map(({ id, content, contentHash }) => ({ id, ...contentRow(content, contentHash) })))]));
    await refusing(tx.query('delete from training_order_skills where order_id = any ($1::uuid[])', [changes.map(({ id }) => id)]));
    await this.#addSkills(tx, changes.map(({ id, content }) => ({ id, skills: content.skills })));
  }

  async #addSkills(tx: Transaction, orders: readonly { readonly id: string; readonly skills: readonly OrderSkill[] }[]): Promise<void> {
    const rows = orders.flatMap(({ id, skills }) => skills.map(({ skillId, level }) => ({ order_id: id, skill_id: skillId, level })));
    if (rows.length > 0) await refusing(tx.query('insert into training_order_skills (order_id, skill_id, level) select order_id, skill_id, level from jsonb_to_recordset($1::jsonb) as g (order_id uuid, skill_id text, level int)', [JSON.stringify(rows)]));
  }

  async find(tx: Transaction, id: string): Promise<OrderRow | null> {
    const [row] = await tx.query<OrderRow[]>(`select ${ORDER} from training_orders o where o.id = $1`, [id]);
    return row ?? null;
  }

  async findMany(tx: Transaction, ids: readonly string[]): Promise<OrderRow[]> {
    return tx.query<OrderRow[]>(`select ${ORDER} from training_orders o where o.id = any ($1::uuid[])`, [ids]);
  }

  /** The same, and nobody else moves or changes it until the end of the transaction. */
  async lock(tx: Transaction, id: string): Promise<OrderRow | null> {
    const [row] = await tx.query<OrderRow[]>(`select ${ORDER} from training_orders o where o.id = $1 for update`, [id]);
    return row ?? null;
  }

  /** The order that a class serves, likewise; null: none. */
  async lockByClass(tx: Transaction, classId: string): Promise<OrderRow | null> {
    const [row] = await tx.query<OrderRow[]>(`select ${ORDER} from training_orders o where o.class_id = $1 for update`, [classId]);
    return row ?? null;
  }

  async lockByReferences(tx: Transaction, employerId: string, references: readonly string[]): Promise<ReadonlyMap<string, OrderRow>> {
    const rows = await tx.query<OrderRow[]>(`select ${ORDER} from training_orders o where o.employer_id = $1 and o.external_ref = any ($2) and o.split_from is null for update`, [employerId, references]);
    return new Map(rows.map((row) => [row.externalRef!, row]));
  }

  /** Newest first. */
  async list(tx: Transaction, { state, employerId, occupation, submittedUntil }: OrderFilter, after: readonly (string | number)[] | null, limit: number): Promise<OrderRow[]> {
    return tx.query<OrderRow[]>(
      `select ${ORDER} from training_orders o
       where ($1::text is null or o.state = $1) and ($2::uuid is null or o.employer_id = $2) and ($3::text is null or o.occupation = $3) and ($4::date is null or o.state = 'submitted' and o.submitted_on <= $4::date)
         and ($5::timestamptz is null or (o.created_at, o.id) < ($5::timestamptz, $6::uuid))
       order by o.created_at desc, o.id desc limit $7`,
      [state ?? null, employerId ?? null, occupation ?? null, submittedUntil ?? null, ...(after ?? [null, null]), limit],
    );
  }

  /** Whom employers' ids mean since names were found to be one employer's. */
  async canonicalEmployers(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await tx.query<{ id: string; meant: string }[]>('select id, canonical_employer(id) as meant from unnest($1::uuid[]) as id', [[...new Set(ids)]]);
    return new Map(rows.map(({ id, meant }) => [id, meant]));
  }

  /** What a class teaches; null: there is none of this id. */
  async courseOfClass(tx: Transaction, classId: string): Promise<string | null> {
    const [row] = await tx.query<{ courseId: string }[]>('select course_id as "courseId" from training_classes where id = $1', [classId]);
    return row?.courseId ?? null;
  }

  /** Orders that recruit, those whose window ends first before the others. */
  async listRecruiting(tx: Transaction, county: string, ids: readonly string[] | null, limit: number): Promise<OrderRow[]> {
    return tx.query<OrderRow[]>(`select ${ORDER} from training_orders o where o.county = $1 and o.state = 'recruiting' and ($2::uuid[] is null or o.id = any ($2::uuid[])) order by o.window_to, o.number limit $3`, [county, ids, limit]);
  }

  async skillsOf(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, OrderSkill[]>> {
    const rows = await tx.query<(OrderSkill & { orderId: string })[]>('select order_id as "orderId", skill_id as "skillId", level from training_order_skills where order_id = any ($1::uuid[]) order by order_id, skill_id', [ids]);
    const skills = new Map<string, OrderSkill[]>(ids.map((id) => [id, []]));
    for (const { orderId, skillId, level } of rows) skills.get(orderId)!.push({ skillId, level });
    return skills;
  }

  /** Moves orders, all or none. @throws OrderMoveRefused, SlotNotFree */
  async move(tx: Transaction, moves: readonly NewMove[]): Promise<void> {
    if (moves.length === 0) return;
    const rows = moves.map(({ orderId, from, to, reasonCode = null, reason = null, slotId = null, classId = null }) => ({ order_id: orderId, from_state: from, to_state: to, reason_code: reasonCode, reason, slot_id: slotId, class_id: classId }));
    await refusing(tx.query(
      `insert into training_order_moves (order_id, from_state, to_state, reason_code, reason, slot_id, class_id)
       select order_id, from_state, to_state, reason_code, reason, slot_id, class_id from jsonb_to_recordset($1::jsonb) as g (order_id uuid, from_state text, to_state text, reason_code text, reason text, slot_id uuid, class_id uuid)`,
      [JSON.stringify(rows)],
    ));
  }

  async listMoves(tx: Transaction, id: string): Promise<OrderMoveRow[]> {
    return tx.query<OrderMoveRow[]>(
      `select id, number, from_state as "fromState", to_state as "toState", reason_code as "reasonCode", reason, slot_id as "slotId", class_id as "classId", actor_kind as "actorKind", actor_id as "actorId", moved_at as "movedAt"
       from training_order_moves where order_id = $1 order by number`, [id]);
  }

  /** What the ledger says now of an order's class and hires. */
  async outcome(tx: Transaction, id: string): Promise<OrderOutcome> {
    const [row] = await tx.query<OrderOutcome[]>('select coalesce(enrolled, 0) as enrolled, coalesce(certified, 0) as certified, coalesce(retained, 0) as retained from order_outcome($1)', [id]);
    return row ?? { enrolled: 0, certified: 0, retained: 0 };
  }
}
