import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { TrainingOrderHireEntity } from '../orders/training-order.entity.js';

export interface NewHire {
  readonly orderId: string;
  readonly registrationId: string;
  /** The person's. */
  readonly ownerRegion: string;
  readonly employmentId: string;
  readonly hiredOn: CivilDate;
}

export type HireRow = Pick<TrainingOrderHireEntity, 'id' | 'registrationId' | 'ownerRegion' | 'employmentId' | 'hiredOn'>;

@Injectable()
export class OrderHiresRepository {
  /** @throws OrderSeatsTaken, HireRefused */
  async insert(tx: Transaction, { orderId, registrationId, ownerRegion, employmentId, hiredOn }: NewHire): Promise<void> {
    await refusing(tx.query('insert into training_order_hires (order_id, registration_id, owner_region, employment_id, hired_on) values ($1, $2, $3, $4, $5)', [orderId, registrationId, ownerRegion, employmentId, hiredOn]));
  }

  /** Somebody's hire under an order that stands. */
  async find(tx: Transaction, orderId: string, registrationId: string): Promise<HireRow | null> {
    const [row] = await tx.query<HireRow[]>('select id, registration_id as "registrationId", owner_region as "ownerRegion", employment_id as "employmentId", hired_on as "hiredOn" from training_order_hires where order_id = $1 and registration_id = $2 and withdrawn_at is null', [orderId, registrationId]);
    return row ?? null;
  }

  /** False: it was withdrawn meanwhile. @throws OrderSeatsTaken */
  async withdraw(tx: Transaction, id: string, by: string): Promise<boolean> {
    const [, count] = await refusing(tx.query<[unknown[], number]>('update training_order_hires set withdrawn_by = $2, withdrawn_at = now() where id = $1 and withdrawn_at is null', [id, by]));
    return count > 0;
  }
}
