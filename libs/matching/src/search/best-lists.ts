import { refuse } from '../errors.js';

/** Decides between two entries of equal score and tie: negative when `a` stands first. */
export type LastKey = (a: number, b: number) => number;

/** Many lists of the best K, in columns: each ordered by score (most first), tie (least first) and a last key. */
export class BestLists {
  /** How many each list holds. */
  readonly sizes: Uint32Array;
  readonly #entries: Uint32Array;
  readonly #scores: Uint16Array;
  readonly #ties: Uint32Array;
  /** The least score that can still come into each list. */
  readonly floors: Uint16Array;

  /** @throws MatchingInputInvalid when `topK` is not an integer of at least 1 */
  constructor(readonly lists: number, readonly topK: number, leastScore: number, private readonly lastKey: LastKey) {
    if (!Number.isSafeInteger(topK) || topK < 1) refuse('topK', 'must be an integer of at least 1');
    this.sizes = new Uint32Array(lists);
    this.#entries = new Uint32Array(lists * topK);
    this.#scores = new Uint16Array(lists * topK);
    this.#ties = new Uint32Array(lists * topK);
    this.floors = new Uint16Array(lists).fill(Math.ceil(leastScore));
  }

  offer(list: number, entry: number, score: number, tie: number): void {
    const start = list * this.topK;
    const size = this.sizes[list]!;
    if (size === this.topK && !this.#isBefore(entry, score, tie, start + size - 1)) return;
    let at = start + Math.min(size, this.topK - 1);
    for (; at > start && this.#isBefore(entry, score, tie, at - 1); at--) {
      this.#entries[at] = this.#entries[at - 1]!;
      this.#scores[at] = this.#scores[at - 1]!;
      this.#ties[at] = this.#ties[at - 1]!;
    }
    [this.#entries[at], this.#scores[at], this.#ties[at]] = [entry, score, tie];
    if (size < this.topK) this.sizes[list] = size + 1;
    if (size + 1 >= this.topK) this.floors[list] = this.#scores[start + this.topK - 1]!;
  }

  /** The entries of a list with their scores, best first. */
  of(list: number): { readonly entry: number; readonly score: number }[] {
    const start = list * this.topK;
    return Array.from({ length: this.sizes[list]! }, (_, i) => ({ entry: this.#entries[start + i]!, score: this.#scores[start + i]! }));
  }

  #isBefore(entry: number, score: number, tie: number, at: number): boolean {
    if (score !== this.#scores[at]!) return score > this.#scores[at]!;
    if (tie !== this.#ties[at]!) return tie < this.#ties[at]!;
    return this.lastKey(entry, this.#entries[at]!) < 0;
  }
}
