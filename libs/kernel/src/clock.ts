/** The time, handed in: tests set it, nothing in the libraries reads it by itself. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved, for tests and for reports as of an instant. */
export class FixedClock implements Clock {
  #now: Date;
  constructor(now: Date | string) {
    this.#now = new Date(now);
  }
  now(): Date {
    return new Date(this.#now);
  }
  moveTo(now: Date | string): void {
    this.#now = new Date(now);
  }
}
