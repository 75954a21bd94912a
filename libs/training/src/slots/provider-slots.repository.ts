import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { ProviderPauseEntity, ProviderSlotEntity } from './provider-slot.entity.js';

/** Where a slot stands; `paused`: free, but its provider takes nothing now. */
export const SLOT_STATES = ['free', 'paused', 'taken', 'withdrawn'] as const;
export type SlotState = (typeof SLOT_STATES)[number];

export interface SlotRow extends ProviderSlotEntity {
  readonly providerName: string | null;
  readonly state: SlotState;
}

export interface SlotWords {
  readonly occupation: string | null;
  readonly fromOn: CivilDate;
  readonly seats: number;
}

export interface SlotFilter {
  readonly providerId?: string | undefined;
  readonly state?: SlotState | undefined;
}

export type PauseRow = ProviderPauseEntity;

const STATE = `case when s.withdrawn_at is not null then 'withdrawn' when s.order_id is not null then 'taken' when exists (select from provider_pauses p where p.provider_id = s.provider_id and p.county = s.county and p.resumed_at is null) then 'paused' else 'free' end`;
const SLOT = `s.id, s.county, s.provider_id as "providerId", g.name as "providerName", s.occupation, s.from_on as "fromOn", s.seats, s.order_id as "orderId", s.withdrawn_by as "withdrawnBy", s.withdrawn_at as "withdrawnAt", s.created_by as "createdBy", s.created_at as "createdAt", s.version, ${STATE} as state`;
const FROM = 'from provider_slots s left join organizations g on g.id = s.provider_id';
const PAUSE = 'id, county, provider_id as "providerId", reason, paused_by as "pausedBy", paused_at as "pausedAt", resumed_by as "resumedBy", resumed_at as "resumedAt"';

@Injectable()
export class ProviderSlotsRepository {
  async insert(tx: Transaction, county: string, providerId: string, { occupation, fromOn, seats }: SlotWords): Promise<string> {
    const [row] = await tx.query<{ id: string }[]>('insert into provider_slots (id, county, provider_id, occupation, from_on, seats) values (gen_random_uuid(), $1, $2, $3, $4, $5) returning id', [county, providerId, occupation, fromOn, seats]);
    return row!.id;
  }

  async find(tx: Transaction, id: string): Promise<SlotRow | null> {
    const [row] = await tx.query<SlotRow[]>(`select ${SLOT} ${FROM} where s.id = $1`, [id]);
    return row ?? null;
  }

  /** Held until the end of the transaction, then read. */
  async lock(tx: Transaction, id: string): Promise<SlotRow | null> {
    await tx.query('select from provider_slots where id = $1 for update', [id]);
    return this.find(tx, id);
  }

  /** By first day. */
  async list(tx: Transaction, { providerId, state }: SlotFilter, after: readonly (string | number)[] | null, limit: number): Promise<SlotRow[]> {
    return tx.query<SlotRow[]>(
      `select * from (select ${SLOT} ${FROM} where ($1::uuid is null or s.provider_id = $1) and ($3::date is null or (s.from_on, s.id) > ($3::date, $4::uuid))) as slots where $2::text is null or state = $2 order by "fromOn", id limit $5`,
      [providerId ?? null, state ?? null, ...(after ?? [null, null]), limit],
    );
  }

  /** @throws SlotNotFree */
  async change(tx: Transaction, id: string, { occupation, fromOn, seats }: SlotWords): Promise<void> {
    await refusing(tx.query('update provider_slots set occupation = $2, from_on = $3, seats = $4 where id = $1', [id, occupation, fromOn, seats]));
  }

  /** @throws SlotNotFree */
  async withdraw(tx: Transaction, id: string, by: string): Promise<void> {
    await refusing(tx.query('update provider_slots set withdrawn_by = $2, withdrawn_at = now() where id = $1', [id, by]));
  }

  async findPause(tx: Transaction, county: string, providerId: string): Promise<PauseRow | null> {
    const [row] = await tx.query<PauseRow[]>(`select ${PAUSE} from provider_pauses where county = $1 and provider_id = $2 and resumed_at is null`, [county, providerId]);
    return row ?? null;
  }

  /** False: paused already. */
  async pause(tx: Transaction, county: string, providerId: string, reason: string, by: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>('insert into provider_pauses (county, provider_id, reason, paused_by) values ($1, $2, $3, $4) on conflict (provider_id, county) where resumed_at is null do nothing returning id', [county, providerId, reason, by]);
    return rows.length > 0;
  }

  /** False: not paused. */
  async resume(tx: Transaction, county: string, providerId: string, by: string): Promise<boolean> {
    const [, count] = await tx.query<[unknown[], number]>('update provider_pauses set resumed_by = $3, resumed_at = now() where county = $1 and provider_id = $2 and resumed_at is null', [county, providerId, by]);
    return count > 0;
  }
}
