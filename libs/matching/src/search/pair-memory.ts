import { KernelColumns, PAGE_BYTES, SPARE_BYTES, aligned, instantiate } from './kernel-memory.js';
import { PAIR_KERNEL } from './pair-kernel.bytes.js';

/** What is compiled from `kernel/pairs.ts`, which says what each of these means. Addresses are of the memory that it was made with. */
export interface PairKernel {
  firstFree(): number;
  setPolicy(weightSkills: number, weightCourses: number, minScore: number): void;
  setPeople(ties: number, particularsAt: number, particulars: number, noDay: number): void;
  setRecords(starts: number, courses: number, states: number, recencies: number, worthPoints: number): void;
  setLists(vacancyFloors: number, vacancySizes: number, vacancyEntries: number, traineeFloors: number, traineeSizes: number, traineeEntries: number, topK: number): void;
  setPairs(into: number): void;
  setSkills(requirements: number, count: number, leastQuality: number, divisor: number, shift: number, factor: number, basePoints: number): void;
  setPlace(codes: number, points: number, worths: number): void;
  setCourses(fitting: number, relevance: number, mostRelevance: number): void;
  setGates(eligible: number, certificates: number, count: number, startsDay: number, endsDay: number, vacancyText: number, employerText: number): void;
  intersect(into: number, a: number, b: number, c: number, from: number, to: number): void;
  unite(into: number, sets: number, count: number, from: number, to: number): void;
  keepAtLeast(into: number, sets: number, count: number, needed: number, scratch: number, from: number, to: number): void;
  rank(number: number, tieHash: number, from: number, to: number): void;
  collect(from: number, to: number): number;
}

/** Which of two entries of equal score and tie stands first in a list of a vacancy (0) or of a trainee (1). */
export type StandsFirst = (kind: number, one: number, other: number) => boolean;

/** The kernel's fractions of 16 bits are in parts of this. */
export const FRACTIONS = 32_768;

/** Memory of a kernel of one's own, handed out piece by piece, and given back all at once from a mark on. */
export class PairMemory extends KernelColumns {
  readonly kernel: PairKernel;
  #free: number;
  /** Nothing was ever written from here on. */
  #clean: number;

  constructor(standsFirst: StandsFirst) {
    super();
    this.kernel = instantiate(PAIR_KERNEL, this.memory, { lists: { standsFirst: (kind: number, one: number, other: number) => (standsFirst(kind, one, other) ? 1 : 0) } }) as PairKernel;
    this.#free = this.#clean = aligned(this.kernel.firstFree());
  }

  /** The next address: everything placed after it can be given back. */
  get mark(): number {
    return this.#free;
  }

  /** Gives back whatever was placed since this was the mark. */
  release(mark: number): void {
    this.#free = mark;
  }

  protected take(bytes: number): number {
    const at = this.#free;
    const end = aligned(at + bytes + SPARE_BYTES);
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    if (at < this.#clean) new Uint8Array(this.memory.buffer, at, Math.min(end, this.#clean) - at).fill(0);
    this.#free = end;
    this.#clean = Math.max(this.#clean, end);
    return at;
  }
}
