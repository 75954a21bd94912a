import loadHighs from 'highs';
import { solveAssignment } from '../../dist/libs/matching/src/index.js';
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
      const any = Math.floor(random() * vacancies);
      taken.add(shape === 'clustered' && random() < 0.9 ? cluster * size + Math.floor(random() * size) : shape === 'skewed' ? Math.floor(vacancies * random() ** 3) : any);
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

/** The same as a linear programme: one variable a pair. */
function programmeOf({ traineeCount, capacities, edges }) {
  const terms = (keys, count) => {
    const rows = Array.from({ length: count }, () => []);
    keys.forEach((key, e) => rows[key].push(`x${e}`));
    return rows;
  };
  const limits = [...terms(edges.trainees, traineeCount).map((row, t) => ` t${t}: ${row.join(' + ')} <= 1`), ...terms(edges.vacancies, capacities.length).flatMap((row, v) => (row.length === 0 ? [] : [` v${v}: ${row.join(' + ')} <= ${capacities[v]}`]))];
  return ['Maximize', ` total: ${edges.scores.map((score, e) => `${score} x${e}`).join(' + ')}`, 'Subject To', ...limits, 'Bounds', ...edges.scores.map((_, e) => ` 0 <= x${e} <= 1`), 'End'].join('\n');
}

/** The optimal assignment of a county, of three shapes; gap 0 is shown by the bound, and the total is that of HiGHS. */
export async function benchAssignment(report) {
  const highs = await loadHighs({});
  for (const [shape, barMs] of Object.entries(BARS_MS)) {
    const problem = problemOf(shape, 11);
    const { objective, bound } = solveAssignment(problem);
    const solved = await timed(() => solveAssignment(problem), { runs: 9 });
    const best = greedy(problem);
    const programme = programmeOf(problem);
    const begun = performance.now();
    const peer = highs.solve(programme);
    const peerMs = performance.now() - begun;
    const isEqual = Math.round(peer.ObjectiveValue) === objective;
    report({ what: `assignment ${TRAINEES} × ${VACANCIES} × ${EDGES_EACH}, ${shape}, gap ${bound - objective}`, median: round(solved.median), p95: round(solved.p95), unit: 'ms', peer: `HiGHS (reading included) ${round(peerMs, 0)} ms, ${isEqual ? 'the same total' : 'ANOTHER TOTAL'}; greedy ${round((100 * best) / objective, 2)} % of it`, ratio: round(peerMs / solved.median, 1), bar: `≤ ${barMs} ms: ${solved.median <= barMs ? 'reached' : 'missed'}` });
  }
}
