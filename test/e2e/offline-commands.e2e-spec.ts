import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';

const MAIN = 'dist/apps/cli/src/main.js';
const ENOUGH_TO_FILL_A_PIPE = 5_000;

describe('an offline command as a process', () => {
  it('ends without a fault when its reader has read enough', async () => {
    const command = spawn(process.execPath, [MAIN, 'pay', '--input', '-'], { stdio: 'pipe' });
    let complaints = '';
    command.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    command.stdin.end(JSON.stringify(Array.from({ length: ENOUGH_TO_FILL_A_PIPE }, () => '4000-6000元/月')));
    command.stdout.once('data', () => command.stdout.destroy());
    expect(await once(command, 'exit')).toEqual([0, null]);
    expect(complaints).toBe('');
  });
});
