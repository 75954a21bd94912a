import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { solveAssignment } from '../../dist/libs/matching/src/index.js';
import { highsTotals } from '../support/highs.mjs';
import { round, seeded, timed } from './timing.mjs';

const TRAINEES = 5_322;
const VACANCIES = 1_000;
const EDGES_EACH = 20;
const CAPACITY = 3;
const CLUSTERS = 40;
const LARGE = { trainees: 200_000, vacancies: 37_600 };
const LARGE_BAR_S = 60;
const BARS_MS = { uniform: 150, clustered: 300, skewed: 300 };

/** Twenty possible posts a person: anywhere, of their own trade, or mostly the popular ones. */
function problemOf(shape, seed, { trainees = TRAINEES, vacancies = VACANCIES } = {}) {
  const random = seeded(seed);
  const count = trainees * EDGES_EACH;
  const edges = { trainees: new Uint32Array(count), vacancies: new Uint32Array(count), scores: new Uint16Array(count) };
  let edge = 0;
  const quality = Array.from({ length: vacancies }, () => random());
  for (let t = 0; t < trainees; t++) {
    const taken = new Set();
    const cluster = Math.floor(random() * CLUSTERS);
    const size = Math.floor(vacancies / CLUSTERS);
    while (taken.size < EDGES_EACH) {
      const stays = shape === 'clustered' && random() < 0.9; // with their own trade
      if (stays) taken.add(cluster * size + Math.floor(random() * size));
      else taken.add(Math.floor(vacancies * random() ** (shape === 'skewed' ? 3 : 1)));
    }
    for (const v of taken) {
      edges.trainees[edge] = t;
      edges.vacancies[edge] = v;
      edges.scores[edge++] = 4_000 + Math.floor(6_000 * (shape === 'uniform' ? random() : 0.5 * quality[v] + 0.5 * random()));
    }
  }
  return { traineeCount: trainees, capacities: new Array(vacancies).fill(CAPACITY), edges };
}

/** What the list of each vacancy gives by itself: the best pairs first, whoever is still free. */
function greedy({ traineeCount, capacities, edges }) {
  const left = [...capacities];
  const isTaken = new Uint8Array(traineeCount);
  let total = 0;
  for (const e of Array.from(edges.scores.keys()).sort((a, b) => edges.scores[b] - edges.scores[a])) {
    if (isTaken[edges.trainees[e]] || left[edges.vacancies[e]] === 0) continue;
    isTaken[edges.trainees[e]] = 1;
    left[edges.vacancies[e]]--;
    total += edges.scores[e];
  }
  return total;
}

/** The optimal assignment of a county, of three shapes; gap 0 is shown by the bound, and the total is that of HiGHS. */
export async function benchAssignment(report) {
  const totalOf = await highsTotals();
  for (const [shape, barMs] of Object.entries(BARS_MS)) {
    const problem = problemOf(shape, 11);
    const { objective, bound } = solveAssignment(problem);
    const solved = await timed(() => solveAssignment(problem), { runs: 9 });
    const best = greedy(problem);
    const begun = performance.now();
    const total = totalOf({ ...problem, edges: { trainees: problem.edges.trainees, vacancies: problem.edges.vacancies, scores: Array.from(problem.edges.scores) } });
    const peerMs = performance.now() - begun;
    const isEqual = total === objective;
    report({ what: `assignment ${TRAINEES} × ${VACANCIES} × ${EDGES_EACH}, ${shape}, gap ${bound - objective}`, median: round(solved.median), p95: round(solved.p95), unit: 'ms', peer: `HiGHS (its text written and read) ${round(peerMs, 0)} ms, ${isEqual ? 'the same total' : 'ANOTHER TOTAL'}; greedy ${round((100 * best) / objective, 2)} % of it`, ratio: round(peerMs / solved.median, 1), bar: `≤ ${barMs} ms: ${solved.median <= barMs ? 'reached' : 'missed'}` });
  }
}

/** A city's, in a process of its own, so that its memory is its own and is given back: the columns of the problem are in it. */
export async function benchLargeAssignment(report) {
  for (const shape of Object.keys(BARS_MS)) {
    const child = fork(fileURLToPath(import.meta.url), [shape]);
    child.on('message', report);
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`the large assignment ended with ${code}`);
  }
}

/** Seconds of computing: it is one thread, and a machine that is shared would be measured otherwise. */
function measureLarge(shape, report) {
  const problem = problemOf(shape, 11, LARGE);
  const begun = performance.now();
  const before = process.cpuUsage();
  const { objective, bound, chosen } = solveAssignment(problem);
  const { user, system } = process.cpuUsage(before);
  const [seconds, wall] = [(user + system) / 1e6, (performance.now() - begun) / 1_000];
  report({ what: `assignment ${LARGE.trainees} × ${LARGE.vacancies} with ${CAPACITY} places each, ${problem.edges.scores.length} pairs, ${shape}, gap ${bound - objective}`, median: round(seconds, 1), unit: 's', peer: `computing, once; ${round(wall, 1)} s by the clock; ${chosen.length} of ${LARGE.vacancies * CAPACITY} places taken; that process ${round(process.resourceUsage().maxRSS / 1_024, 0)} MiB at the most, the problem in it`, bar: `≤ ${LARGE_BAR_S} s: ${seconds <= LARGE_BAR_S && bound === objective ? 'reached' : 'missed'}` });
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) measureLarge(process.argv[2], (row) => process.send(row));
