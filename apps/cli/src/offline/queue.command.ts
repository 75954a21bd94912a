import { parseArgs } from 'node:util';
import { DayQueue, type QueuePlace } from '@app/scheduling';
import { FaultList } from './match-checks.js';
import { readText, refuse, writeJson, type OfflineStreams } from './offline-io.js';
import { readQueueInput } from './queue-input.js';

/**
 * `queue --input F`: the queue of training orders of one county on one day, from a file: who is next, and when.
 * @returns the exit code: 0 done, 2 bad input
 */
export async function queueCommand(argv: readonly string[], io: OfflineStreams): Promise<number> {
  let path: string | undefined;
  try {
    path = parseArgs({ args: [...argv], options: { input: { type: 'string' } } }).values.input;
  } catch (error) {
    return refuse(io, [error instanceof Error ? error.message : String(error)]);
  }
  if (!path) return refuse(io, ['--input: required: a file, or - for standard input']);
  const text = await readText(path, '$', io);
  if ('faults' in text) return refuse(io, text.faults);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.value);
  } catch {
    return refuse(io, ['$: is no JSON']);
  }
  const faults = new FaultList();
  const input = readQueueInput(parsed, faults);
  if (input === null) return refuse(io, faults.lines);
  return writeJson(io, { queue: DayQueue.of(input).places.map(lineOf) });
}

function lineOf({ id, position, base, age, penalty, effective, slot, opensOn, reason }: QueuePlace): object {
  return { id, position, base, age, penalty, effective, slot, opensOn, reason };
}
