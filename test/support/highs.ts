import highsModule from 'highs';

interface Problem {
  readonly traineeCount: number;
  readonly capacities: readonly number[];
  readonly edges: readonly (readonly [trainee: number, vacancy: number, score: number])[];
  readonly perTrainee: number;
}

/** The greatest total of an assignment by HiGHS, a solver of linear programmes that is not ours. */
export async function highsTotals(): Promise<(problem: Problem) => number> {
  // Its types are those of its CommonJS build; what is loaded here is the other one, whose default is the loader.
  const load = highsModule as unknown as typeof highsModule.default;
  const highs = await load({});
  return (problem) => {
    if (problem.edges.length === 0) return 0;
    const { Status: status, ObjectiveValue: total } = highs.solve(programmeOf(problem));
    if (status !== 'Optimal') throw new Error(`HiGHS says ${status}`);
    return Math.round(total);
  };
}

/** One variable a pair, 0 to 1; the corners of this polytope are whole numbers. */
function programmeOf({ traineeCount, capacities, edges, perTrainee }: Problem): string {
  const rows = (at: 0 | 1, count: number, limit: (of: number) => number): string[] =>
    Array.from({ length: count }, (_, of) => ({ of, terms: edges.flatMap((edge, e) => (edge[at] === of ? [`x${e}`] : [])) })).flatMap(({ of, terms }) => (terms.length === 0 ? [] : [` ${at === 0 ? 't' : 'v'}${of}: ${terms.join(' + ')} <= ${limit(of)}`]));
  const limits = [...rows(0, traineeCount, () => perTrainee), ...rows(1, capacities.length, (of) => capacities[of]!)];
  return ['Maximize', ` total: ${edges.map(([, , score], e) => `${score} x${e}`).join(' + ')}`, 'Subject To', ...limits, 'Bounds', ...edges.map((_, e) => ` 0 <= x${e} <= 1`), 'End'].join('\n');
}
