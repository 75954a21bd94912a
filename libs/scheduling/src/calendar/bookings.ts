import { isFree, type PreparedCalendar } from './prepared.js';

/** Where a class stands: its option, and for each of its needs the resource that it has (−1 where it needs none). */
export interface Placement {
  readonly option: number;
  readonly resources: readonly number[];
}

/** Who and what is taken when, and by which class. A theory and a practice instructor are two days of the same person, never the same day. */
export class Bookings {
  readonly placements: (Placement | null)[];
  readonly #prepared: PreparedCalendar;
  /** Resource × teachable day: away or taken. */
  readonly #taken: Uint8Array[];

  constructor(prepared: PreparedCalendar) {
    this.#prepared = prepared;
    this.#taken = prepared.away.map((row) => row.slice());
    this.placements = prepared.classes.map(() => null);
  }

  /** What a class would have at an option, of what is free now; null where something is missing. */
  fit(index: number, option: number): Placement | null {
    const { needs, options } = this.#prepared.classes[index]!;
    const { start } = options[option]!;
    const resources: number[] = [];
    for (const need of needs) {
      if (need === null) {
        resources.push(-1);
        continue;
      }
      const found = need.resources.find((resource) => isFree(this.#taken[resource]!, start + need.from, need.length));
      if (found === undefined) return null;
      resources.push(found);
    }
    return { option, resources };
  }

  put(index: number, placement: Placement): void {
    this.placements[index] = placement;
    this.#mark(index, placement, 1);
  }

  /** Takes a class out and says where it stood. */
  lift(index: number): Placement | null {
    const placement = this.placements[index] ?? null;
    if (placement !== null) this.#mark(index, placement, 0);
    this.placements[index] = null;
    return placement;
  }

  /** Classes that stand in the way of an option: those that use one of its resources on one of its days. */
  blockers(index: number, option: number): number[] {
    const { needs, options } = this.#prepared.classes[index]!;
    const { start } = options[option]!;
    const wanted = needs.flatMap((need) => (need === null ? [] : [{ from: start + need.from, to: start + need.from + need.length, resources: need.resources }]));
    return this.placements.flatMap((placement, other) => {
      if (placement === null || other === index) return [];
      const { needs: theirs, options: own } = this.#prepared.classes[other]!;
      const isInWay = theirs.some((need, n) => need !== null && wanted.some(({ from, to, resources }) => own[placement.option]!.start + need.from < to && from < own[placement.option]!.start + need.from + need.length && resources.includes(placement.resources[n]!)));
      return isInWay ? [other] : [];
    });
  }

  #mark(index: number, { option, resources }: Placement, value: 0 | 1): void {
    const { needs, options } = this.#prepared.classes[index]!;
    needs.forEach((need, n) => {
      if (need !== null) this.#taken[resources[n]!]!.fill(value, options[option]!.start + need.from, options[option]!.start + need.from + need.length);
    });
  }
}
