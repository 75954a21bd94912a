import type { Place } from '../place.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { HIGHEST_SCORE } from '../score.js';
import { REMOVED, UNAVAILABLE, reachDepth } from './gate-word.js';
import type { PairMemory } from './pair-memory.js';
import { addBit, noBits, type PeopleBits } from './people-bits.js';
import { Remembered } from './remembered.js';
import { standingRanges } from './standing-ranges.js';
import type { PeopleRange, TraineeSegment } from './segment.js';

/** Everybody as seen from one workplace; addresses in the kernel's memory. */
interface PlaceColumn {
  /** By person: the number of what their best location is worth. */
  readonly codes: number;
  /** Who is there, available, and can reach it. */
  readonly reached: PeopleBits;
  /** wL·L by code: in points, rounded up, low bytes before high ones; and exactly. */
  readonly points: number;
  readonly worths: number;
}

/** The kernel looks a code up among so many. */
const MOST_CODES = 16;

/** Location and reach depend on a vacancy only by its workplace, which many share: worked out once a workplace. */
export class SweepPlaces {
  readonly #columns: Remembered<PreparedVacancy, PlaceColumn>;

  /** @param words the gate words of everybody */
  constructor(private readonly context: MatchingContext, private readonly memory: PairMemory, private readonly segment: TraineeSegment, private readonly words: Uint32Array, private readonly people: PeopleRange) {
    this.#columns = new Remembered((vacancy) => this.#columnOf(vacancy));
  }

  forget(): void {
    this.#columns.forget();
  }

  /** Tells the kernel what L of this vacancy is; returns who can reach it. */
  set(vacancy: PreparedVacancy): PeopleBits {
    const { codes, points, worths, reached } = this.#columns.of(vacancy, 2 * placeNumber(vacancy.place) + (vacancy.withoutLodging ? 1 : 0));
    this.memory.kernel.setPlace(codes, points, worths);
    return reached;
  }

  /** The outermost range first, so that of those who stand in several the best location stays. */
  #columnOf({ place, placeDepth, withoutLodging }: PreparedVacancy): PlaceColumn {
    const { segment, words, people, memory } = this;
    const ranges = standingRanges(segment, place, withoutLodging);
    const rangeOf = new Uint8Array(segment.count);
    for (let r = ranges.length - 1; r >= 0; r--) {
      const { from, to, isWilling } = ranges[r]!;
      if (!isWilling) rangeOf.fill(r, Math.max(from, people.from), Math.max(people.from, Math.min(to, people.to)));
      else for (let w = from - segment.count; w < to - segment.count; w++) rangeOf[segment.willing.persons[w]!] = r;
    }
    const values = [...new Set(ranges.map(({ value }) => value))]; // a handful: one a level at the most
    const codeOf = Uint8Array.from(ranges, ({ value }) => values.indexOf(value));
    const [codes, reached] = [memory.uint8(segment.count), noBits(memory, segment.count)];
    for (let person = people.from; person < people.to; person++) {
      const word = words[person]!;
      const { isWilling, depth } = ranges[rangeOf[person]!]!;
      const reach = reachDepth(word);
      const isOutOfReach = reach > 0 && place !== null && !isWilling && depth < Math.min(reach, placeDepth);
      codes[person] = codeOf[rangeOf[person]!]!;
      if (!isOutOfReach && (word & (REMOVED | UNAVAILABLE)) === 0) addBit(reached, person);
    }
    const [points, worths] = [memory.uint8(2 * MOST_CODES), memory.float64(MOST_CODES)];
    values.forEach((value, code) => {
      worths[code] = this.context.policy.weights.location * value;
      const whole = Math.ceil(HIGHEST_SCORE * worths[code]);
      [points[code], points[MOST_CODES + code]] = [whole & 255, whole >>> 8];
    });
    return { codes: codes.byteOffset, reached, points: points.byteOffset, worths: worths.byteOffset };
  }
}

/** A place's code as a number of 12 digits, which says every level that it states; 0 = unknown. */
function placeNumber(place: Place | null): number {
  if (place === null) return 0;
  const { province, prefecture, county, township, village } = place;
  return village >= 0 ? village : township >= 0 ? township * 1e3 : county >= 0 ? county * 1e6 : prefecture >= 0 ? prefecture * 1e8 : province * 1e10;
}
