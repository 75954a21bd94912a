import type { ExplainedSkill, PairExplanation, SkillInHand } from './explain.js';
import { GATE_LABEL } from './gate.js';
import type { CoursesBasis } from './parts/courses.js';
import type { LocationBasis } from './parts/location.js';
import type { SkillsBasis } from './parts/skills.js';

/** How ids are called for people; the library knows ids only. */
export interface NameLookup {
  skill(id: string): string;
  course(id: string): string;
}

const LEVEL_LABEL: Record<number, string> = { 1: '初级工', 2: '中级工', 3: '高级工', 4: '技师', 5: '高级技师' };
const LOCATION_LABEL: Record<LocationBasis, string> = { willing: '工作地在本人愿意去的地区内', residence: '按居住地与工作地的远近', unknown: '居住地或工作地不详' };
const SKILLS_LABEL: Record<Exclude<SkillsBasis, 'skills'>, string> = {
  occupation: '岗位未列技能，按职业相近程度',
  'no-trade': '岗位无需专门手艺',
  none: '岗位未列技能和职业',
};
export const STATE_LABEL: Readonly<Record<Exclude<CoursesBasis, 'none'>, string>> = { certified: '已取证', completed: '已结业', 'in-progress': '在学' };

/**
 * The explanation as plain Chinese sentences: the same facts and the same numbers (points shown as hundredths, so they
 * sum to the score shown). Personal data is not in it: the trainee is 学员.
 */
export function explanationSentence(explanation: PairExplanation, names: NameLookup): string {
  const { score, parts } = explanation;
  const skills = `技能${shown(parts.skills.points)}分（${skillsReason(explanation, names)}）`;
  const location = `地点${shown(parts.location.points)}分（${LOCATION_LABEL[parts.location.basis]}）`;
  const courses = `培训${shown(parts.courses.points)}分（${coursesReason(explanation, names)}）`;
  return `匹配度${shown(score)}分：${skills}，${location}，${courses}。${verdict(explanation)}${advice(explanation, names)}`;
}

/** 9735 → `97.35`. */
function shown(points: number): string {
  return (points / 100).toFixed(2);
}

/** What a level of skill is called. */
export function levelText(level: number): string {
  return LEVEL_LABEL[level] ?? `${level}级`;
}

function skillsReason({ parts, skills }: PairExplanation, names: NameLookup): string {
  if (parts.skills.basis !== 'skills') return SKILLS_LABEL[parts.skills.basis];
  return skills.map((skill) => skillText(skill, names)).join('；');
}

function skillText(skill: ExplainedSkill, names: NameLookup): string {
  const asked = `${skill.essential ? '必备' : '优先'}技能“${names.skill(skill.skillId)}”要求${levelText(skill.requiredLevel)}`;
  const counted = `计${Math.round(skill.quality * 100)}%`;
  const related = skill.related === null ? '' : `有相近技能${inHandText(skill.related, names)}`;
  const pending = skill.pending === null ? '' : `课程“${names.course(skill.pending.courseId)}”正在教，预计${skill.pending.plannedEnd}学完`;
  switch (skill.status) {
    case 'held':
      return [`${asked}，已掌握${inHandText(skill.held!, names)}`, related, counted].filter(Boolean).join('，');
    case 'related':
      return [`${asked}，尚未掌握`, related, pending, counted].filter(Boolean).join('，');
    case 'pending':
      return `${asked}，尚未掌握，${pending}`;
    case 'missing':
      return `${asked}，尚未掌握`;
  }
}

function inHandText({ skillId, level, source }: SkillInHand, names: NameLookup): string {
  const from = source.kind === 'recorded' ? '登记' : `来自${STATE_LABEL[source.state]}课程“${names.course(source.courseId)}”`;
  return `“${names.skill(skillId)}”${levelText(level)}（${from}）`;
}

function coursesReason({ courseRecord }: PairExplanation, names: NameLookup): string {
  if (courseRecord === null || courseRecord.state === 'none') return '没有与岗位相关的课程记录';
  const percent = (value: number): string => `${Math.round(value * 100)}%`;
  return `${STATE_LABEL[courseRecord.state]}课程“${names.course(courseRecord.courseId)}”，与岗位相关${percent(courseRecord.relevance)}、完成情况计${percent(courseRecord.stateFactor)}、时效计${percent(courseRecord.recency)}`;
}

function verdict({ eligible, eligibleOn, gates }: PairExplanation): string {
  if (eligible) return '目前符合推荐条件。';
  const reasons = gates.map((gate) => GATE_LABEL[gate]).join('、');
  return `目前不符合推荐条件：${reasons}。${eligibleOn === null ? '' : `在学课程按期学完后，最早${eligibleOn}可符合。`}`;
}

function advice({ nextCourse }: PairExplanation, names: NameLookup): string {
  if (nextCourse === null) return '';
  return `如再取得课程“${names.course(nextCourse.courseId)}”的证书，匹配度可由此提高${shown(nextCourse.gain)}分，达到${shown(nextCourse.scoreAfter)}分。`;
}
