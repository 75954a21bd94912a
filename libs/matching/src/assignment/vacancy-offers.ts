import { FREE, HELD, NONE, type Holdings } from './holdings.js';

/**
 * The vacancies' half of a round: a vacancy with an empty place that has a price makes it cheaper until somebody would rather
 * have it than what they hold, or it costs nothing. Nobody loses a turn by it.
 */
export class VacancyOffers {
  /** Edges of vacancy `v` stand at `#starts[v]` … of `#edges`; made when first needed. */
  #starts: Int32Array | null = null;
  #edges = new Int32Array(0);

  constructor(private readonly held: Holdings) {}

  run(step: number): void {
    const { held } = this;
    const waiting: number[] = [];
    for (let v = held.prices.length - 1; v >= 0; v--) if (this.#isOverpriced(v)) waiting.push(v);
    if (waiting.length === 0) return;
    this.#starts ??= this.#group();
    this.#settleGains();
    while (waiting.length > 0) {
      const vacancy = waiting.at(-1)!;
      const left = this.#isOverpriced(vacancy) ? this.#offer(vacancy, this.#starts, step) : NONE;
      if (!this.#isOverpriced(vacancy)) waiting.pop();
      if (left !== NONE) waiting.push(left); // looked at next, and let be where it costs nothing
    }
  }

  #isOverpriced(vacancy: number): boolean {
    return this.held.prices[vacancy]! > 0 && this.held.hasRoom(vacancy);
  }

  #group(): Int32Array {
    const { problem: { columns }, degrees } = this.held;
    const starts = new Int32Array(degrees.length + 1);
    for (let v = 0; v < degrees.length; v++) starts[v + 1] = starts[v]! + degrees[v]!;
    const next = starts.slice();
    this.#edges = new Int32Array(columns.length);
    for (let e = 0; e < columns.length; e++) this.#edges[next[columns[e]!]!++] = e;
    return starts;
  }

  /** Everybody's gain is now what they really keep: as much as their least good turn leaves. */
  #settleGains(): void {
    const { problem: { rows, columns, scores }, prices, gains, places, firstPlaces, counts, idle } = this.held;
    for (let t = 0; t < gains.length; t++) gains[t] = idle[t]! > 0 ? 0 : Infinity;
    for (let v = 0; v < counts.length; v++) {
      for (let i = firstPlaces[v]!, end = i + counts[v]!; i < end; i++) {
        const e = places[i]!;
        gains[rows[e]!] = Math.min(gains[rows[e]!]!, scores[e]! - prices[columns[e]!]!);
      }
    }
  }

  /** Takes whoever would pay most, at what the next one would pay. @returns the vacancy that they leave, NONE where nobody leaves one */
  #offer(vacancy: number, starts: Int32Array, step: number): number {
    const { problem: { rows, scores }, prices, gains, states } = this.held;
    let [best, most, second] = [NONE, step, step];
    for (let i = starts[vacancy]!, end = starts[vacancy + 1]!; i < end; i++) {
      const e = this.#edges[i]!;
      const pays = scores[e]! - gains[rows[e]!]!;
      if (pays <= second || states[e] !== FREE) continue;
      if (pays > most) [best, most, second] = [e, pays, most];
      else second = pays;
    }
    prices[vacancy] = second - step;
    if (best === NONE) return NONE;
    this.held.hold(best);
    return this.#giveUp(rows[best]!);
  }

  /** Somebody holds one more than they have turns: they let go of what leaves them least. */
  #giveUp(t: number): number {
    const { problem: { starts, columns, scores }, prices, gains, states, idle } = this.held;
    let [out, least, next] = [NONE, idle[t]! > 0 ? 0 : Infinity, idle[t]! > 1 ? 0 : Infinity];
    for (let e = starts[t]!; e < starts[t + 1]!; e++) {
      if (states[e] !== HELD) continue;
      const left = scores[e]! - prices[columns[e]!]!;
      if (left < least) [out, least, next] = [e, left, least];
      else if (left < next) next = left;
    }
    gains[t] = next;
    if (out === NONE) {
      idle[t]!--;
      return NONE;
    }
    this.held.release(out);
    return columns[out]!;
  }
}
