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

/** HiGHS as the outside solver of side limits: linear programmes with their duals, integer programmes to no gap at all. */
export async function highsSolver() {
  const highs = await load({});
  return (programme) => {
    const { Status: status, ObjectiveValue: objective, Columns: columns, Rows: rows } = highs.solve(programme, { mip_rel_gap: 0, mip_abs_gap: 0 });
    const named = (values) => new Map(values.filter(([, value]) => value !== 0 && value !== undefined));
    return { isOptimal: status === 'Optimal', objective, columns: named(Object.entries(columns).map(([name, { Primal: value }]) => [name, value])), rows: named(rows.map(({ Name: name, Dual: value }) => [name, value])) };
  };
}

/** Side limits the plain way: every edge in one integer programme; first as little missing as can be, then the greatest total. */
export async function highsLimitedTotals() {
  const solve = await highsSolver();
  return (problem, limits) => {
    const shorts = limits.flatMap(({ least = 0 }, i) => (least > 0 ? [`s${i}`] : []));
    const ask = (goal, rows) => {
      const { isOptimal, objective } = solve([...goal, 'Subject To', ...limitedRows(problem, limits), ...rows, 'Binary', ...problem.edges.scores.map((_, e) => ` x${e}`), 'End'].join('\n'));
      if (!isOptimal) throw new Error('HiGHS found no optimum');
      return Math.round(objective);
    };
    const missing = shorts.length === 0 ? 0 : ask(['Minimize', ` total: ${shorts.join(' + ')}`], []);
    const objective = ask(['Maximize', ` total: ${problem.edges.scores.map((score, e) => `${score} x${e}`).join(' + ')}`], shorts.length === 0 ? [] : [` missing: ${shorts.join(' + ')} <= ${missing}`]);
    return { missing, objective };
  };
}

function limitedRows({ traineeCount, capacities, edges, perTrainee = 1 }, limits) {
  const rows = [];
  const put = (name, numbers, end, short = []) => { if (numbers.length + short.length > 0) rows.push(` ${name}: ${[...numbers.map((e) => `x${e}`), ...short].join(' + ')} ${end}`); };
  const at = (keys, key) => edges.scores.map((_, e) => e).filter((e) => keys[e] === key);
  for (let t = 0; t < traineeCount; t++) put(`t${t}`, at(edges.trainees, t), `<= ${perTrainee}`);
  capacities.forEach((capacity, v) => put(`v${v}`, at(edges.vacancies, v), `<= ${capacity}`));
  limits.forEach(({ edges: some, least = 0, most }, i) => {
    if (most !== undefined) put(`m${i}`, [...some], `<= ${most}`);
    if (least > 0) put(`l${i}`, [...some], `>= ${least}`, [`s${i}`]);
  });
  return rows;
}
