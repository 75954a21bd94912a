// `npm run bench`: measures on this machine, peers in the same run on the same data; JSON lines, then a table. No bar is asserted. Names choose: `npm run bench -- imports titles`.
import { cpus, totalmem } from 'node:os';
import process from 'node:process';
import { benchAssignment, benchLargeAssignment } from './assignment.bench.mjs';
import { benchCalendar } from './calendar.bench.mjs';
import { benchClosure } from './closure.bench.mjs';
import { benchCounty, benchEngine, benchNewTrainee, benchProvince } from './engine.bench.mjs';
import { benchFulfilment } from './fulfilment.bench.mjs';
import { benchImports } from './imports.bench.mjs';
import { benchLimits } from './limits.bench.mjs';
import { benchMatching } from './matching.bench.mjs';
import { benchNotices } from './notices.bench.mjs';
import { benchOrders } from './orders.bench.mjs';
import { benchOutcomes } from './outcomes.bench.mjs';
import { benchPlanted } from './planted.bench.mjs';
import { benchQueue } from './queue.bench.mjs';
import { benchRates } from './rates.bench.mjs';
import { benchService } from './service.bench.mjs';
import { benchSms } from './sms.bench.mjs';
import { benchStart } from './start.bench.mjs';
import { benchTitles } from './titles.bench.mjs';

const rows = [];
export function report(row) {
  rows.push(row);
  console.log(JSON.stringify(row));
}
console.log(JSON.stringify({ machine: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.versions.node }));
const benches = { titles: benchTitles, matching: benchMatching, engine: benchEngine, county: benchCounty, calendar: benchCalendar, queue: benchQueue, orders: benchOrders, fulfilment: benchFulfilment, limits: benchLimits, newcomer: benchNewTrainee, province: benchProvince, assignment: benchAssignment, 'large-assignment': benchLargeAssignment, planted: benchPlanted, imports: benchImports, rates: benchRates, outcomes: benchOutcomes, closure: benchClosure, service: benchService, sms: benchSms, notices: benchNotices, start: benchStart };
const chosen = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(benches);
for (const name of chosen) {
  if (benches[name] === undefined) throw new Error(`no bench ${name}; there are ${Object.keys(benches).join(', ')}`);
  await benches[name](report);
}
console.log('\n| what | median | p95 | peer | ratio | bar |\n| --- | --- | --- | --- | --- | --- |');
for (const { what, median, p95, unit, peer, ratio, bar } of rows) console.log(`| ${what} | ${median} ${unit} | ${p95 === undefined ? '' : `${p95} ${unit}`} | ${peer ?? ''} | ${ratio === undefined ? '' : `${ratio}×`} | ${bar ?? ''} |`);
