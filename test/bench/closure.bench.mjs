import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { withCounty } from './county-server.mjs';
import { COUNTY, LAST_DAY } from './outcomes-county.mjs';
import { round } from './timing.mjs';

const COURSES = Number(process.env.CLOSURE_COURSES ?? 28_600);
const RUNS = Number(process.env.CLOSURE_RUNS ?? 9);
const LIMIT = 50;
const AT = '../../dist/libs/placements/src/closure';

/** The closure of a county of 20,000 people: a county judged anew for every question, and judged once. Questions of both kinds take turns, in one process. */
export async function benchClosure(report) {
  await withCounty(COURSES, async ({ client, dataSource }) => {
    await fillBooks(client);
    await questions(report, await partsOf(dataSource));
  });
}

/** Households of two or three, an income for two in three of them in two years, one line. */
async function fillBooks(client) {
  await client.query(`
    set session_replication_role = replica;
    create temp table homes as select r.id, r.person_id, r.owner_region, md5('household' || (row_number() over (order by r.owner_region, r.id) / 2.5)::int)::uuid as household from registrations r;
    insert into households (id, owner_region, county, number) select distinct on (h.household) h.household, h.owner_region, '${COUNTY}', h.household::text from homes h order by h.household, h.owner_region;
    update registrations r set household_id = h.household from homes h where h.id = r.id;
    insert into household_memberships (county, owner_region, registration_id, person_id, household_id, effective_on, recorded_at) select '${COUNTY}', owner_region, id, person_id, household, '2021-01-01', '2021-01-01' from homes;
    insert into household_incomes (county, owner_region, household_id, year, per_head_yuan, source, effective_on, recorded_at, recorded_by)
    select '${COUNTY}', h.owner_region, h.id, y, 5000 + abs(hashtext(h.id::text || y)) % 9000, 'visit', make_date(y, 12, 20), make_date(y, 12, 20), 'bench' from households h, generate_series(2024, 2025) y where abs(hashtext(h.id::text)) % 3 > 0;
    insert into poverty_lines (county, owner_region, region, per_head_yuan, source_document, effective_on, recorded_at, recorded_by) values ('${COUNTY}', '${COUNTY}000000', '420000000000', 8000, 'bench', '2021-01-01', '2021-01-01', 'bench');
    drop table homes; set session_replication_role = origin; analyze households; analyze registrations; analyze household_memberships; analyze household_incomes`);
}

/** `anew` keeps nothing from one question to the next. */
async function partsOf(dataSource) {
  const { AuditTrail, Database, systemPrincipal } = await import('../../dist/libs/platform/src/index.js');
  const { ClosureBooksRepository } = await import(`${AT}/closure-books.repository.js`);
  const { ClosureSheets } = await import(`${AT}/closure-sheets.js`);
  const { ClosureScenes } = await import(`${AT}/closure-scene.js`);
  const { ClosureService } = await import(`${AT}/closure.service.js`);
  const { ClosureGapsService } = await import(`${AT}/closure-gaps.service.js`);
  const { GapDescriber } = await import(`${AT}/gap-describer.js`);
  const { ResponsibleOfficersRepository } = await import(`${AT}/responsible-officers.repository.js`);
  const { RegistrationsRepository } = await import('../../dist/libs/placements/src/people/registrations.repository.js');
  const rates = '../../dist/libs/placements/src/rates/projections';
  const { CountyHistoriesRepository } = await import(`${rates}/county-histories.repository.js`);
  const { CountyReader } = await import(`${rates}/county-reader.service.js`);
  const { CountyTexts } = await import(`${rates}/county-texts.service.js`);
  const { KeptHistoriesRepository } = await import(`${rates}/kept-histories.repository.js`);
  const database = new Database(dataSource);
  const histories = new CountyHistoriesRepository(database);
  const books = new ClosureBooksRepository(database);
  const codes = { hasRegion: () => Promise.resolve(true), nameOfRegion: (code) => Promise.resolve(code) };
  const describer = new GapDescriber(new RegistrationsRepository(), books, new ResponsibleOfficersRepository(), codes);
  const processOf = () => {
    const sheets = new ClosureSheets(histories, new CountyReader(histories, new CountyTexts(histories, new KeptHistoriesRepository(database))), books, { find: () => Promise.resolve([]) });
    const scenes = new ClosureScenes(sheets, books, codes, { now: () => new Date(`${LAST_DAY}T04:00:00Z`) });
    return { figures: new ClosureService(scenes), lists: new ClosureGapsService(database, scenes, describer, new AuditTrail()) };
  };
  return { principal: systemPrincipal('bench', COUNTY), processOf };
}

async function questions(report, { principal, processOf }) {
  const { persons, households } = await processOf().figures.count({ ...principal }, {});
  const before = usedMb();
  const once = processOf();
  const cpu = process.cpuUsage();
  const first = await timeOf(() => once.figures.count({ ...principal }, {}));
  const { user, system } = process.cpuUsage(cpu);
  report({ what: `the closure of ${persons.total.n} people and ${households.total.n} households is judged, the first question`, median: round(first, 0), unit: 'ms', peer: `${round((user + system) / 1e6, 1)} s of processor time here${before === null ? '' : `, ${round(usedMb() - before, 0)} MB are kept`}` });
  const blocks = [];
  for (let i = 0; i < RUNS; i++) blocks.push(await longestBlockOf(() => processOf().figures.count({ ...principal }, {})));
  blocks.sort((a, b) => a - b);
  report({ what: 'while a county is judged, nothing else is served for at the most', median: round(blocks[Math.floor(RUNS / 2)], 0), p95: round(blocks.at(-1), 0), unit: 'ms' });
  const pages = { first: undefined, second: undefined };
  pages.second = (await once.lists.listPersons({ ...principal }, { step: 'employed', limit: LIMIT })).nextCursor;
  const asked = [
    ['the figures', (parts) => parts.figures.count({ ...principal }, {})],
    ...Object.entries(pages).map(([name, cursor]) => [`the ${name} page of ${LIMIT} people without work`, (parts) => parts.lists.listPersons({ ...principal }, { step: 'employed', limit: LIMIT, cursor })]),
    [`a page of ${LIMIT} households not above the line`, (parts) => parts.lists.listHouseholds({ ...principal }, { step: 'income', limit: LIMIT })],
  ];
  for (const [what, ask] of asked) {
    const [anew, kept] = [[], []];
    for (let i = 0; i < RUNS; i++) {
      anew.push(await timeOf(() => ask(processOf())));
      kept.push(await timeOf(() => ask(once)));
    }
    for (const times of [anew, kept]) times.sort((a, b) => a - b);
    const [median, peer] = [kept[Math.floor(RUNS / 2)], anew[Math.floor(RUNS / 2)]];
    report({ what, median: round(median, 0), p95: round(kept.at(-1), 0), unit: 'ms', peer: `judged anew ${round(peer, 0)} ms (at the most ${round(anew.at(-1), 0)})`, ratio: round(peer / median, 1) });
  }
}

async function timeOf(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** For how long nothing else was served meanwhile, at the most, in ms. */
async function longestBlockOf(work) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await work();
  delays.disable();
  return delays.max / 1e6;
}

function usedMb() {
  if (globalThis.gc === undefined) return null;
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1e6;
}
