import { Bookings, type Placement } from './bookings.js';
import type { PreparedCalendar } from './prepared.js';

const EPSILON = 1e-6;
const MOST_PASSES = 20;

/**
 * Arranges classes by what each is worth at each option (`values`): puts the dearest first, then moves single classes, and
 * pairs of which one is in the other's way, while the sum grows. What is worth nothing is not put anywhere.
 * @param from an arrangement to begin with; default: nothing stands
 */
export function arrange(prepared: PreparedCalendar, values: readonly Float64Array[], from: readonly (Placement | null)[] = []): (Placement | null)[] {
  const bookings = new Bookings(prepared);
  from.forEach((placement, index) => (placement === null ? 0 : bookings.put(index, placement)));
  const search = new Arrangement(bookings, values);
  search.fill();
  for (let pass = 0; pass < MOST_PASSES && search.improve(); pass++) search.fill();
  return bookings.placements;
}

class Arrangement {
  readonly #bookings: Bookings;
  readonly #values: readonly Float64Array[];
  /** Class → its options, best first, those worth nothing left out. */
  readonly #orders: readonly (readonly number[])[];

  constructor(bookings: Bookings, values: readonly Float64Array[]) {
    this.#bookings = bookings;
    this.#values = values;
    this.#orders = values.map((row) => Array.from(row.keys()).filter((option) => row[option]! > EPSILON).sort((a, b) => row[b]! - row[a]! || a - b));
  }

  #worth(index: number): number {
    const placement = this.#bookings.placements[index];
    return placement === null || placement === undefined ? 0 : this.#values[index]![placement.option]!;
  }

  /** Its best option for which everything is free. */
  #bestFit(index: number, least = 0): Placement | null {
    for (const option of this.#orders[index]!) {
      if (this.#values[index]![option]! <= least + EPSILON) return null;
      const placement = this.#bookings.fit(index, option);
      if (placement !== null) return placement;
    }
    return null;
  }

  /** Puts classes that stand nowhere: the dearest first. */
  fill(): void {
    const missing = this.#orders.flatMap((order, index) => (this.#bookings.placements[index] === null && order.length > 0 ? [index] : []));
    missing.sort((a, b) => this.#values[b]![this.#orders[b]![0]!]! - this.#values[a]![this.#orders[a]![0]!]! || a - b);
    for (const index of missing) {
      const placement = this.#bestFit(index);
      if (placement !== null) this.#bookings.put(index, placement);
    }
  }

  /** One pass over all classes; whether anything got better. */
  improve(): boolean {
    let isBetter = false;
    for (let index = 0; index < this.#orders.length; index++) {
      const now = this.#worth(index);
      for (const option of this.#orders[index]!) {
        const gain = this.#values[index]![option]! - now;
        if (gain <= EPSILON) break;
        if (this.#move(index, option, gain)) {
          isBetter = true;
          break;
        }
      }
    }
    return isBetter;
  }

  /** Moves a class to an option, and whoever is in its way elsewhere, if that brings more than it costs. */
  #move(index: number, option: number, gain: number): boolean {
    const bookings = this.#bookings;
    const old = bookings.lift(index);
    const direct = bookings.fit(index, option);
    if (direct !== null) {
      bookings.put(index, direct);
      return true;
    }
    for (const other of bookings.blockers(index, option)) {
      const before = this.#worth(other);
      const stood = bookings.lift(other)!;
      const placement = bookings.fit(index, option);
      if (placement !== null) {
        bookings.put(index, placement);
        const elsewhere = this.#bestFit(other, Math.max(0, before - gain));
        if (elsewhere !== null || before < gain - EPSILON) {
          if (elsewhere !== null) bookings.put(other, elsewhere);
          return true;
        }
        bookings.lift(index);
      }
      bookings.put(other, stood);
    }
    if (old !== null) bookings.put(index, old);
    return false;
  }
}
