/** Rows that are read while it is not yet sure which will be wanted: a guess that was right costs no time, a wrong one is read again. */
export class RowsInTime<Rows> {
  #foreseen: { readonly ids: readonly string[]; readonly rows: Promise<Rows> } | null = null;

  constructor(private readonly read: (ids: readonly string[]) => Promise<Rows>) {}

  /** Begins to read the rows of these ids, which will probably be wanted. */
  foresee(ids: readonly string[]): void {
    if (this.#isForeseen(ids)) return;
    const rows = this.read(ids);
    rows.catch(() => undefined); // told to whoever wants them, if anybody
    this.#foreseen = { ids, rows };
  }

  /** The rows of these ids. Rejected as the reading is. */
  of(ids: readonly string[]): Promise<Rows> {
    return this.#isForeseen(ids) ? this.#foreseen!.rows : this.read(ids);
  }

  #isForeseen(ids: readonly string[]): boolean {
    const foreseen = this.#foreseen?.ids;
    return foreseen?.length === ids.length && ids.every((id, i) => id === foreseen[i]);
  }
}
