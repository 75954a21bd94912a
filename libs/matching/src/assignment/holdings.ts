import type { PreparedProblem } from './assignment.js';

/** What may be done with an edge: chosen or not, or out of the question since the vacancy has no place at all. */
export const FREE = 0;
export const HELD = 1;
export const CLOSED = 2;
export const NONE = -1;

/**
 * Who holds which place while an assignment is being found, and at what prices. A price p ≥ 0 is what a place of a vacancy
 * costs, a gain u what a trainee keeps of the score. Within a step: score − p ≤ u + step for every free edge, score − p ≥ u
 * for every held one, and u ≤ 0 for whoever leaves a turn idle. So no exchange of places brings more than a step a person.
 */
export class Holdings {
  readonly prices: Float64Array;
  readonly gains: Float64Array;
  readonly states: Uint8Array;
  /** Edges held at vacancy `v` stand from `firstPlaces[v]` on, `counts[v]` of them. */
  readonly firstPlaces: Int32Array;
  readonly places: Int32Array;
  readonly counts: Int32Array;
  /** Of each trainee: turns that there are, that are in use, and that are left unused as nothing is worth its price. */
  readonly turns: Int32Array;
  readonly used: Int32Array;
  readonly idle: Int32Array;
  /** Edges of each vacancy. */
  readonly degrees: Int32Array;

  constructor(readonly problem: PreparedProblem) {
    const { traineeCount, capacities, columns } = problem;
    this.prices = new Float64Array(capacities.length);
    this.gains = new Float64Array(traineeCount);
    this.states = new Uint8Array(columns.length);
    this.turns = new Int32Array(traineeCount);
    this.used = new Int32Array(traineeCount);
    this.idle = new Int32Array(traineeCount);
    this.counts = new Int32Array(capacities.length);
    this.degrees = new Int32Array(capacities.length);
    for (let e = 0; e < columns.length; e++) this.degrees[columns[e]!]!++;
    this.firstPlaces = new Int32Array(capacities.length + 1);
    for (let v = 0; v < capacities.length; v++) this.firstPlaces[v + 1] = this.firstPlaces[v]! + Math.min(capacities[v]!, this.degrees[v]!);
    this.places = new Int32Array(this.firstPlaces[capacities.length]!);
    this.#close();
  }

  #close(): void {
    const { problem: { traineeCount, perTrainee, capacities, starts, columns }, states, turns } = this;
    for (let t = 0; t < traineeCount; t++) {
      let open = 0;
      for (let e = starts[t]!; e < starts[t + 1]!; e++) {
        if (capacities[columns[e]!]! > 0) open++;
        else states[e] = CLOSED;
      }
      turns[t] = Math.min(perTrainee, open);
    }
  }

  /** How many prices other than 0 there can be at the most: a vacancy has one while all its places are held. */
  mostPrices(): number {
    const { problem: { capacities }, degrees, turns } = this;
    let vacancies = 0;
    for (let v = 0; v < degrees.length; v++) if (capacities[v]! > 0 && degrees[v]! >= capacities[v]!) vacancies++;
    return Math.min(vacancies, turns.reduce((sum, each) => sum + each, 0));
  }

  hasRoom(vacancy: number): boolean {
    return this.counts[vacancy]! < this.problem.capacities[vacancy]!;
  }

  /** Turns of a trainee of which it is open what becomes of them. */
  waiting(trainee: number): number {
    return this.turns[trainee]! - this.used[trainee]! - this.idle[trainee]!;
  }

  hold(edge: number): void {
    const vacancy = this.problem.columns[edge]!;
    this.places[this.firstPlaces[vacancy]! + this.counts[vacancy]!++] = edge;
    this.states[edge] = HELD;
    this.used[this.problem.rows[edge]!]!++;
  }

  release(edge: number): void {
    const vacancy = this.problem.columns[edge]!;
    const last = this.firstPlaces[vacancy]! + --this.counts[vacancy]!;
    let at = last;
    while (this.places[at] !== edge) at--;
    this.places[at] = this.places[last]!;
    this.states[edge] = FREE;
    this.used[this.problem.rows[edge]!]!--;
  }
}
