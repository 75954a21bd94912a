import type { CatalogueCourse, MatchingCatalogue } from '../catalogue.js';
import type { OccupationCode } from '../occupation.js';

/** What belongs to occupations of one 中类: by number, each with its code. */
export interface OccupationGroup {
  readonly occupations: (readonly [number: number, code: OccupationCode])[];
  readonly skills: (readonly [index: number, code: OccupationCode])[];
  readonly courses: CatalogueCourse[];
}

const emptyGroup = (): OccupationGroup => ({ occupations: [], skills: [], courses: [] });
const EMPTY = emptyGroup();

/** Occupations, skills and courses by the first two parts of their code: whatever does not share these is worth nothing. */
export class OccupationGroups {
  readonly #groups = new Map<number, OccupationGroup>();

  /** @param occupations by the numbers of the columns */
  constructor(catalogue: MatchingCatalogue, occupations: readonly OccupationCode[]) {
    occupations.forEach((code, number) => this.#groupOf(code).occupations.push([number, code]));
    for (const skill of catalogue.listSkills()) for (const text of skill.occupations) {
      const code = catalogue.occupation(text);
      this.#groupOf(code).skills.push([skill.index, code]);
    }
    for (const course of catalogue.listCourses()) if (course.occupation !== null) this.#groupOf(course.occupation).courses.push(course);
  }

  of({ two }: OccupationCode): OccupationGroup {
    return (two < 0 ? undefined : this.#groups.get(two)) ?? EMPTY;
  }

  /** Codes of one part alone share nothing with anybody: their group is never asked for. */
  #groupOf({ two }: OccupationCode): OccupationGroup {
    let group = this.#groups.get(two);
    if (group === undefined) this.#groups.set(two, (group = emptyGroup()));
    return group;
  }
}
