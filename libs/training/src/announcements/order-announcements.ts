import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import type { OrderState } from '../orders/order-moves.js';
import { TrainingBooks } from '../training-books.js';
import type { TrainingJobs } from '../training-jobs.js';

/** Orders that one job tells of. */
const ORDERS_A_JOB = 500;

/** Who tells the world about orders: ids and codes only. */
export interface OrderAnnouncements {
  /** In the transaction that moved them. */
  stateChanged(tx: Transaction, county: string, orderIds: readonly string[], state: OrderState): Promise<void>;
  /** In the transaction that stored the new queue. */
  positionsChanged(tx: Transaction, county: string, orderIds: readonly string[]): Promise<void>;
}

/** Injection token of {@link OrderAnnouncements}. */
export const ORDER_ANNOUNCEMENTS = Symbol('OrderAnnouncements');

/** Somebody who wants to know (a webhook); every call may come twice. */
export interface OrderListener {
  stateChanged(principal: Principal, change: TrainingJobs['order.state-changed']): Promise<void>;
  positionsChanged(principal: Principal, change: TrainingJobs['order.position-changed']): Promise<void>;
}

/** Injection token of the list of {@link OrderListener}s; absent: nobody listens. */
export const ORDER_LISTENERS = Symbol('OrderListeners');

/** Announces by the outbox: committed together with what it tells of. */
@Injectable()
export class OutboxOrderAnnouncements implements OrderAnnouncements {
  constructor(private readonly books: TrainingBooks) {}

  async stateChanged(tx: Transaction, county: string, orderIds: readonly string[], state: OrderState): Promise<void> {
    for (const part of parts(orderIds)) await this.books.outbox.add<TrainingJobs, 'order.state-changed'>(tx, 'order.state-changed', { orderIds: part, state }, { region: county });
  }

  async positionsChanged(tx: Transaction, county: string, orderIds: readonly string[]): Promise<void> {
    for (const part of parts(orderIds)) await this.books.outbox.add<TrainingJobs, 'order.position-changed'>(tx, 'order.position-changed', { orderIds: part }, { region: county });
  }
}

/** Hands an announcement to everybody who listens. */
@Injectable()
export class OrderAnnouncer {
  constructor(@Optional() @Inject(ORDER_LISTENERS) private readonly listeners: readonly OrderListener[] = []) {}

  async tellState(principal: Principal, change: TrainingJobs['order.state-changed']): Promise<void> {
    for (const listener of this.listeners) await listener.stateChanged(principal, change);
  }

  async tellPositions(principal: Principal, change: TrainingJobs['order.position-changed']): Promise<void> {
    for (const listener of this.listeners) await listener.positionsChanged(principal, change);
  }
}

function parts(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / ORDERS_A_JOB) }, (_, i) => ids.slice(i * ORDERS_A_JOB, (i + 1) * ORDERS_A_JOB));
}
