import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeptPairs, NOT_KEPT } from './kept-pairs.js';

const pairs = fc.uniqueArray(fc.tuple(fc.nat(60), fc.nat(10_000)), { selector: ([trainee]) => trainee, maxLength: 40 });
const changes = fc.uniqueArray(fc.tuple(fc.nat(70), fc.oneof(fc.constant(NOT_KEPT), fc.nat(10_000))), { selector: ([trainee]) => trainee, maxLength: 20 });
const entriesOf = ({ trainees, scores }: KeptPairs): [number, number][] => Array.from(trainees, (trainee, i) => [trainee, scores[i]!]);

describe('the kept pairs of a vacancy', () => {
  it('with those of some trainees changed are what a table of all would be, and stay as they were themselves', () => {
    fc.assert(fc.property(pairs, changes, (before, changed) => {
      const kept = new KeptPairs(before);
      const table = new Map(before);
      const sorted = [...changed].sort(([a], [b]) => a - b);
      for (const [trainee, score] of sorted) if (score === NOT_KEPT) table.delete(trainee); else table.set(trainee, score);
      const ascending = (entries: Iterable<[number, number]>): [number, number][] => [...entries].sort(([a], [b]) => a - b);
      expect(entriesOf(kept.with(Uint32Array.from(sorted, ([trainee]) => trainee), Int32Array.from(sorted, ([, score]) => score)))).toEqual(ascending(table));
      expect(entriesOf(kept)).toEqual(ascending(before));
    }));
  });

  it('name a score that the K best reach, and few others', () => {
    fc.assert(fc.property(pairs, fc.integer({ min: 1, max: 50 }), (given, topK) => {
      const floor = new KeptPairs(given).floorOfBest(topK);
      const descending = given.map(([, score]) => score).sort((a, b) => b - a);
      const least = descending[Math.min(topK, descending.length) - 1] ?? 0;
      expect(floor).toBeLessThanOrEqual(least);
      if (descending.length >= topK) expect(least - floor).toBeLessThan(64);
    }));
  });
});
