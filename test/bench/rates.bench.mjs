import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { countyFacts } from './ledger.mjs';
import { round } from './timing.mjs';

const SEED = 20_261_128;
const FACTS = Number(process.env.RATES_FACTS ?? 1_000_000);
const RUNS = Number(process.env.RATES_RUNS ?? 3);
const BAR_S = 10;
const BAR_MB = 1_000;

/** `shouyu rates` over a county's ledger of ten years, each run in a process of its own: every named rate, by programme. */
export async function benchRates(report) {
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-rates-'));
  try {
    const file = join(folder, 'facts.ndjson');
    const facts = await write(file);
    for (const more of [[], ['--by', 'region'], ['--known-by', '2020-01-01T00:00:00+08:00']]) {
      const runs = [];
      for (let i = 0; i < RUNS; i++) runs.push(await run(['--facts', file, '--as-of', '2026-11-23', ...more]));
      const median = (of) => runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
      const [seconds, cpu, memory] = [median((one) => one.seconds), median((one) => one.cpu), Math.max(...runs.map((one) => one.memoryMb))];
      report({ what: `shouyu rates ${more.join(' ')} over ${facts} facts (${Math.round((await stat(file)).size / 1e6)} MB)`, median: round(seconds, 1), unit: 's', peer: `${round(cpu, 1)} s of processor time, ${round(memory, 0)} MB at the most`, bar: `≤ ${BAR_S} s, ≤ 1 GB: ${seconds <= BAR_S && memory <= BAR_MB ? 'reached' : 'missed'}` });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(file) {
  const out = createWriteStream(file);
  let written = 0;
  let block = '';
  for (const fact of countyFacts(SEED, FACTS)) {
    block += `${JSON.stringify(fact)}\n`;
    written += 1;
    if (block.length < 1_000_000) continue;
    if (!out.write(block)) await once(out, 'drain');
    block = '';
  }
  out.end(block);
  await once(out, 'finish');
  return written;
}

/** One run as a person starts it; the child tells what it used on a channel of its own. */
async function run(args) {
  const begun = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'measure', ...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [[used], [code]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  if (code !== 0) throw new Error(`rates ended with ${code}`);
  return { seconds: (performance.now() - begun) / 1_000, ...used };
}

if (process.argv[2] === 'measure') {
  const { main } = await import('../../dist/apps/cli/src/main.js');
  process.exitCode = await main(['rates', ...process.argv.slice(3)]);
  const { user, system } = process.cpuUsage();
  process.send({ cpu: (user + system) / 1e6, memoryMb: process.resourceUsage().maxRSS / 1_000 }, () => process.disconnect());
}
