import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import { Webhooks } from '@app/webhooks';
import type { OrderReason, OrderState } from '../orders/order-moves.js';
import { TrainingBooks } from '../training-books.js';
import type { TrainingJobs } from '../training-jobs.js';

/** Orders that one job tells of. */
const ORDERS_A_JOB = 500;

interface OrderName {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly externalRef: string | null;
  readonly employerId: string;
}

type MovedRow = OrderName & { readonly move: number; readonly from: OrderState; readonly to: OrderState; readonly reason: OrderReason | null };
type PlacedRow = OrderName & { readonly asOf: CivilDate; readonly position: number; readonly opensOn: CivilDate | null; readonly change: string };

const NAME = 'o.id as "orderId", o.number as "orderNumber", o.external_ref as "externalRef", canonical_employer(o.employer_id) as "employerId"';

/** Tells employers by webhook what becomes of their orders; of orders from a measured shortage nobody is told. */
@Injectable()
export class OrderNews {
  constructor(private readonly books: TrainingBooks, private readonly webhooks: Webhooks) {}

  /** In the transaction that moved them: the last move of each. */
  async tellMoves(tx: Transaction, orderIds: readonly string[]): Promise<void> {
    const rows = await tx.query<MovedRow[]>(
      `select ${NAME}, m.number as move, m.from_state as "from", m.to_state as "to", m.reason_code as reason
       from training_orders o join lateral (select * from training_order_moves m where m.order_id = o.id order by m.number desc limit 1) m on true
       where o.id = any ($1::uuid[]) and o.employer_id is not null order by o.id`, [orderIds]);
    await this.webhooks.announce(tx, rows.map(({ employerId, move, ...data }) => ({ type: 'order.state-changed', key: `${data.orderId}/${move}`, employerId, data })));
  }

  /** In the transaction that stored the new queue: they are told by jobs, since a queue may be long. */
  async placesChanged(tx: Transaction, county: string, orderIds: readonly string[]): Promise<void> {
    for (let from = 0; from < orderIds.length; from += ORDERS_A_JOB) {
      await this.books.outbox.add<TrainingJobs, 'order.position-changed'>(tx, 'order.position-changed', { orderIds: orderIds.slice(from, from + ORDERS_A_JOB) }, { region: county });
    }
  }

  /** The job: places as they are now. One change told of twice is told of once; a place that is left and taken again is another change. */
  async tellPlaces(principal: Principal, { orderIds }: TrainingJobs['order.position-changed']): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const rows = await tx.query<PlacedRow[]>(
        `select ${NAME}, q.as_of as "asOf", p.position, p.opens_on as "opensOn", p.moved_at::text as change
         from training_orders o join order_queue_places p on p.order_id = o.id join order_queues q on q.county = o.county
         where o.id = any ($1::uuid[]) and o.employer_id is not null order by o.id`, [orderIds]);
      await this.webhooks.announce(tx, rows.map(({ employerId, change, ...data }) => ({ type: 'order.position-changed', key: `${data.orderId}/${change}`, employerId, data })));
    });
  }
}
