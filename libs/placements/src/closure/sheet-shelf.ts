/** Something that is kept, and how many people and households it is about. */
export interface Sized {
  readonly size: number;
}

/** Keeps what was used last, up to so many people and households in all; the newest stays whatever its size. */
export class SheetShelf<Sheet extends Sized> {
  /** The one used last at the end. */
  readonly #sheets = new Map<string, Sheet>();

  constructor(private readonly capacity: number) {}

  get(id: string): Sheet | null {
    const sheet = this.#sheets.get(id);
    if (sheet === undefined) return null;
    this.#sheets.delete(id);
    this.#sheets.set(id, sheet);
    return sheet;
  }

  put(id: string, sheet: Sheet): void {
    this.#sheets.delete(id);
    this.#sheets.set(id, sheet);
    let size = [...this.#sheets.values()].reduce((sum, each) => sum + each.size, 0);
    for (const [oldest, { size: freed }] of this.#sheets) {
      if (size <= this.capacity || oldest === id) return;
      this.#sheets.delete(oldest);
      size -= freed;
    }
  }
}
