import load from 'highs';

/**
 * The greatest total of an assignment by HiGHS, a solver of linear programmes that is not ours: one variable a pair, 0 to 1;
 * the corners of this polytope are whole numbers. Takes the problem as `solveAssignment` does.
 */
export async function highsTotals() {
  const highs = await load({});
  return (problem) => {
    if (problem.edges.scores.length === 0) return 0;
    const { Status: status, ObjectiveValue: total } = highs.solve(programmeOf(problem));
    if (status !== 'Optimal') throw new Error(`HiGHS says ${status}`);
    return Math.round(total);
  };
}

function programmeOf({ traineeCount, capacities, edges, perTrainee = 1 }) {
  const limits = (name, keys, count, limitOf) => {
    const terms = Array.from({ length: count }, () => []);
    keys.forEach((key, e) => terms[key].push(`x${e}`));
    return terms.flatMap((row, at) => (row.length === 0 ? [] : [` ${name}${at}: ${row.join(' + ')} <= ${limitOf(at)}`]));
  };
  return [
    'Maximize', ` total: ${edges.scores.map((score, e) => `${score} x${e}`).join(' + ')}`,
    'Subject To', ...limits('t', edges.trainees, traineeCount, () => perTrainee), ...limits('v', edges.vacancies, capacities.length, (at) => capacities[at]),
    'Bounds', ...edges.scores.map((_, e) => ` 0 <= x${e} <= 1`), 'End',
  ].join('\n');
}

/** HiGHS as the outside solver of side limits: integer programmes to no gap at all. */
export async function highsSolver() {
  const highs = await load({});
  return (programme) => {
    const { Status: status, ObjectiveValue: objective, Columns: columns } = highs.solve(programme, { mip_rel_gap: 0, mip_abs_gap: 0 });
    return { isOptimal: status === 'Optimal', objective, columns: new Map(Object.entries(columns).map(([name, { Primal: value }]) => [name, value])) };
  };
}
