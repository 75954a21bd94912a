import { readFileSync, readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { withCounty } from './county-server.mjs';
import { COUNTY, LAST_DAY } from './outcomes-county.mjs';
import { round, timed } from './timing.mjs';

const COURSES = Number(process.env.OUTCOMES_COURSES ?? 1_000_000);
const NOW = `${LAST_DAY}T04:00:00Z`;
const ANOTHER_DAY = '2025-06-30';
const bar = (text, reached) => `${text}: ${reached ? 'reached' : 'missed'}`;
const TICK_MS = 10;
let postgres = 0;

/** CPU of this process and of PostgreSQL so far, in milliseconds: on a busy machine it says more than the clock. */
function cpuNow() {
  const { user, system } = process.cpuUsage();
  const fieldsOf = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = fieldsOf(pid);
      // Its own time; of the parent of all also the time of those that have ended.
      if (Number(pid) === postgres) ticks += Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
      else if (Number(fields[1]) === postgres) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // ended while it was looked at
    }
  }
  return { own: (user + system) / 1_000, postgres: ticks * TICK_MS };
}
const cpuSince = (before, runs = 1) => {
  const now = cpuNow();
  const seconds = (key) => round((now[key] - before[key]) / 1_000 / runs, 2);
  return `CPU: ${seconds('own')} s here, ${seconds('postgres')} s in PostgreSQL`;
};

/** Rates at the size of a province in one county: a real PostgreSQL, the library that the service and the worker run. */
export async function benchOutcomes(report) {
  await withCounty(COURSES, async ({ server, client, dataSource }) => {
    postgres = server.pid;
    const parts = await partsOf(dataSource);
    await madeReady(report, client, parts);
    await todaysRates(report, client, parts);
    await anotherDay(report, client, parts);
    await recording(report, client, dataSource);
  });
}

async function partsOf(dataSource) {
  const at = '../../dist/libs/placements/src/rates';
  const { Database, Outbox } = await import('../../dist/libs/platform/src/index.js');
  const { CountyHistoriesRepository } = await import(`${at}/projections/county-histories.repository.js`);
  const { CountyReader } = await import(`${at}/projections/county-reader.service.js`);
  const { CountyTexts } = await import(`${at}/projections/county-texts.service.js`);
  const { KeptHistoriesRepository } = await import(`${at}/projections/kept-histories.repository.js`);
  const { RateProjectionsRepository, edgesOf } = await import(`${at}/projections/rate-projections.repository.js`);
  const { RateProjector } = await import(`${at}/projections/rate-projector.service.js`);
  const { countTownships } = await import(`${at}/projections/count-standings.js`);
  const { RateReportMaker, MATRIX_RULES } = await import(`${at}/reports/rate-report-maker.js`);
  const { RateMatrix } = await import(`${at}/reports/rate-matrix.js`);
  const database = new Database(dataSource);
  const [histories, projections] = [new CountyHistoriesRepository(database), new RateProjectionsRepository()];
  const reader = new CountyReader(histories, new CountyTexts(histories, new KeptHistoriesRepository(database)));
  const projector = new RateProjector(database, reader, projections, new Outbox(), { now: () => new Date(NOW) });
  const today = async (period) => {
    const edges = edgesOf(LAST_DAY);
    const groups = await projector.counted(COUNTY, LAST_DAY, (tx) => projections.groups(tx, { county: COUNTY, homePrefix: COUNTY, period, by: 'programme' }, edges));
    if (groups === null) throw new Error('the county is not ready');
    const matrix = new RateMatrix(MATRIX_RULES);
    for (const rule of MATRIX_RULES) for (const township of countTownships(rule, groups, edges, LAST_DAY)) matrix.add(rule, township);
    return { groups: groups.length, rates: matrix.present({ asOf: LAST_DAY, knownBy: 0, period }) };
  };
  return { projector, histories, today, maker: new RateReportMaker(database, reader, null) };
}

async function madeReady(report, client, { projector }) {
  const { rows } = await client.query('select count(*)::int as facts from ledger_facts');
  const [begun, cpu] = [performance.now(), cpuNow()];
  await projector.build(COUNTY, LAST_DAY);
  const seconds = (performance.now() - begun) / 1_000;
  await client.query('vacuum (analyze) rate_standings');
  await client.query('analyze rate_kinds');
  const standings = (await client.query(`select count(*)::int as n, pg_size_pretty(pg_relation_size('rate_standings')) as size from rate_standings`)).rows[0];
  report({ what: `a county of ${COURSES} person-courses and ${rows[0].facts} facts is judged from the beginning (${standings.n} standings, ${standings.size})`, median: round(seconds, 1), unit: 's', peer: cpuSince(cpu) });
}

async function todaysRates(report, client, { today }) {
  const scanned = await timed(() => client.query(`select kind, count(*) from rate_standings where county = $1 group by 1`, [COUNTY]), { runs: 7, warmup: 1 });
  const bare = await timed(() => client.query('select count(completed_on) from rate_standings where county = $1', [COUNTY]), { runs: 7, warmup: 1 });
  const peer = `one scan of the same rows ${round(bare.median, 0)} ms; grouped by one number ${round(scanned.median, 0)} ms`;
  const { groups, rates } = await today(null);
  const cpu = cpuNow();
  const all = await timed(() => today(null), { runs: 7, warmup: 0 });
  const used = cpuSince(cpu, 7);
  const cells = rates.reduce((sum, rate) => sum + rate.townships.reduce((n, township) => n + township.programmes.length, 0), 0);
  report({ what: `today's ${rates.length} rates by township × programme (${cells} cells, ${groups} groups), all of ${COURSES} person-courses`, median: round(all.median, 0), p95: round(all.p95, 0), unit: 'ms', peer: `${peer}; ${used}`, ratio: round(all.median / bare.median, 1), bar: bar('≤ 1 s', all.median <= 1_000) });
  const period = { from: '2025-01', to: '2025-06' };
  const { rates: some } = await today(period);
  const cpuOfHalf = cpuNow();
  const half = await timed(() => today(period), { runs: 9, warmup: 0 });
  const usedByHalf = cpuSince(cpuOfHalf, 9);
  report({ what: `today's rates, a period of ${some.find(({ rule }) => rule === 'R1').total.personCourses.n} mature person-courses`, median: round(half.median, 0), p95: round(half.p95, 0), unit: 'ms', peer: usedByHalf, bar: bar('≤ 400 ms', half.median <= 400) });
}

/** Other days: the first reading, which keeps the histories of everybody, and those after it; with some of the facts recorded since; and from an earlier instant. */
async function anotherDay(report, client, { maker, histories }) {
  const ask = async (what, asOf, until) => {
    const knownBy = await histories.knownBy(COUNTY, until);
    let rss = 0;
    const [begun, cpu] = [performance.now(), cpuNow()];
    const matrix = await maker.compute({ region: `${COUNTY}000000`, asOf, knownBy, period: null }, async () => {
      rss = Math.max(rss, process.memoryUsage().rss);
    });
    const seconds = (performance.now() - begun) / 1_000;
    const r1 = matrix.present({ asOf, knownBy: knownBy.micros, period: null })[0].total;
    report({ what: `all rates as of ${asOf}, ${what} (R1: N = ${r1.n}), at most ${Math.round(rss / 2 ** 20)} MiB resident`, median: round(seconds, 1), unit: 's', peer: cpuSince(cpu), bar: bar('≤ 15 s', seconds <= 15) });
  };
  await client.query('select forget_kept_histories($1)', [COUNTY]);
  await ask('every fact counts: the first reading, which keeps everybody\'s history', LAST_DAY, null);
  const { rows } = await client.query(`select pg_size_pretty(sum(octet_length(histories))) as size from kept_history_blocks`);
  await ask(`the next reading of the same, from what is kept (${rows[0].size})`, LAST_DAY, null);
  await ask('known by that day, from what is kept', ANOTHER_DAY, Date.parse(`${ANOTHER_DAY}T16:00:00Z`) * 1_000);
  // A fourteenth of the facts is recorded after what is kept (with a tenth it would be kept anew): the head is set back while it is made.
  const head = (await client.query('select last_recorded_at from ledger_clocks where county = $1', [COUNTY])).rows[0].last_recorded_at;
  await client.query('select forget_kept_histories($1)', [COUNTY]);
  await client.query(`update ledger_clocks set last_recorded_at = (select recorded_at from ledger_facts where county = $1 order by recorded_at desc offset (select count(*) / 14 from ledger_facts where county = $1) limit 1) where county = $1`, [COUNTY]);
  await ask('while the last facts are not there yet: a first reading', LAST_DAY, null);
  await client.query('update ledger_clocks set last_recorded_at = $2 where county = $1', [COUNTY, head]);
  await ask('every fact counts, a fourteenth of them recorded after what is kept', LAST_DAY, null);
}

/** One event through the ledger's door, as the application's role, beside the same row into a table that keeps nothing but rows; a transaction each. */
async function recording(report, client, dataSource) {
  const { Database, systemPrincipal } = await import('../../dist/libs/platform/src/index.js');
  const { LedgerRepository } = await import('../../dist/libs/placements/src/index.js');
  await client.query('create table bare (like ledger_facts including defaults); grant insert, select on bare to shouyu_app');
  const { rows: people } = await client.query(`select distinct on (person_id) registration_id, person_id, owner_region from ledger_facts where kind = 'enrolled' and person_id < '01000000-0000-0000-0000-000000000000' limit 700`);
  const [database, ledger] = [new Database(dataSource), new LedgerRepository()];
  const inScope = (work) => database.inScope(systemPrincipal('bench', COUNTY), work);
  const factOf = (i) => ({ id: randomUUID(), kind: 'employment-started', effectiveOn: LAST_DAY, ownerRegion: people[i].owner_region, registrationId: people[i].registration_id, personId: people[i].person_id, employmentId: randomUUID(), payload: { type: 'wage', permanent: true } });
  const bare = (i) => inScope((tx) => tx.query(`insert into bare (county, owner_region, kind, effective_on, recorded_at, registration_id, person_id, employment_id, payload, recorded_by) values ($1, $2, 'employment-started', $3, now(), $4, $5, $6, '{"type":"wage","permanent":true}', 'bench')`, [COUNTY, people[i].owner_region, LAST_DAY, people[i].registration_id, people[i].person_id, randomUUID()]));
  const real = (i) => inScope((tx) => ledger.append(tx, 'bench', [factOf(i)]));
  const [times, bareTimes] = [[], []];
  for (let i = 0; i < Math.min(600, people.length); i++) {
    for (const [work, into] of [[real, times], [bare, bareTimes]]) {
      const begun = performance.now();
      await work(i);
      if (i >= 20) into.push(performance.now() - begun);
    }
  }
  const of = (list, share) => [...list].sort((a, b) => a - b)[Math.floor(list.length * share)];
  const added = of(times, 0.95) - of(bareTimes, 0.95);
  report({ what: 'recording one event: stamp, lock, legal move, a note for the rates', median: round(of(times, 0.5)), p95: round(of(times, 0.95)), unit: 'ms', peer: `one bare INSERT ${round(of(bareTimes, 0.5))} ms, p95 ${round(of(bareTimes, 0.95))} ms`, bar: bar(`≤ 5 ms p95 beyond (${round(added)} ms)`, added <= 5) });
}
