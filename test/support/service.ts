import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';

const MAIN = 'dist/apps/cli/src/main.js';

/** How long a start may take where the machine has much else to do, in milliseconds. */
export const START_MS = 180_000;

/** The built service, started as a person would. */
export interface StartedService {
  readonly child: ChildProcess;
  /** Everything that it has printed. */
  output(): string;
  /** Resolves with the output when the pattern has appeared in it. @throws when the process has ended or the time is up */
  until(pattern: RegExp, limitMs?: number): Promise<string>;
  readonly exit: Promise<number | null>;
}

/** Starts it with its data and its master key below `folder`; whoever starts it ends it by `child.kill('SIGTERM')`. */
export function startService(folder: string, variables: Readonly<Record<string, string>>, options: readonly string[] = []): StartedService {
  const child = spawn(process.execPath, [MAIN, 'start', ...options], {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  return {
    child,
    exit: new Promise<number | null>((done) => child.once('exit', (code) => done(code))),
    output: () => output,
    async until(pattern, limitMs = 60_000) {
      for (const end = performance.now() + limitMs; performance.now() < end && child.exitCode === null; ) {
        if (pattern.test(output)) return output;
        await new Promise((done) => setTimeout(done, 50));
      }
      if (!pattern.test(output)) throw new Error(`not printed: ${pattern}\n${output}`);
      return output;
    },
  };
}

/**
 * A port of the loopback that nobody listens on now. It lies below those that the system gives away by itself, so that no
 * connection takes it before the service that it was looked up for has started.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const isFree = await new Promise<boolean>((done) => {
      const server = createServer().once('error', () => done(false));
      server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
    });
    if (isFree) return port;
  }
}
