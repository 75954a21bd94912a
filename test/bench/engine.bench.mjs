import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { createPolicy, MatchingCatalogue, prepareVacancy } from '../../dist/libs/matching/src/index.js';
import { CountyPlan } from '../../dist/libs/matching/src/plan/county-plan.js';
import { BestLists } from '../../dist/libs/matching/src/search/best-lists.js';
import { BothWaysRanking, mergeShares, rankBothWays, shareOut } from '../../dist/libs/matching/src/search/both-ways.js';
import { TraineeIndex } from '../../dist/libs/matching/src/search/trainee-index.js';
import { TraineeRows, appendTrainee } from '../../dist/libs/matching/src/search/trainee-rows.js';
import { VacancyIndex } from '../../dist/libs/matching/src/search/vacancy-index.js';
import { Vocabulary } from '../../dist/libs/matching/src/search/vocabulary.js';
import { compareIds, tieOf } from '../../dist/libs/matching/src/index.js';
import { miniSearch, postgres } from './engine-peers.mjs';
import { plainScan } from './plain-scan.mjs';
import { population } from './population.mjs';
import { round, timed } from './timing.mjs';

const SEED = 20_261_124;
const PROVINCE = Number(process.env.ENGINE_TRAINEES ?? 1_000_000);
const MINI_SEARCH = Math.min(PROVINCE, 200_000);
const QUERIES = 600;
const THREADS = 2;
const bar = (text, reached) => `${text}: ${reached ? 'reached' : 'missed'}`;

function world(options) {
  const made = population(SEED, options);
  const context = { catalogue: MatchingCatalogue.of(made.catalogue.skills, made.catalogue.courses), policy: createPolicy({ tieSalt: 'bench' }), asOf: made.asOf };
  return { made, context };
}

function rowsOf({ made, context }, count, vocabulary) {
  const rows = new TraineeRows();
  for (let i = 0; i < count; i++) appendTrainee(rows, context, vocabulary, made.trainee(i));
  return rows;
}

/** Top 20 of a province for one vacancy, beside those who do it another way; its growth; a changed vacancy. */
export async function benchEngine(report) {
  const all = world();
  const { made, context } = all;
  const vacancies = Array.from({ length: QUERIES }, (_, i) => prepareVacancy(context, made.vacancy(i)));
  const medians = [];
  let index;
  let vocabulary;
  for (const count of [PROVINCE / 100, PROVINCE / 10, PROVINCE]) {
    vocabulary = new Vocabulary();
    const rows = rowsOf(all, count, vocabulary);
    const begun = performance.now();
    index = TraineeIndex.ofRows(context, rows, vocabulary);
    const builtMs = performance.now() - begun;
    const one = await timed((i) => index.rank(vacancies[(i + QUERIES) % QUERIES], 20), { runs: QUERIES, warmup: 100 });
    medians.push(one.median);
    if (count < PROVINCE) {
      report({ what: `top 20 of ${count} trainees for one vacancy`, median: round(one.median, 3), p95: round(one.p95), unit: 'ms' });
      continue;
    }
    index.has('');
    report({ what: `index of ${count} trainees from typed columns`, median: round(builtMs, 0), unit: 'ms', bar: bar('≤ 1.5 s', builtMs <= 1_500) });
    report({ what: `memory of that index, its table of ids included`, median: round(index.bytes / 1e6, 1), unit: 'MB', bar: bar('≤ 150 MB', index.bytes <= 150e6) });
    await beside(report, { all, index, vocabulary, vacancies, one });
    const changed = await timed((i) => index.rank(prepareVacancy(context, made.vacancy(QUERIES + 100 + i)), 50), { runs: 200 });
    report({ what: `one changed vacancy at ${count} trainees, its list of 50 up to date`, median: round(changed.median), p95: round(changed.p95), unit: 'ms', bar: bar('p95 ≤ 50 ms', changed.p95 <= 50) });
  }
  const exponent = Math.log10(medians[2] / medians[0]) / 2;
  report({ what: `growth of the median from ${PROVINCE / 100} to ${PROVINCE} trainees, n^x`, median: round(exponent), unit: '' });
}

async function beside(report, { all: { made, context }, index, vocabulary, vacancies, one }) {
  const scan = plainScan(context, vocabulary, index.snapshot().segments);
  const sample = vacancies.slice(0, 40);
  const scanned = await timed((i) => scan(sample[(i + 40) % 40]), { runs: 40, warmup: 2 });
  const isEqual = sample.every((vacancy) => JSON.stringify(scan(vacancy)) === JSON.stringify(index.rank(vacancy, 20).ranked));
  report({ what: `top 20 of ${PROVINCE} trainees for one vacancy, exact`, median: round(one.median, 3), p95: round(one.p95), unit: 'ms', peer: `plain scan of the same columns ${round(scanned.median)} ms, ${isEqual ? 'the same lists' : 'OTHER LISTS'}`, ratio: round(scanned.median / one.median, 1), bar: bar('≤ 1.0 ms median, ≤ 8 ms p95', one.median <= 1 && one.p95 <= 8) });
  const withSkills = vacancies.filter((vacancy) => vacancy.skills.length > 0 && !vacancy.noTrade && vacancy.kind === null && vacancy.minAge === 16 && vacancy.certificates.length === 0 && vacancy.startsOn === null).slice(0, 15);
  const ours = await timed((i) => index.rank(withSkills[Math.max(0, i)], 20), { runs: withSkills.length, warmup: 3 });
  const sql = await postgres(context, made.trainee, PROVINCE, withSkills);
  const scores = (list) => JSON.stringify(list.map(({ score }) => score));
  const same = withSkills.filter((vacancy, i) => scores(sql.lists[i]) === scores(index.rank(vacancy, 20).ranked)).length;
  report({ what: `the same for ${withSkills.length} vacancies with skills`, median: round(ours.median, 3), p95: round(ours.p95), unit: 'ms', peer: `PostgreSQL, array index and score in SQL, warm ${round(sql.median, 0)} ms; ${same} of ${withSkills.length} lists with the same scores`, ratio: round(sql.median / ours.median, 0), bar: bar('≥ 40×', sql.median / ours.median >= 40) });
  const search = miniSearch(made.trainee, MINI_SEARCH);
  const small = Array.from({ length: 15 }, (_, i) => made.vacancy(i)).filter(({ skills }) => skills.length > 0);
  const texts = await timed((i) => search(small[Math.max(0, i)]), { runs: small.length, warmup: 1 });
  report({ what: `MiniSearch (BM25, another score, no gates) over ${MINI_SEARCH} of them`, median: round(texts.median, 0), p95: round(texts.p95, 0), unit: 'ms', peer: `ours over ${PROVINCE} ${round(one.median, 3)} ms`, ratio: round(texts.median / one.median, 0) });
}

/** The model county: both ways, its plan after a change, a what-if; a new trainee in a province of vacancies. */
export async function benchCounty(report) {
  const all = world({ county: 4 });
  const { made, context } = all;
  const [trainees, vacancies] = [Array.from({ length: 5_322 }, (_, i) => made.trainee(i)), Array.from({ length: 2_100 }, (_, i) => made.vacancy(i))];
  await benchBothWays(report, all, TraineeIndex.of(context, trainees).snapshot(), vacancies);
  const plan = new CountyPlan(context, trainees, vacancies);
  const first = performance.now();
  const { keptPairs, objective, bound } = plan.plan();
  report({ what: `first plan of that county over ${keptPairs} kept pairs, gap ${bound - objective}`, median: round(performance.now() - first, 0), unit: 'ms' });
  const lists = () => vacancies.forEach(({ id }) => plan.shortList(id, 20));
  const replanned = await timed((i) => {
    if (i % 2 === 0) plan.changeVacancy({ ...made.vacancy(5_000 + i), id: vacancies[i + 10].id });
    else plan.changeTrainee({ ...made.trainee(9_000 + i), id: trainees[i + 10].id });
    plan.plan();
    lists();
  }, { runs: 40 });
  report({ what: 'a change → that county replanned: pairs, assignment at openings × 3, short-lists', median: round(replanned.median, 0), p95: round(replanned.p95, 0), unit: 'ms', bar: bar('≤ 300 ms', replanned.p95 <= 300) });
  const certified = (from) => trainees.slice(from, from + 30).map((trainee) => ({ ...trainee, courseRecords: [...trainee.courseRecords, { courseId: 'c5', state: 'certified', endedOn: made.asOf, hoursDone: null, plannedEnd: null }] }));
  const whatIf = await timed((i) => plan.whatIf(certified(30 * (i + 5))), { runs: 20 });
  report({ what: 'what if a class ran for 30 of them', median: round(whatIf.median, 0), p95: round(whatIf.p95, 0), unit: 'ms', bar: bar('≤ 300 ms', whatIf.p95 <= 300) });
}

/** Both sides of all lists on one core, and on threads that are warm and have the columns and vacancies at hand: from "go" to the merged lists. */
async function benchBothWays(report, { made, context }, snapshot, vacancies) {
  const { segments: [segment], vocabulary } = snapshot;
  const numbers = new Vocabulary(vocabulary);
  const prepared = vacancies.map((vacancy) => prepareVacancy(context, vacancy));
  const one = await timed(() => rankBothWays(context, segment, numbers, prepared, 20), { runs: 21, warmup: 5 });
  report({ what: `${segment.count} × ${vacancies.length}, top 20 both ways, one core`, median: round(one.median, 0), p95: round(one.p95, 0), unit: 'ms' });
  const again = new BothWaysRanking(context, segment, numbers);
  const warm = await timed(() => again.rank(prepared, 20), { runs: 21, warmup: 5 });
  report({ what: 'the same asked again, by whoever keeps the columns', median: round(warm.median, 0), p95: round(warm.p95, 0), unit: 'ms' });
  const workerData = { snapshot, catalogue: made.catalogue, policy: context.policy, asOf: made.asOf, vacancies };
  const threads = shareOut(segment, THREADS).map((people) => new Worker(new URL('both-ways-thread.mjs', import.meta.url), { workerData: { ...workerData, people } }));
  const share = (thread) => new Promise((resolve) => {
    thread.once('message', resolve); // a thread's error is nobody's promise: it ends the bench
    thread.postMessage({ topK: 20 });
  });
  const onThreads = async () => mergeShares(context, segment, prepared, await Promise.all(threads.map(share)));
  const both = await timed(onThreads, { runs: 41, warmup: 10 });
  const listsOf = ({ byVacancy, byTrainee }) => JSON.stringify([byVacancy, byTrainee].map((lists) => Array.from({ length: lists.lists }, (_, i) => lists.of(i))));
  const isEqual = listsOf(await onThreads()) === listsOf(rankBothWays(context, segment, numbers, prepared, 20));
  report({ what: `the same on ${THREADS} warm threads, ${isEqual ? 'the same lists' : 'OTHER LISTS'}`, median: round(both.median, 0), p95: round(both.p95, 0), unit: 'ms', bar: bar('≤ 60 ms', both.median <= 60) });
  await Promise.all(threads.map((thread) => thread.terminate()));
}

/** A new trainee among 100,000 vacancies: their own list, and the list of every vacancy that they come into. */
export async function benchNewTrainee(report) {
  const { made, context } = world();
  const index = new VacancyIndex(context);
  for (let i = 0; i < 100_000; i++) index.add(made.vacancy(i));
  const lists = new BestLists(100_000, 50, context.policy.minScore, compareIds);
  const enter = (i) => {
    const trainee = made.trainee(i);
    index.scan(trainee, { floor: (number) => lists.floors[number], take: (number, score) => lists.offer(number, i, score, tieOf(i, index.vacancyOf(number).tieHash)) });
    return trainee;
  };
  for (let i = 0; i < 1_000; i++) enter(i);
  const trainees = Array.from({ length: 220 }, (_, i) => made.trainee(1_020 + i));
  const own = await timed((i) => index.rank(trainees[i + 20], 20), { runs: 200, warmup: 20 });
  report({ what: 'one new trainee at 100000 vacancies, their list of 20', median: round(own.median), p95: round(own.p95), unit: 'ms', bar: bar('p95 ≤ 10 ms', own.p95 <= 10) });
  const entered = await timed((i) => enter(1_020 + i + 20), { runs: 200, warmup: 20 });
  report({ what: 'the same, and the lists of 50 that they come into (after 1,000 others)', median: round(entered.median), p95: round(entered.p95), unit: 'ms' });
}

/** Everything against everything: 500,000 trainees, 100,000 vacancies, on all cores; the columns are shared, not copied. */
export async function benchProvince(report) {
  const all = world();
  const vocabulary = new Vocabulary();
  const snapshot = TraineeIndex.ofRows(all.context, rowsOf(all, 500_000, vocabulary), vocabulary).snapshot();
  const begun = performance.now();
  const kept = await Promise.all(Array.from({ length: THREADS }, (_, thread) => new Promise((resolve, reject) => {
    const worker = new Worker(new URL('engine-thread.mjs', import.meta.url), { workerData: { snapshot, seed: SEED, from: thread, step: THREADS, vacancies: 100_000 } });
    worker.once('message', resolve).once('error', reject);
  })));
  const seconds = (performance.now() - begun) / 1_000;
  const peakMb = process.resourceUsage().maxRSS / 1_000;
  report({ what: `500000 × 100000, top 20 of every vacancy, ${THREADS} threads (${kept.reduce((a, b) => a + b)} pairs)`, median: round(seconds, 1), unit: 's', bar: bar('≤ 180 s', seconds <= 180) });
  report({ what: 'memory of that process at the most, the generator included', median: round(peakMb, 0), unit: 'MB', bar: bar('≤ 1.5 GB', peakMb <= 1_500) });
}
