import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 12_000;
const RESTART_FIRST_MS = 500;
const RESTART_MAX_MS = 30_000;

type ProcessName = 'api' | 'worker';
/** Bounds for the memory of each child. */
export const CHILD_FLAGS: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=512'];

/**
 * The API and the worker as children of this process. A child that dies is started again (after 0.5 s, then longer up to
 * 30 s); when this process dies, the children notice the closed channel and end by themselves.
 */
export class ProcessTree {
  readonly #children = new Map<ProcessName, ChildProcess>();
  #stopping = false;

  constructor(private readonly environment: NodeJS.ProcessEnv, private readonly report: (line: string) => void) {}

  /** Starts both and resolves when both say that they are ready. */
  async start(): Promise<void> {
    await Promise.all([this.#launch('api'), this.#launch('worker')]);
  }

  /** Ends both in order; whoever has not ended within the limit is killed. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#children.values()].map(endChild));
  }

  async #launch(name: ProcessName): Promise<void> {
    const entry = fileURLToPath(new URL(`../../../${name}/src/main.js`, import.meta.url));
    const child = fork(entry, [], { env: this.environment, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [...CHILD_FLAGS] });
    this.#children.set(name, child);
    await untilReady(name, child);
    child.once('exit', (code, signal) => {
      if (!this.#stopping) void this.#restart(name, code, signal);
    });
  }

  async #restart(name: ProcessName, code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    this.report(`${name} ended (${signal ?? code}); starting it again`);
    for (let waitMs = RESTART_FIRST_MS; !this.#stopping; waitMs = Math.min(waitMs * 2, RESTART_MAX_MS)) {
      await new Promise((done) => setTimeout(done, waitMs));
      if (this.#stopping) return;
      try {
        return await this.#launch(name);
      } catch (error) {
        this.report(`${name} did not start: ${(error as Error).message}`);
      }
    }
  }
}

function untilReady(name: ProcessName, child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(new Error(`${name} was not ready within ${READY_LIMIT_MS / 1000} s`));
    }, READY_LIMIT_MS);
    child.once('message', () => {
      clearTimeout(timer);
      done();
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(new Error(`${name} ended before it was ready (${signal ?? code})`));
    });
  });
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}
