import { Buffer } from 'node:buffer';
import { padRegion } from '@app/kernel';
import type { PersonRead } from './read-people.js';

const CHUNK_BYTES = 1 << 20;

/**
 * People by id, in the order in which they first came. Between two looks a person is text outside the heap: a million profiles
 * as objects take several times the room, and as strings of the heap they made every collection of what is new longer, with
 * the thread standing still meanwhile (8 ms at a million, 3 at a hundred thousand).
 */
export class PackedPeople {
  /** Of each person the place of what follows. */
  readonly #rows = new Map<string, number>();
  /** Where the text begins: its chunk's number × {@link CHUNK_BYTES}, and its place there. */
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  /** Owner region, as a number of 12 digits. */
  readonly #regions: number[] = [];
  /** Rows of whoever is gone. */
  readonly #vacant: number[] = [];
  #chunks: Buffer[] = [];
  #free = CHUNK_BYTES;
  /** Bytes of all chunks, and of the texts in them that are somebody's. */
  #held = 0;
  #used = 0;
  /** No owner region has ever been outside. */
  #lowest = Infinity;
  #highest = 0;

  get size(): number {
    return this.#rows.size;
  }

  /** Of texts, in bytes; those included that nobody has any more. At most about twice what the present ones take. */
  get bytes(): number {
    return this.#held;
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  ids(): IterableIterator<string> {
    return this.#rows.keys();
  }

  get(id: string): PersonRead | null {
    const row = this.#rows.get(id);
    return row === undefined ? null : this.#read(row);
  }

  /** The owner region as a number of 12 digits. @param id of somebody who is there */
  regionOf(id: string): number {
    return this.#regions[this.#rows.get(id)!]!;
  }

  /** Whether nobody's owner region lies outside, as far as is known. */
  areWithin(from: number, to: number): boolean {
    return this.#lowest >= from && this.#highest <= to;
  }

  /** Those whose owner region (a number of 12 digits) is one of these, one after the other: an object lives only as long as the caller looks at it. */
  *within(from: number, to: number): Generator<PersonRead> {
    for (const row of this.#rows.values()) if (this.#regions[row]! >= from && this.#regions[row]! <= to) yield this.#read(row);
  }

  set(person: PersonRead): void {
    const { id } = person.profile;
    const known = this.#rows.get(id);
    const row = known ?? this.#vacant.pop() ?? this.#starts.length;
    if (known !== undefined) this.#used -= this.#lengths[known]!;
    this.#rows.set(id, row);
    const region = Number(padRegion(person.ownerRegion));
    this.#regions[row] = region;
    if (region < this.#lowest) this.#lowest = region;
    if (region > this.#highest) this.#highest = region;
    this.#write(row, JSON.stringify(person));
    this.#tidyUp();
  }

  delete(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    this.#rows.delete(id);
    this.#vacant.push(row);
    this.#used -= this.#lengths[row]!;
    this.#tidyUp();
  }

  #read(row: number): PersonRead {
    return JSON.parse(this.#textOf(this.#chunks, row)) as PersonRead;
  }

  #textOf(chunks: readonly Buffer[], row: number): string {
    const [start, length] = [this.#starts[row]!, this.#lengths[row]!];
    const at = start % CHUNK_BYTES;
    return chunks[(start - at) / CHUNK_BYTES]!.toString('utf8', at, at + length);
  }

  #write(row: number, text: string): void {
    const length = Buffer.byteLength(text);
    if (this.#free + length > CHUNK_BYTES) {
      const chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, length)); // a text larger than others' has one of its own
      this.#chunks.push(chunk);
      this.#held += chunk.length;
      this.#free = 0;
    }
    this.#chunks.at(-1)!.write(text, this.#free);
    this.#starts[row] = (this.#chunks.length - 1) * CHUNK_BYTES + this.#free;
    this.#lengths[row] = length;
    this.#free += length;
    this.#used += length;
  }

  /** Writes whatever is still somebody's anew, once most of it is nobody's. */
  #tidyUp(): void {
    if (this.#held <= 2 * (this.#used + CHUNK_BYTES)) return;
    const before = this.#chunks;
    [this.#chunks, this.#free, this.#held, this.#used] = [[], CHUNK_BYTES, 0, 0];
    for (const row of this.#rows.values()) this.#write(row, this.#textOf(before, row));
  }
}
