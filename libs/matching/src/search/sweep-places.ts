import type { Place } from '../place.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { REMOVED, UNAVAILABLE, reachDepth } from './gate-word.js';
import { addBit, noBits, type PeopleBits } from './people-bits.js';
import { Remembered } from './remembered.js';
import { standingRanges } from './standing-ranges.js';
import type { PeopleRange, TraineeSegment } from './segment.js';

/** Everybody as seen from one workplace. */
export interface PlaceColumn {
  /** By person: 0 = removed, not available or out of reach; else the number of what their best location is worth. */
  readonly codes: Uint8Array;
  /** Whose code is not 0. */
  readonly reached: PeopleBits;
  /** wL·L by code. */
  readonly worths: Float64Array;
  readonly most: number;
}

/** So many bytes of columns at the most: a county has a few dozen workplaces, a province too many to remember. */
const MOST_BYTES = 1 << 26;

/** Location and reach depend on a vacancy only by its workplace, which many share: worked out once a workplace. */
export class SweepPlaces {
  readonly #columns: Remembered<PreparedVacancy, PlaceColumn>;

  /** @param words the gate words of everybody */
  constructor(private readonly context: MatchingContext, private readonly segment: TraineeSegment, private readonly words: Uint32Array, private readonly people: PeopleRange) {
    this.#columns = new Remembered((vacancy) => this.#columnOf(vacancy), segment.count, MOST_BYTES);
  }

  of(vacancy: PreparedVacancy): PlaceColumn {
    return this.#columns.of(vacancy, 2 * placeNumber(vacancy.place) + (vacancy.withoutLodging ? 1 : 0));
  }

  /** The outermost range first, so that of those who stand in several the best location stays. */
  #columnOf({ place, placeDepth, withoutLodging }: PreparedVacancy): PlaceColumn {
    const { segment, words, people } = this;
    const ranges = standingRanges(segment, place, withoutLodging);
    const [codes, reached] = [new Uint8Array(segment.count), noBits(segment.count)];
    for (let r = ranges.length - 1; r >= 0; r--) {
      const { from, to, isWilling } = ranges[r]!;
      if (!isWilling) codes.fill(r + 1, Math.max(from, people.from), Math.max(people.from, Math.min(to, people.to)));
      else for (let w = from - segment.count; w < to - segment.count; w++) codes[segment.willing.persons[w]!] = r + 1;
    }
    for (let person = people.from; person < people.to; person++) {
      const word = words[person]!;
      const reach = reachDepth(word);
      const { isWilling, depth } = ranges[codes[person]! - 1]!;
      const isOutOfReach = reach > 0 && place !== null && !isWilling && depth < Math.min(reach, placeDepth);
      if (isOutOfReach || (word & (REMOVED | UNAVAILABLE)) !== 0) codes[person] = 0;
      else addBit(reached, person);
    }
    const worths = Float64Array.from([0, ...ranges.map(({ value }) => this.context.policy.weights.location * value)]);
    return { codes, reached, worths, most: Math.max(...worths) };
  }
}

/** A place's code as a number of 12 digits, which says every level that it states; 0 = unknown. */
function placeNumber(place: Place | null): number {
  if (place === null) return 0;
  const { province, prefecture, county, township, village } = place;
  return village >= 0 ? village : township >= 0 ? township * 1e3 : county >= 0 ? county * 1e6 : prefecture >= 0 ? prefecture * 1e8 : province * 1e10;
}
