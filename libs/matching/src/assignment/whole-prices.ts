/**
 * Rounds the prices, sums of scores and steps, to whole numbers where that keeps everything in order; which proves that
 * nothing is left to gain.
 *
 * Somebody who holds one place would gain at most a step by another: s₂ − s₁ ≤ p₂ − p₁ + step, with the price 0 standing for
 * leaving a turn idle. Scores are whole. Rounding down moves the right side by less than 1, and by 1 − step or more only where
 * the fraction of p₁ is that much above the fraction of p₂. So if the fractions leave a gap of a step somewhere on the circle,
 * rounding all prices down from this gap makes the right side s₂ − s₁ ≤ p₂ − p₁ exactly.
 *
 * @returns whether there is a gap; without one nothing is changed
 */
export function makeWhole(prices: Float64Array, step: number): boolean {
  const isTaken = new Uint8Array(1 / step); // a step of 1 or more leaves no fraction free, so no gap either
  isTaken[0] = 1;
  for (let v = 0; v < prices.length; v++) isTaken[(prices[v]! % 1) / step] = 1;
  const gap = isTaken.indexOf(0);
  if (gap === -1) return false;
  const from = (gap + 1) * step;
  for (let v = 0; v < prices.length; v++) prices[v] = Math.floor(prices[v]! - from) + 1;
  return true;
}
