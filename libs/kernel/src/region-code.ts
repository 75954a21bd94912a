/**
 * Region codes: GB/T 2260 + township + village, 2, 4, 6, 9 or 12 digits, padded right with zeros to 12, in groups
 * 2-2-2-3-3 (province, prefecture, county, township, village). A code states every level down to its last non-zero
 * group. Source: the scoring contract, table "Inputs".
 */
export const REGION_LEVELS = ['province', 'prefecture', 'county', 'township', 'village'] as const;
export type RegionLevel = (typeof REGION_LEVELS)[number];

/** Where each level's digits end in the 12-digit code. */
export const LEVEL_END = { province: 2, prefecture: 4, county: 6, township: 9, village: 12 } as const satisfies Record<RegionLevel, number>;

const GROUPS: readonly (readonly [start: number, end: number])[] = [[0, 2], [2, 4], [4, 6], [6, 9], [9, 12]];

/** Whether the text has the form of a region code: 2, 4, 6, 9 or 12 digits with a province. */
export function isRegionCode(text: unknown): text is string {
  return typeof text === 'string' && /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(text) && !text.startsWith('00');
}

/** The code padded right with zeros to 12 digits. */
export function padRegion(code: string): string {
  return code.padEnd(12, '0');
}

/** The prefix of a code: its digits down to the end of the last non-zero group (2, 4, 6, 9 or 12 digits). */
export function regionPrefix(code: string): string {
  const padded = padRegion(code);
  for (let i = GROUPS.length - 1; i > 0; i--) {
    const [start, end] = GROUPS[i]!;
    if (/[1-9]/.test(padded.slice(start, end))) return padded.slice(0, end);
  }
  return padded.slice(0, 2);
}

/** The deepest level that a code states. */
export function regionLevel(code: string): RegionLevel {
  const length = regionPrefix(code).length;
  return REGION_LEVELS.find((level) => LEVEL_END[level] === length)!;
}

/** Whether `inner` lies inside `outer` (or is it): containment is a prefix of the padded code. */
export function isInside(inner: string, outer: string): boolean {
  return padRegion(inner).startsWith(regionPrefix(outer));
}

/** The code of the region that holds this one, or null for a province. 429xxx counties stand directly below their province. */
export function parentRegion(code: string): string | null {
  const prefix = regionPrefix(code);
  const shorter = [9, 6, 4, 2].filter((end) => end < prefix.length);
  for (const end of shorter) {
    const candidate = prefix.slice(0, end);
    if (regionPrefix(candidate) === candidate && !/90$/.test(end === 4 ? candidate : '')) return candidate;
  }
  return null;
}
