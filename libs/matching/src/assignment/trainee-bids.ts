import { FREE, HELD, NONE, type Holdings } from './holdings.js';

/** The trainees' half of a round: whoever has a turn waiting bids for the place that is worth most to them, and prices rise. */
export class TraineeBids {
  /** Whose turns wait; the last is served first, since what they are about to read was just read. */
  readonly #queue: Int32Array;
  #size = 0;
  /** Of the trainee looked at last: the best free edge that is worth its price, what it leaves, and what the next best leaves. */
  #best = NONE;
  #most = 0;
  #second = 0;

  constructor(private readonly held: Holdings) {
    this.#queue = new Int32Array(held.turns.length);
  }

  /** Ends when every turn is used or idle; places may be left that nobody wanted at their price. */
  run(step: number): void {
    for (let t = this.#queue.length - 1; t >= 0; t--) {
      this.#review(t, step);
      if (this.held.waiting(t) > 0) this.#queue[this.#size++] = t;
    }
    while (this.#size > 0) this.#bid(this.#queue[this.#size - 1]!, step);
  }

  /** What a trainee holds and no longer holds within the smaller step becomes free again. */
  #review(t: number, step: number): void {
    const { problem: { starts, columns, scores }, prices, gains, states, used, idle } = this.held;
    this.#look(t);
    const gain = this.#most - step;
    for (let e = starts[t]!; used[t]! > 0 && e < starts[t + 1]!; e++) if (states[e] === HELD && scores[e]! - prices[columns[e]!]! < gain) this.held.release(e);
    if (gain > 0) idle[t] = 0;
    gains[t] = gain;
  }

  #look(t: number): void {
    const { problem: { starts, columns, scores }, prices, states } = this.held;
    let [best, most, second] = [NONE, 0, 0];
    for (let e = starts[t]!, end = starts[t + 1]!; e < end; e++) {
      const left = scores[e]! - prices[columns[e]!]!;
      if (left <= second || states[e] !== FREE) continue;
      if (left > most) [best, most, second] = [e, left, most];
      else second = left;
    }
    [this.#best, this.#most, this.#second] = [best, most, second];
  }

  /** Bids so much that the next best would leave a step more: less would be outbid at once, and the round would not end. */
  #bid(t: number, step: number): void {
    const { held } = this;
    this.#look(t);
    const waiting = held.waiting(t);
    if (this.#best === NONE) {
      held.idle[t]! += waiting;
      held.gains[t] = Math.min(held.gains[t]!, 0);
      this.#size--;
      return;
    }
    held.gains[t] = Math.min(held.gains[t]!, this.#second - step);
    if (waiting === 1) this.#size--;
    const vacancy = held.problem.columns[this.#best]!;
    if (!held.hasRoom(vacancy)) this.#displace(vacancy, this.#best);
    else {
      held.hold(this.#best);
      if (!held.hasRoom(vacancy)) this.#raise(vacancy);
    }
  }

  /** Of the holders of a full vacancy and the bidder, whoever can pay least goes without; the price is what the next could pay. */
  #displace(vacancy: number, edge: number): void {
    const { problem: { rows, scores }, prices, gains, states, firstPlaces, places, counts, used } = this.held;
    const first = firstPlaces[vacancy]!;
    let [least, next, at] = [scores[edge]! - gains[rows[edge]!]!, Infinity, NONE];
    for (let i = first, end = first + counts[vacancy]!; i < end; i++) {
      const pays = scores[places[i]!]! - gains[rows[places[i]!]!]!;
      if (pays < least) [least, next, at] = [pays, least, i];
      else if (pays < next) next = pays;
    }
    prices[vacancy] = next; // no less than before, since nobody holds a place that they cannot pay
    const out = at === NONE ? edge : places[at]!;
    if (at !== NONE) places[at] = edge;
    used[rows[edge]!]!++;
    states[edge] = HELD;
    states[out] = FREE;
    used[rows[out]!]!--;
    if (this.held.waiting(rows[out]!) === 1) this.#queue[this.#size++] = rows[out]!;
  }

  /** The last place is taken: from now on it costs what the poorest holder can pay. */
  #raise(vacancy: number): void {
    const { problem: { rows, scores }, prices, gains, firstPlaces, places, counts } = this.held;
    let least = Infinity;
    for (let i = firstPlaces[vacancy]!, end = i + counts[vacancy]!; i < end; i++) least = Math.min(least, scores[places[i]!]! - gains[rows[places[i]!]!]!);
    prices[vacancy] = least;
  }
}
