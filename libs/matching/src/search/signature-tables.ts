import type { ScoringWeights } from '../policy.js';
import { RELATED_SIMILARITY } from '../parts/skills.js';
import { REACH_CODE_COUNT, depthOfReach } from './gate-word.js';
import type { KernelRoom } from './kernel-memory.js';
import { isOutOfReach } from './particulars.js';
import { CERTAIN_BITS, WORTH_UNITS } from './signature.js';
import type { StandingRange } from './standing-ranges.js';
import type { VacancyQuery } from './vacancy-query.js';

/** So many of a vacancy's skills are told apart; of any others it is taken that they are held. */
const TOLD_APART = 6;
const BYTES = 4;
const BYTE = 256;
/** Of each skill: whether it is held, whether a neighbour is. */
const OWN = 1;
const RELATED = 2;
const CODE_BITS = 2;
const CODES = 1 << (CODE_BITS * TOLD_APART);
/** Below every need. */
const IMPOSSIBLE = -1e9;

/** What the signature of a trainee says about their score for one vacancy: never less than it is. Tables for one vacancy after another, where the kernel reads them. */
export class SignatureTables {
  /** Per byte of a word of skills: what it says of the vacancy's skills, {@link CODE_BITS} a skill. The four are put together by OR. */
  readonly codes: Uint16Array;
  /** Per code: the most that wS·S can be, of those who hold enough essential skills, and of those who do not for certain. */
  readonly eligible: Float64Array;
  readonly pending: Float64Array;
  /** wC · worth, by 255ths; and the same times the most that a course can fit. */
  readonly worths: Float64Array;
  readonly others: Float64Array;
  /** By code of a reach: whether it ends before the workplace. */
  readonly outOfReach: Uint8Array;
  readonly #held = new Uint8Array(CODES);

  constructor(room: KernelRoom) {
    this.codes = room.uint16(BYTES * BYTE);
    [this.eligible, this.pending] = [room.float64(CODES), room.float64(CODES)];
    [this.worths, this.others] = [room.float64(WORTH_UNITS + 1), room.float64(WORTH_UNITS + 1)];
    this.outOfReach = room.uint8(REACH_CODE_COUNT);
  }

  /** @param bits see `Signatures` */
  set(bits: Uint32Array, { vacancy, essentialsNeeded, mostRelevance }: VacancyQuery, weights: ScoringWeights): void {
    const told = vacancy.skills.length <= TOLD_APART ? vacancy.skills : [...vacancy.skills].sort((a, b) => b.weight - a.weight).slice(0, TOLD_APART);
    const shareOf = (weight: number): number => (weights.skills * weight) / vacancy.weightSum;
    const essentialsBeyond = vacancy.essentials.length - told.filter(({ weight }) => weight === 2).length;
    const shareBeyond = told.reduce((rest, { weight }) => rest - shareOf(weight), weights.skills);
    this.#setCodes(told.map(({ index, related }) => ({ own: bits[index]!, related: related.reduce((mask, other) => mask | bits[other]!, 0) })));
    this.#setTable(this.eligible, told.map(({ weight }) => ({ share: shareOf(weight), isEssential: weight === 2 })), shareBeyond, (held) => held + essentialsBeyond >= essentialsNeeded);
    if (essentialsNeeded > 0) this.#setTable(this.pending, told.map(({ index, weight }) => ({ share: shareOf(weight), isEssential: weight === 2 && (bits[index]! & CERTAIN_BITS) !== 0 })), shareBeyond, (held) => held < essentialsNeeded);
    for (let worth = 0; worth <= WORTH_UNITS; worth++) {
      this.worths[worth] = weights.courses * (worth / WORTH_UNITS);
      this.others[worth] = this.worths[worth]! * mostRelevance;
    }
  }

  /** Which reaches end before this workplace, from homes of a range. */
  setRange(range: StandingRange, { vacancy }: VacancyQuery): void {
    for (let code = 0; code < REACH_CODE_COUNT; code++) this.outOfReach[code] = isOutOfReach(depthOfReach(code), range, vacancy) ? 1 : 0;
  }

  #setCodes(skills: readonly { readonly own: number; readonly related: number }[]): void {
    const { codes } = this;
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
