import { lowerBound } from './columns.js';
import { HAS_MIN_PAY } from './gate-word.js';
import { gateWordAt } from './packed-row.js';
import type { PeopleRange, TraineeSegment } from './segment.js';
import type { VacancyGates } from './vacancy-gates.js';

/** 1 for 0, else 0, without a branch: of everybody who is looked at about a third falls out, which no processor foresees. */
export const isZero = (value: number): 0 | 1 => (((value | -value) >>> 31) ^ 1) as 0 | 1;

/** What the gates ask of everybody, person by person in columns of their own. Who is removed is noted when it is made. */
export class SweepPeople {
  readonly words: Uint32Array;
  /** Where each person's particulars begin, −1 = there are none. */
  readonly particulars: Int32Array;
  /** Least pays that somebody names, ascending, and of each person how many of these are not above theirs. */
  readonly #pays: Float64Array;
  readonly #payRanks: Uint32Array;

  constructor(segment: TraineeSegment, { from, to }: PeopleRange) {
    const { count, pays, particulars, rows: { starts, values } } = segment;
    [this.words, this.#payRanks, this.particulars] = [new Uint32Array(count), new Uint32Array(count), new Int32Array(count).fill(-1)];
    particulars.persons.forEach((person, i) => (this.particulars[person] = particulars.lists.starts[i]!));
    const named = new Map<number, number>();
    for (let person = from; person < to; person++) {
      this.words[person] = gateWordAt(values, starts[person]!);
      if ((this.words[person]! & HAS_MIN_PAY) !== 0) named.set(pays[person]!, 0);
    }
    this.#pays = Float64Array.from(named.keys()).sort();
    this.#pays.forEach((pay, i) => named.set(pay, i + 1));
    for (let person = from; person < to; person++) if ((this.words[person]! & HAS_MIN_PAY) !== 0) this.#payRanks[person] = named.get(pays[person]!)!;
  }

  /** Moves those to the front whom neither the gate word nor pay nor reach shuts out; says how many they are. @param codes 0 = out of reach */
  keepEligible(people: Uint32Array, count: number, { vacancy: { payTo }, failMask }: VacancyGates, codes: Uint8Array): number {
    const [words, payRanks] = [this.words, this.#payRanks];
    const paid = payTo === null ? this.#pays.length : lowerBound(this.#pays, Math.floor(payTo) + 1);
    let left = 0;
    for (let i = 0; i < count; i++) {
      const person = people[i]!;
      people[left] = person;
      left += isZero((words[person]! & failMask) | isZero(codes[person]!) | ((paid - payRanks[person]!) >>> 31));
    }
    return left;
  }
}
