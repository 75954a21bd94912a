/** What was worked out before, until it is forgotten. */
export class Remembered<From, V> {
  readonly #known = new Map<unknown, V>();

  constructor(private readonly make: (from: From) => V) {}

  /** @param key what makes two of them the same, where they are not so by themselves */
  of(from: From, key: unknown = from): V {
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = this.make(from)));
    return known;
  }

  forget(): void {
    this.#known.clear();
  }
}
