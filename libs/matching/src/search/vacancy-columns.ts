import type { OccupationCode } from '../occupation.js';
import type { Place } from '../place.js';
import type { PreparedVacancy } from '../prepared.js';

const FIRST_ROOM = 64;
/** Where vacancies stand that are not open. */
export const CLOSED_SITE = 0;

/** All that location asks of a vacancy. */
export interface Site {
  readonly place: Place | null;
  readonly withoutLodging: boolean;
}

/** Vacancies as columns, by number; what a score reads of each. */
export class VacancyColumns {
  count = 0;
  /** Bits of a trainee's gate word that shut them out. */
  failMasks = new Uint32Array(FIRST_ROOM);
  siteNumbers = new Uint32Array(FIRST_ROOM);
  occupationNumbers = new Uint32Array(FIRST_ROOM);
  noTrade = new Uint8Array(FIRST_ROOM);
  weightSums = new Float64Array(FIRST_ROOM);
  /** How many essential skills must be held. */
  needed = new Uint32Array(FIRST_ROOM);
  /** Requirements: skill × 256 + level × 16 + weight. */
  starts = new Uint32Array(FIRST_ROOM);
  lengths = new Uint32Array(FIRST_ROOM);
  required: number[] = [];
  /** 1 / Σ w, and 0 without requirements. */
  shares = new Float64Array(FIRST_ROOM);
  /** 0 with requirements, else 1 + 2 × occupation + (1 where it is decided that no trade is needed). */
  basisNumbers = new Uint32Array(FIRST_ROOM);
  /** Distinct ones. The first is that of all vacancies that are not open. */
  readonly sites: Site[] = [{ place: null, withoutLodging: false }];
  /** Distinct ones; null = unknown. */
  readonly occupations: (OccupationCode | null)[] = [];
  readonly #siteNumbers = new Map<string, number>();
  readonly #occupationNumbers = new Map<OccupationCode | null, number>();

  constructor(private readonly essentialCoverageMin: number) {}

  set(number: number, vacancy: PreparedVacancy, failMask: number): void {
    if (number >= this.siteNumbers.length) this.#grow();
    this.count = Math.max(this.count, number + 1);
    this.failMasks[number] = failMask;
    const { place, withoutLodging } = vacancy;
    this.siteNumbers[number] = vacancy.ownGates === 0 ? numberOf(this.#siteNumbers, this.sites, JSON.stringify([place, withoutLodging]), { place, withoutLodging }) : CLOSED_SITE;
    this.occupationNumbers[number] = numberOf(this.#occupationNumbers, this.occupations, vacancy.occupation, vacancy.occupation);
    this.noTrade[number] = vacancy.noTrade ? 1 : 0;
    this.weightSums[number] = vacancy.weightSum;
    this.shares[number] = vacancy.skills.length === 0 ? 0 : 1 / vacancy.weightSum;
    this.basisNumbers[number] = vacancy.skills.length > 0 ? 0 : 1 + 2 * this.occupationNumbers[number] + (vacancy.noTrade ? 1 : 0);
    this.needed[number] = leastHeld(vacancy.essentials.length, this.essentialCoverageMin);
    if (vacancy.skills.length > this.lengths[number]!) {
      this.starts[number] = this.required.length; // the room of before is not used again: rebuilt at the next load
      this.required.length += vacancy.skills.length;
    }
    this.lengths[number] = vacancy.skills.length;
    vacancy.skills.forEach(({ index, level, weight }, i) => (this.required[this.starts[number]! + i] = index * 256 + level * 16 + weight));
  }

  close(number: number): void {
    this.siteNumbers[number] = CLOSED_SITE;
  }

  #grow(): void {
    const grown = <T extends Uint8Array | Uint32Array | Float64Array>(column: T): T => {
      const larger = new (column.constructor as new (length: number) => T)(2 * column.length);
      larger.set(column);
      return larger;
    };
    this.failMasks = grown(this.failMasks);
    this.siteNumbers = grown(this.siteNumbers);
    this.occupationNumbers = grown(this.occupationNumbers);
    this.noTrade = grown(this.noTrade);
    this.weightSums = grown(this.weightSums);
    this.shares = grown(this.shares);
    this.basisNumbers = grown(this.basisNumbers);
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
