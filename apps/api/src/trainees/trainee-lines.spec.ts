import 'reflect-metadata';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { BulkLine } from '@app/trainees';
import { traineeLines } from './trainee-lines.js';

async function linesOf(...chunks: (string | Buffer)[]): Promise<BulkLine[]> {
  const lines: BulkLine[] = [];
  for await (const line of traineeLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) lines.push(line);
  return lines;
}

const good = '{"idNumber":"x","name":"王小梅","township":"420626100"}';

describe('the lines of a bulk registration', () => {
  it('are found however the bytes are cut, in the middle of a character too', async () => {
    const bytes = Buffer.from(`${good}\r\n\n${good}`);
    const whole = await linesOf(bytes);
    expect(whole.map((line) => [line.line, 'input' in line])).toEqual([[1, true], [3, true]]);
    for (let cut = 1; cut < bytes.length; cut += 7) expect(await linesOf(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(whole);
  });

  it.each([['a list', '[]'], ['null', 'null'], ['a page of HTML', '<html>'], ['half a line', '{"idNumber":'], ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])]])('name %s as a fault of its own line and go on', async (_, text) => {
    const lines = await linesOf(text, '\n', good);
    expect(lines.map((line) => [line.line, 'faults' in line])).toEqual([[1, true], [2, false]]);
  });

  it('refuse a line of more than 1 MB, and all of more than 50 MB or 500,000 lines, blank ones too', async () => {
    expect((await linesOf('a'.repeat(1_048_577), '\n', good)).map((line) => 'faults' in line)).toEqual([true, false]);
    await expect(linesOf(...Array.from({ length: 51 }, () => Buffer.from(`${'a'.repeat(1_023)}\n`.repeat(1_024))))).rejects.toMatchObject({ code: 'REQUEST.TOO_LARGE' });
    await expect(linesOf(Buffer.alloc(500_001, 10))).rejects.toMatchObject({ code: 'REQUEST.TOO_LARGE' });
  });

  it('fail as a whole when the body is cut off, and are not taken for all there was', async () => {
    const body = new Readable({ read: () => undefined });
    body.push(`${good}\n`);
    const lines = traineeLines(body);
    expect((await lines.next()).value).toMatchObject({ line: 1 });
    body.destroy();
    await expect(lines.next()).rejects.toThrow('cut off');
  });
});
