import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minimumWageOf, type MinimumWageEntry } from './minimum-wage.js';

const entry = (region: string, fromOn: string, monthlyYuan: number): MinimumWageEntry => ({ region, fromOn, monthlyYuan, document: '文件' });

describe('the minimum wage of a place', () => {
  it('is that of the smallest region on record, in force on the day', () => {
    const entries = [entry('42', '2024-02-01', 1_800), entry('420626', '2026-01-01', 2_000), entry('420626', '2027-01-01', 2_200)];
    const wage = (region: string, day: string): number | undefined => minimumWageOf(entries, region, day)?.monthlyYuan;
    expect([wage('420626106', '2025-12-31'), wage('420626106', '2026-01-01'), wage('420626', '2027-01-01'), wage('420625', '2027-01-01'), wage('42', '2024-01-31'), wage('11', '2026-01-01')]).toEqual([1_800, 2_000, 2_200, 1_800, undefined, undefined]);
  });

  it('is corrected by what was recorded later for the same day', () => {
    expect(minimumWageOf([entry('42', '2024-02-01', 1), entry('42', '2024-02-01', 2)], '4206', '2025-01-01')?.monthlyYuan).toBe(2);
  });

  it('is the plain reading of the table', () => {
    const someEntry = fc.record({ region: fc.constantFrom('42', '4206', '420626', '420625'), fromOn: fc.constantFrom('2024-01-01', '2025-01-01', '2026-01-01'), monthlyYuan: fc.integer({ min: 1, max: 9 }), document: fc.constant('') });
    fc.assert(fc.property(fc.array(someEntry), fc.constantFrom('2023-12-31', '2025-06-01', '2026-01-01'), (entries, day) => {
      const inForce = entries.map((each, at) => ({ ...each, at })).filter(({ region, fromOn }) => '420626000000'.startsWith(region) && fromOn <= day);
      inForce.sort((a, b) => b.region.length - a.region.length || (a.fromOn < b.fromOn ? 1 : a.fromOn > b.fromOn ? -1 : b.at - a.at));
      expect(minimumWageOf(entries, '420626', day)?.monthlyYuan).toBe(inForce[0]?.monthlyYuan);
    }));
  });
});
