import { Worker } from 'node:worker_threads';
import { builtEntry } from '@app/platform';
import type { CalendarProblem, ClassCalendar } from '@app/scheduling';

const HEAP_MB = 1_024;

/** The calendar of a problem, worked out in a thread of its own. @throws when the thread fails or is stopped */
export function solveCalendar(problem: CalendarProblem, signal?: AbortSignal): Promise<ClassCalendar> {
  return new Promise((done, fail) => {
    const thread = new Worker(builtEntry(import.meta.url, 'calendar-thread.js'), { workerData: problem, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, execArgv: [], env: {} });
    const stop = (): void => void thread.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    thread.once('message', (calendar: ClassCalendar) => done(calendar));
    thread.once('error', fail);
    thread.once('exit', () => {
      signal?.removeEventListener('abort', stop);
      fail(new Error('the calendar was not worked out'));
    });
  });
}
