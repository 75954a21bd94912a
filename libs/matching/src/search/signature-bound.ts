import type { ScoringWeights } from '../policy.js';
import { RELATED_SIMILARITY } from '../parts/skills.js';
import type { Signatures } from './segment.js';
import { CERTAIN_BITS, WORTH_UNITS } from './signature.js';
import type { VacancyQuery } from './vacancy-query.js';

/** What the signature of a trainee says about their score for one vacancy: never less than it is. */
export class SignatureBound {
  #own: number[] = [];
  #related: number[] = [];
  #shares: number[] = [];
  #essentials: number[] = [];
  #needed = 0;
  #most = 1;
  #courses: Float64Array = new Float64Array(WORTH_UNITS + 1);

  set({ bits }: Signatures, { vacancy, essentialsNeeded, mostRelevance }: VacancyQuery, weights: ScoringWeights): void {
    this.#own = vacancy.skills.map(({ index }) => bits[index]!);
    this.#related = vacancy.skills.map(({ related }) => related.reduce((mask, index) => mask | bits[index]!, 0));
    this.#shares = vacancy.skills.map(({ weight }) => (weights.skills * weight) / vacancy.weightSum);
    this.#essentials = vacancy.essentials.map((index) => bits[index]!);
    this.#needed = essentialsNeeded;
    this.#most = weights.skills;
    for (let worth = 0; worth <= WORTH_UNITS; worth++) this.#courses[worth] = weights.courses * mostRelevance * (worth / WORTH_UNITS) + 1e-9;
  }

  /** The most that wS·S + wC·C can be; −1 where too few essential skills are held, or enough of them for a pair that is to be pending. */
  of(skills: number, worth: number, isPending: boolean): number {
    const courses = this.#courses[worth]!;
    const own = this.#own;
    if (own.length === 0) return this.#most + courses;
    if (this.#needed > 0) {
      const looked = isPending ? skills & CERTAIN_BITS : skills;
      let held = 0;
      for (let i = 0; i < this.#essentials.length; i++) if ((looked & this.#essentials[i]!) !== 0) held++;
      if (isPending ? held >= this.#needed : held < this.#needed) return -1;
    }
    let most = courses;
    for (let i = 0; i < own.length; i++) {
      if ((skills & own[i]!) !== 0) most += this.#shares[i]!;
      else if ((skills & this.#related[i]!) !== 0) most += this.#shares[i]! * RELATED_SIMILARITY;
    }
    return most;
  }
}
