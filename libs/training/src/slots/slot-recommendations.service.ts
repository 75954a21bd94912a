import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/platform';
import { TrainingOrdersRepository } from '../orders/training-orders.repository.js';
import { PlacesRepository } from '../queue/places.repository.js';
import { TrainingBooks } from '../training-books.js';
import { OrderUnknown } from '../training.errors.js';
import { recommendSlots, type RecommendedSlot } from './recommend-slots.js';
import { ScoredSlots, type ScoredSlot } from './scored-slots.js';

/** A slot that an officer may choose; `isQueues`: the queue has chosen it. */
export type SlotRecommendation = RecommendedSlot<ScoredSlot & { readonly isFree: boolean; readonly score: number }> & { readonly isQueues: boolean };

/** So many free slots of a county are looked at. */
const LOOKED_AT = 1_000;
const SHOWN = 50;

/** Which free slot an officer might give an order, where the queue's own choice is not taken. */
@Injectable()
export class SlotRecommendations {
  constructor(
    private readonly books: TrainingBooks,
    private readonly orders: TrainingOrdersRepository,
    private readonly slots: ScoredSlots,
    private readonly places: PlacesRepository,
  ) {}

  /** The best record first; 50 at the most. @throws OrderUnknown */
  async of(principal: Principal, orderId: string): Promise<SlotRecommendation[]> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.orders.find(tx, orderId);
      if (order === null) throw new OrderUnknown();
      const chosen = (await this.places.find(tx, orderId))?.slotId ?? null;
      const free = await this.slots.list(tx, { state: 'free' }, null, LOOKED_AT);
      const offered = free.map((slot) => ({ ...slot, isFree: slot.county === order.county, score: slot.providerScore.score }));
      return recommendSlots(offered, order, this.books.today()).slice(0, SHOWN).map((slot) => ({ ...slot, isQueues: slot.id === chosen }));
    });
  }
}
