import { occupationAffinity, type OccupationCode } from '../occupation.js';
import { NO_TRADE_FLOOR, RELATED_SIMILARITY } from '../parts/skills.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import type { CatalogueSkill } from '../catalogue.js';
import type { Lists } from './columns.js';
import type { OccupationGroups } from './occupation-groups.js';
import { RUNNING_CODES } from './trainee-postings.js';
import type { TraineeSegment } from './segment.js';

/** A code for everybody, and what each code is worth to a vacancy: weight × quality of a skill, or the affinity of an occupation. */
export interface CodedColumn {
  readonly codes: Uint8Array;
  readonly worths: Float64Array;
}

interface Occupation {
  readonly codes: Uint8Array;
  /** Those whose code is not 0. */
  readonly people: Uint32Array;
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
  readonly #bySkill = new Map<number, Uint8Array>();
  readonly #byOccupation = new Map<OccupationCode, Occupation>();

  constructor({ catalogue }: MatchingContext, private readonly segment: TraineeSegment, private readonly groups: OccupationGroups) {
    this.#skills = [...catalogue.listSkills()];
  }

  /** S × Σ w is the sum of what these are worth, in this order. */
  columnsOf({ skills, occupation, noTrade }: PreparedVacancy): CodedColumn[] {
    if (skills.length > 0) return skills.map(({ index, level, weight }) => ({ codes: this.#skill(index), worths: WORTHS[level]![weight - 1]! }));
    return [{ codes: this.#occupation(occupation).codes, worths: noTrade ? WITHOUT_TRADE : BY_OCCUPATION }];
  }

  /** Who knows an occupation or one that is close to it. */
  peopleOf(occupation: OccupationCode | null): Uint32Array {
    return this.#occupation(occupation).people;
  }

  #skill(index: number): Uint8Array {
    let codes = this.#bySkill.get(index);
    if (codes === undefined) {
      if ((this.#bySkill.size + 1) * this.segment.count > MOST_BYTES) this.#bySkill.clear();
      this.#bySkill.set(index, (codes = this.#codesOfSkill(index)));
    }
    return codes;
  }

  /** Homes come first in every list: what follows are the same people again, in regions where they are willing to go. */
  #codesOfSkill(index: number): Uint8Array {
    const { count, postings: { skills: { starts, values } } } = this.segment;
    const codes = new Uint8Array(count);
    for (const other of this.#skills[index]!.related) for (let e = starts[other]!; e < starts[other + 1]! && values[e]! >>> 3 < count; e++) {
      const [person, level] = [values[e]! >>> 3, values[e]! & 7];
      if (level > codes[person]!) codes[person] = level;
    }
    for (let e = starts[index]!; e < starts[index + 1]! && values[e]! >>> 3 < count; e++) codes[values[e]! >>> 3]! |= (values[e]! & 7) << 3;
    return codes;
  }

  #occupation(occupation: OccupationCode | null): Occupation {
    if (occupation === null) return { codes: new Uint8Array(this.segment.count), people: new Uint32Array(0) };
    let known = this.#byOccupation.get(occupation);
    if (known === undefined) {
      if ((this.#byOccupation.size + 1) * this.segment.count > MOST_BYTES) this.#byOccupation.clear();
      const codes = this.#codesOfOccupation(occupation);
      this.#byOccupation.set(occupation, (known = { codes, people: personsOf(codes) }));
    }
    return known;
  }

  #codesOfOccupation(occupation: OccupationCode): Uint8Array {
    const { count, postings: { occupations, skills, courses } } = this.segment;
    const codes = new Uint8Array(count);
    const group = this.groups.of(occupation);
    for (const [key, code] of group.occupations) raise(codes, occupations, key, 0, codeOf(code, occupation));
    for (const [key, code] of group.skills) raise(codes, skills, key, 3, codeOf(code, occupation));
    for (const { index, occupation: of } of group.courses) {
      const code = codeOf(of, occupation);
      for (let e = courses.starts[index]!; e < courses.starts[index + 1]! && courses.values[e]! < count; e++) if (courses.codes[e]! >= RUNNING_CODES && code > codes[courses.values[e]!]!) codes[courses.values[e]!] = code;
    }
    return codes;
  }
}

const codeOf = (a: OccupationCode | null, b: OccupationCode): number => AFFINITIES.indexOf(occupationAffinity(a, b));

/** @param shift bits below the person's number in the entries of the list */
function raise(codes: Uint8Array, { starts, values }: Lists<Uint32Array>, key: number, shift: number, code: number): void {
  for (let e = starts[key]!; e < starts[key + 1]! && values[e]! >>> shift < codes.length; e++) {
    const person = values[e]! >>> shift;
    if (code > codes[person]!) codes[person] = code;
  }
}

function personsOf(codes: Uint8Array): Uint32Array {
  const persons = new Uint32Array(codes.length);
  let count = 0;
  for (let person = 0; person < codes.length; person++) if (codes[person] !== 0) persons[count++] = person;
  return persons.slice(0, count);
}
