/** Of these edges at least and at most so many are chosen: people of one class for one employer, people of one township … */
export interface SideLimit {
  readonly name: string;
  /** Numbers of edges of the problem, each once. */
  readonly edges: ArrayLike<number>;
  readonly least?: number;
  readonly most?: number;
}

/** What a solver of programmes answers; columns and rows by name, those at 0 may be left out. */
export interface OutsideAnswer {
  readonly isOptimal: boolean;
  readonly objective: number;
  readonly columns: ReadonlyMap<string, number>;
  /** Dual values of the rows of a linear programme; nobody looks at those of an integer programme. */
  readonly rows: ReadonlyMap<string, number>;
}

/** A port: solves a programme written in the LP format to proven optimality (no gap). The library brings none. */
export type OutsideSolver = (programme: string) => OutsideAnswer | Promise<OutsideAnswer>;
