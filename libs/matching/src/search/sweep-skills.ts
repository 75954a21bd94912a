import type { CatalogueSkill } from '../catalogue.js';
import { occupationAffinity, type OccupationCode } from '../occupation.js';
import { NO_TRADE_FLOOR, RELATED_SIMILARITY } from '../parts/skills.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import type { Lists } from './columns.js';
import { homesOf } from './sweep-lists.js';
import type { OccupationGroups } from './occupation-groups.js';
import { addBit, noBits, type PeopleBits } from './people-bits.js';
import { Remembered } from './remembered.js';
import { RUNNING_CODES } from './trainee-postings.js';
import type { PeopleRange, TraineeSegment } from './segment.js';

/** A code for everybody, and what each code is worth to a vacancy: weight × quality of a skill, or the affinity of an occupation. */
export interface CodedColumn {
  readonly codes: Uint8Array;
  readonly worths: Float64Array;
}

/** What everybody brings for one skill or occupation, and for whom that is anything. */
interface Known {
  readonly codes: Uint8Array;
  readonly people: PeopleBits;
}

interface KnownSkill extends Known {
  /** Who holds the skill itself. */
  readonly holders: PeopleBits;
}

const LEVELS = 8;
/** So many bytes of columns at the most; a county's skills need far fewer. */
const MOST_BYTES = 1 << 26;
/** What the codes of an occupation's column stand for, ascending. */
const AFFINITIES = [0, 0.3, 0.6, 1];
const BY_OCCUPATION = Float64Array.from(AFFINITIES);
const WITHOUT_TRADE = Float64Array.from(AFFINITIES, (affinity) => Math.max(NO_TRADE_FLOOR, affinity));

/** Of codes (level held × 8 + highest level of a related skill), for every required level and weight. */
const WORTHS = Array.from({ length: LEVELS }, (_, level) => [1, 2].map((weight) => Float64Array.from({ length: LEVELS * LEVELS }, (_unused, code) => {
  const [own, related] = [code >>> 3, code & 7].map((held) => Math.min(1, held / level));
  return weight * Math.max(own!, RELATED_SIMILARITY * related!);
})));

/** Many vacancies ask for the same skill, or are of one occupation: what everybody brings for it is looked up once. */
export class SweepSkills {
  readonly #skills: readonly CatalogueSkill[];
  readonly #bySkill: Remembered<number, KnownSkill>;
  readonly #byOccupation: Remembered<OccupationCode | null, Known>;

  constructor({ catalogue }: MatchingContext, private readonly segment: TraineeSegment, private readonly groups: OccupationGroups, private readonly people: PeopleRange) {
    this.#skills = [...catalogue.listSkills()];
    this.#bySkill = new Remembered((skill) => this.#columnOfSkill(skill), segment.count, MOST_BYTES);
    this.#byOccupation = new Remembered((occupation) => this.#columnOfOccupation(occupation), segment.count, MOST_BYTES);
  }

  /** S × Σ w is the sum of what these are worth, in this order. */
  columnsOf({ skills, occupation, noTrade }: PreparedVacancy): CodedColumn[] {
    if (skills.length > 0) return skills.map(({ index, level, weight }) => ({ codes: this.#bySkill.of(index).codes, worths: WORTHS[level]![weight - 1]! }));
    return [{ codes: this.#byOccupation.of(occupation).codes, worths: noTrade ? WITHOUT_TRADE : BY_OCCUPATION }];
  }

  /** Who knows an occupation or one that is close to it. */
  peopleOf(occupation: OccupationCode | null): PeopleBits {
    return this.#byOccupation.of(occupation).people;
  }

  /** Who holds a skill or a related one. */
  peopleNear(skill: number): PeopleBits {
    return this.#bySkill.of(skill).people;
  }

  holdersOf(skill: number): PeopleBits {
    return this.#bySkill.of(skill).holders;
  }

  #columnOfSkill(index: number): KnownSkill {
    const { count, postings: { skills } } = this.segment;
    const [codes, people, holders] = [new Uint8Array(count), noBits(count), noBits(count)];
    for (const other of this.#skills[index]!.related) {
      const { values, from, to } = homesOf(skills, other, 3, this.people);
      for (let e = from; e < to; e++) {
        if ((values[e]! & 7) > codes[values[e]! >>> 3]!) codes[values[e]! >>> 3] = values[e]! & 7;
        addBit(people, values[e]! >>> 3);
      }
    }
    const { values, from, to } = homesOf(skills, index, 3, this.people);
    for (let e = from; e < to; e++) {
      codes[values[e]! >>> 3]! |= (values[e]! & 7) << 3;
      addBit(people, values[e]! >>> 3);
      addBit(holders, values[e]! >>> 3);
    }
    return { codes, people, holders };
  }

  #columnOfOccupation(occupation: OccupationCode | null): Known {
    const { count, postings: { occupations, skills, courses } } = this.segment;
    const [codes, people] = [new Uint8Array(count), noBits(count)];
    if (occupation === null) return { codes, people };
    const raise = (list: Lists<Uint32Array>, key: number, shift: number, of: OccupationCode | null, isKnown: (e: number) => boolean = () => true): void => {
      const code = AFFINITIES.indexOf(occupationAffinity(of, occupation));
      const { values, from, to } = homesOf(list, key, shift, this.people);
      for (let e = from; e < to; e++) {
        const person = values[e]! >>> shift;
        if (code <= codes[person]! || !isKnown(e)) continue;
        codes[person] = code;
        addBit(people, person);
      }
    };
    const group = this.groups.of(occupation);
    for (const [key, code] of group.occupations) raise(occupations, key, 0, code);
    for (const [key, code] of group.skills) raise(skills, key, 3, code);
    for (const course of group.courses) raise(courses, course.index, 0, course.occupation, (e) => courses.codes[e]! >= RUNNING_CODES);
    return { codes, people };
  }
}
