import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { padRegion, type FieldFault } from '@app/kernel';
import { decodeCursor, Forbidden, pageOf, StaleVersion, type Page, type Principal, type Transaction } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { OrderByTestKey, OrderInvalid, OrderMoveRefused, OrderUnknown } from '../training.errors.js';
import type { OrderChange, OrderInput, OrderSkill } from './order.js';
import { isOpenToChange, type CancelReason } from './order-moves.js';
import { normalised, OrderWriter } from './order-writer.js';
import type { NewOrder, OrderFilter, OrderMoveRow, OrderOutcome, OrderRow } from './training-orders.repository.js';

/** An order as it is shown. */
export interface OrderView extends OrderRow {
  readonly skills: readonly OrderSkill[];
}

/** The same with its history and what the ledger says of it now. */
export interface OrderDetail extends OrderView {
  readonly history: readonly OrderMoveRow[];
  readonly outcome: OrderOutcome;
}

/** What became of an order that was handed in. */
export interface PlacedOrder {
  readonly outcome: 'created' | 'changed' | 'unchanged';
  readonly order: OrderView;
}

/** A row of a bulk: what it states, or why it could not be read. */
export type BulkOrder = { readonly reference: string | null; readonly input: OrderInput } | { readonly reference: string | null; readonly faults: readonly FieldFault[] };

/** What became of a row, in the order given. */
export interface BulkOrderResult {
  readonly reference: string | null;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'rejected';
  /** Null: rejected, or a dry run of a new one. */
  readonly orderId: string | null;
  readonly faults: readonly FieldFault[];
}

interface JudgedRow {
  readonly result: BulkOrderResult;
  readonly add?: NewOrder;
  readonly change?: { readonly id: string; readonly from: OrderRow['state']; readonly content: NewOrder['content']; readonly contentHash: string };
  readonly submit: boolean;
}

/** Orders as their employers (by API key) and officers hand them in, change and give up. */
@Injectable()
export class TrainingOrders {
  constructor(
    private readonly books: TrainingBooks,
    private readonly writer: OrderWriter,
  ) {}

  /**
   * Hands an order in; the same reference of the employer once more is the same order, changed while it is open to change.
   * @throws OrderInvalid naming every rule, OrderMoveRefused (the same reference is under review already), OrderByTestKey, Forbidden
   */
  async place(principal: Principal, input: OrderInput): Promise<PlacedOrder> {
    return this.books.database.inScope(principal, async (tx) => {
      const [result] = await this.#placeAll(tx, principal, [{ reference: input.externalRef, input }], false);
      if (result!.outcome === 'rejected') throw isRefusedMove(result!.faults) ? new OrderMoveRefused(result!.faults[0]!.message) : new OrderInvalid(result!.faults);
      return { outcome: result!.outcome, order: await this.#view(tx, result!.orderId!) };
    });
  }

  /** Hands many in: each row is written or rejected by itself, all in one transaction. A dry run judges alike and takes everything back. @throws OrderByTestKey */
  async placeMany(principal: Principal, rows: readonly BulkOrder[], { dryRun }: { readonly dryRun: boolean }): Promise<BulkOrderResult[]> {
    return this.books.database.inScope(principal, async (tx) => {
      const results: BulkOrderResult[] = [];
      for (const part of withoutRepeats(rows)) results.push(...(await this.#placeAll(tx, principal, part, dryRun)));
      return results;
    });
  }

  /** Changes an order before its review; it is submitted again by `submit`. @throws OrderUnknown, StaleVersion, OrderMoveRefused, OrderInvalid */
  async change(principal: Principal, id: string, version: number, change: OrderChange): Promise<OrderView> {
    return this.books.database.inScope(principal, async (tx) => {
      const row = await this.lock(tx, id, version);
      if (!isOpenToChange(row.state)) throw new OrderMoveRefused('订单只有在草稿或退回修改时才能更改。');
      const stored = await this.writer.storedOrder(tx, row);
      const next = normalised({ ...stored.content, ...change });
      await this.writer.require(tx, principal, { ...stored, content: next.content });
      if (next.contentHash !== row.contentHash) await this.writer.change(tx, row.county, [{ id, ...next }]);
      return this.#view(tx, id);
    });
  }

  /** Hands a draft or a returned order in for review. @throws OrderUnknown, StaleVersion, OrderMoveRefused, OrderInvalid */
  async submit(principal: Principal, id: string, version: number): Promise<OrderView> {
    return this.books.database.inScope(principal, async (tx) => {
      const row = await this.lock(tx, id, version);
      if (!isOpenToChange(row.state)) throw new OrderMoveRefused('只有草稿或退回修改的订单才能提交。');
      await this.writer.require(tx, principal, await this.writer.storedOrder(tx, row));
      await this.writer.move(tx, row.county, [{ orderId: id, from: row.state }], 'submitted');
      return this.#view(tx, id);
    });
  }

  /** Gives an order up. Once a class is open, an officer does. @throws OrderUnknown, StaleVersion, OrderMoveRefused */
  async cancel(principal: Principal, id: string, version: number, reasonCode: Exclude<CancelReason, 'split'>, reason: string | null): Promise<OrderView> {
    return this.books.database.inScope(principal, async (tx) => {
      const row = await this.lock(tx, id, version);
      await this.writer.move(tx, row.county, [{ orderId: id, from: row.state, reasonCode, reason }], 'cancelled');
      return this.#view(tx, id);
    });
  }

  /** @throws OrderUnknown */
  async get(principal: Principal, id: string): Promise<OrderDetail> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.#view(tx, id);
      return { ...order, history: await this.writer.orders.listMoves(tx, id), outcome: await this.writer.orders.outcome(tx, id) };
    });
  }

  /** Newest first; an employer sees its own. @throws CursorInvalid */
  async list(principal: Principal, query: OrderFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<OrderView>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      const rows = await this.writer.orders.list(tx, query, after, query.limit + 1);
      const skills = await this.writer.orders.skillsOf(tx, rows.map(({ id }) => id));
      return pageOf(rows, query.limit, (row) => [row.createdAt, row.id], (row) => ({ ...row, skills: skills.get(row.id)! }));
    });
  }

  /** The order as the caller read it, locked; null: as it is. @throws OrderUnknown, StaleVersion */
  async lock(tx: Transaction, id: string, version: number | null): Promise<OrderRow> {
    if ((await this.writer.orders.find(tx, id)) === null) throw new OrderUnknown();
    const row = await this.writer.orders.lock(tx, id);
    if (row === null) throw new Forbidden();
    if (version !== null && row.version !== version) throw new StaleVersion();
    return row;
  }

  async #view(tx: Transaction, id: string): Promise<OrderView> {
    const row = await this.writer.orders.find(tx, id);
    if (row === null) throw new OrderUnknown();
    return { ...row, skills: (await this.writer.orders.skillsOf(tx, [id])).get(id)! };
  }

  /** Rows of which no two have one reference: judged one by one, written together. */
  async #placeAll(tx: Transaction, principal: Principal, rows: readonly BulkOrder[], dryRun: boolean): Promise<BulkOrderResult[]> {
    if (principal.isTest === true && !dryRun) throw new OrderByTestKey();
    const known = await this.#known(tx, principal, rows);
    const judge = await this.writer.judge(tx, principal);
    const judged: JudgedRow[] = [];
    for (const row of rows) judged.push('faults' in row ? { result: { reference: row.reference, outcome: 'rejected', orderId: null, faults: row.faults }, submit: false } : await this.#judge(principal, row.input, known, judge));
    if (dryRun) return judged.map(({ result, add }) => (add === undefined ? result : { ...result, orderId: null }));
    await this.#write(tx, principal, judged);
    return judged.map(({ result }) => result);
  }

  async #judge(principal: Principal, given: OrderInput, known: ReadonlyMap<string, OrderRow>, judge: Awaited<ReturnType<OrderWriter['judge']>>): Promise<JudgedRow> {
    const employerId = employerOf(principal, given);
    const reference = given.externalRef;
    const rejected = (faults: readonly FieldFault[]): JudgedRow => ({ result: { reference, outcome: 'rejected', orderId: null, faults }, submit: false });
    const { content, contentHash } = normalised(given);
    const before = reference === null ? undefined : known.get(keyOf(employerId, reference));
    if (before !== undefined && before.contentHash === contentHash && (given.draft || !isOpenToChange(before.state))) return { result: { reference, outcome: 'unchanged', orderId: before.id, faults: [] }, submit: false };
    if (before !== undefined && !isOpenToChange(before.state)) return rejected([{ path: 'externalRef', message: REFERENCE_UNDER_WAY }]);
    const faults = await judge({ content, employerId, shortage: given.shortage });
    if (faults.length > 0) return rejected(faults);
    if (before !== undefined) return { result: { reference, outcome: 'changed', orderId: before.id, faults: [] }, change: { id: before.id, from: before.state, content, contentHash }, submit: !given.draft };
    const id = randomUUID();
    return { result: { reference, outcome: 'created', orderId: id, faults: [] }, add: { id, county: countyOf(principal), employerId, externalRef: reference, content, contentHash, shortage: given.shortage }, submit: !given.draft };
  }

  async #write(tx: Transaction, principal: Principal, judged: readonly JudgedRow[]): Promise<void> {
    const county = countyOf(principal);
    await this.writer.add(tx, judged.flatMap(({ add }) => add ?? []));
    await this.writer.change(tx, county, judged.flatMap(({ change }) => change ?? []));
    await this.writer.move(tx, county, judged.flatMap(({ add, change, submit }) => (!submit ? [] : add !== undefined ? [{ orderId: add.id, from: 'draft' as const }] : [{ orderId: change!.id, from: change!.from }])), 'submitted');
  }

  /** The orders that these references name, locked; one employer's are handed in one after the other. */
  async #known(tx: Transaction, principal: Principal, rows: readonly BulkOrder[]): Promise<ReadonlyMap<string, OrderRow>> {
    const references = new Map<string, string[]>();
    for (const row of rows) {
      const employerId = 'input' in row ? employerOf(principal, row.input) : null;
      if (employerId !== null && row.reference !== null) references.set(employerId, [...(references.get(employerId) ?? []), row.reference]);
    }
    const known = new Map<string, OrderRow>();
    for (const employerId of [...references.keys()].sort()) {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('training-orders.' || $1, 0))`, [employerId]);
      for (const [reference, row] of await this.writer.orders.lockByReferences(tx, employerId, references.get(employerId)!)) known.set(keyOf(employerId, reference), row);
    }
    return known;
  }
}

const REFERENCE_UNDER_WAY = '同一编号的订单已提交审核，不能再改；需要更改时请联系经办人退回。';
const isRefusedMove = (faults: readonly FieldFault[]): boolean => faults.length === 1 && faults[0]!.message === REFERENCE_UNDER_WAY;
const keyOf = (employerId: string | null, reference: string): string => `${employerId ?? ''} ${reference}`;
const countyOf = (principal: Principal): string => padRegion(principal.region).slice(0, 6);

/** An employer orders for itself; an officer says for whom. */
function employerOf({ kind, organizationId }: Principal, input: OrderInput): string | null {
  return kind === 'employer' ? organizationId : input.employerId;
}

/** The rows in order, cut before every reference that the part holds already: the later one changes what the earlier one wrote. */
function withoutRepeats(rows: readonly BulkOrder[]): BulkOrder[][] {
  const parts: BulkOrder[][] = [];
  let seen = new Set<string>();
  for (const row of rows) {
    const key = 'input' in row && row.reference !== null ? keyOf(row.input.employerId, row.reference) : null;
    if (parts.length === 0 || (key !== null && seen.has(key))) {
      parts.push([]);
      seen = new Set();
    }
    if (key !== null) seen.add(key);
    parts.at(-1)!.push(row);
  }
  return parts;
}
