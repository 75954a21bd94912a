import { describe, expect, it } from '@jest/globals';
import { Dice } from './testing/random-world.js';
import { TopK } from './top-k.js';

const ascending = (a: number, b: number): number => a - b;

describe('the first K', () => {
  it('are those that sorting gives, however many are offered and in whatever order', () => {
    const dice = new Dice(7);
    for (let round = 0; round < 200; round++) {
      const offered = Array.from({ length: dice.int(0, 60) }, () => dice.int(0, 40));
      const [size, kept] = [dice.int(1, 15), [] as number[]];
      const list = new TopK<number>(size, ascending);
      for (const item of offered) {
        list.offer(item);
        kept.push(item);
        const first = kept.toSorted(ascending).slice(0, size);
        expect(list.worst).toBe(first.length < size ? null : first.at(-1));
      }
      expect(list.sorted()).toEqual(kept.toSorted(ascending).slice(0, size));
    }
  });

  it('keep of equal ones those that came first', () => {
    const list = new TopK<{ rank: number; name: string }>(2, (a, b) => a.rank - b.rank);
    for (const name of ['first', 'second', 'third']) list.offer({ rank: 1, name });
    expect(list.sorted().map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it('take the same in once only, when asked to', () => {
    const list = new TopK<number>(3, ascending);
    for (const item of [5, 5, 4, 4, 5]) list.offerOnce(item, (a, b) => a === b);
    expect(list.sorted()).toEqual([4, 5]);
  });
});
