import { AsyncResource } from 'node:async_hooks';
import { Worker } from 'node:worker_threads';
import { MatchingInputInvalid, OutsideSolverFailed } from '@app/matching';
import { builtEntry } from '@app/platform';
import type { CivilDate } from '@app/kernel';
import { SOLVER_FAILED, type Answered, type Asked, type EngineCall, type EngineReply, type EngineRequest, type Told } from './calls.js';
import type { EngineThreadData } from './engine-thread.js';
import { EngineBusy } from '../matches.errors.js';

/**
 * Memory for what is new, beside the heap: whenever a part of it is full, the thread stands still for some 2 ms. V8's own 48 MiB
 * are full after twenty lists; a sixteenth of a large heap, after more.
 */
const YOUNG_LEAST_MB = 48;
const YOUNG_SHARE = 16;

interface Waiting {
  readonly answer: (answered: unknown) => void;
  readonly fail: (error: Error) => void;
  readonly hear: ((told: unknown) => void) | undefined;
}

/** What went wrong in a thread that nobody expected: named as there, with its own stack; the message stays inside the process. */
export class EngineFailed extends Error {}

/** One thread and the questions it has not answered yet. It is started at the first question, and again after it has died. */
export class EngineLine {
  #thread: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(private readonly data: EngineThreadData, private readonly heapMb: number) {}

  /** @throws EngineBusy when the thread died over it (out of memory, say) · MatchingInputInvalid · OutsideSolverFailed · EngineFailed */
  ask<Name extends EngineCall>(county: string, asOf: CivilDate, call: Name, asked: Asked<Name>, hear?: (told: Told<Name>) => void): Promise<Answered<Name>> {
    const id = ++this.#asked;
    this.#thread ??= this.#start();
    const thread = this.#thread;
    return new Promise((answer, fail) => {
      this.#waiting.set(id, { answer: answer as (answered: unknown) => void, fail, hear: hear && (AsyncResource.bind(hear) as Waiting['hear']) }); // in the flow of whoever asked
      thread.ref();
      thread.postMessage({ id, county, asOf, call, asked } satisfies EngineRequest);
    });
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(builtEntry(import.meta.url, 'engine-thread.js'), { workerData: this.data, resourceLimits: { maxOldGenerationSizeMb: this.heapMb, maxYoungGenerationSizeMb: Math.max(YOUNG_LEAST_MB, this.heapMb / YOUNG_SHARE) }, execArgv: [], env: {} });
    thread.on('message', (reply: EngineReply) => this.#take(thread, reply));
    thread.on('error', () => undefined); // followed by its exit
    thread.once('exit', () => {
      if (this.#thread === thread) this.#thread = null;
      for (const { fail } of this.#waiting.values()) fail(new EngineBusy());
      this.#waiting.clear();
    });
    return thread;
  }

  #take(thread: Worker, reply: EngineReply): void {
    const waiting = this.#waiting.get(reply.id);
    if ('told' in reply) return waiting?.hear?.(reply.told);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) thread.unref(); // an idle thread keeps no process alive
    if (waiting === undefined) return;
    if ('answered' in reply) waiting.answer(reply.answered);
    else waiting.fail(errorOf(reply.failed));
  }
}

function errorOf({ name, message, stack, faults }: Extract<EngineReply, { failed: unknown }>['failed']): Error {
  if (faults !== null) return new MatchingInputInvalid(message, faults);
  if (name === SOLVER_FAILED) return new OutsideSolverFailed(message);
  const error = new EngineFailed(message);
  return Object.assign(error, { name, ...(stack === undefined ? {} : { stack }) });
}
