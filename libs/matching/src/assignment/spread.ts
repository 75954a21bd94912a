/** How evenly an assignment uses the vacancies. */
export interface Spread {
  /** Σ m·ln m ÷ ln N over the shares m of the N vacancies: −1 even, 0 all on one. */
  readonly congestion: number;
  /** Share of the vacancies that are recommended at all. */
  readonly coverage: number;
  /** 0 even … towards 1 all on one; vacancies without any count 0. */
  readonly gini: number;
}

/** Of the numbers of people put forward for each vacancy; all 0 when there is nobody. Source: scoring page, Assignment. */
export function spreadOf(counts: readonly number[]): Spread {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { congestion: 0, coverage: 0, gini: 0 };
  const entropy = counts.reduce((sum, count) => (count === 0 ? sum : sum + (count / total) * Math.log(count / total)), 0);
  const ascending = [...counts].sort((a, b) => a - b);
  const weighted = ascending.reduce((sum, count, at) => sum + (2 * (at + 1) - counts.length - 1) * count, 0);
  return {
    congestion: entropy === 0 ? 0 : entropy / Math.log(counts.length), // all on one, and of a single vacancy too
    coverage: counts.filter((count) => count > 0).length / counts.length,
    gini: weighted / (counts.length * total),
  };
}
