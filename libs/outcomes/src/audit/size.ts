import { shareOut, type AuditStratum } from './plan.js';

const Z = 1.959963984540054;
/** Nothing is known of the answers yet: the widest spread there is. */
const WIDEST_VARIANCE = 0.25;

/** Who could be called, and the people whose outcome is settled without a call. */
export interface SizedFrame {
  readonly settled: number;
  readonly strata: readonly AuditStratum[];
}

/**
 * The fewest calls after which the interval of the whole rate is at most so wide on either side, when everybody answers and
 * half of each stratum is employed (the worst there is). The strata share them as {@link planAudit} shares them out. Source:
 * Cochran, Sampling Techniques, 3rd ed. (1977), 5.3 and 5.9: Σ (Nₕ/N)²·(1 − nₕ/Nₕ)·p(1 − p)/(nₕ − 1).
 * @param halfWidth share of the whole denominator, above 0: 0.03 is 3 points on either side
 * @returns at most everybody who could be called; 0 where nobody is
 * @throws RangeError for a half-width that is not above 0
 */
export function auditSizeFor({ settled, strata }: SizedFrame, halfWidth: number): number {
  if (!(halfWidth > 0)) throw new RangeError('halfWidth: not above 0');
  const open = strata.reduce((sum, { members }) => sum + members.length, 0);
  const all = settled + open;
  const isEnough = (size: number): boolean => {
    const shares = shareOut(strata, size);
    let variance = 0;
    for (const [at, { members }] of strata.entries()) {
      const [whole, share] = [members.length, shares[at]!];
      if (share === whole) continue;
      // A stratum that nobody is called in stays wholly open.
      variance += share === 0 ? Number.POSITIVE_INFINITY : ((whole / all) ** 2 * (1 - share / whole) * WIDEST_VARIANCE) / Math.max(1, share - 1);
    }
    return Z * Math.sqrt(variance) <= halfWidth;
  };
  let [tooFew, enough] = [0, open];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
