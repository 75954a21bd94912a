/*
 * Dense assignment problems as the OR-Library (J. E. Beasley) writes them: the size n, then n × n costs row by row, all
 * separated by white space; lines may break anywhere. Wanted is the least cost of giving every row a column of its own.
 */

/** @returns the size and the costs, row by row. @throws Error when the text is not of that form */
export function readDenseCosts(text) {
  const [size, ...costs] = text.split(/\s+/).filter((word) => word !== '').map(Number);
  if (!Number.isSafeInteger(size) || size < 1) throw new Error('The first number must be the size, a whole number of at least 1');
  if (costs.length !== size * size) throw new Error(`${size} × ${size} costs are wanted, ${costs.length} are there`);
  const wrong = costs.findIndex((cost) => !Number.isSafeInteger(cost) || cost < 0);
  if (wrong >= 0) throw new Error(`Cost ${wrong + 1} is no whole number of at least 0`);
  return { size, costs };
}

/**
 * The same as a problem of the greatest total: a pair is worth C − cost. With C above every cost a row and a column that are
 * left over could always be put together for at least 1, so the greatest total leaves nobody over, and is n × C less the
 * least cost.
 */
export function denseProblem({ size, costs }) {
  const ceiling = costs.reduce((most, cost) => Math.max(most, cost), 0) + 1;
  const problem = {
    traineeCount: size, capacities: new Array(size).fill(1),
    edges: { trainees: costs.map((_, e) => Math.floor(e / size)), vacancies: costs.map((_, e) => e % size), scores: costs.map((cost) => ceiling - cost) },
  };
  return { problem, costOf: (total) => size * ceiling - total };
}
