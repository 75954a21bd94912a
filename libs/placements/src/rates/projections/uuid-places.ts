const WORDS = 4;
/** Where the four words of an id begin, as two runs of four digits each: hyphens stand between. */
const RUNS = [[0, 4], [9, 14], [19, 24], [28, 32]] as const;
const NOBODY = -1;

/**
 * Which place an id has in a list, asked with the id as it stands somewhere in a text. Nothing is cut out of the text and
 * nothing is made: two million ids are looked up for one report.
 */
export class UuidPlaces {
  /** Of each slot the four words of an id. */
  private readonly words: Int32Array;
  private readonly places: Int32Array;
  private readonly mask: number;
  private readonly sought = new Int32Array(WORDS);

  /** @param ids in the form that the database writes, lower case; of one that stands twice the first place counts */
  constructor(ids: readonly string[]) {
    const slots = 2 ** Math.ceil(Math.log2(2 * ids.length + 1));
    this.mask = slots - 1;
    this.words = new Int32Array(WORDS * slots);
    this.places = new Int32Array(slots).fill(NOBODY);
    ids.forEach((id, place) => {
      const slot = this.slotOf(id, 0);
      if (this.places[slot] !== NOBODY) return;
      this.places[slot] = place;
      this.words.set(this.sought, WORDS * slot);
    });
  }

  /** The place of the id that stands in the text from there on; -1: it is none of the list. */
  find(text: string, from: number): number {
    return this.places[this.slotOf(text, from)]!;
  }

  /** The slot of the id, or the free one where it would stand. */
  private slotOf(text: string, from: number): number {
    const { sought, words, places, mask } = this;
    for (let word = 0; word < WORDS; word++) sought[word] = (fourDigits(text, from + RUNS[word]![0]) << 16) | fourDigits(text, from + RUNS[word]![1]);
    let slot = (sought[0]! ^ sought[WORDS - 1]!) & mask;
    while (places[slot] !== NOBODY) {
      const at = WORDS * slot;
      if (words[at] === sought[0] && words[at + 1] === sought[1] && words[at + 2] === sought[2] && words[at + 3] === sought[3]) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

function fourDigits(text: string, from: number): number {
  return (hexDigit(text.charCodeAt(from)) << 12) | (hexDigit(text.charCodeAt(from + 1)) << 8) | (hexDigit(text.charCodeAt(from + 2)) << 4) | hexDigit(text.charCodeAt(from + 3));
}

/** What a digit is worth, `0` to `9` and `a` to `f`: letters follow after a gap of 39. */
export function hexDigit(code: number): number {
  return code < 0x61 ? code - 0x30 : code - 0x57;
}
