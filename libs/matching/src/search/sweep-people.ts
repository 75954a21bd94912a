import { lowerBound } from './columns.js';
import { HAS_MIN_PAY } from './gate-word.js';
import { gateWordAt } from './packed-row.js';
import { addBit, noBits, type PeopleBits } from './people-bits.js';
import { Remembered } from './remembered.js';
import type { PeopleRange, TraineeSegment } from './segment.js';
import type { VacancyGates } from './vacancy-gates.js';

/** So many bytes of sets of either kind at the most. */
const MOST_BYTES = 1 << 24;

/** Whom the gates let through, as sets of people: vacancies ask for a few dozen combinations of bits and a few dozen pays. */
export class SweepPeople {
  readonly words: Uint32Array;
  /** Where each person's particulars begin, −1 = there are none. */
  readonly particulars: Int32Array;
  /** Least pays that somebody names, ascending. */
  readonly #pays: Float64Array;
  /** Whom the bits of a vacancy let through. */
  readonly #fit: Remembered<number, PeopleBits>;
  /** Whom a pay is enough for, by how many of the least pays it reaches. */
  readonly #paid: Remembered<number, PeopleBits>;

  constructor(private readonly segment: TraineeSegment, private readonly people: PeopleRange) {
    const { count, pays, particulars, rows: { starts, values } } = segment;
    [this.words, this.particulars] = [new Uint32Array(count), new Int32Array(count).fill(-1)];
    particulars.persons.forEach((person, i) => (this.particulars[person] = particulars.lists.starts[i]!));
    const named = new Set<number>();
    for (let person = people.from; person < people.to; person++) {
      this.words[person] = gateWordAt(values, starts[person]!);
      if ((this.words[person]! & HAS_MIN_PAY) !== 0) named.add(pays[person]!);
    }
    this.#pays = Float64Array.from(named).sort();
    this.#fit = new Remembered((failMask) => this.#setOf((person) => (this.words[person]! & failMask) === 0), count / 8, MOST_BYTES);
    this.#paid = new Remembered((reached) => {
      const least = this.#pays[reached] ?? Infinity;
      return this.#setOf((person) => (this.words[person]! & HAS_MIN_PAY) === 0 || pays[person]! < least);
    }, count / 8, MOST_BYTES);
  }

  /** Takes whoever the gate word, pay or reach shuts out of a set. */
  keepEligible(bits: PeopleBits, { vacancy: { payTo }, failMask }: VacancyGates, reached: PeopleBits): void {
    const [fit, paid] = [this.#fit.of(failMask), this.#paid.of(payTo === null ? this.#pays.length : lowerBound(this.#pays, Math.floor(payTo) + 1))];
    for (let w = this.people.from >>> 5, end = (this.people.to + 31) >>> 5; w < end; w++) bits[w]! &= fit[w]! & paid[w]! & reached[w]!;
  }

  #setOf(isIn: (person: number) => boolean): PeopleBits {
    const bits = noBits(this.segment.count);
    for (let person = this.people.from; person < this.people.to; person++) if (isIn(person)) addBit(bits, person);
    return bits;
  }
}
