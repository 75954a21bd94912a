import { padRegion, regionPrefix } from '@app/kernel';

/** A region code cut into comparable numbers, one a level; -1 where the code does not state the level. */
export interface Place {
  readonly province: number;
  readonly prefecture: number;
  readonly county: number;
  readonly township: number;
  readonly village: number;
}

/** The depth of a level: the digits that a code needs to state it; 0 = no level at all. */
export type Depth = 0 | 2 | 4 | 6 | 9 | 12;

/** Cuts a well-formed region code; a code states every level down to its last non-zero group (so 441900003 states the county 441900). */
export function placeOf(code: string): Place {
  const padded = padRegion(code);
  const stated = regionPrefix(code).length;
  const cut = (end: number): number => (end <= stated ? Number(padded.slice(0, end)) : -1);
  return { province: cut(2), prefecture: cut(4), county: cut(6), township: cut(9), village: cut(12) };
}

/** `xx90` gathers units that stand directly below their province (429004, 429021 …): it is no prefecture. */
export function isPrefecture(prefecture: number): boolean {
  return prefecture >= 0 && prefecture % 100 !== 90;
}

/** The deepest level that a place states. */
export function statedDepth(place: Place): Depth {
  if (place.village >= 0) return 12;
  if (place.township >= 0) return 9;
  if (place.county >= 0) return 6;
  return isPrefecture(place.prefecture) ? 4 : 2;
}

/** The deepest level that both places state and share. */
export function sharedDepth(a: Place, b: Place): Depth {
  if (a.province !== b.province) return 0;
  if (a.prefecture < 0 || a.prefecture !== b.prefecture) return 2;
  if (a.county < 0 || a.county !== b.county) return isPrefecture(a.prefecture) ? 4 : 2;
  if (a.township < 0 || a.township !== b.township) return 6;
  return a.village >= 0 && a.village === b.village ? 12 : 9;
}

/** Whether `inner` lies in `outer` (or is it). `xx9000` contains every unit below it. */
export function liesInside(inner: Place, outer: Place): boolean {
  if (outer.village >= 0) return inner.village === outer.village;
  if (outer.township >= 0) return inner.township === outer.township;
  if (outer.county >= 0) return inner.county === outer.county;
  if (outer.prefecture >= 0) return inner.prefecture === outer.prefecture;
  return inner.province === outer.province;
}
