import { lowerBound } from './columns.js';
import { HAS_MIN_PAY } from './gate-word.js';
import { gateWordAt } from './packed-row.js';
import type { PairMemory } from './pair-memory.js';
import { addBit, noBits, type PeopleBits } from './people-bits.js';
import { Remembered } from './remembered.js';
import type { PeopleRange, TraineeSegment } from './segment.js';
import { NO_DAY } from './trainee-rows.js';
import type { VacancyGates } from './vacancy-gates.js';

/** Whom the gates let through, as sets of people: vacancies ask for a few dozen combinations of bits and a few dozen pays. */
export class SweepPeople {
  readonly words: Uint32Array;
  /** Least pays that somebody names, ascending. */
  readonly #pays: Float64Array;
  /** Whom the bits of a vacancy let through. */
  readonly #fit: Remembered<number, PeopleBits>;
  /** Whom a pay is enough for, by how many of the least pays it reaches. */
  readonly #paid: Remembered<number, PeopleBits>;

  constructor(private readonly memory: PairMemory, private readonly segment: TraineeSegment, private readonly people: PeopleRange) {
    const { count, pays, particulars: { persons, lists }, ties, rows: { starts, values } } = segment;
    this.words = new Uint32Array(count);
    const named = new Set<number>();
    for (let person = people.from; person < people.to; person++) {
      this.words[person] = gateWordAt(values, starts[person]!);
      if ((this.words[person]! & HAS_MIN_PAY) !== 0) named.add(pays[person]!);
    }
    this.#pays = Float64Array.from(named).sort();
    this.#fit = new Remembered((failMask) => this.#setOf((person) => (this.words[person]! & failMask) === 0));
    this.#paid = new Remembered((reached) => {
      const least = this.#pays[reached] ?? Infinity;
      return this.#setOf((person) => (this.words[person]! & HAS_MIN_PAY) === 0 || pays[person]! < least);
    });
    const [tied, at, listed] = [memory.uint32(count), memory.int32(count), memory.int32(lists.values.length)];
    tied.set(ties);
    at.fill(-1);
    persons.forEach((person, i) => (at[person] = lists.starts[i]!));
    listed.set(lists.values);
    memory.kernel.setPeople(tied.byteOffset, at.byteOffset, listed.byteOffset, NO_DAY);
  }

  forget(): void {
    this.#fit.forget();
    this.#paid.forget();
  }

  /** Whom the gate word lets through. */
  fitting({ failMask }: VacancyGates): PeopleBits {
    return this.#fit.of(failMask);
  }

  paid({ vacancy: { payTo } }: VacancyGates): PeopleBits {
    return this.#paid.of(payTo === null ? this.#pays.length : lowerBound(this.#pays, Math.floor(payTo) + 1));
  }

  #setOf(isIn: (person: number) => boolean): PeopleBits {
    const bits = noBits(this.memory, this.segment.count);
    for (let person = this.people.from; person < this.people.to; person++) if (isIn(person)) addBit(bits, person);
    return bits;
  }
}
