import { DayQueue, type QueuePlace } from '@app/scheduling';
import { FaultList } from './match-checks.js';
import { readInput, refuse, writeJson, type OfflineStreams } from './offline-io.js';
import { readQueueInput } from './queue-input.js';

/**
 * `queue --input F`: the queue of training orders of one county on one day, from a file: who is next, and when.
 * @returns the exit code: 0 done, 2 bad input
 */
export async function queueCommand(argv: readonly string[], io: OfflineStreams): Promise<number> {
  const given = await readInput(argv, io);
  if ('faults' in given) return refuse(io, given.faults);
  const faults = new FaultList();
  const input = readQueueInput(given.value, faults);
  if (input === null) return refuse(io, faults.lines);
  return writeJson(io, { queue: DayQueue.of(input).places.map(lineOf) });
}

function lineOf({ id, position, base, age, penalty, effective, slot, opensOn, reason }: QueuePlace): object {
  return { id, position, base, age, penalty, effective, slot, opensOn, reason };
}
