import type { OccupationCode } from '../occupation.js';
import type { Place } from '../place.js';
import type { PreparedVacancy } from '../prepared.js';

const FIRST_ROOM = 64;

/** Vacancies as columns, by number; what a score reads of each. */
export class VacancyColumns {
  count = 0;
  isOpen = new Uint8Array(FIRST_ROOM);
  /** Bits of a trainee's gate word that shut them out. */
  failMasks = new Uint32Array(FIRST_ROOM);
  placeNumbers = new Uint32Array(FIRST_ROOM);
  withoutLodging = new Uint8Array(FIRST_ROOM);
  occupationNumbers = new Uint32Array(FIRST_ROOM);
  noTrade = new Uint8Array(FIRST_ROOM);
  weightSums = new Float64Array(FIRST_ROOM);
  /** How many essential skills must be held. */
  needed = new Uint32Array(FIRST_ROOM);
  /** Requirements: skill × 256 + level × 16 + weight. */
  starts = new Uint32Array(FIRST_ROOM);
  lengths = new Uint32Array(FIRST_ROOM);
  required: number[] = [];
  /** Distinct ones; null = unknown. */
  readonly places: (Place | null)[] = [];
  readonly occupations: (OccupationCode | null)[] = [];
  readonly #placeNumbers = new Map<string, number>();
  readonly #occupationNumbers = new Map<OccupationCode | null, number>();

  constructor(private readonly essentialCoverageMin: number) {}

  set(number: number, vacancy: PreparedVacancy, failMask: number): void {
    if (number >= this.isOpen.length) this.#grow();
    this.count = Math.max(this.count, number + 1);
    this.isOpen[number] = vacancy.ownGates === 0 ? 1 : 0;
    this.failMasks[number] = failMask;
    this.placeNumbers[number] = numberOf(this.#placeNumbers, this.places, JSON.stringify(vacancy.place), vacancy.place);
    this.withoutLodging[number] = vacancy.withoutLodging ? 1 : 0;
    this.occupationNumbers[number] = numberOf(this.#occupationNumbers, this.occupations, vacancy.occupation, vacancy.occupation);
    this.noTrade[number] = vacancy.noTrade ? 1 : 0;
    this.weightSums[number] = vacancy.weightSum;
    this.needed[number] = leastHeld(vacancy.essentials.length, this.essentialCoverageMin);
    if (vacancy.skills.length > this.lengths[number]!) {
      this.starts[number] = this.required.length; // the room of before is not used again: rebuilt at the next load
      this.required.length += vacancy.skills.length;
    }
    this.lengths[number] = vacancy.skills.length;
    vacancy.skills.forEach(({ index, level, weight }, i) => (this.required[this.starts[number]! + i] = index * 256 + level * 16 + weight));
  }

  close(number: number): void {
    this.isOpen[number] = 0;
  }

  #grow(): void {
    const grown = <T extends Uint8Array | Uint32Array | Float64Array>(column: T): T => {
      const larger = new (column.constructor as new (length: number) => T)(2 * column.length);
      larger.set(column);
      return larger;
    };
    this.isOpen = grown(this.isOpen);
    this.failMasks = grown(this.failMasks);
    this.placeNumbers = grown(this.placeNumbers);
    this.withoutLodging = grown(this.withoutLodging);
    this.occupationNumbers = grown(this.occupationNumbers);
    this.noTrade = grown(this.noTrade);
    this.weightSums = grown(this.weightSums);
    this.needed = grown(this.needed);
    this.starts = grown(this.starts);
    this.lengths = grown(this.lengths);
  }
}

/** How many of so many essential skills must be held to reach the share. */
export function leastHeld(essentials: number, share: number): number {
  let held = 0;
  while (held < essentials && held / essentials < share) held++;
  return held;
}

function numberOf<K, T>(numbers: Map<K, number>, items: T[], key: K, item: T): number {
  let number = numbers.get(key);
  if (number === undefined) {
    number = items.push(item) - 1;
    numbers.set(key, number);
  }
  return number;
}
