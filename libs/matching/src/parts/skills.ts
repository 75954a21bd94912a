import { occupationAffinity } from '../occupation.js';
import type { PreparedRequirement, PreparedTrainee, PreparedVacancy } from '../prepared.js';

/** What the skills part rests on. */
export type SkillsBasis = 'skills' | 'occupation' | 'no-trade' | 'none';

export interface SkillsPart {
  readonly value: number;
  readonly basis: SkillsBasis;
}

export const RELATED_SIMILARITY = 0.5;
export const NO_TRADE_FLOOR = 0.6;

/**
 * S, 0..1: how well the held skills meet those asked for, essential ones counted twice. A vacancy that names no skills is
 * compared by occupation instead, and one that needs no trade then gives everybody at least 0.6.
 */
export function scoreSkills(trainee: PreparedTrainee, vacancy: PreparedVacancy): SkillsPart {
  if (vacancy.skills.length > 0) {
    let sum = 0;
    for (const required of vacancy.skills) sum += required.weight * skillQuality(trainee, required);
    return { value: sum / vacancy.weightSum, basis: 'skills' };
  }
  let value = 0;
  for (const known of trainee.occupations) value = Math.max(value, occupationAffinity(known, vacancy.occupation));
  if (vacancy.noTrade && value < NO_TRADE_FLOOR) return { value: NO_TRADE_FLOOR, basis: 'no-trade' };
  return { value, basis: vacancy.occupation === null ? 'none' : 'occupation' };
}

/** The quality of one required skill: the best held skill, the same one fully, a related one half, each by its level. */
export function skillQuality({ skillIndexes, skillLevels }: Pick<PreparedTrainee, 'skillIndexes' | 'skillLevels'>, required: PreparedRequirement): number {
  let best = 0;
  for (let i = 0; i < skillIndexes.length; i++) {
    const quality = similarity(skillIndexes[i]!, required) * Math.min(1, skillLevels[i]! / required.level);
    if (quality > best) best = quality;
  }
  return best;
}

/** 1 the same skill, 0.5 a related one, else 0. */
export function similarity(heldIndex: number, required: PreparedRequirement): number {
  if (heldIndex === required.index) return 1;
  return required.related.includes(heldIndex) ? RELATED_SIMILARITY : 0;
}
