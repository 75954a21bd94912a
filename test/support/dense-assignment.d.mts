import type { ListedProblem } from './highs.mjs';

export interface DenseCosts {
  readonly size: number;
  readonly costs: readonly number[];
}

export function readDenseCosts(text: string): DenseCosts;
export function denseProblem(costs: DenseCosts): { readonly problem: ListedProblem; readonly costOf: (total: number) => number };
