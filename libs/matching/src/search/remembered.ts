/** What was worked out before, by key: all of it forgotten once it would take too much memory. */
export class Remembered<K, V> {
  readonly #known = new Map<K, V>();
  readonly #most: number;

  /** @param bytesEach about so many bytes one of them takes @param mostBytes and so many all of them may take */
  constructor(private readonly make: (key: K) => V, bytesEach: number, mostBytes: number) {
    this.#most = Math.max(1, Math.floor(mostBytes / Math.max(1, bytesEach)));
  }

  of(key: K): V {
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    if (this.#known.size >= this.#most) this.#known.clear();
    const made = this.make(key);
    this.#known.set(key, made);
    return made;
  }
}
