const BAR_WIDTH = 30;
const LINE_EVERY_MS = 2_000;

/** Progress of long work: a bar on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #terminal: boolean;
  #lineAt = -Infinity;

  constructor(private readonly out: NodeJS.WritableStream, private readonly what: string, private readonly total: number) {
    this.#terminal = (out as Partial<NodeJS.WriteStream>).isTTY === true;
  }

  at(done: number): void {
    const percent = this.total === 0 ? 100 : Math.floor((100 * done) / this.total);
    if (this.#terminal) {
      const filled = Math.round((BAR_WIDTH * percent) / 100);
      this.out.write(`\r${this.what} [${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}] ${done}/${this.total}${done === this.total ? '\n' : ''}`);
    } else if (done === this.total || performance.now() - this.#lineAt >= LINE_EVERY_MS) {
      this.#lineAt = performance.now();
      this.out.write(`${this.what}: ${done} of ${this.total} (${percent} %)\n`);
    }
  }
}
