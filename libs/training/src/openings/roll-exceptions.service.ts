import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/platform';
import { OrderApplicationsRepository } from '../candidates/order-applications.repository.js';
import type { RollException } from '../offers/class-offer.entity.js';
import { TrainingOrdersRepository } from '../orders/training-orders.repository.js';
import { ApplicantUnknown } from '../seats.errors.js';
import { TrainingBooks } from '../training-books.js';
import { OrderUnknown } from '../training.errors.js';
import { RollExceptionsRepository, type RollExceptionRow } from './roll-exceptions.repository.js';

/** Who may sit in an order's class although they did not accept an offer: said by name, with a coded reason, for good. */
@Injectable()
export class RollExceptions {
  constructor(
    private readonly books: TrainingBooks,
    private readonly exceptions: RollExceptionsRepository,
    private readonly orders: TrainingOrdersRepository,
    private readonly people: OrderApplicationsRepository,
  ) {}

  /** Once more is the same. @throws OrderUnknown, ApplicantUnknown */
  async record(principal: Principal, orderId: string, traineeId: string, given: { readonly code: RollException; readonly reason: string }): Promise<RollExceptionRow[]> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.orders.find(tx, orderId);
      if (order === null) throw new OrderUnknown();
      const ownerRegion = await this.people.regionOf(tx, traineeId);
      if (ownerRegion === null) throw new ApplicantUnknown();
      if (await this.exceptions.add(tx, orderId, traineeId, ownerRegion, given)) await this.books.audit.record(tx, { action: 'roll-exception.record', subjectKind: 'training-order', subjectId: orderId, region: order.county, details: { traineeId, code: given.code } });
      return this.exceptions.list(tx, orderId);
    });
  }

  /** Of the caller's own people. */
  async list(principal: Principal, orderId: string): Promise<RollExceptionRow[]> {
    return this.books.database.inScope(principal, (tx) => this.exceptions.list(tx, orderId));
  }
}
