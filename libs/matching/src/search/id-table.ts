import { uint32Column } from './columns.js';
import { REMOVED } from './gate-word.js';
import type { TraineeSegment } from './segment.js';
import { idOf } from './trainee-segment.js';

const GOLDEN = 0x9e3779b1;

/** Finds the number of a trainee in a segment by id: open addressing over the hashes that ties are drawn from. */
export class IdTable {
  /** 0 = free, else number + 1. */
  readonly #slots: Uint32Array;
  readonly #shift: number;

  constructor(private readonly segment: TraineeSegment) {
    const bits = Math.max(4, Math.ceil(Math.log2(segment.count * 1.5 + 1)));
    this.#slots = uint32Column(2 ** bits);
    this.#shift = 32 - bits;
    for (let person = 0; person < segment.count; person++) {
      let slot = this.#slotOf(segment.ties[person]!);
      while (this.#slots[slot] !== 0) slot = (slot + 1) % this.#slots.length;
      this.#slots[slot] = person + 1;
    }
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** The number of the trainee who is not removed, else −1. @param tie the trainee's half of the draw */
  find(id: string, tie: number): number {
    const { ties, rows } = this.segment;
    for (let slot = this.#slotOf(tie); this.#slots[slot] !== 0; slot = (slot + 1) % this.#slots.length) {
      const person = this.#slots[slot]! - 1;
      if (ties[person] === tie && (rows.values[rows.starts[person]!]! & REMOVED) === 0 && idOf(this.segment, person) === id) return person;
    }
    return -1;
  }

  #slotOf(tie: number): number {
    return Math.imul(tie, GOLDEN) >>> this.#shift;
  }
}
