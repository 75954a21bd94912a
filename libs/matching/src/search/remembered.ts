/** What was worked out before: all of it forgotten once it would take too much memory. */
export class Remembered<From, V> {
  readonly #known = new Map<unknown, V>();
  readonly #most: number;

  /** @param bytesEach about so many bytes one of them takes @param mostBytes and so many all of them may take */
  constructor(private readonly make: (from: From) => V, bytesEach: number, mostBytes: number) {
    this.#most = Math.max(1, Math.floor(mostBytes / Math.max(1, bytesEach)));
  }

  /** @param key what makes two of them the same, where they are not so by themselves */
  of(from: From, key: unknown = from): V {
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    if (this.#known.size >= this.#most) this.#known.clear();
    const made = this.make(from);
    this.#known.set(key, made);
    return made;
  }
}
