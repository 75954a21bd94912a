import courses from '../data/courses.json' with { type: 'json' };
import skills from '../data/skills.json' with { type: 'json' };

/** A skill of the catalogue: what it belongs to, what is near it (both ways), and how vacancies put it. */
export interface SkillTerm {
  readonly id: string;
  readonly name: string;
  readonly occupations: readonly string[];
  readonly related: readonly string[];
  readonly wordings: readonly string[];
}

/** A course: hours planned, and the skills a certificate of it stands for. A course of no one occupation has null. */
export interface CourseTerm {
  readonly id: string;
  readonly name: string;
  readonly occupation: string | null;
  readonly skills: readonly { readonly id: string; readonly level: number }[];
  readonly theoryHours: number;
  readonly practiceHours: number;
  readonly department: string;
  readonly programme: string;
}

/** What the levels 1 to 5 of a skill mean, lowest first. */
export function skillLevels(): readonly { readonly level: number; readonly meaning: string }[] {
  return skills.levels;
}

/** The bundled skills; ids are stable (`weld.arc`). */
export function bundledSkills(): readonly SkillTerm[] {
  return skills.skills;
}

/** The bundled courses, among them those of the county's own programmes. */
export function bundledCourses(): readonly CourseTerm[] {
  return courses.courses;
}

/** The training programmes of the bundled courses. */
export function bundledProgrammes(): readonly string[] {
  return courses.programmes;
}
