import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FieldFault } from '@app/kernel';
import { Forbidden, type Principal, type Transaction } from '@app/platform';
import { Agreements } from '../agreements/agreements.service.js';
import { PlacesRepository } from '../queue/places.repository.js';
import { TrainingBooks } from '../training-books.js';
import { OrderMoveRefused, SlotNotFree, TrainingInputInvalid } from '../training.errors.js';
import { isWaiting, type OrderState, type RejectReason, type RequeueReason, type ReturnReason } from './order-moves.js';
import { normalised, OrderWriter } from './order-writer.js';
import { TrainingOrders, type OrderDetail } from './training-orders.service.js';
import type { NewMove, OrderRow } from './training-orders.repository.js';

/** A coded reason, and more in words. */
export interface CodedReason<Code> {
  readonly code: Code;
  readonly reason: string | null;
}

const MOST_PARTS = 20;

/** What officers do with orders: review, decide, split, and lead on from the queue to the settlement. */
@Injectable()
export class OrderDesk {
  constructor(
    private readonly books: TrainingBooks,
    private readonly orders: TrainingOrders,
    private readonly writer: OrderWriter,
    private readonly places: PlacesRepository,
    private readonly agreements: Agreements,
  ) {}

  /** @throws OrderUnknown, StaleVersion, OrderMoveRefused: as every move */
  async review(principal: Principal, id: string, version: number): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'under-review', async () => ({}));
  }

  /** Approves, and puts it into the queue at once. @throws OrderInvalid where a rule holds no more: the window is over, the wage has risen */
  async approve(principal: Principal, id: string, version: number): Promise<OrderDetail> {
    return this.#within(principal, id, version, async (tx, row) => {
      if (row.state !== 'under-review') throw new OrderMoveRefused('只有审核中的订单才能批准。');
      const stored = await this.writer.storedOrder(tx, row);
      const today = this.books.today();
      const begins = stored.content.windowFrom < today ? today : stored.content.windowFrom; // it may have begun while it was reviewed
      await this.writer.require(tx, principal, { ...stored, content: { ...stored.content, windowFrom: begins } });
      await this.writer.move(tx, row.county, [{ orderId: id, from: 'under-review' }], 'approved');
      await this.writer.move(tx, row.county, [{ orderId: id, from: 'approved' }], 'queued');
    });
  }

  async return(principal: Principal, id: string, version: number, { code, reason }: CodedReason<ReturnReason>): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'returned', async () => ({ reasonCode: code, reason }));
  }

  async reject(principal: Principal, id: string, version: number, { code, reason }: CodedReason<RejectReason>): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'rejected', async () => ({ reasonCode: code, reason }));
  }

  /** Has a slot serve the order: the one given, or the one that the queue chose. @throws SlotNotFree */
  async recruit(principal: Principal, id: string, version: number, slotId: string | null): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'recruiting', async (tx) => {
      const chosen = slotId ?? (await this.places.find(tx, id))?.slotId ?? null;
      if (chosen === null) throw new SlotNotFree('排队结果里该订单还没有开班名额，请指定一个。');
      return { slotId: chosen };
    });
  }

  /** Gives the slot back and waits again, at its old place. */
  async requeue(principal: Principal, id: string, version: number, { code, reason }: CodedReason<RequeueReason>): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'queued', async () => ({ reasonCode: code, reason }));
  }

  /** The class that serves the order. @throws AgreementsMissing (of the organizations), CourseRetired */
  async openClass(principal: Principal, id: string, version: number, classId: string): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'class-open', async (tx, row) => {
      if (row.state === 'recruiting') await this.agreements.require(tx, id, classId, 'class-open');
      return { classId };
    });
  }

  /** @throws AgreementsMissing (of somebody on the roll, too) */
  async startTraining(principal: Principal, id: string, version: number): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'training', async (tx, row) => {
      if (row.state === 'class-open') await this.agreements.require(tx, id, row.classId, 'training');
      return {};
    });
  }

  async complete(principal: Principal, id: string, version: number): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'completed', async () => ({}));
  }

  /** The database counts who was retained, from the ledger. */
  async settle(principal: Principal, id: string, version: number): Promise<OrderDetail> {
    return this.#move(principal, id, version, 'settled', async () => ({}));
  }

  /**
   * Splits a waiting order that no slot can hold: the whole is given up, the parts wait from its day of approval on.
   * @returns the parts
   * @throws TrainingInputInvalid (fewer than two parts, or not the whole), OrderMoveRefused (it does not wait)
   */
  async split(principal: Principal, id: string, version: number, seats: readonly number[]): Promise<OrderDetail[]> {
    return this.books.database.inScope(principal, async (tx) => {
      const whole = await this.orders.lock(tx, id, version);
      if (!isWaiting(whole.state)) throw new OrderMoveRefused('只有排队中的订单才能拆分。');
      const faults = splitFaults(whole.seats, seats);
      if (faults.length > 0) throw new TrainingInputInvalid(faults);
      const { content } = await this.writer.storedOrder(tx, whole);
      const shortage = whole.shortageAsOf === null ? null : { asOf: whole.shortageAsOf, month: whole.shortageMonth! };
      const parts = seats.map((part, i) => ({ id: randomUUID(), number: `${whole.number}-${i + 1}`, county: whole.county, employerId: whole.employerId, externalRef: whole.externalRef, shortage, splitFrom: id, ...normalised({ ...content, seats: part }) }));
      await this.writer.add(tx, parts);
      await this.writer.move(tx, whole.county, [{ orderId: id, from: whole.state, reasonCode: 'split' }], 'cancelled');
      await this.writer.move(tx, whole.county, parts.map((part) => ({ orderId: part.id, from: 'draft' as const, reasonCode: 'split' as const })), 'approved');
      await this.writer.move(tx, whole.county, parts.map((part) => ({ orderId: part.id, from: 'approved' as const })), 'queued');
      return Promise.all(parts.map((part) => this.orders.get(principal, part.id)));
    });
  }

  async #move(principal: Principal, id: string, version: number, to: OrderState, how: (tx: Transaction, row: OrderRow) => Promise<Partial<NewMove>>): Promise<OrderDetail> {
    return this.#within(principal, id, version, async (tx, row) => this.writer.move(tx, row.county, [{ orderId: id, from: row.state, ...(await how(tx, row)) }], to));
  }

  async #within(principal: Principal, id: string, version: number, work: (tx: Transaction, row: OrderRow) => Promise<void>): Promise<OrderDetail> {
    if (principal.kind !== 'officer') throw new Forbidden();
    return this.books.database.inScope(principal, async (tx) => {
      await work(tx, await this.orders.lock(tx, id, version));
      return this.orders.get(principal, id);
    });
  }
}

/** What is wrong with the parts of a whole. */
export function splitFaults(whole: number, seats: readonly number[]): FieldFault[] {
  if (seats.length < 2 || seats.length > MOST_PARTS) return [{ path: 'seats', message: `须拆成 2 至 ${MOST_PARTS} 份` }];
  if (seats.some((part) => !Number.isInteger(part) || part < 1)) return [{ path: 'seats', message: '每份须为 1 人以上的整数' }];
  const sum = seats.reduce((total, part) => total + part, 0);
  return sum === whole ? [] : [{ path: 'seats', message: `各份合计 ${sum} 人，须等于订单的 ${whole} 人` }];
}
