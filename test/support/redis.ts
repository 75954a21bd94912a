import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './service.js';

export const HAS_REDIS = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of the test's own, keeping every write. */
export interface OwnRedis {
  readonly url: string;
  /** kill -9, its disk with it, and an empty one in its place. */
  lose(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<OwnRedis> {
  const port = await freePort();
  let folder = '';
  let server: ChildProcess | undefined;
  async function start(): Promise<void> {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-redis-'));
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction', '--dir', folder, '--save', ''], { stdio: 'ignore' });
    for (const end = performance.now() + 10_000; performance.now() < end; await new Promise((done) => setTimeout(done, 30))) if (await answers(port)) return;
    throw new Error('Redis did not start');
  }
  async function end(): Promise<void> {
    const ended = new Promise((done) => server!.once('exit', done));
    server!.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    async lose() {
      await end();
      await start();
    },
    stop: end,
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
    socket.on('connect', () => socket.destroy());
  });
}
