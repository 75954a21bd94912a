/** The 97.5 % quantile of the standard normal distribution: a 95 % interval. */
const Z = 1.959963984540054;

/** A share in percent with two decimals, 0 to 100. */
export type Percent = number;

const HUNDREDTHS = 10_000;

/**
 * `numerator / denominator` in percent, from the exact fraction, half-up to 0.01 point.
 * @returns null when the denominator is 0
 */
export function percentOf(numerator: number, denominator: number): Percent | null {
  if (denominator === 0) return null;
  // floor(x · 10000 / n + 1/2) on whole numbers: nothing is rounded before the end.
  const doubled = BigInt(numerator) * BigInt(2 * HUNDREDTHS) + BigInt(denominator);
  return Number(doubled / (2n * BigInt(denominator))) / 100;
}

/**
 * The 95 % Wilson interval of a share, in percent, clamped to 0..100, each bound half-up to 0.01 point on the double.
 * @returns null when the denominator is 0
 */
export function wilsonInterval(numerator: number, denominator: number): readonly [low: Percent, high: Percent] | null {
  if (denominator === 0) return null;
  const share = numerator / denominator;
  const zSquared = Z * Z;
  const scale = 1 + zSquared / denominator;
  const centre = (share + zSquared / (2 * denominator)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / denominator + zSquared / (4 * denominator * denominator));
  return [roundBound(centre - half), roundBound(centre + half)];
}

function roundBound(bound: number): Percent {
  const clamped = Math.min(1, Math.max(0, bound));
  return Math.floor(clamped * HUNDREDTHS + 0.5) / 100;
}

/**
 * Whether a share reaches a target such as "≥ 72 %", compared on the exact fraction and not on the rounded figure.
 * @param targetPercent decimal text, for example `72` or `66.67`
 * @returns null when the denominator is 0
 * @throws RangeError when the target is not a decimal number from 0
 */
export function reachesTarget(numerator: number, denominator: number, targetPercent: string): boolean | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(targetPercent);
  if (match === null) throw new RangeError(`not a decimal number: ${targetPercent}`);
  if (denominator === 0) return null;
  const decimals = match[2] ?? '';
  const target = BigInt(`${match[1]!}${decimals}`);
  return BigInt(numerator) * 100n * 10n ** BigInt(decimals.length) >= target * BigInt(denominator);
}
