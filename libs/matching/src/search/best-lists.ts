import { refuse } from '../errors.js';
import { float64Column, uint16Column, uint32Column } from './columns.js';

/** Decides between two entries of equal score and tie: negative when `a` stands first. */
export type LastKey = (a: number, b: number) => number;

/** Many lists of the best K as plain data, in memory that threads share. */
export interface BestColumns {
  readonly topK: number;
  /** How many each list holds. */
  readonly sizes: Uint32Array;
  /** Score and tie in one number, greater = better; list `i` stands from `i · topK` on. */
  readonly keys: Float64Array;
  readonly entries: Uint32Array;
}

const TIES = 2 ** 32;

/** Many lists of the best K, in columns: each ordered by score (most first), tie (least first) and a last key. */
export class BestLists {
  /** The least score that can still come into each list. */
  readonly floors: Uint16Array;
  readonly columns: BestColumns;

  /** @throws MatchingInputInvalid when `topK` is not an integer of at least 1 */
  constructor(readonly lists: number, readonly topK: number, leastScore: number, readonly lastKey: LastKey) {
    if (!Number.isSafeInteger(topK) || topK < 1) refuse('topK', 'must be an integer of at least 1');
    this.columns = { topK, sizes: uint32Column(lists), keys: float64Column(lists * topK), entries: uint32Column(lists * topK) };
    this.floors = uint16Column(lists).fill(Math.ceil(leastScore));
  }

  /** @param tie 32 bits; signed in hot loops, since a number from 2³¹ on would take memory of its own */
  offer(list: number, entry: number, score: number, tie: number): void {
    if (score < this.floors[list]!) return;
    const { topK, sizes, keys, entries } = this.columns;
    const key = score * TIES + (TIES - 1 - (tie >>> 0));
    const start = list * topK;
    const size = sizes[list]!;
    let at = start + size;
    if (size < topK) sizes[list] = size + 1;
    else {
      at--;
      if (keys[at]! > key || (keys[at] === key && this.lastKey(entry, entries[at]!) >= 0)) return;
    }
    for (; at > start; at--) {
      const before = keys[at - 1]!;
      if (before > key || (before === key && this.lastKey(entry, entries[at - 1]!) >= 0)) break;
      keys[at] = before;
      entries[at] = entries[at - 1]!;
    }
    keys[at] = key;
    entries[at] = entry;
    if (size + 1 >= topK) this.floors[list] = keys[start + topK - 1]! / TIES;
  }

  /** Takes lists over from the kernel's memory: of every entry its key (64 bits), its number and nothing (32 bits each). These are empty before. */
  fill(sizes: Uint32Array, entries: Uint32Array): void {
    const { topK } = this;
    const words = new Float64Array(entries.buffer, entries.byteOffset, entries.length / 2);
    this.columns.sizes.set(sizes);
    for (let list = 0; list < this.lists; list++) {
      for (let at = list * topK, end = at + sizes[list]!; at < end; at++) {
        this.columns.keys[at] = words[2 * at]!;
        this.columns.entries[at] = entries[4 * at + 2]!;
      }
      if (sizes[list] === topK) this.floors[list] = this.columns.keys[(list + 1) * topK - 1]! / TIES;
    }
  }

  /** The entries of a list with their scores, best first. */
  of(list: number): { readonly entry: number; readonly score: number }[] {
    const { topK, sizes, keys, entries } = this.columns;
    const start = list * topK;
    return Array.from({ length: sizes[list]! }, (_, i) => ({ entry: entries[start + i]!, score: Math.floor(keys[start + i]! / TIES) }));
  }

  /** Fills these lists, which are empty, with the best of those of several others. */
  merge(parts: readonly BestColumns[]): void {
    const heads = new Uint32Array(parts.length);
    const { topK, sizes, keys, entries } = this.columns;
    for (let list = 0; list < this.lists; list++) {
      const [first, ...others] = parts.filter((part) => part.sizes[list]! > 0);
      if (first === undefined) continue;
      if (others.length === 0) {
        this.#copy(first, list);
        continue;
      }
      heads.fill(list * topK);
      for (let at = list * topK; at < (list + 1) * topK; at++) {
        const best = this.#bestHead(parts, heads, list);
        if (best < 0) break;
        const head = heads[best]!;
        keys[at] = parts[best]!.keys[head]!;
        entries[at] = parts[best]!.entries[head]!;
        heads[best] = head + 1;
        sizes[list]!++;
      }
      if (sizes[list] === topK) this.floors[list] = keys[(list + 1) * topK - 1]! / TIES;
    }
  }

  #copy(part: BestColumns, list: number): void {
    const { topK, sizes, keys, entries } = this.columns;
    const [start, end] = [list * topK, list * topK + part.sizes[list]!];
    for (let at = start; at < end; at++) [keys[at], entries[at]] = [part.keys[at]!, part.entries[at]!];
    sizes[list] = end - start;
    if (end - start === topK) this.floors[list] = keys[end - 1]! / TIES;
  }

  /** Which of several has the best entry at its head, −1 where none has any left. */
  #bestHead(parts: readonly BestColumns[], heads: Uint32Array, list: number): number {
    let best = -1;
    for (let p = 0; p < parts.length; p++) {
      const { topK, sizes, keys, entries } = parts[p]!;
      const head = heads[p]!;
      if (head === list * topK + sizes[list]!) continue;
      if (best < 0) {
        best = p;
        continue;
      }
      const [key, other] = [keys[head]!, parts[best]!.keys[heads[best]!]!];
      if (key > other || (key === other && this.lastKey(entries[head]!, parts[best]!.entries[heads[best]!]!) < 0)) best = p;
    }
    return best;
  }
}
