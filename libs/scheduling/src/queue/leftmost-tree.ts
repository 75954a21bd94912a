/** A row of numbers that answers "the first from here on that is at most so much" in log n steps; a number can be taken out. */
export class LeftmostTree {
  readonly #leaves: number;
  readonly #lows: Float64Array;

  constructor(values: readonly number[]) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, values.length)));
    this.#lows = new Float64Array(2 * this.#leaves).fill(Infinity);
    this.#lows.set(values, this.#leaves);
    for (let node = this.#leaves - 1; node > 0; node--) this.#lows[node] = Math.min(this.#lows[2 * node]!, this.#lows[2 * node + 1]!);
  }

  /** The least number left; Infinity when none is. */
  get least(): number {
    return this.#lows[1]!;
  }

  /** The first place from `start` on whose number is at most `limit`; −1 where there is none. */
  firstAtMost(start: number, limit: number): number {
    if (start >= this.#leaves) return -1;
    let node = this.#leaves + start;
    while (!(this.#lows[node]! <= limit)) {
      while (node % 2 === 1) node = (node - 1) / 2; // up while it is a right child; the root ends at 0
      if (node === 0) return -1;
      node++;
    }
    while (node < this.#leaves) node = this.#lows[2 * node]! <= limit ? 2 * node : 2 * node + 1;
    return node - this.#leaves;
  }

  remove(place: number): void {
    let node = this.#leaves + place;
    this.#lows[node] = Infinity;
    for (node = Math.floor(node / 2); node > 0; node = Math.floor(node / 2)) this.#lows[node] = Math.min(this.#lows[2 * node]!, this.#lows[2 * node + 1]!);
  }
}
