import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { FulfilmentRepository } from '../fulfilment/fulfilment.repository.js';
import { providerScore, type ProviderScore } from '../fulfilment/scores.js';
import { ProviderSlotsRepository, type SlotFilter, type SlotRow } from './provider-slots.repository.js';

/** A slot with its provider's record beside it. */
export interface ScoredSlot extends SlotRow {
  readonly providerScore: ProviderScore;
}

const NOTHING_HELD = { orders: 0, enrolled: 0, certified: 0, hired: 0, due90: 0, retained90: 0 };

/** Slots as they are read: each with what came of its provider's classes before. */
@Injectable()
export class ScoredSlots {
  constructor(
    readonly rows: ProviderSlotsRepository,
    private readonly fulfilment: FulfilmentRepository,
  ) {}

  async find(tx: Transaction, id: string): Promise<ScoredSlot | null> {
    const row = await this.rows.find(tx, id);
    return row === null ? null : (await this.#scored(tx, [row]))[0]!;
  }

  /** By first day. */
  async list(tx: Transaction, filter: SlotFilter, after: readonly (string | number)[] | null, limit: number): Promise<ScoredSlot[]> {
    return this.#scored(tx, await this.rows.list(tx, filter, after, limit));
  }

  async #scored(tx: Transaction, rows: readonly SlotRow[]): Promise<ScoredSlot[]> {
    const counts = await this.fulfilment.providerCounts(tx, [...new Set(rows.map(({ providerId }) => providerId))]);
    return rows.map((row) => ({ ...row, providerScore: providerScore(counts.get(row.providerId) ?? NOTHING_HELD) }));
  }
}
