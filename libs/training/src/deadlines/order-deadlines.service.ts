import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import type { Principal } from '@app/platform';
import type { OrderState } from '../orders/order-moves.js';
import { OrderWriter } from '../orders/order-writer.js';
import { TrainingBooks } from '../training-books.js';
import { DeadlinesRepository } from './deadlines.repository.js';
import { addWorkingDays } from './working-days.js';

/** A review begins within so many working days after an order was submitted. */
export const REVIEW_WORKING_DAYS = 5;
const ORDERS_A_TURN = 500;

/** The last day on which a review begins in time. */
export function reviewDueOn(submittedOn: CivilDate): CivilDate {
  return addWorkingDays(submittedOn, REVIEW_WORKING_DAYS);
}

/** What happens to orders by the calendar, each night. Twice in one night is once. */
@Injectable()
export class OrderDeadlines {
  constructor(
    private readonly books: TrainingBooks,
    private readonly deadlines: DeadlinesRepository,
    private readonly writer: OrderWriter,
  ) {}

  /** @returns orders that were reminded of, and orders whose window ended and that are before an officer again */
  async keep(principal: Principal, signal?: AbortSignal): Promise<{ readonly reminded: number; readonly returned: number }> {
    let [reminded, returned] = [0, 0];
    for (let done = -1; done !== 0 && signal?.aborted !== true; reminded += done) done = await this.#remind(principal);
    for (let done = -1; done !== 0 && signal?.aborted !== true; returned += done) done = await this.#returnEnded(principal);
    return { reminded, returned };
  }

  async #remind(principal: Principal): Promise<number> {
    const [county, today] = [padRegion(principal.region).slice(0, 6), this.books.today()];
    return this.books.database.inScope(principal, async (tx) => {
      const late = (await this.deadlines.listUnreviewed(tx, county, ORDERS_A_TURN)).filter(({ submittedOn }) => reviewDueOn(submittedOn) < today);
      await this.deadlines.noteReminded(tx, late.map(({ id }) => id), today);
      if (late.length > 0) await this.books.audit.record(tx, { action: 'training-order.remind', subjectKind: 'training-orders', subjectId: county, region: county, details: { orders: late.length } });
      return late.length;
    });
  }

  async #returnEnded(principal: Principal): Promise<number> {
    const [county, today] = [padRegion(principal.region).slice(0, 6), this.books.today()];
    return this.books.database.inScope(principal, async (tx) => {
      const ended = await this.deadlines.lockEnded(tx, county, today, ORDERS_A_TURN);
      await this.writer.move(tx, county, ended.map(({ id, state }: { id: string; state: OrderState }) => ({ orderId: id, from: state, reasonCode: 'window-ended' as const })), 'under-review');
      return ended.length;
    });
  }
}
