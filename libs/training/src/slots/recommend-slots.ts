import type { CivilDate } from '@app/kernel';
import { compareCodePoints } from '@app/outcomes';

/** A slot as it is looked at for an order. */
export interface OfferedSlot {
  readonly id: string;
  readonly occupation: string | null;
  readonly fromOn: CivilDate;
  readonly seats: number;
  readonly isFree: boolean;
  /** Of its provider, 0 to 1. */
  readonly score: number;
}

export interface WantedClass {
  readonly occupation: string;
  readonly seats: number;
  readonly windowFrom: CivilDate;
  readonly windowTo: CivilDate;
}

/** A slot that could serve the order, and the day on which it would. */
export type RecommendedSlot<Slot extends OfferedSlot> = Slot & { readonly opensOn: CivilDate };

/**
 * The free slots that could serve an order, the provider with the best record first; then whichever opens earliest, has the
 * fewest seats, and the least id. For an officer who chooses: the queue itself chooses by day alone (spec of the order queue).
 */
export function recommendSlots<Slot extends OfferedSlot>(slots: readonly Slot[], { occupation, seats, windowFrom, windowTo }: WantedClass, today: CivilDate): RecommendedSlot<Slot>[] {
  return slots
    .filter((slot) => slot.isFree && (slot.occupation === null || slot.occupation === occupation) && slot.seats >= seats && slot.fromOn <= windowTo && today <= windowTo)
    .map((slot) => ({ ...slot, opensOn: [slot.fromOn, windowFrom, today].reduce((latest, day) => (day > latest ? day : latest)) }))
    .sort((a, b) => b.score - a.score || compareCodePoints(a.opensOn, b.opensOn) || a.seats - b.seats || compareCodePoints(a.id, b.id));
}
