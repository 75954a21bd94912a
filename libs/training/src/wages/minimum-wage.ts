import { padRegion, type CivilDate } from '@app/kernel';

/** A minimum wage on record. */
export interface MinimumWageEntry {
  /** 2, 4 or 6 digits. */
  readonly region: string;
  readonly fromOn: CivilDate;
  readonly monthlyYuan: number;
  readonly document: string;
}

/**
 * The minimum wage of a place on a day: of the entries in force that hold the place the one of the smallest region, then
 * the newest day; of equal ones the last given.
 * @param entries in the order in which they were recorded
 * @returns null where none is on record
 */
export function minimumWageOf<Entry extends MinimumWageEntry>(entries: readonly Entry[], region: string, day: CivilDate): Entry | null {
  const place = padRegion(region);
  let found: Entry | null = null;
  for (const entry of entries) {
    if (!place.startsWith(entry.region) || entry.fromOn > day) continue;
    if (found === null || entry.region.length > found.region.length || (entry.region.length === found.region.length && entry.fromOn >= found.fromOn)) found = entry;
  }
  return found;
}
