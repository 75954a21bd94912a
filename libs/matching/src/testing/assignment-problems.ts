import type { SmallProblem } from './assignment-reference.js';

/** Random numbers from 0 up to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const SHAPES = ['uniform', 'clustered', 'skewed', 'ties', 'dense', 'sparse'] as const;

/** A small problem of one of six shapes. */
export function madeUp(seed: number, [mostTrainees, mostVacancies]: readonly [number, number] = [14, 7]): SmallProblem {
  const random = seeded(seed);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const shape = SHAPES[seed % SHAPES.length]!;
  const [traineeCount, vacancies] = [1 + upTo(mostTrainees), 1 + upTo(mostVacancies)];
  const chance = shape === 'dense' ? 1 : shape === 'sparse' ? 0.2 : 0.5;
  const edges: [number, number, number][] = [];
  for (let t = 0; t < traineeCount; t++) {
    for (let v = 0; v < vacancies; v++) {
      const near = shape !== 'clustered' || t % 3 === v % 3;
      const popular = shape === 'skewed' ? v / vacancies : 0;
      if (near && random() < chance - popular) edges.push([t, v, shape === 'ties' ? upTo(3) : upTo(10_000)]);
    }
  }
  return { traineeCount, capacities: Array.from({ length: vacancies }, () => upTo(3)), edges, perTrainee: 1 + upTo(2) };
}

/** The same with its edges as columns. */
export const listed = ({ edges, ...rest }: SmallProblem) => ({ ...rest, edges: { trainees: edges.map(([t]) => t), vacancies: edges.map(([, v]) => v), scores: edges.map(([, , score]) => score) } });
