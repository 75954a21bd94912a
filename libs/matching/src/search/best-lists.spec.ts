import { describe, expect, it } from '@jest/globals';
import { Dice } from '../testing/random-world.js';
import { BestLists } from './best-lists.js';

describe('lists of the best', () => {
  it('hold what sorting everything offered would give, whatever the order, ties and last keys included', () => {
    for (let round = 0; round < 200; round++) {
      const dice = new Dice(round);
      const [lists, topK, least] = [3, 1 + (round % 6), 4_000];
      const best = new BestLists(lists, topK, least, (a, b) => a - b);
      const offered = Array.from({ length: 60 }, (_, entry) => ({ list: dice.one([0, 1, 2]), entry, score: dice.one([3_999, 4_000, 4_001, 5_000]), tie: dice.one([0, 1, 0x8000_0000, 0xffff_ffff]) }));
      for (const { list, entry, score, tie } of [...offered].sort(() => (dice.chance(0.5) ? 1 : -1))) best.offer(list, entry, score, tie | 0);
      for (let list = 0; list < lists; list++) {
        const wanted = offered.filter((one) => one.list === list && one.score >= least).sort((a, b) => b.score - a.score || a.tie - b.tie || a.entry - b.entry).slice(0, topK);
        expect(best.of(list)).toEqual(wanted.map(({ entry, score }) => ({ entry, score })));
        expect(best.floors[list]).toBe(wanted.length < topK ? least : wanted.at(-1)!.score);
      }
    }
  });

  it.each([0, 1.5, NaN])('are refused for K = %p', (topK) => {
    expect(() => new BestLists(1, topK, 0, () => 0)).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path: 'topK' })] }));
  });
});
