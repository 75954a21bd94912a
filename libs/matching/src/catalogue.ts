import { MatchingInputInvalid } from './errors.js';
import { isOccupationCode, parseOccupation, type OccupationCode } from './occupation.js';
import type { CourseProfile, LevelledSkill, SkillProfile } from './profile.js';
import type { FieldFault } from '@app/kernel';

/** A skill of the catalogue by its number; `related` holds the numbers of its neighbours, never its own. */
export interface CatalogueSkill {
  readonly id: string;
  readonly index: number;
  readonly occupations: readonly string[];
  readonly related: readonly number[];
}

/** A skill that a course teaches, by number. */
export interface TaughtSkill {
  readonly id: string;
  readonly index: number;
  readonly level: number;
}

export interface CatalogueCourse {
  readonly id: string;
  readonly index: number;
  readonly occupation: OccupationCode | null;
  readonly occupationCode: string | null;
  readonly skills: readonly TaughtSkill[];
  readonly hoursPlanned: number | null;
}

/** Skills and courses, checked and numbered once for many scores. */
export class MatchingCatalogue {
  readonly #skills = new Map<string, CatalogueSkill>();
  readonly #courses = new Map<string, CatalogueCourse>();
  readonly #occupations = new Map<string, OccupationCode>();

  private constructor(skills: readonly SkillProfile[], courses: readonly CourseProfile[]) {
    const numbers = new Map(skills.map((skill, index) => [skill.id, index]));
    const neighbours = skills.map(() => new Set<number>());
    skills.forEach((skill, index) => {
      for (const id of skill.related) {
        const other = numbers.get(id)!;
        if (other === index) continue;
        neighbours[index]!.add(other);
        neighbours[other]!.add(index);
      }
    });
    skills.forEach((skill, index) => this.#skills.set(skill.id, { id: skill.id, index, occupations: [...new Set(skill.occupations)], related: [...neighbours[index]!] }));
    courses.forEach((course, index) => {
      const taught = course.skills.map(({ id, level }) => ({ id, index: numbers.get(id)!, level }));
      const occupation = course.occupation === null ? null : this.occupation(course.occupation);
      this.#courses.set(course.id, { id: course.id, index, occupation, occupationCode: course.occupation, skills: taught, hoursPlanned: course.hoursPlanned });
    });
  }

  /**
   * Builds the catalogue from its lists. A relation given on one side holds on both.
   * @throws MatchingInputInvalid naming every repeated id, unknown skill, malformed occupation, wrong level or negative hours.
   */
  static of(skills: readonly SkillProfile[], courses: readonly CourseProfile[]): MatchingCatalogue {
    const faults = catalogueFaults(skills, courses);
    if (faults.length > 0) throw new MatchingInputInvalid('技能与课程目录有误', faults);
    return new MatchingCatalogue(skills, courses);
  }

  findSkill(id: string): CatalogueSkill | null {
    return this.#skills.get(id) ?? null;
  }

  get skillCount(): number {
    return this.#skills.size;
  }

  get courseCount(): number {
    return this.#courses.size;
  }

  /** Skills in the order of their numbers. */
  listSkills(): Iterable<CatalogueSkill> {
    return this.#skills.values();
  }

  findCourse(id: string): CatalogueCourse | null {
    return this.#courses.get(id) ?? null;
  }

  /** Courses in the order of their numbers. */
  listCourses(): Iterable<CatalogueCourse> {
    return this.#courses.values();
  }

  /** The parsed form of a well-formed occupation code, parsed once. @throws MatchingInputInvalid when malformed. */
  occupation(code: string): OccupationCode {
    const known = this.#occupations.get(code);
    if (known !== undefined) return known;
    if (!isOccupationCode(code)) throw new MatchingInputInvalid('职业代码有误', [{ path: 'occupation', message: `not an occupation code: ${String(code)}` }]);
    const parsed = parseOccupation(code);
    this.#occupations.set(code, parsed);
    return parsed;
  }
}

/** Whether a number is one of the five levels. */
export function isSkillLevel(level: number): boolean {
  return Number.isInteger(level) && level >= 1 && level <= 5;
}

function catalogueFaults(skills: readonly SkillProfile[], courses: readonly CourseProfile[]): FieldFault[] {
  const faults: FieldFault[] = [];
  const known = new Set(skills.map((skill) => skill.id));
  const seen = { skills: new Set<string>(), courses: new Set<string>() };
  skills.forEach((skill, i) => {
    const path = `skills[${i}]`;
    if (skill.id === '' || seen.skills.has(skill.id)) faults.push({ path: `${path}.id`, message: 'empty or given twice' });
    seen.skills.add(skill.id);
    skill.occupations.forEach((code, j) => isOccupationCode(code) || faults.push({ path: `${path}.occupations[${j}]`, message: 'not an occupation code' }));
    skill.related.forEach((id, j) => known.has(id) || faults.push({ path: `${path}.related[${j}]`, message: 'a skill that the catalogue does not have' }));
  });
  courses.forEach((course, i) => {
    const path = `courses[${i}]`;
    if (course.id === '' || seen.courses.has(course.id)) faults.push({ path: `${path}.id`, message: 'empty or given twice' });
    seen.courses.add(course.id);
    if (course.occupation !== null && !isOccupationCode(course.occupation)) faults.push({ path: `${path}.occupation`, message: 'not an occupation code' });
    if (course.hoursPlanned !== null && !(course.hoursPlanned >= 0)) faults.push({ path: `${path}.hoursPlanned`, message: 'must be at least 0' });
    faults.push(...skillListFaults(course.skills, known, `${path}.skills`));
  });
  return faults;
}

/** What is wrong with a list of levelled skills: unknown to the catalogue, given twice, or at a level outside 1..5. */
export function skillListFaults(skills: readonly LevelledSkill[], known: { has(id: string): boolean }, path: string): FieldFault[] {
  const seen = new Set<string>();
  return skills.flatMap(({ id, level }, i) => {
    const faults: FieldFault[] = [];
    if (!known.has(id)) faults.push({ path: `${path}[${i}].id`, message: 'a skill that the catalogue does not have' });
    if (seen.has(id)) faults.push({ path: `${path}[${i}].id`, message: 'a skill given twice' });
    if (!isSkillLevel(level)) faults.push({ path: `${path}[${i}].level`, message: 'must be a level from 1 to 5' });
    seen.add(id);
    return faults;
  });
}
