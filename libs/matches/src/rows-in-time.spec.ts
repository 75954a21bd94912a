import { describe, expect, it } from '@jest/globals';
import { RowsInTime } from './rows-in-time.js';

describe('rows that are read in time', () => {
  const over = (asked: string[][]): RowsInTime<string> => new RowsInTime((ids) => {
    asked.push([...ids]);
    return ids.includes('gone') ? Promise.reject(new Error('gone')) : Promise.resolve(ids.join());
  });

  it('reads once when the guess was right', async () => {
    const asked: string[][] = [];
    const rows = over(asked);
    rows.foresee(['a', 'b']);
    rows.foresee(['a', 'b']);
    expect(await rows.of(['a', 'b'])).toBe('a,b');
    expect(asked).toEqual([['a', 'b']]);
  });

  it.each([[['a', 'c']], [['a']], [['b', 'a']], [['a', 'b', 'c']]])('reads %j again when others were foreseen', async (wanted) => {
    const asked: string[][] = [];
    const rows = over(asked);
    rows.foresee(['a', 'b']);
    expect(await rows.of(wanted)).toBe(wanted.join());
    expect(asked).toEqual([['a', 'b'], wanted]);
  });

  it('reads when nothing was foreseen, and counts the last guess', async () => {
    const asked: string[][] = [];
    expect(await over(asked).of(['a'])).toBe('a');
    const rows = over(asked);
    rows.foresee(['a']);
    rows.foresee(['b']);
    expect(await rows.of(['b'])).toBe('b');
    expect(asked).toEqual([['a'], ['a'], ['b']]);
  });

  it('tells of a failure only whoever wants the rows', async () => {
    const rows = over([]);
    rows.foresee(['gone']);
    await new Promise((done) => setImmediate(done));
    expect(await rows.of(['a'])).toBe('a');
    rows.foresee(['gone']);
    await expect(rows.of(['gone'])).rejects.toThrow('gone');
  });
});
