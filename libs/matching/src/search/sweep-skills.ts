import type { CatalogueSkill } from '../catalogue.js';
import { occupationAffinity, type OccupationCode } from '../occupation.js';
import { NO_TRADE_FLOOR, RELATED_SIMILARITY } from '../parts/skills.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { HIGHEST_SCORE } from '../score.js';
import type { Lists } from './columns.js';
import type { OccupationGroups } from './occupation-groups.js';
import { FRACTIONS, type PairMemory } from './pair-memory.js';
import { addBit, noBits, type PeopleBits } from './people-bits.js';
import { Remembered } from './remembered.js';
import { homesOf } from './sweep-lists.js';
import { RUNNING_CODES } from './trainee-postings.js';
import type { PeopleRange, TraineeSegment } from './segment.js';

/** Qualities are in 120ths: of levels 1 to 5, and half of that for related skills, all are whole. */
const WHOLE = 120;
/** Σ w·q in 120ths may be so much at the most, to be bounded by 16 bits. */
const MOST_SUM = FRACTIONS - 1;
const LEVELS = 8;

const qualityOf = (level: number, required: number): number => WHOLE * Math.min(1, level / required);

/** Of every level held, for each required level: what the skill itself brings, and a related one. */
const OWN = Array.from({ length: LEVELS }, (_, required) => Uint8Array.from({ length: LEVELS }, (_unused, level) => Math.round(qualityOf(level, required))));
const RELATED = Array.from({ length: LEVELS }, (_, required) => Uint8Array.from({ length: LEVELS }, (_unused, level) => Math.round(RELATED_SIMILARITY * qualityOf(level, required))));

/** What everybody brings for skills and occupations, looked up once: many vacancies ask for the same skill, or are of one occupation. */
export class SweepSkills {
  readonly #skills: readonly CatalogueSkill[];
  /** By skill and required level, or by occupation: quality a person. */
  readonly #bySkill: Remembered<{ index: number; level: number }, Uint8Array>;
  readonly #byOccupation: Remembered<OccupationCode | null, Uint8Array>;
  readonly #holders: Remembered<number, PeopleBits>;
  /** 10,000 · wS. */
  readonly #skillPoints: number;
  /** Address and weight of each requirement of a vacancy. */
  readonly #requirements: Uint32Array;

  constructor({ catalogue, policy }: MatchingContext, private readonly memory: PairMemory, private readonly segment: TraineeSegment, private readonly groups: OccupationGroups, private readonly people: PeopleRange) {
    this.#skills = [...catalogue.listSkills()];
    this.#bySkill = new Remembered((requirement) => this.#columnOfSkill(requirement));
    this.#byOccupation = new Remembered((occupation) => this.#columnOfOccupation(occupation));
    this.#holders = new Remembered((skill) => this.#holdersOf(skill));
    this.#requirements = memory.uint32(2 * Math.max(1, this.#skills.length));
    this.#skillPoints = HIGHEST_SCORE * policy.weights.skills;
  }

  /** Whatever was worked out is worked out anew. */
  forget(): void {
    this.#bySkill.forget();
    this.#byOccupation.forget();
    this.#holders.forget();
  }

  /** Tells the kernel what S of this vacancy is made of. */
  set({ skills, occupation, noTrade, weightSum }: PreparedVacancy): void {
    const list = this.#requirements;
    if (skills.length === 0) [list[0], list[1]] = [this.#byOccupation.of(occupation).byteOffset, 1];
    else skills.forEach(({ index, level, weight }, i) => ([list[2 * i], list[2 * i + 1]] = [this.#bySkill.of({ index, level }, index * LEVELS + level).byteOffset, weight]));
    const divisor = skills.length === 0 ? 1 : weightSum;
    const mostSum = WHOLE * divisor;
    const isBounded = mostSum <= MOST_SUM;
    const shift = isBounded ? Math.floor(Math.log2(MOST_SUM / mostSum)) : -1;
    const factor = isBounded ? Math.ceil((this.#skillPoints * FRACTIONS) / (mostSum * 2 ** shift)) : 0;
    const leastQuality = skills.length === 0 && noTrade ? Math.round(WHOLE * NO_TRADE_FLOOR) : 0;
    this.memory.kernel.setSkills(list.byteOffset, Math.max(1, skills.length), leastQuality, divisor, shift, factor, isBounded ? 0 : Math.ceil(this.#skillPoints));
  }

  holdersOf(skill: number): PeopleBits {
    return this.#holders.of(skill);
  }

  #columnOfSkill({ index, level }: { index: number; level: number }): Uint8Array {
    const column = this.memory.uint8(this.segment.count);
    for (const other of this.#skills[index]!.related) this.#raise(column, other, RELATED[level]!);
    this.#raise(column, index, OWN[level]!);
    return column;
  }

  #raise(column: Uint8Array, skill: number, qualities: Uint8Array): void {
    const { values, from, to } = homesOf(this.segment.postings.skills, skill, 3, this.people);
    for (let e = from; e < to; e++) {
      const quality = qualities[values[e]! & 7]!;
      if (quality > column[values[e]! >>> 3]!) column[values[e]! >>> 3] = quality;
    }
  }

  #holdersOf(skill: number): PeopleBits {
    const bits = noBits(this.memory, this.segment.count);
    const { values, from, to } = homesOf(this.segment.postings.skills, skill, 3, this.people);
    for (let e = from; e < to; e++) addBit(bits, values[e]! >>> 3);
    return bits;
  }

  #columnOfOccupation(occupation: OccupationCode | null): Uint8Array {
    const { count, postings: { occupations, skills, courses } } = this.segment;
    const column = this.memory.uint8(count);
    if (occupation === null) return column;
    const raise = (list: Lists<Uint32Array>, key: number, shift: number, of: OccupationCode | null, isKnown: (e: number) => boolean = () => true): void => {
      const quality = Math.round(WHOLE * occupationAffinity(of, occupation));
      const { values, from, to } = homesOf(list, key, shift, this.people);
      for (let e = from; e < to; e++) {
        const person = values[e]! >>> shift;
        if (quality > column[person]! && isKnown(e)) column[person] = quality;
      }
    };
    const group = this.groups.of(occupation);
    for (const [key, code] of group.occupations) raise(occupations, key, 0, code);
    for (const [key, code] of group.skills) raise(skills, key, 3, code);
    for (const course of group.courses) raise(courses, course.index, 0, course.occupation, (e) => courses.codes[e]! >= RUNNING_CODES);
    return column;
  }
}
