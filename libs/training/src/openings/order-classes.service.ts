import { Injectable } from '@nestjs/common';
import { ClassesService } from '@app/placements';
import { Forbidden, StaleVersion, type Principal, type Transaction } from '@app/platform';
import { OrderDesk } from '../orders/order-desk.service.js';
import { TrainingOrders, type OrderDetail } from '../orders/training-orders.service.js';
import type { OrderRow } from '../orders/training-orders.repository.js';
import { ClassNotReady, OrderNotRecruiting } from '../seats.errors.js';
import { openingClass } from './opening-class.js';
import { OpeningInputs } from './opening-inputs.js';

export interface NewOpening {
  /** Null: the course and the order's number. */
  readonly name: string | null;
  /** Null: the course's own programme. */
  readonly programme: string | null;
  /** With fewer who have accepted it is not opened, 1 to the order's seats. */
  readonly minSeats: number;
}

/** Opens an order's class for those who were told and accepted. */
@Injectable()
export class OrderClasses {
  constructor(
    private readonly inputs: OpeningInputs,
    private readonly orders: TrainingOrders,
    private readonly desk: OrderDesk,
    private readonly classes: ClassesService,
  ) {}

  /**
   * In one transaction: the class from the order and its slot, the order moved to it, the people on its roll. Asked for
   * again, it is the same class.
   * @throws OrderUnknown, StaleVersion, OrderNotRecruiting, ClassNotReady (too few have accepted), and what makes a class or a move fail
   */
  async open(principal: Principal, orderId: string, version: number, opening: NewOpening): Promise<OrderDetail> {
    if (principal.kind !== 'officer') throw new Forbidden();
    return this.inputs.books.database.inScope(principal, async (tx) => {
      const order = await this.orders.lock(tx, orderId, null);
      if (order.state === 'class-open' && (await this.classes.get(principal, order.classId!)).orderId === orderId) return this.orders.get(principal, orderId);
      if (order.version !== version) throw new StaleVersion();
      if (order.state !== 'recruiting') throw new OrderNotRecruiting('开班规则：只有招生中的订单才能开班，未作任何更改。');
      return this.#open(tx, principal, order, version, opening);
    });
  }

  async #open(tx: Transaction, principal: Principal, order: OrderRow, version: number, { name, programme, minSeats }: NewOpening): Promise<OrderDetail> {
    const accepted = await this.inputs.accepted(tx, order.id);
    if (accepted === null || accepted.traineeIds.length < minSeats) throw new ClassNotReady(`开班规则：已被告知并接受的有 ${accepted?.traineeIds.length ?? 0} 人，不足最少 ${minSeats} 人，未作任何更改。`);
    const providerId = await this.inputs.providerOf(tx, order.slotId!);
    const made = await this.classes.create(principal, openingClass(order, accepted.terms, { providerId, programme: programme ?? (await this.inputs.programmeOf(accepted.terms.courseId)), name, minSeats }));
    await this.classes.enrol(principal, made.id, accepted.traineeIds);
    return this.desk.openClass(principal, order.id, version, made.id);
  }
}
