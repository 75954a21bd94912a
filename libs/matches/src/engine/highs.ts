import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OutsideSolverFailed, type OutsideAnswer, type OutsideSolver } from '@app/matching';

const HEAP_MIB = 1_024;

/**
 * HiGHS for the side limits of a plan: it solves a programme in a child process with little memory, no environment and so much time.
 * @throws OutsideSolverFailed when it takes too long, dies, or cannot read the programme
 */
export function highsWithin(limitMs: number): OutsideSolver {
  return (programme) => new Promise<OutsideAnswer>((done, fail) => {
    const child = fork(fileURLToPath(new URL('./highs.child.js', import.meta.url)), [], { serialization: 'advanced', execArgv: [`--max-old-space-size=${HEAP_MIB}`], env: {}, stdio: 'ignore' });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
      settle();
    };
    const refuse = (why: string): void => end(() => fail(new OutsideSolverFailed(`HiGHS ${why}`)));
    const timer = setTimeout(() => refuse('took too long'), limitMs);
    child.once('message', (answer: OutsideAnswer) => end(() => done(answer)));
    child.once('error', () => refuse('did not start'));
    child.once('exit', () => refuse('ended without an answer'));
    child.send(programme);
  });
}
