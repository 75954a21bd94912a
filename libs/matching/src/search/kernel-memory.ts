import { float64Column, uint16Column, uint32Column } from './columns.js';

/** Memory that a kernel reads and threads share; it grows, and whatever stands in it stays where it is. */
export interface KernelMemory {
  readonly buffer: SharedArrayBuffer;
  /** @returns how many pages there were before */
  grow(pages: number): number;
}

/** The platform's own, of which the types of ECMAScript say nothing. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => KernelMemory;
  readonly Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => { readonly exports: unknown };
};

export const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;
const ALIGNMENT = 16;
/** A kernel may read so far behind a column's end. */
export const SPARE_BYTES = 64;

const compiled = new Map<string, object>();

const newKernelMemory = (): KernelMemory => new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });

/** A kernel over a memory. @param base64 what is compiled, from a module of bytes */
export function instantiate(base64: string, memory: KernelMemory, imports: Record<string, Record<string, unknown>>): unknown {
  let module = compiled.get(base64);
  if (module === undefined) {
    module = new WebAssembly.Module(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
    compiled.set(base64, module);
  }
  return new WebAssembly.Instance(module, { env: { memory }, ...imports }).exports;
}

export const aligned = (address: number): number => Math.ceil(address / ALIGNMENT) * ALIGNMENT;

/** Where columns are made: each in a memory of its own, or all in one that a kernel reads. All are 0. */
export interface ColumnRoom {
  readonly memory: KernelMemory | null;
  uint16(length: number): Uint16Array;
  uint32(length: number): Uint32Array;
  float64(length: number): Float64Array;
}

export const APART: ColumnRoom = { memory: null, uint16: uint16Column, uint32: uint32Column, float64: float64Column };

/** Makes columns in a kernel's memory; the address of one is its `byteOffset`. */
export abstract class KernelColumns implements ColumnRoom {
  constructor(readonly memory: KernelMemory = newKernelMemory()) {}

  /** The address of so many bytes, all 0, and room to spare behind. The memory may have grown: its buffer is another one then. */
  protected abstract take(bytes: number): number;

  uint8(length: number): Uint8Array {
    const at = this.take(length);
    return new Uint8Array(this.memory.buffer, at, length);
  }

  uint16(length: number): Uint16Array {
    const at = this.take(2 * length);
    return new Uint16Array(this.memory.buffer, at, length);
  }

  uint32(length: number): Uint32Array {
    const at = this.take(4 * length);
    return new Uint32Array(this.memory.buffer, at, length);
  }

  int32(length: number): Int32Array {
    const at = this.take(4 * length);
    return new Int32Array(this.memory.buffer, at, length);
  }

  float64(length: number): Float64Array {
    const at = this.take(8 * length);
    return new Float64Array(this.memory.buffer, at, length);
  }
}

/** A thread's part of a memory that it shares with others. */
export class KernelRoom extends KernelColumns {
  #free = 0;
  #end = 0;

  /** Pages are asked for as they are needed; another thread may have had those behind the last ones. */
  protected take(bytes: number): number {
    const wanted = aligned(bytes + SPARE_BYTES);
    if (this.#free + wanted > this.#end) {
      const pages = Math.ceil(wanted / PAGE_BYTES);
      const start = this.memory.grow(pages) * PAGE_BYTES;
      if (start !== this.#end) this.#free = start;
      this.#end = start + pages * PAGE_BYTES;
    }
    const at = this.#free;
    this.#free += wanted;
    return at;
  }
}
