import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OutsideSolverFailed, type OutsideAnswer } from '@app/matching';

const TIME_MS = 120_000;
const HEAP_MIB = 1_024;

/**
 * Solves a programme of side limits by HiGHS, in a child process with little memory and time and no environment.
 * @throws OutsideSolverFailed when it takes too long, dies, or cannot read the programme
 */
export function askHighs(programme: string): Promise<OutsideAnswer> {
  return new Promise((done, fail) => {
    const child = fork(fileURLToPath(new URL('./highs.child.js', import.meta.url)), [], { serialization: 'advanced', execArgv: [`--max-old-space-size=${HEAP_MIB}`], env: {}, stdio: 'ignore' });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
      settle();
    };
    const refuse = (why: string): void => end(() => fail(new OutsideSolverFailed(`HiGHS ${why}`)));
    const timer = setTimeout(() => refuse('took too long'), TIME_MS);
    child.once('message', (answer: OutsideAnswer) => end(() => done(answer)));
    child.once('error', () => refuse('did not start'));
    child.once('exit', () => refuse('ended without an answer'));
    child.send(programme);
  });
}
