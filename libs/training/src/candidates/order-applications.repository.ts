import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { SiteKind } from '@app/placements';
import type { Transaction } from '@app/platform';
import type { ContractKind } from '../orders/order.js';
import { refusing } from '../training.errors.js';

export interface ApplicationRow {
  readonly id: string;
  readonly orderId: string;
  readonly registrationId: string;
  readonly ownerRegion: string;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** What may be known of an order that people can apply for. */
export interface OpenOrder {
  readonly id: string;
  readonly number: string;
  readonly occupation: string;
  readonly seats: number;
  readonly payYuan: number;
  readonly workplace: string;
  readonly contractKind: ContractKind;
  readonly contractMonths: number | null;
  readonly siteKind: SiteKind;
  readonly siteRegion: string;
  readonly windowFrom: CivilDate;
  readonly windowTo: CivilDate;
  readonly state: 'queued' | 'recruiting';
}

const APPLICATION = 'id, order_id as "orderId", registration_id as "registrationId", owner_region as "ownerRegion", recorded_by as "recordedBy", recorded_at as "recordedAt"';

@Injectable()
export class OrderApplicationsRepository {
  /** False: this person's application stands already. @throws ApplicantUnknown, ApplicationRefused */
  async add(tx: Transaction, orderId: string, registrationId: string, ownerRegion: string): Promise<boolean> {
    const rows = await refusing(tx.query<unknown[]>('insert into order_applications (order_id, registration_id, owner_region) values ($1, $2, $3) on conflict (order_id, registration_id) where withdrawn_at is null do nothing returning id', [orderId, registrationId, ownerRegion]));
    return rows.length > 0;
  }

  async find(tx: Transaction, orderId: string, registrationId: string): Promise<ApplicationRow | null> {
    const [row] = await tx.query<ApplicationRow[]>(`select ${APPLICATION} from order_applications where order_id = $1 and registration_id = $2 and withdrawn_at is null`, [orderId, registrationId]);
    return row ?? null;
  }

  /** The first first, of the caller's own people. */
  async list(tx: Transaction, orderId: string, after: readonly (string | number)[] | null, limit: number): Promise<ApplicationRow[]> {
    return tx.query<ApplicationRow[]>(
      `select ${APPLICATION} from order_applications where order_id = $1 and withdrawn_at is null and ($2::timestamptz is null or (date_trunc('milliseconds', recorded_at), id) > ($2::timestamptz, $3::uuid)) order by date_trunc('milliseconds', recorded_at), id limit $4`,
      [orderId, ...(after ?? [null, null]), limit],
    );
  }

  /** @throws ApplicationRefused */
  async withdraw(tx: Transaction, id: string): Promise<void> {
    await refusing(tx.query('update order_applications set withdrawn_at = now() where id = $1', [id]));
  }

  async regionOf(tx: Transaction, registrationId: string): Promise<string | null> {
    const [row] = await tx.query<{ ownerRegion: string }[]>('select owner_region as "ownerRegion" from registrations where id = $1', [registrationId]);
    return row?.ownerRegion ?? null;
  }

  /** Orders of the county that people can apply for. */
  async openOrders(tx: Transaction): Promise<OpenOrder[]> {
    return tx.query<OpenOrder[]>(
      `select id, number, occupation, seats, pay_yuan as "payYuan", workplace, contract_kind as "contractKind", contract_months as "contractMonths", site_kind as "siteKind", site_region as "siteRegion", window_from as "windowFrom", window_to as "windowTo", state from open_training_orders()`, []);
  }
}
