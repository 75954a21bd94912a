import type { ScoringWeights } from '../policy.js';
import { RELATED_SIMILARITY } from '../parts/skills.js';
import { HAS_PENDING, REACH_CODE_COUNT, depthOfReach, reachCode } from './gate-word.js';
import { isOutOfReach } from './particulars.js';
import type { Signatures } from './segment.js';
import { CERTAIN_BITS, COURSE_BITS, OTHERS_SHIFT, SIGNATURE_WORDS, WORTH_SHIFT, WORTH_UNITS } from './signature.js';
import type { StandingRange } from './standing-ranges.js';
import type { VacancyQuery } from './vacancy-query.js';

/** So many trainees are looked at together. */
export const BATCH = 128;
/** So many of a vacancy's skills are told apart; of any others it is taken that they are held. */
const TOLD_APART = 6;
const BYTES = 4;
const BYTE = 256;
/** Of each skill: whether it is held, whether a neighbour is. */
const OWN = 1;
const RELATED = 2;
const CODE_BITS = 2;
/** Below every need. */
const IMPOSSIBLE = -1e9;

/** What is asked of a batch. */
export interface KeepWish {
  /** wS·S + wC·C at the least. */
  readonly need: number;
  readonly failMask: number;
  readonly isPending: boolean;
}

/** What the signature of a trainee says about their score for one vacancy: never less than it is. Tables for one vacancy after another. */
export class SignatureBound {
  #words: Uint32Array = new Uint32Array(0);
  #bits: Uint32Array | null = null;
  /** Per byte of a word of skills: what it says of the vacancy's skills, {@link CODE_BITS} a skill. The four are put together by OR. */
  readonly #codes = new Uint16Array(BYTES * BYTE);
  /** Per code: the most that wS·S can be, of those who hold enough essential skills, and of those who do not for certain. */
  readonly #eligible = new Float64Array(1 << (CODE_BITS * TOLD_APART));
  readonly #pending = new Float64Array(1 << (CODE_BITS * TOLD_APART));
  readonly #held = new Uint8Array(1 << (CODE_BITS * TOLD_APART));
  /** wC · worth, by 255ths; and the same times the most that a course can fit. */
  readonly #worths = new Float64Array(WORTH_UNITS + 1);
  readonly #others = new Float64Array(WORTH_UNITS + 1);
  /** How well each course fits. */
  #relevance: Float64Array = new Float64Array(0);
  readonly #outOfReach = new Uint8Array(REACH_CODE_COUNT);
  readonly #heldSkills = new Int32Array(BATCH);
  readonly #gates = new Int32Array(BATCH);
  readonly #records = new Int32Array(BATCH);

  /** Another vacancy. */
  clear(): void {
    this.#bits = null;
  }

  /** The signatures that are looked at from now on. Tables are made anew only where skills have other bits. */
  set({ words, bits }: Signatures, query: VacancyQuery, weights: ScoringWeights): void {
    this.#words = words;
    this.#relevance = query.relevance;
    if (bits !== this.#bits) this.#setTables((this.#bits = bits), query, weights);
  }

  #setTables(bits: Uint32Array, { vacancy, essentialsNeeded, mostRelevance }: VacancyQuery, weights: ScoringWeights): void {
    const told = vacancy.skills.length <= TOLD_APART ? vacancy.skills : [...vacancy.skills].sort((a, b) => b.weight - a.weight).slice(0, TOLD_APART);
    const shareOf = (weight: number): number => (weights.skills * weight) / vacancy.weightSum;
    const essentialsBeyond = vacancy.essentials.length - told.filter(({ weight }) => weight === 2).length;
    const shareBeyond = told.reduce((rest, { weight }) => rest - shareOf(weight), weights.skills);
    this.#setCodes(told.map(({ index, related }) => ({ own: bits[index]!, related: related.reduce((mask, other) => mask | bits[other]!, 0) })));
    this.#setTable(this.#eligible, told.map(({ weight }) => ({ share: shareOf(weight), isEssential: weight === 2 })), shareBeyond, (held) => held + essentialsBeyond >= essentialsNeeded);
    if (essentialsNeeded > 0) this.#setTable(this.#pending, told.map(({ index, weight }) => ({ share: shareOf(weight), isEssential: weight === 2 && (bits[index]! & CERTAIN_BITS) !== 0 })), shareBeyond, (held) => held < essentialsNeeded);
    for (let worth = 0; worth <= WORTH_UNITS; worth++) {
      this.#worths[worth] = weights.courses * (worth / WORTH_UNITS);
      this.#others[worth] = this.#worths[worth]! * mostRelevance;
    }
  }

  /** Which reaches end before this workplace, from homes of a range. */
  setRange(range: StandingRange, { vacancy }: VacancyQuery): void {
    for (let code = 0; code < REACH_CODE_COUNT; code++) this.#outOfReach[code] = isOutOfReach(depthOfReach(code), range, vacancy) ? 1 : 0;
  }

  /**
   * Notes those who may reach `need`, and whom no bit of `failMask` shuts out.
   * @param people the first `count` of these numbers of trainees, at most {@link BATCH}
   * @param kept who may, from `left` on
   * @returns the new end of `kept`
   */
  keep(people: Uint32Array, count: number, { need, failMask, isPending }: KeepWish, kept: Uint32Array, left: number): number {
    const [words, codes, table, outOfReach] = [this.#words, this.#codes, isPending ? this.#pending : this.#eligible, this.#outOfReach];
    const [worths, others, relevance, least] = [this.#worths, this.#others, this.#relevance, need - 1e-9];
    const [held, gates, records] = [this.#heldSkills, this.#gates, this.#records];
    for (let i = 0; i < count; i++) { // nothing is decided here, so that the memory of all is on its way at once
      const at = SIGNATURE_WORDS * people[i]!;
      held[i] = words[at]!;
      gates[i] = words[at + 1]!;
      records[i] = words[at + 2]!;
    }
    let end = left;
    for (let i = 0; i < count; i++) {
      const [skills, word] = [held[i]!, gates[i]!];
      const code = codes[skills & 255]! | codes[256 + ((skills >>> 8) & 255)]! | codes[512 + ((skills >>> 16) & 255)]! | codes[768 + (skills >>> 24)]!;
      const skillsPart = table[code]!;
      if (skillsPart + worths[word >>> WORTH_SHIFT]! * relevance[records[i]! & COURSE_BITS]! < least && skillsPart + others[records[i]! >>> OTHERS_SHIFT]! < least) continue;
      if ((word & failMask) !== 0 || outOfReach[reachCode(word)]! !== 0 || (isPending && (word & HAS_PENDING) === 0)) continue;
      kept[end++] = people[i]!;
    }
    return end;
  }

  #setCodes(skills: readonly { readonly own: number; readonly related: number }[]): void {
    const codes = this.#codes;
    for (let byte = 0; byte < BYTES; byte++) {
      codes[byte * BYTE] = 0;
      for (let value = 1; value < BYTE; value++) {
        const lowest = value & -value;
        if (lowest !== value) codes[byte * BYTE + value] = codes[byte * BYTE + lowest]! | codes[byte * BYTE + value - lowest]!;
        else codes[byte * BYTE + value] = skills.reduce((code, { own, related }, i) => code | (((own >>> (8 * byte)) & value) !== 0 ? OWN << (CODE_BITS * i) : 0) | (((related >>> (8 * byte)) & value) !== 0 ? RELATED << (CODE_BITS * i) : 0), 0);
      }
    }
  }

  /** @param passes whether a pair with so many of these essential skills can be in the list */
  #setTable(table: Float64Array, skills: readonly { readonly share: number; readonly isEssential: boolean }[], rest: number, passes: (held: number) => boolean): void {
    const held = this.#held;
    [table[0], held[0]] = [rest, 0];
    skills.forEach(({ share, isEssential }, i) => {
      const size = 1 << (CODE_BITS * i);
      for (let code = 0; code < size; code++) {
        for (const also of [OWN, RELATED, OWN | RELATED]) {
          table[also * size + code] = table[code]! + ((also & OWN) !== 0 ? share : share * RELATED_SIMILARITY);
          held[also * size + code] = held[code]! + ((also & OWN) !== 0 && isEssential ? 1 : 0);
        }
      }
    });
    for (let code = 0; code < 1 << (CODE_BITS * skills.length); code++) if (!passes(held[code]!)) table[code] = IMPOSSIBLE;
  }
}
