import { recencyAfter } from '../prepared.js';

const DAYS = 40_000;
const known = new Float64Array(DAYS).fill(-1);

/** What a finished course is still worth after so many days, 0..1: worked out once a day's age. */
export function recency(days: number): number {
  if (days >= DAYS) return recencyAfter(days);
  const worth = known[days]!;
  return worth >= 0 ? worth : (known[days] = recencyAfter(days));
}
