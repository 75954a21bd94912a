import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { NetworkFault } from './network-stand-in.js';
import { sharedFile } from './shared.js';

/** One row as the shared stand-in knows it to be. */
export interface SharedTruth {
  readonly id: number;
  readonly title: string;
  readonly company: string;
  readonly region: string;
  readonly duplicateOf: number | null;
  /** Rows of one posting are the same vacancy: company, title, place and telephone. */
  readonly posting: string;
}

/** The stand-in that is handed out beside the project, as a child process. */
export interface SharedNetwork {
  readonly url: string;
  advance(days: number): Promise<void>;
  fault(fault: NetworkFault): Promise<void>;
  /** Back to the first day, without faults. */
  reset(): Promise<void>;
  truth(): Promise<readonly SharedTruth[]>;
  stop(): Promise<void>;
}

export interface SharedNetworkOptions {
  readonly rows?: number;
  readonly seed?: number;
  readonly day?: string;
}

/** The program's place below the shared folder; tests that need it use `describeWithShared`. */
export const SHARED_NETWORK = 'public-network/serve.mjs';

/** Starts it on a free port. @throws Error when it is not there or ends before it listens */
export async function startSharedNetwork({ rows = 420, seed = 1, day = '2026-11-23' }: SharedNetworkOptions = {}): Promise<SharedNetwork> {
  const program = sharedFile(SHARED_NETWORK);
  if (program === null) throw new Error(`${SHARED_NETWORK} is not present; set SHOUYU_SHARED`);
  const child = spawn(process.execPath, [program, '--port', '0', '--rows', String(rows), '--seed', String(seed), '--day', day], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const firstLine = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const [line] = await Promise.race([firstLine, ended.then(() => { throw new Error(`${SHARED_NETWORK} ended before it listened`); })]);
  const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
  if (url === undefined) throw new Error(`${SHARED_NETWORK} did not say where it listens: ${line}`);
  const control = async (order: object): Promise<void> => {
    const answer = await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify(order) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  return {
    url,
    advance: (days) => control({ advanceDays: days }),
    fault: (fault) => control({ fault }),
    reset: () => control({ reset: true }),
    truth: async () => (await (await fetch(`${url}/_truth`)).json()) as SharedTruth[],
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
