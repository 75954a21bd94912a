/** Rows that are read while it is not yet sure which will be wanted: a guess that was right costs no time, a wrong one is read again. */
export class RowsInTime<Rows> {
  #foreseen: { readonly ids: readonly string[]; readonly rows: Promise<Rows> } | null = null;

  constructor(private readonly read: (ids: readonly string[]) => Promise<Rows>) {}

  /** Begins to read the rows of these ids, which will probably be wanted. */
  foresee(ids: readonly string[]): void {
    const rows = this.read(ids);
    rows.catch(() => undefined); // told to whoever wants them, if anybody
    this.#foreseen = { ids, rows };
  }

  /** The rows of these ids. Rejected as the reading is. */
  of(ids: readonly string[]): Promise<Rows> {
    const foreseen = this.#foreseen;
    const isRight = foreseen !== null && foreseen.ids.length === ids.length && ids.every((id, i) => id === foreseen.ids[i]);
    return isRight ? foreseen.rows : this.read(ids);
  }
}
