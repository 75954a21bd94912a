import { FREE, type Holdings } from './holdings.js';
import { NodeHeap } from './node-heap.js';

/**
 * Brings whole prices that prove an optimum down to the lowest ones that do: what one more place would add. An auction ends
 * at any of them, and pricing needs the same ones for a problem and for the part of it that matters.
 *
 * A price may fall until it is 0, or until somebody without that place would rather have it: somebody who gains more
 * themselves, as what they hold gets cheaper, follows. So how far each may fall is a shortest distance over what is left
 * between price, gain and score. Expects the gains that these prices leave; they rise with the fall of the prices.
 */
export class LowestPrices {
  /** How far a price falls and a gain rises at the most: vacancies first, then trainees. */
  readonly #falls: Float64Array;
  readonly #heap = new NodeHeap();

  constructor(private readonly held: Holdings) {
    const { prices, gains } = held;
    this.#falls = new Float64Array(prices.length + gains.length).fill(Infinity);
  }

  run(): void {
    const { problem: { perTrainee }, prices, gains, used } = this.held;
    const falls = this.#falls;
    for (let v = 0; v < prices.length; v++) this.#reach(v, prices[v]!);
    for (let t = 0; t < gains.length; t++) if (used[t]! < perTrainee) this.#reach(prices.length + t, 0);
    while (this.#heap.size > 0) {
      const fall = this.#heap.nearest;
      const node = this.#heap.pop();
      if (fall > falls[node]!) continue; // reached by less since
      if (node < prices.length) this.#scanVacancy(node, fall);
      else this.#scanTrainee(node - prices.length, fall);
    }
    for (let v = 0; v < prices.length; v++) prices[v]! -= falls[v]!;
    for (let t = 0; t < gains.length; t++) gains[t]! += falls[prices.length + t]!; // everybody is reached: who has no turn left holds a place
  }

  #reach(node: number, fall: number): void {
    if (fall >= this.#falls[node]!) return;
    this.#falls[node] = fall;
    this.#heap.push(node, fall);
  }

  /** Cheaper by so much: whoever holds a place there gains as much, less what they gain there beyond their least good turn. */
  #scanVacancy(vacancy: number, fall: number): void {
    const { problem: { rows, scores }, prices, gains, firstPlaces, places, counts } = this.held;
    for (let i = firstPlaces[vacancy]!, end = i + counts[vacancy]!; i < end; i++) {
      const [e, trainee] = [places[i]!, rows[places[i]!]!];
      const beyond = scores[e]! - prices[vacancy]! - gains[trainee]!;
      this.#reach(prices.length + trainee, fall + beyond);
    }
  }

  /** Whoever gains so much more leaves the other vacancies room to become cheaper by that, and by what they were too dear. */
  #scanTrainee(trainee: number, fall: number): void {
    const { problem: { starts, columns, scores }, prices, gains, states } = this.held;
    const base = fall + gains[trainee]!;
    for (let e = starts[trainee]!, end = starts[trainee + 1]!; e < end; e++) if (states[e] === FREE) this.#reach(columns[e]!, base - scores[e]! + prices[columns[e]!]!);
  }
}
