import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { TextTable } from './text-table.js';

describe('a table of texts', () => {
  it('numbers them as a Map would, in the order in which they first come', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(300).map(String)), { maxLength: 400 }), (texts) => {
      const [table, map] = [new TextTable(), new Map<string, number>()];
      for (const text of texts) {
        if (!map.has(text)) map.set(text, map.size);
        expect(table.numberOf(text)).toBe(map.get(text));
      }
      expect([table.size, ...map.keys()]).toEqual([map.size, ...[...map.values()].map((number) => table.textOf(number))]);
    }), { numRuns: casesOf(100) });
  });

  it('tells texts apart whose hashes are equal', () => {
    // Both pairs have one hash of 32 bits each, found by looking for it.
    const [table, ids] = [new TextTable(), ['person-779058', 'person-1222700', 'person-779059', 'person-1222701']];
    expect([...ids, ...ids].map((id) => table.numberOf(id))).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it('tells 50,000 ids apart that differ in one character', () => {
    const table = new TextTable();
    const ids = Array.from({ length: casesOf(50_000) }, (_, i) => `00000000-0000-4000-a000-${String(i).padStart(12, '0')}`);
    const numbers = [...ids, ...ids].map((id) => table.numberOf(id));
    expect(numbers.every((number, i) => number === i % ids.length)).toBe(true);
  });
});
