import { spawn, type ChildProcess } from 'node:child_process';
import { TEST_MASTER_KEY } from './database.js';

const MAIN = 'dist/apps/worker/src/main.js';

/** Built workers as processes of their own, each started again whenever it ends: a supervisor's work. */
export interface WorkerProcesses {
  /** Kills one of them, chosen by the number given (0 to 1), as a machine that loses its power does. */
  kill(chance: number): void;
  /** How often one ended and was started again. */
  restarts(): number;
  stop(): Promise<void>;
}

/** @param variables what they are configured with beside the database and its key */
export function startWorkerProcesses(count: number, databaseUrl: string, variables: Readonly<Record<string, string>>): WorkerProcesses {
  const running: ChildProcess[] = [];
  let stopped = false;
  let restarts = 0;
  function start(place: number): void {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl, MASTER_KEY: TEST_MASTER_KEY.toString('base64'), ...variables }, stdio: ['ignore', 'ignore', 'inherit'],
    });
    running[place] = child;
    child.once('exit', () => {
      if (stopped) return;
      restarts += 1;
      setTimeout(() => void (stopped || start(place)), 200);
    });
  }
  for (let i = 0; i < count; i++) start(i);
  return {
    kill: (chance) => void running[Math.floor(chance * count)]!.kill('SIGKILL'),
    restarts: () => restarts,
    async stop() {
      stopped = true;
      await Promise.all(running.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
        await ended;
      }));
    },
  };
}
