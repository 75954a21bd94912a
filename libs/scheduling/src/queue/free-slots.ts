import { dayNumber } from '@app/kernel';
import { compareIds } from '@app/matching';
import { LeftmostTree } from './leftmost-tree.js';
import type { ClassSlot } from './order.js';

/** Why no slot is left for an order: the first of these conditions that already leaves none of the slots still free. */
export const SLOT_REASONS = ['NO_SLOT_FOR_OCCUPATION', 'NO_SLOT_IN_WINDOW', 'NO_SLOT_WITH_SEATS'] as const;
export type SlotReason = (typeof SLOT_REASONS)[number];

/** What an order asks of a slot; days are day numbers. */
export interface SlotWish {
  readonly occupation: string;
  readonly seats: number;
  readonly fromDay: number;
  readonly toDay: number;
}

/** The slot that an order takes and the day it opens on, or why there is none. */
export type SlotChoice = { readonly slot: ClassSlot; readonly opensDay: number; readonly reason: null } | { readonly slot: null; readonly opensDay: null; readonly reason: SlotReason };

interface Candidate {
  readonly group: SlotGroup;
  readonly place: number;
  readonly slot: ClassSlot;
  readonly opensDay: number;
}

/** The order of the contract: what opens earliest, then the fewest seats, then the id. */
function compareCandidates(a: Pick<Candidate, 'slot' | 'opensDay'>, b: Pick<Candidate, 'slot' | 'opensDay'>): number {
  return a.opensDay - b.opensDay || a.slot.seats - b.slot.seats || compareIds(a.slot.id, b.slot.id);
}

/** The same choice for one order by looking at each free slot once. `dayOf` turns a slot's first day into its number. */
export function chooseAmong(free: Iterable<ClassSlot>, wish: SlotWish, dayOf: (slot: ClassSlot) => number): SlotChoice {
  let best: { readonly slot: ClassSlot; readonly opensDay: number } | null = null;
  let reason: SlotReason = 'NO_SLOT_FOR_OCCUPATION';
  for (const slot of free) {
    if (slot.occupation !== null && slot.occupation !== wish.occupation) continue;
    const day = dayOf(slot);
    if (day > wish.toDay) {
      if (reason === 'NO_SLOT_FOR_OCCUPATION') reason = 'NO_SLOT_IN_WINDOW';
      continue;
    }
    reason = 'NO_SLOT_WITH_SEATS';
    if (slot.seats < wish.seats) continue;
    const candidate = { slot, opensDay: Math.max(day, wish.fromDay) };
    if (best === null || compareCandidates(candidate, best) < 0) best = candidate;
  }
  return best === null ? { slot: null, opensDay: null, reason } : { ...best, reason: null };
}

/** The free slots of a county, each taken at most once: an order's choice takes log n steps however many there are. */
export class FreeSlots {
  readonly #groups = new Map<string | null, SlotGroup>();

  constructor(slots: readonly ClassSlot[]) {
    const lists = new Map<string | null, ClassSlot[]>();
    for (const slot of slots) {
      const list = lists.get(slot.occupation);
      if (list === undefined) lists.set(slot.occupation, [slot]);
      else list.push(slot);
    }
    for (const [occupation, list] of lists) this.#groups.set(occupation, new SlotGroup(list));
  }

  /** Chooses for an order and takes what was chosen. */
  take(wish: SlotWish): SlotChoice {
    const groups = [this.#groups.get(wish.occupation), this.#groups.get(null)].filter((group) => group !== undefined && group.earliestDay < Infinity) as SlotGroup[];
    if (groups.length === 0) return { slot: null, opensDay: null, reason: 'NO_SLOT_FOR_OCCUPATION' };
    if (groups.every((group) => group.earliestDay > wish.toDay)) return { slot: null, opensDay: null, reason: 'NO_SLOT_IN_WINDOW' };
    const best = groups.flatMap((group) => group.best(wish) ?? []).sort(compareCandidates)[0];
    if (best === undefined) return { slot: null, opensDay: null, reason: 'NO_SLOT_WITH_SEATS' };
    best.group.remove(best.place);
    return { slot: best.slot, opensDay: best.opensDay, reason: null };
  }
}

/** Slots of one occupation, in two orders: whatever is there on the first day of a window opens on that day, so the smallest that is large enough is best; of the others the first in time. */
class SlotGroup {
  readonly #bySeats: readonly ClassSlot[];
  readonly #byDay: readonly ClassSlot[];
  readonly #days: readonly number[];
  readonly #seats: readonly number[];
  readonly #earliest: LeftmostTree;
  readonly #roomiest: LeftmostTree;
  /** Place by day → place by seats, and back. */
  readonly #placeBySeats: Int32Array;
  readonly #placeByDay: Int32Array;

  constructor(slots: readonly ClassSlot[]) {
    const day = new Map(slots.map((slot) => [slot, dayNumber(slot.from)]));
    this.#bySeats = [...slots].sort((a, b) => a.seats - b.seats || compareIds(a.id, b.id));
    this.#byDay = [...this.#bySeats].sort((a, b) => day.get(a)! - day.get(b)!); // stable: then by seats and id
    this.#seats = this.#bySeats.map(({ seats }) => seats);
    this.#days = this.#byDay.map((slot) => day.get(slot)!);
    this.#earliest = new LeftmostTree(this.#bySeats.map((slot) => day.get(slot)!));
    this.#roomiest = new LeftmostTree(this.#byDay.map(({ seats }) => -seats));
    const placeOf = new Map(this.#bySeats.map((slot, place) => [slot, place]));
    this.#placeBySeats = Int32Array.from(this.#byDay, (slot) => placeOf.get(slot)!);
    this.#placeByDay = new Int32Array(slots.length);
    this.#placeBySeats.forEach((place, at) => (this.#placeByDay[place] = at));
  }

  /** First day of the earliest slot still free; Infinity when none is. */
  get earliestDay(): number {
    return this.#earliest.least;
  }

  best({ seats, fromDay, toDay }: SlotWish): Candidate | null {
    const open = this.#earliest.firstAtMost(firstAtLeast(this.#seats, seats), fromDay);
    if (open >= 0) return { group: this, place: open, slot: this.#bySeats[open]!, opensDay: fromDay };
    const later = this.#roomiest.firstAtMost(firstAtLeast(this.#days, fromDay + 1), -seats);
    if (later < 0 || this.#days[later]! > toDay) return null;
    return { group: this, place: this.#placeBySeats[later]!, slot: this.#byDay[later]!, opensDay: this.#days[later]! };
  }

  /** `place` counts by seats. */
  remove(place: number): void {
    this.#earliest.remove(place);
    this.#roomiest.remove(this.#placeByDay[place]!);
  }
}

/** The first place of an ascending row whose number is at least `wanted`; its length where none is. */
function firstAtLeast(ascending: readonly number[], wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
