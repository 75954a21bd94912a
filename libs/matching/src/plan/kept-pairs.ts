import { lowerBound } from '../search/columns.js';

/** The kept pairs of one vacancy: trainees by number, ascending, with their scores. */
export class KeptPairs {
  #trainees: Uint32Array;
  #scores: Uint16Array;

  /** @param pairs trainee and score, in any order, each trainee once */
  constructor(pairs: readonly (readonly [trainee: number, score: number])[] = []) {
    const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
    this.#trainees = Uint32Array.from(sorted, ([trainee]) => trainee);
    this.#scores = Uint16Array.from(sorted, ([, score]) => score);
  }

  get trainees(): Uint32Array {
    return this.#trainees;
  }

  get scores(): Uint16Array {
    return this.#scores;
  }

  /** @param score null = the pair is not kept */
  set(trainee: number, score: number | null): void {
    const at = lowerBound(this.#trainees, trainee);
    const isThere = this.#trainees[at] === trainee;
    if (isThere && score !== null) this.#scores[at] = score;
    if (isThere === (score !== null)) return;
    const [trainees, scores] = [new Uint32Array(this.#trainees.length + (isThere ? -1 : 1)), new Uint16Array(this.#scores.length + (isThere ? -1 : 1))];
    trainees.set(this.#trainees.subarray(0, at));
    scores.set(this.#scores.subarray(0, at));
    if (score !== null) [trainees[at], scores[at]] = [trainee, score];
    const [from, to] = isThere ? [at + 1, at] : [at, at + 1];
    trainees.set(this.#trainees.subarray(from), to);
    scores.set(this.#scores.subarray(from), to);
    [this.#trainees, this.#scores] = [trainees, scores];
  }
}
