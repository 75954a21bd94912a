import { Injectable } from '@nestjs/common';
import { ClassLife, type ClassMoveInput, type TrainingClass } from '@app/placements';
import type { Principal, Transaction } from '@app/platform';
import { afterAbort } from '../orders/order-moves.js';
import { OrderWriter } from '../orders/order-writer.js';
import { QueueWakes } from '../queue/queue-wakes.js';
import { TrainingBooks } from '../training-books.js';

/** Moves classes, and with a class that is aborted its order. */
@Injectable()
export class OrderedClasses {
  constructor(
    private readonly books: TrainingBooks,
    private readonly life: ClassLife,
    private readonly writer: OrderWriter,
    private readonly wakes: QueueWakes,
  ) {}

  /**
   * Moves a class as `ClassLife` does. One that is aborted takes its order along in the same transaction: back to the queue at its
   * place, or to its end with the employer that withdrew. The database settles the slot and the offers, and lets no class be
   * aborted without.
   * @throws as `ClassLife.move`
   */
  async move(principal: Principal, classId: string, input: ClassMoveInput): Promise<TrainingClass> {
    if (input.to !== 'aborted') return this.life.move(principal, classId, input);
    return this.books.database.inScope(principal, async (tx) => {
      await this.writer.orders.lockByClass(tx, classId); // the order's row before the roll and the ledger
      const moved = await this.life.move(principal, classId, input);
      await this.#follow(tx, classId, input);
      return moved;
    });
  }

  /** Asked for again: a class may have been given to an order until it was locked. */
  async #follow(tx: Transaction, classId: string, { reasonCode = null }: ClassMoveInput): Promise<void> {
    const order = await this.writer.orders.lockByClass(tx, classId);
    const next = order === null || reasonCode === null ? null : afterAbort(order.state, reasonCode);
    if (order === null || next === null) return;
    await this.writer.move(tx, order.county, [{ orderId: order.id, from: order.state, reasonCode: next.reasonCode }], next.to);
    if (next.to === 'cancelled') await this.wakes.wake(tx, order.county); // its slot may be another's
  }
}
