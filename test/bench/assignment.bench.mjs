import { solveAssignment } from '../../dist/libs/matching/src/index.js';
import { highsTotals } from '../support/highs.mjs';
import { round, seeded, timed } from './timing.mjs';

const TRAINEES = 5_322;
const VACANCIES = 1_000;
const EDGES_EACH = 20;
const CAPACITY = 3;
const CLUSTERS = 40;
const BARS_MS = { uniform: 150, clustered: 300, skewed: 300 };

/** Twenty possible posts a person: anywhere, of their own trade, or mostly the popular ones. */
function problemOf(shape, seed, { trainees = TRAINEES, vacancies = VACANCIES } = {}) {
  const random = seeded(seed);
  const edges = { trainees: [], vacancies: [], scores: [] };
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
      edges.trainees.push(t);
      edges.vacancies.push(v);
      edges.scores.push(4_000 + Math.floor(6_000 * (shape === 'uniform' ? random() : 0.5 * quality[v] + 0.5 * random())));
    }
  }
  return { traineeCount: trainees, capacities: new Array(vacancies).fill(CAPACITY), edges };
}

/** What the list of each vacancy gives by itself: the best pairs first, whoever is still free. */
function greedy({ traineeCount, capacities, edges }) {
  const left = [...capacities];
  const isTaken = new Uint8Array(traineeCount);
  let total = 0;
  for (const e of edges.scores.map((_, i) => i).sort((a, b) => edges.scores[b] - edges.scores[a])) {
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
    const total = totalOf(problem);
    const peerMs = performance.now() - begun;
    const isEqual = total === objective;
    report({ what: `assignment ${TRAINEES} × ${VACANCIES} × ${EDGES_EACH}, ${shape}, gap ${bound - objective}`, median: round(solved.median), p95: round(solved.p95), unit: 'ms', peer: `HiGHS (its text written and read) ${round(peerMs, 0)} ms, ${isEqual ? 'the same total' : 'ANOTHER TOTAL'}; greedy ${round((100 * best) / objective, 2)} % of it`, ratio: round(peerMs / solved.median, 1), bar: `≤ ${barMs} ms: ${solved.median <= barMs ? 'reached' : 'missed'}` });
  }
}
