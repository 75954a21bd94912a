import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { supplementClass, type ClaimSoFar } from './supplement-class.js';

const claim = (id: string, fen: number): ClaimSoFar => ({ lineId: `l${id}`, personId: id, fen });
const line = (personId: string, paid: number, base = 100) => ({ personId, base, earned: paid, paid });
const NOBODY = new Map<string, string>();

describe('a supplement', () => {
  it('is nothing when nothing has changed', () => {
    expect(supplementClass([claim('a', 60), claim('b', 0)], [line('b', 0), line('a', 60)], NOBODY)).toEqual([]);
  });

  it('pays the difference of a higher tier, and asks back that of a lower one', () => {
    expect(supplementClass([claim('a', 60)], [line('a', 80)], NOBODY)).toEqual([{ lineId: 'la', personId: 'a', base: 100, earned: 80, fen: 20 }]);
    expect(supplementClass([claim('a', 60)], [line('a', 0)], NOBODY)).toEqual([{ lineId: 'la', personId: 'a', base: 100, earned: 0, fen: -60 }]);
  });

  it('asks everything back from who is not entitled any more, and has a claim for who is entitled since, be it to nothing', () => {
    expect(supplementClass([claim('a', 60)], [line('b', 60), line('c', 0)], NOBODY)).toEqual([
      { lineId: 'la', personId: 'a', base: 0, earned: 0, fen: -60 }, { lineId: null, personId: 'b', base: 100, earned: 60, fen: 60 }, { lineId: null, personId: 'c', base: 100, earned: 0, fen: 0 },
    ]);
  });

  it('brings back what two claims of one person were paid beyond one', () => {
    expect(supplementClass([claim('a', 60), claim('b', 60)], [line('b', 60)], new Map([['a', 'b']]))).toEqual([{ lineId: 'lb', personId: 'b', base: 0, earned: 0, fen: -60 }]);
  });
});

describe('every supplement', () => {
  const people = fc.uniqueArray(fc.nat(9).map((n) => `p${n}`), { maxLength: 8 });
  it('leaves every person with just what they are worth, and another one finds nothing', () => {
    fc.assert(fc.property(people, people, fc.array(fc.nat(300), { minLength: 16, maxLength: 16 }), (before, after, fen) => {
      const claims = before.map((id, i) => claim(id, fen[i]!));
      const now = after.map((id, i) => line(id, fen[i + 8]!, 300));
      const differences = supplementClass(claims, now, NOBODY);
      const settled = new Map(claims.map(({ personId, fen: sum }) => [personId, sum]));
      for (const { personId, fen: sum } of differences) settled.set(personId, (settled.get(personId) ?? 0) + sum);
      for (const id of new Set([...before, ...after])) expect(settled.get(id) ?? 0).toBe(now.find(({ personId }) => personId === id)?.paid ?? 0);
      expect(new Set(differences.map(({ personId }) => personId)).size).toBe(differences.length);
      expect(supplementClass([...settled].map(([personId, sum]) => claim(personId, sum)), now, NOBODY)).toEqual([]);
    }), { numRuns: casesOf(300), seed: 6 });
  });
});
