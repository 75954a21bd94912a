import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import { OrderNews } from '../announcements/order-news.js';
import { QueueWakes } from '../queue/queue-wakes.js';
import { TrainingBooks } from '../training-books.js';
import { OrderInvalid } from '../training.errors.js';
import type { OrderContent } from './order.js';
import { isWaiting, type OrderState } from './order-moves.js';
import { orderFaults } from './order-rules.js';
import { OrderWorlds, type JudgedOrder } from './order-worlds.js';
import { TrainingOrdersRepository, type NewMove, type NewOrder, type OrderRow } from './training-orders.repository.js';

/** Writes orders and their moves with everybody told, in the caller's transaction. */
@Injectable()
export class OrderWriter {
  constructor(
    readonly orders: TrainingOrdersRepository,
    private readonly books: TrainingBooks,
    private readonly worlds: OrderWorlds,
    private readonly wakes: QueueWakes,
    private readonly news: OrderNews,
  ) {}

  /** Judges orders in one world. */
  async judge(tx: Transaction, principal: Principal): Promise<(order: JudgedOrder) => Promise<ReturnType<typeof orderFaults>>> {
    const world = await this.worlds.of(tx, principal);
    return async (order) => orderFaults(order.content, order.shortage, await world(order));
  }

  /** @throws OrderInvalid */
  async require(tx: Transaction, principal: Principal, order: JudgedOrder): Promise<void> {
    const faults = await (await this.judge(tx, principal))(order);
    if (faults.length > 0) throw new OrderInvalid(faults);
  }

  /** The same as stored, with its skills: what a rule is asked about. */
  async storedOrder(tx: Transaction, row: OrderRow): Promise<JudgedOrder> {
    return { content: await this.contentOf(tx, row), employerId: row.employerId, shortage: row.shortageAsOf === null ? null : { asOf: row.shortageAsOf, month: row.shortageMonth! }, isShortageKept: true };
  }

  async contentOf(tx: Transaction, row: OrderRow): Promise<OrderContent> {
    const { occupation, seats, payYuan, workplace, contractKind, contractMonths, windowFrom, windowTo, siteKind, siteRegion, minEducation, minAge, certificates, requirements } = row;
    const skills = (await this.orders.skillsOf(tx, [row.id])).get(row.id)!;
    return { occupation, skills, seats, payYuan, workplace, contractKind, contractMonths, windowFrom, windowTo, siteKind, siteRegion, minEducation, minAge, certificates, requirements };
  }

  async add(tx: Transaction, orders: readonly NewOrder[]): Promise<void> {
    await this.orders.insertMany(tx, orders);
    await this.#audit(tx, 'training-order.create', orders);
  }

  async change(tx: Transaction, county: string, changes: readonly { readonly id: string; readonly content: OrderContent; readonly contentHash: string }[]): Promise<void> {
    await this.orders.change(tx, changes);
    await this.#audit(tx, 'training-order.change', changes.map(({ id }) => ({ id, county })));
  }

  /** Moves orders to one state, and has the queue worked out anew where it is concerned. @throws OrderMoveRefused, SlotNotFree */
  async move(tx: Transaction, county: string, moves: readonly (Omit<NewMove, 'to'>)[], to: OrderState): Promise<void> {
    if (moves.length === 0) return;
    await this.orders.move(tx, moves.map((each) => ({ ...each, to })));
    const details: Record<string, string> = moves[0]!.reasonCode == null ? { state: to } : { state: to, reason: moves[0]!.reasonCode };
    await this.#audit(tx, 'training-order.move', moves.map(({ orderId }) => ({ id: orderId, county })), details);
    await this.news.tellMoves(tx, moves.map(({ orderId }) => orderId));
    if (isWaiting(to) || moves.some(({ from }) => isWaiting(from) || from === 'recruiting')) await this.wakes.wake(tx, county);
  }

  /** One row of the trail, however many orders. */
  async #audit(tx: Transaction, action: string, orders: readonly { readonly id: string; readonly county: string }[], details: Readonly<Record<string, string>> = {}): Promise<void> {
    const [first] = orders;
    if (first === undefined) return;
    const subject = orders.length === 1 ? { subjectKind: 'training-order', subjectId: first.id, details } : { subjectKind: 'training-orders', subjectId: first.county, details: { ...details, orders: orders.length } };
    await this.books.audit.record(tx, { action, ...subject, region: first.county });
  }
}

/** The content with full region codes and in one spelling, and its hash: what tells a repeat from a change. */
export function normalised(content: OrderContent): { readonly content: OrderContent; readonly contentHash: string } {
  const skills = [...content.skills].sort((a, b) => (a.skillId < b.skillId ? -1 : 1)).map(({ skillId, level }) => ({ skillId, level }));
  const same: OrderContent = {
    occupation: content.occupation, skills, seats: content.seats, payYuan: content.payYuan, workplace: padRegion(content.workplace), contractKind: content.contractKind, contractMonths: content.contractMonths, windowFrom: content.windowFrom, windowTo: content.windowTo,
    siteKind: content.siteKind, siteRegion: padRegion(content.siteRegion), minEducation: content.minEducation, minAge: content.minAge, certificates: content.certificates.map((name) => name.trim()), requirements: content.requirements?.trim() || null,
  };
  return { content: same, contentHash: createHash('sha256').update(JSON.stringify(same)).digest('hex') };
}
