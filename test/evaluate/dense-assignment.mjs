// node test/evaluate/dense-assignment.mjs FILE [OPTIMUM]: solves a dense assignment problem of the OR-Library's form by C − cost with
// the built library and prints one line of JSON. Ends with 1 when the published optimum is given and missed.
import { readFileSync } from 'node:fs';
import { solveAssignment, solveByPricing } from '../../dist/libs/matching/src/index.js';
import { denseProblem, readDenseCosts } from '../support/dense-assignment.mjs';

const [file, given] = process.argv.slice(2);
if (file === undefined || (given !== undefined && !/^\d+$/.test(given))) {
  console.error('node test/evaluate/dense-assignment.mjs FILE [OPTIMUM]');
  process.exit(2);
}
const dense = readDenseCosts(readFileSync(file, 'utf8'));
const { problem, costOf } = denseProblem(dense);
const begun = performance.now();
const { objective, bound, chosen } = solveAssignment(problem);
const milliseconds = Math.round(performance.now() - begun);
const optimum = chosen.reduce((sum, e) => sum + dense.costs[e], 0);
const isProven = chosen.length === dense.size && optimum === costOf(objective) && objective === bound && solveByPricing(problem).objective === objective;
const published = given === undefined ? null : Number(given);
console.log(JSON.stringify({ file, size: dense.size, optimum, gap: optimum - costOf(bound), isProven, published, isReached: published === null ? null : optimum === published, milliseconds }));
process.exitCode = isProven && (published === null || optimum === published) ? 0 : 1;
