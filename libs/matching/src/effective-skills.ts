import type { MatchingCatalogue } from './catalogue.js';
import { refuse } from './errors.js';
import type { LevelledSkill, TraineeProfile } from './profile.js';
import { compareIds } from './tie.js';

/** Where a skill that counts as held comes from. */
export type SkillSource =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'course'; readonly courseId: string; readonly state: 'certified' | 'completed' };

export interface EffectiveSkill {
  readonly level: number;
  readonly source: SkillSource;
}

type CourseSource = Extract<SkillSource, { kind: 'course' }>;

const RECORDED: SkillSource = { kind: 'recorded' };

/**
 * The skills that count as held, by id: the recorded ones, those taught by certified courses at the taught level, and
 * those taught by completed courses one level lower (at least 1); the highest level each. Among equal levels the record
 * itself is named first, then the course with the smaller id.
 * @throws MatchingInputInvalid for a course that the catalogue does not have.
 */
export function effectiveSkills(catalogue: MatchingCatalogue, trainee: Pick<TraineeProfile, 'skills' | 'courseRecords'>): Map<string, EffectiveSkill> {
  const held = new Map<string, EffectiveSkill>(trainee.skills.map(({ id, level }) => [id, { level, source: RECORDED }]));
  const take = ({ id, level }: LevelledSkill, source: CourseSource): void => {
    const known = held.get(id);
    if (known === undefined || level > known.level || (level === known.level && isNamedBefore(source, known.source))) held.set(id, { level, source });
  };
  trainee.courseRecords.forEach(({ courseId, state }, i) => {
    if (state !== 'certified' && state !== 'completed') return;
    const course = catalogue.findCourse(courseId) ?? refuse(`courseRecords[${i}].courseId`, 'a course that the catalogue does not have');
    for (const { id, level } of course.skills) take({ id, level: state === 'certified' ? level : Math.max(1, level - 1) }, { kind: 'course', courseId, state });
  });
  return held;
}

function isNamedBefore(a: CourseSource, b: SkillSource): boolean {
  if (b.kind === 'recorded') return false;
  const order = compareIds(a.courseId, b.courseId);
  return order < 0 || (order === 0 && a.state === 'certified');
}
