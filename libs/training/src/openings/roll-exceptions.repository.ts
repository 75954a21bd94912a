import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { ClassRollExceptionEntity, RollException } from '../offers/class-offer.entity.js';
import { refusing } from '../training.errors.js';

export type RollExceptionRow = ClassRollExceptionEntity;

@Injectable()
export class RollExceptionsRepository {
  /** False: on record already. */
  async add(tx: Transaction, orderId: string, registrationId: string, ownerRegion: string, { code, reason }: { readonly code: RollException; readonly reason: string }): Promise<boolean> {
    const rows = await refusing(tx.query<unknown[]>(
      'insert into class_roll_exceptions (order_id, registration_id, owner_region, code, reason) values ($1, $2, $3, $4, $5) on conflict (order_id, registration_id) do nothing returning order_id', [orderId, registrationId, ownerRegion, code, reason]));
    return rows.length > 0;
  }

  /** Of the caller's own people. */
  async list(tx: Transaction, orderId: string): Promise<RollExceptionRow[]> {
    return tx.query<RollExceptionRow[]>('select order_id as "orderId", registration_id as "registrationId", owner_region as "ownerRegion", code, reason, recorded_by as "recordedBy", recorded_at as "recordedAt" from class_roll_exceptions where order_id = $1 order by recorded_at, registration_id', [orderId]);
  }
}
