export interface ListedProblem {
  readonly traineeCount: number;
  readonly capacities: readonly number[];
  readonly edges: { readonly trainees: readonly number[]; readonly vacancies: readonly number[]; readonly scores: readonly number[] };
  readonly perTrainee?: number;
}

export function highsTotals(): Promise<(problem: ListedProblem) => number>;
export function highsSolver(): Promise<(programme: string) => { readonly isOptimal: boolean; readonly objective: number; readonly columns: ReadonlyMap<string, number>; readonly rows: ReadonlyMap<string, number> }>;
export function highsLimitedTotals(): Promise<(problem: ListedProblem, limits: readonly { readonly edges: ArrayLike<number>; readonly least?: number; readonly most?: number }[]) => { readonly missing: number; readonly objective: number }>;
