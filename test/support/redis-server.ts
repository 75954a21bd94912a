import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './service.js';

/** A Redis of the test's own, as the worker wants one: every write kept, nothing evicted. */
export interface OwnRedis {
  readonly url: string;
  /** Kills it with -9 and empties its disk. */
  goAway(): Promise<void>;
  /** Starts it again on the same port, empty. */
  comeBack(): Promise<void>;
  /** The two, one after the other. */
  loseEverything(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether this machine has a Redis to start. */
export const hasRedisServer = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

/** Starts one with its files in a new folder below `folder`. */
export async function startRedis(folder: string): Promise<OwnRedis> {
  const port = await freePort();
  const disk = join(folder, 'redis');
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    await mkdir(disk);
    child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction', '--save', '', '--dir', disk], { stdio: 'ignore' });
    while (!(await listens(port))) {
      if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
    await rm(disk, { recursive: true, force: true });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    goAway: () => end('SIGKILL'),
    comeBack: start,
    async loseEverything() {
      await end('SIGKILL');
      await start();
    },
    stop: () => end('SIGTERM'),
  };
}

async function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.once('error', () => done(false)).once('connect', () => socket.end());
  });
}
