// `npm run mutation [-- group[/part] …]`: mutates group by group, part by part, and tells which files are noticed how well.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { GROUPS } from './groups.mjs';

/** Below this share of noticed mutants a group fails. */
const LEAST = 85;

const asked = process.argv.slice(2);
const parts = Object.entries(GROUPS).flatMap(([group, { parts: of }]) => Object.keys(of).map((part) => ({ group, part, report: `reports/mutation/${group}-${part}.json` })))
  .filter(({ group, part }) => asked.length === 0 || asked.includes(group) || asked.includes(`${group}/${part}`));
if (parts.length === 0) throw new RangeError(`no such group: ${asked.join(' ')}; there are ${Object.keys(GROUPS).join(', ')}`);

const done = [];
for (const part of parts) {
  const { status } = spawnSync('npx', ['stryker', 'run'], { stdio: 'inherit', env: { ...process.env, MUTATION_GROUP: part.group, MUTATION_PART: part.part, MUTATION_REPORT: part.report } });
  if (status !== 0) process.exit(status ?? 1);
  done.push(part);
}

/** Mutants of a report by what became of them; those that leave a file that cannot be loaded are not counted. */
function countsOf(mutants) {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  return { noticed: count('Killed', 'Timeout'), forEver: count('Timeout'), unnoticed: count('Survived', 'NoCoverage') };
}
function lineOf(name, file, { noticed, forEver, unnoticed }) {
  const all = noticed + unnoticed;
  return `| ${name} | ${file} | ${all} | ${noticed} | ${forEver} | ${unnoticed} | ${all === 0 ? '–' : `${((100 * noticed) / all).toFixed(1)} %`} |`;
}

let isBelow = false;
for (const group of new Set(done.map((part) => part.group))) {
  const files = done.filter((part) => part.group === group).flatMap(({ report }) => Object.entries(JSON.parse(readFileSync(report, 'utf8')).files));
  for (const [file, { mutants }] of files) console.log(lineOf(group, `\`${file.replace(/^libs\/\w+\/src\//, '')}\``, countsOf(mutants)));
  const total = countsOf(files.flatMap(([, { mutants }]) => mutants));
  console.log(lineOf(`**${group}**`, 'all', total));
  isBelow ||= total.noticed === 0 || 100 * total.noticed < LEAST * (total.noticed + total.unnoticed);
}
process.exit(isBelow ? 1 : 0);
