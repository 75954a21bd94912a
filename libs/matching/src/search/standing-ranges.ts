import type { Depth, Place } from '../place.js';
import { isPrefecture } from '../place.js';
import { UNKNOWN, WILLING, residencePart } from '../parts/location.js';
import { lowerBound } from './columns.js';
import type { TraineeSegment } from './segment.js';
import { peopleOfRegions } from './trainee-segment.js';

/** Standings (see `TraineePostings`) `from` … `to − 1`, for which the location part is one value. */
export interface StandingRange {
  readonly from: number;
  readonly to: number;
  /** L */
  readonly value: number;
  /** The deepest level that homes of this range share with the workplace; homes of a village count as of the township. */
  readonly depth: number;
  readonly isWilling: boolean;
}

const DIGITS = 12;

/**
 * Every standing, in the ranges of a workplace: whoever is willing to go there, then homes, best location first. A range
 * may hold the one before it once more (a county its township): who is met again, with a location that is worth less,
 * was listed before or was not good enough even with the better one.
 */
export function standingRanges(segment: TraineeSegment, place: Place | null, withoutLodging: boolean): StandingRange[] {
  if (place === null) return [{ from: 0, to: segment.count, value: UNKNOWN.value, depth: 0, isWilling: false }];
  const ranges = willingRanges(segment, place);
  let [innerFrom, innerTo] = [0, 0];
  for (const [depth, from, to] of homeRanges(segment, place)) {
    if (from === to) continue;
    const { value } = residencePart(depth, withoutLodging);
    const pieces = 2 * (innerTo - innerFrom) < to - from ? [[from, to]] : [[from, innerFrom], [innerTo, to]];
    for (const [first, last] of pieces) if (first! < last!) ranges.push({ from: first!, to: last!, value, depth, isWilling: false });
    [innerFrom, innerTo] = [from, to];
  }
  return ranges;
}

/** Regions that contain the place, each with those who are willing to go there. */
function willingRanges({ count, willing }: TraineeSegment, place: Place): StandingRange[] {
  const prefixes = [[place.province, 2], [place.prefecture, 4], [place.county, 6], [place.township, 9], [place.village, 12]] as const;
  const containing = new Set(prefixes.filter(([prefix]) => prefix >= 0).map(([prefix, digits]) => prefix * 10 ** (DIGITS - digits)));
  return [...containing].flatMap((region) => {
    const i = lowerBound(willing.regions, region);
    if (willing.regions[i] !== region) return [];
    return [{ from: count + willing.starts[i]!, to: count + willing.starts[i + 1]!, value: WILLING.value, depth: DIGITS, isWilling: true }];
  });
}

/** Homes that share a level with the place, deepest first, each range around the one before; at last everybody. */
function homeRanges(segment: TraineeSegment, place: Place): [Depth, number, number][] {
  const levels = [[place.township, 9], [place.county, 6], [isPrefecture(place.prefecture) ? place.prefecture : -1, 4], [place.province, 2]] as const;
  const ranges = levels.filter(([prefix]) => prefix >= 0).map(([prefix, depth]): [Depth, number, number] => {
    const unit = 10 ** (DIGITS - depth);
    // a group of zeros is no level of its own: the code that ends there states the level above (441900 beside 441900003)
    const isStated = depth === 2 || prefix % (depth === 9 ? 1000 : 100) !== 0;
    return [depth, ...peopleOfRegions(segment, prefix * unit + (isStated ? 0 : 1), (prefix + 1) * unit)];
  });
  return [...ranges, [0, 0, segment.count]];
}
