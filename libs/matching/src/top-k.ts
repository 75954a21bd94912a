/** Keeps the first `size` of everything offered, by an order: a heap with the worst kept item on top. Exact. */
export class TopK<T> {
  readonly #heap: T[] = [];

  constructor(
    private readonly size: number,
    /** Negative when `a` stands before `b`. */
    private readonly compare: (a: T, b: T) => number,
  ) {}

  /** The last of a full list: what comes in must stand before it. Null while there is room. */
  get worst(): T | null {
    return this.#heap.length < this.size ? null : this.#heap[0]!;
  }

  offer(item: T): void {
    if (this.#heap.length < this.size) {
      this.#heap.push(item);
      this.#rise(this.#heap.length - 1);
    } else if (this.compare(item, this.#heap[0]!) < 0) {
      this.#heap[0] = item;
      this.#sink(0);
    }
  }

  /** Unless the same is kept already. */
  offerOnce(item: T, isSame: (a: T, b: T) => boolean): void {
    if (!this.#heap.some((kept) => isSame(kept, item))) this.offer(item);
  }

  /** What is kept, best first. */
  sorted(): T[] {
    return [...this.#heap].sort(this.compare);
  }

  #rise(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#isWorse(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #sink(start: number): void {
    let parent = start;
    for (;;) {
      let worst = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) if (child < this.#heap.length && this.#isWorse(child, worst)) worst = child;
      if (worst === parent) return;
      this.#swap(parent, worst);
      parent = worst;
    }
  }

  #isWorse(a: number, b: number): boolean {
    return this.compare(this.#heap[a]!, this.#heap[b]!) > 0;
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}
