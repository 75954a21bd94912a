import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { estimateWithAudit } from './estimate.js';
import { planAudit, type AuditStratum } from './plan.js';
import { auditSizeFor } from './size.js';

const strataOf = (...sizes: readonly number[]): AuditStratum[] => sizes.map((size, i) => ({ key: `s${i}`, members: Array.from({ length: size }, (_, j) => `s${i}-${j}`) }));

/** Half of the interval's width when half of every stratum says yes. */
function halfWidthOf(settled: number, strata: readonly AuditStratum[], size: number): number {
  const plan = planAudit(strata, size, 'seed');
  const { interval } = estimateWithAudit({ proven: settled, notEmployed: 0, strata: plan.strata.map(({ key, members, drawn }) => ({ key, members, employed: Math.floor(drawn.length / 2), notEmployed: Math.ceil(drawn.length / 2), silent: 0 })) });
  return (interval![1] - interval![0]) / 2;
}

describe('the size of an audit', () => {
  it('is what an interval of that width takes', () => {
    const strata = strataOf(1_500, 800, 200);
    const size = auditSizeFor({ settled: 1_500, strata }, 0.03);
    expect(halfWidthOf(1_500, strata, size)).toBeCloseTo(0.03, 3);
    expect(size).toBeGreaterThan(300);
    expect(size).toBeLessThan(500);
  });

  it('is smaller for a wider interval, where more is settled, and never more than there are', () => {
    const frames = fc.record({ settled: fc.nat(3_000), sizes: fc.array(fc.nat(400), { minLength: 1, maxLength: 4 }), width: fc.double({ min: 0.005, max: 0.2, noNaN: true }) });
    fc.assert(fc.property(frames, ({ settled, sizes, width }) => {
      const strata = strataOf(...sizes);
      const open = sizes.reduce((sum, size) => sum + size, 0);
      const size = auditSizeFor({ settled, strata }, width);
      expect(size).toBeLessThanOrEqual(open);
      expect(auditSizeFor({ settled, strata }, width * 2)).toBeLessThanOrEqual(size);
      expect(auditSizeFor({ settled: settled + 500, strata }, width)).toBeLessThanOrEqual(size);
    }), { numRuns: casesOf(200), seed: 1 });
  });

  // Solved from Cochran's formula by another program.
  it.each([[1_000, 0, 0.05, 279], [1_000, 1_000, 0.05, 89], [400, 0, 0.03, 292]])('of %i who are open and %i who are settled, for %d on either side, is %s', (open, settled, halfWidth, size) => {
    expect(auditSizeFor({ settled, strata: strataOf(open) }, halfWidth)).toBe(size);
    expect(auditSizeFor({ settled, strata: strataOf(0, open, 0) }, halfWidth)).toBe(size);
  });

  it('calls into every stratum: one that nobody is called in stays wholly open', () => {
    // Two calls to the large stratum would do by themselves; the three small ones must each have one.
    expect(auditSizeFor({ settled: 10_000, strata: strataOf(40, 5, 5, 5) }, 0.05)).toBe(4);
  });

  it('asks everybody where the interval has no width to spare, and nobody where nobody is open', () => {
    expect(auditSizeFor({ settled: 0, strata: strataOf(40, 3) }, 1e-9)).toBe(43);
    expect(auditSizeFor({ settled: 10, strata: [] }, 0.05)).toBe(0);
  });

  it.each([0, -0.01, Number.NaN])('refuses a width of %d', (width) => {
    expect(() => auditSizeFor({ settled: 0, strata: strataOf(5) }, width)).toThrow(new RangeError('halfWidth: not above 0'));
  });
});
