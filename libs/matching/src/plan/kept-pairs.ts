import { HIGHEST_SCORE } from '../score.js';
import { lowerBound } from '../search/columns.js';

/** Bits of a score that are left out where scores are counted by classes. */
const COARSE = 6;

/** In place of a score, where a pair is not kept. */
export const NOT_KEPT = -1;

/** The kept pairs of one vacancy: trainees by number, ascending, with their scores. */
export class KeptPairs {
  #trainees: Uint32Array;
  #scores: Uint16Array;

  /** @param pairs trainee and score, in any order, each trainee once */
  constructor(pairs: readonly (readonly [trainee: number, score: number])[] = []) {
    const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
    this.#trainees = Uint32Array.from(sorted, ([trainee]) => trainee);
    this.#scores = Uint16Array.from(sorted, ([, score]) => score);
  }

  get trainees(): Uint32Array {
    return this.#trainees;
  }

  get scores(): Uint16Array {
    return this.#scores;
  }

  /** A score that at least K of the pairs reach (or all of them), and not many more: the least of the class in which the K-th best stands. */
  floorOfBest(topK: number): number {
    const counts = new Uint32Array((HIGHEST_SCORE >>> COARSE) + 1);
    for (let i = 0; i < this.#scores.length; i++) counts[this.#scores[i]! >>> COARSE]!++;
    let place = counts.length - 1;
    for (let count = counts[place]!; count < topK && place > 0; count += counts[place]!) place--;
    return place << COARSE;
  }

  /**
   * The pairs with those of some trainees in place of what they were; these here stay as they are.
   * @param numbers ascending, each once
   * @param scores theirs; {@link NOT_KEPT} = no pair
   */
  with(numbers: Uint32Array, scores: Int32Array): KeptPairs {
    const [before, values] = [this.#trainees, this.#scores];
    const places = Uint32Array.from(numbers, (number) => lowerBound(before, number));
    const wasKept = (i: number): boolean => before[places[i]!] === numbers[i];
    if (places.every((place, i) => scores[i] === (wasKept(i) ? values[place] : NOT_KEPT))) return this;
    const [trainees, kept] = [new Uint32Array(before.length + numbers.length), new Uint16Array(before.length + numbers.length)];
    let [count, from] = [0, 0];
    const copyUpTo = (to: number): void => {
      trainees.set(before.subarray(from, to), count);
      kept.set(values.subarray(from, to), count);
      [count, from] = [count + to - from, to];
    };
    for (let i = 0; i < numbers.length; i++) {
      copyUpTo(places[i]!);
      if (wasKept(i)) from++;
      if (scores[i] === NOT_KEPT) continue;
      trainees[count] = numbers[i]!;
      kept[count++] = scores[i]!;
    }
    copyUpTo(before.length);
    const changed = new KeptPairs();
    [changed.#trainees, changed.#scores] = [trainees.subarray(0, count), kept.subarray(0, count)];
    return changed;
  }
}
