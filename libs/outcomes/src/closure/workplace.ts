import { isInside, regionLevel } from '@app/kernel';

/** Where people work, seen from their county: 县内, 省内县外, 省外. */
export const WORKPLACES = ['in-county', 'in-province', 'out-of-province', 'unknown'] as const;
export type Workplace = (typeof WORKPLACES)[number];

/**
 * Where a workplace lies, seen from a county. A code that states a province or a prefecture only tells what it tells:
 * one that holds the county may mean inside or outside of it, and is unknown. Counties 429xxx belong to no prefecture:
 * 4290 holds each of them, and says no more than the province.
 * @param home 6 digits of the county
 */
export function workplaceOf(home: string, workplace: string | null | undefined): Workplace {
  if (workplace == null) return 'unknown';
  if (workplace.slice(0, 2) !== home.slice(0, 2)) return 'out-of-province';
  const level = regionLevel(workplace);
  if (level === 'province' || level === 'prefecture') return isInside(home, workplace) ? 'unknown' : 'in-province';
  return workplace.slice(0, 6) === home.slice(0, 6) ? 'in-county' : 'in-province';
}

/** How many work where; together they are everybody. */
export function countWorkplaces(home: string, workplaces: readonly (string | null | undefined)[]): Record<Workplace, number> {
  const counts: Record<Workplace, number> = { 'in-county': 0, 'in-province': 0, 'out-of-province': 0, unknown: 0 };
  for (const workplace of workplaces) counts[workplaceOf(home, workplace)] += 1;
  return counts;
}
