/** Memory that threads can share, where the platform has it. */
function memory(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

export const uint8Column = (length: number): Uint8Array => new Uint8Array(memory(length));
export const uint16Column = (length: number): Uint16Array => new Uint16Array(memory(2 * length));
export const uint32Column = (length: number): Uint32Array => new Uint32Array(memory(4 * length));
export const int32Column = (length: number): Int32Array => new Int32Array(memory(4 * length));
export const float32Column = (length: number): Float32Array => new Float32Array(memory(4 * length));
export const float64Column = (length: number): Float64Array => new Float64Array(memory(8 * length));

export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** Many lists in one column: list `i` stands at `starts[i]` … `starts[i + 1] − 1` of `values`. */
export interface Lists<T extends Column> {
  readonly starts: Uint32Array;
  readonly values: T;
}

/** A column that grows while it is filled. */
export class Growing<T extends Column> {
  length = 0;
  values: T;

  constructor(private readonly make: (length: number) => T, capacity = 64) {
    this.values = make(capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length++] = value;
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    if (this.length + more <= this.values.length) return;
    const grown = this.make(Math.max(this.length + more, 2 * this.values.length));
    grown.set(this.values.subarray(0, this.length));
    this.values = grown;
  }

  /** The filled part, in memory of its own. */
  trimmed(make = this.make): T {
    const exact = make(this.length);
    exact.set(this.values.subarray(0, this.length));
    return exact;
  }
}

/** The first place in `values[from … to)` (ascending) that is not below `wanted`; `to` where all are. */
export function lowerBound(values: Column, wanted: number, from = 0, to = values.length): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Turns counts a key (at `key + 1`) into starts, in place. */
export function startsOfCounts(counts: Uint32Array): Uint32Array {
  for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!;
  return counts;
}
