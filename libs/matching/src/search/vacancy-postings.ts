import type { PreparedRequirement } from '../prepared.js';
import { Growing, uint32Column } from './columns.js';

const CODE_BITS = 4;
/** So many values has what a posting says beside its vacancy: level × 2 + (1 where the skill is essential). */
export const POSTING_CODES = 1 << CODE_BITS;

const postingOf = (number: number, level: number, weight: 1 | 2): number => number * POSTING_CODES + level * 2 + weight - 1;

export const vacancyOf = (posting: number): number => posting >>> CODE_BITS;
export const codeOf = (posting: number): number => posting & (POSTING_CODES - 1);
export const weightOf = (posting: number): 1 | 2 => ((posting & 1) === 1 ? 2 : 1);

/** Which vacancies ask for a skill, in no order. */
export class VacancyPostings {
  readonly #bySkill = new Map<number, Growing<Uint32Array>>();

  add(number: number, skills: readonly PreparedRequirement[]): void {
    for (const { index, level, weight } of skills) {
      let list = this.#bySkill.get(index);
      if (list === undefined) this.#bySkill.set(index, (list = new Growing(uint32Column, 4)));
      list.push(postingOf(number, level, weight));
    }
  }

  /** @param skills what it asked for when it was added */
  remove(number: number, skills: readonly PreparedRequirement[]): void {
    for (const { index, level, weight } of skills) {
      const list = this.#bySkill.get(index)!;
      list.values[list.values.indexOf(postingOf(number, level, weight))] = list.values[--list.length]!;
    }
  }

  /** The postings of a skill; see {@link vacancyOf} and {@link codeOf}. */
  of(skill: number): Uint32Array {
    const list = this.#bySkill.get(skill);
    return list === undefined ? NONE : list.values.subarray(0, list.length);
  }
}

const NONE = new Uint32Array(0);
