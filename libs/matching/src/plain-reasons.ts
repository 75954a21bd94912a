import type { PairExplanation } from './explain.js';
import { levelText, STATE_LABEL, type NameLookup } from './sentence.js';

/** From this value on the place of work is called near. Source: the tiers of the location part, township and county. */
const NEAR = 0.6;

/**
 * Why a post was thought of, in words for the person it is about: no points, nothing about hardship, nothing that is not in
 * the explanation. The person is 您.
 * @returns one short sentence a reason: skills, place, course; never empty
 */
export function plainReasons({ parts, skills, courseRecord }: PairExplanation, names: NameLookup): string[] {
  const reasons: string[] = [];
  if (parts.skills.basis === 'no-trade') reasons.push('这份工作不要求专门手艺。');
  if (parts.skills.basis === 'occupation' && parts.skills.value > 0) reasons.push('您做过或想做的职业和这个岗位相近。');
  const held = skills.flatMap((skill) => (skill.status === 'held' && skill.held !== null ? [`“${names.skill(skill.skillId)}”（${levelText(skill.held.level)}）`] : []));
  if (held.length > 0) reasons.push(`岗位要的手艺您会：${held.join('、')}。`);
  const missing = skills.flatMap((skill) => (skill.status === 'held' ? [] : [`“${names.skill(skill.skillId)}”`]));
  if (missing.length > 0) reasons.push(`岗位还希望会：${missing.join('、')}，可以向工作人员了解培训。`);
  if (parts.location.basis === 'willing') reasons.push('工作地点在您愿意去的地方。');
  if (parts.location.basis === 'residence') reasons.push(parts.location.value >= NEAR ? '工作地点离您的住处不远。' : '工作地点在您能去的范围内。');
  if (courseRecord !== null && courseRecord.state !== 'none') reasons.push(`您的培训用得上：“${names.course(courseRecord.courseId)}”（${STATE_LABEL[courseRecord.state]}）。`);
  return reasons.length > 0 ? reasons : ['这个岗位的条件和您登记的情况相符。'];
}
