// `npm run bench`: measures on this machine, peers in the same run on the same data; JSON lines, then a table. No bar is asserted.
import { cpus, totalmem } from 'node:os';
import { benchImports } from './imports.bench.mjs';
import { benchMatching } from './matching.bench.mjs';
import { benchStart } from './start.bench.mjs';
import { benchTitles } from './titles.bench.mjs';

const rows = [];
export function report(row) {
  rows.push(row);
  console.log(JSON.stringify(row));
}
console.log(JSON.stringify({ machine: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.versions.node }));
await benchTitles(report);
await benchMatching(report);
await benchImports(report);
await benchStart(report);
console.log('\n| what | median | p95 | peer | ratio | bar |\n| --- | --- | --- | --- | --- | --- |');
for (const { what, median, p95, unit, peer, ratio, bar } of rows) console.log(`| ${what} | ${median} ${unit} | ${p95 === undefined ? '' : `${p95} ${unit}`} | ${peer ?? ''} | ${ratio === undefined ? '' : `${ratio}×`} | ${bar ?? ''} |`);
