const FIRST_SLOTS = 64;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Numbers texts from 0, in the order in which they first come. A Map would do, but a ledger names a million ids: a table
 * of numbers with open addressing takes less than half of its time and leaves the garbage collector nothing to walk.
 */
export class TextTable {
  /** One more than the number of the text; 0: empty. */
  private slots = new Int32Array(FIRST_SLOTS);
  private hashes = new Int32Array(FIRST_SLOTS / 2);
  private readonly texts: string[] = [];

  get size(): number {
    return this.texts.length;
  }

  /** The text of a number that was given out. */
  textOf(number: number): string {
    return this.texts[number]!;
  }

  /** The number of a text; one that is new gets the next number. */
  numberOf(text: string): number {
    const hash = hashOf(text);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[slot]!) {
      if (this.hashes[entry - 1] === hash && this.texts[entry - 1] === text) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.texts.length;
    this.hashes[number] = hash;
    this.texts.push(text);
    this.slots[slot] = number + 1;
    // Half full at the most: the run of slots that a search walks stays short.
    if (2 * this.texts.length === this.slots.length) this.double();
    return number;
  }

  private double(): void {
    const hashes = new Int32Array(2 * this.hashes.length);
    hashes.set(this.hashes);
    this.hashes = hashes;
    this.slots = new Int32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.texts.length; number++) {
      let slot = hashes[number]! & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }
}

function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  // The lowest bits choose the slot; FNV mixes upwards only.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
