import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { round } from './timing.mjs';

const RUNS = 5;
const IDLE_MS = 8_000;

/** A warm start: from `npm start` to the ready line, on data that exist; then the memory of the idle process tree (PSS). */
export async function benchStart(report) {
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-bench-'));
  await chmod(folder, 0o755);
  try {
    const cold = await once(folder, 0);
    const times = [];
    let memory = null;
    for (let i = 0; i < RUNS; i++) {
      const run = await once(folder, i === RUNS - 1 ? IDLE_MS : 0);
      times.push(run.readyMs);
      memory = run.memoryMiB ?? memory;
    }
    times.sort((a, b) => a - b);
    report({ what: 'npm start to ready, first start (initialise and migrate)', median: round(cold.readyMs / 1000), unit: 's' });
    report({ what: 'npm start to ready, warm', median: round(times[2] / 1000), p95: round(times.at(-1) / 1000), unit: 's', bar: times[2] <= 5_000 ? '≤ 5 s: reached' : '≤ 5 s: missed' });
    report({ what: 'idle memory of the process tree (PSS)', median: memory, unit: 'MiB', bar: memory <= 350 ? 'aim ≤ 350 MB: reached' : 'aim ≤ 350 MB: missed' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function once(folder, idleMs) {
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), XDG_CONFIG_HOME: join(folder, 'config'), PORT: String(await freePort()), LOG_LEVEL: 'warn' };
  delete env.DATABASE_URL;
  delete env.REDIS_URL;
  const begun = performance.now();
  const child = spawn('npm', ['start', '--silent'], { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  await new Promise((done, fail) => {
    child.stdout.on('data', (chunk) => /ready at/.test(String(chunk)) && done());
    child.once('exit', () => fail(new Error('the service did not start')));
  });
  const readyMs = performance.now() - begun;
  let memoryMiB;
  if (idleMs > 0) {
    await new Promise((done) => setTimeout(done, idleMs));
    memoryMiB = await pssOf(child.pid);
  }
  const ended = new Promise((done) => child.once('exit', done));
  process.kill(-child.pid, 'SIGTERM');
  await ended;
  return { readyMs, memoryMiB };
}

async function pssOf(root) {
  const parents = new Map();
  for (const pid of (await readdir('/proc')).map(Number).filter(Number.isInteger)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (stat) parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  let kib = 0;
  for (const pid of tree) kib += Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))?.[1] ?? 0);
  return Math.round(kib / 1024);
}
